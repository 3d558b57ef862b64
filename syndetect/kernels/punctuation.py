"""Lines, ends of sentences and quotation marks of one text, in passes over its code points.

What a line, an end and a mark are is said in ``text/sentences.py`` and ``text/marks.py``; the
tests have them as expressions, the slow twins. A character's kind is one look into a table.
Texts are uint8 where all is ASCII, else uint32; code points beyond the table are of no kind.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# Kinds of characters: bits of the table.
SPACE = 1
BREAK = 2  # ends a line
LOWER = 4
WORD = 8  # a letter or a digit
END = 16  # may end a sentence where space follows
END_UNSPACED = 32  # ends a sentence wherever it stands
CLOSER_UNSPACED = 64  # belongs to the sentence that such a mark ends
CLOSER = 128  # belongs to the sentence whose end it stands behind
OPENER = 256  # may stand before the first letter of a sentence
DOUBLE = 512  # a quotation mark, twice where it is SINGLE
SINGLE = 1024
ANY = 2048  # a mark that is looked past
BEFORE = 4096  # may stand before an opening mark
BEHIND = 8192  # may stand behind a closing mark
STRAIGHT = 16384
FIXED = 32768  # opens, wherever it does not surely close
OPENS_SINGLE = 65536  # may stand before an opening single mark, besides

SURE = 1
_NEWLINE = 10
_POINT = 46
_QUOTE = 34
_LEFT, _RIGHT, _RIGHT_SINGLE, _LEFT_SINGLE, _APOSTROPHE = 0x201C, 0x201D, 0x2019, 0x2018, 39
_RIGHT_GUILLEMET = 0xBB
_BLANKS = (0x20, 0xA0, 0x202F)
_MORE = 20  # further end marks that belong to the first
_CLOSERS = 9
_ROW = 3  # marks in a row that are looked past
_UNSPACED_FROM = 0x2E80  # scripts from here on put no space between words

NONE, PAIRS, WALK = 0, 1, 2  # what a paragraph has: no marks, plain pairs, or other ones


@njit(cache=True, nogil=True, inline="always")
def _kind(codes: Any, kinds: Any, at: int) -> Any:
    code = np.int64(codes[at])
    return np.int64(kinds[code]) if code < len(kinds) else 0


@njit(cache=True, nogil=True)
def lines(codes: Any, kinds: Any, out: Any) -> tuple[int, int]:
    """Write begin and end of each line that is not blank, without the space around it, to *out*
    (int32, two columns). Gives how many there are, and how many go on in lower case behind a
    single line break.
    """
    count = going_on = breaks = 0
    at, size = 0, len(codes)
    while at < size:
        kind = _kind(codes, kinds, at)
        if kind & (SPACE | BREAK):
            breaks += codes[at] == _NEWLINE
            at += 1
            continue
        begin = end = at
        while at < size:
            kind = _kind(codes, kinds, at)
            if kind & BREAK:
                break
            at += 1
            if not kind & SPACE:
                end = at
        if count and breaks == 1 and _kind(codes, kinds, begin) & LOWER:
            going_on += 1
        out[count, 0], out[count, 1] = begin, end
        count += 1
        breaks = 0
    return count, going_on


@njit(cache=True, nogil=True)
def _following(codes: Any, kinds: Any, at: int, end: int) -> tuple[int, int]:
    """Where the space that must be at *at* ends, and the next visible character that opens no
    bracket or quotation, if one follows at once; -1 and -1 without space or anything behind it.
    """
    here = at
    while here < end and _kind(codes, kinds, here) & SPACE:
        here += 1
    if here == at or here >= end:
        return -1, -1
    begin = here
    while here < end and _kind(codes, kinds, here) & OPENER:
        here += 1
    if here < end and not _kind(codes, kinds, here) & SPACE:
        return begin, here
    return begin, here - 1


@njit(cache=True, nogil=True)
def _spaced_end(codes: Any, kinds: Any, at: int, end: int) -> tuple[int, int, int, bool]:
    """The end mark at *at*, which needs space behind it: its end, where the next sentence begins,
    the character that tells it, and whether the mark is more than one. -1 where it is none.
    """
    here = at + 1
    while here < end and here - at <= _MORE and _kind(codes, kinds, here) & END:
        here += 1
    several = here > at + 1
    quotes = here
    while here < end and here - quotes < _CLOSERS and _kind(codes, kinds, here) & CLOSER:
        here += 1
    if here + 1 < end and codes[here] in _BLANKS and codes[here + 1] == _RIGHT_GUILLEMET:
        begin, first = _following(codes, kinds, here + 2, end)
        if begin >= 0:
            return here + 2, begin, first, several
    begin, first = _following(codes, kinds, here, end)
    return (here, begin, first, several) if begin >= 0 else (-1, -1, -1, several)


@njit(cache=True, nogil=True)
def ends(codes: Any, kinds: Any, blocks: Any, least: int, out: Any) -> int:
    """Write the ends of sentences in *blocks* (int32: begin and end of paragraphs) to *out*.

    A row (int32) is where the mark stands, its end, where the next sentence begins, and whether
    it is ``SURE``; else it is a point that may belong to a word of less than *least* letters.
    Gives how many there are.
    """
    count = 0
    for block in range(len(blocks)):
        at, end = blocks[block, 0], blocks[block, 1]
        begun = at
        while at < end:
            kind = _kind(codes, kinds, at)
            if not kind & (END | END_UNSPACED):
                at += 1
                continue
            mark = at
            sure = True
            if kind & END_UNSPACED:
                at += 1
                while at < end and _kind(codes, kinds, at) & END_UNSPACED:
                    at += 1
                while at < end and _kind(codes, kinds, at) & CLOSER_UNSPACED:
                    at += 1
                begin = at
                while begin < end and _kind(codes, kinds, begin) & SPACE:
                    begin += 1
            else:
                stop, begin, first, several = _spaced_end(codes, kinds, at, end)
                if stop < 0:
                    at += 1
                    continue
                at = stop
                if _kind(codes, kinds, first) & LOWER:
                    continue
                if codes[mark] == _POINT and not several:
                    here = mark
                    while here > begun and mark - here < least:
                        if not _kind(codes, kinds, here - 1) & WORD:
                            break
                        here -= 1
                    sure = mark - here == least
            out[count, 0], out[count, 1], out[count, 2] = mark, at, begin
            out[count, 3] = SURE if sure else 0
            count += 1
    return count


@njit(cache=True, nogil=True)
def _around(codes: Any, kinds: Any, first: int, last: int, begin: int, end: int) -> tuple[int, int]:
    """The places before and behind a mark and the marks beside it; -1 at the ends."""
    for _ in range(_ROW):
        if first > begin and _kind(codes, kinds, first - 1) & ANY:
            first -= 1
        elif last >= end or not _kind(codes, kinds, last) & ANY:
            break
        if last < end and _kind(codes, kinds, last) & ANY:
            last += 1
    return first - 1 if first > begin else -1, last if last < end else -1


@njit(cache=True, nogil=True)
def _length(codes: Any, kinds: Any, at: int, end: int) -> int:
    """Characters of the double mark at *at*, 0 where it is none."""
    kind = _kind(codes, kinds, at)
    if not kind & SINGLE:
        return 1
    here = at + 1
    while here < end and here - at < _ROW and codes[here] == codes[at]:
        here += 1
    return here - at if here - at > 1 else 0


@njit(cache=True, nogil=True)
def _is_pair(out: Any, at: int) -> Any:
    """Whether the marks at *at* and next surely open and close one quotation."""
    opens = out[at, 3] == 1 and out[at, 4] == 0
    closes = out[at + 1, 3] == 0 and out[at + 1, 4] == 1
    curved = out[at, 2] == _LEFT and out[at + 1, 2] == _RIGHT
    straight = out[at, 2] == _QUOTE and out[at + 1, 2] == _QUOTE
    return opens and closes and (curved or straight)


@njit(cache=True, nogil=True)
def marks(codes: Any, kinds: Any, blocks: Any, out: Any, has: Any) -> tuple[int, bool]:
    """Write the double quotation marks in *blocks* to *out* (int32), and to *has* (int32, a row a
    block) what each has and how many marks.

    A row of *out* is begin, end, form (a code point), whether it may open and close something.
    Gives how many there are, and whether a single mark may open anywhere.
    """
    count = 0
    single = False
    for block in range(len(blocks)):
        begin, end = blocks[block, 0], blocks[block, 1]
        at, before = begin, count
        while at < end:
            kind = _kind(codes, kinds, at)
            if not kind & DOUBLE:
                at += 1
                continue
            if codes[at] == _APOSTROPHE or codes[at] == _LEFT_SINGLE:
                free = SPACE | BEFORE | OPENS_SINGLE
                single = single or at == begin or _kind(codes, kinds, at - 1) & free != 0
            length = _length(codes, kinds, at, end)
            if length == 0:
                at += 1
                continue
            first, last = at, at + length
            form: Any = np.int64(codes[at])
            at = last
            left, right = _around(codes, kinds, first, last, begin, end)
            left_kind = _kind(codes, kinds, left) if left >= 0 else SPACE
            right_kind = _kind(codes, kinds, right) if right >= 0 else SPACE
            opens = closes = False
            if kind & STRAIGHT and left_kind & right_kind & WORD:
                if codes[left] < _UNSPACED_FROM and codes[right] < _UNSPACED_FROM:
                    continue  # inches by feet, Hebrew acronyms
                form = _QUOTE
            else:
                if kind & STRAIGHT:
                    form = _QUOTE
                elif form == _RIGHT_SINGLE:
                    form = _RIGHT
                free_before = left_kind & (SPACE | BEFORE) != 0
                free_behind = right_kind & (SPACE | BEHIND) != 0
                if first == begin and form != _RIGHT:
                    free_behind = False
                elif last == end:
                    free_before = False
                closes = free_behind and not free_before
                opens = not closes if kind & FIXED else free_before and not free_behind
            out[count, 0], out[count, 1], out[count, 2] = first, last, form
            out[count, 3], out[count, 4] = opens, closes
            count += 1
        has[block, 1] = count - before
        plain = (count - before) % 2 == 0
        for at in range(before, count, 2):
            plain = plain and _is_pair(out, at)
        has[block, 0] = NONE if count == before else PAIRS if plain else WALK
    return count, single
