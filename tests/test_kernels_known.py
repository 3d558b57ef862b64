"""Known values: counts and leftovers are those of sets."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import known

LAW = settings(deadline=None, derandomize=True, max_examples=80)
VALUES = st.one_of(st.integers(0, 40), st.integers(2**64 - 40, 2**64 - 1))
ROWS = st.lists(st.lists(VALUES, max_size=8), min_size=1, max_size=6)


@LAW
@given(rows=ROWS, some=st.sets(VALUES, max_size=12))
def test_known_values_are_counted(rows: list[list[int]], some: set[int]) -> None:
    """Each row has as many known values as a set says, large and small hashes alike."""
    offsets, values = oracles.ragged(rows)
    told = np.array(sorted(some), dtype=np.uint64)
    assert known.counts(offsets, values, told).tolist() == [
        sum(value in some for value in row) for row in rows
    ]


@LAW
@given(rows=ROWS, some=st.sets(VALUES, max_size=12), data=st.data())
def test_others_are_what_is_not_known(
    rows: list[list[int]], some: set[int], data: st.DataObject
) -> None:
    """The named rows keep what is not known, in its order; all other rows are empty."""
    chosen = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1))))
    offsets, values = oracles.ragged(rows)
    told = np.array(sorted(some), dtype=np.uint64)
    found = known.others(np.array(chosen, dtype=np.int32), offsets, values, told)
    assert oracles.rows_of(*found) == [
        [value for value in row if value not in some] if at in chosen else []
        for at, row in enumerate(rows)
    ]
