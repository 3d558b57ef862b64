"""What is done to an archive that is killed meanwhile, and what is found in it afterwards.

Everything that opens an archive runs in a fork of a process that has never opened one: the fork has
all kernels in memory, and the database begins its threads in the fork alone.
"""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb  # noqa: F401  forks have it in memory; it begins threads where it opens a file
import psutil

import syndetect
from syndetect.archive import Archive, compacting
from syndetect.engines import Local
from syndetect.newsroom import NewsroomSettings, stream

Row = dict[str, Any]
Mark = Callable[[str], None]
Run = Callable[[Path, Mark], None]
NAMES = ("make", "add", "remove", "compact", "open")
BEGIN, END = "opening", "end"  # marks of every fork
ARCHIVE = "archive.duckdb"
ENGINE = Local(threads=1)  # processes that it began would live on
_FORKED = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Operation:
    """What is done to the archive at a path, and may be done again to the same effect; *before* is
    a folder with the files of the state before."""

    name: str
    before: Path
    run: Run


def operations(place: Path, seed: int, articles: int, names: Sequence[str]) -> Iterator[Operation]:
    """Those of *names*, on a newsroom of *articles*; the states before lie in *place*.

    A sixth of the articles comes to an archive of the others, or a tenth of these goes.
    """
    rows = _newsroom(seed, articles)
    coming = rows[articles - articles // 6 :]
    first = rows[: -len(coming)]
    gone = [row["id"] for row in first[::10]]
    states: dict[str, list[Run]] = {
        "make": [],
        "add": [add(first)],
        "remove": [add(first)],
        "compact": [add(first), add(coming), remove(gone)],
        "open": [add(first), _committed(coming)],
    }
    runs = {
        "make": add(rows),
        "add": add(coming),
        "remove": remove(gone),
        "compact": compact,
        "open": open_again,
    }
    for name in names:
        before = place / f"before {name}"
        before.mkdir()
        for run in states[name]:
            made = apart(partial(run, before / ARCHIVE))
            if made.failed:
                raise RuntimeError(f"{name}, before: {made.failed}")
        yield Operation(name, before, runs[name])


def _newsroom(seed: int, articles: int) -> list[Row]:
    settings = NewsroomSettings(events=articles)
    rows = [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "published": one.published}
        for one, _ in zip(stream(seed, settings), range(articles), strict=False)
    ]
    syndetect.scan(rows, engine=ENGINE)  # every kernel is in memory before the first fork
    return rows


@dataclass(frozen=True)
class State:
    """What stands in an archive: of each table the digests of its rows, and how often each.

    *complaints* are those of ``Archive.verify``, *beside* the files that lie beside the archive
    when it is closed again; *file* tells one file of a name from another.
    """

    rows: Mapping[str, Counter[bytes]]
    complaints: tuple[str, ...]
    beside: tuple[str, ...]
    file: int


def look(place: Path) -> State:
    """Open the archive in *place*, as whoever comes after a crash, and read all that it has."""
    path = place / ARCHIVE
    with Archive.open(path) as archive:
        names = archive.sql(
            "SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() ORDER BY name"
        )
        rows = {name: _rows(archive, name) for name in names.column("name").to_pylist()}
        wrong = archive.verify()
    beside = sorted(one.name for one in place.iterdir() if one.name != ARCHIVE)
    return State(rows, tuple(wrong), tuple(beside), path.stat().st_ino)


def _rows(archive: Archive, table: str) -> Counter[bytes]:
    told = archive.sql(f"SELECT md5(CAST(one AS VARCHAR)) AS row FROM {table} one")
    return Counter(bytes.fromhex(row) for row in told.column("row").to_pylist())


def add(rows: Sequence[Row]) -> Run:
    """Adds *rows*."""

    def run(path: Path, mark: Mark) -> None:
        with Archive.open(path) as archive:
            mark("at work")
            archive.add(rows, engine=ENGINE, progress=_marking(mark))
            mark("closing")

    return run


def remove(ids: Sequence[str]) -> Run:
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
    """Writes the file anew; from the mark "writing" on that is whole, and takes its name."""
    compacted = compacting.compacted

    def told(con: Any, old: Path) -> Path:
        made = compacted(con, old)
        mark("writing")
        return made

    with Archive.open(path) as archive, patch.object(compacting, "compacted", told):
        mark("at work")
        archive.compact()
        mark("closing")


def open_again(path: Path, mark: Mark) -> None:
    """Opens what a crash has left, and closes it."""
    with Archive.open(path):
        mark("closing")


def _committed(rows: Sequence[Row]) -> Run:
    """Adds *rows*, and leaves the files as they lie when that is committed and nothing is closed:
    the log of changes is a file of its own."""

    def run(path: Path, _mark: Mark) -> None:
        with Archive.open(path) as archive:
            archive.add(rows, engine=ENGINE)
            lie = path.with_name("as they lie")
            lie.mkdir()
            for one in path.parent.glob(f"{ARCHIVE}*"):
                shutil.copy(one, lie)
        for one in lie.iterdir():
            one.replace(path.with_name(one.name))
        lie.rmdir()

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
    killed: bool
    children: int = 0  # processes that it has begun and not ended

    @property
    def moment(self) -> str:
        """What it was at last."""
        return [name for name in self.marks if name != END][-1]


def apart(work: Callable[[Mark], Any], kill: tuple[str, float] | None = None) -> Ended:
    """*work* in a fork of this process; with *kill*, a mark and seconds, it is killed that long
    after it has told of the mark, unless it has ended."""
    ours, theirs = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_work, args=(work, theirs))
    start = time.perf_counter()
    process.start()
    theirs.close()
    marks = {BEGIN: 0.0}
    found, failed, children, deadline = None, "it has ended without a word", 0, None
    while True:
        if kill is not None and deadline is None and kill[0] in marks:
            deadline = time.perf_counter() + kill[1]
        if deadline is not None and not ours.poll(max(deadline - time.perf_counter(), 0)):
            process.kill()
            break
        try:
            name, at, told = ours.recv()
        except EOFError:
            break
        marks[name] = at - start
        if name == END:
            found, failed, children = told
            break
    process.join()
    ours.close()
    return Ended(found, failed, marks, END not in marks and deadline is not None, children)


def _work(work: Callable[[Mark], Any], pipe: Connection) -> None:
    def mark(name: str) -> None:
        pipe.send((name, time.perf_counter(), None))

    found, failed = None, ""
    try:
        found = work(mark)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        failed = f"{type(error).__name__}: {error}"
    at, begun = time.perf_counter(), psutil.Process().children(recursive=True)
    pipe.send((END, at, (found, failed, len(begun))))
