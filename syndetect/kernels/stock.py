"""Which keys an outlet has printed on several occasions: days that lie apart, unlike events."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.shared import KEY_BITS

_CELLS = 4  # in which keys are counted, for each key


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


@njit(cache=True, nogil=True)
def repeated(keys: Any, least: int) -> Any:
    """Where (bool) keys stand that may come *least* times, at most 255: all that do, and of others
    those that share a cell with such, one in some dozens.

    Keys are hashes of ``KEY_BITS``, counted in cells by leading bits, four for each.
    """
    bits = 4
    while (1 << bits) < _CELLS * len(keys):
        bits += 1
    shift, last = np.uint64(KEY_BITS - bits), np.uint64((1 << bits) - 1)
    counts = np.zeros(1 << bits, dtype=np.uint8)
    for key in keys:
        cell = np.int64(min(key >> shift, last))
        counts[cell] += counts[cell] < least
    found = np.empty(len(keys), dtype=np.bool_)
    for i in range(len(keys)):
        found[i] = counts[np.int64(min(keys[i] >> shift, last))] >= least
    return found
