"""Distinct ascending rows against plain Python."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import distinct

ROWS = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=40), max_size=8)
LAW = settings(deadline=None, derandomize=True, max_examples=60)


@LAW
@given(rows=ROWS)
def test_distinct_rows_are_sorted_sets(rows: list[list[int]]) -> None:
    """Each row comes out as its sorted set, whatever the values: evenly spread or all small."""
    assert oracles.rows_of(*distinct.distinct_rows(*oracles.ragged(rows))) == [
        sorted(set(row)) for row in rows
    ]


def test_distinct_rows_hold_for_long_rows() -> None:
    """Long rows of hashes with doubles, between empty ones, sort as numpy sorts them."""
    generator = np.random.default_rng(4)
    rows = [generator.integers(0, 2**64, size, dtype=np.uint64) for size in (0, 5000, 0, 1023, 1)]
    rows[1][100:200] = rows[1][0]
    offsets = np.cumsum([0, *map(len, rows)])
    ends, values = distinct.distinct_rows(offsets, np.concatenate(rows))
    assert oracles.rows_of(ends, values) == [np.unique(row).tolist() for row in rows]
