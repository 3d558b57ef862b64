"""Inverted lists, lengths and pairs out of neighbours: dictionaries say the same."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import inverted

LAW = settings(deadline=None, derandomize=True, max_examples=80)
Entries = list[list[tuple[int, int]]]
RANKED = st.lists(
    st.lists(st.tuples(st.integers(-1, 4), st.integers(1, 60_000)), max_size=5), max_size=7
)


def flat(rows: Entries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    values = np.array([one for row in rows for one in row], dtype=np.int32).reshape(-1, 2)
    return offsets, values[:, 0], values[:, 1]


@LAW
@given(rows=RANKED, data=st.data())
def test_lists_name_who_has_a_rank(rows: Entries, data: st.DataObject) -> None:
    """Each list has the rows with its rank, in the order told, and what they weigh there."""
    chosen = st.lists(st.sampled_from(range(len(rows))), unique=True) if rows else st.just([])
    order = data.draw(chosen)
    bounds, holders, weights = inverted.lists(*flat(rows), np.array(order, dtype=np.int32), 5)
    for rank in range(5):
        begin, end = bounds[rank], bounds[rank + 1]
        found = list(zip(holders[begin:end].tolist(), weights[begin:end].tolist(), strict=True))
        assert found == [
            (row, weight) for row in order for name, weight in rows[row] if name == rank
        ]
    assert len(holders) == len(weights) == bounds[5]


@LAW
@given(rows=RANKED)
def test_norms_are_lengths(rows: Entries) -> None:
    """The root of the sum of squares, exactly; 1 where there is nothing."""
    offsets, _, weights = flat(rows)
    expected = [math.sqrt(sum(w * w for _, w in row)) or 1.0 for row in rows]
    assert inverted.norms(offsets, weights).tolist() == expected


@LAW
@given(count=st.integers(1, 9), data=st.data())
def test_pairs_are_each_once(count: int, data: st.DataObject) -> None:
    """Whoever names whom, or both each other: one pair, ascending, with its likeness; of the rows
    that are asked for."""
    chosen = st.sets(st.integers(0, count - 1), max_size=6)
    named = [sorted(data.draw(chosen) - {row}, reverse=bool(row % 2)) for row in range(count)]
    offsets = np.cumsum([0, *(len(row) for row in named)]).astype(np.int64)
    near = np.array([other for row in named for other in row], dtype=np.int32)

    def likeness(one: int, other: int) -> float:
        return 1 / (1 + min(one, other) + 16 * max(one, other))

    like = np.array([likeness(row, o) for row, others in enumerate(named) for o in others])
    first, last = sorted((data.draw(st.integers(0, count)), data.draw(st.integers(0, count))))
    left, right, found = inverted.pairs(offsets, near, like, first, last)
    every = sorted({(min(r, o), max(r, o)) for r, others in enumerate(named) for o in others})
    expected = [pair for pair in every if first <= pair[0] < last]
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == expected
    assert found.tolist() == [likeness(*pair) for pair in expected]
    assert left.dtype == right.dtype == np.int32
