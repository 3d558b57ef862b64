"""Radix grouping: a dictionary of holders says the same."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import radix

LAW = settings(deadline=None, derandomize=True, max_examples=80)
ALL = 2**64 - 1
VALUES = st.integers(0, 9) | st.integers(ALL - 9, ALL) | st.integers(0, ALL)


def expected(rows: list[list[int]], chosen: list[int], low: int, high: int) -> list[list[int]]:
    holders: dict[int, list[int]] = {}
    for seat, row in enumerate(chosen):
        for value in rows[row]:
            holders.setdefault(value, []).append(seat)
    return [
        [value, seat]
        for value, seats in sorted(holders.items())
        if low <= value <= high and len(seats) > 1
        for seat in seats
    ]


def found(rows: list[list[int]], chosen: list[int], low: int, high: int) -> list[list[int]]:
    offsets, values = oracles.ragged(rows)
    keys, seats = radix.shared(np.array(chosen, dtype=np.int32), offsets, values, low, high)
    assert (keys.dtype, seats.dtype) == (np.uint64, np.int32)
    return [list(one) for one in zip(keys.tolist(), seats.tolist(), strict=True)]


@LAW
@given(rows=st.lists(st.lists(VALUES, unique=True, max_size=9), max_size=8), data=st.data())
def test_what_several_hold_comes_with_its_holders(
    rows: list[list[int]], data: st.DataObject
) -> None:
    """Only what lies in the range; hashes ascend, and so do holders, in the order they have."""
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True)) if rows else []
    low, high = sorted((data.draw(VALUES), data.draw(VALUES)))
    assert found(rows, chosen, low, high) == expected(rows, chosen, low, high)


@pytest.mark.parametrize("spread", [2**64, 2**20, 40])
def test_many_buckets_of_many_cells(spread: int) -> None:
    """Two hundred thousand hashes, spread over all numbers or crowded into a few of them."""
    generator = np.random.default_rng(5)
    values = generator.integers(0, spread, (1000, 200), dtype=np.uint64, endpoint=False)
    rows = [sorted(set(row)) for row in values.tolist()]
    chosen = generator.permutation(1000)[:900].tolist()
    assert found(rows, chosen, 0, ALL) == expected(rows, chosen, 0, ALL)
    middle = spread // 3
    assert found(rows, chosen, middle, 2 * middle) == expected(rows, chosen, middle, 2 * middle)
