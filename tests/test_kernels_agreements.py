"""Places in which rows agree: as counting them one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.agreements import agreements

LAW = settings(deadline=None, derandomize=True, max_examples=60)


@LAW
@given(width=st.integers(1, 6), data=st.data())
def test_agreements_are_counted_place_by_place(width: int, data: st.DataObject) -> None:
    """Of each pair it is the number of places with the same value, whatever stands elsewhere."""
    row = st.lists(st.integers(0, 2), min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=1, max_size=5))
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=8))
    offsets = np.arange(len(rows) + 1, dtype=np.int64) * width
    left, right = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    found = agreements(left, right, offsets, np.array(rows, dtype=np.uint32).ravel())
    assert found.tolist() == [
        sum(a == b for a, b in zip(rows[i], rows[j], strict=True)) for i, j in pairs
    ]
