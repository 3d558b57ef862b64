"""Parquet files: one article a row, and only the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats.tables import Row, no_text
from syndetect.ingest.records import Columns

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 2000  # rows held as Python objects at a time


def rows(file: BinaryIO, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a Parquet file, which *file* must be able to jump about in."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    number = 0
    try:
        table = pq.ParquetFile(file)
        names = table.schema_arrow.names
        if not columns.has_text(names):
            no_text(names, name, ledger)
            return
        wanted = [column for _, group in columns.layout(names) for column in group]
        for batch in table.iter_batches(_BATCH, columns=list(dict.fromkeys(wanted))):
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
