"""Keys that rows of pairs have in common: what sets say, whatever stands beside a pair."""

from __future__ import annotations

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import meetings
from syndetect.kernels.meetings import meet

LAW = settings(deadline=None, derandomize=True, max_examples=150)
KEYS = st.integers(0, 9) | st.integers(2**48 - 3, 2**48 - 1) | st.integers(0, 2**64 - 1)
ROWS = st.lists(st.sets(KEYS, max_size=12), min_size=1, max_size=5)
Pair = tuple[int, int]


def met(rows: list[set[int]], pairs: list[Pair]) -> list[list[Pair]]:
    """Of each pair the keys that are found on its left and on its right."""
    offsets, keys = oracles.ragged([sorted(row) for row in rows])
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    found = meet(ends[:, 0], ends[:, 1], offsets, keys)
    assert len(found.bounds) == len(pairs) + 1
    for side, column in enumerate((found.left, found.right)):
        row = np.searchsorted(offsets, column, side="right") - 1
        sizes = np.diff(found.bounds)
        assert row.tolist() == np.repeat(ends[:, side], sizes).tolist(), "of another row"
    both = zip(keys[found.left].tolist(), keys[found.right].tolist(), strict=True)
    listed = list(both)
    return [listed[b:e] for b, e in zip(found.bounds[:-1], found.bounds[1:], strict=True)]


@LAW
@given(rows=ROWS, data=st.data())
def test_keys_in_common_are_those_of_sets(rows: list[set[int]], data: st.DataObject) -> None:
    """Each key that both rows have is found once, in order, where it stands on either side; a row
    has all of its keys in common with itself, and pairs come in any order."""
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=12))
    expected = [[(key, key) for key in sorted(rows[a] & rows[b])] for a, b in pairs]
    assert met(rows, pairs) == expected


@pytest.mark.parametrize("size", [1, 2, 40, 1000])
def test_rows_of_any_length_meet(size: int) -> None:
    """Short rows and long ones meet, though the table is laid out by the length of one of them."""
    chance = np.random.default_rng(3)
    some = [set(chance.integers(0, 2**48, many).tolist()) for many in (size, 7, 3 * size, 0)]
    some[2] |= set(list(some[0])[::2])
    pairs = [(a, b) for a in range(4) for b in range(4)]
    assert met(some, pairs) == [[(key, key) for key in sorted(some[a] & some[b])] for a, b in pairs]


def test_many_in_common_have_room() -> None:
    """More keys in common than there was room for at first are all found."""
    row = set(range(0, 2**48, 2**38))
    assert met([row, row], [(0, 1)] * 3) == [[(key, key) for key in sorted(row)]] * 3


def test_plain_python_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled or not, the same is found."""
    names = ("_meet", "_spread", "_bits", "_grown")
    plain = {name: getattr(getattr(meetings, name), "py_func", None) for name in names}
    if not all(plain.values()):
        pytest.skip("nothing is compiled here")
    rows = [{1, 2**47, 2**48 - 1}, {2, 2**47}, {1, 2, 3, 2**47, 2**48 - 1}]
    pairs = [(0, 1), (2, 1), (2, 2), (0, 2)]
    expected = met(rows, pairs)
    for name, function in plain.items():
        monkeypatch.setattr(meetings, name, function)
    assert met(rows, pairs) == expected


def test_no_pairs_and_no_rows() -> None:
    """Without pairs nothing is found; without rows too."""
    assert met([{1}], []) == []
    assert met([], []) == []
