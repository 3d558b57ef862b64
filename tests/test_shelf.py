"""The shelf: where tables lie changes nothing in them, and what is finished is found again."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from syndetect import schema
from syndetect.errors import UsageError
from syndetect.shelf import Shelf

DECLARED = pa.schema([("name", pa.string()), ("values", pa.large_list(pa.uint32()))])


def part(begin: int, rows: int = 50) -> pa.Table:
    """Some rows of names, and of lists of unlike lengths."""
    names = [None if row % 7 == 0 else f"name {row}" for row in range(begin, begin + rows)]
    values = [list(range(row % 5)) for row in range(begin, begin + rows)]
    return pa.table({"name": names, "values": values}, schema=DECLARED)


def parts(taken: list[int] | None = None) -> Iterator[pa.Table]:
    """Three parts; *taken* hears of each."""
    for begin in (0, 50, 100):
        if taken is not None:
            taken.append(begin)
        yield part(begin)


WHOLE = pa.concat_tables([part(0), part(50), part(100)])


@pytest.mark.parametrize("room", [None, 0, 1500, 1 << 30])
@pytest.mark.parametrize("folder", [False, True])
def test_where_a_table_lies_changes_nothing_in_it(
    room: int | None, folder: bool, tmp_path: Path
) -> None:
    """In memory, in a file from the start, or from its second part on: the same rows."""
    shelf = Shelf(room, tmp_path / "work" if folder else None)
    assert shelf.keep("some", DECLARED, parts()).equals(WHOLE)
    assert (tmp_path / "work").exists() == (folder and room in (0, 1500))
    shelf.rest()
    assert shelf.keep("some", DECLARED, ()).equals(WHOLE)


FLAT = pa.schema([("key", pa.uint64()), ("values", pa.large_list(pa.uint32()))])


@pytest.mark.parametrize("room", [None, 0, 1500])
def test_a_flat_table_is_one_array_a_column(room: int | None) -> None:
    """Wherever it lies, a kernel takes its values without a copy."""
    cuts = ((0, 50), (50, 50), (50, 150))
    columns = {"key": np.arange(150, dtype=np.uint64) << np.uint64(40)}
    whole = schema.build(FLAT, {**columns, "values": WHOLE.column("values")})
    shelf = Shelf(room)
    found = shelf.keep_flat("some", FLAT, (whole.slice(a, b - a) for a, b in cuts))
    assert found.equals(whole)
    shelf.rest()
    offsets, values = schema.flat(found, "values")
    assert offsets.tolist() == schema.flat(whole, "values")[0].tolist()
    assert values.tolist() == schema.flat(whole, "values")[1].tolist()
    assert found.column("values").num_chunks == found.column("key").num_chunks == 1
    assert shelf.keep_flat("none", FLAT, ()).equals(FLAT.empty_table())
    shelf.drop("some")
    assert found.equals(whole)


def test_an_empty_table_is_a_table() -> None:
    """No parts give no rows, of the columns declared."""
    assert Shelf(0).keep("none", DECLARED, ()).equals(DECLARED.empty_table())


def test_a_later_run_finds_what_an_earlier_one_finished(tmp_path: Path) -> None:
    """Of the same key it takes up the tables that are whole, and makes the others anew."""
    first = Shelf(0, tmp_path / "work", {"settings": "a"})
    first.keep("whole", DECLARED, parts())

    def broken() -> Iterator[pa.Table]:
        yield part(0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first.keep("half", DECLARED, broken())
    first.close()
    later = Shelf(0, tmp_path / "work", {"settings": "a"})
    assert later.found == ("whole",)
    taken: list[int] = []
    assert later.keep("whole", DECLARED, parts(taken)).equals(WHOLE)
    assert taken == []
    assert later.keep("half", DECLARED, parts(taken)).equals(WHOLE)
    assert taken == [0, 50, 100]


def test_who_finds_a_table_finds_those_before_it(tmp_path: Path) -> None:
    """Small ones as well, which had stayed in memory, and those of a later stage."""
    first = Shelf(2000, tmp_path / "work")
    first.keep("small", DECLARED, [part(0)])
    assert not (tmp_path / "work").exists()
    first.keep("large", DECLARED, parts())
    first.keep("late", DECLARED, [part(50)])
    first.close()
    later = Shelf(2000, tmp_path / "work")
    assert later.found == ("large", "late", "small")
    assert later.keep("small", DECLARED, ()).equals(part(0))
    assert later.keep("late", DECLARED, ()).equals(part(50))


def test_a_folder_that_another_process_writes_to_is_left_alone(tmp_path: Path) -> None:
    """Two scans to one result at a time: the second is told, and nothing of the first is lost."""
    folder = tmp_path / "work"
    script = (
        "import sys, pathlib, pyarrow as pa; from syndetect.shelf import Shelf\n"
        "one = pa.table({'a': [1]}); shelf = Shelf(0, pathlib.Path(sys.argv[1]), {'n': 1})\n"
        "shelf.keep('some', one.schema, [one]); print('there', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(folder)]
    early = Shelf(0, folder, {"n": 3})  # before anybody has begun
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"there\n"
        with pytest.raises(UsageError, match=r"in use.*--out"):
            Shelf(0, folder, {"n": 2})
        with pytest.raises(UsageError, match=r"in use.*--out"):
            early.keep("some", DECLARED, [part(0)])
        early.clear()
        other.communicate()
    assert other.returncode == 0
    assert Shelf(0, folder, {"n": 1}).found == ("some",)


def test_what_was_dropped_is_gone_and_what_was_renamed_is_found(tmp_path: Path) -> None:
    """Files come and go with their tables; a table in hand outlives its file."""
    shelf = Shelf(0, tmp_path / "work")
    held = shelf.keep("one", DECLARED, parts())
    assert shelf.rename("one", "two").equals(WHOLE)
    shelf.close()
    later = Shelf(0, tmp_path / "work")
    assert later.found == ("two",)
    later.drop("two")
    later.close()
    last = Shelf(0, tmp_path / "work")
    assert last.found == ()
    last.clear()
    assert not (tmp_path / "work").exists()
    assert held.equals(WHOLE)


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    """The message says where and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file/work.*Name another folder"):
        Shelf(0, tmp_path / "file" / "work").keep("one", DECLARED, parts())


def test_rows_of_a_table_in_chunks_are_the_rows_asked_for() -> None:
    """In the order asked for, rows that come twice as well, and none."""
    rows = np.array([149, 0, 51, 50, 0, 99, 148])
    expected = WHOLE.combine_chunks().take(pa.array(rows))
    found = schema.rows_of(WHOLE, rows)
    assert found.equals(expected)
    assert found.column("values").num_chunks == 1
    assert schema.rows_of(WHOLE, rows[:0]).equals(DECLARED.empty_table())


@pytest.mark.parametrize(
    ("folder", "advice"),
    [("work", r"work: .*No space.*the same command then goes on.*remove .*work"),
     (None, r"No space left.*Make room on that disk, or name another with TMPDIR")],
)  # fmt: skip
def test_a_full_disk_is_told_with_what_helps(
    folder: str | None, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what may be removed."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shelf = Shelf(0, None if folder is None else tmp_path / folder)
    monkeypatch.setattr(pa.ipc, "new_file", lambda *_: SimpleNamespace(write_table=full))
    with pytest.raises(UsageError, match=advice):
        shelf.keep("one", WHOLE.schema, [WHOLE])
