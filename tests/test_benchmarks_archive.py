"""The benchmark of the archive: its collections, what is held out, recall, sizes, and sameness."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

import archive_child
import archive_files
import archive_same
import archive_sections
import speed_corpora
import speed_sections
from archive_sections import SECTIONS
from archive_work import SMALL, Work

from syndetect.archive import Archive
from syndetect.engines import Local
from syndetect.newsroom import NewsroomSettings, stream


@pytest.fixture
def newsroom(tmp_path: Path) -> str:
    path = tmp_path / "articles.jsonl"
    lines = [speed_corpora.article_line(one) for one in stream(1, NewsroomSettings(events=5))]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def _ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_article_is_dealt_to_one_part(newsroom: str, tmp_path: Path) -> None:
    """Parts are as long as each other but for one article, by chance, and the same again."""
    dealt = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        found = archive_child.parts(json.dumps([newsroom]), "null", str(folder), "3", "6")
        dealt.append([_ids(path) for path in sorted(folder.iterdir())])
    parts = dealt[0]
    assert dealt[1] == parts
    every = _ids(Path(newsroom))
    assert found["articles"] == len(every) == sum(map(len, parts))
    assert sorted(id for part in parts for id in part) == sorted(every)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert parts[0] != every[: len(parts[0])]


def test_what_is_held_out_is_not_stored(newsroom: str, tmp_path: Path) -> None:
    """As many as asked in the first part, all others in the second."""
    given = (json.dumps([newsroom]), "null", str(tmp_path))
    archive_child.held_out(*given, "4", "6")
    held, stored = (_ids(tmp_path / f"part-{part:04d}.jsonl") for part in (0, 1))
    assert len(held) == 4
    assert sorted(held + stored) == sorted(_ids(Path(newsroom)))


def test_recall_counts_pairs_of_the_scan() -> None:
    """A pair may be no match at all, or one of low probability, or derived."""
    matches = {"a": {"x": 0.9, "y": 0.2, "other": 0.8}, "b": {}}
    pairs = {"a": ["x", "y"], "b": ["x"], "c": []}
    found = archive_sections.recalled(matches, pairs)
    assert found["derived"] == 3
    assert found["matched"] == pytest.approx(2 / 3)
    assert found["as derived"] == pytest.approx(1 / 3)
    assert archive_sections.recalled({"c": {}}, {"c": []})["matched"] is None


def test_unlike_folders_are_told_by_file_and_row(tmp_path: Path) -> None:
    """Rows that differ, rows too many, and files that are not there."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for at, folder in enumerate(folders):
        folder.mkdir()
        (folder / "events.jsonl").write_text("{}\n" * (2 + at), encoding="utf-8")
        pq.write_table(pa.table({"left": [1, 2, 3 + at]}), folder / "relations.parquet")
        (folder / "summary.json").write_text("{}", encoding="utf-8")
    assert archive_same.unlike(folders[0], folders[0]) == []
    (folders[1] / "graph.graphml").write_text("", encoding="utf-8")
    assert archive_same.unlike(*folders) == [
        "events.jsonl (1 rows)",
        "graph.graphml is not in both",
        "relations.parquet (1 rows)",
    ]


def test_the_bytes_of_all_columns_are_no_more_than_the_file(newsroom: str, tmp_path: Path) -> None:
    """Every table with rows has some, and what is left over is the rest."""
    path = tmp_path / "archive.duckdb"
    with Archive.open(path) as archive:
        archive.add([newsroom], engine=Local(threads=1))
    found = archive_child.size(str(path))
    tables = {table for table, _, _ in found["columns"]}
    assert {"given", "readings", "ledger", "verdicts"} <= tables
    counts = archive_sections._by_table(found)
    assert counts["the whole file"] == path.stat().st_size
    parts = [count for name, count in counts.items() if name != "the whole file"]
    assert sum(parts) == path.stat().st_size
    assert min(parts) >= 0


def test_a_collection_is_split_once(
    newsroom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same collection is taken from the cache; the archive is made when it is asked for."""
    ran: list[str] = []

    def done(what: str, *arguments: str) -> dict[str, object]:
        ran.append(what)
        return archive_child._WHAT[what](*arguments)

    monkeypatch.setattr(archive_files, "done", done)
    plan = speed_sections.Plan(
        speed_sections.SMALL, [newsroom], (20,), tmp_path, tmp_path / "cache", (1,), 1, "", ()
    )
    [given], [again] = (list(Work(plan, SMALL).splits()) for _ in range(2))
    assert given == again
    assert given.articles == 20
    assert len(_ids(Path(given.held))) == 2
    assert ran == ["held out"]
    with Archive.open(given.archive, write=False) as archive:
        assert len(archive) == 20
    assert given.archive == again.archive
    assert ran == ["held out", "grow"]


def test_every_section_is_one_of_the_command() -> None:
    assert list(SECTIONS) == ["batches", "query", "add", "size"]
