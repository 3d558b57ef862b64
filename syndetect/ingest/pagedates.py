"""The dates that a page declares: meta elements, linked data, time elements.

Visible text is not searched here. A date of change, and times that may be another story's, are
listed and refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from syndetect.ingest.datecandidates import DateCandidate, candidate, choose
from syndetect.ingest.datetext import find_stamp
from syndetect.ingest.linkeddata import Item
from syndetect.model import Trust

_STRONG_TAGS = (
    "article:published_time", "article:published", "og:article:published_time",
    "og:published_time",
)  # fmt: skip
_DATE_TAGS = (
    "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
    "article_date_original", "date_published", "originalpublicationdate", "displaydate", "date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date",
    "dc.date.created", "cxenseparse:recs:publishtime", "cre:date:publishtime", "bt:pubdate",
    "ptime", "rbpubdate", "dcsext.articlefirstpublished", "citation_publication_date",
)  # fmt: skip
_CHANGE_TAGS = (
    "article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time",
    "datemodified", "lastmod", "last-modified", "dc.date.modified", "dcterms.modified",
    "revised",
)  # fmt: skip
_CLOCKS = frozenset({"date", "dc.date", "dcterms.date", "displaydate"})
_CHANGED = "tells of a change, not of the publication"
_SEVERAL = "one of several times on the page, perhaps another story's"


def page_dates(
    tree: Any,
    tags: Mapping[str, Sequence[str]],
    items: Sequence[Item],
    *,
    url: str | None = None,
    crawled: str | None = None,
) -> tuple[DateCandidate, ...]:
    """The dates that a page declares, most trusted first, each judged, and one chosen.

    *tags* are its meta elements, *items* its linked data; *url* is where it stands and *crawled*
    when it was fetched, where they are known.
    """
    found = []
    for written, source, trust, why in _written(tree, tags, items):
        weak = source == "time" or source.removeprefix("meta ") in _CLOCKS
        one = candidate(written, source, trust, url=url, crawled=crawled, weak=weak)
        found.append(replace(one, rejected=one.rejected or why))
    return choose(found)


def _written(
    tree: Any, tags: Mapping[str, Sequence[str]], items: Sequence[Item]
) -> Iterator[tuple[object, str, Trust, str | None]]:
    """Dates as they stand: value, source, trust, and why one of that source is not gone by."""
    for tag in _STRONG_TAGS:
        yield from ((v, f"meta {tag}", Trust.DECLARED, None) for v in tags.get(tag, ()))
    yield from _of_items(items, "datePublished", None)
    for tag in _DATE_TAGS:
        yield from ((v, f"meta {tag}", Trust.DECLARED, None) for v in tags.get(tag, ()))
    yield from _of_times(tree)
    yield from _of_items(items, "dateCreated", None)
    for value in _values(items, "dateline"):
        stamp = find_stamp(value) if isinstance(value, str) else None
        if stamp is not None:
            yield stamp.iso, "linked data dateline", Trust.DATELINE, None
    yield from _of_items(items, "dateModified", _CHANGED)
    for tag in _CHANGE_TAGS:
        yield from ((v, f"meta {tag}", Trust.DECLARED, _CHANGED) for v in tags.get(tag, ()))


def _of_items(
    items: Sequence[Item], term: str, why: str | None
) -> Iterator[tuple[object, str, Trust, str | None]]:
    for value in _values(items, term):
        yield value, f"linked data {term}", Trust.DECLARED, why


def _values(items: Sequence[Item], term: str) -> Iterator[object]:
    for item in items:
        value = item.get(term)
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one != "" and not isinstance(one, dict | list | bool):
                yield one


def _of_times(tree: Any) -> Iterator[tuple[object, str, Trust, str | None]]:
    for element in tree.iter("time", "span", "abbr"):
        marked = (element.get("itemprop") or "").lower() == "datepublished"
        if marked or element.get("pubdate") is not None:
            written = element.get("datetime") or element.get("content")
            if written:
                yield written, "time of publication", Trust.DECLARED, None
    times = sorted({element.get("datetime") for element in tree.iter("time")} - {None, ""})
    for written in times:
        yield written, "time", Trust.DECLARED, _SEVERAL if len(times) > 1 else None
