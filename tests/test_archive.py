"""An archive finds what one scan of the same articles finds, however they came and went."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from archived import Row, assert_same, assert_scanned, assert_tables_same, made, meddle
from archived import newsroom as newsroom_rows
from archived import newswire as rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import Article, Findings, Settings, scan
from syndetect.archive import Archive
from syndetect.errors import ArchiveError, SettingsError, UsageError

NEWSWIRE = rows_of()


def whole(rows: Iterable[Row], findings: Findings) -> None:
    """Counts of what was read are of all reading; all else is that of a scan."""
    scanned = scan(list(rows))
    assert_tables_same(findings, scanned)
    read = {"records read"}
    for name in scanned.summary:
        one, other = findings.summary[name], scanned.summary[name]
        if name == "counts":
            one, other = ({k: n for k, n in told.items() if k not in read} for told in (one, other))
        assert one == other, name


def otherwise(before: Findings, after: Findings) -> list[str]:
    """The articles in both whose own row, or one of whose derivations, is another now."""
    told = []
    for findings in (before, after):
        found: dict[str, list[Row]] = {row["id"]: [row] for row in findings.articles.to_pylist()}
        for row in findings.derivations.to_pylist():
            found[row["child"]].append(row)
        told.append(found)
    then, now = told
    return sorted(id for id in then.keys() & now.keys() if then[id] != now[id])


@settings(max_examples=6, deadline=None, derandomize=True)
@given(
    order=st.permutations(NEWSWIRE),
    cuts=st.lists(st.integers(0, len(NEWSWIRE)), max_size=3),
    left=st.sets(st.sampled_from([row["id"] for row in NEWSWIRE]), max_size=4),
)
def test_any_split_in_any_order_gives_one_scan(
    tmp_path_factory: pytest.TempPathFactory, order: list[Row], cuts: list[int], left: set[str]
) -> None:
    """However articles come in batches, the archive has every cell and the summary of one scan;
    with some removed those of a scan without, and with these added again of one with them."""
    path = tmp_path_factory.mktemp("split") / "news.archive"
    with Archive.open(path) as archive:
        for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(order)], strict=True):
            archive.add([dict(row) for row in order[begin:end]])
        assert_scanned(archive, order)
        if not left:
            return
        archive.remove(left)
        whole([row for row in order if row["id"] not in left], archive.findings())
        archive.add([row for row in order if row["id"] in left])
        whole(order, archive.findings())
        assert archive.verify(again=True) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_newsroom_in_batches_gives_one_scan(tmp_path: Path, seed: int) -> None:
    """Some hundred articles in four batches, the file closed in between, are as of one scan; so
    they are with a third removed, and when it has come back."""
    rows = [*newsroom_rows(), *NEWSWIRE]
    random.Random(seed).shuffle(rows)
    path, ends = tmp_path / "news.archive", (0, 2, len(rows) // 3, len(rows) - 7, len(rows))
    for begin, end in itertools.pairwise(ends):
        with Archive.open(path) as archive:
            archive.add(rows[begin:end])
    third = [row["id"] for row in rows[::3]]
    with Archive.open(path) as archive:
        assert_scanned(archive, rows)
        archive.remove(third)
        whole([row for row in rows if row["id"] not in third], archive.findings())
        archive.add(rows[::3])
        whole(rows, archive.findings())


def test_with_all_removed_nothing_is_found(tmp_path: Path) -> None:
    """An archive whose articles have all gone finds what a scan of nothing finds, and goes on."""
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows_of("p1 p4"))
        archive.remove(["p4", "p1", "p1"])
        assert len(archive) == 0
        whole([], archive.findings())
        assert archive.query("Ferries stop.").matches == ()
        archive.add(rows_of("p1 p2"))
        whole(rows_of("p1 p2"), archive.findings())


def test_an_add_gives_what_is_new_and_what_it_changed(tmp_path: Path) -> None:
    """``add`` and ``remove`` name the articles whose place or derivations are others now; their
    tables are of the events of these and of the new, and of all that those come from."""
    rows = [*newsroom_rows(), *NEWSWIRE]
    ids = [row["id"] for row in rows]
    random.Random(3).shuffle(rows)
    batch = [row for row in rows if row["id"] in ("p1", "c1", "s2", *ids[20:30])]
    rest = [row for row in rows if row not in batch]
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rest)
        before = archive.findings()
        steps = (
            (sorted(row["id"] for row in batch), archive.add, batch),
            ([], archive.remove, ["p1"]),
        )
        for new, change, what in steps:
            told, after = change(what), archive.findings()  # type: ignore[operator]
            added = told.summary["added"]
            assert added["new"] == new
            assert added["changed"] == otherwise(before, after)
            assert_touched(told, after, {*new, *added["changed"]})
            before = after
        assert archive.remove(["h1"]).summary["added"]["removed"] == ["h1"]


def assert_touched(told: Findings, after: Findings, named: set[str]) -> None:
    """*told* is the part of *after* on the events of those *named*, and on all above these."""
    place = {row["id"]: row for row in after.articles.to_pylist()}
    events = {place[id]["event"] for id in named}
    kept = {id for id, row in place.items() if row["event"] in events}
    rows = after.derivations.to_pylist()
    while more := {d["parent"] for d in rows if d["child"] in kept} & place.keys() - kept:
        kept |= more
    derivations = [d for d in after.derivations.to_pylist() if d["child"] in kept]
    sources = {one["parent"] for one in derivations}
    families = {place[id]["family"] for id in kept}
    for name, right in (
        ("articles", lambda row: row["id"] in kept),
        ("texts", lambda row: row["id"] in kept),
        ("credits", lambda row: row["article"] in kept),
        ("furniture", lambda row: row["article"] in kept),
        ("relations", lambda row: {row["left"], row["right"]} <= kept),
        ("derivations", lambda row: row in derivations),
        ("sources", lambda row: row["source"] in sources),
        ("events", lambda row: row["event"] in events),
        ("families", lambda row: row["family"] in families),
    ):
        one = [row for row in getattr(after, name).to_pylist() if right(row)]
        assert getattr(told, name).to_pylist() == one, name


def test_what_is_there_is_passed_over(tmp_path: Path) -> None:
    """Articles that are there change nothing in the file, though another path or a later clock of
    the file has them, and make no batch."""
    path = tmp_path / "news.archive"
    rows = [Article(id=row["id"], body=row["text"], path="a.txt") for row in rows_of("p1 p4 c1")]
    with Archive.open(path) as archive:
        archive.add(rows)
        before = tables_of(archive)
        again = [
            Article(
                id=one.id, body=one.body, path="b/c.txt", row=7, crawled="2031-06-01",
                published="2031-06-01", published_trust="file",  # type: ignore[arg-type]
            )
            for one in rows
        ]  # fmt: skip
        for given in (rows, again, rows[:1], []):
            told = archive.add(given)
            added = told.summary["added"]
            assert (added["new"], added["versions"], added["changed"]) == ([], [], [])
            assert added["unchanged"] == len(given)
            assert told.articles.num_rows == told.related.num_rows == 0
        assert tables_of(archive) == before


def tables_of(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of the file, in any order."""
    named = archive.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'kept'")
    names = named.column("table_name").to_pylist()
    return {
        name: sorted(map(str, archive.sql(f"SELECT * FROM kept.{name}").to_pylist()))
        for name in names
    }


def test_other_content_is_a_version_and_both_stand(tmp_path: Path) -> None:
    """Other content of an id that is there comes in as "@2", then "@3"; any of them again is
    passed over; each counts as a scan would have it under that id."""
    first, second = rows_of("p1 p2")
    third = {**first, "headline": "Another headline"}
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add([first])
        told = archive.add([{**second, "id": "p1"}])
        assert told.summary["added"]["new"] == ["p1@2"]
        assert told.summary["added"]["versions"] == ["p1@2"]
        assert archive.add([third]).summary["added"]["new"] == ["p1@3"]
        for one in (first, {**second, "id": "p1"}, third):
            assert archive.add([one]).summary["added"]["unchanged"] == 1
        assert_scanned(archive, [first, {**second, "id": "p1@2"}, {**third, "id": "p1@3"}])
        told_of = archive.sql("SELECT id, name, version FROM articles ORDER BY id").to_pylist()
        assert [tuple(row.values()) for row in told_of] == [
            ("p1", "p1", 1), ("p1@2", "p1", 2), ("p1@3", "p1", 3),
        ]  # fmt: skip
        archive.remove(["p1"])
        assert archive.add([{**second, "id": "p1"}]).summary["added"]["unchanged"] == 1
        assert archive.add([first]).summary["added"]["new"] == ["p1"]


def test_no_number_is_given_to_two_contents(tmp_path: Path) -> None:
    """While a version of an id is there, one that was removed leaves its number to nobody, and has
    it again when it comes back; when all have gone, numbers begin at 1. Ids are never alike."""
    texts = [{**row, "id": "p"} for row in rows_of()[:6]]
    with Archive.open(tmp_path / "news.archive") as archive:

        def add(at: int) -> str:
            [id] = archive.add([texts[at]]).summary["added"]["new"]
            return str(id)

        assert [add(at) for at in range(3)] == ["p", "p@2", "p@3"]
        archive.remove(["p", "p@3"])
        assert [add(at) for at in (3, 2, 4, 0)] == ["p@4", "p@3", "p@5", "p"]
        archive.remove(["p@5"])
        archive.remove(["p@2", "p@4"])
        archive.compact()
        assert [add(at) for at in (5, 4)] == ["p@6", "p@5"]
        told = archive.sql("SELECT id, version FROM articles ORDER BY id").to_pylist()
        assert [tuple(row.values()) for row in told] == [
            ("p", 1),
            ("p@3", 3),
            ("p@5", 5),
            ("p@6", 6),
        ]
        assert archive.verify() == []
        archive.remove(["p", "p@3", "p@5", "p@6"])
        assert [add(at) for at in (4, 2)] == ["p", "p@2"]


def test_ids_that_look_like_versions_are_ids(tmp_path: Path) -> None:
    """An id that ends with "@2" is its own; a version of another takes the next that is free."""
    one, two, three = rows_of("p1 p4 c1")
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add([{**one, "id": "a"}, {**two, "id": "a@2"}])
        assert archive.add([{**three, "id": "a"}]).summary["added"]["new"] == ["a@3"]
        assert archive.add([{**three, "id": "a@2"}]).summary["added"]["new"] == ["a@2@2"]
        again = archive.add([{**three, "id": "a"}, {**two, "id": "a@2"}])
        assert again.summary["added"]["unchanged"] == 2
        assert archive.verify(again=True) == []


def test_two_with_one_id_in_one_add_are_as_in_a_scan(tmp_path: Path) -> None:
    """Of two that come together under one id the second is skipped, and the account says so."""
    one, two = rows_of("p1 c1")
    rows = [one, {**two, "id": "p1"}]
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows)
        assert_scanned(archive, rows)
        assert len(archive.findings().summary["skipped"]) == 1


@pytest.mark.parametrize(
    "id",
    [
        'it\'s "quoted"',
        "a\0b",
        "\N{GRINNING FACE}\n\t",
        "x" * 20_000,
        "'; DROP TABLE kept.given; --",
    ],
)
def test_odd_ids_are_ids(tmp_path: Path, id: str) -> None:
    """Quotes, a NUL, other planes, great length: what a scan takes as an id the archive does."""
    rows = [{**row, "id": f"{id}{at}"} for at, row in enumerate(rows_of("p1 p2 p4"))]
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows[:2])
        archive.add(rows[2:])
        assert_scanned(archive, rows)
        assert archive.query(Article(id=id, body=rows[0]["text"])).same is not None
        archive.remove([rows[1]["id"]])
        whole([rows[0], rows[2]], archive.findings())


def test_an_archive_keeps_its_settings(tmp_path: Path) -> None:
    """It is opened with the settings it was made with; others are refused, and those that make
    other sketches too."""
    path = tmp_path / "news.archive"
    own = Settings().changed({"verdict.derived": 0.7, "fingerprints.minima": 192})
    with Archive.open(path, settings=own) as archive:
        archive.add(rows_of("p1 p4"))
    for asked in (None, own):
        with Archive.open(path, settings=asked) as archive:
            assert archive.settings == own
            archive.add(rows_of("p7"))
            assert_same(archive.findings(), scan(rows_of("p1 p4 p7"), settings=own))
    for other in (Settings(), own.changed({"fingerprints.width": 4})):
        with pytest.raises(SettingsError, match="made with other settings"):
            Archive.open(path, settings=other)
    with Archive.open(path) as archive:
        assert len(archive) == 3


def test_who_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    """An id that is not there is an error that names it, and nothing is removed."""
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows_of("p1 p4"))
        with pytest.raises(UsageError, match="no article 'nobody' and 1 more in"):
            archive.remove(["p1", "nobody", "nor me"])
        assert len(archive) == 2
        archive.remove("p1")
        assert len(archive) == 1


def test_a_change_that_fails_is_none(tmp_path: Path) -> None:
    """An error at whatever stage of ``add`` or ``remove`` leaves all tables as they were; the
    archive then takes the same change as if nothing had been."""
    rows, stages = [*newsroom_rows()[:40], *rows_of()], dict[str, None]()
    with Archive.open(tmp_path / "one.archive") as archive:
        archive.add(rows, progress=lambda stage, _done, _total: stages.setdefault(stage))
    assert len(stages) > 8
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add(rows[:-3])
        before = tables_of(archive)
        asked = archive.query(rows[-2]["text"])
        for at in stages:

            def fail(stage: str, _done: int, _total: int, at: str = at) -> None:
                if stage == at:
                    raise KeyboardInterrupt(at)

            with pytest.raises(KeyboardInterrupt, match=at):
                archive.add(rows, progress=fail)
            assert tables_of(archive) == before, at
        with pytest.raises(KeyboardInterrupt):
            archive.remove([rows[0]["id"]], progress=fail)
        assert tables_of(archive) == before
        assert archive.query(rows[-2]["text"]) == asked
        archive.add(rows[-3:])
        assert_scanned(archive, rows)


def test_what_other_code_has_made_is_made_anew(tmp_path: Path) -> None:
    """After a change of the code, the next change finds all of it anew: the answer is that of a
    scan, whatever had been kept."""
    path = made(tmp_path / "news.archive", rows_of("p1 p2 p4 p5 f1"))
    meddle(
        path,
        "UPDATE kept.facts SET value = 'other' WHERE name = 'code'",
        "UPDATE kept.ledger SET passage_words = passage_words + 7",
        "UPDATE kept.sketches SET shingles = 1",
        "UPDATE kept.looks SET credits = []",
    )
    with Archive.open(path) as archive:
        archive.add(rows_of("p3 f2"))
        rows = rows_of("p1 p2 p3 p4 p5 f1 f2")
        assert_scanned(archive, rows)
        assert archive.verify(again=True) == []
        assert archive.query(rows[0]["text"]).same == "p1"


def test_reading_changes_nothing(tmp_path: Path) -> None:
    """An archive that is open for reading answers all that is asked and takes no change; its file
    is the same, byte by byte."""
    path = made(tmp_path / "news.archive", rows_of())
    before = path.read_bytes()
    with Archive.open(path, write=False) as archive:
        assert len(archive) == len(NEWSWIRE)
        assert repr(archive) == f"Archive of {len(NEWSWIRE)} articles in {path}"
        assert_scanned(archive, NEWSWIRE)
        assert archive.verify(again=True) == []
        assert archive.query(NEWSWIRE[3]["text"]).same == "p4"
        for change in (
            lambda: archive.add(rows_of("p1")), lambda: archive.remove(["p1"]), archive.compact,
        ):  # fmt: skip
            with pytest.raises(ArchiveError, match="is open for reading"):
                change()
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["news.archive"]


def test_what_is_no_query_is_refused(tmp_path: Path) -> None:
    """SQL that is wrong, or names what is not there, is an error of ours."""
    path = made(tmp_path / "news.archive", rows_of("p1 p4"))
    with Archive.open(path, write=False) as archive:
        counted = archive.sql("SELECT count(*) AS n FROM articles")
        assert counted.to_pylist() == [{"n": 2}]
        for query in (
            "SELEC 1",
            "SELECT * FROM nothing",
            "SELECT nobody FROM articles",
            "SELECT 'a'::INT",
        ):
            with pytest.raises(UsageError, match="the query cannot be answered"):
                archive.sql(query)
        for query in ("DELETE FROM kept.given", "CREATE TABLE t (a INT)"):
            with pytest.raises(UsageError, match="ask one question"):
                archive.sql(query)
        assert len(archive) == 2
