"""What a file holds, by how it begins; by its ending only where that does not tell.

Text tells little of itself: a file of text is what its ending says, and without an ending it is one
article, or a table if its first line names a column with texts.
"""

from __future__ import annotations

import csv
import json
import re

from syndetect.ingest.decoding import BinaryError, decode, marked
from syndetect.ingest.packed import packs_records
from syndetect.ingest.records import Columns
from syndetect.ingest.stream import ENDINGS as PACKED
from syndetect.ingest.stream import packed_as

ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "txt",
    ".md": "md",
}
_MARKS = ",;\t|"  # that part the columns of a table
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")
# What may stand before the first element of a page or a feed.
_PREFACE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|rdf|feed)[\s>]", re.IGNORECASE)
_OBJECT = re.compile(rb'\s*\{\s*["}]')
_ARRAY = re.compile(rb"\s*\[\s*\{")


def sniffed(head: bytes, called: str, columns: Columns) -> str | None:
    """The format of a file that begins with *head* and is *called* so; None for any other.

    Formats are those of ``files.FORMATS``: jsonl, json, csv, parquet, arrow, warc, html, feed,
    txt, md.
    """
    told, named = _by_content(head, called), ending(called)
    if told or named:
        return told or named
    return _unnamed(head, columns) if not _ENDING.search(called) and head else None


def ending(called: str) -> str | None:
    """The format that the ending of a name says."""
    lower = called.lower()
    return next((kind for end, kind in ENDINGS.items() if lower.endswith(end)), None)


def is_otherwise(called: str, format: str) -> bool:
    """Whether a name with an ending says another thing than what the file holds."""
    return _ENDING.search(called) is not None and ending(called) != format


def is_foreign(called: str) -> bool:
    """Whether a name ends as no file does that is read."""
    known = ending(called) or packed_as(called)
    return known is None and _ENDING.search(called) is not None


def endings() -> str:
    """The endings of file names that are read, as a list in words."""
    packed = ", ".join(sorted(end for ends in PACKED.values() for end in ends))
    return f"{', '.join(sorted(ENDINGS))}; packed as {packed}"


def _by_content(head: bytes, called: str) -> str | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"ARROW1\0\0") or _is_arrow_stream(head):
        return "arrow"
    if head.startswith(b"WARC/") or packs_records(head):
        return "warc"
    text = _as_utf8(head)
    begin = _PREFACE.match(text)
    at = begin.end() if begin else 0
    if _HTML.match(text, at):
        return "html"
    if _FEED.match(text, at):
        return "feed"
    if _ARRAY.match(text):
        return "json"
    if _OBJECT.match(text):
        return "jsonl" if ending(called) == "jsonl" or _is_line(text) else "json"
    return None


def _is_arrow_stream(head: bytes) -> bool:
    """Whether a schema message comes first: a mark, and a length in eights (Arrow IPC, 1.0 on)."""
    size = int.from_bytes(head[4:8], "little")
    return head.startswith(b"\xff\xff\xff\xff") and 8 <= size < 2**24 and size % 8 == 0


def _is_line(text: bytes) -> bool:
    """Whether a whole object stands in the first line, as far as it is seen."""
    line, end, _ = text.lstrip().partition(b"\n")
    if not end:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _as_utf8(head: bytes) -> bytes:
    """*head* without a byte order mark, and as UTF-8 if one says that it is something else."""
    if marked(head) is None:
        return head
    return decode(head)[0].encode("utf-8", "replace")


def _unnamed(head: bytes, columns: Columns) -> str | None:
    """What a file without an ending holds: text, or a table; nothing that a machine is to run."""
    try:
        text, _ = decode(head)
    except BinaryError:
        return None
    if text.startswith("#!"):
        return None
    first = next(iter(text.lstrip().splitlines()), "")
    names = (next(csv.reader([first], delimiter=mark), []) for mark in _MARKS)
    if any(len(some) > 1 and any(map(columns.is_text, some)) for some in names):
        return "csv"
    return "txt"
