"""The heaviest terms of rows against sorting all of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.terms import heaviest_rows

LAW = settings(deadline=None, derandomize=True, max_examples=150)
# Few stems and rarities, so that there are doubles and ties; stems that share the same low bits.
TOKEN = st.tuples(
    st.integers(0, 5) | st.integers(0, 4).map(lambda high: high << 40), st.integers(250, 256),
    st.booleans(),
)  # fmt: skip


def slowly(row: list[tuple[int, int, bool]], most: int) -> dict[int, int]:
    """The heaviest stems of a row and what they weigh."""
    kept = [(stem, rarity) for stem, rarity, used in row if used]
    times = Counter(stem for stem, _ in kept)
    first = dict(reversed(kept))
    weights = {stem: first[stem] * times[stem].bit_length() for stem in times}
    heaviest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:most]
    return {stem: weights[stem] for stem in sorted(heaviest)}


@LAW
@given(st.lists(st.lists(TOKEN, max_size=40), max_size=5), st.integers(1, 6))
def test_the_heaviest_are_kept(rows: list[list[tuple[int, int, bool]]], most: int) -> None:
    """The most rare and most frequent of each row, ascending, ties by the smaller hash."""
    offsets, stems = oracles.ragged([[stem for stem, _, _ in row] for row in rows])
    rarities = np.array([rarity for row in rows for _, rarity, _ in row], dtype=np.int32)
    kept = np.array([used for row in rows for _, _, used in row], dtype=np.bool_)
    ends, terms, weights = heaviest_rows(offsets, stems, rarities, kept, most)
    found = [
        dict(zip(terms[begin:end].tolist(), weights[begin:end].tolist(), strict=True))
        for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    ]
    expected = [slowly(row, most) for row in rows]
    assert found == expected
    assert [list(row) for row in found] == [list(row) for row in expected]
