"""Tokens of many texts in one pass over their UTF-8: where each stands, and a hash of it.

What is a token is said in ``text/tokens.py``, whose expressions are the slow twin. A byte of ASCII
is known by one look into a table of 256 classes; where a token has or meets another byte, its
characters are read one by one, by the classes of all code points.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed
from syndetect.kernels.utf8 import HIGH, decode, eight, kind_at

# Classes of characters: bits of the table.
LETTER = 1  # of a word, and no decimal digit
DIGIT = 2
MARK = 4  # combining: it goes with what stands before it
APOSTROPHE = 8
POINT = 16  # between digits of one number
UNSPACED = 32  # of a script without spaces between words
INVISIBLE = 64  # looked past: texts that come here hold none
_WORD = LETTER | DIGIT
_RUN = 128  # of a byte: it may be of a word, as all beyond ASCII may

_7 = np.uint8(7)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_32 = np.uint64(32)


@njit(cache=True, nogil=True)
def _run(text: Any, classes: Any, at: int, end: int, some: int) -> int:
    """Behind the characters of the classes *some* from *at* on."""
    kind, behind = kind_at(text, classes, at, end)
    while kind & some:
        at = behind
        kind, behind = kind_at(text, classes, at, end)
    return at


@njit(cache=True, nogil=True)
def _number(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the digits and inner points from *at* on; *at* where there is no inner point."""
    found = at
    here = _run(text, classes, at, end, DIGIT)
    while True:
        kind, behind = kind_at(text, classes, here, end)
        if not kind & POINT or not kind_at(text, classes, behind, end)[0] & DIGIT:
            return found
        found = here = _run(text, classes, behind, end, DIGIT)


@njit(cache=True, nogil=True)
def _token(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the token that the letter or digit at *at* begins."""
    if kind_at(text, classes, at, end)[0] & DIGIT:
        number = _number(text, classes, at, end)
        if number > at:
            if kind_at(text, classes, number, end)[0] & _WORD:
                return _run(text, classes, number, end, _WORD | MARK)
            return number
    at = _run(text, classes, at, end, _WORD | MARK)
    while True:
        kind, behind = kind_at(text, classes, at, end)
        if not kind & APOSTROPHE or not kind_at(text, classes, behind, end)[0] & _WORD:
            return at
        at = _run(text, classes, behind, end, _WORD | MARK)


@njit(cache=True, nogil=True)
def _has(text: Any, classes: Any, at: int, end: int, some: int) -> bool:
    """Whether one of the characters is of the classes *some*."""
    while at < end:
        kind, at = kind_at(text, classes, at, end)
        if kind & some:
            return True
    return False


@njit(cache=True, nogil=True)
def _some(text: Any, at: int, size: int) -> Any:
    """The first *size* bytes, at most eight, of *text* from *at* on, in the high bytes of one."""
    half = np.uint64(32 - 4 * min(max(size, 0), 8))
    return eight(text, at) << half << half


@njit(cache=True, nogil=True)
def _hash(text: Any, at: int, stop: int) -> tuple[Any, Any]:
    """One number for a spelling, and all its eight bytes at a time together.

    The number stays inside a run: what a word hashes to is XXH64. Most words have up to sixteen
    bytes, and are read without a branch.
    """
    one, two = _some(text, at, stop - at), _some(text, at + 8, stop - at - 8)
    state = one * _PRIME
    state = (state ^ (state >> _32) ^ two) * _PRIME
    together = one | two
    at += 16
    while at < stop:
        more = _some(text, at, stop - at)
        state = (state ^ (state >> _32) ^ more) * _PRIME
        together |= more
        at += 8
    return state ^ (state >> _32), together


@njit(cache=True, nogil=True)
def _unit(text: Any, classes: Any, at: int, end: int) -> int:
    """Behind the character at *at* and the marks that go with it."""
    return _run(text, classes, decode(text, at)[1], end, MARK)


@njit(cache=True, nogil=True)
def _put(
    text: Any, at: int, stop: int, base: int, begin: Any, end: Any, hashes: Any, count: int
) -> int:
    begin[count] = at - base
    end[count] = stop - base
    hashes[count] = _hash(text, at, stop)[0]
    return count + 1


@njit(cache=True, nogil=True)
def _pieces(
    text: Any, classes: Any, at: int, stop: int, base: int, begin: Any, end: Any, hashes: Any,
    count: int,
) -> int:  # fmt: skip
    """Write a token that has unspaced script: that in overlapping pairs, the rest whole."""
    while at < stop:
        kind, behind = kind_at(text, classes, at, stop)
        if not kind & UNSPACED:
            kind, after = kind_at(text, classes, behind, stop)
            while behind < stop and (kind & (UNSPACED | MARK)) != UNSPACED:
                behind = after
                kind, after = kind_at(text, classes, behind, stop)
            count = _put(text, at, behind, base, begin, end, hashes, count)
            at = behind
            continue
        if kind & MARK:  # goes with nothing
            at = behind
            continue
        second = _unit(text, classes, at, stop)
        if not kind_at(text, classes, second, stop)[0] & UNSPACED:
            count = _put(text, at, second, base, begin, end, hashes, count)
        while kind_at(text, classes, second, stop)[0] & UNSPACED:
            third = _unit(text, classes, second, stop)
            count = _put(text, at, third, base, begin, end, hashes, count)
            at, second = second, third
        at = second
    return count


@njit(cache=True, nogil=True)
def _slowly(
    text: Any, classes: Any, at: int, stop: int, base: int, last: int, begin: Any, end: Any,
    hashes: Any, count: int,
) -> tuple[int, int]:  # fmt: skip
    """Write the tokens that begin from *at* to *stop*, character by character."""
    while at < stop:
        kind, behind = kind_at(text, classes, at, last)
        if not kind & _WORD:
            at = behind
            continue
        behind = _token(text, classes, at, last)
        if _has(text, classes, at, behind, UNSPACED):
            count = _pieces(text, classes, at, behind, base, begin, end, hashes, count)
        else:
            count = _put(text, at, behind, base, begin, end, hashes, count)
        at = behind
    return at, count


@njit(cache=True, nogil=True)
def _letters(text: Any, classes: Any, at: int, stop: int) -> bool:
    """Whether all characters are letters of scripts with spaces, and so one token."""
    while at < stop:
        code, at = decode(text, at)
        if classes[code] != LETTER:
            return False
    return True


@njit(cache=True, nogil=True)
def _edges(text: Any, kinds: Any, edges: Any) -> Any:
    """Write where runs of letters, digits and bytes beyond ASCII begin and end; gives how many.

    Without a branch: where words end is what a processor cannot guess.
    """
    count = np.uint64(0)
    inside = np.uint8(0)
    for at in range(len(text)):
        now = kinds[text[at]] >> _7
        edges[count] = at
        count += np.uint64(now ^ inside)
        inside = now
    edges[count] = len(text)
    return np.int64(count + np.uint64(inside))


@njit(cache=True, nogil=True)
def _fill(
    text: Any, offsets: Any, classes: Any, kinds: Any, edges: Any, ends: Any, begin: Any,
    end: Any, hashes: Any,
) -> None:  # fmt: skip
    count: Any = np.int64(0)  # as a literal it would have all that it is handed to compiled twice
    for row in range(len(offsets) - 1):
        base, last = offsets[row], offsets[row + 1]
        done = base
        for run in range(0, _edges(text[base:last], kinds, edges), 2):
            first, stop = base + edges[run], base + edges[run + 1]
            joined = (
                (kinds[text[stop]] & (POINT | APOSTROPHE) != 0)
                & (kinds[text[stop + 1]] & _RUN != 0)
                & (stop + 1 < last)
            )
            number, together = _hash(text, first, stop)
            odd = joined | (first < done)
            if not odd and together & HIGH != 0:
                odd = not _letters(text, classes, first, stop)
            if odd:
                done, count = _slowly(
                    text, classes, max(first, done), stop, base, last, begin, end, hashes, count
                )
                continue
            begin[count] = first - base
            end[count] = stop - base
            hashes[count] = number
            count += 1
        ends[row + 1] = count


def cut_rows(text: Any, offsets: Any, classes: Any) -> tuple[Any, Any, Any, Any]:
    """The tokens of texts ``text[offsets[i]:offsets[i + 1]]`` (valid UTF-8, uint8).

    *text* has ``utf8.SPARE`` bytes more behind the last, so that eight at a time can be read.
    *classes* (uint8) has the class bits of every code point. Gives the tokens before each row
    (int64), begin and end of each token in bytes within its text (int32), and a hash of its
    bytes (uint64), which equal spellings share, and others of one run as good as never.
    """
    kinds = np.full(256, _RUN, dtype=np.uint8)
    kinds[:128] = classes[:128]
    kinds[:128][classes[:128] & _WORD != 0] |= np.uint8(_RUN)
    ends = np.zeros(len(offsets), dtype=np.int64)
    most = (len(text) + len(offsets)) // 2  # a token has two bytes, or something between
    begin, end = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    hashes = np.empty(most, dtype=np.uint64)
    edges = np.empty(int(np.diff(offsets).max(initial=0)) + 2, dtype=np.int32)
    _fill(
        sealed(text, np.uint8), sealed(offsets, np.int64), sealed(classes, np.uint8),
        sealed(kinds, np.uint8), edges, ends, begin, end, hashes,
    )  # fmt: skip
    count = int(ends[-1])
    return ends, begin[:count], end[:count], hashes[:count]
