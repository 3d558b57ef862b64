"""An archive in figures, and questions in SQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from syndetect import Archive, Fingerprint, Settings
from syndetect.cli.paint_archive import paint_info
from syndetect.errors import SettingsError, UsageError


@pytest.fixture
def archive(newswire_archive: Path) -> Iterator[Archive]:
    with Archive.open(newswire_archive, write=False) as opened:
        yield opened


def test_figures_are_those_of_the_tables(archive: Archive, newswire_archive: Path) -> None:
    """Each count of ``info`` is the number of rows that SQL finds."""
    found = archive.info()
    for name, query in {
        "articles": "FROM articles",
        "versions": "FROM articles WHERE version > 1",
        "outlets": "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL",
        "batches": "SELECT DISTINCT batch FROM articles",
        "events": "FROM events",
        "families": "FROM families",
        "derivations": "FROM derivations",
        "sources": "FROM sources",
        "pairs": "FROM relations",
    }.items():
        assert found[name] == archive.sql(query).num_rows > 0, name
    texts = archive.sql("FROM texts").to_pylist()
    said = [one["body"] + (one["headline"] or "") for one in texts]
    assert found["text_bytes"] == sum(len(one.encode()) for one in said)
    assert found["file_bytes"] == newswire_archive.stat().st_size
    assert found["settings_digest"] == Settings().digest
    assert (found["first"], found["last"]) == ("2025-03-03", "2025-03-12T08:00+01:00")
    assert all(found[one] for one in ("format", "version", "code", "background"))


def test_free_bytes_are_what_compact_frees(tmp_path: Path, newswire_archive: Path) -> None:
    """What removed articles leave behind is free, and `compact` frees that at least; then nothing
    is. The shell says so where it is much."""
    path = Path(shutil.copy(newswire_archive, tmp_path / "own.archive"))
    with Archive.open(path) as own:
        for _ in range(3):
            texts = [{"id": f"w{at}", "text": f"Word{at} is said. " * 900} for at in range(60)]
            own.add(texts)
            own.remove([one["id"] for one in texts])
    with Archive.open(path) as own:
        free = own.info()["free_bytes"]
        before, after = own.compact()
        assert 0 < free <= before - after
        assert own.info()["free_bytes"] < free
    facts = {**own_info(newswire_archive), "file_bytes": 2_000_000, "text_bytes": 1_000_000}
    for free, said in (
        (100_000, "2.0 MB, 2.0 times its text (1.0 MB)"),
        (900_000, "900 kB or more"),
    ):
        assert sizes({**facts, "free_bytes": free}).endswith(said)


def own_info(path: Path) -> dict[str, Any]:
    with Archive.open(path, write=False) as archive:
        return dict(archive.info())


def sizes(facts: Mapping[str, Any]) -> str:
    """What the shell says of sizes."""
    with redirect_stdout(StringIO()) as out:
        paint_info(facts)
    lines = [line for line in out.getvalue().splitlines() if line.startswith("Size")]
    return lines[0]


def test_an_empty_archive_has_figures(tmp_path: Path) -> None:
    """Before the first add there is nothing, and nobody who made it."""
    with Archive.open(tmp_path / "empty.archive") as empty:
        found = empty.info()
    assert {found[name] for name in ("articles", "batches", "pairs", "text_bytes")} == {0}
    assert {found[name] for name in ("code", "version", "first", "last")} == {None}


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM kept.given",
        "DROP VIEW articles",
        "CREATE TABLE mine (a INTEGER)",
        "INSERT INTO kept.facts VALUES ('a', 'b')",
        "COPY articles TO 'stolen.csv'",
        "ATTACH 'other.db'",
        "SET threads = 1",
        "SELECT 1; DELETE FROM kept.given",
        "",
        "-- nothing",
    ],
)
def test_what_is_no_question_is_refused(
    newswire_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Also of an archive that is open for writing, nothing can be changed by SQL."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(newswire_archive, "own.archive")
    with Archive.open("own.archive") as own:
        before = own.info()
        with pytest.raises(UsageError, match="ask one question"):
            own.sql(query)
        assert own.info() == before
    assert [path.name for path in tmp_path.iterdir()] == ["own.archive"]


def test_what_is_explained_is_not_done(newswire_archive: Path, tmp_path: Path) -> None:
    """EXPLAIN ANALYZE does what it explains: of a change it is refused, and the archive goes on."""
    path = tmp_path / "own.archive"
    shutil.copy(newswire_archive, path)
    for write in (True, False):
        with Archive.open(path, write=write) as own:
            before = own.info()
            with pytest.raises(UsageError, match=r"the query cannot be answered: .*read-only mode"):
                own.sql("EXPLAIN ANALYZE DELETE FROM kept.ledger")
            assert own.sql("EXPLAIN ANALYZE FROM articles").num_rows
            assert own.info() == before
            assert own.verify() == []
    with Archive.open(path) as own:
        own.remove(own.sql("SELECT id FROM articles LIMIT 1").column("id").to_pylist())


@pytest.mark.parametrize("write", [True, False])
def test_a_question_reads_no_other_file(
    newswire_archive: Path, tmp_path: Path, write: bool
) -> None:
    """However the archive is opened, SQL has what is in it, nothing else of the disk, nor of the
    program; also after ``compact``."""
    path, other = tmp_path / "own.archive", tmp_path / "other.csv"
    shutil.copy(newswire_archive, path)
    other.write_text("a,b\n1,2\n")
    program = pa.table({"a": [1]})
    with Archive.open(path, write=write) as own:
        for step in range(1 + write):
            for query in (f"FROM '{other}'", f"FROM read_text('{other}')"):
                with pytest.raises(UsageError, match=r"disabled|Cannot access"):
                    own.sql(query)
            with pytest.raises(UsageError, match="program"):
                own.sql("FROM program")
            if write and not step:
                own.compact()
    assert program.num_rows == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT colour FROM articles", '"colour" not found'),
        ("FROM nothing", "nothing"),
        ("SELECT 'a'::INTEGER", "Could not convert"),
        ("FROM read_csv('nothing.csv')", "nothing.csv"),
        ("SELECT 9223372036854775807 + 1::BIGINT", "Overflow"),
    ],
)
def test_a_question_that_fails_is_told_on_one_line(archive: Archive, query: str, said: str) -> None:
    """What the database says is wrong, whatever kind of error, is a UsageError of one line."""
    with pytest.raises(UsageError, match=r"^the query cannot be answered: ") as caught:
        archive.sql(query)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert archive.sql("SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 14}]


@pytest.mark.parametrize(
    "query",
    [
        "FROM events",
        "WITH a AS (SELECT 1) FROM a",
        "DESCRIBE articles",
        "SHOW TABLES",
        "SUMMARIZE flows",
        "EXPLAIN SELECT 1",
    ],
)
def test_questions_of_every_form_are_answered(archive: Archive, query: str) -> None:
    """SELECT may be left out, and tables may be described."""
    assert archive.sql(query).num_rows > 0


def test_minima_of_the_archive_meet_in_datasketch(archive: Archive) -> None:
    """Both indices find an article by its own text, under its id, and its near-copies."""
    strike = {one["id"]: one["body"] for one in archive.sql("FROM texts").to_pylist()}
    lsh, forest = archive.to_datasketch_lsh(0.5), archive.to_datasketch_forest()
    for name, body in strike.items():
        asked = Fingerprint.of(body).to_datasketch()
        assert name in lsh.query(asked)
        assert name in forest.query(asked, 3)
    wire = Fingerprint.of(strike["wire-room/harbour-strike.txt"]).to_datasketch()
    assert "harbour-post/ferry-strike.html" in lsh.query(wire)


def test_minima_of_an_empty_archive_are_none(tmp_path: Path) -> None:
    """An index of nothing finds nothing."""
    with Archive.open(tmp_path / "empty.archive") as empty:
        assert empty.to_datasketch_lsh().is_empty()


def test_minima_of_another_scheme_are_refused(newswire_archive: Path, tmp_path: Path) -> None:
    """Sketches that say they were made otherwise are not handed on."""
    import duckdb

    shutil.copy(newswire_archive, tmp_path / "own.archive")
    with duckdb.connect(str(tmp_path / "own.archive")) as con:
        con.execute(
            "UPDATE kept.facts SET value = replace(value, '\"version\": 1', '\"version\": 2') "
            "WHERE name = 'sketches'"
        )
    with (
        Archive.open(tmp_path / "own.archive", write=False) as own,
        pytest.raises(SettingsError, match="version"),
    ):
        own.to_datasketch_lsh()
