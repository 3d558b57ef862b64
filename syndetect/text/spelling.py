"""Keys under which one word spelt in two ways meets itself.

A slip of the finger and another transliteration mostly leave the consonants as they are and
change vowels or double letters: one name, spelt two ways, has one skeleton. Words that have one
skeleton and are alike in their vowels are twins: perhaps one word, perhaps two; that is for rarity
to tell. From the top a key has the skeleton of a stem, where its vowels stand, a bit for six
letters or more, and how often each vowel stands; ``kernels/facts.py`` makes it. Stems that are
short, or not letters alone, have none.

After the phonetic and skeleton keys of Pollock and Zamora (1984, "Automatic spelling correction in
scientific and scholarly text"). Latin and Cyrillic script; a key is never shown.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect.kernels.facts import COUNT, LONG, PATTERN, SKELETON
from syndetect.text.needles import codes_of

__all__ = ["SKELETON", "Parts", "capitals", "digits", "letters", "parts"]

_VOWELS = str.maketrans("yаеёэиіыоуюяїє", "iaeeeiiiouuaie")  # as one of five
_ACCENTED = "йї"  # what looks like an accent is none
_CODES = sys.maxunicode + 1
_NONE_BEYOND = 0x40000  # no letter and no digit of Unicode 16


@lru_cache(maxsize=1)
def letters() -> npt.NDArray[np.uint32]:
    """For each code point the letter that a key takes it for: without its accent, a vowel as one
    of five; 0 for what is no letter.
    """
    table = np.zeros(_CODES, dtype=np.uint32)
    found = list(filter(str.isalpha, map(chr, range(_NONE_BEYOND))))
    apart = unicodedata.normalize("NFD", "\n".join(found)).split("\n")  # joins nothing
    bare = "".join(
        one if one in _ACCENTED else two[0] for one, two in zip(found, apart, strict=True)
    )
    table[codes_of("".join(found))] = codes_of(bare.translate(_VOWELS))
    return table


@lru_cache(maxsize=1)
def digits() -> npt.NDArray[np.uint8]:
    """For each code point whether it is a digit, one in a circle among them."""
    return _asked(str.isdigit).astype(np.uint8)


@lru_cache(maxsize=1)
def capitals() -> npt.NDArray[np.bool_]:
    """For each code point whether it is a capital letter."""
    return _asked(str.isupper)


def _asked(question: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """The answer for each code point."""
    table = np.zeros(_CODES, dtype=np.bool_)
    answers = map(question, map(chr, range(_NONE_BEYOND)))
    table[:_NONE_BEYOND] = np.fromiter(answers, dtype=np.bool_, count=_NONE_BEYOND)
    return table


class Parts(NamedTuple):
    """What some keys hold, one row each."""

    vowels: npt.NDArray[np.uint8]  # (keys, 5): how often each stands; seven may be more
    patterns: npt.NDArray[np.uint16]  # equal where vowels stand at the same places
    long: npt.NDArray[np.bool_]  # six letters or more


def parts(spellings: npt.NDArray[np.uint64]) -> Parts:
    """What keys below one skeleton can be told apart by."""
    most = np.uint64((1 << COUNT) - 1)
    shifts = np.arange(5, dtype=np.uint64) * np.uint64(COUNT)
    vowels = ((spellings[:, None] >> shifts) & most).astype(np.uint8)
    patterns = ((spellings >> np.uint64(PATTERN)) & np.uint64(0xFFFF)).astype(np.uint16)
    return Parts(vowels, patterns, spellings & np.uint64(LONG) != 0)
