"""The lines of a page, each with what every later question asks of it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

import numpy as np

from syndetect import schema
from syndetect.ingest.furniture.phrases import (
    DATA,
    FIRST,
    STRIP,
    TELLING,
    TRIGGERS,
    first_word,
)
from syndetect.kernels import furniture as kernel
from syndetect.kernels.punctuation import LOWER, SPACE
from syndetect.kernels.sealed import sealed
from syndetect.text.characters import kinds
from syndetect.text.needles import Needles, codes_of

_STOPS = ".!?…:;\"”’'»“)]。！？"  # a paragraph ends with one
_RULES = 1200  # code points by which rules for comments show
_HOUSE_WORDS = frozenset(DATA["house"]["words"])
_SEVERAL = 3  # different ones of these
_FIRST = 40  # code points of a long line in which its first word stands
_FOLDED = 0x10000  # code points whose folding is in a table


class Line:
    """A line that is not blank, without the white space around it; ``words`` counts its words."""

    __slots__ = ("_first", "_folded", "_what", "text", "words")

    def __init__(self, text: str, words: int, what: int) -> None:
        self.text, self.words, self._what = text, words, what
        self._folded: str | None = None
        self._first: str | None = None

    @property
    def prose(self) -> bool:
        """Whether it looks like a paragraph."""
        return bool(self._what & kernel.PROSE)

    @property
    def folded(self) -> str:
        """The case-folded text."""
        if self._folded is None:
            self._folded = self.text.casefold()
        return self._folded

    @property
    def first(self) -> str:
        """The first word, case-folded, without marks."""
        if self._first is None:
            words = self.text[:_FIRST].split(None, 1)
            if len(words) == 1:  # perhaps cut
                long = self._what & kernel.LONG
                words = (self.folded[:_FIRST] if long else self.folded).split(None, 1)
            self._first = first_word(words[0].casefold())
        return self._first

    @property
    def opens(self) -> bool:
        """Whether the first word is one that forms begin with."""
        return bool(self._what & kernel.FIRST) and self.first in FIRST

    @property
    def tells(self) -> bool:
        """Whether the end, or a string in it, may make a long line furniture."""
        return bool(self._what & kernel.OPEN)

    @property
    def holds(self) -> bool:
        """Whether a word of a phrase stands in the line."""
        return bool(self._what & kernel.HELD) and not TRIGGERS.isdisjoint(self.folded.split())


class Lines:
    """The lines of a body that are not blank, in order; a line is made when it is asked for.

    ``begins`` and ``ends`` are code points of the body, ``words`` are counts, ``whats`` the bits
    of ``kernels.furniture``, and ``keys`` hashes that are equal where the folded lines are.
    """

    def __init__(self, body: str) -> None:
        out = np.empty((len(body) // 2 + 1, kernel.COLUMNS), dtype=np.int64)
        keys = np.empty(len(out), dtype=np.uint64)
        table, firsts, held, steps = _tables()
        count = kernel.page_lines(codes_of(body), table, firsts, held, steps, out, keys)
        self.body = body
        self.begins: list[int]
        self.ends: list[int]
        self.words: list[int]
        self.whats: list[int]
        self.begins, self.ends, self.words, self.whats = out[:count].T.tolist()
        self._made: dict[int, Line] = {}
        for at, what in enumerate(self.whats):
            if what & kernel.ODD:
                keys[at] = _hash(self[at].folded)
        self.keys: schema.U64 = keys[:count].copy()

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, at: int) -> Line:
        line = self._made.get(at)
        if line is None:
            text = self.body[self.begins[at] : self.ends[at]]
            line = self._made[at] = Line(text, self.words[at], self.whats[at])
        return line

    def some(self, begin: int, end: int) -> list[Line]:
        """The lines from *begin* up to *end*, or as many as there are."""
        return [self[at] for at in range(begin, min(end, len(self)))]


def _hash(folded: str) -> int:
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return int(kernel.hash_folded(codes))


@cache
def _tables() -> tuple[Any, ...]:
    """What ``kernels.furniture.page_lines`` asks of characters, words and strings."""
    classes, steps, _ = Needles(TELLING).tables
    table = np.zeros(_FOLDED, dtype=np.int64)
    table[: len(classes)] = classes.astype(np.int64) << kernel.CLASS
    known = kinds()[:_FOLDED]
    table[known & SPACE > 0] |= kernel.SPACE
    table[known & LOWER > 0] |= kernel.LOWER
    for bit, listed in (
        (kernel.LINE, "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
        (kernel.MARK, STRIP),
        (kernel.STOP, _STOPS),
        (kernel.QUIET, '.”"?!'),
    ):
        table[[ord(character) for character in listed]] |= bit
    for code in range(_FOLDED):
        folded = chr(code).casefold()
        if len(folded) == 1:
            table[code] |= ord(folded) << kernel.FOLD
    words = (sealed(_open_table(some), np.uint64) for some in (FIRST, TRIGGERS))
    return sealed(table, np.int64), *words, steps


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


@lru_cache(maxsize=1 << 14)  # what comes again is asked for again
def terms(folded: str) -> tuple[str, ...]:
    """The different longer words of a case-folded line, without marks, in order."""
    words = (word.strip(STRIP) for word in folded.split())
    return tuple(dict.fromkeys(word for word in words if len(word) >= 5))


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
