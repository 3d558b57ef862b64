"""Rows that have a key in common."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.grouped import Grouped


@settings(deadline=None, derandomize=True, max_examples=100)
@given(keys=st.lists(st.integers(-2, 6), max_size=20), asked=st.lists(st.integers(0, 4)))
def test_rows_are_found_by_their_key(keys: list[int], asked: list[int]) -> None:
    """Those of one key or of several, also twice; keys beyond the count are in no group."""
    found = Grouped(np.array(keys, dtype=np.int64), 5)
    groups = [[at for at, key in enumerate(keys) if key == one] for one in range(5)]
    assert [found.of(one).tolist() for one in range(5)] == groups
    assert found.sizes().tolist() == [len(group) for group in groups]
    some = found.of_all(np.array(asked, dtype=np.int64)).tolist()
    assert some == [row for one in asked for row in groups[one]]
