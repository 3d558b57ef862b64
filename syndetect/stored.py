"""A table that lies in a Parquet file: its columns and rows are read when they are asked for.

The relations of a large collection are many times what memory holds, and hardly anybody asks for
all of them: who explains a pair looks at one row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from syndetect import schema
from syndetect.errors import ResultError

GROUP = 65536  # rows that are written, and read, together


class Stored:
    """What ``write`` has put into a file; of the ways of ``pa.Table`` those that need not read all.

    *declared* gives columns the types they were written with: Parquet has a name of its own for
    the items of a list. Raises ResultError, then or later, where *source* is no Parquet or damaged.
    """

    def __init__(self, source: Path | pa.Buffer, declared: pa.Schema | None = None) -> None:
        self._source = source
        try:
            # Mapped, so that the file may be removed, or another put in its place.
            self._inode = source.stat().st_ino if isinstance(source, Path) else 0
            self._bytes = _mapped(source) if isinstance(source, Path) else source
            self._file = pq.ParquetFile(pa.BufferReader(self._bytes))
        except FileNotFoundError:
            raise
        except (pa.ArrowInvalid, OSError) as error:
            raise ResultError(f"{source}: no Parquet file ({error}). Scan again") from error
        fields = self._file.schema_arrow
        known = set(declared.names) if declared is not None else set()
        self.schema = pa.schema(
            [declared.field(one.name) if one.name in known else one for one in fields]
            if declared is not None
            else fields
        )

    @property
    def num_rows(self) -> int:
        return int(self._file.metadata.num_rows)

    @property
    def column_names(self) -> list[str]:
        names: list[str] = self.schema.names
        return names

    def table(self) -> pa.Table:
        """All of it, in memory."""
        return self.select(self.column_names)

    def select(self, names: Sequence[str]) -> pa.Table:
        """Some columns, in memory."""
        parts = list(self.parts(names))
        return pa.concat_tables(parts) if parts else self._declared(names).empty_table()

    def parts(self, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows of some columns (None: of all), ``GROUP`` or fewer at a time."""
        for group in range(self._file.num_row_groups):
            yield self._part(group, self.column_names if names is None else names)

    def rows(self, rows: npt.NDArray[np.integer], names: Sequence[str] | None = None) -> pa.Table:
        """The named *rows* in their order, of some columns (None: of all)."""
        chosen = self.column_names if names is None else names
        ends = np.cumsum(
            [self._file.metadata.row_group(at).num_rows for at in range(self._file.num_row_groups)]
        )
        of_group = np.searchsorted(ends, rows, side="right")
        order = np.argsort(of_group, kind="stable")
        found = [self._declared(chosen).empty_table()]
        for some in np.split(order, np.flatnonzero(np.diff(of_group[order])) + 1):
            if len(some):
                group = int(of_group[some[0]])
                part = self._part(group, chosen)
                found.append(part.take(pa.array(rows[some] - (ends[group] - part.num_rows))))
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        return schema.in_one(found, self._declared(chosen)).take(pa.array(back))

    def copy(self, place: Path) -> None:
        """Put the file to *place* as it is: by another name for it, while it is where it was."""
        try:
            if not isinstance(self._source, Path) or self._source.stat().st_ino != self._inode:
                raise FileNotFoundError
            os.link(self._source, place)
        except OSError:
            with place.open("wb") as file:
                file.write(self._bytes)

    def _part(self, group: int, names: Sequence[str]) -> pa.Table:
        try:
            part = self._file.read_row_group(group, columns=list(names))
        except (pa.ArrowException, OSError) as error:
            reason = str(error).splitlines()[0]
            raise ResultError(f"{self._source}: is damaged ({reason}). Scan again") from error
        return part.select(list(names)).cast(self._declared(names))

    def _declared(self, names: Sequence[str]) -> pa.Schema:
        return pa.schema([self.schema.field(name) for name in names])


def _mapped(path: Path) -> pa.Buffer:
    return pa.memory_map(str(path)).read_buffer()


Rows: TypeAlias = pa.Table | Stored  # whichever way a table lies


def write(
    place: Path | IO[bytes], declared: pa.Schema, parts: Iterable[pa.Table], rows: int
) -> None:
    """Write *parts*, tables of *declared* of up to *rows* rows each, as a row group a part."""
    with pq.ParquetWriter(place, declared, compression="zstd", version="2.6") as writer:
        for part in parts:
            writer.write_table(part.combine_chunks(), row_group_size=rows)


def rows_of(table: Rows, rows: npt.NDArray[np.integer], names: Sequence[str]) -> pa.Table:
    """The named *rows* of *table* in their order, of some columns."""
    if isinstance(table, Stored):
        return table.rows(rows, names)
    return schema.rows_of(table.select(names), rows)


def stretches(table: Rows, names: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns, a million rows at a time: for what has a price each time it is asked."""
    many = 16
    if not isinstance(table, Stored):
        size = many * GROUP
        yield from (table.select(names).slice(at, size) for at in range(0, table.num_rows, size))
        return
    parts = table.parts(names)
    while some := list(islice(parts, many)):
        yield pa.concat_tables(some)
