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


def by_time(earliest: Any, latest: Any, window: int) -> tuple[Any, Any]:
    """An order of rows (int32) in which ``nearest`` finds those of a time without a look at all:
    first the vague ones, whose time is wider than *window* seconds, then the others as they begin.
    Also where each row begins, of vague ones the least of all numbers (int64).
    """
    begins = np.where(latest - earliest > window, np.iinfo(np.int64).min, earliest)
    return np.argsort(begins, kind="stable").astype(np.int32), begins


@njit(cache=True, nogil=True)
def _first(rows: Any, begin: int, end: int, begins: Any, least: Any) -> Any:
    """Where in ``rows[begin:end]``, which ascend as they begin, the first of *least* or more is."""
    low, high = np.int64(begin), np.int64(end)
    while low < high:
        middle = (low + high) // 2
        if begins[rows[middle]] < least:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def _add(
    row: int, begin: Any, end: Any, weight: Any, list_rows: Any, list_weights: Any, earliest: Any,
    latest: Any, window: int, sums: Any, touched: Any, count: Any,
) -> Any:  # fmt: skip
    """Add what a stretch of one list has in common with *row* to *sums*, and who is new in them to
    *touched*; returns how many are there then."""
    for place in range(begin, end):
        other = list_rows[place]
        if other == row:
            continue
        if earliest[other] - latest[row] > window or earliest[row] - latest[other] > window:
            continue
        if sums[other] == 0:
            touched[count] = other
            count += 1
        sums[other] += weight * np.int64(list_weights[place])
    return count


@njit(cache=True, nogil=True)
def nearest(
    first: int, last: int, offsets: Any, ranks: Any, weights: Any, norms: Any, list_offsets: Any,
    list_rows: Any, list_weights: Any, earliest: Any, latest: Any, begins: Any, window: int,
    least: float, keep: int,
) -> Any:  # fmt: skip
    """The *keep* rows most alike to each of rows ``first`` to ``last``.

    Likeness is the cosine of weighted term rows: ``ranks`` name the inverted list of each term,
    -1 a term without one; lists hold (row, weight), rows in the order of ``by_time``, which gives
    *begins* too. ``norms`` are the rows' lengths. Rows whose times [earliest, latest] (seconds)
    lie more than *window* apart do not meet.
    Returns neighbours (int32, -1 where there are fewer) and likenesses (float64), best first;
    ties go to the smaller row; and how many more were alike enough.
    """
    rows = len(offsets) - 1
    sums = np.zeros(rows, dtype=np.int64)
    touched = np.empty(rows, dtype=np.int32)
    neighbours = np.full((last - first, keep), -1, dtype=np.int32)
    likeness = np.zeros((last - first, keep), dtype=np.float64)
    left_out = 0
    vague = np.iinfo(np.int64).min + 1
    for row in range(first, last):
        count = np.int64(0)
        # Who is no vaguer than the window begins at most twice the window before this one does.
        soonest, latest_ = earliest[row] - 2 * window, latest[row] + window + 1
        for at in range(offsets[row], offsets[row + 1]):
            rank = ranks[at]
            if rank < 0:
                continue
            weight = np.int64(weights[at])
            begin, end = list_offsets[rank], list_offsets[rank + 1]
            dated = _first(list_rows, begin, end, begins, vague)
            some = _first(list_rows, dated, end, begins, soonest)
            stop = _first(list_rows, some, end, begins, latest_)
            for ends in ((begin, dated), (some, stop)):
                count = _add(
                    row, ends[0], ends[1], weight, list_rows, list_weights, earliest, latest,
                    window, sums, touched, count,
                )  # fmt: skip
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
