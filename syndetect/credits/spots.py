"""A mention on its line, and what one rule of the grammar makes of it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..model import CreditRole
from .agencies import Lexicon
from .mentions import Mention
from .words import hints
from .zones import Line, Page

_ARTICLE = re.compile(
    r"(?:[Tt]he|THE|[Aa]gencia|[Aa]gência|[Aa]gence|[Aa]genzia|la|La|der|die|news agency)\s+$"
)
_STOP = re.compile(r"(?<=[^\W\d_][^\W\d_])[.!?]+[”\"]?\s+|[.!?][”\"]\s+|\(|\)\s*")
_REACH = 80  # characters that a credit may reach to each side of its agency
_BEGUN = re.compile(r"(?<!\S)\S{1,24}$")  # the part of a word before a place
_CUT = 26  # characters in which that part begins
_REST = re.compile(r"\S{1,24}(?!\S)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention, its line, and the text of the line on both sides of it."""

    page: Page
    known: Lexicon
    mention: Mention
    index: int
    line: Line
    before: str
    after: str
    signs: AbstractSet[str]

    def may(self, kind: str) -> bool:
        """Whether the body has a hint of a kind of words, see ``words.GATED``."""
        return not hints(kind).isdisjoint(self.signs)

    @property
    def lead(self) -> str:
        """What stands before the name and its article ("The", "Agencia"), stripped."""
        return (self.before[:-24] + _ARTICLE.sub("", self.before[-24:])).rstrip()

    @property
    def paragraphs_above(self) -> int:
        return self.page.paragraphs_above(self.index)

    @property
    def opens_text(self) -> bool:
        """On the line that is the first paragraph."""
        return self.page.opens_text(self.index)

    @property
    def previous(self) -> str:
        return self.page.neighbour(self.index, -1)

    @property
    def next(self) -> str:
        return self.page.neighbour(self.index, 1)

    @property
    def in_tail(self) -> bool:
        """Below the text: among the last lines, with a paragraph or more above."""
        zone = self.page.zone_at(self.mention.begin)
        return zone == "tail"

    @property
    def at_top(self) -> bool:
        """Above the text, or in its first paragraph."""
        return self.paragraphs_above == 0

    def offset(self, position: int) -> int:
        """The body's offset of a position in the line."""
        return self.line.begin + position


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule says of a spot; ``begin``/``end`` are offsets into the body."""

    role: CreditRole
    strength: float
    zone: str
    begin: int
    end: int


def spot_at(page: Page, mention: Mention, known: Lexicon, signs: AbstractSet[str]) -> Spot:
    """The spot of a mention in a page; *signs* are the strings that its body is known to hold."""
    index = page.index_at(mention.begin)
    line = page.lines[index]
    cut, resume = mention.begin - line.begin, mention.end - line.begin
    return Spot(page, known, mention, index, line, line.text[:cut], line.text[resume:], signs)


def reading(
    spot: Spot, role: CreditRole, strength: float, zone: str, begin: int, end: int
) -> Reading:
    """A reading whose span runs from *begin* to *end* in the spot's line."""
    return Reading(role, strength, zone, spot.offset(begin), spot.offset(end))


def whole_line(spot: Spot, role: CreditRole, strength: float, zone: str) -> Reading:
    """A reading of all of the spot's line."""
    return Reading(role, strength, zone, spot.line.begin, spot.line.end)


def around(spot: Spot, role: CreditRole, strength: float, zone: str) -> Reading:
    """A reading of the sentence around the mention, at most 80 characters to each side, and a
    word that would be cut there.
    """
    edge = max(0, len(spot.before) - _REACH)
    left = max((stop.end() for stop in _STOP.finditer(spot.before, edge)), default=None)
    size = len(spot.line.text) - len(spot.after)
    stop = _STOP.search(spot.after, 0, _REACH)
    right = size + (stop.end() if stop else _word_end(spot.after, _REACH))
    left = _word_begin(spot.before, edge) if left is None else left
    return reading(spot, role, strength, zone, left, len(spot.line.text[:right].rstrip()))


def _word_begin(text: str, place: int) -> int:
    """Where the word begins that *place* cuts; *place* where it cuts none, or an endless one."""
    cut = not text[place : place + 1].isspace()
    begun = _BEGUN.search(text, max(0, place - _CUT), place) if cut else None
    return begun.start() if begun else place


def _word_end(text: str, place: int) -> int:
    """Where the word ends that *place* cuts, as ``_word_begin``; at most the end of *text*."""
    if place >= len(text):
        return len(text)
    rest = None if text[place - 1].isspace() else _REST.match(text, place)
    return rest.end() if rest else place
