"""A table in a Parquet file is the table that was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import stored
from syndetect.errors import ResultError
from syndetect.shelf import Shelf
from syndetect.stored import Stored

DECLARED = pa.schema(
    [("name", pa.string()), ("share", pa.float64()), ("spans", pa.list_(pa.int32()))]
)
WHOLE = pa.table(
    {
        "name": [None if row % 9 == 4 else f"name {row % 12}" for row in range(100)],
        "share": [row / 7 for row in range(100)],
        "spans": [list(range(row % 4)) for row in range(100)],
    },
    schema=DECLARED,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of it in groups of 16 rows."""
    place = tmp_path_factory.mktemp("stored") / "table.parquet"
    stored.write(place, DECLARED, (WHOLE.slice(at, 16) for at in range(0, 100, 16)), 16)
    return place


def test_all_of_it_comes_back(path: Path) -> None:
    """Rows, columns and their types, as one table or part by part."""
    found = Stored(path, DECLARED)
    assert found.table().equals(WHOLE)
    assert found.schema.equals(DECLARED)
    assert (found.num_rows, found.column_names) == (100, DECLARED.names)
    assert found.select(["spans", "name"]).equals(WHOLE.select(["spans", "name"]))
    assert [part.num_rows for part in found.parts()] == [16] * 6 + [4]
    assert pa.concat_tables(found.parts(["share"])).equals(WHOLE.select(["share"]))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=st.lists(st.integers(0, 99)))
def test_rows_come_in_the_order_asked_for(path: Path, rows: list[int]) -> None:
    """Any rows, also twice, wherever they lie: those of a table in memory are the same."""
    some, names = np.array(rows, dtype=np.int64), ["spans", "name"]
    expected = WHOLE.select(names).take(pa.array(some))
    assert Stored(path, DECLARED).rows(some, names).to_pylist() == expected.to_pylist()
    assert stored.rows_of(WHOLE, some, names).to_pylist() == expected.to_pylist()


@pytest.mark.parametrize("folder", [False, True])
def test_a_shelf_stores_what_is_beyond_its_room(folder: bool, tmp_path: Path) -> None:
    """With a name or without one; put elsewhere, the bytes are those of the table in memory."""
    shelf = Shelf(100, tmp_path / "work" if folder else None)
    found = shelf.store("some", DECLARED, [WHOLE.slice(0, 60), WHOLE.slice(60)])
    assert isinstance(found, Stored)
    assert found.table().equals(WHOLE)
    found.copy(tmp_path / "copy.parquet")
    shelf.clear()
    found.copy(tmp_path / "later.parquet")
    assert found.select(["name"]).equals(WHOLE.select(["name"]))
    for name in ("copy", "later"):
        assert Stored(tmp_path / f"{name}.parquet", DECLARED).table().equals(WHOLE)


def test_what_a_result_has_is_not_written_over(tmp_path: Path) -> None:
    """A run that was stopped after its result was written, and begins again: the result, which has
    the file under its own name, stays whole."""
    first = Shelf(0, tmp_path / "work").store("some", DECLARED, [WHOLE])
    assert isinstance(first, Stored)
    first.copy(tmp_path / "result.parquet")
    Shelf(0, tmp_path / "work").store("some", DECLARED, [WHOLE.slice(0, 3)])
    assert Stored(tmp_path / "result.parquet", DECLARED).table().equals(WHOLE)
    assert Shelf().store("some", DECLARED, [WHOLE]).equals(WHOLE)


@pytest.mark.parametrize("damage", [b"", b"no Parquet at all"])
def test_what_is_no_parquet_is_named(damage: bytes, tmp_path: Path) -> None:
    """The file, and what to do."""
    (tmp_path / "table.parquet").write_bytes(damage)
    with pytest.raises(ResultError, match=r"table\.parquet: no Parquet file .*Scan again"):
        Stored(tmp_path / "table.parquet")


def test_a_damaged_page_is_told_when_it_is_read(path: Path, tmp_path: Path) -> None:
    """The end of the file, which is looked at first, is whole."""
    data = bytearray(path.read_bytes())
    data[4:2000] = b"\xff" * 1996
    place = tmp_path / "table.parquet"
    place.write_bytes(data)
    found = Stored(place, DECLARED)
    with pytest.raises(ResultError, match=r"table\.parquet: is damaged .*Scan again"):
        found.table()


@settings(deadline=None, derandomize=True, max_examples=40)
@given(name=st.integers(0, 13), share=st.integers(0, 99))
def test_rows_are_found_by_their_values(path: Path, name: int, share: int) -> None:
    """Those that have all of them, wherever they lie, of a file and of a table in memory."""
    for values in ({"name": f"name {name}"}, {"name": f"name {share % 12}", "other": f"{name}"}):
        whole = WHOLE.append_column("other", pa.array([str(row % 14) for row in range(100)]))
        expected = [
            row for row in whole.to_pylist() if all(row[key] == values[key] for key in values)
        ]
        assert stored.where(whole, values).to_pylist() == expected
    found = stored.where(Stored(path, DECLARED), {"name": f"name {name}"})
    assert found.equals(stored.where(WHOLE, {"name": f"name {name}"}))


def test_only_groups_that_may_have_a_value_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a table in order, the one group in which the value can stand; and asked again, none."""
    table = pa.table({"name": [f"{row:03}" for row in range(100)]})
    place = tmp_path / "table.parquet"
    stored.write(place, table.schema, (table.slice(at, 10) for at in range(0, 100, 10)), 10)
    found = Stored(place)
    read: list[int] = []
    part = Stored._part
    monkeypatch.setattr(
        Stored, "_part", lambda self, group, names: read.append(group) or part(self, group, names)
    )
    assert stored.where(found, {"name": "042"}).to_pylist() == [{"name": "042"}]
    assert read == [4]
    assert found.rows(np.array([44, 47])).column("name").to_pylist() == ["044", "047"]
    assert read == [4]
    assert stored.where(found, {"name": "no"}).num_rows == 0
    assert read == [4]


def test_parts_are_put_together_and_none_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows in their order, so many at a time, whichever way the table lies."""
    monkeypatch.setattr(stored, "_MANY", 40)
    monkeypatch.setattr(stored, "GROUP", 16)
    for table in (WHOLE, Stored(path, DECLARED)):
        parts = list(stored.together(stored.parts_of(table, ["spans"])))
        assert [len(part) for part in parts] == [48, 48, 4]
        assert pa.concat_tables(parts).equals(WHOLE.select(["spans"]))
        assert pa.concat_tables(stored.parts_of(table)).equals(WHOLE)
    assert list(stored.together([])) == []
