"""What folded words stand for, and whether a text is English, told word by word: the slow twins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import xxhash

from syndetect.text import background
from syndetect.text.background import UNKNOWN
from syndetect.text.languages import _COMMON, _ENGLISH_ENOUGH, _ENGLISH_WORDS
from syndetect.text.spelling import _VOWELS, SKELETON
from syndetect.text.stems import _ENGLISH

_KEPT = 4  # letters that a stem has at least
_CUT = 7  # other languages: letters that a long word keeps


_PATTERN = 16
_LONG = 1 << 15
_COUNT = 3
_SAME = str.maketrans("cq", "kk")  # one sound, and taken for each other
_NO_VOWEL = str.maketrans(dict.fromkeys("aeiou"))
_RUN = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile("[aeiou]+")
_LETTERS = 4  # letters that a word has at least
_CONSONANTS = 2  # and so many letters its skeleton
_SIX = 6
_ENDING = 3  # letters kept where endings are not taken off by the stem


def stem(word: str, language: str) -> str:
    """The light stem of a folded word; short words and numbers stay as they are."""
    if word[:1].isdigit() or len(word) <= _KEPT:
        return word.removesuffix("'s")
    if language != "en":
        return word[: max(_CUT, len(word) - 4)] if len(word) > _CUT else word
    for ending, instead in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _KEPT - 1:
            if ending == "s" and word.endswith("ss"):
                break
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > _KEPT and word.endswith("e"):
        word = word[:-1]
    if len(word) > _KEPT and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


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


def _bare(word: str) -> str:
    """*word* without accents; й and ї are no accents."""
    kept = (c if c in "йї" else unicodedata.normalize("NFD", c)[0] for c in word)
    return "".join(kept)


def _hash(text: str, bits: int) -> int:
    return xxhash.xxh64_intdigest(text.encode("utf-8", "replace")) >> (64 - bits)


@lru_cache(maxsize=8)
def _frequencies(language: str) -> dict[str, int]:
    """Rarity of each listed word; empty for a language without a list."""
    if language not in background.languages():
        return {}
    listed = background._listed(language, "best")
    return {word: rarity for rarity, words in enumerate(listed) for word in words}


def rarity(word: str, language: str) -> int:
    """Rarity of a folded word, in hundredths of -log10 of its frequency.

    A number is as rare as its digits are many; a compound over an apostrophe as its rarest part;
    a word without any entry is ``UNKNOWN``.
    """
    if word[:1].isdigit():
        return _number_rarity(word)
    listed = _frequencies(language)
    known = listed.get(word)
    if known is not None:
        return known
    if "'" in word:
        parts = [listed.get(part, UNKNOWN) for part in word.split("'") if len(part) > 1]
        if parts:
            return max(parts)
    return UNKNOWN


def _number_rarity(word: str) -> int:
    digits = sum(character.isdigit() for character in word)
    if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20"):
        return 420  # a year
    return min(UNKNOWN, (280, 280, 380, 500, 620, 720)[digits] if digits < 6 else UNKNOWN)


def is_english(words: Sequence[str]) -> bool:
    """Whether a quarter of folded *words* are English function words, several different ones."""
    hits = [word for word in words if word in _english_words()]
    return len(hits) * 4 >= len(words) and len(set(hits)) >= _ENGLISH_ENOUGH


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    ranked = [word for words in background.by_rarity("en", _COMMON) for word in words]
    return frozenset(ranked[:_ENGLISH_WORDS])
