"""The file of an archive: what is none, is damaged, in use or of another form is refused, in words
that say what to do."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archived import assert_same, assert_scanned, made, meddle, newsroom, newswire

from syndetect import budget
from syndetect.archive import Archive, compacting, file, growing, tables
from syndetect.errors import ArchiveError, UsageError

HOLD = """
import sys
from pathlib import Path
from syndetect.archive import Archive
with Archive.open(Path(sys.argv[1]), write=sys.argv[2] == "write") as archive:
    print(len(archive), flush=True)
    sys.stdin.read()
"""
KILLED = """
import os, sys
from syndetect.archive import Archive
archive = Archive.open(sys.argv[1])
archive.add({rows!r})
os._exit(9)
"""


def refused(path: Path, match: str) -> None:
    """Neither for writing nor for reading is the file opened, and it stays as it is."""
    before = path.read_bytes() if path.is_file() else None
    for write in (True, False):
        with pytest.raises(ArchiveError, match=match) as error:
            Archive.open(path, write=write)
        assert str(path) in str(error.value)
        assert (path.read_bytes() if path.is_file() else None) == before


class Holder:
    """Another process that has an archive open."""

    def __init__(self, path: Path, how: str) -> None:
        self.run = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path), how],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.run.stdout is not None
        assert self.run.stdout.readline().strip() == "2"

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        self.run.communicate("")
        assert self.run.returncode == 0


def test_one_process_at_a_time_writes(tmp_path: Path) -> None:
    """While another process writes, the archive is opened for nothing, and the message names the
    process; while others read it is opened for reading, not for writing; then for both."""
    path = made(tmp_path / "news.archive", newswire("p1 p4"))
    writer = Holder(path, "write")
    with writer:
        refused(path, f"in use by process {writer.run.pid}: one process at a time writes")
    with Holder(path, "read"), Archive.open(path, write=False) as archive:
        assert len(archive) == 2
    with Holder(path, "read"), pytest.raises(ArchiveError, match="in use by process"):
        Archive.open(path)
    with Archive.open(path) as archive:
        archive.add(newswire("p7"))


def test_one_archive_at_a_time_writes(tmp_path: Path) -> None:
    """In one process too: a second that opens the file, by whatever name, is told so; when the
    first is closed, however often, it is free."""
    path = made(tmp_path / "news.archive", newswire("p1 p4"))
    link = tmp_path / "link"
    link.symlink_to(path)
    first = Archive.open(path)
    for name in (path, link):
        refused(name, "this process has it open")
    first.add(newswire("p7"))
    first.close()
    first.close()
    with Archive.open(link) as second:
        assert len(second) == 3
    one, other = (Archive.open(path, write=False) for _ in range(2))
    assert len(one) == len(other) == 3
    one.close()
    refused_for_writing(path)
    other.close()
    with Archive.open(path) as last:
        assert_scanned(last, newswire("p1 p4 p7"))


def refused_for_writing(path: Path) -> None:
    with pytest.raises(ArchiveError, match="this process has it open"):
        Archive.open(path)


def test_the_database_keeps_to_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever changes an archive, the database has a quarter of the memory allowed."""
    allowed: list[str] = []

    def told(work: Callable[..., Any]) -> Callable[..., Any]:
        def asked(con: Any, *others: Any) -> Any:
            allowed.extend(con.execute("SELECT current_setting('memory_limit')").fetchall()[0])
            return work(con, *others)

        return asked

    monkeypatch.setattr(budget, "size", lambda given: int(given or 6) * 2**30)
    monkeypatch.setattr(growing, "grow", told(growing.grow))
    monkeypatch.setattr(compacting, "compacted", told(compacting.compacted))
    path = tmp_path / "news.archive"
    with Archive.open(path) as archive:
        archive.add(newswire("p1 p4"), memory=4)
    with Archive.open(path) as archive:
        archive.remove(["p1"], memory=2)
    meddle(path, "UPDATE kept.facts SET value = 'other' WHERE name = 'code'")
    with Archive.open(path) as archive:
        archive.compact()
    assert allowed == ["1.0 GiB", "512.0 MiB", "1.5 GiB", "1.5 GiB"]


def test_only_what_stops_a_query_is_an_interrupt(tmp_path: Path) -> None:
    """What the database says when somebody stops it becomes KeyboardInterrupt, and nothing is
    changed; another error stays as it is, whatever words it has."""
    path = made(tmp_path / "news.archive", newswire("p1"))
    with Archive.open(path) as archive:
        with pytest.raises(UsageError, match="no article 'interrupted'"):
            archive.remove(["interrupted"])
        for error in (RuntimeError("a: Query interrupted"), ValueError("Query interrupted")):
            with pytest.raises(type(error)), archive._file.change():
                raise error
        for stop in (RuntimeError("Query interrupted"), duckdb.InterruptException("stopped")):
            with pytest.raises(KeyboardInterrupt):
                emptied(archive, stop)
        assert len(archive) == 1


def emptied(archive: Archive, error: Exception) -> None:
    """A change that ends with *error*."""
    with archive._file.change() as con:
        con.execute("DELETE FROM kept.given").fetchall()
        raise error


def test_a_stopped_query_is_an_interrupt(tmp_path: Path) -> None:
    """So it is when a query is stopped while the database is at it."""
    opened = file.File(made(tmp_path / "news.archive", newswire("p1")), write=True)
    done = threading.Event()

    def stop() -> None:
        while not done.wait(0.01):
            opened.con.interrupt()

    stopping = threading.Thread(target=stop)
    try:
        stopping.start()
        with pytest.raises(KeyboardInterrupt), opened.change() as con:
            con.execute("SELECT count(*) FROM range(1000000000) a, range(1000000) b").fetchall()
    finally:
        done.set()
        stopping.join()
        opened.close()


def test_what_is_closed_answers_no_more(tmp_path: Path) -> None:
    """Every method of a closed archive says that it is closed."""
    archive = Archive.open(tmp_path / "news.archive")
    archive.close()
    for ask in (
        archive.findings, archive.verify, archive.compact, lambda: len(archive),
        lambda: archive.add(newswire("p1")), lambda: archive.remove(["p1"]),
        lambda: archive.query("Ferries stop."), lambda: archive.sql("SELECT 1"),
    ):  # fmt: skip
        with pytest.raises(ArchiveError, match="is closed"):
            ask()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """A folder, a text, another database, a file that is not there."""
    refused(tmp_path, "is a folder: name the file of an archive")
    text = tmp_path / "a.txt"
    text.write_text("Ferries stop. " * 5000)
    refused(text, "is no archive: name another file, or a new one")
    other = tmp_path / "other.duckdb"
    meddle(other, "CREATE TABLE t (a INTEGER)")
    refused(other, "is a database of something else: name another file")
    meddle(other, "CREATE SCHEMA kept", "CREATE TABLE kept.facts (name VARCHAR, value VARCHAR)")
    refused(other, "is a database of something else: name another file")
    with pytest.raises(ArchiveError, match="there is no such file"):
        Archive.open(tmp_path / "nothing", write=False)
    with pytest.raises(ArchiveError, match="an archive cannot be called 'kept': give the file"):
        Archive.open(tmp_path / "Kept.archive")
    with pytest.raises(ArchiveError, match="there is no such folder"):
        Archive.open(tmp_path / "no" / "folder" / "news.archive")


def write_csv(path: Path) -> None:
    path.write_text("id,text\np1,Ferries stop.\n")


def write_parquet(path: Path) -> None:
    pq.write_table(pa.table({"id": ["p1"], "text": ["Ferries stop."]}), path)


def write_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(b"id,text\np1,Ferries stop.\n"))


def write_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("CREATE TABLE articles (id TEXT, body TEXT)")


FORMATS: dict[str, Callable[[Path], None]] = {
    "a.csv": write_csv, "a.parquet": write_parquet, "a.csv.gz": write_gzip,
    "a.sqlite": write_sqlite, "a.db": write_sqlite, "a.json": write_csv,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_another_format_is_refused(tmp_path: Path, name: str) -> None:
    """What DuckDB itself would open, as a view in memory or with an extension from the network,
    is no archive, and stays as it is."""
    FORMATS[name](tmp_path / name)
    refused(tmp_path / name, "is no archive: name another file, or a new one")
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.json.gz"])
def test_an_empty_file_called_like_another_format_is_refused(tmp_path: Path, name: str) -> None:
    """DuckDB would take it for one, and nothing would be written to it."""
    (tmp_path / name).touch()
    refused(tmp_path / name, "is no archive: name another file, or a new one")
    with pytest.raises(ArchiveError, match="is no archive"):  # nor does it say that it is in use
        Archive.open(tmp_path / name)


@pytest.mark.parametrize("name", [*FORMATS, "a.tsv", "a.xlsx", ":memory:", "sqlite:a", "md:a"])
def test_a_new_archive_is_a_file_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """A name that DuckDB gives a meaning makes a file of that name, which has the articles."""
    path = made(tmp_path / name, newswire("p1 p4"))
    assert [one.name for one in tmp_path.iterdir()] == [name]
    for write in (False, True):
        with Archive.open(path, write=write) as archive:
            assert_scanned(archive, newswire("p1 p4"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A named pipe is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "is no archive")


@pytest.mark.parametrize(
    "name",
    [
        "it's.archive",
        'a "b".archive',
        "a;b.archive",
        "ä ß.archive",
        "compacted",
        "memory",
        "articles.a.b",
    ],
)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    """Quotes, a semicolon and blanks in the name of the file are part of it, whatever is done;
    so are names that the database gives itself."""
    path = tmp_path / name
    with Archive.open(path) as archive:
        archive.add(newswire("p1 p4"))
        archive.compact()
        archive.add(newswire("p7"))
        assert_scanned(archive, newswire("p1 p4 p7"))
    with Archive.open(path, write=False) as archive:
        assert len(archive) == 3
    assert [one.name for one in tmp_path.iterdir()] == [name]


def whole_or_refused(path: Path, known: Any) -> bool:
    """Whether the archive answers as it did; if not, ``verify`` or an error says it is damaged."""
    try:
        with Archive.open(path, write=False) as archive:
            if archive.verify(again=True):
                return False
            archive.query(newswire("p4")[0]["text"])
            assert_same(archive.findings(), known)
    except ArchiveError as error:
        said = str(error)
    else:
        return True
    assert "damaged" in said or "is no archive" in said, said
    return False


def test_what_is_damaged_is_refused(tmp_path: Path) -> None:
    """With bytes flipped anywhere, or cut, the file is refused when that part is read; never does
    it answer otherwise, nor with an error of the database."""
    path = made(tmp_path / "news.archive", [*newsroom()[:30], *newswire()])
    with Archive.open(path) as archive:
        archive.compact()
        known = archive.findings()
    whole, found = path.read_bytes(), []
    chance = random.Random(1)
    for at in [1, 5000, 9000, *(chance.randrange(len(whole)) for _ in range(24))]:
        damaged = tmp_path / f"{at}.archive"
        damaged.write_bytes(
            whole[:at] + bytes(one ^ 0xFF for one in whole[at : at + 64]) + whole[at + 64 :]
        )
        found.append(whole_or_refused(damaged, known))
        damaged.unlink()
    assert not all(found[3:])  # of what is there something was hit
    for end in (100, 4096, len(whole) // 2, len(whole) - 4096):
        cut = tmp_path / "cut.archive"
        cut.write_bytes(whole[:end])
        assert not whole_or_refused(cut, known)


def test_later_forms_are_refused(tmp_path: Path) -> None:
    """A file that a later version has written is not touched."""
    path = made(tmp_path / "news.archive", newswire("p1"))
    later = str(tables.FORMAT + 1)
    meddle(path, f"UPDATE kept.facts SET value = '{later}' WHERE name = 'format'")
    refused(path, f"of form {later}, which a later syndetect has written; .* update syndetect")


_WORDS = "SELECT * FROM kept.lexicon ORDER BY place"


def of_form_1(path: Path) -> None:
    """Make an archive of today one of form 1: the place of a word is that of its row, and versions
    may have another number than their ids."""
    meddle(
        path, "ALTER TABLE kept.lexicon DROP COLUMN place", "DROP TABLE kept.retired",
        "UPDATE kept.given SET version = 4 WHERE id = 'p1@2'",
        "UPDATE kept.facts SET value = '1' WHERE name = 'format'",
    )  # fmt: skip


def test_an_archive_of_form_1_is_brought_to_that_of_today(tmp_path: Path) -> None:
    """Opened for writing, it has every word at its place, finds, and takes more, as one that was
    made today; for reading it is refused, and stays as it is."""
    path, other = made(tmp_path / "old.archive", newswire()[:8]), tmp_path / "new.archive"
    with Archive.open(path) as archive:
        archive.remove(["p1"])
        archive.add([*newswire()[8:12], {**newswire("p4")[0], "id": "p1"}])
        archive.add([{**newswire("p2")[0], "id": "p1"}])
    shutil.copy(path, other)
    of_form_1(path)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"of form 1, .*`syndetect archive compact .*old"):
        Archive.open(path, write=False)
    assert path.read_bytes() == before
    with Archive.open(path) as old, Archive.open(other) as new:
        assert old.info()["format"] == tables.FORMAT
        assert old.verify(again=True) == []
        for _ in range(2):
            assert old.sql(_WORDS).equals(new.sql(_WORDS))
            assert_same(old.findings(), new.findings())
            assert old.query(newswire("p4")[0]["text"]) == new.query(newswire("p4")[0]["text"])
            for archive in (old, new):
                archive.add(newswire())
    with Archive.open(path, write=False) as archive:
        told = archive.sql("SELECT id, version FROM articles WHERE name = 'p1' ORDER BY id")
        assert told.to_pylist() == [
            {"id": "p1", "version": 1}, {"id": "p1@2", "version": 2}, {"id": "p1@3", "version": 3},
        ]  # fmt: skip


def test_words_have_their_places_in_whatever_order_they_lie(tmp_path: Path) -> None:
    """A place is a number of its row: with the rows in another order the archive answers, and goes
    on, as before, and ``compact`` puts them in theirs."""
    path = made(tmp_path / "news.archive", newswire()[:9])
    with Archive.open(path) as archive:
        asked = archive.query(newswire("p4")[0]["text"])
    meddle(
        path, "CREATE TEMP TABLE words AS FROM kept.lexicon", "DELETE FROM kept.lexicon",
        "INSERT INTO kept.lexicon FROM words ORDER BY key",
    )  # fmt: skip
    with Archive.open(path) as archive:
        assert archive.query(newswire("p4")[0]["text"]) == asked
        archive.add(newswire()[9:])
        assert archive.verify(again=True) == []
        archive.compact()
        assert archive.sql("FROM kept.lexicon").equals(archive.sql(_WORDS))


def test_steps_between_forms_are_done_in_order_and_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an archive two forms back nothing is changed where the second step fails; then both are
    done, once, and it has the new form."""
    path, form = made(tmp_path / "news.archive", newswire("p1 p4")), tables.FORMAT
    step = "CREATE TABLE kept.step_{} (a INTEGER)"
    monkeypatch.setattr(tables, "FORMAT", form + 2)
    monkeypatch.setattr(file, "MIGRATIONS", {form: step.format(1), form + 1: "FROM nothing"})
    with pytest.raises(duckdb.CatalogException, match="nothing"):
        Archive.open(path)
    second = f"{step.format(2)}; DROP TABLE kept.step_1"
    monkeypatch.setattr(file, "MIGRATIONS", {form: step.format(1), form + 1: second})
    for _ in range(2):
        with Archive.open(path) as archive:
            made_of = "SELECT table_name AS t FROM duckdb_tables() WHERE t LIKE 'step%'"
            assert archive.sql(made_of).to_pylist() == [{"t": "step_2"}]
            assert archive.info()["format"] == form + 2
            assert_scanned(archive, newswire("p1 p4"))


def test_a_file_with_nothing_in_it_becomes_an_archive(tmp_path: Path) -> None:
    """A process that is killed while it makes an archive leaves an empty file, or a database with
    nothing in it: for reading it is refused, in words, and for writing it is a new archive."""
    empty, bare = tmp_path / "empty.archive", tmp_path / "bare.archive"
    empty.touch()
    duckdb.connect(str(bare)).close()
    for path in (empty, bare):
        with pytest.raises(ArchiveError, match=r"is no archive|has nothing in it"):
            Archive.open(path, write=False)
        with Archive.open(path) as archive:
            archive.add(newswire("p1"))
            assert len(archive) == 1


def test_what_a_killed_process_has_done_is_there(tmp_path: Path) -> None:
    """What was added before a process died is there, for who reads and for who writes."""
    path, lines = tmp_path / "news.archive", KILLED.format(rows=newswire("p1 p4"))
    done = subprocess.run([sys.executable, "-c", lines, str(path)], check=False)
    assert done.returncode == 9
    assert path.with_name("news.archive.wal").exists()
    for write in (False, True):
        with Archive.open(path, write=write) as archive:
            assert_scanned(archive, newswire("p1 p4"))


# The file cannot grow, the log can: as on a disk that becomes full.
FULL = """
import resource, sys
from pathlib import Path
from syndetect.archive import Archive
from syndetect.errors import ArchiveError
from syndetect.text.languages import _identifier

_identifier()  # which unpacks its model to a file when it is asked first
path, threshold, closing = Path(sys.argv[1]), sys.argv[2], False
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
archive = Archive.open(path)
archive._file.con.execute(f"SET checkpoint_threshold = '{{threshold}}'").fetchall()
try:
    archive.add({rows!r})
    closing = True
    archive.close()
except ArchiveError as error:
    print(closing, error)
    sys.exit(4)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
@pytest.mark.parametrize("threshold", ["1GB", "1KB"])
def test_a_change_that_the_disk_has_no_room_for_is_told(tmp_path: Path, threshold: str) -> None:
    """A change that is in the log, and not in the file, is told with what to do, whether that is
    found with the change or when the archive is closed; who reads has it, and whoever writes next
    takes it into the file, from where a copy has it."""
    path = made(tmp_path / "news.archive", newswire()[:2])
    log = Path(f"{path}.wal")
    done = subprocess.run(
        [sys.executable, "-c", FULL.format(rows=newswire()[2:]), str(path), threshold],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert done.stdout.startswith(f"{threshold == '1GB'} {path}: what was changed is kept in {log}")
    assert "File too large). Make room, keep both files together, and run `syndetect archive" in (
        done.stdout
    )
    assert log.exists()
    with Archive.open(path, write=False) as archive:
        assert_scanned(archive, newswire())
    Archive.open(path).close()
    assert not log.exists()
    other = Path(shutil.copy(path, tmp_path / "copy"))
    with Archive.open(other, write=False) as archive:
        assert_scanned(archive, newswire())


def left_with(archive: Archive, error: Exception | None) -> None:
    """Leave an archive with an *error*, or without."""
    with archive:
        if error is not None:
            raise error


def test_what_went_wrong_first_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the log cannot be taken into the file, and something else went wrong before, that is
    told; the archive is closed in both cases."""

    class Full:
        """A connection that takes no checkpoint."""

        def __init__(self, con: Any) -> None:
            self.con = con

        def execute(self, *asked: Any) -> Any:
            if asked == ("CHECKPOINT",):
                raise duckdb.FatalException("Failed to create checkpoint because of error: full")
            return self.con.execute(*asked)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.con, name)

    path = made(tmp_path / "news.archive", newswire("p1"))
    for first, told in ((UsageError("no"), "no"), (None, r"kept in .*\.wal, .* \(full\)")):
        archive = Archive.open(path)
        archive.add(newswire("p4" if first else "p7"))
        monkeypatch.setattr(archive._file, "con", Full(archive._file.con))
        with pytest.raises(type(first or ArchiveError("")), match=told):
            left_with(archive, first)
    with Archive.open(path) as archive:
        assert_scanned(archive, newswire("p1 p4 p7"))


def test_a_moved_archive_is_the_same(tmp_path: Path) -> None:
    """A file that was copied elsewhere answers as the first does."""
    path = made(tmp_path / "news.archive", newswire())
    other = tmp_path / "deep" / "other"
    other.parent.mkdir()
    shutil.copy(path, other)
    with Archive.open(path) as one, Archive.open(other) as two:
        assert_same(one.findings(), two.findings())
        assert one.query(newswire("p4")[0]["text"]) == two.query(newswire("p4")[0]["text"])
