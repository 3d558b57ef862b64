"""Any Arrow table, whatever its types, as rows that JSON and CSV know: the answer to a question."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from syndetect.export.jsonlines import dump, rounded

_AT_ONCE = 4096  # rows turned into Python objects at a time


def names(table: pa.Table) -> list[str]:
    """Names of columns, each once: a second one of a name gets a number."""
    found: list[str] = []
    for name in table.column_names:
        own, number = name, 2
        while own in found:
            own, number = f"{name}_{number}", number + 1
        found.append(own)
    return found


def rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Each row, in what JSON knows: floats to six digits, moments in ISO 8601, the rest as text."""
    for batch in table.to_batches(max_chunksize=_AT_ONCE):
        columns = [[plain(one) for one in column.to_pylist()] for column in batch.columns]
        yield from zip(*columns, strict=True)


def json_lines(table: pa.Table) -> Iterator[str]:
    """Each row as a line of JSON."""
    keys = names(table)
    for row in rows(table):
        yield dump(dict(zip(keys, row, strict=True))) + "\n"


def csv_lines(table: pa.Table) -> Iterator[str]:
    """Names, and each row as a line of CSV: nothing for null, lists and structs as JSON."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names(table))
    for row in rows(table):
        yield _taken(buffer)
        writer.writerow(map(cell, row))
    yield _taken(buffer)


def cell(value: Any) -> str:
    """A value of ``rows`` as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dump(value)


def numeric(table: pa.Table) -> list[bool]:
    """Of each column, whether its values are numbers."""
    of = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return [any(one(kind) for one in of) for kind in table.schema.types]


def plain(value: Any) -> Any:
    """A value of an Arrow table in what JSON knows."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else rounded(float(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if value is None or isinstance(value, str | bool | int | float):
        return rounded(value)
    return str(value)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
