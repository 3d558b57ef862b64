"""Drafts: an article while it is worked on, as paragraphs of pieces that remember where they are
from and which operator touched which of their characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.house import House
from syndetect.newsroom.telling import Teller, Told

Ref: TypeAlias = tuple[str, int]  # an article's key and a piece of it, in order
QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?")
TEXT = ("fact", "quote", "filler", "local", "brief")  # kinds that are the article; the rest is page


@dataclass(slots=True)
class Piece:
    """A sentence or two. *way* is how *fact* is told, *quote* the words in its quotation marks;
    *marks* are (operator, begin, end) within *text*."""

    text: str
    kind: str
    fact: Fact | None = None
    quote: str = ""
    way: tuple[int, ...] = ()
    came: tuple[Ref, ...] = ()
    marks: list[tuple[int, int, int]] = field(default_factory=list)
    held: bool = False  # part of the run that a rewriter left alone

    def edit(self, begin: int, end: int, text: str, operator: int) -> None:
        """Put *text* for the characters *begin* to *end*; marks move along."""
        shift = len(text) - (end - begin)
        moved = []
        for who, left, right in self.marks:
            if right <= begin:
                moved.append((who, left, right))
            elif left >= end:
                moved.append((who, left + shift, right + shift))
            else:
                stop = max(right, end) + shift
                moved.append((who, min(left, begin), stop))
        self.text = self.text[:begin] + text + self.text[end:]
        self.marks = [*moved, (operator, begin, begin + len(text))]

    def renew(self, text: str, operator: int, told: Told | None = None) -> None:
        """Put *text* for the whole piece; *told* is what it was before slips came in."""
        self.text = text
        self.marks = [(who, 0, len(text)) for who, _, _ in self.marks]
        self.marks = [*dict.fromkeys(self.marks), (operator, 0, len(text))]
        if told is not None:
            self.quote, self.way = told.quote, told.way

    def mark(self, operator: int) -> None:
        """The operator touched all of the piece."""
        self.marks.append((operator, 0, len(self.text)))


@dataclass(slots=True)
class Slip:
    """A wrong form that children take over: *right* became *wrong*."""

    right: str
    wrong: str
    own: bool = True


@dataclass(slots=True)
class Change:
    """One use of an operator: how strong, and which pieces of parents it left out."""

    name: str
    strength: float
    gone: list[Ref] = field(default_factory=list)
    headline: bool = False


@dataclass(slots=True)
class Mark:
    """A credit as it stands: the *text* of its piece, the agency, its form, and if it is true."""

    agency: str
    form: str  # dateline, byline, footer, source
    true: bool
    piece: Piece


@dataclass(slots=True)
class Draft:
    """An article in work."""

    headline: str
    paragraphs: list[list[Piece]]
    slips: list[Slip] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    credits: list[Mark] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        for paragraph in self.paragraphs:
            yield from paragraph

    def told(self) -> list[Piece]:
        """Pieces that are the article itself."""
        return [piece for piece in self.pieces() if piece.kind in TEXT]

    def open(self) -> list[Piece]:
        """Pieces of the event that a rewriter may touch."""
        return [p for p in self.pieces() if p.kind in ("fact", "quote") and not p.held]

    def begin(self, name: str, strength: float) -> int:
        """Open the log of an operator; its number stands in marks."""
        self.changes.append(Change(name, round(strength, 2)))
        return len(self.changes) - 1

    def drop(self, pieces: list[Piece], operator: int) -> None:
        """Leave *pieces* out, and say so."""
        gone = {id(piece) for piece in pieces}
        for piece in pieces:
            self.changes[operator].gone.extend(piece.came)
        self.paragraphs = [
            kept
            for paragraph in self.paragraphs
            if (kept := [piece for piece in paragraph if id(piece) not in gone])
        ]

    def each(self, pieces: list[Piece], change: Callable[[Piece], None]) -> None:
        for piece in pieces:
            change(piece)

    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces())

    def slipped(self, text: str) -> str:
        """*text* with the slips that this article has taken over."""
        for slip in self.slips:
            text = re.sub(rf"(?<!\w){re.escape(slip.right)}(?!\w)", lambda _: slip.wrong, text)  # noqa: B023
        return text


def copied(draft: Draft, key: str) -> Draft:
    """A child's first state: the pieces of *draft*, each with its way back to article *key*."""
    number, paragraphs = 0, []
    for paragraph in draft.paragraphs:
        fresh = []
        for piece in paragraph:
            if piece.kind in TEXT:
                fresh.append(replace(piece, came=((key, number),), marks=[], held=False))
            number += 1
        if fresh:
            paragraphs.append(fresh)
    return Draft(draft.headline, paragraphs, [replace(slip, own=False) for slip in draft.slips])


@dataclass(frozen=True, slots=True)
class Desk:
    """What an outlet's desk knows when it works on a draft."""

    event: Event
    house: House
    day: int  # of printing, from 1970-01-01
    salt: str
    agency: str | None = None  # whose text it is, as far as the desk knows

    def teller(self, draft: Draft, until: Piece | None = None) -> Teller:
        """Tells facts in the house's words to readers who know the draft up to *until*."""
        teller = Teller(self.event, self.house, self.salt)
        for piece in draft.pieces():
            if piece is until:
                break
            teller.know(piece.text)
        return teller


def laid_out(draft: Draft, gap: str) -> tuple[str, list[tuple[int, int]]]:
    """The body, and the span of each piece in it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for index, paragraph in enumerate(draft.paragraphs):
        if index:
            parts.append(gap)
            at += len(gap)
        for place, piece in enumerate(paragraph):
            if place and not paragraph[place - 1].text.endswith((" ", "\n")):
                parts.append(" ")
                at += 1
            parts.append(piece.text)
            spans.append((at, at + len(piece.text)))
            at += len(piece.text)
    return "".join(parts), spans
