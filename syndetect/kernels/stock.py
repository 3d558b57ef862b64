"""Which keys an outlet has printed on several occasions: days that lie apart, unlike events."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _occasions(
    printing: Any, order: Any, days: Any, events: Any, undated: int, apart: int, most: int
) -> int:
    """The occasions, up to *most*, that the entries ``order`` of one key have been printed on."""
    count = 0
    last = np.int64(0)
    for at in range(len(order)):
        one = printing[order[at]]
        if days[one] == undated:
            # It may be a version of what is told of its event, by whatever article, and counts
            # once, where none of those has a day.
            fresh = True
            for before in range(at):
                fresh = fresh and events[printing[order[before]]] != events[one]
            if fresh:
                count += 1
        elif count == 0 or days[one] >= last + apart:
            # Days ascend: the earliest one that is far enough leaves most room for others.
            count += 1
            last = days[one]
        if count >= most:
            break
    return count


@njit(cache=True, nogil=True)
def often(
    keys: Any,
    printing: Any,
    order: Any,
    days: Any,
    events: Any,
    undated: int,
    apart: int,
    least: int,
) -> Any:
    """The keys (uint64, ascending) that have been printed on *least* occasions: days that lie
    *apart* from each other, and events of *undated* printings on which it has no other.

    Entry i is ``keys[i]`` in the printing ``printing[i]``; *order* sorts entries by key, and leaves
    those of one key in the order of printings, whose days ascend, the *undated* ones last.
    """
    found = np.empty(len(order) // max(least, 1), dtype=np.uint64)
    count = 0
    begin = 0
    while begin < len(order):
        end = begin + 1
        while end < len(order) and keys[order[end]] == keys[order[begin]]:
            end += 1
        some = order[begin:end]
        if len(some) >= least and (
            _occasions(printing, some, days, events, undated, apart, least) >= least
        ):
            found[count] = keys[order[begin]]
            count += 1
        begin = end
    return found[:count].copy()
