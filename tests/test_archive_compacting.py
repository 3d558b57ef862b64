"""A compacted archive has what it had, in less room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from archived import assert_same, assert_scanned, made, newsroom, newswire

from syndetect.archive import Archive
from syndetect.archive.faults import COMPACTING


def test_a_compacted_archive_finds_the_same(tmp_path: Path) -> None:
    """What it finds, answers and takes is as before, also when it is opened again; the file is no
    larger, and smaller where much has gone; nothing else is left in the folder."""
    path, rows = tmp_path / "news.archive", [*newsroom(), *newswire()]
    with Archive.open(path) as archive:
        for at in range(0, len(rows), 100):
            archive.add(rows[at : at + 100])
        archive.remove([row["id"] for row in rows[:260]])
        known, asked = archive.findings(), archive.query(newswire("p4")[0]["text"])
        before, after = archive.compact()
        assert after < before
        assert path.stat().st_size == after
        assert_same(archive.findings(), known)
        assert archive.query(newswire("p4")[0]["text"]) == asked
        assert archive.verify(again=True) == []
        again = archive.compact()
        assert again[1] <= again[0]
    assert [one.name for one in tmp_path.iterdir()] == ["news.archive"]
    with Archive.open(path) as archive:
        assert_same(archive.findings(), known)
        archive.add(rows[:60])
        assert archive.verify(again=True) == []


def test_what_a_killed_compact_has_left_is_removed(tmp_path: Path) -> None:
    """The half-written file of a process that was killed goes when the archive is next opened for
    writing, and not when it is read."""
    path = tmp_path / "news.archive"
    with Archive.open(path) as archive:
        archive.add(newswire("p1 p4"))
    left = [Path(f"{path}{COMPACTING}{end}") for end in ("", ".wal")]
    for one in left:
        one.write_bytes(b"half")
    with Archive.open(path, write=False) as archive:
        assert all(one.exists() for one in left)
    with Archive.open(path) as archive:
        assert not any(one.exists() for one in left)
        archive.compact()
        assert_scanned(archive, newswire("p1 p4"))


FULL = """
import os, resource, sys
from pathlib import Path
from syndetect.archive import Archive
from syndetect.errors import ArchiveError

path, room = Path(sys.argv[1]), int(sys.argv[2])
with Archive.open(path) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        archive.compact()
    except ArchiveError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(archive), *sorted(os.listdir(path.parent)))
    print(len(archive.compact()))
"""
# A signal comes while the new file is being written.
STOPPED = """
import os, signal, sys, threading, time
from pathlib import Path
from syndetect.archive import Archive

def stop():
    while not os.path.exists(sys.argv[1] + ".compacting"):
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)

with Archive.open(Path(sys.argv[1])) as archive:
    threading.Thread(target=stop).start()
    try:
        archive.compact()
    except KeyboardInterrupt:
        print("stopped")
    print(len(archive), *sorted(os.listdir(os.path.dirname(sys.argv[1]))))
    print(len(archive.compact()))
"""


def told(lines: str, *given: object) -> list[str]:
    """What a program says, line by line, that ends well."""
    done = subprocess.run(
        [sys.executable, "-c", lines, *map(str, given)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
@pytest.mark.parametrize("room", [20_000, 300_000])
def test_a_compact_that_the_disk_has_no_room_for_leaves_the_old_file(
    tmp_path: Path, room: int
) -> None:
    """Whether the log or the file finds no room, that is told, nothing is left beside the old file,
    and the same archive answers, and can be compacted when there is room."""
    path = made(tmp_path / "news.archive", newswire("p1 p4"))
    said, left, compacted = told(FULL, path, room)
    assert said.startswith(f"{path}: the disk refuses (")
    assert said.endswith("File too large). Make room; the archive is as it was")
    assert (left, compacted) == ("2 news.archive", "2")
    with Archive.open(path, write=False) as archive:
        assert_scanned(archive, newswire("p1 p4"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_compact_that_is_stopped_leaves_the_old_file(tmp_path: Path) -> None:
    """Ctrl-C is an interrupt, not an error; nothing is left beside the old file, and the same
    archive answers, and can be compacted."""
    rows = newsroom()
    path = made(tmp_path / "news.archive", rows)
    assert told(STOPPED, path) == ["stopped", f"{len(rows)} news.archive", "2"]
    with Archive.open(path, write=False) as archive:
        assert archive.verify() == []
        assert len(archive) == len(rows)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Who opens an archive by a symbolic link compacts the file that it leads to."""
    path, link = tmp_path / "deep" / "news.archive", tmp_path / "link"
    path.parent.mkdir()
    link.symlink_to(path)
    with Archive.open(link) as archive:
        archive.add(newswire("p1 p4"))
        archive.compact()
    assert link.is_symlink()
    with Archive.open(path, write=False) as archive:
        assert_scanned(archive, newswire("p1 p4"))
