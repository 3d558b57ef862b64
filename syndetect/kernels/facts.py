"""What folded words stand for: their hash, rarity, light stem, and the key of their spelling.

What each of these is, is said in ``text/background.py``, ``text/stems.py`` and
``text/spelling.py``, which have the tables too. A word is read as its code points, and written
back as UTF-8 where it is hashed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.hashing import digest_bytes
from syndetect.kernels.lexicon import number_of
from syndetect.kernels.sealed import sealed
from syndetect.kernels.utf8 import decode, encode

UNKNOWN = 850  # rarity of what no table lists
SPELT = 450  # rarity from which a word may be spelt in two ways, or meant by one that is
SKELETON = 32  # bits below the skeleton
PATTERN = 16  # bits below the places of the vowels, and as many for these
LONG = 1 << 15  # six letters or more
COUNT = 3  # bits of the count of each vowel, from the lowest bit

_YEAR = 420
_BY_DIGITS = (280, 280, 380, 500, 620, 720)
_KEPT = 4  # letters that a stem has at least
_CUT = 7  # other languages: letters that a long word keeps
_VOWELS = (ord("a"), ord("e"), ord("i"), ord("o"), ord("u"))
_APOSTROPHE, _POINT, _STAR = ord("'"), ord("."), ord("*")
_C, _E, _K, _L, _Q, _S, _Z = (ord(letter) for letter in "ceklqsz")
_1, _9, _2, _0 = (ord(digit) for digit in "1920")


@njit(cache=True, nogil=True)
def _digest(codes: Any, begin: int, end: int, lanes: Any, out: Any) -> Any:
    """XXH64 of some code points as UTF-8; *out* are the bytes of *lanes*."""
    size = 0
    for at in range(begin, end):
        size = encode(codes[at], out, size)
    return digest_bytes(lanes, out, size)


@njit(cache=True, nogil=True)
def _number_rarity(codes: Any, size: int, digit: Any) -> int:
    digits: Any = 0
    for at in range(size):
        digits += np.int64(digit[codes[at]])
    century = (codes[0] == _1 and codes[1] == _9) or (codes[0] == _2 and codes[1] == _0)
    if size == 4 and digits == 4 and century:
        return _YEAR
    return _BY_DIGITS[digits] if digits < len(_BY_DIGITS) else UNKNOWN


@njit(cache=True, nogil=True)
def _rarity(
    word: Any, codes: Any, size: int, table: Any, numbers: Any, rarities: Any, lanes: Any, out: Any
) -> Any:
    """Of a word that is no number, and whose hash is *word*."""
    known = number_of(word, table, numbers)
    if known >= 0:
        return np.int64(rarities[known])
    rarest: Any = np.int64(-1)
    begin = 0
    for at in range(size + 1):
        if at == size or codes[at] == _APOSTROPHE:
            if at - begin > 1 and at - begin < size:
                part = number_of(_digest(codes, begin, at, lanes, out), table, numbers)
                rarest = max(rarest, np.int64(rarities[part]) if part >= 0 else UNKNOWN)
            begin = at + 1
    return rarest if rarest >= 0 else UNKNOWN


@njit(cache=True, nogil=True)
def _ends_with(codes: Any, size: int, ending: Any) -> bool:
    """*ending* is its length, then its letters."""
    if size < ending[0]:
        return False
    same = True
    for at in range(ending[0]):
        same &= codes[size - ending[0] + at] == ending[1 + at]
    return same


@njit(cache=True, nogil=True)
def _stem(codes: Any, size: int, number: bool, english: bool, endings: Any) -> int:
    """Make the code points of a word those of its stem; gives how many are left."""
    if number or size <= _KEPT:
        whole = size >= 2 and codes[size - 1] == _S and codes[size - 2] == _APOSTROPHE
        return size - 2 if whole else size
    if not english:
        return max(_CUT, size - 4) if size > _CUT else size
    for row in range(len(endings)):
        ending, instead = endings[row, 0], endings[row, 1]
        left = size - ending[0] + instead[0]
        if left >= _KEPT - 1 and _ends_with(codes, size, ending):
            if ending[0] == 1 and ending[1] == _S and codes[size - 2] == _S:
                break
            for at in range(instead[0]):
                codes[size - ending[0] + at] = instead[1 + at]
            size = left
            break
    if size > _KEPT and codes[size - 1] == _E:
        size -= 1
    last = codes[size - 1]
    if size > _KEPT and last == codes[size - 2] and last != _L and last != _S and last != _Z:
        size -= 1
    return size


@njit(cache=True, nogil=True)
def _spelling(
    codes: Any, size: int, english: bool, letters: Any, some: Any, lanes: Any, out: Any
) -> Any:
    """The key of a stem; *some* has room for its skeleton, and then for its pattern."""
    counts = np.uint64(LONG) if size >= 6 else np.uint64(0)
    if size < _KEPT:
        return np.uint64(0)
    for place in range(len(_VOWELS)):
        count = np.uint64(0)
        for at in range(size):
            count += np.uint64(letters[codes[at]] == _VOWELS[place])
        counts |= min(count, np.uint64((1 << COUNT) - 1)) << np.uint64(COUNT * place)
    skeleton = pattern = 0
    before: Any = np.int64(0)
    for at in range(size):
        letter: Any = np.int64(letters[codes[at]])
        if letter == 0:
            return np.uint64(0)
        if letter in (_C, _Q):
            letter = _K
        if letter == before:
            continue
        vowel = letter in _VOWELS
        if before == 0 or not vowel:
            some[0, skeleton] = letter
            skeleton += 1
        if not vowel or pattern == 0 or some[1, pattern - 1] != _STAR:
            some[1, pattern] = _STAR if vowel else letter
            pattern += 1
        before = letter
    if skeleton < 2:
        return np.uint64(0)
    if not english:  # endings are vowels, and tell case and number
        some[0, skeleton] = _POINT
        for at in range(3):
            some[0, skeleton + 1 + at] = codes[size - 3 + at]
        skeleton += 4
    upper = _digest(some[0], 0, skeleton, lanes, out) >> np.uint64(64 - SKELETON)
    lower = _digest(some[1], 0, pattern, lanes, out) >> np.uint64(64 - PATTERN)
    return upper << np.uint64(SKELETON) | lower << np.uint64(PATTERN) | counts


@njit(cache=True, nogil=True)
def _fill_heads(
    text: Any, begin: Any, end: Any, lanes: Any, out: Any, words: Any, firsts: Any
) -> None:
    for row in range(len(begin)):
        size = end[row] - begin[row]
        if size == 0:
            continue
        for at in range(size):
            out[at] = text[begin[row] + at]
        words[row] = digest_bytes(lanes, out, size)
        firsts[row] = decode(text, begin[row])[0]


def heads(text: Any, begin: Any, end: Any) -> tuple[Any, Any]:
    """The XXH64 (uint64) and the first code point (int32) of each word ``text[begin:end]`` in
    UTF-8; 0 and 0 of an empty one."""
    lanes = np.zeros(int(np.max(end - begin, initial=0)) // 8 + 1, dtype=np.uint64)
    words, firsts = np.zeros(len(begin), dtype=np.uint64), np.zeros(len(begin), dtype=np.int32)
    _fill_heads(
        sealed(text, np.uint8), sealed(begin, np.int64), sealed(end, np.int64),
        lanes, lanes.view(np.uint8), words, firsts,
    )  # fmt: skip
    return words, firsts


@njit(cache=True, nogil=True)
def _fill(
    text: Any, begin: Any, end: Any, table: Any, numbers: Any, listed: Any, english: bool,
    endings: Any, letters: Any, digit: Any, codes: Any, some: Any, lanes: Any, out: Any,
    words: Any, stems: Any, rarities: Any, spellings: Any,
) -> None:  # fmt: skip
    for row in range(len(begin)):
        at, size = begin[row], 0
        while at < end[row]:
            code, at = decode(text, at)
            codes[size] = code
            size += 1
        if size == 0:
            continue
        word = _digest(codes, 0, size, lanes, out)
        number = digit[codes[0]] != 0
        if number:
            rarity = _number_rarity(codes, size, digit)
        else:
            rarity = _rarity(word, codes, size, table, numbers, listed, lanes, out)
        size = _stem(codes, size, number, english, endings)
        words[row], rarities[row] = word, rarity
        stems[row] = _digest(codes, 0, size, lanes, out)
        if rarity >= SPELT:
            spellings[row] = _spelling(codes, size, english, letters, some, lanes, out)


def facts(
    text: Any, begin: Any, end: Any, listed: tuple[Any, Any, Any], english: bool, endings: Any,
    letters: Any, digit: Any,
) -> tuple[Any, Any, Any, Any]:  # fmt: skip
    """Hash, hash of the stem (uint64), rarity (int32) and key of the spelling (uint64) of words.

    Word i is ``text[begin[i]:end[i]]``, folded, in UTF-8; an empty one has nothing but 0. *listed*
    are a table and numbers of ``number_keys`` and the rarity (int32) of each number. *endings*
    (int32, n × 2 × …) are what is cut off and what is put instead, the length of each first. By
    code point: *letters* (uint32) has the bare form of each letter, 0 for what is none, *digit*
    (uint8) whether it is a digit.
    """
    longest = int(np.max(end - begin, initial=0)) + 4
    lanes = np.zeros(longest // 2 + 1, dtype=np.uint64)
    count = len(begin)
    words, stems = np.zeros(count, dtype=np.uint64), np.zeros(count, dtype=np.uint64)
    rarities, spellings = np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.uint64)
    _fill(
        sealed(text, np.uint8), sealed(begin, np.int64), sealed(end, np.int64),
        sealed(listed[0], np.uint64), sealed(listed[1], np.int32), sealed(listed[2], np.int32),
        english,
        sealed(endings, np.int32), sealed(letters, np.uint32), sealed(digit, np.uint8),
        np.zeros(longest, dtype=np.int32), np.empty((2, longest), dtype=np.int32),
        lanes, lanes.view(np.uint8), words, stems, rarities, spellings,
    )  # fmt: skip
    return words, stems, rarities, spellings
