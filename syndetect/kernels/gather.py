"""Rows to groups by likeness, each group held together by what its members share as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_NEVER = np.int64(2**62)


@njit(cache=True, nogil=True)
def _root(parent: Any, row: Any) -> Any:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@njit(cache=True, nogil=True)
def _cosine(a_keys: Any, a_weights: Any, b_keys: Any, b_weights: Any) -> float:
    """Cosine of two centroids, each a row of ascending keys with weights."""
    i = j = 0
    both = 0.0
    norm_a = norm_b = 0.0
    for k in range(len(a_keys)):
        norm_a += float(a_weights[k]) ** 2
    for k in range(len(b_keys)):
        norm_b += float(b_weights[k]) ** 2
    while i < len(a_keys) and j < len(b_keys):
        if a_keys[i] < b_keys[j]:
            i += 1
        elif a_keys[i] > b_keys[j]:
            j += 1
        else:
            both += float(a_weights[i]) * float(b_weights[j])
            i += 1
            j += 1
    if norm_a == 0.0 or norm_b == 0.0:
        return 0.0
    return float(both / np.sqrt(norm_a * norm_b))


@njit(cache=True, nogil=True)
def _merge(
    a_keys: Any, a_weights: Any, b_keys: Any, b_weights: Any, spare_k: Any, spare_w: Any
) -> int:
    """Write the sum of two centroids into the spare rows; returns how many keys it has."""
    i = j = count = 0
    while i < len(a_keys) or j < len(b_keys):
        if j >= len(b_keys) or (i < len(a_keys) and a_keys[i] < b_keys[j]):
            spare_k[count] = a_keys[i]
            spare_w[count] = a_weights[i]
            i += 1
        elif i >= len(a_keys) or b_keys[j] < a_keys[i]:
            spare_k[count] = b_keys[j]
            spare_w[count] = b_weights[j]
            j += 1
        else:
            spare_k[count] = a_keys[i]
            spare_w[count] = a_weights[i] + b_weights[j]
            i += 1
            j += 1
        count += 1
    return count


@njit(cache=True, nogil=True)
def _reached(weights: Any, count: int, least: int) -> int:
    """The greatest figure that *least* of the first *count* weights, none below 0, reach.

    Found by halves: no sort is as quick, to run or to compile.
    """
    low: Any = np.int64(0)
    high: Any = np.int64(0)
    for k in range(count):
        high = max(high, weights[k])
    while low < high:
        middle = (low + high + 1) // 2
        enough = 0
        for k in range(count):
            enough += weights[k] >= middle
        if enough >= least:
            low = middle
        else:
            high = middle - 1
    return int(low)


@njit(cache=True, nogil=True)
def _heaviest(spare_k: Any, spare_w: Any, count: int, keys: Any, weights: Any) -> int:
    """Put the heaviest of the first *count* spare keys into one row of *keys* and *weights*, as
    many as it has room for; of equal ones the smallest. Returns how many."""
    room = len(keys)
    floor: Any = np.int64(0)
    above = count
    if count > room:
        floor = _reached(spare_w, count, room)
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
            keys[size] = spare_k[k]
            weights[size] = spare_w[k]
            size += 1
    return size


@njit(cache=True, nogil=True)
def _copy(
    row: int,
    place: Any,
    keys: Any,
    weights: Any,
    sizes: Any,
    offsets: Any,
    terms: Any,
    term_weights: Any,
    to_keys: Any,
    to_weights: Any,
) -> int:
    """Copy the centroid of a group, its own terms where the row is alone; returns its length."""
    at = place[row]
    if at >= 0:
        for k in range(sizes[at]):
            to_keys[k] = keys[at, k]
            to_weights[k] = weights[at, k]
        return int(sizes[at])
    size = min(offsets[row + 1] - offsets[row], len(to_keys))
    for k in range(size):
        to_keys[k] = terms[offsets[row] + k]
        to_weights[k] = term_weights[offsets[row] + k]
    return int(size)


@njit(cache=True, nogil=True)
def _bounds(earliest: Any, latest: Any, window: int) -> tuple[Any, Any]:
    """When each row begins and ends; one whose time is not known ends before it begins."""
    low = np.full(len(earliest), _NEVER)
    high = np.full(len(earliest), -_NEVER)
    for row in range(len(earliest)):
        if latest[row] - earliest[row] <= 4 * window:
            low[row] = earliest[row]
            high[row] = latest[row]
    return low, high


@njit(cache=True, nogil=True)
def _paired(left: Any, right: Any, rows: int) -> int:
    """How many of the rows have a pair."""
    paired = np.zeros(rows, dtype=np.bool_)
    for p in range(len(left)):
        paired[left[p]] = True
        paired[right[p]] = True
    return int(paired.sum())


@njit(cache=True, nogil=True)
def _join(a: int, b: int, place: Any, free: Any, left_free: int) -> int:
    """Give *a* the one place that it and *b* need together; returns how many are free then."""
    if place[a] < 0 and place[b] >= 0:
        place[a] = place[b]
    elif place[b] >= 0:
        free[left_free] = place[b]
        left_free += 1
    elif place[a] < 0:
        left_free -= 1
        place[a] = free[left_free]
    return left_free


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
    time is not known have ``latest - earliest`` beyond any window and set no bound. A centroid
    keeps *room* terms.

    Only groups of several rows hold a centroid of their own: a place for half of the rows that
    have a pair is enough, and a row alone is its terms.
    """
    rows = len(offsets) - 1
    parent = np.arange(rows)
    low, high = _bounds(earliest, latest, window)
    places = _paired(left, right, rows) // 2
    keys = np.empty((places, room), dtype=np.uint64)
    weights = np.empty((places, room), dtype=np.int64)
    sizes = np.zeros(places, dtype=np.int64)
    place = np.full(rows, -1, dtype=np.int32)
    free = np.arange(places - 1, -1, -1).astype(np.int32)
    left_free = places
    spare_k = np.empty(2 * room, dtype=np.uint64)
    spare_w = np.empty(2 * room, dtype=np.int64)
    one_k, two_k = np.empty(room, dtype=np.uint64), np.empty(room, dtype=np.uint64)
    one_w, two_w = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    for p in range(len(left)):
        one, two = np.int64(left[p]), np.int64(right[p])
        a, b = _root(parent, one), _root(parent, two)
        if a == b:
            continue
        first = min(low[a], low[b])
        last = max(high[a], high[b])
        if last > first and last - first > 2 * window:
            continue
        held = _copy(a, place, keys, weights, sizes, offsets, terms, term_weights, one_k, one_w)
        a_keys, a_weights = one_k[:held], one_w[:held]
        held = _copy(b, place, keys, weights, sizes, offsets, terms, term_weights, two_k, two_w)
        b_keys, b_weights = two_k[:held], two_w[:held]
        if _cosine(a_keys, a_weights, b_keys, b_weights) < least[p]:
            continue
        if b < a:
            a, b = b, a
        count = _merge(a_keys, a_weights, b_keys, b_weights, spare_k, spare_w)
        left_free = _join(a, b, place, free, left_free)
        at = place[a]
        sizes[at] = _heaviest(spare_k, spare_w, count, keys[at], weights[at])
        parent[b] = a
        low[a] = first
        high[a] = last
    labels = np.empty(rows, dtype=np.int32)
    for row in range(rows):
        labels[row] = _root(parent, row)
    return labels
