"""Equal keys meet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import buckets

LAW = settings(deadline=None, derandomize=True, max_examples=80)


@LAW
@given(keys=st.lists(st.integers(0, 4) | st.just(2**64 - 1), max_size=30), cap=st.integers(1, 8))
def test_each_member_meets_the_first_of_its_bucket(keys: list[int], cap: int) -> None:
    """Pairs and the count of those cut are the slow twin's, each pair once and in order."""
    first, second, cut = buckets.bucket_pairs(np.array(keys, dtype=np.uint64), cap)
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert (set(found), cut) == oracles.bucket_pairs(keys, cap)


def test_a_crowded_bucket_leaves_nobody_alone() -> None:
    """With a cap of two, a thousand equal keys make 1997 pairs, and the rest is counted."""
    first, second, cut = buckets.bucket_pairs(np.zeros(1000, dtype=np.uint64), 2)
    assert len(first) == 1 + 998 * 2
    assert cut == 1000 * 999 // 2 - len(first)
    assert set(first.tolist()) | set(second.tolist()) == set(range(1000))


@LAW
@given(keys=st.lists(st.integers(0, 3), max_size=12))
def test_runs_bound_equal_values(keys: list[int]) -> None:
    """Between two bounds all values are equal, and neighbours across a bound differ."""
    ordered = np.sort(np.array(keys, dtype=np.uint64))
    bounds = buckets.runs(ordered)
    parts = [ordered[b:e].tolist() for b, e in pairwise(bounds)]
    assert [part[0] for part in parts] == sorted(set(keys))
    assert [len(part) for part in parts] == [keys.count(part[0]) for part in parts]


@LAW
@given(values=st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5)))
def test_distinct_values_ascend(values: list[int]) -> None:
    """Each value once, in order."""
    assert buckets.distinct(np.array(values, dtype=np.uint64)).tolist() == sorted(set(values))


def _spread(keys: list[int]) -> list[int]:
    """Keys that differ in their high bits, as hashes do."""
    return [(key * 0x9E3779B97F4A7C15) % 2**64 for key in keys]


@LAW
@given(
    keys=st.lists(st.integers(0, 4), max_size=30),
    cap=st.integers(1, 8),
    data=st.data(),
)
def test_meetings_are_the_pairs_of_crowds_that_may_be_alike(
    keys: list[int], cap: int, data: st.DataObject
) -> None:
    """Of the slow twin's pairs those with two labels and enough equal bytes; the cut is counted."""
    size = len(keys)
    labels = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    rows = data.draw(st.lists(st.binary(min_size=3, max_size=3), min_size=size, max_size=size))
    sketches = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(size, 3)
    order, starts = buckets.crowds(np.array(_spread(keys), dtype=np.uint64))
    first, second = buckets.meetings(
        order, starts, cap, np.array(labels, dtype=np.int32), sketches, 1
    )
    pairs, cut = oracles.bucket_pairs(keys, cap)
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == {
        (one, other)
        for one, other in pairs
        if labels[one] != labels[other]
        and any(a == b for a, b in zip(rows[one], rows[other], strict=True))
    }
    assert buckets.cut_by(starts, cap) == cut
