"""``verify`` finds what is wrong with an archive, and nothing where nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archived import made, meddle, newswire

from syndetect.archive import Archive
from syndetect.archive.tables import OF_POSTINGS, TABLES


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in two batches."""
    path = made(tmp_path_factory.mktemp("checking") / "news.archive", newswire()[:9])
    with Archive.open(path) as archive:
        archive.add(newswire()[9:])
    return path


def wrong(whole: Path, *statements: str, again: bool = False) -> list[str]:
    """What ``verify`` says when somebody has meddled with the file."""
    path = whole.with_name("meddled.archive")
    shutil.copy(whole, path)
    meddle(path, *statements)
    with Archive.open(path, write=False) as archive:
        return archive.verify(again=again)


def test_nothing_is_wrong_where_nothing_is(whole: Path) -> None:
    """Of an archive that nobody has meddled with nothing is said, whatever is asked."""
    assert wrong(whole) == wrong(whole, again=True) == []


@pytest.mark.parametrize("name", [*TABLES, *OF_POSTINGS][1:])
def test_a_row_that_is_missing_is_found(whole: Path, name: str) -> None:
    """Whatever table has lost a row, or got one, it is told by name."""
    with Archive.open(whole, write=False) as archive:
        rows = archive.sql(f"SELECT count(*) AS n FROM kept.{name}").to_pylist()[0]["n"]
    last = f"rowid = (SELECT max(rowid) FROM kept.{name})"
    for statement, now in (
        (f"DELETE FROM kept.{name} WHERE {last}", rows - 1),
        (f"INSERT INTO kept.{name} SELECT * FROM kept.{name} WHERE {last}", rows + 1),
    ):
        if rows:
            told = f"kept.{name} has {now} rows, and {rows} were written"
            assert told in wrong(whole, statement)


def test_a_fact_that_is_missing_is_found(whole: Path) -> None:
    """Among the facts, too, one that is missing is told, and so is that which counts them."""
    for name, told in (("summary", "kept.facts has"), ("rows", "how many rows each table had")):
        (said,) = wrong(whole, f"DELETE FROM kept.facts WHERE name = '{name}'")
        assert said.startswith(told)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE kept.given SET body = 'Ships went.' WHERE id = 'c1'", "1 articles say what they"),
        ("UPDATE kept.given SET headline = 'x', outlet = 'y'", "15 articles say what they did not"),
        ("UPDATE kept.given SET serial = 3 WHERE serial = 4", "articles have one serial together"),
        ("UPDATE kept.given SET serial = 99 WHERE serial = 4", "a serial that was not given yet"),
        ("UPDATE kept.given SET id = 'p1' WHERE id = 'p2'", "articles have one id together"),
        ("INSERT INTO kept.ledger SELECT * FROM kept.ledger LIMIT 1", "1 pairs stand twice in the"),
        ("INSERT INTO kept.verdicts SELECT * FROM kept.verdicts LIMIT 1", "stand twice among the"),
        ("UPDATE kept.lexicon SET place = 9 WHERE place = 4", "words do not stand at the place"),
        ("DELETE FROM kept.ledger", "relations lack their evidence"),
        ("UPDATE kept.verdicts SET \"left\" = 99", "relations name an article that is not there"),
        ("DELETE FROM kept.sources", "derivations name an article or a source that is not there"),
        ("UPDATE kept.placed SET event = 'event:x' WHERE serial = 1", "1 articles are of an event"),
        ("UPDATE kept.placed SET family = 'x' WHERE family IS NOT NULL", "are of a family that is"),
        ("INSERT INTO kept.looks SELECT 99, * EXCLUDE (serial) FROM kept.looks LIMIT 1", "1 art"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_found(whole: Path, statement: str, told: str) -> None:
    """Rows that contradict each other, and articles that say something else, are told in words."""
    assert any(told in one for one in wrong(whole, statement)), wrong(whole, statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE kept.verdicts SET kind = 'unrelated' WHERE kind = 'partial'", "related"),
        ("UPDATE kept.verdicts SET probability = probability / 2", "related"),
        ("UPDATE kept.ledger SET passage_words = passage_words + 1", "related"),
        ("UPDATE kept.derivations SET probability = 0.5", "derivations"),
        ("UPDATE kept.placed SET role = 'origin'", "articles"),
        ("UPDATE kept.looks SET credits = []", "credits"),
        ("UPDATE kept.marks SET furniture = []", "furniture"),
        ("UPDATE kept.events SET spread_hours = 1000", "events"),
        ("CREATE OR REPLACE VIEW texts AS SELECT id, headline, id body FROM kept.given", "bodies"),
    ],
)
def test_a_scan_finds_what_is_told_otherwise(whole: Path, statement: str, told: str) -> None:
    """A verdict, a place or evidence that a scan finds otherwise is told when it is asked for."""
    assert f"a scan has other {told}" in wrong(whole, statement, again=True)


def test_another_summary_is_told(whole: Path) -> None:
    """What the account of the articles says is compared, too."""
    other = "UPDATE kept.facts SET value = replace(value, '15', '16') WHERE name = 'summary'"
    assert wrong(whole, other) == []
    assert wrong(whole, other, again=True) == ["a scan has another summary"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept.postings SET entries = unhex(reverse(hex(entries)))",
        "UPDATE kept.postings SET bucket = bucket + 1",
        "UPDATE kept.standing SET seat = 8 - seat WHERE seat <= 8",
        "UPDATE kept.posting_parts SET base = base + 1",
    ],
)
def test_seeds_that_others_hold_are_told(whole: Path, statement: str) -> None:
    """Postings of equal size that name other articles, or other seeds, are told."""
    assert wrong(whole) == wrong(whole, statement) == []
    told = ["kept.postings do not have the seeds that the articles have"]
    assert wrong(whole, statement, again=True) == told


def test_what_has_gone_is_no_harm(whole: Path) -> None:
    """Postings of articles that were removed stay until parts are joined, and nothing is wrong."""
    path = whole.with_name("less.archive")
    shutil.copy(whole, path)
    with Archive.open(path) as archive:
        archive.remove(["p1", "c1"])
        assert archive.sql("SELECT count(*) AS n FROM kept.posting_gone").to_pylist() != [{"n": 0}]
        assert archive.verify(again=True) == []
    with Archive.open(whole.with_name("none.archive")) as archive:
        assert archive.verify(again=True) == []
