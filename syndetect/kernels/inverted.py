"""Term rows turned round: who has each term, how long each row is, and pairs out of neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _count(offsets: Any, ranks: Any, order: Any, sizes: Any) -> None:
    """Add to *sizes* how many rows of the *order* have each rank."""
    for row in order:
        for at in range(offsets[row], offsets[row + 1]):
            if ranks[at] >= 0:
                sizes[ranks[at]] += 1


@njit(cache=True, nogil=True)
def _fill(
    offsets: Any, ranks: Any, weights: Any, order: Any, cursors: Any, rows: Any, found: Any
) -> None:
    """Write each list from its cursor on; owns every cell of *rows* and *found*."""
    for row in order:
        for at in range(offsets[row], offsets[row + 1]):
            if ranks[at] >= 0:
                place = cursors[ranks[at]]
                rows[place] = row
                found[place] = weights[at]
                cursors[ranks[at]] = place + 1


def lists(offsets: Any, ranks: Any, weights: Any, order: Any, count: int) -> tuple[Any, Any, Any]:
    """Offsets (int64), rows and weights (int32) of the inverted lists of *count* ranks.

    Row r has the ranks ``ranks[offsets[r]:offsets[r + 1]]`` (int32, -1 for none) and so their
    *weights* (int32); the rows that *order* names (int32) are in the lists, and in that order.
    """
    offsets, ranks = sealed(offsets, np.int64), sealed(ranks, np.int32)
    weights, order = sealed(weights, np.int32), sealed(order, np.int32)
    sizes = np.zeros(count, dtype=np.int64)
    _count(offsets, ranks, order, sizes)
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    rows = np.empty(int(bounds[-1]), dtype=np.int32)
    found = np.empty(len(rows), dtype=np.int32)
    _fill(offsets, ranks, weights, order, bounds[:-1].copy(), rows, found)
    return bounds, rows, found


@njit(cache=True, nogil=True)
def _fill_norms(offsets: Any, weights: Any, norms: Any) -> None:
    """Write the length of each row, 1 where it is empty; owns every cell of *norms*."""
    for row in range(len(norms)):
        total = np.int64(0)
        for at in range(offsets[row], offsets[row + 1]):
            total += np.int64(weights[at]) * np.int64(weights[at])
        norms[row] = np.sqrt(float(total)) if total else 1.0


def norms(offsets: Any, weights: Any) -> Any:
    """The Euclidean length (float64) of each row of *weights* (int32); 1 for an empty one."""
    found = np.empty(len(offsets) - 1, dtype=np.float64)
    _fill_norms(sealed(offsets, np.int64), sealed(weights, np.int32), found)
    return found


@njit(cache=True, nogil=True)
def _names(offsets: Any, near: Any, one: int, other: int) -> bool:
    """Whether the row *one* has *other* among its neighbours."""
    for at in range(offsets[one], offsets[one + 1]):  # noqa: SIM110  # numba has no any()
        if near[at] == other:
            return True
    return False


@njit(cache=True, nogil=True)
def _count_pairs(offsets: Any, near: Any, first: int, sizes: Any) -> None:
    """Add to *sizes* how many pairs each row from *first* on is the smaller of."""
    last = first + len(sizes)
    for row in range(first, len(offsets) - 1):
        for at in range(offsets[row], offsets[row + 1]):
            other = near[at]
            if other > row:
                if row < last:
                    sizes[row - first] += 1
            elif first <= other < last and not _names(offsets, near, other, row):
                sizes[other - first] += 1


@njit(cache=True, nogil=True)
def _fill_pairs(
    offsets: Any, near: Any, likeness: Any, first: int, bounds: Any, right: Any, like: Any
) -> None:
    """Write the pairs of each row from its bound on, then put them in order of the other row;
    owns every cell of *right* and *like*."""
    cursors = bounds[:-1].copy()
    last = first + len(cursors)
    for row in range(first, len(offsets) - 1):
        for at in range(offsets[row], offsets[row + 1]):
            other = near[at]
            if other > row:
                if row >= last:
                    continue
                low, high = np.int64(row), other
            elif first <= other < last and not _names(offsets, near, other, row):
                low, high = np.int64(other), np.int32(row)
            else:
                continue
            place = cursors[low - first]
            right[place] = high
            like[place] = likeness[at]
            cursors[low - first] = place + 1
    for row in range(len(bounds) - 1):
        begin, end = bounds[row], bounds[row + 1]
        order = np.argsort(right[begin:end])
        right[begin:end] = right[begin:end][order]
        like[begin:end] = like[begin:end][order]


def pairs(offsets: Any, near: Any, likeness: Any, first: int, last: int) -> tuple[Any, Any, Any]:
    """Left and right (int32, left < right, ascending) of all that are neighbours, each pair once,
    and their likeness (float64); of the pairs whose left lies from *first* to before *last*.

    Row r has the neighbours ``near[offsets[r]:offsets[r + 1]]`` (int32, never r itself), whose
    *likeness* (float64) is the same whichever of two names the other.
    """
    offsets, near = sealed(offsets, np.int64), sealed(near, np.int32)
    sizes = np.zeros(last - first, dtype=np.int64)
    _count_pairs(offsets, near, first, sizes)
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    right = np.empty(int(bounds[-1]), dtype=np.int32)
    like = np.empty(len(right), dtype=np.float64)
    _fill_pairs(offsets, near, sealed(likeness, np.float64), first, bounds, right, like)
    return np.repeat(np.arange(first, last, dtype=np.int32), sizes), right, like
