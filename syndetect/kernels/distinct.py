"""Rows of distinct ascending values: hashes dealt out by their leading bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_1 = np.uint64(1)
_ONE = np.uint32(1)


@njit(cache=True, nogil=True)
def _deal(row: Any, scratch: Any, places: Any) -> None:
    """Sort *row* into *scratch*; *places* has room for twice as many and three."""
    size = len(row)
    bits = 1
    while (1 << bits) < size:
        bits += 1
    shift = np.uint64(64 - bits)
    places[: (1 << bits) + 1] = 0
    for i in range(size):
        places[(row[i] >> shift) + _1] += _ONE
    before = np.uint32(0)
    for bucket in range((1 << bits) + 1):
        before += places[bucket]
        places[bucket] = before
    for i in range(size):
        bucket = row[i] >> shift
        scratch[places[bucket]] = row[i]
        places[bucket] += _ONE
    for i in range(1, size):
        value = scratch[i]
        j = i
        while j > 0 and scratch[j - 1] > value:
            scratch[j] = scratch[j - 1]
            j -= 1
        scratch[j] = value


@njit(cache=True, nogil=True)
def _distinct_rows(offsets: Any, values: Any, ends: Any, scratch: Any, places: Any) -> None:
    """Sort each row of *values* in place, drop its doubles and close the gaps."""
    count = np.uint64(0)
    for row in range(len(offsets) - 1):
        size = offsets[row + 1] - offsets[row]
        _deal(values[offsets[row] : offsets[row + 1]], scratch, places)
        for i in range(size):  # the last of equal ones stays
            values[count] = scratch[i]
            count += np.uint64((i == size - 1) | (scratch[i] != scratch[i + 1]))
        ends[row + 1] = count


def distinct_rows(offsets: Any, values: Any) -> tuple[Any, Any]:
    """Offsets and values of each row of uint64 *values*, ascending and without doubles.

    Hashes are spread evenly: a row is dealt out by leading bits and is then nearly in order, so
    that the cost is linear. Other values sort right as well, only slower.
    Owns *values*: its cells are used up.
    """
    longest = int(np.diff(offsets).max(initial=0))
    ends = np.zeros(len(offsets), dtype=np.int64)
    scratch = np.empty(longest + 1, dtype=np.uint64)  # one is looked at behind the last
    places = np.empty(2 * longest + 3, dtype=np.uint32)
    _distinct_rows(sealed(offsets, np.int64), values, ends, scratch, places)
    return ends, values[: ends[-1]].copy()
