"""Sizes of what rows share, and seats that meet often enough."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import overlap

LAW = settings(deadline=None, derandomize=True, max_examples=60)
VALUES = st.integers(0, 12) | st.integers(2**63, 2**63 + 6)


@LAW
@given(rows=st.lists(st.sets(VALUES), min_size=1, max_size=6), data=st.data())
def test_shared_sizes_are_exact_and_symmetric(rows: list[set[int]], data: st.DataObject) -> None:
    """As many as the sets have in common, whichever row is named first."""
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=10))
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    offsets, values = oracles.ragged([sorted(row) for row in rows])
    expected = [len(rows[a] & rows[b]) for a, b in pairs]
    assert overlap.shared_sizes(ends[:, 0], ends[:, 1], offsets, values).tolist() == expected
    assert overlap.shared_sizes(ends[:, 1], ends[:, 0], offsets, values).tolist() == expected


@LAW
@given(
    runs=st.lists(st.sets(st.integers(0, 7)), max_size=12),
    least=st.lists(st.integers(1, 9), min_size=8, max_size=8),
    data=st.data(),
)
def test_meetings_are_those_that_weigh_enough(
    runs: list[set[int]], least: list[int], data: st.DataObject
) -> None:
    """Two seats come out, once, exactly where their meetings reach the smaller mark."""
    seats, ends, weights = [], [], []
    for run in runs:
        hubs = data.draw(st.integers(0, 8))
        weight = data.draw(st.integers(1, 4))
        last = len(seats) + len(run)
        for place, seat in enumerate(sorted(run)):
            seats.append(seat)
            ends.append(last if place < hubs else len(seats))
            weights.append(weight)
    left, right = overlap.meetings(
        np.array(seats, dtype=np.int32), np.array(ends), np.array(weights), np.array(least)
    )
    found = list(zip(left.tolist(), right.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == oracles.meetings(seats, ends, weights, least)


def test_nobody_meets_nobody() -> None:
    """No posts, or no seats at all, make no pairs."""
    empty = np.empty(0, dtype=np.int32)
    for least in (empty, np.ones(3, dtype=np.int32)):
        left, right = overlap.meetings(empty, empty, empty, least)
        assert len(left) == len(right) == 0
    assert overlap.shared_sizes(empty, empty, *oracles.ragged([[1]])).tolist() == []


@LAW
@given(
    rows=st.lists(st.sets(VALUES, max_size=8), min_size=1, max_size=8),
    threshold=st.sampled_from([0.2, 0.5, 2 / 3, 1.0]),
    data=st.data(),
)
def test_alike_rows_are_united(rows: list[set[int]], threshold: float, data: st.DataObject) -> None:
    """Labels are those that the pairs of enough resemblance, and no others, connect."""
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=15))
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    parent = np.arange(len(rows), dtype=np.int32)
    ragged = oracles.ragged([sorted(row) for row in rows])
    overlap.unite_alike(ends[:, 0], ends[:, 1], *ragged, threshold, parent)
    labels = list(range(len(rows)))
    for a, b in pairs:
        either = rows[a] | rows[b]
        if either and len(rows[a] & rows[b]) / len(either) >= threshold:
            low, high = sorted((labels[a], labels[b]))
            labels = [low if label == high else label for label in labels]
    for row in range(len(rows)):
        root = row
        while parent[root] != root:
            root = parent[root]
        assert root == labels[row]
