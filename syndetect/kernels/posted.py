"""Entries in packed buckets: which articles hold the hashes that are asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_8 = np.uint64(8)
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def _entry(packed: Any, at: Any, width: Any) -> Any:
    """The little-endian number of *width* bytes at a place."""
    value = np.uint64(0)
    for k in range(width):
        value |= np.uint64(packed[at + k]) << (_8 * np.uint64(k))
    return value


@njit(cache=True, nogil=True)
def _first(packed: Any, begin: Any, count: Any, width: Any, shift: Any, rest: Any) -> Any:
    """Which entry of a bucket, whose hashes ascend, is the first of *rest* or more."""
    low, high = np.int64(0), np.int64(count)
    while low < high:
        middle = (low + high) // 2
        if _entry(packed, begin + middle * width, width) >> shift < rest:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def _seek(
    packed: Any, bounds: Any, layout: Any, begins: Any, ends: Any, hashes: Any, rows: Any,
    which: Any, articles: Any,
) -> Any:  # fmt: skip
    """How many entries hold what is asked for; where *which* has room they are written."""
    out = 0
    for row in range(len(layout)):
        width, shift, left = np.int64(layout[row, 0]), np.uint64(layout[row, 1]), layout[row, 2]
        begin = bounds[row]
        count = (bounds[row + 1] - begin) // width
        for asked in range(begins[row], ends[row]):
            rest = hashes[asked] & ((_ONE << np.uint64(left)) - _ONE)
            for at in range(_first(packed, begin, count, width, shift, rest), count):
                entry = _entry(packed, begin + at * width, width)
                if entry >> shift != rest:
                    break
                if len(which):
                    rows[out], which[out] = row, asked
                    articles[out] = entry & ((_ONE << shift) - _ONE)
                out += 1
    return out


def seek(
    packed: Any, bounds: Any, layout: Any, begins: Any, ends: Any, hashes: Any
) -> tuple[Any, Any, Any]:
    """The entries that hold one of *hashes*: the row of each, which hash it is, and its article.

    Row r of *packed* (uint8) are the bytes ``bounds[r]`` to ``bounds[r + 1]`` (int64) of a bucket:
    entries of ``layout[r, 0]`` bytes each, ascending. The low ``layout[r, 1]`` bits of an entry
    (fewer than 32) tell its article, the ``layout[r, 2]`` bits above those its hash, as far as all
    of the bucket do not share it (*layout* int64). Of each row those of *hashes* (uint64) are
    sought that stand from ``begins[r]`` to before ``ends[r]`` (int64). All found are int64.
    """
    rows = (
        sealed(packed, np.uint8),
        sealed(bounds, np.int64),
        sealed(layout, np.int64),
        sealed(begins, np.int64),
        sealed(ends, np.int64),
        sealed(hashes, np.uint64),
    )
    nothing = np.empty(0, dtype=np.int64)
    total = int(_seek(*rows, nothing, nothing, nothing))
    row, which, articles = (np.empty(total, dtype=np.int64) for _ in range(3))
    if total:
        _seek(*rows, row, which, articles)
    return row, which, articles
