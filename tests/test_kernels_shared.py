"""What sorted rows of weighted keys share: exact integers, as a dictionary would count them."""

from __future__ import annotations

from functools import reduce
from itertools import chain, pairwise
from operator import and_, or_
from typing import Any

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.evidence.material import grouped
from syndetect.kernels import shared
from syndetect.kernels.meetings import meet
from syndetect.kernels.sealed import sealed

LAW = settings(deadline=None, derandomize=True, max_examples=60)
KEYS = st.integers(0, 9) | st.integers(2**64 - 3, 2**64 - 1)
VALUES = st.tuples(st.integers(0, 900), st.integers(0, 15))
Rows = list[dict[int, tuple[int, int]]]
ROWS = st.lists(st.dictionaries(KEYS, VALUES, max_size=9), min_size=1, max_size=5)


def share(rows: Rows, pairs: list[tuple[int, int]]) -> list[list[int]]:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    ordered = [sorted(row.items()) for row in rows]
    offsets, keys = oracles.ragged([[key for key, _ in row] for row in ordered])
    weights = np.array([w for row in ordered for _, (w, _) in row], dtype=np.int32)
    marks = np.array([m for row in ordered for _, (_, m) in row], dtype=np.uint8)
    left, right = np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])
    met = meet(left, right, offsets, keys)
    found: list[list[int]] = shared.share(*met, weights, marks).tolist()
    return found


@LAW
@given(rows=ROWS, data=st.data())
def test_shares_are_what_a_dictionary_counts(rows: Rows, data: st.DataObject) -> None:
    """Keys, own keys, their weight, and its repeated and public parts are exact."""
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=8))
    expected = [oracles.shared(rows[a], rows[b]) for a, b in pairs]
    assert share(rows, pairs) == expected
    assert share(rows, [(b, a) for a, b in pairs]) == expected


@LAW
@given(rows=ROWS)
def test_parts_are_parts(rows: Rows) -> None:
    """Own keys are some of the shared, and repeated and public weight lie within the own."""
    pairs = [(a, b) for a in range(len(rows)) for b in range(len(rows))]
    for common, own, weight, repeated, public in share(rows, pairs):
        assert own <= common
        assert repeated + public <= weight


@LAW
@given(rows=st.lists(st.lists(st.integers(0, 9) | st.integers(0, 2**48 - 1)), max_size=5))
def test_rows_become_distinct(rows: list[list[int]]) -> None:
    """The different keys of each row, ascending, and the entries of each in the order they have."""
    offsets, keys = oracles.ragged(rows)
    order = shared.order_rows(offsets, keys)
    starts, found, spots = shared.group_rows(offsets, keys, order)
    assert oracles.rows_of(starts, found) == [sorted(set(row)) for row in rows]
    assert [order[b:e].tolist() for b, e in pairwise(spots.tolist())] == [
        [int(offsets[at]) + k for k, one in enumerate(row) if one == key]
        for at, row in enumerate(rows)
        for key in sorted(set(row))
    ]


@LAW
@given(rows=ROWS)
def test_own_weight_leaves_asides_out(rows: Rows) -> None:
    """The own weight of a row is the sum of what does not stand aside; of an empty row 0."""
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    weights = np.array([w for row in rows for w, _ in row.values()], dtype=np.int32)
    marks = np.array([m for row in rows for _, m in row.values()], dtype=np.uint8)
    expected = [sum(w for w, m in row.values() if not m & shared.ASIDE) for row in rows]
    assert shared.own_weight(offsets, weights, marks).tolist() == expected


def test_sums_do_not_overflow() -> None:
    """A row of many heavy keys is summed in 64 bits."""
    weights = np.full(3, 2**31 - 1, dtype=np.int32)
    assert shared.row_sums(weights, np.array([0, 3, 3])).tolist() == [3 * (2**31 - 1), 0]


def test_nothing_shares_nothing() -> None:
    """No pairs, empty rows and rows with nothing in common give zeros."""
    rows: Rows = [{}, {1: (5, 0)}, {2: (5, 0)}]
    assert share(rows, []) == []
    assert share(rows, [(0, 0), (0, 1), (1, 2)]) == [[0] * 5] * 3


def test_a_slice_of_a_table_shares_the_same() -> None:
    """Rows that Arrow hands out of a slice, read-only, count as the same rows by themselves."""
    column = oracles.ragged_from(
        [np.array(r, dtype=np.uint64) for r in ([1], [2, 3], [3, 4])], "u8"
    )
    table = schema.pa.table({"keys": column}).slice(1)
    offsets, keys = schema.flat(table, "keys")
    ones = np.ones(len(keys), dtype=np.int32)
    marks = np.zeros(len(keys), dtype=np.uint8)
    ends = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    met = meet(*ends, offsets, keys)
    assert shared.share(*met, ones, marks).tolist() == [[1, 1, 1, 0, 0]]


SHORT = st.integers(0, 9) | st.integers(2**48 - 3, 2**48 - 1) | st.integers(0, 2**48 - 1)


@LAW
@given(rows=st.lists(st.lists(SHORT, max_size=20), max_size=5))
def test_rows_are_ordered_and_equal_keys_stay(rows: list[list[int]]) -> None:
    """Entries go by row and key, and equal ones stay as they came: what ``lexsort`` does."""
    offsets, keys = oracles.ragged(rows)
    row = np.repeat(np.arange(len(rows)), np.diff(offsets))
    assert shared.order_rows(offsets, keys).tolist() == np.lexsort((keys, row)).tolist()


@LAW
@given(
    rows=st.lists(st.tuples(st.sets(KEYS, max_size=9), st.integers(-1, 2)), max_size=5),
    stock=st.lists(st.sets(KEYS, max_size=9), min_size=3, max_size=3),
)
def test_keys_are_looked_up_in_their_pool(
    rows: list[tuple[set[int], int]], stock: list[set[int]]
) -> None:
    """A key is found where its own row's pool has it, and nowhere else."""
    offsets, keys = oracles.ragged([sorted(row) for row, _ in rows])
    pool = np.array([chosen for _, chosen in rows], dtype=np.int64)
    pool_offsets, pool_keys = oracles.ragged([sorted(one) for one in stock])
    some = shared.sieve(pool_offsets, pool_keys)
    found = shared.look_up(offsets, keys, pool, pool_offsets, pool_keys, some).tolist()
    expected = [
        sum(map(len, stock[:chosen])) + sorted(stock[chosen]).index(key)
        if chosen >= 0 and key in stock[chosen]
        else -1
        for row, chosen in rows
        for key in sorted(row)
    ]
    assert found == expected


ENTRIES = st.lists(
    st.lists(st.tuples(st.integers(-5, 30_000), st.integers(0, 255)), min_size=1, max_size=6),
    max_size=6,
)


@LAW
@given(groups=ENTRIES, chance=st.randoms(use_true_random=False))
def test_the_largest_and_the_bits_of_each_key_are_those_of_its_entries(
    groups: list[list[tuple[int, int]]], chance: Any
) -> None:
    """Wherever the entries of a key stand among all."""
    places = list(range(sum(map(len, groups))))
    chance.shuffle(places)
    table = dict(zip(places, (entry for one in groups for entry in one), strict=True))
    values, marks = ([table[at][side] for at in range(len(table))] for side in (0, 1))
    spots = sealed(np.cumsum([0, *map(len, groups)]), np.int64)
    at = sealed(places, np.int64)
    found = shared.largest(spots, at, sealed(values, np.int32))
    assert found.tolist() == [max(value for value, _ in one) for one in groups]
    every, some = shared.bits_of(spots, at, sealed(marks, np.uint8))
    assert every.tolist() == [reduce(and_, (mark for _, mark in one)) for one in groups]
    assert some.tolist() == [reduce(or_, (mark for _, mark in one)) for one in groups]


# Words as the hashes that they are, with how rare they are, and marks.
TOKENS = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 3) | st.integers(2**64 - 2, 2**64 - 1),
            st.integers(100, 850),
            st.integers(0, 7),
        ),
        max_size=9,
    ),
    max_size=5,
)


@LAW
@given(rows=TOKENS, width=st.integers(1, 5))
def test_windows_are_all_runs_of_words(rows: list[list[tuple[int, int, int]]], width: int) -> None:
    """Key, weight and marks of each, none of a row that is too short, none over two rows."""
    offsets, words = oracles.ragged([[word for word, _, _ in row] for row in rows])
    rarities = sealed([rare for row in rows for _, rare, _ in row], np.int32)
    marks = sealed([mark for row in rows for _, _, mark in row], np.uint8)
    found = shared.windows(
        sealed(offsets, np.int64), sealed(words, np.uint64), rarities, marks, width, 150
    )
    columns = [[[one[at] for one in row] for at in range(3)] for row in rows]
    expected = [oracles.windows(*some, width, 150) for some in columns]
    assert found[0].tolist() == np.cumsum([0, *map(len, expected)]).tolist()
    assert list(zip(*(column.tolist() for column in found[1:]), strict=True)) == list(
        chain(*expected)
    )


@LAW
@given(rows=TOKENS, width=st.integers(1, 4), chance=st.randoms(use_true_random=False))
def test_words_of_stock_are_those_in_a_known_run(
    rows: list[list[tuple[int, int, int]]], width: int, chance: Any
) -> None:
    """In their own row, wherever its runs stand; a run known in another row marks nothing here."""
    texts = [[word for word, _, _ in row] for row in rows]
    runs = [oracles.runs(words, width) for words in texts]
    stock = [{run for run in some if chance.random() < 0.4} for some in runs]
    expected = [oracles.stocked(*one, width) for one in zip(texts, stock, strict=True)]
    number = {run: at for at, run in enumerate(sorted(set(chain(*runs))))}
    seen = grouped(*oracles.ragged([[number[run] for run in some] for some in runs]))
    by_key = [sorted(set(some), key=number.__getitem__) for some in runs]
    known = [run in its for some, its in zip(by_key, stock, strict=True) for run in some]
    offsets = np.cumsum([0, *map(len, texts)])
    found = shared.mark_stock(
        np.array(known, dtype=np.bool_), seen.offsets, seen.spots, seen.at, offsets, width
    )
    assert found.tolist() == list(chain(*expected))
