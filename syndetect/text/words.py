"""Word hashes of texts that nobody reads again: no places, no stems, no rarity.

What a token is, how it folds and what it hashes to are those of ``text/tokens.py``; each spelling
of a batch is folded once, and compiled where its characters fold one by one, as nearly all do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash

from syndetect import schema
from syndetect.kernels import folding, lexicon, utf8
from syndetect.kernels import tokens as kernel
from syndetect.text.tokens import classes, encode, fold, fold_each

_ROOM = 1 << 15
_CODES = 0x110000
_SPELT = kernel.LETTER | kernel.DIGIT | kernel.APOSTROPHE | kernel.POINT
_APART = kernel.MARK | kernel.INVISIBLE  # joins what stands before it, or is looked past
_JOINING = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800))))  # Hangul


def word_hashes(texts: Sequence[str]) -> tuple[schema.I64, schema.U64]:
    """Offsets (int64) and the XXH64 of the folded words of each text, in order."""
    text, offsets = utf8.without_rows(*encode(texts), classes(), kernel.INVISIBLE)
    ends, begin, end, spellings = kernel.cut_rows(text, offsets, classes())
    numbers, first = _number(spellings)
    base = offsets[np.searchsorted(ends, first, side="right") - 1]
    begin, end = base + begin[first], base + end[first]
    digests, odd = folding.digests(text, begin, end, folds())
    for place in odd.tolist():
        digests[place] = _digest(text[begin[place] : end[place]].tobytes())
    words = digests[numbers]
    if digests.all():
        return ends, words
    kept = words != 0
    counts = np.concatenate(([0], np.cumsum(kept)))
    return counts[ends], words[kept]


def _number(spellings: schema.U64) -> tuple[schema.I32, schema.I64]:
    """A number for each spelling, from 0 without gaps, and where each is met first."""
    numbers = np.empty(len(spellings), dtype=np.int32)
    first = np.empty(len(spellings), dtype=np.int64)
    room, at, known = _ROOM, 0, 0
    table, taken = np.zeros(room, dtype=np.uint64), np.full(room, -1, dtype=np.int32)
    while True:
        new, at = lexicon.number_keys(spellings, at, table, taken, known, numbers, first[known:])
        known += new
        if at == len(spellings):
            return numbers, first[:known]
        room *= 4
        table, taken = np.zeros(room, dtype=np.uint64), np.full(room, -1, dtype=np.int32)
        again = np.empty(known, dtype=np.int64)
        lexicon.number_keys(
            spellings[first[:known]], 0, table, taken, 0, np.empty(known, dtype=np.int32), again
        )


@lru_cache(maxsize=1 << 16)
def _digest(spelling: bytes) -> int:
    folded = fold(spelling.decode("utf-8", "surrogatepass"))
    return xxhash.xxh64_intdigest(folded.encode("utf-8", "replace")) if folded else 0


@lru_cache(maxsize=1)
def folds() -> npt.NDArray[np.uint32]:
    """For each code point the one that it folds to wherever it stands, 0 where there is none.

    A character that becomes several, one that may join what stands before it, and one that is
    looked past have none.
    """
    table = np.zeros(_CODES, dtype=np.uint32)
    alone = np.flatnonzero((classes() & _SPELT != 0) & (classes() & _APART == 0))
    characters = [chr(code) for code in alone.tolist()]
    for code, character, folded in zip(
        alone.tolist(), characters, fold_each(characters), strict=True
    ):
        if len(folded) == 1 and not _joins(character) and not _joins(folded):
            table[code] = ord(folded)
    return table


def _joins(character: str) -> bool:
    return character in _JOINING or unicodedata.combining(character) != 0
