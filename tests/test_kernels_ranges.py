"""Values in a range: as a filter of lists."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.ranges import within

LAW = settings(deadline=None, derandomize=True, max_examples=80)
VALUES = st.one_of(st.integers(0, 9), st.integers(2**64 - 9, 2**64 - 1))


@LAW
@given(rows=st.lists(st.lists(VALUES, max_size=7), min_size=1, max_size=6), data=st.data())
def test_values_within_are_filtered(rows: list[list[int]], data: st.DataObject) -> None:
    """Rows come as they are named, with the values from the low end to the high, both included."""
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True))
    low, high = sorted((data.draw(VALUES), data.draw(VALUES)))
    offsets, values = oracles.ragged(rows)
    found = within(np.array(chosen, dtype=np.int32), offsets, values, low, high)
    assert oracles.rows_of(*found) == [
        [value for value in rows[at] if low <= value <= high] for at in chosen
    ]
