"""Minima: datasketch's ``affine32`` scheme over ragged rows of hashes.

A hash enters by its low 32 bits, is mixed once by murmur's finaliser, and permutation k maps it
to ``multipliers[k] * h + addends[k]`` modulo 2**32; a row keeps the smallest value of each.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

LOW = np.uint64(0xFFFFFFFF)
_M1 = np.uint32(0x85EBCA6B)
_M2 = np.uint32(0xC2B2AE35)
_13 = np.uint32(13)
_16 = np.uint32(16)


@njit(cache=True, nogil=True)
def _mix(value: Any) -> Any:
    """Murmur's 32-bit finaliser of the low half of a uint64."""
    half = np.uint32(value & LOW)
    half = np.uint32(np.uint32(half ^ (half >> _16)) * _M1)
    half = np.uint32(np.uint32(half ^ (half >> _13)) * _M2)
    return np.uint32(half ^ (half >> _16))


@njit(cache=True, nogil=True)
def _fill_minima(offsets: Any, hashes: Any, multipliers: Any, addends: Any, minima: Any) -> None:
    """Write one row of *minima* per row of *hashes*; owns every cell."""
    size = len(multipliers)
    for row in range(len(offsets) - 1):
        least = minima[row]
        least[:] = np.uint32(0xFFFFFFFF)
        at, end = offsets[row], offsets[row + 1]
        while at < end:
            # Four at a time halve the traffic; the last one stands in for those that lack.
            a = _mix(hashes[at])
            b = _mix(hashes[min(at + 1, end - 1)])
            c = _mix(hashes[min(at + 2, end - 1)])
            d = _mix(hashes[min(at + 3, end - 1)])
            for k in range(size):
                m, n = multipliers[k], addends[k]
                low = min(np.uint32(m * a + n), np.uint32(m * b + n))
                high = min(np.uint32(m * c + n), np.uint32(m * d + n))
                least[k] = min(least[k], low, high)
            at += 4


def minima_rows(offsets: Any, hashes: Any, multipliers: Any, addends: Any) -> Any:
    """Minima (uint32, rows × permutations) of ragged rows of uint64 *hashes*.

    Row i covers ``hashes[offsets[i]:offsets[i + 1]]``; an empty row becomes all ones, as an empty
    MinHash is. Needs: *multipliers* (uint32) odd, *addends* (uint32) as many.
    """
    minima = np.empty((len(offsets) - 1, len(multipliers)), dtype=np.uint32)
    _fill_minima(
        sealed(offsets, np.int64),
        sealed(hashes, np.uint64),
        sealed(multipliers, np.uint32),
        sealed(addends, np.uint32),
        minima,
    )
    return minima
