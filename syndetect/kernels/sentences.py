"""Sentences of one text laid along those of another: how well, and in how steady an order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_DAMP = 200.0  # hundredths: weight that a short sentence lacks, so that scraps do not match
_CHANCE = 0.1  # likeness that any two sentences on one event have
_MET = 0.25  # likeness from which two sentences are a pair
_POOR = 1500.0  # weight below which a whole text is damped
_STEADY = 6.0  # pairs from which their order tells something


@njit(cache=True, nogil=True)
def _likeness(
    a: int, b: int, offsets: Any, keys: Any, places: Any, weights: Any, totals_a: Any, totals_b: Any
) -> Any:
    """Likeness of each sentence of *a* with each of *b*: shared weight over the geometric mean."""
    grid = np.zeros((len(totals_a), len(totals_b)))
    i, j = offsets[a], offsets[b]
    while i < offsets[a + 1] and j < offsets[b + 1]:
        if keys[i] < keys[j]:
            i += 1
        elif keys[i] > keys[j]:
            j += 1
        else:
            i_end = i
            while i_end < offsets[a + 1] and keys[i_end] == keys[i]:
                i_end += 1
            j_end = j
            while j_end < offsets[b + 1] and keys[j_end] == keys[j]:
                j_end += 1
            for x in range(i, i_end):
                for y in range(j, j_end):
                    grid[places[x], places[y]] += min(weights[x], weights[y])
            i, j = i_end, j_end
    for x in range(len(totals_a)):
        for y in range(len(totals_b)):
            if grid[x, y] > 0:
                grid[x, y] /= np.sqrt((totals_a[x] + _DAMP) * (totals_b[y] + _DAMP))
    return grid


@njit(cache=True, nogil=True)
def _in_order(grid: Any, totals: Any) -> float:
    """Weight share of the first text that the best order-keeping alignment explains."""
    rows, columns = grid.shape
    best = np.zeros(columns)
    whole = 0.0
    for x in range(rows):
        whole += totals[x]
        reached = 0.0
        for y in range(columns):
            reached = max(reached, best[y])  # best up to y, before this sentence
            best[y] = reached + totals[x] * max(grid[x, y] - _CHANCE, 0.0)
    top = 0.0
    for y in range(columns):
        top = max(top, best[y])
    return top / max(whole, _POOR)


@njit(cache=True, nogil=True)
def _order(grid: Any) -> float:
    """Kendall's tau of the best counterparts, damped where they are few; 0 where it is negative."""
    rows, columns = grid.shape
    met = np.empty(rows, dtype=np.int64)
    count = 0
    for x in range(rows):
        best = 0
        for y in range(columns):
            if grid[x, y] > grid[x, best]:
                best = y
        if columns and grid[x, best] > _MET:
            met[count] = best
            count += 1
    if count < 2:
        return 0.0
    steady = 0
    for x in range(count):
        for y in range(x):
            if met[x] >= met[y]:
                steady += 1
    tau = 4.0 * steady / (count * (count - 1)) - 1.0
    return max(tau, 0.0) * min(1.0, count / _STEADY)


@njit(cache=True, nogil=True)
def _comes_first(a: int, b: int, offsets: Any, keys: Any, totals_a: Any, totals_b: Any) -> bool:
    """Whether *a* is lighter than *b*, or of the same weight and less by sentences, then mentions:
    never by the side it is on."""
    if totals_a.sum() != totals_b.sum():
        return bool(totals_a.sum() < totals_b.sum())
    if len(totals_a) != len(totals_b):
        return len(totals_a) < len(totals_b)
    for x in range(len(totals_a)):
        if totals_a[x] != totals_b[x]:
            return bool(totals_a[x] < totals_b[x])
    i, j = offsets[a], offsets[b]
    while i < offsets[a + 1] and j < offsets[b + 1]:
        if keys[i] != keys[j]:
            return bool(keys[i] < keys[j])
        i += 1
        j += 1
    return bool(offsets[b + 1] - j > offsets[a + 1] - i)


@njit(cache=True, nogil=True)
def align_sentences(
    left: Any,
    right: Any,
    offsets: Any,
    keys: Any,
    places: Any,
    weights: Any,
    sentence_offsets: Any,
    totals: Any,
) -> Any:
    """For each pair: the share of the poorer text that an order-keeping alignment explains, and
    how steady the order of the best counterparts is (both float64, 0 to 1).

    Mentions ``keys`` ascend within an article; ``places`` number its sentences, whose weights
    are ``totals``. The lighter text is laid along the other, whichever is on the left.
    """
    result = np.zeros((len(left), 2))
    for p in range(len(left)):
        a, b = left[p], right[p]
        totals_a = totals[sentence_offsets[a] : sentence_offsets[a + 1]]
        totals_b = totals[sentence_offsets[b] : sentence_offsets[b + 1]]
        if len(totals_a) == 0 or len(totals_b) == 0:
            continue
        if _comes_first(b, a, offsets, keys, totals_b, totals_a):
            a, b = b, a
            totals_a, totals_b = totals_b, totals_a
        grid = _likeness(a, b, offsets, keys, places, weights, totals_a, totals_b)
        result[p, 0] = _in_order(grid, totals_a)
        result[p, 1] = _order(grid)
    return result
