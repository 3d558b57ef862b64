"""Which values of many rows are among a few known ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_6 = np.uint64(6)
_63 = np.uint64(63)
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def _is_known(value: Any, known: Any, seen: Any, mask: Any) -> bool:
    """Whether ascending *known* has *value*; most values fall through the bitmap *seen*."""
    slot = value & mask
    if not seen[np.int64(slot >> _6)] >> (slot & _63) & _ONE:
        return False
    low, high = 0, len(known)
    while low < high:
        middle = (low + high) // 2
        if known[middle] < value:
            low = middle + 1
        else:
            high = middle
    return bool(low < len(known) and known[low] == value)


@njit(cache=True, nogil=True)
def _fill_seen(known: Any, seen: Any) -> Any:
    mask = np.uint64(len(seen) * 64 - 1)
    for value in known:
        slot = value & mask
        seen[np.int64(slot >> _6)] |= _ONE << (slot & _63)
    return mask


@njit(cache=True, nogil=True)
def _count(offsets: Any, values: Any, known: Any, seen: Any, counts: Any) -> None:
    mask = _fill_seen(known, seen)
    for row in range(len(offsets) - 1):
        for at in range(offsets[row], offsets[row + 1]):
            counts[row] += np.int32(_is_known(values[at], known, seen, mask))


@njit(cache=True, nogil=True)
def _fill_others(
    rows: Any, offsets: Any, values: Any, known: Any, seen: Any, bounds: Any, others: Any
) -> None:
    mask = _fill_seen(known, seen)
    for row in rows:
        out = bounds[row]
        for at in range(offsets[row], offsets[row + 1]):
            if not _is_known(values[at], known, seen, mask):
                others[out] = values[at]
                out += 1


def _bitmap(known: Any) -> Any:
    """Zeros for a bitmap of 16 bits or more a value."""
    return np.zeros(1 << max(len(known) // 4, 1).bit_length(), dtype=np.uint64)


def counts(offsets: Any, values: Any, known: Any) -> Any:
    """How many values (int32) of each row are among *known* (uint64, ascending).

    Row r is ``values[offsets[r]:offsets[r + 1]]`` (uint64).
    """
    found = np.zeros(len(offsets) - 1, dtype=np.int32)
    known = sealed(known, np.uint64)
    _count(sealed(offsets, np.int64), sealed(values, np.uint64), known, _bitmap(known), found)
    return found


def others(rows: Any, offsets: Any, values: Any, known: Any) -> tuple[Any, Any]:
    """Offsets and values of the *rows* (int32, ascending) without the values that are *known*
    (uint64, ascending); all other rows are empty."""
    offsets, values = sealed(offsets, np.int64), sealed(values, np.uint64)
    known = sealed(known, np.uint64)
    sizes = np.zeros(len(offsets) - 1, dtype=np.int64)
    left = np.diff(offsets) - counts(offsets, values, known)
    sizes[rows] = left[rows]
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    found = np.empty(int(bounds[-1]), dtype=np.uint64)
    _fill_others(
        sealed(rows, np.int32), offsets, values, known, _bitmap(known), sealed(bounds, np.int64),
        found,
    )  # fmt: skip
    return bounds, found
