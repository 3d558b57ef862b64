"""Pairs of values that stand near each other in a row, without regard to their order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_31 = np.uint64(31)
_33 = np.uint64(33)


@njit(cache=True, nogil=True)
def near_pairs(offsets: Any, values: Any, weights: Any, marks: Any, reach: int) -> Any:
    """Each value paired with the *reach* after it in its row, unless these are equal to it.

    Row i is ``values[offsets[i]:offsets[i + 1]]`` (uint64). Returns row (int64), key (uint64, the
    same for either order of the two values), weight (int32, the sum of both) and mark (uint8, both
    or-ed) of each pair; rows ascend.
    """
    total = 0
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            for j in range(i + 1, min(i + reach + 1, offsets[row + 1])):
                if values[i] != values[j]:
                    total += 1
    rows = np.empty(total, dtype=np.int64)
    keys = np.empty(total, dtype=np.uint64)
    sums = np.empty(total, dtype=np.int32)
    both = np.empty(total, dtype=np.uint8)
    at = 0
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            for j in range(i + 1, min(i + reach + 1, offsets[row + 1])):
                if values[i] == values[j]:
                    continue
                low, high = min(values[i], values[j]), max(values[i], values[j])
                rows[at] = row
                keys[at] = (low * _MULTIPLIER) ^ ((high >> _31) | (high << _33))
                sums[at] = weights[i] + weights[j]
                both[at] = marks[i] | marks[j]
                at += 1
    return rows, keys, sums, both
