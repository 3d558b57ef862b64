"""Postings of the archive: whoever holds a seed is found by it, however it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import duckdb
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.archive import postings, tables

LAW = settings(deadline=None, derandomize=True, max_examples=40)
Held = Mapping[int, Iterable[int]]
TOP = (1 << 64) - 1
_APART = 1 << 24  # seeds are kept by their bits above these
SEED = st.sampled_from([0, _APART, TOP, TOP - _APART]) | st.integers(0, 40).map(lambda k: k << 58)


@contextmanager
def small(large: int = 60, at_once: int = 16, rows: int = 3) -> Iterator[None]:
    """What bounds memory and work, so small that a few seeds pass it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_LARGE", large)
        patch.setattr(postings, "_AT_ONCE", at_once)
        patch.setattr(postings, "_ROWS", rows)
        yield


def made() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema kept")
    con.execute(tables.POSTINGS)
    return con


def write(con: duckdb.DuckDBPyConnection, held: Held) -> None:
    offsets, seeds = oracles.ragged([sorted(held[serial]) for serial in held])
    postings.write(con, np.array(list(held), dtype=np.int32), offsets, seeds)


def find(con: duckdb.DuckDBPyConnection, seeds: list[int]) -> list[tuple[int, int]]:
    places, serials = postings.find(con, np.array(seeds, dtype=np.uint64))
    assert (places.dtype, serials.dtype) == (np.int64, np.int32)
    return list(zip(places.tolist(), serials.tolist(), strict=True))


def expected(held: Held, seeds: list[int]) -> list[tuple[int, int]]:
    return [(k, serial) for k, seed in enumerate(seeds) for serial in held if seed in held[serial]]


def count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    ((found,),) = con.execute(f"select count(*) from kept.{what}").fetchall()
    return int(found)


@LAW
@given(
    adds=st.lists(st.lists(st.sets(SEED, max_size=12), max_size=5), max_size=9),
    step=st.sampled_from([1, 3, 1 << 23]),
    data=st.data(),
)
def test_holders_are_those_of_all_writes(
    adds: list[list[set[int]]], step: int, data: st.DataObject
) -> None:
    """After any writes, forgettings and merges a seed is held by those that hold it and are not
    forgotten; serials may lie so far apart that no part can have all of them."""
    held: dict[int, set[int]] = {}
    serial = 0
    with small():
        con = made()
        for rows in adds:
            new = {serial + k * step: row for k, row in enumerate(rows)}
            serial += len(rows) * step
            write(con, new)
            held |= new
            gone = data.draw(st.sets(st.sampled_from(sorted(held)), max_size=2)) if held else set()
            postings.forget(con, np.array(sorted(gone), dtype=np.int32))
            held = {one: row for one, row in held.items() if one not in gone}
            if data.draw(st.integers(0, 4)) == 0:
                postings.merge(con)
                assert count(con, "posting_gone") == 0
            seeds = data.draw(st.lists(SEED, max_size=8))
            assert find(con, seeds) == expected(held, seeds)
        con.close()


def test_many_small_writes_are_few_parts() -> None:
    """Parts are joined as they come: fifty writes leave no more than three of a size, and no
    postings but those of the parts that are there."""
    generator = np.random.default_rng(7)
    con, held = made(), {}
    with small(large=1 << 20, rows=2000):
        for serial in range(50):
            held[serial] = generator.integers(0, 2**64, 40, dtype=np.uint64).tolist()
            write(con, {serial: held[serial]})
    assert count(con, "posting_parts") <= 3 * 3
    crowded = "select bits from kept.posting_parts group by all having count(*) > 3"
    assert con.execute(crowded).fetchall() == []
    ((entries,),) = con.execute("select sum(entries) from kept.posting_parts").fetchall()
    assert entries == 50 * 40
    assert count(con, "postings where part not in (select part from kept.posting_parts)") == 0
    seeds = [seed for row in held.values() for seed in row]
    assert find(con, seeds) == [(at, at // 40) for at in range(len(seeds))]


def test_a_large_part_is_joined_by_a_merge_only() -> None:
    """What many small writes cost does not grow with what is stored."""
    con = made()
    with small(large=400):
        for serial in range(8):
            write(con, {serial: range(serial << 40, (serial << 40) + (150 << 24), 1 << 24)})
        assert count(con, "posting_parts") == 8
        postings.merge(con)
        assert count(con, "posting_parts") == 1
    assert find(con, [5 << 40]) == [(0, 5)]


def test_the_end_of_a_transaction_is_the_callers() -> None:
    """What was written, forgotten and merged is gone when the caller takes it back."""
    con = made()
    write(con, {0: [1 << 30], 1: [1 << 30]})
    con.execute("begin")
    write(con, {2: [1 << 30]})
    postings.forget(con, np.array([0], dtype=np.int32))
    postings.merge(con)
    assert find(con, [1 << 30]) == [(0, 1), (0, 2)]
    con.execute("rollback")
    assert find(con, [1 << 30]) == [(0, 0), (0, 1)]


def test_what_is_forgotten_takes_no_room_after_a_merge() -> None:
    """A merge writes those only that can be found; without any there is no part."""
    con = made()
    write(con, {0: [1 << 30, 2 << 30], 1: [1 << 30]})
    postings.forget(con, np.array([0], dtype=np.int32))
    postings.merge(con)
    assert con.execute("select sum(entries) from kept.posting_parts").fetchall() == [(1,)]
    postings.forget(con, np.array([1], dtype=np.int32))
    postings.merge(con)
    assert (count(con, "posting_parts"), count(con, "postings")) == (0, 0)
    assert find(con, [1 << 30]) == []


def test_seeds_with_the_same_leading_bits_meet() -> None:
    """Forty bits of a seed are kept: who holds another with the same is given, too, once."""
    con = made()
    write(con, {3: [5 << 24, (5 << 24) + 1]})
    assert find(con, [(5 << 24) + 9, 4 << 24, 6 << 24]) == [(0, 3)]


def test_nobody_holds_what_nobody_wrote() -> None:
    """Empty tables, empty writes and empty questions are no trouble."""
    con = made()
    assert find(con, [1, TOP]) == []
    write(con, {})
    write(con, {4: [], 5: []})
    assert count(con, "posting_parts") == 0
    postings.merge(con)
    assert find(con, []) == []
