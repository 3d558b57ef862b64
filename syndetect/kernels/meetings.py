"""Which keys the two rows of a pair have in common, and where these stand: found once a pair.

Most keys of two articles differ, and a merge of two sorted rows goes through all of them with a
branch that nobody can foresee. So one row is spread over a table by the leading bits of its keys,
as in a Bloom filter of one hash (Bloom 1970), and the keys of the other are tried against it; few
get through, and of these each looks at the one or two keys that its own leading bits point to.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import KEY_BITS

_SPREAD = 16  # cells of the table for each key of the longest row
_COARSE = 4  # bits by which the table that points at keys is the smaller


class Met(NamedTuple):
    """Keys in common, those of a pair side by side and ascending: pair p has the entries
    ``bounds[p]`` to ``bounds[p + 1]``, each a place among all keys on the left and on the right.
    """

    bounds: npt.NDArray[np.int64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]


def meet(left: Any, right: Any, offsets: Any, keys: Any) -> Met:
    """The keys that the rows of each pair share.

    Row i is ``keys[offsets[i]:offsets[i + 1]]`` (uint64, fewer than 2^31 in all), ascending
    without doubles: hashes of ``KEY_BITS`` bits, which are spread evenly. Others are found as
    well, only slower. It is fast where pairs with one row in common stand side by side.
    """
    return Met(
        *_meet(
            sealed(left, np.int32),
            sealed(right, np.int32),
            sealed(offsets, np.int64),
            sealed(keys, np.uint64),
        )
    )


@njit(cache=True, nogil=True)
def _bits(size: int) -> int:
    """Leading bits by which a row of *size* keys is spread over the table."""
    bits = _COARSE
    while (1 << bits) < _SPREAD * size:
        bits += 1
    return bits


@njit(cache=True, nogil=True)
def _spread(keys: Any, begin: int, end: int, bits: int, seen: Any, starts: Any) -> None:
    """Mark in *seen* where keys ``begin`` to ``end`` fall, and write the first of each coarse cell
    to *starts*; *end* where there is none."""
    shift, last, coarse = np.uint64(KEY_BITS - bits), np.uint64((1 << bits) - 1), np.uint64(_COARSE)
    starts[: 1 << (bits - _COARSE)] = end
    for i in range(end - 1, begin - 1, -1):
        cell = min(keys[i] >> shift, last)
        seen[np.int64(cell)] = 1
        starts[np.int64(cell >> coarse)] = i


@njit(cache=True, nogil=True)
def _meet(left: Any, right: Any, offsets: Any, keys: Any) -> Any:
    longest: Any = np.int64(0)
    for row in range(len(offsets) - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    bits = _bits(longest)
    seen = np.zeros(1 << bits, dtype=np.uint8)
    starts = np.empty(1 << (bits - _COARSE), dtype=np.int32)
    passed = np.empty(longest + 1, dtype=np.int32)
    bounds = np.zeros(len(left) + 1, dtype=np.int64)
    found = np.empty((2, 32 * len(left)), dtype=np.int32)
    coarse = np.uint64(_COARSE)
    held, begin, end, count = -1, 0, 0, 0
    for p in range(len(left)):
        if left[p] != held and right[p] != held:
            seen[: 1 << bits] = 0
            held = left[p]
            if p + 1 < len(left) and (right[p] == left[p + 1] or right[p] == right[p + 1]):
                held = right[p]
            begin, end = offsets[held], offsets[held + 1]
            bits = _bits(end - begin)
            _spread(keys, begin, end, bits, seen, starts)
        shift, last = np.uint64(KEY_BITS - bits), np.uint64((1 << bits) - 1)
        turned = left[p] != held
        other = left[p] if turned else right[p]
        few = 0
        for j in range(offsets[other], offsets[other + 1]):
            passed[few] = j
            few += seen[np.int64(min(keys[j] >> shift, last))]
        if count + few > found.shape[1]:
            found = _grown(found, count + few)
        for at in range(few):
            j = passed[at]
            i = np.int64(starts[np.int64(min(keys[j] >> shift, last) >> coarse)])
            while i < end and keys[i] < keys[j]:
                i += 1
            if i < end and keys[i] == keys[j]:
                found[0, count] = j if turned else i
                found[1, count] = i if turned else j
                count += 1
        bounds[p + 1] = count
    return bounds, found[0, :count].copy(), found[1, :count].copy()


@njit(cache=True, nogil=True)
def _grown(found: Any, least: int) -> Any:
    grown = np.empty((2, max(2 * found.shape[1], least)), dtype=np.int32)
    for side in range(2):
        for at in range(found.shape[1]):
            grown[side, at] = found[side, at]
    return grown
