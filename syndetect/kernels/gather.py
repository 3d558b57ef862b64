"""Rows to groups by likeness, each group held together by what its members share as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_NEVER = np.int64(2**62)


@njit(cache=True, nogil=True)
def _root(parent: Any, row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@njit(cache=True, nogil=True)
def _cosine(keys: Any, weights: Any, sizes: Any, a: int, b: int) -> float:
    """Cosine of two centroids, each a row of ascending keys with weights."""
    i = j = 0
    both = 0.0
    norm_a = norm_b = 0.0
    for k in range(sizes[a]):
        norm_a += float(weights[a, k]) ** 2
    for k in range(sizes[b]):
        norm_b += float(weights[b, k]) ** 2
    while i < sizes[a] and j < sizes[b]:
        if keys[a, i] < keys[b, j]:
            i += 1
        elif keys[a, i] > keys[b, j]:
            j += 1
        else:
            both += float(weights[a, i]) * float(weights[b, j])
            i += 1
            j += 1
    if norm_a == 0.0 or norm_b == 0.0:
        return 0.0
    return float(both / np.sqrt(norm_a * norm_b))


@njit(cache=True, nogil=True)
def _merge(keys: Any, weights: Any, sizes: Any, a: int, b: int, spare_k: Any, spare_w: Any) -> None:
    """Add centroid *b* to centroid *a*; of too many terms the heaviest stay."""
    i = j = count = 0
    while i < sizes[a] or j < sizes[b]:
        if j >= sizes[b] or (i < sizes[a] and keys[a, i] < keys[b, j]):
            spare_k[count] = keys[a, i]
            spare_w[count] = weights[a, i]
            i += 1
        elif i >= sizes[a] or keys[b, j] < keys[a, i]:
            spare_k[count] = keys[b, j]
            spare_w[count] = weights[b, j]
            j += 1
        else:
            spare_k[count] = keys[a, i]
            spare_w[count] = weights[a, i] + weights[b, j]
            i += 1
            j += 1
        count += 1
    room = keys.shape[1]
    floor = np.int64(0)
    above = count
    if count > room:
        ordered = np.sort(spare_w[:count])
        floor = ordered[count - room]
        above = 0
        for k in range(count):
            if spare_w[k] > floor:
                above += 1
    equal = room - above
    size = 0
    for k in range(count):
        keep = count <= room or spare_w[k] > floor
        if not keep and spare_w[k] == floor and equal > 0:
            equal -= 1
            keep = True
        if keep:
            keys[a, size] = spare_k[k]
            weights[a, size] = spare_w[k]
            size += 1
    sizes[a] = size


@njit(cache=True, nogil=True)
def gather(
    left: Any,
    right: Any,
    offsets: Any,
    terms: Any,
    term_weights: Any,
    earliest: Any,
    latest: Any,
    window: int,
    least: Any,
    room: int,
) -> Any:
    """A group label (its smallest row) for each row.

    Pairs are taken in the given order, most alike first. Two groups join where the cosine of
    their centroids is at least what *least* asks of the pair, and their times reach over at most
    twice *window* seconds, so that a page with pieces of everything joins nothing. Rows whose
    time is not known have ``latest - earliest`` beyond any window and set no bound.
    """
    rows = len(offsets) - 1
    parent = np.arange(rows)
    keys = np.empty((rows, room), dtype=np.uint64)
    weights = np.empty((rows, room), dtype=np.int64)
    sizes = np.zeros(rows, dtype=np.int64)
    low = np.full(rows, _NEVER)
    high = np.full(rows, -_NEVER)
    for row in range(rows):
        for at in range(offsets[row], offsets[row + 1]):
            if sizes[row] < room:
                keys[row, sizes[row]] = terms[at]
                weights[row, sizes[row]] = term_weights[at]
                sizes[row] += 1
        if latest[row] - earliest[row] <= 4 * window:
            low[row] = earliest[row]
            high[row] = latest[row]
    spare_k = np.empty(2 * room, dtype=np.uint64)
    spare_w = np.empty(2 * room, dtype=np.int64)
    for p in range(len(left)):
        a, b = _root(parent, left[p]), _root(parent, right[p])
        if a == b:
            continue
        first = min(low[a], low[b])
        last = max(high[a], high[b])
        if last > first and last - first > 2 * window:
            continue
        if _cosine(keys, weights, sizes, a, b) < least[p]:
            continue
        if b < a:
            a, b = b, a
        _merge(keys, weights, sizes, a, b, spare_k, spare_w)
        parent[b] = a
        low[a] = first
        high[a] = last
    labels = np.empty(rows, dtype=np.int32)
    for row in range(rows):
        labels[row] = _root(parent, row)
    return labels
