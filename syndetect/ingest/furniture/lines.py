"""The lines of a page, each with what every later question asks of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from syndetect import schema
from syndetect.ingest.furniture.phrases import (
    DATA,
    FIRST,
    SHORT_WORDS,
    STRIP,
    TELLING,
    TRIGGERS,
    first_word,
)
from syndetect.kernels import furniture as kernel
from syndetect.kernels.sealed import sealed
from syndetect.text.characters import kinds
from syndetect.text.needles import Needles, codes_of

_STOPS = tuple(".!?…:;\"”’'»“)]。！？")
_PARAGRAPH_WORDS = 12
_LONG_WORDS = 25
_LONG_LINE = 320
_LONGEST_LINE = 2400
_EDGE_LINES = 16
_RULES = 1200  # code points by which rules for comments show
_HOUSE_WORDS = frozenset(DATA["house"]["words"])
_SEVERAL = 3  # different ones of these
_FIRST = 40  # code points of a long line in which its first word stands
_FOLDED = 0x10000  # code points whose folding is in a table
_MAY_TELL = kernel.FIRST | kernel.HELD | kernel.OPEN


class Line:
    """A line that is not blank; offsets are code points of the body, white space trimmed.

    ``words`` counts its words, ``prose`` says whether it looks like a paragraph, ``plain`` that it
    is long and nothing in it can make it furniture.
    """

    __slots__ = ("_folded", "_long", "_may", "begin", "end", "plain", "prose", "text", "words")

    def __init__(self, text: str, row: Sequence[int], inside: bool) -> None:
        self.begin, self.end, words, blanks, _, self._may = row
        self.text = text
        self._folded: str | None = None
        size = len(text)
        # Too long for a box where it stands: its words need no look.
        self._long = size > (_LONG_LINE if inside else _LONGEST_LINE)
        self.words = count = blanks + 1 if self._long else words
        # Scripts without spaces are judged by length.
        self.prose = (
            count >= _LONG_WORDS
            or (size >= 30 and 12 * (count + 1) <= size)
            or (count >= _PARAGRAPH_WORDS and text.endswith(_STOPS))
        )
        self.plain = count > SHORT_WORDS and not self._may & _MAY_TELL

    @property
    def folded(self) -> str:
        """The case-folded text."""
        if self._folded is None:
            self._folded = self.text.casefold()
        return self._folded

    @property
    def first(self) -> str:
        """The first word, case-folded, without marks."""
        head = self.folded[:_FIRST] if self._long else self.folded
        return first_word(head.split(None, 1))

    @property
    def holds(self) -> bool:
        """Whether a word of a phrase stands in the line."""
        if self._long or not self._may & kernel.HELD:
            return False
        return not TRIGGERS.isdisjoint(self.folded.split())


class Lines(NamedTuple):
    """The lines of a body, and a hash of each, which are equal where the folded lines are."""

    lines: list[Line]
    keys: schema.U64


def lines_of(body: str) -> Lines:
    """The lines of *body* that are not blank, in order."""
    out = np.empty((len(body) // 2 + 1, kernel.COLUMNS), dtype=np.int32)
    keys = np.empty(len(out), dtype=np.uint64)
    count, among = kernel.page_lines(codes_of(body), *_tables(), out, keys)
    tail = among - _EDGE_LINES
    lines = [
        Line(body[row[0] : row[1]], row, _EDGE_LINES <= row[4] < tail)
        for row in out[:count].tolist()
    ]
    for at in np.flatnonzero(out[:count, 5] & kernel.ODD).tolist():
        keys[at] = _hash(lines[at].folded)
    return Lines(lines, keys[:count].copy())


def _hash(folded: str) -> int:
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return int(kernel.hash_folded(codes))


@cache
def _tables() -> tuple[Any, ...]:
    """What ``kernels.furniture.page_lines`` asks of characters, words and strings."""
    table = kinds().copy()
    for bit, listed in (
        (kernel.LINE, "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
        (kernel.MARK, STRIP),
        (kernel.STOP, '.”"?!'),
    ):
        table[[ord(character) for character in listed]] |= bit
    folds = np.zeros(_FOLDED, dtype=np.uint32)
    for code in range(_FOLDED):
        folded = chr(code).casefold()
        folds[code] = ord(folded) if len(folded) == 1 else 0
    words = (sealed(_open_table(some), np.uint64) for some in (FIRST, TRIGGERS))
    return sealed(table, np.uint32), sealed(folds, np.uint32), *words, *Needles(TELLING).tables


def _open_table(words: Collection[str]) -> schema.U64:
    """The hashes of folded words as an open table, at most half full."""
    room = 1 << (2 * len(words)).bit_length()
    table = np.zeros(room, dtype=np.uint64)
    for key in map(_hash, sorted(words)):
        at = key & (room - 1)
        while table[at] not in (0, key):
            at = (at + 1) & (room - 1)
        table[at] = key
    return table


def is_headline(line: Line) -> bool:
    """Whether the line reads like a headline: a few words that do not end as a sentence does."""
    text = line.text
    if not 4 <= line.words <= 22 or text[0] in '"“«„—':
        return False
    return text[-1] not in ".:;,!" or text.endswith("...")


def is_entry(line: Line) -> bool:
    """Whether the line reads like an entry of a list: a prize and who has it, a match, a number."""
    text = line.text.lstrip("-•* ")
    return text[:1].isdigit() or any(
        mark in text for mark in (":", " - ", " – ", " v ", " vs", "(")
    )


def is_title_case(line: Line) -> bool:
    """Whether the longer words of a line have capitals, as English headlines do."""
    words = [word for word in line.text.split() if len(word) >= 4 and word[0].isalpha()]
    return len(words) >= 3 and 5 * sum(word[0].isupper() for word in words) >= 4 * len(words)


def terms(folded: str) -> list[str]:
    """The different longer words of a case-folded line, without marks, in order."""
    words = (word.strip(STRIP) for word in folded.split())
    return list(dict.fromkeys(word for word in words if len(word) >= 5))


def speaks_of_house(line: Line) -> bool:
    """Whether several words of comment rules and accounts stand in the first lines of a line."""
    head = line.folded[:_RULES]
    if len(_house().found(head)) < _SEVERAL:
        return False
    words = [word.strip(STRIP) for word in head.split()]
    return len(_HOUSE_WORDS.intersection(words)) >= _SEVERAL


@cache
def _house() -> Needles:
    return Needles(_HOUSE_WORDS)
