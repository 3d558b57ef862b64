"""What is done to an archive that is killed meanwhile, and what is found in it afterwards.

Everything that opens an archive runs in a fork of a process that has never opened one: the fork has
all kernels in memory, and the database begins its threads in the fork alone.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

import syndetect
from syndetect.archive import Archive
from syndetect.engines import Local
from syndetect.newsroom import NewsroomSettings, stream

Row = dict[str, Any]
Mark = Callable[[str], None]
ENGINE = Local(threads=1)  # processes that it began would live on
_FORKED = multiprocessing.get_context("fork")


def written(seed: int, articles: int) -> list[Row]:
    """The first *articles* of a newsroom, as rows that an archive takes."""
    settings = NewsroomSettings(events=articles)
    rows = [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "published": one.published}
        for one, _ in zip(stream(seed, settings), range(articles), strict=False)
    ]
    syndetect.scan(rows, engine=ENGINE)  # every kernel is in memory before the first fork
    return rows


@dataclass(frozen=True)
class Operation:
    """What is done to the archive at a path, and may be done again to the same effect.

    *begin* brings a path to the state before.
    """

    name: str
    begin: Callable[[Path], None]
    run: Callable[[Path, Mark], None]


@dataclass(frozen=True)
class State:
    """What stands in an archive: the digests of the rows of each table, and how often each.

    *complaints* are those of ``Archive.verify``; *file* tells one file from another of its name.
    """

    rows: Mapping[str, Counter[bytes]]
    complaints: tuple[str, ...]
    file: int

    def same(self, other: State) -> bool:
        return self.rows == other.rows


def look(path: Path) -> State:
    """Open the archive at *path*, as whoever comes after a crash, and read all that it has."""
    with Archive.open(path) as archive:
        names = archive.sql(
            "SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() ORDER BY name"
        )
        rows = {name: _rows(archive, name) for name in names.column("name").to_pylist()}
        return State(rows, tuple(archive.verify()), path.stat().st_ino)


def _rows(archive: Archive, table: str) -> Counter[bytes]:
    told = archive.sql(f"SELECT md5(CAST(one AS VARCHAR)) AS digest FROM {table} one")
    return Counter(bytes.fromhex(digest) for digest in told.column("digest").to_pylist())


def digest(state: State) -> str:
    """SHA-256 of all rows, in hex: tables and rows in the order of their names and digests."""
    sums = hashlib.sha256()
    for name, rows in sorted(state.rows.items()):
        sums.update(name.encode() + b"\0")
        for row, times in sorted(rows.items()):
            sums.update(row + times.to_bytes(8, "big"))
    return sums.hexdigest()


def add(rows: Sequence[Row]) -> Callable[[Path, Mark], None]:
    """Adds *rows*."""

    def run(path: Path, mark: Mark) -> None:
        with Archive.open(path) as archive:
            mark("at work")
            archive.add(rows, engine=ENGINE, progress=_marking(mark))
            mark("closing")

    return run


def remove(ids: Sequence[str]) -> Callable[[Path, Mark], None]:
    """Removes those of *ids* that are there."""

    def run(path: Path, mark: Mark) -> None:
        with Archive.open(path) as archive:
            mark("at work")
            there = set(archive.sql("SELECT id FROM articles").column("id").to_pylist())
            if left := sorted(there & set(ids)):
                archive.remove(left, engine=ENGINE, progress=_marking(mark))
            mark("closing")

    return run


def compact(path: Path, mark: Mark) -> None:
    with Archive.open(path) as archive:
        mark("at work")
        archive.compact()
        mark("closing")


def open_again(path: Path, mark: Mark) -> None:
    """Opens what a crash has left, and closes it."""
    with Archive.open(path):
        mark("closing")


def committed(rows: Sequence[Row]) -> Callable[[Path, Mark], None]:
    """Adds *rows* and ends, as a crash does, before the file is closed."""

    def run(path: Path, _mark: Mark) -> None:
        archive = Archive.open(path)
        archive.add(rows, engine=ENGINE)
        os._exit(0)

    return run


def _marking(mark: Mark) -> Callable[[str, int, int], None]:
    """Progress that tells of the stage that writes."""

    def progress(stage: str, _done: int, _total: int) -> None:
        if stage == "writing":
            mark("writing")

    return progress


@dataclass(frozen=True)
class Ended:
    """How a fork has ended: *found* is what its work gave, *failed* what went wrong, and *marks*
    are the moments that it told of, in seconds from its start, with that of its end."""

    found: Any
    failed: str
    marks: Mapping[str, float]
    killed: bool = False
    children: int = 0

    @property
    def moment(self) -> str:
        """What it was at last."""
        return [name for name in self.marks if name != "end"][-1]


def apart(work: Callable[[Mark], Any], kill_after: float | None = None) -> Ended:
    """*work* in a fork of this process, which is killed after some seconds, unless it has ended."""
    ours, theirs = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_work, args=(work, theirs))
    start = time.perf_counter()
    process.start()
    theirs.close()
    marks: dict[str, float] = {"opening": 0.0}
    found, failed, children, killed = None, "it has ended without a word", 0, False
    while True:
        left = None if kill_after is None else start + kill_after - time.perf_counter()
        if left is not None and not killed and not ours.poll(max(left, 0)):
            process.kill()
            killed = True
        try:
            kind, value = ours.recv()
        except EOFError:
            break
        if kind == "mark":
            name, at = value
            marks[name] = at - start
        else:
            found, failed, children = value
    process.join()
    ours.close()
    marks["end"] = time.perf_counter() - start
    killed = killed and process.exitcode == -9
    return Ended(found, failed, marks, killed, children)


def _work(work: Callable[[Mark], Any], pipe: Connection) -> None:
    def mark(name: str) -> None:
        pipe.send(("mark", (name, time.perf_counter())))

    found, failed = None, ""
    try:
        found = work(mark)
    except Exception as error:
        failed = f"{type(error).__name__}: {error}"
    pipe.send(("end", (found, failed, len(psutil.Process().children(recursive=True)))))
