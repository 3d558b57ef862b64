"""Tables of separated values: one article a record, below a header.

A record that cannot be read is skipped with its number and its line. Records count from 1.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import BinaryError, decode
from syndetect.ingest.formats.tables import Row, no_text
from syndetect.ingest.records import Columns


def rows(file: BinaryIO, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a table; commas, or else semicolons, tabs or bars, part its columns."""
    try:
        text, note = decode(file.read())
    except BinaryError as error:
        ledger.skip(name, None, "binary", str(error))
        return
    if note:
        ledger.count(note)
    with _huge_fields():
        records = list(_records(text, name, ledger))
    if not records or records[0][0] != 0:  # nothing, or a header that is no CSV
        ledger.skip(name, None, "empty file" if not records else "no header")
        return
    header = records[0][2]
    if not columns.has_text(header):
        no_text(header, name, ledger)
        return
    for number, line, record in records[1:]:
        if len(record) != len(header):
            detail = f"line {line}: {len(record)} where the header has {len(header)}"
            ledger.skip(name, number, "wrong number of columns", detail)
            continue
        fields = columns.fields(dict(zip(header, record, strict=True)))
        if "text" in fields:
            yield number, fields
        else:
            ledger.count("rows read")
            ledger.skip(name, number, "no text", f"line {line}")


def _records(text: str, name: str, ledger: Ledger) -> Iterator[tuple[int, int, list[str]]]:
    """Records with their numbers, the header being 0, and the lines they begin in, from 1."""
    head = next(iter(text.lstrip("\r\n")[:65_536].splitlines()), "")
    marks = [mark for mark in ",;\t|" if len(next(csv.reader([head], delimiter=mark), [])) > 1]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=(marks or [","])[0], strict=True)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            ledger.skip(
                name, number, "not a CSV row", f"lines {line} to {reader.line_num}: {error}"
            )
            number += 1
            continue
        if record:
            yield number, line, record
            number += 1
        else:
            ledger.count("blank lines")


@contextmanager
def _huge_fields() -> Iterator[None]:
    """Let a field be as long as an article may be; the limit is the whole process's."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
