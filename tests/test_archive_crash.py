"""An archive after a crash: processes killed at random moments, and what each may have left."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from syndetect.archive import Archive
from syndetect.errors import ArchiveError

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import crash_kills
import crash_states
from crash_states import State

BENCHMARKS = Path(crash_kills.__file__).parent
ROW = {"id": "ferry", "text": "No boat left Tornhaven for Ostrey after the crews downed tools."}
# An operation of two transactions, where a crash may leave the first alone.
TORN = """
import sys, tempfile, time
from pathlib import Path
import crash_kills, crash_states
from syndetect import scan
from syndetect.archive import Archive

def torn(path, mark):
    with Archive.open(path) as archive:
        for name in ("one", "two"):
            archive.add([{"id": name, "text": f"Fog until noon, {name} boats."}], engine=engine)
            mark("at work")
            time.sleep(0.1)

engine = crash_states.ENGINE
with tempfile.TemporaryDirectory() as place:
    before = Path(place) / "before"
    before.mkdir()
    scan([{"id": "zero", "text": "Fog until noon, no boats."}], engine=engine)
    operation = crash_states.Operation("torn", before, torn)
    row, harms = crash_kills.kills(operation, Path(place) / "at work", 2, 1)
print(row["damaged"], *{kind for harm in harms for kind in harm.kinds})
"""


def ran(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd=BENCHMARKS, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the benchmark forks")
def test_a_process_that_is_killed_leaves_the_archive_as_before_or_as_after(tmp_path: Path) -> None:
    """Kills while it adds, compacts and takes up a log: nothing damaged, lost or left lying."""
    out = tmp_path / "crash.json"
    chosen = [word for name in ("add", "compact", "open") for word in ("--operation", name)]
    ran("crash.py", "--kills", "2", "--articles", "24", *chosen, "--json", str(out))
    rows: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["tables"][0]["rows"]
    assert [row["kills"] for row in rows] == [2, 2, 2]
    for row in rows:
        assert row["as before"] + row["as after"] == 2
        assert not any(row[wrong] for wrong in crash_kills.WRONG)


def test_a_compact_is_killed_between_the_new_file_and_its_name(tmp_path: Path) -> None:
    """The mark comes when the new file is whole, and the old one still has the name."""
    path, seen = tmp_path / "archive.duckdb", {}
    with Archive.open(path) as archive:
        archive.add([ROW])
    file = path.stat().st_ino

    def mark(name: str) -> None:
        seen[name] = path.stat().st_ino == file, Path(f"{path}.compacting").exists()

    crash_states.compact(path, mark)
    assert seen == {"at work": (True, False), "writing": (True, True), "closing": (False, False)}


@pytest.mark.skipif(sys.platform == "win32", reason="the benchmark forks")
def test_what_is_between_before_and_after_is_told() -> None:
    """An operation that commits twice is caught where the second commit is missing."""
    damaged, *kinds = ran("-c", TORN).split()
    assert int(damaged) > 0
    assert kinds == ["damaged"]


def test_lost_and_doubled_rows_are_told_apart() -> None:
    """Rows that both states have and this has not; rows that are there more often than in both."""

    def state(*rows: str) -> State:
        return State({"kept.given": Counter(one.encode() for one in rows)}, (), (), 1)

    whole = crash_kills._Whole(state("a", "b"), state("a", "b", "c"), {})
    assert whole.same(state("b", "a"), 1) == "as before"
    assert whole.same(state("a", "b", "c"), 1) == "as after"
    for rows, kinds in {
        ("a",): ["damaged", "lost"],
        ("a", "b", "b"): ["damaged", "doubled"],
        ("b", "b", "c"): ["damaged", "lost", "doubled"],
        ("a", "b", "d"): ["damaged"],
    }.items():
        assert whole.same(state(*rows), 1) is None
        assert [kind for kind, _ in crash_kills._between(state(*rows), whole)] == kinds


@pytest.mark.parametrize("size", [0, 4096, 8192, 12288])
def test_an_archive_whose_maker_was_killed_at_once_is_made_again(tmp_path: Path, size: int) -> None:
    """However many of its first bytes are there, nothing was in it, and articles can be added."""
    import duckdb

    path = tmp_path / "archive.duckdb"
    duckdb.connect(str(path)).close()
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ArchiveError, match=r"archive\.duckdb"):
        Archive.open(path, write=False)
    with Archive.open(path) as archive:
        archive.add([ROW])
        assert len(archive) == 1
        assert archive.verify() == []


@pytest.mark.parametrize("size", [12, 4095, 4097, 4135, 5000, 8192, 12287, 12288, 70_000])
def test_an_archive_that_was_cut_is_not_made_again(tmp_path: Path, size: int) -> None:
    """However little is left of an archive that had articles, it is no unfinished one: it is
    refused as damaged, and stays."""
    path = tmp_path / "archive.duckdb"
    with Archive.open(path) as archive:
        archive.add([ROW])
    left = path.read_bytes()[:size]
    path.write_bytes(left)
    for write in (True, False):
        with pytest.raises(ArchiveError, match=r"is damaged .*restore it from a copy"):
            Archive.open(path, write=write)
    assert path.read_bytes() == left


def test_a_short_file_with_a_log_is_not_made_again(tmp_path: Path) -> None:
    """The log comes after the headers: where it is there, the file has been cut, and the log may
    have what the file has not."""
    import duckdb

    path, log = tmp_path / "archive.duckdb", tmp_path / "archive.duckdb.wal"
    duckdb.connect(str(path)).close()
    path.write_bytes(path.read_bytes()[:8192])
    log.write_bytes(b"what was added")
    with pytest.raises(ArchiveError, match="is damaged"):
        Archive.open(path)
    assert (path.stat().st_size, log.read_bytes()) == (8192, b"what was added")


LOCKED = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="locks are others there")
def test_an_archive_that_somebody_is_making_is_left_to_him(tmp_path: Path) -> None:
    """While its maker lives, a file that has but its first bytes is in use."""
    import duckdb

    path = tmp_path / "archive.duckdb"
    duckdb.connect(str(path)).close()
    path.write_bytes(path.read_bytes()[:4096])
    with subprocess.Popen(
        [sys.executable, "-c", LOCKED, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as maker:  # fmt: skip
        assert maker.stdout is not None
        maker.stdout.readline()
        with pytest.raises(ArchiveError, match=f"in use by process {maker.pid}"):
            Archive.open(path)
        maker.communicate("")
    assert path.stat().st_size == 4096


def test_a_short_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """Only what DuckDB itself began to write is made anew."""
    path = tmp_path / "notes.txt"
    path.write_text("Nineteen people hung above the Kell gorge for six hours.", encoding="utf-8")
    with pytest.raises(ArchiveError, match="no archive"):
        Archive.open(path)
    assert path.read_text(encoding="utf-8").startswith("Nineteen")


@pytest.mark.parametrize("torn", [False, True])
def test_the_log_of_a_process_that_was_killed_is_taken_up(tmp_path: Path, torn: bool) -> None:
    """What was committed is there, when reading too, what a torn log had begun is not, and no
    second file stays beside."""
    path, left = tmp_path / "archive.duckdb", tmp_path / "left"
    left.mkdir()
    with Archive.open(path) as archive:
        archive.add([ROW])
    with Archive.open(path) as archive:
        archive.add([ROW | {"id": "cable", "text": "Nineteen people hung above the Kell gorge."}])
        for one in tmp_path.glob("archive.duckdb*"):
            shutil.copy(one, left)
    log = left / "archive.duckdb.wal"
    log.write_bytes(log.read_bytes()[: -5 if torn else None])
    for write in (False, True, True):
        with Archive.open(left / path.name, write=write) as archive:
            assert len(archive) == (1 if torn else 2)
            assert archive.verify() == []
        assert log.exists() == (not write)
