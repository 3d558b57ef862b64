"""Postings: the same for every budget."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.candidates.postings import postings

LAW = settings(deadline=None, derandomize=True, max_examples=60)
VALUES = st.one_of(st.integers(0, 9), st.integers(2**63 - 4, 2**63 + 4))


@LAW
@given(
    rows=st.lists(st.sets(VALUES, max_size=7), min_size=1, max_size=6),
    room=st.sampled_from([None, 0, 1, 100, 700, 10**6]),
)
def test_a_budget_changes_no_posting(rows: list[set[int]], room: int | None) -> None:
    """Whoever shares a hash stands behind it, hashes and holders ascend, in one range or many."""
    offsets, values = oracles.ragged([sorted(row) for row in rows])
    order = np.arange(len(rows), dtype=np.int32)[::-1].copy()
    found = []
    for keys, seats in postings(order, offsets, values, room):
        found += list(zip(keys.tolist(), seats.tolist(), strict=True))
    holders = {v: [s for s, row in enumerate(order.tolist()) if v in rows[row]]
               for row in rows for v in row}  # fmt: skip
    shared = [(v, seat) for v, some in sorted(holders.items()) if len(some) > 1 for seat in some]
    assert found == shared
