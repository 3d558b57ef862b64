"""Who is most alike by shared terms: inverted lists, exact integer sums, the best few kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _insert(near: Any, likeness: Any, held: int, other: int, value: float) -> int:
    """Put *other* where it belongs among the *held* best of one row, and say how many there are."""
    place = held
    while place > 0 and (
        likeness[place - 1] < value or (likeness[place - 1] == value and near[place - 1] > other)
    ):
        place -= 1
    if place == len(near):
        return held
    for at in range(min(held, len(near) - 1), place, -1):
        likeness[at] = likeness[at - 1]
        near[at] = near[at - 1]
    likeness[place] = value
    near[place] = other
    return min(held + 1, len(near))


@njit(cache=True, nogil=True)
def nearest(
    first: int,
    last: int,
    offsets: Any,
    ranks: Any,
    weights: Any,
    norms: Any,
    list_offsets: Any,
    list_rows: Any,
    list_weights: Any,
    earliest: Any,
    latest: Any,
    window: int,
    least: float,
    keep: int,
) -> Any:
    """The *keep* rows most alike to each of rows ``first`` to ``last``.

    Likeness is the cosine of weighted term rows: ``ranks`` name the inverted list of each term,
    -1 a term without one; lists hold (row, weight). ``norms`` are the rows' lengths. Rows whose
    times [earliest, latest] (seconds) lie more than *window* apart do not meet.
    Returns neighbours (int32, -1 where there are fewer) and likenesses (float64), best first;
    ties go to the smaller row; and how many more were alike enough.
    """
    rows = len(offsets) - 1
    sums = np.zeros(rows, dtype=np.int64)
    touched = np.empty(rows, dtype=np.int32)
    neighbours = np.full((last - first, keep), -1, dtype=np.int32)
    likeness = np.zeros((last - first, keep), dtype=np.float64)
    left_out = 0
    for row in range(first, last):
        count = 0
        for at in range(offsets[row], offsets[row + 1]):
            rank = ranks[at]
            if rank < 0:
                continue
            for place in range(list_offsets[rank], list_offsets[rank + 1]):
                other = list_rows[place]
                if other == row:
                    continue
                if earliest[other] - latest[row] > window or earliest[row] - latest[other] > window:
                    continue
                if sums[other] == 0:
                    touched[count] = other
                    count += 1
                sums[other] += np.int64(weights[at]) * np.int64(list_weights[place])
        held: Any = np.int64(0)  # as a literal it would have ``_insert`` compiled twice
        for t in range(count):
            other = touched[t]
            value = sums[other] / (norms[row] * norms[other])
            sums[other] = 0
            if value < least:
                continue
            if held == keep:
                left_out += 1  # this one, or the one it takes the place of
            held = _insert(neighbours[row - first], likeness[row - first], held, other, value)
    return neighbours, likeness, left_out
