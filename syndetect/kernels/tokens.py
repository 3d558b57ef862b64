"""Tokens of many texts in one pass over their code points: where each stands, and a hash of it.

What is a token is said in ``text/tokens.py``, whose expressions are the slow twin. A character's
class is one look into a table, so that a text in any script takes the path of ASCII.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

# Classes of characters: bits of the table.
LETTER = 1  # of a word, and no decimal digit
DIGIT = 2
MARK = 4  # combining: it goes with what stands before it
APOSTROPHE = 8
POINT = 16  # between digits of one number
UNSPACED = 32  # of a script without spaces between words
_WORD = LETTER | DIGIT

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@njit(cache=True, nogil=True)
def _run(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the letters, digits and marks from *at* on."""
    while at < end and classes[text[at]] & (_WORD | MARK):
        at += 1
    return at


@njit(cache=True, nogil=True)
def _number(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the digits and inner points from *at* on; *at* where there is no inner point."""
    here = at
    while here < end and classes[text[here]] & DIGIT:
        here += 1
    found = at
    while here + 1 < end and classes[text[here]] & POINT and classes[text[here + 1]] & DIGIT:
        here += 1
        while here < end and classes[text[here]] & DIGIT:
            here += 1
        found = here
    return found


@njit(cache=True, nogil=True)
def _token(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the token that the letter or digit at *at* begins."""
    if classes[text[at]] & DIGIT:
        number = _number(text, classes, at, end)
        if number > at:
            if number < end and classes[text[number]] & _WORD:
                return _run(text, classes, number, end)
            return number
    at = _run(text, classes, at, end)
    while at + 1 < end and classes[text[at]] & APOSTROPHE and classes[text[at + 1]] & _WORD:
        at = _run(text, classes, at + 1, end)
    return at


@njit(cache=True, nogil=True)
def _hash(text: Any, begin: int, end: int) -> Any:
    """One number for a spelling. It stays inside a run: what a word hashes to is XXH64."""
    state = np.uint64(0)
    for at in range(begin, end):
        state = (state ^ np.uint64(text[at])) * _PRIME
    return state ^ (state >> _SHIFT)


@njit(cache=True, nogil=True)
def _unit(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the character at *at* and the marks that go with it."""
    at += 1
    while at < end and classes[text[at]] & MARK:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _put(text: Any, begin: int, end: int, base: int, out: Any, hashes: Any, count: int) -> int:
    out[count, 0] = begin - base
    out[count, 1] = end - base
    hashes[count] = _hash(text, begin, end)
    return count + 1


@njit(cache=True, nogil=True)
def _pieces(
    text: Any, classes: Any, at: int, end: int, base: int, out: Any, hashes: Any, count: int
) -> int:
    """Write a token that has unspaced script: that in overlapping pairs, the rest whole."""
    while at < end:
        kind = classes[text[at]]
        if not kind & UNSPACED:
            stop = at + 1
            while stop < end and (classes[text[stop]] & (UNSPACED | MARK)) != UNSPACED:
                stop += 1
            count = _put(text, at, stop, base, out, hashes, count)
            at = stop
            continue
        if kind & MARK:  # goes with nothing
            at += 1
            continue
        second = _unit(text, classes, at, end)
        if second >= end or not classes[text[second]] & UNSPACED:
            count = _put(text, at, second, base, out, hashes, count)
        while second < end and classes[text[second]] & UNSPACED:
            third = _unit(text, classes, second, end)
            count = _put(text, at, third, base, out, hashes, count)
            at, second = second, third
        at = second
    return count


@njit(cache=True, nogil=True)
def _fill(text: Any, offsets: Any, classes: Any, ends: Any, out: Any, hashes: Any) -> None:
    count = 0
    for row in range(len(offsets) - 1):
        base, end = offsets[row], offsets[row + 1]
        at = base
        while at < end:
            kind = classes[text[at]]
            if not kind & _WORD:
                at += 1
                continue
            # Most tokens are one run, read and hashed at once; what follows may say otherwise.
            begin, seen, state = at, 0, np.uint64(0)
            while kind & (_WORD | MARK):
                seen |= kind
                state = (state ^ np.uint64(text[at])) * _PRIME
                at += 1
                if at == end:
                    break
                kind = classes[text[at]]
            if at < end and kind & (POINT | APOSTROPHE):
                stop = _token(text, classes, begin, end)
                if stop != at:
                    at, state = stop, np.uint64(0)
                    for place in range(begin, stop):
                        seen |= classes[text[place]]
                        state = (state ^ np.uint64(text[place])) * _PRIME
            if seen & UNSPACED:
                count = _pieces(text, classes, begin, at, base, out, hashes, count)
                continue
            out[count, 0] = begin - base
            out[count, 1] = at - base
            hashes[count] = state ^ (state >> _SHIFT)
            count += 1
        ends[row + 1] = count


def cut_rows(text: Any, offsets: Any, classes: Any) -> tuple[Any, Any, Any]:
    """The tokens of texts ``text[offsets[i]:offsets[i + 1]]`` (code points, uint32).

    *classes* (uint8) has the class bits of every code point. Gives the tokens before each row
    (int64), begin and end of each token within its text (int32, two columns), and a hash of its
    characters (uint64), which equal spellings share, and others of one run as good as never.
    """
    ends = np.zeros(len(offsets), dtype=np.int64)
    out = np.empty((len(text), 2), dtype=np.int32)  # pages that stay empty take no room
    hashes = np.empty(len(text), dtype=np.uint64)
    _fill(
        sealed(text, np.uint32), sealed(offsets, np.int64), sealed(classes, np.uint8),
        ends, out, hashes,
    )  # fmt: skip
    count = int(ends[-1])
    return ends, out[:count], hashes[:count]
