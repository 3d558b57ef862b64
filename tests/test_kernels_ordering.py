"""Rows in the order of pairs of small numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.ordering import by_pair

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60)


@settings(deadline=None)  # the first call compiles
@given(PAIRS)
def test_rows_come_by_left_then_right_and_equal_ones_as_they_stand(
    pairs: list[tuple[int, int]],
) -> None:
    """The order is that of Python's own stable sort of the pairs."""
    left, right = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    found = by_pair(left, right, 10)
    assert found.dtype == np.int32
    assert found.tolist() == sorted(range(len(pairs)), key=lambda row: pairs[row])
