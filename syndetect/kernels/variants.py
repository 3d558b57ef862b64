"""Places where articles on one event read differently: which reading is odd, and who shares it.

A key is a place (32 bits), then the reading there (``READING`` bits); above ``KEY_BITS`` the number
of the event, where several are counted together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import KEY_BITS

READING = 16  # bits of a key that tell the readings of one place apart

RARE = 650  # hundredths: rarity from which a word may be a slip,
TWIN = 600  # and that of the word it stands for, so that these are not two common words;
UNKNOWN = 800  # what no dictionary has may stand for any word
CLEAR = 50  # difference in rarity that tells the slip where as many have the one as the other

_READING = np.uint64(READING)
_ABOVE = np.uint64(KEY_BITS)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def read_in_several_ways(events: Any, keys: Any) -> npt.NDArray[np.bool_]:
    """Whether each key is at a place that its event reads in two ways or more.

    A sieve that takes no sorting: some are kept that are not, none is lost that is.
    """
    found: npt.NDArray[np.bool_] = _read_in_several_ways(
        sealed(events, np.int64), sealed(keys, np.uint64)
    )
    return found


def at_known_places(
    keys: Any, pools: Any, pool_offsets: Any, pool_keys: Any
) -> npt.NDArray[np.bool_]:
    """Whether each key is at a place of which its pool has a reading: row ``pools[i]`` of the
    pools, none where that is negative. Keys of a pool ascend."""
    found: npt.NDArray[np.bool_] = _at_known_places(
        sealed(keys, np.uint64),
        sealed(pools, np.int64),
        sealed(pool_offsets, np.int64),
        sealed(pool_keys, np.uint64),
    )
    return found


@njit(cache=True, nogil=True)
def _read_in_several_ways(events: Any, keys: Any) -> Any:
    bits = 4
    while (1 << bits) < 4 * len(keys):
        bits += 1
    seen = np.zeros(1 << bits, dtype=np.uint64)
    several = np.zeros(1 << bits, dtype=np.bool_)
    slots = np.empty(len(keys), dtype=np.int64)
    for i in range(len(keys)):
        event = np.uint64(events[i]) << _ABOVE
        mixed = ((keys[i] >> _READING) ^ event) * _MULTIPLIER
        slot = slots[i] = np.int64(mixed >> np.uint64(64 - bits))
        reading = (keys[i] | event) + np.uint64(1)
        if seen[slot] == 0:
            seen[slot] = reading
        elif seen[slot] != reading:
            several[slot] = True
    return several[slots]


@njit(cache=True, nogil=True)
def _at_known_places(keys: Any, pools: Any, pool_offsets: Any, pool_keys: Any) -> Any:
    known = np.zeros(len(keys), dtype=np.bool_)
    for i in range(len(keys)):
        if pools[i] < 0:
            continue
        low, end = pool_offsets[pools[i]], pool_offsets[pools[i] + 1]
        place, high = keys[i] >> _READING, end
        while low < high:
            middle = (low + high) // 2
            if pool_keys[middle] >> _READING < place:
                low = middle + 1
            else:
                high = middle
        known[i] = low < end and pool_keys[low] >> _READING == place
    return known


@njit(cache=True, nogil=True)
def odd_readings(
    keys: Any, counts: Any, spelt: Any, rarities: Any, vowels: Any, patterns: Any, long: Any
) -> Any:
    """Of readings with ascending keys: the count of the commonest reading that each is odd beside,
    0 where it is not odd (int32); and whether each is odd or stands beside one that is (bool).

    *counts* are the classes that have each. Where *spelt* is 0, the reading that fewer have is
    odd. Other readings are words of one skeleton: their *rarities* (hundredths), how often each
    of five *vowels* stands in them, *patterns* of where, and whether they are *long*.
    """
    beside = np.zeros(len(keys), dtype=np.int32)
    contested = np.zeros(len(keys), dtype=np.bool_)
    first = 0
    while first < len(keys):
        end = first + 1
        while end < len(keys) and keys[end] >> _READING == keys[first] >> _READING:
            end += 1
        for i in range(first, end):
            for j in range(first, end):
                if i == j or counts[j] < counts[i] or spelt[i] != spelt[j]:
                    continue
                clear = spelt[i] and rarities[i] >= rarities[j] + CLEAR
                if counts[j] == counts[i] and not clear:
                    continue
                if spelt[i]:
                    apart = np.abs(vowels[i].astype(np.int64) - vowels[j]).sum()
                    alike = patterns[i] == patterns[j]
                    if not _slip(rarities[i], rarities[j], apart, alike, long[i] or long[j]):
                        continue
                beside[i] = max(beside[i], counts[j])
                contested[i] = True
                contested[j] = True
        first = end
    return beside, contested


@njit(cache=True, nogil=True)
def _slip(rarity: int, twin: int, apart: int, alike: bool, long: bool) -> bool:
    """Whether a word may be a slip for its twin: one vowel more, fewer or in another place, or
    another vowel in the same place; in a short word no more than a double letter."""
    if not long and not (alike and apart == 0):
        return False
    if apart > 1 and not (alike and apart == 2):
        return False
    rare = rarity >= RARE and twin >= TWIN and rarity >= twin - CLEAR
    return rare or (rarity >= UNKNOWN and rarity > twin and apart <= 1 and long)


@njit(cache=True, nogil=True)
def share_readings(left: Any, right: Any, offsets: Any, keys: Any, weights: Any) -> Any:
    """For each pair: the weight of the readings in common, and of those that only its left and
    only its right has where the other reads differently. int64 of shape (pairs, 3).

    ``keys[offsets[i]:offsets[i + 1]]`` ascend without doubles; readings that are not odd weigh 0.
    """
    result = np.zeros((len(left), 3), dtype=np.int64)
    for p in range(len(left)):
        i, i_end = offsets[left[p]], offsets[left[p] + 1]
        j, j_end = offsets[right[p]], offsets[right[p] + 1]
        while i < i_end and j < j_end:
            place, there = keys[i] >> _READING, keys[j] >> _READING
            if place < there:
                i += 1
            elif place > there:
                j += 1
            else:
                while i < i_end or j < j_end:
                    on_left = i < i_end and keys[i] >> _READING == place
                    on_right = j < j_end and keys[j] >> _READING == place
                    if on_left and on_right and keys[i] == keys[j]:
                        result[p, 0] += min(weights[i], weights[j])
                        i += 1
                        j += 1
                    elif on_left and (not on_right or keys[i] < keys[j]):
                        result[p, 1] += weights[i]
                        i += 1
                    elif on_right:
                        result[p, 2] += weights[j]
                        j += 1
                    else:
                        break
    return result
