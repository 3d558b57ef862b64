"""The counts of cohesion against counting word by word."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.cohesion import NEAR, recurrences

ASIDE, COMMON, NAME = 1, 2, 4
WORDS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=60)
Row = list[tuple[int, int]]


def slow(row: Row, width: int) -> tuple[int, ...]:
    """The five counts of one row."""
    own = [(stem, flag) for stem, flag in row if not flag & ASIDE]
    telling = [stem for stem, flag in own if not flag & COMMON]
    stretches = len(telling) // width
    places: dict[int, set[int]] = defaultdict(set)
    for at, stem in enumerate(telling):
        places[stem].add(at * stretches // len(telling))
    gaps = [b - a for found in places.values() for a, b in combinations(sorted(found), 2)]
    names = {stem for stem, flag in own if flag & NAME}
    return sum(gap <= NEAR for gap in gaps), len(gaps), len(telling), len(names), len(own)


@given(st.lists(WORDS, max_size=5), st.integers(1, 4))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_counts_are_those_of_counting_word_by_word(rows: list[Row], width: int) -> None:
    """Whatever the flags, in every row by itself, also for stems that differ in high bits only."""
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    stems = np.array([stem << 61 for row in rows for stem, _ in row], dtype=np.uint64)
    flags = np.array([flag for row in rows for _, flag in row], dtype=np.uint8)
    found = recurrences(offsets, stems, flags, ASIDE, COMMON, NAME, width)
    assert [tuple(row) for row in found.tolist()] == [slow(row, width) for row in rows]
