"""Equal keys meet: runs of a sorted column, and the pairs in them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


def runs(ordered: Any) -> Any:
    """Where each run of equal values of a sorted array begins, and last the array's length."""
    if not len(ordered):
        return np.zeros(1, dtype=np.int64)
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.concatenate(([0], changes, [len(ordered)])).astype(np.int64)


def distinct(values: Any) -> Any:
    """The values of an array of integers, ascending, each once.

    ``numpy.unique`` hashes where it is asked for nothing else, which takes 17 times as long for a
    million keys (numpy 2.4).
    """
    ordered = np.sort(values)
    return ordered[runs(ordered)[:-1]]


@njit(cache=True, nogil=True)
def _fill_pairs(starts: Any, sizes: Any, order: Any, cap: int, first: Any, second: Any) -> None:
    """Write the pairs of each bucket ``order[starts[b]:starts[b] + sizes[b]]``; owns all cells."""
    out = 0
    for bucket in range(len(starts)):
        begin = starts[bucket]
        for member in range(1, sizes[bucket]):
            for hub in range(min(member, cap)):
                first[out] = order[begin + hub]
                second[out] = order[begin + member]
                out += 1


def bucket_pairs(keys: Any, cap: int) -> tuple[Any, Any, int]:
    """Pairs of positions whose keys (uint64) are equal, and how many pairs the cap cut.

    In each bucket every member meets the *cap* members that come first in the order of *keys*:
    these are hubs, and nobody is left alone. Returns first, second (int32, first < second), cut.
    """
    order = np.argsort(keys, kind="stable")
    bounds = runs(keys[order])
    sizes = np.diff(bounds)
    starts, sizes = bounds[:-1][sizes > 1], sizes[sizes > 1]
    hubs = np.minimum(sizes, cap)
    total = int((hubs * (hubs - 1) // 2 + (sizes - hubs) * hubs).sum())
    first, second = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    _fill_pairs(
        sealed(starts, np.int64),
        sealed(sizes, np.int64),
        sealed(order, np.int32),
        cap,
        first,
        second,
    )
    return first, second, int((sizes * (sizes - 1) // 2).sum()) - total


def crowds(keys: Any) -> tuple[Any, Any]:
    """Positions whose keys (uint64, spread evenly) are those of others, bucket by bucket.

    Returns the positions (int32), ascending in each bucket, and where each bucket begins (int64),
    last the length of all. Positions ride in the low bits of the keys, so that one sort of plain
    numbers does: keys that differ in those bits only are taken for equal, which of a million keys
    a few do.
    """
    bits = np.uint64(len(keys).bit_length())
    ordered = np.sort((keys >> bits << bits) | np.arange(len(keys), dtype=np.uint64))
    bounds = runs(ordered >> bits)
    sizes = np.diff(bounds)
    order = (ordered & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    starts = np.concatenate(([0], np.cumsum(sizes[sizes > 1])))
    return order[np.repeat(sizes > 1, sizes)], starts


@njit(cache=True, nogil=True)
def _agree(one: Any, other: Any) -> Any:
    """In how many places two rows of bytes are equal."""
    count = np.int32(0)
    for k in range(len(one)):
        count += np.int32(one[k] == other[k])
    return count


@njit(cache=True, nogil=True)
def _fill_meetings(
    order: Any, starts: Any, cap: int, labels: Any, sketches: Any, least: int, first: Any,
    second: Any,
) -> int:  # fmt: skip
    out = 0
    for bucket in range(len(starts) - 1):
        begin = starts[bucket]
        for member in range(begin + 1, starts[bucket + 1]):
            for hub in range(begin, min(member, begin + cap)):
                one, other = order[hub], order[member]
                if labels[one] == labels[other] or _agree(sketches[one], sketches[other]) < least:
                    continue
                first[out] = one
                second[out] = other
                out += 1
    return out


def meetings(
    order: Any, starts: Any, cap: int, labels: Any, sketches: Any, least: int
) -> tuple[Any, Any]:
    """Pairs of positions (int32) in the buckets that ``crowds`` gives, which may be alike.

    In each bucket every member meets the *cap* members that come first, unless the two have one
    label already (*labels*, int32) or their rows of *sketches* (uint8) are equal in fewer than
    *least* places.
    """
    hubs = np.minimum(np.diff(starts), cap)
    most = int((hubs * (hubs - 1) // 2 + (np.diff(starts) - hubs) * hubs).sum())
    first, second = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    count = _fill_meetings(
        sealed(order, np.int32),
        sealed(starts, np.int64),
        cap,
        sealed(labels, np.int32),
        sealed(sketches, np.uint8),
        least,
        first,
        second,
    )
    return first[:count], second[:count]


def cut_by(starts: Any, cap: int) -> int:
    """How many pairs of the buckets that begin at *starts* a *cap* on hubs cuts."""
    rest = np.maximum(np.diff(starts) - cap, 0)
    return int((rest * (rest - 1) // 2).sum())
