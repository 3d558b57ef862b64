"""The lines of one page in one pass over its code points: where they stand, and what they hold.

What is asked of a line is said in ``ingest/furniture/lines.py``; the tests have its slow twin.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.punctuation import LOWER, SPACE

# What else a character may be: bits beyond those of ``kernels/punctuation.py``.
LINE = 1 << 17  # ends a line
MARK = 1 << 18  # may touch a word
STOP = 1 << 19  # a paragraph may end with it and tell no credit

# What a line may be: bits.
FIRST = 1  # its first word may be one that forms begin with
HELD = 2  # a word that phrases hold may stand in it
OPEN = 4  # its end, its beginning or a string in it may tell a form
ODD = 8  # it has characters whose folding is not in the table

COLUMNS = 6  # begin, end, words, plain spaces, number among all lines, what it may be

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_SLASH, _BRACKET, _RETURN, _NEWLINE, _BLANK = 47, 41, 13, 10, 32
_LONGEST = 40  # characters of a first word that is known
_SLASHES, _BRACKETS, _HEAD = 40, 3, 4  # characters at the ends in which these tell something


@njit(cache=True, nogil=True, inline="always")
def _fold(code: int, folds: Any) -> int:
    """The folded character of *code*; 0 where it is not in the table, or not one character."""
    return np.int64(folds[code]) if code < len(folds) else 0


@njit(cache=True, nogil=True, inline="always")
def _kind(code: int, kinds: Any) -> int:
    return np.int64(kinds[code]) if code < len(kinds) else 0


@njit(cache=True, nogil=True)
def hash_folded(codes: Any) -> Any:
    """The hash of a line from its folded characters (uint32)."""
    state = np.uint64(0)
    for at in range(len(codes)):
        state = (state ^ np.uint64(codes[at])) * _PRIME
    return state ^ (state >> _SHIFT)


@njit(cache=True, nogil=True)
def _has(keys: Any, key: Any) -> bool:
    """Whether the open table *keys* (uint64, 0 where free) has *key*."""
    mask = np.uint64(len(keys) - 1)
    at = np.int64(key & mask)
    while keys[at] != np.uint64(0):
        if keys[at] == key:
            return True
        at = np.int64(np.uint64(at + 1) & mask)
    return False


@njit(cache=True, nogil=True)
def _word(codes: Any, folds: Any, begin: int, end: int) -> tuple[Any, bool]:
    """Hash of the folded characters, and whether one is odd."""
    state = np.uint64(0)
    for at in range(begin, end):
        folded = _fold(np.int64(codes[at]), folds)
        if folded == 0:
            return state, True
        state = (state ^ np.uint64(folded)) * _PRIME
    return state ^ (state >> _SHIFT), False


@njit(cache=True, nogil=True)
def _may_begin(codes: Any, kinds: Any, folds: Any, begin: int, end: int, firsts: Any) -> bool:
    """Whether a word without its marks may be one of *firsts*; a word of marks is taken whole."""
    first, last = begin, end
    while first < last and _kind(np.int64(codes[first]), kinds) & MARK:
        first += 1
    while last > first and _kind(np.int64(codes[last - 1]), kinds) & MARK:
        last -= 1
    if first == last:
        first, last = begin, end
    key, odd = _word(codes, folds, first, last)
    return odd or _has(firsts, key)


@njit(cache=True, nogil=True)
def _is_open(codes: Any, kinds: Any, begin: int, end: int) -> bool:
    """Whether the end or the beginning of a line may tell a form."""
    if not _kind(np.int64(codes[end - 1]), kinds) & STOP:
        return True
    for at in range(max(begin, end - _BRACKETS), end):
        if codes[at] == _BRACKET:
            return True
    for at in range(max(begin, end - _SLASHES), end):
        if codes[at] == _SLASH:
            return True
    for at in range(begin, min(begin + _HEAD, end)):
        if _kind(np.int64(codes[at]), kinds) & LOWER:
            return False
    return True


@njit(cache=True, nogil=True)
def page_lines(
    codes: Any, kinds: Any, folds: Any, firsts: Any, held: Any, classes: Any, steps: Any,
    width: int, out: Any, keys: Any,
) -> tuple[int, int]:  # fmt: skip
    """Write what each line is that is not blank to *out* (int32, ``COLUMNS``), and a hash of its
    folded characters to *keys* (uint64).

    *kinds* (uint32) and *folds* (uint32, 0 for none) are tables of the first code points,
    *firsts* and *held* (uint64) open tables of hashes of words, *classes*, *steps* and *width*
    the automaton of the strings that make a line ``OPEN``, as for ``needles.mark_found``. Gives
    how many lines there are, and how many with the blank ones.
    """
    count = row = at = 0
    size = len(codes)
    while at < size:
        begin = at
        while at < size and not _kind(np.int64(codes[at]), kinds) & LINE:
            at += 1
        end = at
        if at < size:
            at += 2 if codes[at] == _RETURN and at + 1 < size and codes[at + 1] == _NEWLINE else 1
        while begin < end and _kind(np.int64(codes[begin]), kinds) & SPACE:
            begin += 1
        while end > begin and _kind(np.int64(codes[end - 1]), kinds) & SPACE:
            end -= 1
        if begin < end:
            _describe(codes, kinds, folds, firsts, held, classes, steps, width, begin, end,
                      out[count], keys, count)  # fmt: skip
            out[count, 4] = row
            count += 1
        row += 1
    return count, row


@njit(cache=True, nogil=True)
def _describe(
    codes: Any, kinds: Any, folds: Any, firsts: Any, held: Any, classes: Any, steps: Any,
    width: int, begin: int, end: int, out: Any, keys: Any, count: int,
) -> None:  # fmt: skip
    words = blanks = 0
    may = OPEN if _is_open(codes, kinds, begin, end) else 0
    line, word = np.uint64(0), np.uint64(0)
    state, from_here, odd = 0, begin, False
    for at in range(begin, end + 1):
        code = np.int64(codes[at]) if at < end else _BLANK
        if at == end or _kind(code, kinds) & SPACE:
            if at > from_here:
                if words == 0 and (
                    at - from_here > _LONGEST
                    or _may_begin(codes, kinds, folds, from_here, at, firsts)
                ):
                    may |= FIRST
                words += 1
                if odd or _has(held, word ^ (word >> _SHIFT)):
                    may |= HELD
            word, odd, from_here = np.uint64(0), False, at + 1
            if at == end:
                break
            blanks += code == _BLANK
        folded = _fold(code, folds)
        if folded == 0:
            may |= ODD
            odd = True
        line = (line ^ np.uint64(folded)) * _PRIME
        if from_here <= at:
            word = (word ^ np.uint64(folded)) * _PRIME
        kind = np.int64(classes[code]) if code < len(classes) else 0
        state = np.int64(steps[state + kind])
        if state < 0:
            state = ~state
            may |= OPEN
    out[0], out[1], out[2], out[3], out[5] = begin, end, words, blanks, may
    keys[count] = line ^ (line >> _SHIFT)
