"""Pairs of near values: what two nested loops list."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.skips import near_pairs

LAW = settings(deadline=None, derandomize=True, max_examples=60)
VALUES = st.integers(0, 5) | st.integers(2**64 - 3, 2**64 - 1)
ROWS = st.lists(st.lists(st.tuples(VALUES, st.integers(0, 900), st.integers(0, 7)), max_size=9))


@LAW
@given(rows=ROWS, reach=st.integers(1, 5))
def test_pairs_are_those_of_two_loops(rows: list[list[tuple[int, int, int]]], reach: int) -> None:
    """Each value meets the next few of its row that differ from it, with the weight and the marks
    of both, under a key that only the two values decide."""
    offsets, values = oracles.ragged([[value for value, _, _ in row] for row in rows])
    weights = np.array([weight for row in rows for _, weight, _ in row], dtype=np.int32)
    marks = np.array([mark for row in rows for _, _, mark in row], dtype=np.uint8)
    found = near_pairs(offsets, values, weights, marks, reach)
    expected = [
        (at, frozenset((one[0], other[0])), one[1] + other[1], one[2] | other[2])
        for at, row in enumerate(rows)
        for k, one in enumerate(row)
        for other in row[k + 1 : k + 1 + reach]
        if one[0] != other[0]
    ]
    row_of, keys, sums, both = (column.tolist() for column in found)
    assert list(zip(row_of, sums, both, strict=True)) == [(r, w, m) for r, _, w, m in expected]
    pairs = [pair for _, pair, _, _ in expected]
    assert len(set(keys)) == len(set(pairs)) == len(set(zip(keys, pairs, strict=True)))
