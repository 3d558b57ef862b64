"""Folded spellings and their hashes, where every character folds by itself.

What folding is is said in ``text/tokens.py``, whose ``fold`` is the slow twin.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.hashing import digest_bytes
from syndetect.kernels.sealed import sealed
from syndetect.kernels.utf8 import SPARE, decode, encode

_UNDERSCORE = ord("_")
_APOSTROPHE = ord("'")
_POINT = ord(".")
_COMMA = ord(",")
_NOUGHT = ord("0")
_NINE = ord("9")


@njit(cache=True, nogil=True)
def _folded(text: Any, at: int, stop: int, folds: Any, out: Any) -> int:
    """Write what the characters fold to; gives the bytes, -1 where one does not fold by itself.

    Underscores and apostrophes at the ends are left out.
    """
    size = 0
    while at < stop:
        code, at = decode(text, at)
        fold = np.int64(folds[code])
        if fold == 0:
            return -1
        if size > 0 or (fold != _UNDERSCORE and fold != _APOSTROPHE):
            size = encode(fold, out, size)
    while size > 0 and (out[size - 1] == _UNDERSCORE or out[size - 1] == _APOSTROPHE):
        size -= 1
    return size


@njit(cache=True, nogil=True)
def _digits(out: Any, at: int, size: int) -> int:
    """Behind the digits from *at* on."""
    while at < size and _NOUGHT <= out[at] <= _NINE:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _joined(out: Any, size: int) -> int:
    """Take out the marks between thousands, where they can be nothing else; gives the bytes."""
    lead = _digits(out, 0, size)
    if lead == 0 or lead > 3 or lead == size:
        return size
    mark, at, groups = out[lead], lead, 0
    while at < size and out[at] == mark and _digits(out, at + 1, size) == at + 4:
        at += 4
        groups += 1
    if mark == _COMMA:
        part = at < size - 1 and out[at] == _POINT and _digits(out, at + 1, size) == size
        found = groups >= 1 and (at == size or part)
    else:
        found = mark == _POINT and groups >= 2 and at == size
    if not found:
        return size
    kept = lead
    for place in range(lead, size):
        if place >= at or out[place] != mark:
            out[kept] = out[place]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _fill_digests(
    text: Any, begin: Any, end: Any, folds: Any, lanes: Any, out: Any, digests: Any, odd: Any
) -> int:
    """Write the digest of each spelling, and which are *odd*; gives how many these are."""
    count = 0
    for row in range(len(begin)):
        size = _folded(text, begin[row], end[row], folds, out)
        if size < 0:
            odd[count] = row
            count += 1
            continue
        size = _joined(out, size)
        digests[row] = digest_bytes(lanes, out, size) if size else np.uint64(0)
    return count


def digests(text: Any, begin: Any, end: Any, folds: Any) -> tuple[Any, Any]:
    """XXH64 (uint64, seed 0) of each spelling ``text[begin:end]`` (UTF-8) as it is folded.

    *folds* (uint32) has for each code point the one that it folds to wherever it stands, or 0. A
    spelling of which nothing is left has the digest 0. Second come the positions (int64) of
    those that hold a character without such a fold: they are to be folded otherwise.
    """
    longest = int(np.max(end - begin, initial=0))
    lanes = np.zeros(longest // 4 + 1, dtype=np.uint64)  # a fold may take twice the bytes
    found = np.zeros(len(begin), dtype=np.uint64)
    odd = np.empty(len(begin), dtype=np.int64)
    count = _fill_digests(
        sealed(text, np.uint8), sealed(begin, np.int64), sealed(end, np.int64),
        sealed(folds, np.uint32), lanes, lanes.view(np.uint8), found, odd,
    )  # fmt: skip
    return found, odd[:count]


@njit(cache=True, nogil=True)
def _fill_folded(text: Any, begin: Any, end: Any, folds: Any, out: Any, ends: Any, odd: Any) -> int:
    """Write each spelling as it is folded, one behind the other, and which are *odd*."""
    count = size = 0
    for row in range(len(begin)):
        here = out[size:]
        written = _folded(text, begin[row], end[row], folds, here)
        if written < 0:
            odd[count] = row
            count += 1
        else:
            size += _joined(here, written)
        ends[row + 1] = size
    return count


def folded(text: Any, begin: Any, end: Any, folds: Any) -> tuple[Any, Any, Any]:
    """Each spelling ``text[begin:end]`` as it is folded: bytes, and where each begins in them.

    As ``digests`` has it: last come the positions of those that are to be folded otherwise, of
    which nothing is written.
    """
    out = np.zeros(2 * int(np.sum(end - begin)) + SPARE, dtype=np.uint8)  # a fold may be longer
    ends = np.zeros(len(begin) + 1, dtype=np.int64)
    odd = np.empty(len(begin), dtype=np.int64)
    count = _fill_folded(
        sealed(text, np.uint8), sealed(begin, np.int64), sealed(end, np.int64),
        sealed(folds, np.uint32), out, ends, odd,
    )  # fmt: skip
    return out, ends, odd[:count]
