"""Numbers for 64-bit keys in the order in which they are met: an open table with linear steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def number_keys(
    keys: Any, place: int, table: Any, numbers: Any, known: int, out: Any, first: Any
) -> tuple[int, int]:
    """Number *keys* (uint64) from *place* on, as far as the table has room.

    The number of each goes to *out* (int32); new ones count on from *known*. *table* (uint64) and
    *numbers* (int32, -1 where free) are as long as a power of two, and at most half in use.
    *first* (int64) gets the place in *keys* of each new one. Gives how many are new, and the place
    behind the last that was numbered: before the end where the table must grow.
    """
    mask = np.uint64(len(table) - 1)
    room = len(table) // 2 - known
    new = 0
    while place < len(keys):
        key = keys[place]
        at = key & mask
        while numbers[at] >= 0 and table[at] != key:
            at = (at + np.uint64(1)) & mask
        if numbers[at] < 0:
            if new == room:
                break
            table[at] = key
            numbers[at] = known + new
            first[new] = place
            new += 1
        out[place] = numbers[at]
        place += 1
    return new, place
