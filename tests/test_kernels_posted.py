"""Packed buckets: what is found in them is what stands in them, entry by entry."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.posted import seek

LAW = settings(deadline=None, derandomize=True, max_examples=80)


@st.composite
def rows(draw: st.DrawFn) -> tuple[int, int, int, list[tuple[int, int]]]:
    """Width, bits of an article, bits of a hash, and the entries of a bucket as (hash, article)."""
    shift, left = draw(st.integers(0, 24)), draw(st.integers(1, 40))
    few = st.integers(0, min(5, (1 << left) - 1)) | st.integers(0, (1 << left) - 1)
    entry = st.tuples(few, st.integers(0, (1 << shift) - 1))
    entries = sorted(draw(st.sets(entry, max_size=9)))
    return -(-(shift + left) // 8), shift, left, entries


def packed(width: int, shift: int, entries: list[tuple[int, int]]) -> bytes:
    return b"".join(
        ((one << shift) | article).to_bytes(width, "little") for one, article in entries
    )


@LAW
@given(some=st.lists(rows(), min_size=1, max_size=4), data=st.data())
def test_entries_of_what_is_asked_are_found(some: list[Any], data: st.DataObject) -> None:
    """Each row is asked for hashes of its own; each entry that has one is found, and no other."""
    told, begins, ends, asked = [], [], [], []
    for row, (_, _, left, entries) in enumerate(some):
        held = [one for one, _ in entries]
        wanted = st.sets(st.sampled_from(held or [0]) | st.integers(0, (1 << left) - 1), max_size=6)
        begins.append(len(asked))
        for one in sorted(data.draw(wanted)):
            told += [(row, len(asked), article) for hash_, article in entries if hash_ == one]
            asked.append((row << left) | one)  # above its own bits a hash has those of its bucket
        ends.append(len(asked))
    parts = [packed(width, shift, entries) for width, shift, _, entries in some]
    found = seek(
        np.frombuffer(b"".join(parts), dtype=np.uint8),
        np.cumsum([0, *map(len, parts)]),
        np.array([row[:3] for row in some]),
        np.array(begins),
        np.array(ends),
        np.array(asked, dtype=np.uint64),
    )
    assert list(zip(*(column.tolist() for column in found), strict=True)) == told


def test_nothing_is_found_of_nothing() -> None:
    """Without rows, or without a question, there is no entry."""
    none, at = np.empty(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    layout = np.array([[5, 0, 40]])
    nobody = np.empty(0, dtype=np.uint64)
    empty = np.empty(0, dtype=np.uint8)
    assert [len(x) for x in seek(empty, at, layout[:0], none, none, nobody)] == [0, 0, 0]
    one = np.frombuffer(bytes(5), dtype=np.uint8)
    assert [len(x) for x in seek(one, np.array([0, 5]), layout, at, at, nobody)] == [0, 0, 0]
