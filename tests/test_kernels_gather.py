"""Groups held together by centroids: the slow twin joins sets and whole centroids."""

from __future__ import annotations

from itertools import product

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.gather import gather

LAW = settings(deadline=None, derandomize=True, max_examples=150)
EVER = (-(2**40), 2**40)
Rows = list[dict[int, int]]
Times = list[tuple[int, int]]
ROWS = st.lists(
    st.dictionaries(st.integers(0, 7), st.integers(1, 9), max_size=7), min_size=1, max_size=7
)


def labels(
    pairs: list[tuple[int, int]], least: list[float], rows: Rows, times: Times, room: int = 12
) -> list[int]:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    ordered = [sorted(row.items()) for row in rows]
    offsets, keys = oracles.ragged([[key for key, _ in row] for row in ordered])
    weights = np.array([w for row in ordered for _, w in row], dtype=np.int32)
    begin, end = (np.array([t[at] for t in times], dtype=np.int64) for at in (0, 1))
    left, right = np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])
    asked = np.array(least, dtype=np.float64)
    found: list[int] = gather(
        left, right, offsets, keys, weights, begin, end, 10, asked, room
    ).tolist()
    return found


@LAW
@given(rows=ROWS, data=st.data())
def test_groups_are_those_of_the_slow_twin(rows: Rows, data: st.DataObject) -> None:
    """Any pairs in any order, any times, and too little room: the same groups."""
    pairs = data.draw(st.permutations(list(product(range(len(rows)), repeat=2))))[:14]
    threshold = st.sampled_from([0.0, 0.2, 0.4, 0.6])
    least = data.draw(st.lists(threshold, min_size=len(pairs), max_size=len(pairs)))
    time = st.tuples(st.integers(0, 60), st.integers(0, 45)).map(lambda t: (t[0], t[0] + t[1]))
    times = data.draw(st.lists(time, min_size=len(rows), max_size=len(rows)))
    times = data.draw(st.sampled_from([times, [EVER] * len(rows)]))
    room = data.draw(st.sampled_from([2, 4, 20]))
    expected = oracles.gathered(pairs, least, rows, times, 10, room)
    assert labels(pairs, least, rows, times, room) == expected


@LAW
@given(rows=ROWS, data=st.data())
def test_groups_are_named_by_their_smallest(rows: Rows, data: st.DataObject) -> None:
    """A label is the smallest member of its group, and a member of its own group."""
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=14))
    found = labels(pairs, [0.1] * len(pairs), rows, [EVER] * len(rows))
    for row, label in enumerate(found):
        assert label <= row
        assert found[label] == label


def test_what_many_rows_say_keeps_a_group_together() -> None:
    """Terms that members share add up: a row that has only these joins, one with the rest of the
    first row does not."""
    rows: Rows = [{1: 5, 2: 5, 3: 5}, {1: 5, 2: 5, 4: 5}, {1: 5, 2: 5, 5: 5}, {1: 9, 2: 9}, {3: 9}]
    pairs = [(0, 1), (0, 2), (0, 3), (0, 4)]
    assert labels(pairs, [0.6, 0.6, 0.9, 0.5], rows, [EVER] * 5) == [0, 0, 0, 0, 4]


def test_the_heaviest_terms_of_a_full_group_stay() -> None:
    """Where a group has more terms than room, the heaviest stay, and who shares only the lightest
    no longer joins."""
    rows: Rows = [
        {1: 9, 2: 9, 3: 1, 4: 1},
        {1: 9, 2: 9, 5: 2, 6: 1},
        {3: 5, 4: 5, 6: 5},
        {1: 3, 2: 3},
    ]
    found = labels([(0, 1), (0, 2), (0, 3)], [0.5, 0.05, 0.99], rows, [EVER] * 4, room=4)
    assert found == [0, 0, 2, 0]
    wide = labels([(0, 1), (0, 2), (0, 3)], [0.5, 0.05, 0.99], rows, [EVER] * 4, room=9)
    assert wide[2] == 0


def test_a_roundup_chains_nothing() -> None:
    """A row with a piece of two stories joins one of them at most; the stories stay apart."""
    story, other = {1: 9, 2: 9, 3: 9}, {5: 9, 6: 9, 7: 9}
    roundup = {1: 6, 2: 6, 5: 6, 6: 6}
    rows = [story, dict(story), roundup, other, dict(other)]
    pairs = [(0, 1), (3, 4), (0, 2), (1, 2), (2, 3), (2, 4)]
    found = labels(pairs, [0.4] * 6, rows, [EVER] * 5)
    assert found[0] == found[1]
    assert found[3] == found[4]
    assert found[0] != found[3]


def test_times_may_not_reach_too_far() -> None:
    """Alike rows join as long as their times reach over twice the window, and no further."""
    rows: Rows = [{1: 5}] * 4
    pairs = [(0, 1), (1, 2), (2, 3)]
    times = [(0, 1), (9, 10), (18, 19), (27, 28)]
    assert labels(pairs, [0.5] * 3, rows, times) == [0, 0, 0, 3]


def test_unknown_times_set_no_bound() -> None:
    """A row without a time joins any group, and leaves its bounds as they are."""
    rows: Rows = [{1: 5}] * 4
    times = [(0, 1), EVER, (19, 20), (35, 36)]
    assert labels([(0, 1), (1, 2), (1, 3)], [0.5] * 3, rows, times) == [0, 0, 0, 3]


def test_no_pairs_leave_everybody_alone() -> None:
    """Without pairs, without rows or without terms nothing is joined."""
    assert labels([], [], [{1: 5}, {1: 5}], [EVER] * 2) == [0, 1]
    assert labels([], [], [], []) == []
    assert labels([(0, 1)], [0.1], [{}, {}], [EVER] * 2) == [0, 1]
