"""URLs of a source: below "Credit: AGENCY", behind "Originally published at", or on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .agencies import host_of

_URL = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>\"“”‘’)\]}]+"
    r"|\b(?:[a-z][a-z\d-]*\.)+(?:com|org|net|it|es|ru|in|jp|cn|ca|cz|de|uk|au|kr"
    r"|media)/[^\s<>\"“”)\]}]{4,}"
)
_MARK = re.compile(r"/|www\.")  # every URL has one
HINTS = ("://", "www.", ".com/", ".org/")
"""Strings of which a body has one, or no URLs are looked for in it."""
_DATES = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)"),
    re.compile(r"[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.-]|$)"),
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_WRITTEN = (
    re.compile(
        r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
        r"|Dec)[a-z]{0,6}\.?\s(?P<day>\d{1,2}),?\s(?P<year>(?:19|20)\d\d)\b"
    ),
    re.compile(
        r"\b(?P<day>\d{1,2})\s(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
        r"|Dec)[a-z]{0,6}\.?,?\s(?P<year>(?:19|20)\d\d)\b"
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A URL in a body, with its offsets, its host and the date in its path."""

    url: str
    begin: int
    end: int
    host: str
    published: str | None


def read_links(body: str) -> list[Link]:
    """The URLs of *body*, in order, without the marks that only follow them."""
    if not any(hint in body for hint in HINTS):
        return []
    links = []
    for match in _matches(body):
        url = match.group(0).rstrip(".,;:!?'…")
        host = host_of(url)
        if host:
            begin = match.start()
            links.append(Link(url, begin, begin + len(url), host, date_in_url(url)))
    return links


def _matches(body: str) -> Iterator[re.Match[str]]:
    """What ``_URL`` matches, tried only between spaces where one of its marks stands."""
    done = 0
    for mark in _MARK.finditer(body):
        at = mark.start()
        if at < done:
            continue
        begin = max(body.rfind(" ", 0, at), body.rfind("\n", 0, at)) + 1
        ends = (body.find(" ", at), body.find("\n", at))
        done = min((end for end in ends if end >= 0), default=len(body))
        yield from _URL.finditer(body, begin, done)


def date_in_url(url: str) -> str | None:
    """The day that stands in a URL's path or slug, as ISO 8601; None where none or no real day.

    >>> date_in_url("https://example.com/world/talks-end-2025-03-18")
    '2025-03-18'
    """
    for pattern in _DATES:
        found = pattern.search(url)
        if found:
            year, month, day = (int(part) for part in found.groups())
            return _iso(year, month, day)
    return None


def date_in_words(text: str) -> str | None:
    """The full English date in a credit's own words, as ISO 8601."""
    if "19" not in text and "20" not in text:
        return None
    for pattern in _WRITTEN:
        found = pattern.search(text)
        if found:
            month = _MONTHS[found["month"][:3].lower()]
            return _iso(int(found["year"]), month, int(found["day"]))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
