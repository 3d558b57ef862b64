"""One row among all others, against a look at each of them in turn."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import asked as kernels

LAW = settings(deadline=None, derandomize=True, max_examples=80)
MINIMA = st.lists(st.integers(0, 2), min_size=12, max_size=12)


@LAW
@given(
    rows=st.lists(MINIMA, min_size=1, max_size=9),
    asked=MINIMA,
    shape=st.sampled_from([(6, 2), (3, 4), (2, 3), (1, 12), (12, 1)]),
    data=st.data(),
)
def test_rows_with_an_equal_band_are_found(
    rows: list[list[int]], asked: list[int], shape: tuple[int, int], data: st.DataObject
) -> None:
    """They are those of which a whole band is equal, and told is how many of all places are; a
    slice of the rows has those that lie in it."""
    bands, height = shape
    first = data.draw(st.integers(0, len(rows)))
    last = data.draw(st.integers(first, len(rows)))
    matrix = np.array(rows, dtype=np.uint32)
    found = kernels.banded(first, last, matrix, np.array(asked, np.uint32), bands, height)
    cuts = [slice(band * height, (band + 1) * height) for band in range(bands)]
    expected = [
        (row, sum(a == b for a, b in zip(rows[row], asked, strict=True)))
        for row in range(first, last)
        if any(rows[row][cut] == asked[cut] for cut in cuts)
    ]
    assert list(zip(found[0].tolist(), found[1].tolist(), strict=True)) == expected


def test_any_number_of_rows_is_found() -> None:
    """Room is made where hundreds share a band."""
    matrix = np.ones((500, 8), dtype=np.uint32)
    rows, agreeing = kernels.banded(0, 500, matrix, matrix[0], 2, 4)
    assert rows.tolist() == list(range(500))
    assert set(agreeing.tolist()) == {8}


TERM = st.integers(2**62, 2**62 + 30)


@LAW
@pytest.mark.parametrize("slots", [1, 1 << 14])
@given(
    rows=st.lists(st.sets(TERM, max_size=9), min_size=1, max_size=9),
    asked=st.sets(TERM, max_size=9),
    most=st.integers(0, 4),
    data=st.data(),
)
def test_holders_of_terms_are_found(
    slots: int, rows: list[set[int]], asked: set[int], most: int, data: st.DataObject
) -> None:
    """Each place that has a term that is asked for is told, in rows that are searched, whether
    terms fall on the slots of others or not; but a term is told no more from where more than so
    many rows have it that name their group."""
    count = len(rows)
    searched = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    groups = data.draw(st.lists(st.integers(0, count - 1), min_size=count, max_size=count))
    first = data.draw(st.integers(0, count))
    ordered = [sorted(row) for row in rows]
    offsets, terms = oracles.ragged(ordered)
    wanted = sorted(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_SLOTS", slots)
        *found, common = kernels.holders(
            first,
            count,
            offsets,
            terms,
            np.array(groups, dtype=np.int32),
            np.array(searched, dtype=np.bool_),
            np.array(wanted, dtype=np.uint64),
            most,
        )
    expected, spread = [], dict.fromkeys(wanted, 0)
    for row in range(first, count):
        for at, term in enumerate(ordered[row]):
            if searched[row] and term in asked and spread[term] <= most:
                expected.append((row, wanted.index(term), int(offsets[row]) + at))
                spread[term] += groups[row] == row
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected
    assert common.tolist() == [spread[term] > most for term in wanted]


def test_any_number_of_holders_is_found() -> None:
    """Room is made where thousands have a term."""
    offsets, terms = np.arange(3001), np.full(3000, 7, dtype=np.uint64)
    every = np.arange(3000, dtype=np.int32)
    rows, which, places, common = kernels.holders(
        0, 3000, offsets, terms, every, every >= 0, np.array([3, 7], dtype=np.uint64), 3000
    )
    assert rows.tolist() == places.tolist() == every.tolist()
    assert set(which.tolist()) == {1}
    assert not common.any()
