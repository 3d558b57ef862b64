"""Everything that can be wrong with an input: named with file and record, and the rest is read."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from packing import COMPRESS

from syndetect import Article, scan
from syndetect.cli import main
from syndetect.errors import UsageError
from syndetect.findings import Findings
from syndetect.ingest import Collection, collect, files, from_records
from syndetect.ingest.formats import page
from syndetect.settings import Reading

GOOD = "The bridge over the Lem is open."
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article, which is read whatever lies beside it."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news/good.txt").write_text(GOOD)
    return tmp_path / "news"


def read(folder: Path, **limits: int) -> Collection:
    found = collect([folder], limits=Reading(**limits))
    assert [one.body for one in found.articles if one.id == "good.txt"] == [GOOD]
    return found


def told(found: Collection) -> list[tuple[str, int | None, str]]:
    return [(skip.path, skip.row, skip.reason) for skip in found.skipped]


def child(code: str, *arguments: object) -> Any:
    """What a process of its own prints, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_line_of_300_megabytes_is_not_held(folder: Path) -> None:
    """It is passed over in pieces, and the line after it is read."""
    with (folder / "huge.jsonl").open("wb") as file:
        file.write(b'{"text": "first"}\n')
        file.seek(300 * 10**6, os.SEEK_CUR)
        file.write(b'\n{"text": "last"}\n')
    code = (
        "import sys, json, resource\n"
        "from syndetect.ingest import collect\n"
        "collect([sys.argv[1] + '/good.txt'])\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = collect([sys.argv[1]])\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(json.dumps([grown, [a.body for a in found.articles], [(s.path, s.row, s.reason,"
        " s.detail) for s in found.skipped]]))"
    )
    grown, bodies, skips = child(code, folder)
    assert bodies == [GOOD, "first", "last"]
    assert skips == [
        ["huge.jsonl", 2, "too large line",
         "more than reading.line=64000000; --set reading.line=N raises it"],
    ]  # fmt: skip
    assert grown < 160 * 1024  # kB: twice the longest line, not the file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_that_are_too_long(folder: Path, encoding: str) -> None:
    """They are skips, and those before and behind are read; also the last one, without an end."""
    lines = [
        '{"text": "%s"}' % (letter * size)
        for letter, size in zip("abcd", (9, 200, 9, 200), strict=True)
    ]
    (folder / "a.jsonl").write_bytes("\n".join(lines).encode(encoding))
    found = read(folder, line=100)
    assert told(found) == [("a.jsonl", 2, "too large line"), ("a.jsonl", 4, "too large line")]
    assert [one.body for one in found.articles if one.row] == ["a" * 9, "c" * 9]


def test_articles_and_pages_that_are_too_large(folder: Path) -> None:
    """Each is a skip that names the limit to raise; what just fits is read."""
    (folder / "a.txt").write_text("x" * 100)
    (folder / "b.jsonl").write_text(json.dumps({"text": "y" * 50}))
    (folder / "c.jsonl").write_text(json.dumps({"text": "y" * 49}))
    found = read(folder, page=99, article=49)
    assert [(*one, skip.detail) for one, skip in zip(told(found), found.skipped, strict=True)] == [
        ("a.txt", None, "too large file",
         "more than reading.page=99; --set reading.page=N raises it"),
        ("b.jsonl", 1, "too large article",
         "more than reading.article=49; --set reading.article=N raises it"),
    ]  # fmt: skip
    assert len(read(folder, page=100, article=100).articles) == 4
    long = from_records([Article("a", "x" * 9)], limits=Reading(article=8))
    assert [skip.reason for skip in long.skipped] == ["too large article"]


def test_settings_reach_the_readers(folder: Path) -> None:
    """The limits of a scan are its settings, on the shell too."""
    (folder / "a.txt").write_text("x" * 100)
    done = CliRunner().invoke(main, ["scan", str(folder), "--json", "--set", "reading.page=99"])
    (skip,) = json.loads(done.stdout)["skipped"]
    assert (skip["path"], skip["reason"]) == ("a.txt", "too large file")


def test_very_many_bad_rows_do_not_fill_the_account(folder: Path) -> None:
    """The first ten thousand of a file are listed, the rest counted."""
    (folder / "a.jsonl").write_bytes(b'{"text": "a"}\n' + b"bad\n" * 12_000)
    found = read(folder)
    assert len(found.skipped) == 10_001
    more = found.skipped[0]
    assert (more.path, more.row, more.reason) == ("a.jsonl", None, "more rows are skipped")
    assert more.detail == "2,000 beside those listed"
    assert found.skipped[-1].row == 10_001


def test_pages_nested_100_000_deep(folder: Path) -> None:
    """Whatever is nested, a page costs itself and no other, and not the process."""
    text = "<p>The old bridge over the Lem opened again after two long years of repairs.</p>" * 3
    for name, opened in (("div", "<div>"), ("table", "<table><tr><td>"), ("bold", "<b><i>")):
        (folder / f"{name}.html").write_text(f"<html><body>{opened * 100_000}{text}")
    linked = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    (folder / "linked.html").write_text(f"<html><head>{linked}</head><body>{text}")
    (folder / "deep.jsonl").write_text("[" * 100_000 + '\n{"text": ' + '{"a":' * 100_000)
    code = (
        "import sys, json\n"
        "from syndetect.ingest import collect\n"
        "found = collect([sys.argv[1]])\n"
        "print(json.dumps([[a.id for a in found.articles], [s.path for s in found.skipped]]))"
    )
    ids, skips = child(code, folder)
    assert "good.txt" in ids
    pages = {"div.html", "table.html", "bold.html", "linked.html"}
    assert {one for one in [*ids, *skips] if one.endswith(".html")} == pages
    assert skips.count("deep.jsonl") == 2


def test_a_page_that_parsers_cannot_bear(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they raise is a skip of that page, whatever it is."""
    (folder / "a.html").write_text("<html>")
    for error in (RecursionError, MemoryError, ValueError, KeyError):

        def fail(_text: str, error: type[Exception] = error, **_how: object) -> None:
            raise error

        monkeypatch.setattr(page, "html_fields", fail)
        (skip,) = read(folder).skipped
        assert (skip.path, skip.reason, skip.detail) == (
            "a.html", "page cannot be parsed", error.__name__,
        )  # fmt: skip


def test_nul_bytes(folder: Path) -> None:
    """In a file they make a binary; in a line, they cost that line; in a text they are read."""
    (folder / "a.txt").write_bytes(b"a\0b")
    (folder / "b.jsonl").write_bytes(b'{"text": "one"}\n{"text": "\0"}\n{"text": "a\\u0000b"}\n')
    (folder / "c.csv").write_bytes(b"id,text\n1,\0\n")
    (folder / "d.html").write_bytes(b"<html><p>\0")
    found = read(folder)
    assert [one[:2] for one in told(found)] == [
        ("a.txt", None), ("b.jsonl", 2), ("c.csv", None), ("d.html", None),
    ]  # fmt: skip
    assert {one[2] for one in told(found)} == {"binary"}
    bodies = [one.body for one in found.articles if one.path == "b.jsonl"]
    assert bodies == ["one", "a\0b"]
    assert (
        scan(
            [{"id": id, "text": body} for id, body in zip("ab", bodies, strict=True)]
        ).articles.num_rows
        == 2
    )


def test_columns_of_parquet_that_are_not_what_they_should_be(folder: Path) -> None:
    """A text that is none costs its row; other columns of odd types are counted or written out."""
    odd = pa.table({
        "text": pa.array([[1], [2, 3]]), "published": pa.array([True, False]),
        "id": pa.array([{"a": 1}, {"a": 2}]),
    })  # fmt: skip
    pq.write_table(odd, folder / "a.parquet")
    rows = pa.table({"text": [GOOD], "published": [[1]], "id": [{"a": 1}], "url": [b"\xff"]})
    pq.write_table(rows, folder / "b.parquet")
    pq.write_table(pa.table({"content": [GOOD]}), folder / "c.parquet")
    found = read(folder)
    assert told(found) == [
        ("a.parquet", 1, "text is not a string"), ("a.parquet", 2, "text is not a string"),
        ("c.parquet", None, "no column with a text"),
    ]  # fmt: skip
    assert [one.id for one in found.articles] == ["b.parquet#1", "good.txt"]
    assert found.counts["id not understood"] == 1
    assert found.counts["published not understood"] == 1


def test_a_loop_of_links(folder: Path) -> None:
    """A link to its own folder, and one to itself, end."""
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    assert told(read(folder)) == [("self.txt", None, "unreadable file")]


def test_a_file_that_vanishes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the walk and the reading, a file may go."""
    (folder / "gone.txt").write_text("Here today.")
    find = files.find

    def find_and_remove(*given: Any) -> Any:
        found = find(*given)
        (folder / "gone.txt").unlink()
        return found

    monkeypatch.setattr(files, "find", find_and_remove)
    found = read(folder)
    assert told(found) == [("gone.txt", None, "unreadable file")]
    assert "No such file" in found.skipped[0].detail


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_files_and_folders_without_permission(open_folder: Path) -> None:
    """They are skips, and the rest is read. Root, who may read all, is somebody else for it."""
    (open_folder / "good.txt").write_text(GOOD)
    (open_folder / "secret.txt").write_text("Secret.")
    (open_folder / "secret.txt").chmod(0)
    (open_folder / "closed").mkdir(mode=0)
    code = (
        "import sys, json, os\n"
        "from syndetect.ingest import collect, files\n"
        f"os.geteuid() or os.seteuid({NOBODY})\n"
        "found = collect([sys.argv[1]])\n"
        "print(json.dumps([[a.id for a in found.articles],"
        " [(s.path, s.reason, s.detail) for s in found.skipped]]))"
    )
    ids, skips = child(code, open_folder)
    (open_folder / "closed").chmod(0o700)
    assert ids == ["good.txt"]
    assert skips == [
        ["closed", "unreadable folder", "Permission denied"],
        ["secret.txt", "unreadable file", "Permission denied"],
    ]


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file grows beyond *size* bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 500, 3000])
def test_a_full_disk_leaves_nothing_half_written(
    findings: Findings, tmp_path: Path, room: int
) -> None:
    """The message names the folder; an older result stands as it was, and nothing lies beside."""
    findings.save(tmp_path / "old")
    before = {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()}
    for name in ("old", "new"):
        with small_disk(room), pytest.raises(UsageError, match=rf"{name}: the result cannot be"):
            findings.save(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()} == before


def test_a_full_disk_while_unpacking(folder: Path) -> None:
    """What must lie on the disk for a while and finds no room there is a skip."""
    noise = os.urandom(2**20) * 17
    pq.write_table(pa.table({"text": [noise.hex()[:100]]}), folder / "a")
    (folder / "a.parquet.gz").write_bytes(COMPRESS["gz"](b"PAR1" + noise))
    with small_disk(2**20):
        found = collect([folder])
    assert [one.id for one in found.articles] == ["a#1", "good.txt"]
    assert told(found) == [("a.parquet.gz", None, "unreadable file")]
    assert "too large" in found.skipped[0].detail


ROWS = b'{"id": "a", "text": "Trams run."}\n{"text": "Buses run."}\n'


@pytest.mark.parametrize("pack", [bytes, COMPRESS["gz"], COMPRESS["zst"]])
def test_stdin_is_read_as_what_it_holds(pack: Any) -> None:
    """A dash is stdin: lines of JSON, packed or not, or a table, or a text."""
    done = CliRunner().invoke(main, ["scan", "-", "--json"], input=pack(ROWS))
    assert json.loads(done.stdout)["counts"]["rows read"] == 2
    done = CliRunner().invoke(main, ["scan", "-", "--json"], input=pack(b"id,text\n1,A.\n"))
    assert json.loads(done.stdout)["counts"]["articles"] == 1


def test_stdin_into_an_archive(tmp_path: Path) -> None:
    """What `add` reads from it is named, and nothing at all is an error."""
    done = CliRunner().invoke(main, ["add", str(tmp_path / "a"), "-"], input=ROWS)
    assert done.exit_code == 0
    done = CliRunner().invoke(main, ["scan", "-"], input=b"")
    assert done.exit_code == 3
    assert "no article was read; skipped: stdin (empty file)" in done.stderr


def test_streams_in_python(tmp_path: Path, folder: Path) -> None:
    """A binary file is a collection, alone, with others and with paths; it is named by its file."""
    (tmp_path / "rows.jsonl").write_bytes(ROWS)
    with (tmp_path / "rows.jsonl").open("rb") as file:
        found = collect([file, folder])
    assert [one.id for one in found.articles] == ["a", "good.txt", "rows.jsonl#2"]
    assert scan(io.BytesIO(ROWS)).articles["id"].to_pylist() == ["a", "stream#2"]
    with pytest.raises(UsageError, match="several streams are called stream"):
        collect([io.BytesIO(ROWS), io.BytesIO(ROWS)])
    with (
        (tmp_path / "rows.jsonl").open() as text,
        pytest.raises(UsageError, match="open it as binary"),
    ):
        scan(text)  # type: ignore[arg-type]


def test_a_scan_of_a_stream_writes_a_result(tmp_path: Path) -> None:
    """It cannot be taken up again, and so leaves nothing beside its result."""
    found = scan(io.BytesIO(ROWS), out=tmp_path / "result")
    assert found.articles.num_rows == 2
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
