"""What a page says about itself: URL, source, date, outlet, byline, language.

Read from meta elements, links and JSON-LD only, in that order of trust; visible text is not
searched for dates here. A page is a copy by its own word where it names a source: the old
``syndication-source`` and ``original-source`` tags, ``isBasedOn``, or a canonical URL on another
site than its own. ``sourceOrganization`` is left out: it often names the outlet's owner.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from syndetect.ingest.dates import parse_published
from syndetect.ingest.outlets import hostname, same_outlet

_DATE_TAGS = (
    "article:published_time", "article:published", "og:article:published_time",
    "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
    "article_date_original", "date_published", "originalpublicationdate", "displaydate", "date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date",
    "dc.date.created", "cxenseparse:recs:publishtime", "cre:date:publishtime", "bt:pubdate",
    "ptime", "rbpubdate", "dcsext.articlefirstpublished",
)  # fmt: skip
_BYLINE_TAGS = (
    "author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "authors", "byline", "cxenseparse:author", "citation_author",
)  # fmt: skip
_SOURCE_TAGS = ("syndication-source", "original-source")
_OWN_URL_TAGS = ("og:url", "twitter:url", "al:web:url", "parsely-link")
_LANGUAGE_TAGS = ("og:locale", "content-language", "inlanguage", "dc.language")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(https?://\S+?)\s*-->", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|"
                       r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")  # fmt: skip
_LOOSE_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\n]{4,40})"')
_DEEPEST = 6  # levels of JSON-LD that are searched


def page_fields(tree: Any, text: str) -> dict[str, object]:
    """The fields (names of a table's columns) that the page *tree* declares about itself.

    *tree* is its lxml tree, *text* its source.
    """
    tags = _tags(tree)
    articles = sorted(_articles(_linked_data(tree)), key=_is_mere_page)
    canonical = _canonical(tree, tags)
    own = _own_url(tree, tags, articles, text, canonical)
    sources = [url for tag in _SOURCE_TAGS for url in _web(tags.get(tag, ()), own)]
    sources += [url for item in articles for url in _web(_urls(item.get("isBasedOn")), own)]
    if canonical and own and not same_outlet(canonical, own):
        sources.append(canonical)
    elif canonical:
        own = canonical
    fields: dict[str, object] = {
        "url": own,
        "published": _published(tree, tags, articles),
        "outlet": _outlet(tags, articles, own),
        "byline": _byline(tags, articles),
        "language": _language(tree, tags),
        "declared_sources": tuple(dict.fromkeys(url for url in sources if url != own)),
    }
    return {name: value for name, value in fields.items() if value}


def _tags(tree: Any) -> dict[str, list[str]]:
    """Contents of all meta elements under each of their names, in lower case."""
    tags: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                tags.setdefault(name, []).append(content)
    return tags


def _linked_data(tree: Any) -> Iterator[object]:
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = element.text or ""
        try:
            yield json.loads(_WRAPPING.sub("", text), strict=False)
        except (ValueError, RecursionError):  # common: the date can still be told
            dates = _LOOSE_DATE.findall(text)
            yield {"@type": "WebPage", "datePublished": dates[0] if dates else None}


def _articles(values: Iterable[object], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Objects of JSON-LD that describe the article, at the top or in a graph."""
    for value in values:
        if isinstance(value, list) and depth < _DEEPEST:
            yield from _articles(value, depth + 1)
        elif isinstance(value, dict):
            kinds = value.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _is_article(kind) for kind in kinds):
                yield value
            inner = [value[key] for key in ("@graph", "mainEntity") if key in value]
            if depth < _DEEPEST:
                yield from _articles(inner, depth + 1)


def _is_article(kind: str) -> bool:
    return kind.endswith(("Article", "BlogPosting", "Report", "Review", "WebPage"))


def _is_mere_page(item: Mapping[str, Any]) -> bool:
    return "WebPage" in str(item.get("@type"))


def _urls(value: object) -> list[str]:
    """URLs in a JSON-LD value: a string, an object that is one or has one, or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [url for item in value for url in _urls(item)]
    if isinstance(value, dict):
        return _urls(value.get("url") or value.get("@id"))
    return []


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


def _own_url(
    tree: Any,
    tags: Mapping[str, list[str]],
    articles: list[Mapping[str, Any]],
    text: str,
    canonical: str | None,
) -> str | None:
    """Where the page itself stands, apart from its canonical URL."""
    saved = _SAVED_FROM.search(text[:4000])
    if saved:
        return saved[1]
    named = [url for tag in _OWN_URL_TAGS for url in tags.get(tag, ())]
    for item in articles:
        named += _urls(item.get("mainEntityOfPage")) + _urls(item.get("url"))
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "amphtml":
            named.append(element.get("href") or "")
    pages = [url for url in _web(named, canonical) if urlsplit(url).path.strip("/")]
    # A copy often repeats its source's URL in some tags: one that differs shows where it stands.
    other = (url for url in pages if not same_outlet(url, canonical)) if canonical else iter(pages)
    return next(other, canonical)


def _published(
    tree: Any, tags: Mapping[str, list[str]], articles: list[Mapping[str, Any]]
) -> str | None:
    values: list[object] = [v for tag in _DATE_TAGS[:4] for v in tags.get(tag, ())]
    values += [item.get("datePublished") for item in articles]
    values += [v for tag in _DATE_TAGS[4:] for v in tags.get(tag, ())]
    for element in tree.iter("time", "span", "abbr"):
        marked = (element.get("itemprop") or "").lower() == "datepublished"
        if marked or element.get("pubdate") is not None:
            values.append(element.get("datetime") or element.get("content"))
    times = {element.get("datetime") for element in tree.iter("time")} - {None}
    values += sorted(times) if len(times) == 1 else []  # several may be other articles' times
    dates = [date for value in values if (date := parse_published(value))]
    # Tags of one page may differ in precision: the finest that agrees with the first is taken.
    return max((d for d in dates if d.startswith(dates[0])), key=len) if dates else None


def _outlet(
    tags: Mapping[str, list[str]], articles: list[Mapping[str, Any]], own: str | None
) -> str | None:
    """The host, which is the same on all pages of an outlet; site names vary ("U.S.", "nj")."""
    names = list(tags.get("og:site_name", ()))
    for item in articles:
        names += _people(item.get("publisher"))
    return hostname(own) or next((name for name in names if not _web([name], None)), None)


def _byline(tags: Mapping[str, list[str]], articles: list[Mapping[str, Any]]) -> str | None:
    for tag in _BYLINE_TAGS:
        names = [n for n in tags.get(tag, ()) if not n.lower().startswith(("http", "/", "www."))]
        if names:
            return "; ".join(dict.fromkeys(names))
    people = [name for item in articles for name in _people(item.get("author"))]
    return "; ".join(dict.fromkeys(people)) or None


def _people(value: object) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [name for item in value for name in _people(item)]
    return _people(value.get("name")) if isinstance(value, dict) else []


def _language(tree: Any, tags: Mapping[str, list[str]]) -> str | None:
    values = [element.get("lang") or "" for element in tree.iter("html")]
    values += [value for tag in _LANGUAGE_TAGS for value in tags.get(tag, ())]
    codes = (re.match(r"\s*([a-zA-Z]{2,3})(?=$|[-_,\s])", value) for value in values)
    return next((code[1].lower() for code in codes if code), None)
