"""Numbers for 64-bit keys in the order in which they are met: an open table with linear steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def number_keys(keys: Any, table: Any, numbers: Any, known: int, out: Any, first: Any) -> int:
    """Write the number of each of *keys* (uint64) to *out* (int32); new ones count on from *known*.

    *table* (uint64) and *numbers* (int32, -1 where free) are as long as a power of two, longer
    than all keys together. *first* (int64) gets the place in *keys* of each new one. Gives how
    many are new.
    """
    mask = np.uint64(len(table) - 1)
    new = 0
    for place in range(len(keys)):
        key = keys[place]
        at = np.int64(key & mask)
        while numbers[at] >= 0 and table[at] != key:
            at = np.int64(np.uint64(at + 1) & mask)
        if numbers[at] < 0:
            table[at] = key
            numbers[at] = known + new
            first[new] = place
            new += 1
        out[place] = numbers[at]
    return new
