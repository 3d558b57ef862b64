"""How close together the words of one text come back, counted in one pass over its words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

NEAR = 3  # stretches apart at which two places are close together


@njit(cache=True, nogil=True)
def recurrences(
    offsets: Any, stems: Any, flags: Any, aside: int, common: int, name: int, width: int
) -> Any:
    """For each row of *stems* (uint64; ``offsets[i]:offsets[i + 1]``) five counts (int64).

    Of its own words (no *aside* flag) the telling ones (not *common*) are cut into stretches of
    about *width* words. Counted are: pairs of stretches at most ``NEAR`` apart that share a stem,
    pairs that share one at all (both once for each stem), telling words, different stems with
    the flag *name* among own words, and own words.
    """
    found = np.zeros((len(offsets) - 1, 5), dtype=np.int64)
    longest = 1
    for row in range(len(offsets) - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    bits = 1
    while 1 << bits < 2 * longest:
        bits += 1
    room = 1 << bits
    shift = np.uint64(64 - bits)
    keys = np.zeros(room, dtype=np.uint64)
    owner = np.full(room, -1, dtype=np.int64)  # the row that a slot is used by
    last = np.empty(room, dtype=np.int64)  # stretch at which a stem stood last, -1 before any
    mask = np.empty(room, dtype=np.int64)  # which of the NEAR + 1 stretches up to that have it
    times = np.empty(room, dtype=np.int64)  # stretches that have it
    named = np.empty(room, dtype=np.bool_)
    for row in range(len(offsets) - 1):
        begin, end = offsets[row], offsets[row + 1]
        own = telling = np.int64(0)
        for at in range(begin, end):
            if flags[at] & aside == 0:
                own += 1
                telling += flags[at] & common == 0
        stretches = telling // width
        near = pairs = names = seen = np.int64(0)
        for at in range(begin, end):
            flag = flags[at]
            tells, is_name = flag & common == 0, flag & name != 0
            if flag & aside != 0 or not (tells or is_name):
                continue
            # The high bits of a product mix those of a stem, which may be any number.
            slot = np.int64((stems[at] * np.uint64(0x9E3779B97F4A7C15)) >> shift)
            while owner[slot] == row and keys[slot] != stems[at]:
                slot = (slot + 1) & (room - 1)
            if owner[slot] != row:
                owner[slot], keys[slot] = row, stems[at]
                last[slot], mask[slot], times[slot], named[slot] = -1, 0, 0, False
            if is_name and not named[slot]:
                named[slot] = True
                names += 1
            if not tells:
                continue
            stretch = seen * stretches // telling
            seen += 1
            if stretch == last[slot]:
                continue
            moved = stretch - last[slot] if last[slot] >= 0 else NEAR + 1
            mask[slot] = mask[slot] << moved if moved <= NEAR else 0
            mask[slot] &= (1 << NEAR + 1) - 1
            for lag in range(1, NEAR + 1):
                near += mask[slot] >> lag & 1
            pairs += times[slot]
            mask[slot] |= 1
            last[slot] = stretch
            times[slot] += 1
        found[row] = (near, pairs, telling, names, own)
    return found
