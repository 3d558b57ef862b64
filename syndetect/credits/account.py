"""All that is found of credits in one article, with the line in which it stands and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Article
from .agencies import Lexicon
from .attribution import text_agencies
from .grammar import read_credits
from .versions import read_versions
from .zones import Page

VERSION = "version"
_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # what ends a line


@dataclass(frozen=True, slots=True)
class Place:
    """One find: a credit, or the mark of a version, whose role is "version".

    ``line`` is the number of its line in the body from 1, and ``before`` and ``after`` are what
    stands beside it on that line; both are empty, and ``begin`` and ``end`` None, in a field.
    """

    role: str
    agency: str | None
    form: str
    zone: str
    strength: float | None
    begin: int | None
    end: int | None
    line: int | None
    before: str
    text: str
    after: str
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose text an article says it is, and each find in the order of the text."""

    article: str
    path: str | None
    row: int | None
    agencies: tuple[str, ...]
    places: tuple[Place, ...]


def account(article: Article, known: Lexicon | None = None) -> Account:
    """The account of one article; a pure function of it and of the agencies *known*."""
    credits = read_credits(article, known)
    page = Page(article.body)
    found = []
    for credit in credits:
        given = {name: getattr(credit, name) for name in _GIVEN}
        found.append(_place(page, given | {"role": credit.role.value}))
    for mark in read_versions(article):
        zone = "head" if mark.begin is None else page.zone_at(mark.begin)
        given = {"agency": None, "strength": None, "begin": mark.begin, "end": mark.end}
        form = f"mark of a version: {mark.kind}"
        given |= {"role": VERSION, "text": mark.text, "zone": zone, "form": form}
        found.append(_place(page, given))
    found.sort(key=lambda one: (one.begin is None, one.begin or 0, one.end or 0))
    return Account(article.id, article.path, article.row, text_agencies(credits), tuple(found))


_GIVEN = ("agency", "form", "zone", "strength", "begin", "end", "text", "url", "published")


def _place(page: Page, given: Mapping[str, Any]) -> Place:
    begin, end = given["begin"], given["end"]
    if begin is None:
        return Place(**given, line=None, before="", after="")
    body = page.body
    left = max(body.rfind(mark, 0, begin) for mark in _ENDS) + 1
    right = min((at for mark in _ENDS if (at := body.find(mark, end)) >= 0), default=len(body))
    number = len(body[:begin].splitlines()) + (begin == left)
    return Place(**given, line=number, before=body[left:begin], after=body[end:right])
