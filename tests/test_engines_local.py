"""The local engine: slices, threads and processes never change what a stage gives."""

from __future__ import annotations

import multiprocessing

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from syndetect.engines import Local, local
from syndetect.errors import UsageError

TABLE = pa.concat_tables([pa.table({"n": list(range(begin, begin + 13))}) for begin in (0, 13, 26)])


def doubled(rows: pa.Table) -> pa.Table:
    """A stage."""
    return pa.table({"n": pc.multiply(rows.column("n"), 2)})


def refuses(rows: pa.Table) -> pa.Table:
    """A stage that fails on one of its rows."""
    if pc.any(pc.equal(rows.column("n"), 20)).as_py():
        raise UsageError("twenty is too much")
    return rows


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("batch", [1, 7, 13, 100])
def test_slices_come_back_in_order(threads: int, batch: int) -> None:
    """Whatever the slices, and whoever is done first; and all rows are heard of."""
    heard: list[int] = []
    parts = list(Local(threads, batch).map(doubled, TABLE, heard.append))
    assert pa.concat_tables(parts).column("n").to_pylist() == [2 * n for n in range(39)]
    assert sum(heard) == 39


def test_an_empty_table_is_one_slice() -> None:
    """So that what a stage gives has its columns."""
    (part,) = Local(1).map(doubled, TABLE.slice(0, 0))
    assert part.column_names == ["n"]
    assert part.num_rows == 0


def test_processes_give_what_threads_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of slices as of whole tables, and an error comes through as it is."""
    monkeypatch.setattr(local, "_FORK_FROM", 1)
    parts = list(Local(2, 7).map(doubled, TABLE, interpreted=True))
    assert pa.concat_tables(parts).column("n").to_pylist() == [2 * n for n in range(39)]
    with pytest.raises(UsageError, match="twenty"):
        list(Local(2, 7).map(refuses, TABLE, interpreted=True))


def test_a_worker_of_a_pool_takes_threads() -> None:
    """Such a process may have no children; what it is asked for it gives all the same."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_in_a_worker) == [2 * n for n in range(39)]


def _in_a_worker() -> list[int]:
    local._FORK_FROM = 1
    parts = Local(2, 7).map(doubled, TABLE, interpreted=True)
    return list(pa.concat_tables(parts).column("n").to_pylist())


def test_few_results_wait_before_they_are_asked_for() -> None:
    """A table larger than memory passes through: slices are begun as results are taken."""
    begun: list[int] = []

    def slow(rows: pa.Table) -> pa.Table:
        begun.append(rows.num_rows)
        return rows

    coming = Local(2, 1).map(slow, TABLE)
    next(coming)
    assert len(begun) <= 7
    assert len(list(coming)) == 38


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("interpreted", [False, True])
def test_items_are_worked_on_in_order(threads: int, interpreted: bool) -> None:
    """In threads and in processes: what work gives of none, of one and of many items."""
    for count in (0, 1, 9):
        found = Local(threads).over(abs, range(-count, 0), interpreted=interpreted)
        assert list(found) == list(range(count, 0, -1))


def test_items_are_made_when_their_turn_is_near() -> None:
    """So that they need not all be in memory; nor need results."""
    made: list[int] = []
    coming = Local(2).over(abs, (made.append(n) or n for n in range(100)))
    assert next(coming) == 0
    assert len(made) <= 5
    assert list(coming) == list(range(1, 100))
