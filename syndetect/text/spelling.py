"""Keys under which one word spelt in two ways meets itself.

A slip of the finger and another transliteration mostly leave the consonants as they are and
change vowels or double letters: one name, spelt two ways, has one skeleton. Words that have one
skeleton and are alike in their vowels are twins: perhaps one word, perhaps two; that is for rarity
to tell. After the phonetic and skeleton keys of Pollock and Zamora (1984, "Automatic spelling
correction in scientific and scholarly text"). Latin and Cyrillic script; a key is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import xxhash

SKELETON = 32  # bits below the skeleton
_PATTERN = 16  # bits below the places of the vowels, and as many for these
_LONG = 1 << 15
_COUNT = 3  # bits of the count of each vowel, from the lowest bit
_VOWELS = str.maketrans("yаеёэиіыоуюяїє", "iaeeeiiiouuaie")  # as one of five
_SAME = str.maketrans("cq", "kk")  # one sound, and taken for each other
_NO_VOWEL = str.maketrans(dict.fromkeys("aeiou"))
_RUN = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile("[aeiou]+")
_LETTERS = 4  # letters that a word has at least
_CONSONANTS = 2  # and so many letters its skeleton
_SIX = 6
_ENDING = 3  # letters kept where endings are not taken off by the stem


def spelling(stem: str, language: str) -> int:
    """The key of a stem in 64 bits; 0 where it is short, or not letters alone.

    From the top: the skeleton, where the vowels stand, a bit for six letters or more, how often
    each vowel stands.
    """
    if len(stem) < _LETTERS or not stem.isalpha():
        return 0
    letters = (stem if stem.isascii() else _bare(stem)).translate(_VOWELS)
    once = _RUN.sub(r"\1", letters.translate(_SAME))
    skeleton = once[:1] + once[1:].translate(_NO_VOWEL)
    if len(skeleton) < _CONSONANTS:
        return 0
    if language != "en":  # endings are vowels, and tell case and number
        skeleton += "." + stem[-_ENDING:]
    counts = _LONG if len(letters) >= _SIX else 0
    for place, vowel in enumerate("aeiou"):
        counts |= min(letters.count(vowel), (1 << _COUNT) - 1) << (_COUNT * place)
    pattern = _VOWEL_RUN.sub("*", once)
    return (
        _hash(skeleton, 64 - SKELETON) << SKELETON | _hash(pattern, _PATTERN) << _PATTERN | counts
    )


class Parts(NamedTuple):
    """What some keys hold, one row each."""

    vowels: npt.NDArray[np.uint8]  # (keys, 5): how often each stands; seven may be more
    patterns: npt.NDArray[np.uint16]  # equal where vowels stand at the same places
    long: npt.NDArray[np.bool_]  # six letters or more


def parts(spellings: npt.NDArray[np.uint64]) -> Parts:
    """What keys below one skeleton can be told apart by."""
    most = np.uint64((1 << _COUNT) - 1)
    shifts = np.arange(5, dtype=np.uint64) * np.uint64(_COUNT)
    vowels = ((spellings[:, None] >> shifts) & most).astype(np.uint8)
    patterns = ((spellings >> np.uint64(_PATTERN)) & np.uint64(0xFFFF)).astype(np.uint16)
    return Parts(vowels, patterns, spellings & np.uint64(_LONG) != 0)


def _bare(word: str) -> str:
    """*word* without accents; й and ї are no accents."""
    kept = (c if c in "йї" else unicodedata.normalize("NFD", c)[0] for c in word)
    return "".join(kept)


def _hash(text: str, bits: int) -> int:
    return xxhash.xxh64_intdigest(text.encode("utf-8", "replace")) >> (64 - bits)
