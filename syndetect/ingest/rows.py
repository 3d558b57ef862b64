"""Tables: one article a row, from JSON Lines, CSV and Parquet.

A row that cannot be read is skipped with its number; a file that breaks off keeps the rows before.
Rows count from 1: lines of a JSON Lines file, records below the header of a CSV file.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import BinaryError, clean, decode, marked
from syndetect.ingest.records import Columns

if TYPE_CHECKING:
    import pyarrow as pa

Row = tuple[int, Mapping[str, object]]
_BATCH = 2000  # rows of Parquet held as Python objects at a time


def json_rows(path: Path, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a JSON Lines file, packed with gzip or not. Raises OSError if it cannot be opened.

    Where no row has a text (a file of labels, say) the file is one skip, not one for each row.
    """
    waiting: list[Row] | None = []  # rows before the first that has a text column
    keys: dict[str, None] = {}
    for number, record in _objects(path, name, ledger):
        row = (number, columns.fields(record))
        if waiting is None:
            yield row
        elif columns.has_text(record):
            yield from waiting
            yield row
            waiting = None
        else:
            keys.update(dict.fromkeys(record))
            waiting.append(row)
    if waiting:
        _no_text(list(keys), name, ledger, rows=len(waiting))


def _objects(path: Path, name: str, ledger: Ledger) -> Iterator[tuple[int, dict[str, object]]]:
    number = 0
    try:
        for number, line in enumerate(_lines(path), 1):
            if line.isspace() or not line:
                ledger.count("blank lines")
                continue
            record = _object(line, name, number, ledger)
            if record is not None:
                yield number, record
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        ledger.skip(name, number + 1 if number else None, "broken gzip file", str(error))
        return
    if not number:
        ledger.skip(name, None, "empty file")


def _lines(path: Path) -> Iterator[bytes]:
    packed = path.suffix.lower() == ".gz"
    with gzip.open(path) if packed else path.open("rb") as file:
        first = file.readline()
        if not first:
            return
        if marked(first) in {None, "utf-8"}:
            yield first.removeprefix(b"\xef\xbb\xbf")
            yield from file
        else:
            text, _ = decode(first + file.read())
            for line in text.split("\n"):
                yield line.encode("utf-8", "replace")


def _object(line: bytes, name: str, number: int, ledger: Ledger) -> dict[str, object] | None:
    try:
        text, note = decode(line)
        record = json.loads(text)
    except BinaryError as error:
        ledger.skip(name, number, "binary", str(error))
        return None
    except RecursionError:
        ledger.skip(name, number, "not JSON", "nested too deep")
        return None
    except ValueError as error:
        ledger.skip(name, number, "not JSON", str(error))
        return None
    if not isinstance(record, dict):
        ledger.skip(name, number, "not a JSON object", f"it is {type(record).__name__}")
        return None
    if note:
        ledger.count(note)
    return record


def csv_rows(path: Path, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a CSV file with a header; commas, or else semicolons, tabs or bars, part the columns.

    Raises OSError if the file cannot be opened.
    """
    try:
        text, note = decode(path.read_bytes())
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
        _no_text(header, name, ledger)
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


def parquet_rows(path: Path, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a Parquet file. Raises OSError if the file cannot be opened."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    number = 0
    with path.open("rb") as source:
        try:
            file = pq.ParquetFile(source)
            names = file.schema_arrow.names
            if not columns.has_text(names):
                _no_text(names, name, ledger)
                return
            wanted = [column for _, group in columns.layout(names) for column in group]
            for batch in file.iter_batches(_BATCH, columns=list(dict.fromkeys(wanted))):
                values = {n: _values(batch.column(n)) for n in batch.schema.names}
                for row in range(batch.num_rows):
                    number += 1
                    yield number, columns.fields({n: v[row] for n, v in values.items()})
        except (pa.ArrowException, OSError, ValueError) as error:
            detail = " ".join(str(error).split())[:200]
            ledger.skip(name, number + 1 if number else None, "broken Parquet file", detail)


def _values(column: pa.Array) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):  # nanoseconds would need pandas
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        raw = column.cast(pa.large_binary()).to_pylist()
        return [value and value.decode("utf-8", "replace") for value in raw]


def _no_text(names: list[str], name: str, ledger: Ledger, rows: int | None = None) -> None:
    """Skip a table that has no column with texts."""
    size = "" if rows is None else f"{rows} rows, "
    shown = clean(", ".join(names))[0]
    shown = shown if len(shown) <= 200 else shown[:199] + "…"
    detail = f"{size}columns: {shown}; name the one with the text: --columns text=NAME"
    ledger.skip(name, None, "no column with a text", detail)
