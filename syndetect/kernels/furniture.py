"""The lines of one page in one pass over its code points: where they stand, and what they hold.

What is asked of a line is said in ``ingest/furniture/lines.py``; the tests have its slow twin.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# What a character is: bits of a table that has, above them, the class of the automaton's tables
# (8 bits from ``CLASS`` on) and the folded character (32 bits from ``FOLD`` on; 0 for none, or
# more than one).
SPACE = 1
LOWER = 2
LINE = 4  # ends a line
MARK = 8  # may touch a word
STOP = 16  # a paragraph ends with it
QUIET = 32  # one that tells no credit
CLASS, FOLD = 8, 32

# What a line is, or may be: bits.
FIRST = 1  # its first word may be one that forms begin with
HELD = 2  # a word that phrases hold may stand in it
OPEN = 4  # its end, its beginning or a string in it may tell a form
ODD = 8  # it has characters whose folding is not in the table
LONG = 16  # too long for a box where it stands: its words need no look
PROSE = 32  # it looks like a paragraph
PLAIN = 64  # it has many words, and nothing in it can make it furniture
BRACKET = 128  # one closes near its end

COLUMNS = 4  # begin, end, words, what it is

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_SLASH, _BRACKET, _RETURN, _NEWLINE, _BLANK = 47, 41, 13, 10, 32
_LONGEST = 40  # characters of a first word that is known
_SLASHES, _BRACKETS, _HEAD = 40, 3, 4  # characters at the ends in which these tell something
_EDGE = 16  # lines, blank ones too, at the top and at the end, where boxes are longer
_LONG_INSIDE, _LONG_AT_EDGE = 320, 2400  # characters of the longest line that is no LONG one
_SHORT_WORDS = 16
_PARAGRAPH_WORDS, _LONG_WORDS = 12, 25  # of prose that ends as a sentence does, and of any prose
_LEAST, _WIDE = 30, 12  # scripts without spaces are judged by length: characters to a word


@njit(cache=True, nogil=True, inline="always")
def _of(codes: Any, at: int, table: Any) -> Any:
    code = np.int64(codes[at])
    return np.int64(table[np.uint64(code)]) if code < len(table) else 0


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
def _may_begin(codes: Any, table: Any, begin: int, end: int, firsts: Any) -> bool:
    """Whether a word without its marks may be one of *firsts*; a word of marks is taken whole."""
    if end - begin > _LONGEST:
        return True
    first, last = begin, end
    while first < last and _of(codes, first, table) & MARK:
        first += 1
    while last > first and _of(codes, last - 1, table) & MARK:
        last -= 1
    if first == last:
        first, last = begin, end
    key = np.uint64(0)
    for at in range(first, last):
        folded = _of(codes, at, table) >> FOLD
        if folded == 0:
            return True
        key = (key ^ np.uint64(folded)) * _PRIME
    return _has(firsts, key ^ (key >> _SHIFT))


@njit(cache=True, nogil=True)
def _ends(codes: Any, table: Any, begin: int, end: int) -> int:
    """What the last and the first characters of a line say of it."""
    last = _of(codes, end - 1, table)
    what = (0 if last & QUIET else OPEN) | (PROSE if last & STOP else 0)
    for at in range(max(begin, end - _BRACKETS), end):
        if codes[at] == _BRACKET:
            what |= OPEN | BRACKET
    for at in range(max(begin, end - _SLASHES), end):
        if codes[at] == _SLASH:
            what |= OPEN
    for at in range(begin, min(begin + _HEAD, end)):
        if _of(codes, at, table) & LOWER:
            return what
    return what | OPEN


@njit(cache=True, nogil=True)
def _describe(
    codes: Any, table: Any, firsts: Any, held: Any, steps: Any, begin: int, end: int, out: Any
) -> Any:
    """Write words, plain spaces and what the line is to *out*; gives the line's hash."""
    state: Any = 0
    words = blanks = 0
    what = _ends(codes, table, begin, end)
    line, word = np.uint64(0), np.uint64(0)
    word_begin, odd = begin, False
    for at in range(begin, end + 1):
        entry = _of(codes, at, table) if at < end else SPACE
        if entry & SPACE:
            if at > word_begin:
                if words == 0 and _may_begin(codes, table, word_begin, at, firsts):
                    what |= FIRST
                words += 1
                key = word ^ (word >> _SHIFT)
                if odd or _has(held, key):
                    what |= HELD | (ODD if odd else 0)
            word, odd, word_begin = np.uint64(0), False, at + 1
            if at == end:
                break
            blanks += codes[at] == _BLANK
        folded = entry >> FOLD
        odd = odd or folded == 0
        line = (line ^ np.uint64(folded)) * _PRIME
        word = (word ^ np.uint64(folded)) * _PRIME
        if at < word_begin:
            word = np.uint64(0)
        state = np.int64(steps[np.uint64(state + (entry >> CLASS & 0xFF))])
        if state < 0:
            state = ~state
            what |= OPEN
    out[2], out[3] = words | blanks << 32, what
    return line ^ (line >> _SHIFT)


@njit(cache=True, nogil=True)
def _judge(out: Any, inside: bool) -> None:
    """Write how many words a line has, and whether it is LONG, PROSE and PLAIN."""
    size, words, what = out[1] - out[0], out[2] & 0xFFFFFFFF, out[3]
    ends_so = what & PROSE
    what &= ~PROSE
    if size > (_LONG_INSIDE if inside else _LONG_AT_EDGE):
        what = (what | LONG) & ~HELD
        words = (out[2] >> 32) + 1
    wide = size >= _LEAST and _WIDE * (words + 1) <= size
    if words >= _LONG_WORDS or wide or (ends_so and words >= _PARAGRAPH_WORDS):
        what |= PROSE
    if words > _SHORT_WORDS and not what & (FIRST | HELD | OPEN):
        what |= PLAIN
    out[2], out[3] = words, what


@njit(cache=True, nogil=True)
def page_lines(
    codes: Any, table: Any, firsts: Any, held: Any, steps: Any, out: Any, keys: Any
) -> int:
    """Write what each line is that is not blank to *out* (int64, ``COLUMNS``), and a hash of its
    folded characters to *keys* (uint64); gives how many there are.

    *table* (int64) is of the first code points, *firsts* and *held* (uint64) are open tables of
    hashes of words, *steps* (int32) those of the automaton of strings that make a line ``OPEN``,
    as for ``needles.mark_found``.
    """
    count = row = at = 0
    size = len(codes)
    rows = np.empty(len(out), dtype=np.int32)
    while at < size:
        begin = at
        while at < size and not _of(codes, at, table) & LINE:
            at += 1
        end = at
        if at < size:
            at += 2 if codes[at] == _RETURN and at + 1 < size and codes[at + 1] == _NEWLINE else 1
        while begin < end and _of(codes, begin, table) & SPACE:
            begin += 1
        while end > begin and _of(codes, end - 1, table) & SPACE:
            end -= 1
        if begin < end:
            out[count, 0], out[count, 1] = begin, end
            keys[count] = _describe(codes, table, firsts, held, steps, begin, end, out[count])
            rows[count] = row
            count += 1
        row += 1
    for at in range(count):
        _judge(out[at], _EDGE <= rows[at] < row - _EDGE)
    return count
