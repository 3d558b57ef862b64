"""Tables: JSON Lines, CSV and Parquet."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats import json_lines, separated
from syndetect.ingest.formats import parquet as parquet_file
from syndetect.ingest.records import Columns
from syndetect.ingest.unpacking import buffered, unpacked

json_rows, csv_rows, parquet_rows = json_lines.rows, separated.rows, parquet_file.rows

Reader = Callable[[BinaryIO, str, Columns, Ledger], Iterator[tuple[int, Any]]]
ROW = {"id": "a", "title": "Bridge opens", "text": "The bridge is open.", "outlet": "Courier"}
FIELDS = {"id": "a", "headline": "Bridge opens", "text": "The bridge is open.", "outlet": "Courier"}


def rows(reader: Reader, path: Path, raw: bytes) -> tuple[list[Any], list[Any]]:
    """Rows of *raw*, and skips as (row, reason)."""
    path.write_bytes(raw)
    ledger = Ledger()
    with path.open("rb") as file:
        stream = buffered(unpacked(file, "gz")) if path.suffix == ".gz" else file
        found = list(reader(stream, path.name, Columns(), ledger))
    return found, [(skip.row, skip.reason) for skip in ledger.skips]


def parquet(table: pa.Table, tmp_path: Path) -> bytes:
    pq.write_table(table, tmp_path / "made.parquet")
    return (tmp_path / "made.parquet").read_bytes()


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines(tmp_path: Path, packed: bool) -> None:
    """One object a line is one row; rows are numbered as lines, blank ones included."""
    raw = b"\xef\xbb\xbf" + json.dumps(ROW).encode() + b"\r\n\n" + json.dumps(ROW).encode()
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    found, skips = rows(json_rows, path, gzip.compress(raw) if packed else raw)
    assert found == [(1, FIELDS), (3, FIELDS)]
    assert skips == []


def test_broken_lines_are_named(tmp_path: Path) -> None:
    """Each line that is no object is a skip with its number; the lines after it are read."""
    lines = [b'{"text": "a"}', b"no json", b"[1]", b'"text"', b"\xff\0", b"[" * 100_000,
             b'{"text": ' + b"9" * 5000 + b"}", b'{"text": "z"}']  # fmt: skip
    found, skips = rows(json_rows, tmp_path / "a.jsonl", b"\n".join(lines))
    assert found == [(1, {"text": "a"}), (8, {"text": "z"})]
    assert skips == [
        (2, "not JSON"), (3, "not a JSON object"), (4, "not a JSON object"), (5, "binary"),
        (6, "not JSON"), (7, "not JSON"),
    ]  # fmt: skip


def test_a_file_without_texts_is_one_skip(tmp_path: Path) -> None:
    """A file of labels beside the articles does not fill the account with rows."""
    raw = b'{"left": "a", "right": "b"}\n' * 500
    found, skips = rows(json_rows, tmp_path / "a.jsonl", raw)
    assert found == []
    assert skips == [(None, "no column with a text")]
    late, skips = rows(json_rows, tmp_path / "a.jsonl", raw + b'{"text": "a"}')
    assert len(late) == 501
    assert skips == []


def test_other_encodings_of_json_lines(tmp_path: Path) -> None:
    """UTF-16 with a mark, and single lines in windows-1252, are read."""
    raw = '{"text": "Brücke"}\n{"text": "Lem"}'
    assert [r for _, r in rows(json_rows, tmp_path / "a.jsonl", raw.encode("utf-16"))[0]] == [
        {"text": "Brücke"},
        {"text": "Lem"},
    ]
    assert rows(json_rows, tmp_path / "b.jsonl", raw.encode("cp1252"))[0][0][1]["text"] == "Brücke"


def test_a_broken_archive_keeps_what_came_before(tmp_path: Path) -> None:
    """A cut gzip file gives its whole lines and one skip; what is no gzip gives the skip alone."""
    lines = [json.dumps({"text": str(n) * 50}) for n in range(20_000)]
    raw = gzip.compress("\n".join(lines).encode())
    found, skips = rows(json_rows, tmp_path / "a.jsonl.gz", raw[: len(raw) // 2])
    assert 0 < len(found) < 20_000
    assert skips == [(found[-1][0] + 1, "broken gzip file")]
    found, skips = rows(json_rows, tmp_path / "b.jsonl.gz", b"no archive")
    assert (found, skips) == ([], [(None, "broken gzip file")])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, mark: str) -> None:
    """Fields may hold marks, quotes and line ends; the separating mark is read off the header."""
    text = f'Id{mark}Text\r\na{mark}"one, two; ""three""\r\nfour|\t"\r\n\r\nb{mark}five\r\n'
    found, skips = rows(csv_rows, tmp_path / "a.csv", text.encode())
    assert found == [
        (1, {"id": "a", "text": 'one, two; "three"\r\nfour|\t'}),
        (2, {"id": "b", "text": "five"}),
    ]
    assert skips == []


def test_csv_with_old_line_ends(tmp_path: Path) -> None:
    """A lone carriage return ends a record too."""
    found, skips = rows(csv_rows, tmp_path / "a.csv", b"id,text\ra,one\rb,two\r")
    assert [fields["text"] for _, fields in found] == ["one", "two"]
    assert skips == []


def test_broken_records_of_csv_are_named(tmp_path: Path) -> None:
    """Wrong width and stray quotes cost their own record, an open quote the rest of the file."""
    text = 'id,text\na,one\nb\nc,"two"x\nd,three,four\ne,five\nf,"open\ng,six\n'
    found, skips = rows(csv_rows, tmp_path / "a.csv", text.encode())
    assert found == [(1, {"id": "a", "text": "one"}), (5, {"id": "e", "text": "five"})]
    assert sorted(skips) == [
        (2, "wrong number of columns"), (3, "not a CSV row"), (4, "wrong number of columns"),
        (6, "not a CSV row"),
    ]  # fmt: skip


def test_skips_of_csv_give_the_line(tmp_path: Path) -> None:
    """A record with line ends moves those after it: the detail names the line it begins in."""
    path, ledger = tmp_path / "a.csv", Ledger()
    path.write_text('id,text\na,"one\ntwo"\n\nb,\nc,d,e\n')
    with path.open("rb") as file:
        assert [row for row, _ in csv_rows(file, "a.csv", Columns(), ledger)] == [1]
    assert [(skip.row, skip.reason, skip.detail) for skip in ledger.skips] == [
        (2, "no text", "line 5"),
        (3, "wrong number of columns", "line 6: 3 where the header has 2"),
    ]


def test_a_table_without_texts_names_its_columns(tmp_path: Path) -> None:
    """The detail lists the columns there are, and the option that names one."""
    path, ledger = tmp_path / "a.csv", Ledger()
    path.write_text("story,who\nA.,B.\n")
    with path.open("rb") as file:
        assert list(csv_rows(file, "a.csv", Columns(), ledger)) == []
    said = "columns: story, who; name the one with the text: --columns text=NAME"
    assert ledger.skips[0].detail == said


def test_a_field_may_be_huge(tmp_path: Path) -> None:
    """A text beyond the limit of the csv module is read, and the limit is left as it was."""
    before = csv.field_size_limit()
    found, _ = rows(csv_rows, tmp_path / "a.csv", b"text\n" + b"word " * 100_000)
    assert len(found[0][1]["text"]) == 500_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "empty file"), (b"a\0b", "binary"), (b"left,right\n1,2\n", "no column with a text")],
)
def test_files_that_are_no_table_of_articles(tmp_path: Path, raw: bytes, reason: str) -> None:
    """An empty, binary or textless CSV file is one skip."""
    assert rows(csv_rows, tmp_path / "a.csv", raw) == ([], [(None, reason)])


def test_parquet(tmp_path: Path) -> None:
    """Columns of any string, time or number type become fields; other columns are not read."""
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int64()),
            "body": pa.array(["one", None], pa.large_string()),
            "outlet": pa.array(["Courier", "Courier"]).dictionary_encode(),
            "published": pa.array([1_531_648_468_000_000_001, None], pa.timestamp("ns", "UTC")),
            "extra": pa.array([[1], [2]]),
        }
    )
    found, skips = rows(parquet_rows, tmp_path / "a.parquet", parquet(table, tmp_path))
    moment = datetime(2018, 7, 15, 9, 54, 28, tzinfo=UTC)
    assert found == [
        (1, {"id": 1, "text": "one", "outlet": "Courier", "published": moment}),
        (2, {"id": 2, "outlet": "Courier"}),
    ]
    assert skips == []


def test_broken_utf8_in_parquet_is_replaced(tmp_path: Path) -> None:
    """A string column with bad bytes costs characters, not the file."""
    bad = pa.array([b"one \xff", b"two"]).view(pa.binary()).cast(pa.binary())
    table = pa.table({"text": pa.StringArray.from_buffers(2, bad.buffers()[1], bad.buffers()[2])})
    found, skips = rows(parquet_rows, tmp_path / "a.parquet", parquet(table, tmp_path))
    assert found == [(1, {"text": "one \ufffd"}), (2, {"text": "two"})]
    assert skips == []


def test_a_broken_parquet_file_is_a_skip(tmp_path: Path) -> None:
    """A file without its end, or with damage inside, is named; so is one without texts."""
    table = pa.table({"text": [f"text {n}" * 9 for n in range(99)]})
    raw = parquet(table, tmp_path)
    path = tmp_path / "a.parquet"
    assert rows(parquet_rows, path, raw[:-5]) == ([], [(None, "broken Parquet file")])
    assert rows(parquet_rows, path, b"") == ([], [(None, "broken Parquet file")])
    damaged = raw[:20] + b"\xff" * 60 + raw[80:]
    assert rows(parquet_rows, path, damaged)[1] == [(None, "broken Parquet file")]
    raw = parquet(pa.table({"left": ["a"]}), tmp_path)
    assert rows(parquet_rows, path, raw) == ([], [(None, "no column with a text")])
