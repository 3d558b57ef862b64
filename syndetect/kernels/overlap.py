"""How much rows share: exact sizes for given pairs, and the pairs that share enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

# An engine's ``each``: a piece of work for every item, results in the order of the items.
Each: TypeAlias = Callable[[Callable[[int], Any], Sequence[int]], list[Any]]

_POSTS = 1 << 20  # posts of the seats that one thread has in hand


def one_by_one(work: Callable[[int], Any], items: Sequence[int]) -> list[Any]:
    """An ``Each`` of one thread."""
    return [work(one) for one in items]


@njit(cache=True, nogil=True)
def _shared(one: int, other: int, offsets: Any, values: Any) -> Any:
    """How many values two rows share."""
    i, i_end = offsets[one], offsets[one + 1]
    j, j_end = offsets[other], offsets[other + 1]
    count = np.int64(0)
    while i < i_end and j < j_end:
        a, b = values[i], values[j]
        count += np.int64(a == b)
        i += np.int64(a <= b)
        j += np.int64(b <= a)
    return count


@njit(cache=True, nogil=True)
def _fill_shared(left: Any, right: Any, offsets: Any, values: Any, shared: Any) -> None:
    """Write how many values each pair of rows shares; owns every cell of *shared*."""
    for pair in range(len(left)):
        shared[pair] = _shared(left[pair], right[pair], offsets, values)


def shared_sizes(left: Any, right: Any, offsets: Any, values: Any) -> Any:
    """How many values (int32) the rows of each pair share.

    Row i is ``values[offsets[i]:offsets[i + 1]]`` (uint64), ascending without doubles; *left*
    and *right* (int32) name the rows.
    """
    shared = np.empty(len(left), dtype=np.int32)
    _fill_shared(
        sealed(left, np.int32),
        sealed(right, np.int32),
        sealed(offsets, np.int64),
        sealed(values, np.uint64),
        shared,
    )
    return shared


@njit(cache=True, nogil=True)
def _unite_alike(
    left: Any, right: Any, offsets: Any, values: Any, threshold: float, parent: Any
) -> None:
    for pair in range(len(left)):
        a, b = left[pair], right[pair]
        one = offsets[a + 1] - offsets[a]
        other = offsets[b + 1] - offsets[b]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a == b or min(one, other) / max(one, other, 1) < threshold:
            continue
        shared = _shared(left[pair], right[pair], offsets, values)
        if shared / max(one + other - shared, 1) >= threshold:
            parent[max(a, b)] = min(a, b)


def unite_alike(
    left: Any, right: Any, offsets: Any, values: Any, threshold: float, parent: Any
) -> None:
    """Join in *parent* (int32, a forest over the rows, smaller root first) the pairs of rows
    whose resemblance is *threshold* or more.

    Rows are as for ``shared_sizes``; resemblance is what two share over all of both. A pair that
    is connected already is not measured: it could change nothing.
    """
    _unite_alike(
        sealed(left, np.int32),
        sealed(right, np.int32),
        sealed(offsets, np.int64),
        sealed(values, np.uint64),
        threshold,
        parent,
    )


@njit(cache=True, nogil=True)
def _longer(values: Any) -> Any:
    """*values* with room for as many again behind them."""
    found = np.empty(2 * len(values), dtype=values.dtype)
    found[: len(values)] = values
    return found


@njit(cache=True, nogil=True)
def _met(
    first: int, last: int, starts: Any, posts: Any, seats: Any, ends: Any, weights: Any, least: Any
) -> Any:
    """Left and right of the pairs that seats *first* to *last* are the first of.

    Seat s has the posts ``posts[starts[s]:starts[s + 1]]``.
    """
    tally = np.zeros(len(least), dtype=np.int32)
    touched = np.empty(len(least), dtype=np.int32)
    left, right = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int32)
    total = 0
    for seat in range(first, last):
        met = 0
        for at in range(starts[seat], starts[seat + 1]):
            post = np.int64(posts[at])
            for other in range(post + 1, ends[post]):
                mate = seats[other]
                if tally[mate] == 0:
                    touched[met] = mate
                    met += 1
                tally[mate] += weights[post]
        for k in range(met):
            mate = touched[k]
            if tally[mate] >= min(least[seat], least[mate]):
                if total == len(left):
                    left, right = _longer(left), _longer(right)
                left[total] = seat
                right[total] = mate
                total += 1
            tally[mate] = 0
    return left[:total].copy(), right[:total].copy()


@njit(cache=True, nogil=True)
def _fill_posts(seats: Any, cursors: Any, posts: Any) -> None:
    """Write the posts of each seat from its cursor on, ascending; owns every cell of *posts*."""
    for post in range(len(seats)):
        seat = seats[post]
        posts[cursors[seat]] = post
        cursors[seat] += 1


def meetings(
    seats: Any, ends: Any, weights: Any, least: Any, each: Each = one_by_one
) -> tuple[Any, Any]:
    """Pairs of seats (int32, left < right) that meet often enough.

    Post p stands for seat ``seats[p]`` (int32) and meets the posts after it, up to ``ends[p]``
    (int64), in the run of posts that hold the same thing; seats ascend in a run. Each meeting of
    two seats adds ``weights[p]`` (int8, positive), and a pair counts from
    ``min(least[s], least[t])`` (int32, at least 1) on. The cost is the number of meetings; in
    memory are the tallies of one seat for each that is at work. *each* is an engine's.
    """
    seats, ends = sealed(seats, np.int32), sealed(ends, np.int64)
    weights, least = sealed(weights, np.int8), sealed(least, np.int32)
    sizes = np.bincount(seats, minlength=len(least))
    starts = sealed(np.concatenate(([0], np.cumsum(sizes))), np.int64)
    posts = np.empty(len(seats), dtype=np.uint32 if len(seats) < 1 << 32 else np.int64)
    _fill_posts(seats, starts[:-1].copy(), posts)
    rows = (starts, sealed(posts, posts.dtype), seats, ends, weights, least)
    cuts = np.searchsorted(starts, np.arange(0, len(posts) + _POSTS, _POSTS)).tolist()
    cuts = [0, *cuts[1:-1], len(least)]
    found = each(lambda part: _met(cuts[part], cuts[part + 1], *rows), range(len(cuts) - 1))
    nobody = np.empty(0, dtype=np.int32)
    left = np.concatenate([nobody, *(one for one, _ in found)])
    right = np.concatenate([nobody, *(other for _, other in found)])
    return left, right
