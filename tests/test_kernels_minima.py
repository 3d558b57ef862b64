"""Minima against datasketch itself."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.fingerprint import permutations
from syndetect.kernels import minima

LAW = settings(deadline=None, derandomize=True, max_examples=40)


@LAW
@given(
    rows=st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=12), max_size=5),
    size=st.sampled_from([1, 3, 16, 128]),
    seed=st.integers(0, 2**31 - 1),
)
def test_minima_are_datasketchs(rows: list[list[int]], size: int, seed: int) -> None:
    """Bit for bit the hash values of ``MinHash(scheme="affine32")`` fed the low 32 bits."""
    result = minima.minima_rows(*oracles.ragged(rows), *permutations(size, seed))
    assert result.tolist() == [oracles.minima(row, size, seed) for row in rows]


def test_an_empty_row_is_all_ones() -> None:
    """An article without shingles has the sketch of an empty MinHash."""
    result = minima.minima_rows(*oracles.ragged([[], [5], []]), *permutations(16, 1))
    assert (result[[0, 2]] == 2**32 - 1).all()
    assert result.shape == (3, 16)


def test_no_rows_make_an_empty_table() -> None:
    """Without articles there are no rows, and the width stays."""
    result = minima.minima_rows(*oracles.ragged([]), *permutations(16, 1))
    assert result.shape == (0, 16)


def test_order_and_doubles_are_of_no_account() -> None:
    """A row's minima depend on the set of its hashes only."""
    generator = np.random.default_rng(2)
    row = generator.integers(0, 2**64, 50, dtype=np.uint64)
    doubled = np.concatenate([row[::-1], row[:7]])
    offsets = np.array([0, 50, 107])
    first, second = minima.minima_rows(
        offsets, np.concatenate([row, doubled]), *permutations(64, 1)
    )
    assert first.tolist() == second.tolist()
