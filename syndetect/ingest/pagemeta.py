"""What a page says about itself: URL, source, date, outlet, byline, language.

Read from meta elements, links and linked data only, in that order of trust. A page is a copy by
its own word where it names a source: the old ``syndication-source`` and ``original-source`` tags,
``isBasedOn``, or an address of its own on another site. A page that names itself says nothing, as
every copy does. An agency in ``creditText``, ``provider`` or among the authors signs the text, and
so it does as ``sourceOrganization`` and ``copyrightHolder`` unless it is the publisher too, or the
publisher's parent: then it owns the outlet. ``publisher`` names the outlet and no source;
``citation`` names other works.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from syndetect.credits.agencies import is_own
from syndetect.ingest.linkeddata import Item, items_of, names_in, urls_in
from syndetect.ingest.outlets import hostname, same_outlet
from syndetect.ingest.pagedates import page_dates
from syndetect.ingest.signing import agencies_in, beside

_BYLINE_TAGS = (
    "author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "authors", "byline", "cxenseparse:author", "citation_author",
)  # fmt: skip
_SOURCE_TAGS = ("syndication-source", "original-source")
_SOURCE_TERMS = ("isBasedOn", "isBasedOnUrl", "translationOfWork")
_CREDIT_TERMS = ("author", "creator", "creditText", "provider")
_RIGHTS_TERMS = ("sourceOrganization", "copyrightHolder")
_OWN_URL_TAGS = ("og:url", "twitter:url", "al:web:url", "parsely-link")
_LANGUAGE_TAGS = ("og:locale", "content-language", "inlanguage", "dc.language")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(https?://\S+?)\s*-->", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_NOT_NAME = re.compile(r"\W|\b(?:the|by|inc|llc|news|agency)\b|©|\d{4}", re.IGNORECASE)


def page_fields(
    tree: Any, text: str, *, url: str | None = None, crawled: str | None = None
) -> dict[str, object]:
    """The fields (names of a table's columns) that the page *tree* declares about itself.

    *tree* is its lxml tree, *text* its source. *url*, where it was fetched, is believed before
    what the page says; *crawled*, when, bounds its dates.
    """
    tags = tags_of(tree)
    items = items_of(tree)
    own, sources = _addresses(tree, tags, items, text, url)
    dates = page_dates(tree, tags, items, url=own, crawled=crawled)
    chosen = next((date for date in dates if date.chosen), None)
    outlet = _outlet(tags, items, own)
    fields: dict[str, object] = {
        "url": own,
        "published": chosen.published if chosen else None,
        "published_trust": str(chosen.trust) if chosen else None,
        "outlet": outlet,
        "byline": _byline(tags, items, outlet, own),
        "language": _language(tree, tags),
        "declared_sources": sources,
    }
    return {name: value for name, value in fields.items() if value}


def tags_of(tree: Any) -> dict[str, list[str]]:
    """Contents of all meta elements of a page under each of their names, in lower case."""
    tags: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                tags.setdefault(name, []).append(content)
    return tags


def _addresses(
    tree: Any, tags: Mapping[str, list[str]], items: Sequence[Item], text: str, url: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """Where the page stands, and the addresses that it names as its source."""
    canonical = _canonical(tree, tags)
    named = _named(tree, tags, items, canonical)
    saved = _SAVED_FROM.search(text[:4000])
    certain = (
        url or (saved[1] if saved else None) or _home(tree, [*filter(None, [canonical]), *named])
    )
    # A copy often repeats its source's URL in some tags: one that differs shows where it stands.
    other = (page for page in named if not canonical or not same_outlet(page, canonical))
    own = certain or next(other, canonical)
    sources = [page for tag in _SOURCE_TAGS for page in _web(tags.get(tag, ()), own)]
    sources += [
        page
        for item in items
        for term in _SOURCE_TERMS
        for page in _web(urls_in(item.get(term)), own)
    ]
    abroad = [canonical, *(named if certain else ())]
    sources += [page for page in abroad if page and own and not same_outlet(page, own)]
    if canonical and same_outlet(canonical, own) and not url and not saved:
        own = canonical
    seen: dict[str, str] = {}
    for page in sources:
        seen.setdefault(_page(page), page)
    seen.pop(_page(own or ""), None)
    return own, tuple(seen.values())


def _page(url: str) -> str:
    """*url* without what makes no other page: its scheme, device and closing slash."""
    return f"{hostname(url)}{url.split('#')[0].partition('//')[2].partition('/')[2].rstrip('/')}"


def _web(values: Iterable[str], base: str | None) -> list[str]:
    """Those *values* that are web addresses; relative ones are completed from *base*."""
    found = []
    for value in values:
        text = value.strip()
        if text.startswith("//"):
            text = f"https:{text}"
        elif base and text.startswith("/"):
            text = urljoin(base, text)
        if _WEB.fullmatch(text) and hostname(text):
            found.append(text)
    return found


def _canonical(tree: Any, tags: Mapping[str, list[str]]) -> str | None:
    base = next(iter(_web((u for tag in _OWN_URL_TAGS for u in tags.get(tag, ())), None)), None)
    links = [
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    return next((url for url in _web(links, base) if urlsplit(url).path.strip("/")), None)


def _named(
    tree: Any, tags: Mapping[str, list[str]], items: Sequence[Item], canonical: str | None
) -> list[str]:
    """Further addresses that the page gives as its own, without front pages."""
    named = [url for tag in _OWN_URL_TAGS for url in tags.get(tag, ())]
    for item in items:
        named += urls_in(item.get("mainEntityOfPage")) + urls_in(item.get("url"))
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "amphtml":
            named.append(element.get("href") or "")
    return [url for url in _web(named, canonical) if urlsplit(url).path.strip("/")]


def _home(tree: Any, pages: Sequence[str]) -> str | None:
    """The one of *pages* on whose site the page stands, if they are of several: its menus lead
    there more often than to the others. None where no more links lead to one site.
    """
    first: dict[str, str] = {}
    for page in pages:
        if not any(same_outlet(page, known) for known in first):
            first[page] = page
    if len(first) < 2:
        return None
    links = (element.get("href") or "" for element in tree.iter("a"))
    hosts = Counter(host for link in links if "//" in link[:8] and (host := hostname(link)))
    votes = {
        page: sum(count for host, count in hosts.items() if same_outlet(host, page))
        for page in first
    }
    best, next_best, *_ = sorted(votes, key=lambda page: -votes[page])
    return best if votes[best] > votes[next_best] else None


def _outlet(tags: Mapping[str, list[str]], items: Sequence[Item], own: str | None) -> str | None:
    """The host, which is the same on all pages of an outlet; site names vary ("U.S.", "nj")."""
    names = list(tags.get("og:site_name", ()))
    for item in items:
        names += names_in(item.get("publisher"))
    return hostname(own) or next((name for name in names if not _web([name], None)), None)


def _byline(
    tags: Mapping[str, list[str]], items: Sequence[Item], outlet: str | None, own: str | None
) -> str | None:
    """Who signs: the authors of the first tag that has some, and agencies that other fields name.

    Linked data often has the outlet for its author where a tag has the agency.
    """
    lists = [[n for n in tags.get(tag, ()) if not _is_link(n)] for tag in _BYLINE_TAGS]
    lists.append([name for item in items for name in names_in(item.get("author"))])
    signed = list(next(filter(None, lists), ()))
    owners = [
        agency
        for item in items
        for name in (*names_in(item.get("publisher")), *_parents(item.get("publisher")))
        if (agency := _agency(name, None, None))
    ]
    credited = [name for names in lists for name in names]
    credited += [n for item in items for term in _CREDIT_TERMS for n in names_in(item.get(term))]
    known = {_agency(part, None, None) for name in signed for part in name.split("; ")}
    rights = [n for item in items for term in _RIGHTS_TERMS for n in names_in(item.get(term))]
    agencies: list[str] = []
    for at, name in enumerate([*credited, *rights]):
        agency = _agency(name, outlet, own)
        if agency and agency not in known and (at < len(credited) or agency not in owners):
            known.add(agency)
            agencies.append(name)
    return in_one([*signed, *agencies])


def in_one(signed: Iterable[str]) -> str | None:
    """Several who sign as one byline; each once. An agency's short name counts behind a stroke."""
    parts = (part.strip() for name in signed for part in name.split("; "))
    return " | ".join(filter(None, dict.fromkeys(parts))) or None


def _is_link(name: str) -> bool:
    return name.lower().startswith(("http", "/", "www."))


def _parents(publisher: object) -> list[str]:
    some = publisher if isinstance(publisher, list) else [publisher]
    return [
        n for one in some if isinstance(one, dict) for n in names_in(one.get("parentOrganization"))
    ]


def _agency(name: str, outlet: str | None, own: str | None) -> str | None:
    """The agency that *name* is and says nothing beside, but for the one whose own page it is."""
    found = agencies_in(name[:200])
    if len(found) != 1 or _NOT_NAME.sub("", beside(name[:200])):
        return None
    return None if is_own(found[0], outlet, own) else found[0].name


def _language(tree: Any, tags: Mapping[str, list[str]]) -> str | None:
    values = [element.get("lang") or "" for element in tree.iter("html")]
    values += [value for tag in _LANGUAGE_TAGS for value in tags.get(tag, ())]
    codes = (re.match(r"\s*([a-zA-Z]{2,3})(?=$|[-_,\s])", value) for value in values)
    return next((code[1].lower() for code in codes if code), None)
