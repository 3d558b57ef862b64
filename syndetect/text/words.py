"""Word hashes of texts that nobody reads again: no places, no stems, no rarity.

What a token is, how it folds and what it hashes to are those of ``text/tokens.py``; each spelling
of a batch is folded once, and compiled where its characters fold one by one, as nearly all do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

import numpy as np
import numpy.typing as npt
import xxhash

from syndetect import schema
from syndetect.kernels import folding
from syndetect.kernels import tokens as kernel
from syndetect.kernels.lexicon import Numbers
from syndetect.text.needles import codes_of
from syndetect.text.tokens import classes, encode, fold, fold_each, without_invisible

_CODES = 0x110000
_SPELT = kernel.LETTER | kernel.DIGIT | kernel.APOSTROPHE | kernel.POINT
_APART = kernel.MARK | kernel.INVISIBLE  # joins what stands before it, or is looked past
_JOINING = ((0x1160, 0x1200), (0xD7B0, 0xD800))  # Hangul


def word_hashes(texts: Sequence[str]) -> tuple[schema.I64, schema.U64]:
    """Offsets (int64) and the XXH64 of the folded words of each text, in order."""
    text, offsets = without_invisible(*encode(texts))
    ends, begin, end, spellings = kernel.cut_rows(text, offsets, classes())
    numbers, first = Numbers().add(spellings)
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
    characters = list(map(chr, alone.tolist()))
    folded = fold_each(characters)
    single = np.fromiter(map(len, folded), dtype=np.int64, count=len(folded)) == 1
    before, after = list(compress(characters, single)), list(compress(folded, single))
    free = ~(_join(before) | _join(after))
    table[alone[single][free]] = codes_of("".join(after))[free]
    return table


def _join(characters: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which characters may join what stands before them."""
    classes, codes = map(unicodedata.combining, characters), codes_of("".join(characters))
    found: npt.NDArray[np.bool_]
    found = np.fromiter(classes, dtype=np.uint8, count=len(characters)) != 0
    for first, last in _JOINING:
        found |= (codes >= first) & (codes < last)
    return found
