"""Rows by their labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.candidates.known import Labelled


@pytest.mark.parametrize("kind", [np.int32, np.uint64])
@given(
    labels=st.lists(st.integers(0, 9), max_size=40),
    asked=st.lists(st.integers(0, 12), max_size=6),
    left_out=st.sets(st.integers(0, 40)),
)
def test_rows_of_labels_are_those_of_a_look_at_all(
    kind: type, labels: list[int], asked: list[int], left_out: set[int]
) -> None:
    """Of all rows, and of those among some, the same are found as where every label is looked at;
    labels that nobody has find nothing, and one that is asked for twice finds its rows once."""
    column, wanted = np.array(labels, dtype=kind), np.array(asked, dtype=kind)
    some = np.array([at not in left_out for at in range(len(labels))], dtype=np.bool_)
    for among in (None, some):
        found = Labelled.of(column, among).rows(wanted)
        all_of_them = np.isin(column, wanted) & (True if among is None else among)
        assert found.dtype == np.int32
        assert found.tolist() == np.flatnonzero(all_of_them).tolist()
