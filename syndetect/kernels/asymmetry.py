"""What one of two articles has and the other has not, counted in one pass over sorted rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

FACT = 1  # the key stands somewhere as a name or number
MET = 2  # other classes on the event have it


@njit(cache=True, nogil=True)
def differences(left: Any, right: Any, offsets: Any, keys: Any, weights: Any, marks: Any) -> Any:
    """For each pair, int64 of shape (pairs, 5): the weight of the keys in common; then of the
    left and of the right the private keys that are facts, and the weight of private keys that are
    met.

    Row i is ``keys[offsets[i]:offsets[i + 1]]``, ascending without doubles; a shared key weighs
    the smaller of its two weights.
    """
    result = np.zeros((len(left), 5), dtype=np.int64)
    for p in range(len(left)):
        i, i_end = offsets[left[p]], offsets[left[p] + 1]
        j, j_end = offsets[right[p]], offsets[right[p] + 1]
        while i < i_end or j < j_end:
            if i < i_end and j < j_end and keys[i] == keys[j]:
                result[p, 0] += min(weights[i], weights[j])
                i += 1
                j += 1
                continue
            if j == j_end or (i < i_end and keys[i] < keys[j]):
                side, k = 0, i
                i += 1
            else:
                side, k = 1, j
                j += 1
            result[p, 1 + side] += marks[k] & FACT
            if marks[k] & MET:
                result[p, 3 + side] += weights[k]
    return result


@njit(cache=True, nogil=True)
def inside(
    left: Any, right: Any, offsets: Any, words: Any, opening: Any, keys: Any, places: Any
) -> Any:
    """How many quotations of the right stand inside a longer one of the left, and of the left in
    one of the right: int64 of shape (pairs, 2).

    ``words[offsets[i]:offsets[i + 1]]`` are the quoted words of article i, with a 0 after each
    quotation; ``opening`` has at each place the key of the words that begin there, 0 where they
    are too few. ``keys`` are the same keys ascending a row, ``places`` where each begins.
    """
    result = np.zeros((len(left), 2), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            whole = left[p] if side == 0 else right[p]
            part = right[p] if side == 0 else left[p]
            at, end = offsets[part], offsets[part + 1]
            while at < end:
                stop = at
                while words[stop] != 0:
                    stop += 1
                if opening[at] != 0 and _stands_inside(
                    at, stop, opening[at], offsets[whole], offsets[whole + 1], words, keys, places
                ):
                    result[p, side] += 1
                at = stop + 1
    return result


@njit(cache=True, nogil=True)
def _stands_inside(
    at: int, stop: int, key: Any, begin: int, end: int, words: Any, keys: Any, places: Any
) -> bool:
    low, high = begin, end
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    while low < end and keys[low] == key:
        here = places[low]
        k = 0
        while at + k < stop and words[begin + here + k] == words[at + k]:
            k += 1
        before = here > 0 and words[begin + here - 1] != 0
        if at + k == stop and (before or words[begin + here + k] != 0):
            return True
        low += 1
    return False
