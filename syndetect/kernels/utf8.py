"""UTF-8 read and written by kernels: eight bytes at a time, and character by character.

A batch of texts is one array of bytes and the offsets of each text, and has ``SPARE`` bytes more
behind the last text, so that eight can be read wherever a text goes on. It is valid UTF-8, but that
lone surrogates may stand in it as Python's "surrogatepass" writes them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

from syndetect.kernels.sealed import sealed

SPARE = 16  # bytes
HIGH = np.uint64(0x8080808080808080)  # set in some byte of eight that are not all ASCII
_FIRST, _LAST = np.uint8(0x80), np.uint8(0xC0)  # a byte from here to there begins no character


def _eight(_typing: Any, text: Any, at: Any) -> Any:
    """The eight bytes of *text* (uint8) from *at* on as one uint64, the first one lowest."""

    def load(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]])
        wide = context.get_value_type(types.uint64).as_pointer()
        value = builder.load(builder.bitcast(place, wide))
        value.align = 1
        return value

    return types.uint64(text, at), load


eight: Any = intrinsic(_eight)


@njit(cache=True, nogil=True)
def decode(text: Any, at: int) -> tuple[Any, int]:
    """The code point whose first byte stands at *at* of UTF-8, and the place behind it."""
    lead = np.int64(text[at])
    if lead < 0x80:
        return lead, at + 1
    second = np.int64(text[at + 1]) & 0x3F
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | second, at + 2
    third = np.int64(text[at + 2]) & 0x3F
    if lead < 0xF0:
        return (lead & 0xF) << 12 | second << 6 | third, at + 3
    fourth = np.int64(text[at + 3]) & 0x3F
    return (lead & 7) << 18 | second << 12 | third << 6 | fourth, at + 4


@njit(cache=True, nogil=True)
def kind_at(text: Any, classes: Any, at: int, end: int) -> tuple[Any, int]:
    """The class of the character at *at*, and the place behind it; no class at the end."""
    if at >= end:
        return 0, at
    code, behind = decode(text, at)
    return np.int64(classes[code]), behind


@njit(cache=True, nogil=True)
def encode(code: Any, out: Any, size: int) -> int:
    """Write a code point as UTF-8; gives the place behind it."""
    if code < 0x80:
        out[size] = code
        return size + 1
    if code < 0x800:
        out[size] = 0xC0 | code >> 6
        out[size + 1] = 0x80 | code & 0x3F
        return size + 2
    if code < 0x10000:
        out[size] = 0xE0 | code >> 12
        out[size + 1] = 0x80 | code >> 6 & 0x3F
        out[size + 2] = 0x80 | code & 0x3F
        return size + 3
    out[size] = 0xF0 | code >> 18
    out[size + 1] = 0x80 | code >> 12 & 0x3F
    out[size + 2] = 0x80 | code >> 6 & 0x3F
    out[size + 3] = 0x80 | code & 0x3F
    return size + 4


@njit(cache=True, nogil=True)
def _copy(text: Any, classes: Any, some: int, at: int, last: int, out: Any, size: int) -> int:
    """Copy a text without the characters of the classes *some*; gives the place behind it."""
    while at < last:
        kind, behind = kind_at(text, classes, at, last)
        if not kind & some:
            for place in range(at, behind):
                out[size] = text[place]
                size += 1
        at = behind
    return size


@njit(cache=True, nogil=True)
def _has(text: Any, classes: Any, some: int, leads: Any, at: int, last: int) -> bool:
    """Whether one of the characters beyond ASCII is of the classes *some*, which begin with one of
    the bytes that *leads* (bool) tells."""
    while at < last:
        if eight(text, at) & HIGH != 0:
            perhaps = False
            for place in range(at, at + 8):
                perhaps |= leads[text[place]]
            for place in range(at, min(at + 8, last) if perhaps else at):
                if leads[text[place]] and kind_at(text, classes, place, last)[0] & some:
                    return True
        at += 8
    return False


@njit(cache=True, nogil=True)
def _fill_without(
    text: Any, offsets: Any, classes: Any, some: int, leads: Any, out: Any, starts: Any
) -> None:
    size = 0
    for row in range(len(offsets) - 1):
        at, last = offsets[row], offsets[row + 1]
        if _has(text, classes, some, leads, at, last):
            size = _copy(text, classes, some, at, last, out, size)
        else:
            out[size : size + last - at] = text[at:last]
            size += last - at
        starts[row + 1] = size


def leads_of(classes: Any, some: int) -> Any:
    """Whether each byte (bool, 256) begins a character of the classes *some*."""
    leads = np.zeros(256, dtype=np.bool_)
    leads[[chr(code).encode()[0] for code in np.flatnonzero(classes & some).tolist()]] = True
    return leads


def without_rows(text: Any, offsets: Any, classes: Any, some: int, leads: Any) -> tuple[Any, Any]:
    """*text* and *offsets* without the characters of the classes *some*, all beyond ASCII.

    *classes* (uint8) has the class bits of every code point, *leads* is what ``leads_of`` gives.
    """
    out, starts = np.zeros(len(text), dtype=np.uint8), np.zeros(len(offsets), dtype=np.int64)
    _fill_without(
        sealed(text, np.uint8), sealed(offsets, np.int64), sealed(classes, np.uint8), some,
        sealed(leads, np.bool_), out, starts,
    )  # fmt: skip
    return out, starts


@njit(cache=True, nogil=True)
def _count(text: Any, offsets: Any, ends: Any, places: Any, begin: Any, end: Any) -> None:
    for row in range(len(offsets) - 1):
        some = text[offsets[row] : offsets[row + 1]]
        together = np.uint8(0)
        for at in range(len(some)):
            together |= some[at]
        if together < _FIRST:
            continue
        behind = np.int32(0)
        for at in range(len(some)):
            places[at] = behind
            behind += np.int32(some[at] < _FIRST or some[at] >= _LAST)
        places[len(some)] = behind
        for token in range(ends[row], ends[row + 1]):
            begin[token] = places[begin[token]]
            end[token] = places[end[token]]


def to_characters(text: Any, offsets: Any, ends: Any, begin: Any, end: Any) -> None:
    """Turn places in bytes within each text into places in code points, in place."""
    longest = int(np.diff(offsets).max(initial=0))
    places = np.empty(longest + 1, dtype=np.int32)
    _count(
        sealed(text, np.uint8), sealed(offsets, np.int64), sealed(ends, np.int64), places,
        begin, end,
    )  # fmt: skip
