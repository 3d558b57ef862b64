"""Values of rows that lie in a range."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _count(rows: Any, offsets: Any, values: Any, low: Any, high: Any, sizes: Any) -> None:
    """Write how many values of each of *rows* lie in the range; owns every cell of *sizes*."""
    for seat in range(len(rows)):
        count = np.int64(0)
        for at in range(offsets[rows[seat]], offsets[rows[seat] + 1]):
            count += np.int64(low <= values[at] <= high)
        sizes[seat] = count


@njit(cache=True, nogil=True)
def _fill(rows: Any, offsets: Any, values: Any, low: Any, high: Any, found: Any) -> None:
    """Write the values of *rows* that lie in the range, row by row; owns all of *found*."""
    out = 0
    for row in rows:
        for at in range(offsets[row], offsets[row + 1]):
            if low <= values[at] <= high:
                found[out] = values[at]
                out += 1


def within(rows: Any, offsets: Any, values: Any, low: int, high: int) -> tuple[Any, Any]:
    """Offsets and values (uint64) of *rows* (int32), of which only those from *low* to *high*, both
    included. Row r is ``values[offsets[r]:offsets[r + 1]]``."""
    rows, offsets = sealed(rows, np.int32), sealed(offsets, np.int64)
    values = sealed(values, np.uint64)
    least, most = np.uint64(low), np.uint64(high)
    sizes = np.empty(len(rows), dtype=np.int64)
    _count(rows, offsets, values, least, most, sizes)
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    found = np.empty(int(bounds[-1]), dtype=np.uint64)
    _fill(rows, offsets, values, least, most, found)
    return bounds, found
