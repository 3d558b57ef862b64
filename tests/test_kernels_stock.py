"""Keys that may come often: none that does is lost, and most that do not are left out."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.shared import KEY_BITS
from syndetect.kernels.stock import repeated


@given(
    keys=st.lists(st.integers(0, 5) | st.integers(0, 2**64 - 1), max_size=40),
    least=st.integers(1, 4),
)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_what_comes_often_is_kept(keys: list[int], least: int) -> None:
    """Each place of a key that comes so many times is kept."""
    found = repeated(np.array(keys, dtype=np.uint64), least).tolist()
    times = Counter(keys)
    assert len(found) == len(keys)
    assert all(kept for key, kept in zip(keys, found, strict=True) if times[key] >= least)


def test_most_that_stand_alone_are_left_out() -> None:
    """Of keys that are spread evenly and come once, few share a cell with two others."""
    rng = np.random.default_rng(7)
    keys = rng.integers(0, 1 << KEY_BITS, 10_000, dtype=np.uint64)
    assert repeated(keys, 3).mean() < 0.05
