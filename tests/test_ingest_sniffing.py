"""Formats by content, and by ending where that does not tell."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest

from syndetect.errors import InputError
from syndetect.ingest import collect
from syndetect.ingest.records import Columns
from syndetect.ingest.sniffing import ENDINGS, endings, is_foreign, is_otherwise, sniffed

TABLE = pa.table({"text": ["Trains run."]})


def arrow(new: object) -> bytes:
    made = io.BytesIO()
    with new(made, TABLE.schema) as writer:  # type: ignore[operator]
        writer.write_table(TABLE)
    return made.getvalue()


HTML = b"<!doctype html>\n<html><body>"
TOLD = {
    b"PAR1\x15\x04": "parquet",
    arrow(pa.ipc.new_file): "arrow",
    arrow(pa.ipc.new_stream): "arrow",
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\n": "warc",
    gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" + bytes(9999)): "warc",
    HTML: "html",
    b"\xef\xbb\xbf \r\n<!-- saved from elsewhere -->\n<HTML lang='en'>": "html",
    b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">': "html",
    HTML.decode().encode("utf-16"): "html",
    b'<?xml version="1.0"?><?style x?><rss version="2.0">': "feed",
    b'<feed xmlns="http://www.w3.org/2005/Atom">': "feed",
    b"<rdf:RDF xmlns:rdf='x'>": "feed",
    b'{"text": "a"}\n{"text": "b"}\n': "jsonl",
    b'{"text": "' + b"a" * 9000: "jsonl",
    b'[{"text": "a"}]': "json",
    b'[\n  {\n "text": "a"}]': "json",
    b'{\n  "text": "a"\n}': "json",
}
UNTOLD = [
    b"",
    b"Plain text <html> with tags.",
    b"< a line that begins oddly",
    b"[Editor's note: text]",
    b"{curly} words",
    b"no json",
    b"<p>A part of a page</p>",
    b"<svg xmlns='x'>",
    b"WARC is a format",
]


@pytest.mark.parametrize("head", TOLD)
def test_content_goes_before_the_ending(head: bytes) -> None:
    """What shows its format is that, whatever it is called, or if it is called nothing."""
    for called in ("a", "a.txt", "a.csv", "a.php", "b.parquet"):
        assert sniffed(head[:4096], called, Columns()) == TOLD[head]


@pytest.mark.parametrize("head", UNTOLD)
def test_the_ending_decides_where_content_does_not(head: bytes) -> None:
    """Text is what its ending says; of a foreign ending it is nothing."""
    for end, format in ENDINGS.items():
        assert sniffed(head, f"A{end.upper()}", Columns()) == format
    for called in ("a.py", "a.pdf", "a.css"):
        assert sniffed(head, called, Columns()) is None
        assert is_foreign(called)
    assert not is_foreign("a.jsonl.xz")


def test_broken_json_lines_stay_lines() -> None:
    """A first line that is broken does not make another thing of the rest."""
    assert sniffed(b'{"text": "a\n{"text": "b"}\n', "a.jsonl", Columns()) == "jsonl"


def test_text_without_an_ending() -> None:
    """It is an article, or a table if its first line names a text; no program, and no binary."""
    for head in UNTOLD[1:]:
        assert sniffed(head, "20061113-17", Columns()) == "txt"
    assert sniffed(b"id;Text;date\n1;a;b", "stdin", Columns()) == "csv"
    assert sniffed(b"id\tstory\n1\ta", "stdin", Columns({"text": "story"})) == "csv"
    assert sniffed(b"Rain, and text, fell.\n", "stdin", Columns()) == "txt"
    for head in (b"#!/bin/sh\n", b"\x7fELF\0\0", b"\x89PNG\r\n\x1a\n\0", b""):
        assert sniffed(head, "a", Columns()) is None


def test_looking_at_a_first_line_names_no_columns() -> None:
    """A file that is no table has no part in what is said of columns."""
    columns = Columns({"text": "story"})
    sniffed(b"one, two, three\n", "a", columns)
    columns.check()


def test_wrong_names_are_counted(tmp_path: Path) -> None:
    """The account says what was read as something else than it is called."""
    (tmp_path / "a.txt").write_bytes(b'{"text": "Trams run."}\n')
    (tmp_path / "b.txt").write_bytes(b"A text with <html> in it.")
    (tmp_path / "c").write_bytes(b"A text without an ending.")
    found = collect([tmp_path])
    assert [one.id for one in found.articles] == ["a.txt#1", "b.txt", "c"]
    assert found.counts["read as jsonl by content"] == 1
    assert not any(name.startswith("read as txt") for name in found.counts)
    assert is_otherwise("a.txt", "html")
    assert not is_otherwise("a.HTM", "html")


def test_other_files_are_passed_over_and_listed(tmp_path: Path) -> None:
    """A foreign file in a folder is no error; named itself it is one if strict, and says what is
    read."""
    foreign = {
        "a.pdf": b"%PDF-1.7", "b.png": b"\x89PNG\r\n\x1a\n\0\0", "c.py": b"print()",
        "d": b"SQLite format 3\0", "e.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    }  # fmt: skip
    for name, raw in foreign.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "f.png").symlink_to(tmp_path / "nowhere")
    found = collect([tmp_path], strict=True)
    assert [skip.path for skip in found.skipped] == [*foreign, "f.png"]
    assert {skip.reason for skip in found.skipped} == {"not an article format"}
    with pytest.raises(InputError, match=r"a\.pdf: not an article format \(read are \.csv"):
        collect([tmp_path / "a.pdf"], strict=True)
    assert ".jsonl" in endings()
    assert ".zst" in endings()
