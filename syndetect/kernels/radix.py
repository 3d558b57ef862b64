"""Radix grouping: who holds the same hash, without a comparison sort of all hashes.

Hashes are spread evenly, so their bits say where each belongs: the high ones in a bucket that a
processor's cache holds, the next ones in a cell of a few there. See D. E. Knuth, The Art of
Computer Programming, volume 3, 5.2.5 (radix) and 5.2.1 (insertion).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_A_BUCKET = 1 << 15  # hashes of a bucket, more or less: what a cache holds
_MOST_BUCKETS = 1 << 11  # each is written to in turn, and has a line of the cache
_A_CELL = 4  # hashes of a cell, more or less
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def _sizes(
    rows: Any, offsets: Any, values: Any, low: Any, high: Any, shift: Any, found: Any
) -> None:
    """Add to *found* how many values of *rows* each bucket takes."""
    for row in rows:
        for at in range(offsets[row], offsets[row + 1]):
            if low <= values[at] <= high:
                found[np.int64((values[at] - low) >> shift)] += 1


@njit(cache=True, nogil=True)
def _spread(
    rows: Any, offsets: Any, values: Any, low: Any, high: Any, shift: Any, cursors: Any, keys: Any,
    seats: Any,
) -> None:  # fmt: skip
    """Write each value and its seat to its bucket; owns every cell of *keys* and *seats*."""
    for seat in range(len(rows)):
        for at in range(offsets[rows[seat]], offsets[rows[seat] + 1]):
            if low <= values[at] <= high:
                bucket = np.int64((values[at] - low) >> shift)
                keys[cursors[bucket]] = values[at]
                seats[cursors[bucket]] = seat
                cursors[bucket] += 1


@njit(cache=True, nogil=True)
def _sort(
    keys: Any, seats: Any, low: Any, shift: Any, cells: Any, to_keys: Any, to_seats: Any
) -> None:
    """Write *keys*, with their *seats*, in order; equal keys stay in the order they are in.

    All keys lie less than ``cells << shift`` above *low*.
    """
    starts, held = np.zeros(cells, dtype=np.int32), np.zeros(cells, dtype=np.int32)
    for key in keys:
        held[np.int64((key - low) >> shift)] += 1
    total: Any = np.int32(0)
    for one in range(cells):
        starts[one] = total
        total += held[one]
        held[one] = 0
    for at in range(len(keys)):
        key = keys[at]
        cell = np.int64((key - low) >> shift)
        first = np.int64(starts[cell])
        place: Any = first + held[cell]
        held[cell] += 1
        while place > first and to_keys[place - 1] > key:
            to_keys[place] = to_keys[place - 1]
            to_seats[place] = to_seats[place - 1]
            place -= 1
        to_keys[place] = key
        to_seats[place] = seats[at]


@njit(cache=True, nogil=True)
def _shared(keys: Any, seats: Any, bounds: Any, low: Any, shift: Any) -> Any:
    """Put what several hold to the front of *keys* and *seats*, sorted; returns how much it is.

    Bucket b is ``keys[bounds[b]:bounds[b + 1]]``, and its keys begin at ``low + (b << shift)``.
    """
    most = np.int64(0)
    for bucket in range(len(bounds) - 1):
        most = max(most, bounds[bucket + 1] - bounds[bucket])
    some_keys, some_seats = np.empty(most, dtype=np.uint64), np.empty(most, dtype=np.int32)
    out = np.int64(0)
    for bucket in range(len(bounds) - 1):
        begin, end = bounds[bucket], bounds[bucket + 1]
        size = end - begin
        bits = np.uint64(0)
        while bits < shift and (np.int64(1) << np.int64(bits)) * _A_CELL < size:
            bits += _ONE
        cells = np.int64(1) << np.int64(bits)
        first = low + (np.uint64(bucket) << shift)
        _sort(keys[begin:end], seats[begin:end], first, shift - bits, cells, some_keys, some_seats)
        at = np.int64(0)
        while at < size:
            next_ = at + 1
            while next_ < size and some_keys[next_] == some_keys[at]:
                next_ += 1
            if next_ > at + 1:
                for one in range(at, next_):
                    keys[out] = some_keys[one]
                    seats[out] = some_seats[one]
                    out += 1
            at = next_
    return out


def shared(rows: Any, offsets: Any, values: Any, low: int, high: int) -> tuple[Any, Any]:
    """Values from *low* to *high* that two or more of *rows* hold, each with every holder.

    Row r is ``values[offsets[r]:offsets[r + 1]]`` (uint64 hashes, without doubles in a row), *rows*
    are int32. Returns keys (uint64), ascending, and the position in *rows* of each holder (int32),
    ascending for one key.
    """
    rows, offsets = sealed(rows, np.int32), sealed(offsets, np.int64)
    values, least, most = sealed(values, np.uint64), np.uint64(low), np.uint64(high)
    buckets = min(max(len(values) // _A_BUCKET, 1), _MOST_BUCKETS)
    shift = np.uint64(min(max((high - low).bit_length() - buckets.bit_length() + 1, 0), 63))
    sizes = np.zeros(((high - low) >> int(shift)) + 1, dtype=np.int64)
    _sizes(rows, offsets, values, least, most, shift, sizes)
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    keys, seats = np.empty(int(bounds[-1]), dtype=np.uint64), np.empty(int(bounds[-1]), np.int32)
    _spread(rows, offsets, values, least, most, shift, bounds[:-1].copy(), keys, seats)
    count = _shared(keys, seats, bounds, least, shift)
    return keys[:count], seats[:count]
