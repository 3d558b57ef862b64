"""A table that lies in a Parquet file: its columns and rows are read when they are asked for.

The relations of a large collection are many times what memory holds, and hardly anybody asks for
all of them: who explains a pair looks at those that stand beside it. The texts of an opened
result lie in the same way.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from syndetect import schema
from syndetect.errors import ResultError

GROUP = 65536  # rows that are written, and read, together
_MANY = 16 * GROUP


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
        self._last: tuple[int, tuple[str, ...], Any] = (-1, (), None)
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
                part = self._looked_at(group, chosen)
                found.append(part.take(pa.array(rows[some] - (ends[group] - part.num_rows))))
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        return schema.in_one(found, self._declared(chosen)).take(pa.array(back))

    def likely(self, values: Mapping[str, str]) -> Iterator[pa.Table]:
        """The groups of rows that may have these *values*, by column: what is known of the least
        and the largest value of each group tells."""
        at = {name: self.column_names.index(name) for name in values}
        for group in range(self._file.num_row_groups):
            known = self._file.metadata.row_group(group)
            if all(_may_have(known.column(at[name]), value) for name, value in values.items()):
                yield self._looked_at(group, self.column_names)

    def copy(self, place: Path) -> None:
        """Put the file to *place* as it is: by another name for it, while it is where it was."""
        try:
            if not isinstance(self._source, Path) or self._source.stat().st_ino != self._inode:
                raise FileNotFoundError
            os.link(self._source, place)
        except OSError:
            with place.open("wb") as file:
                file.write(self._bytes)

    def _looked_at(self, group: int, names: Sequence[str]) -> pa.Table:
        """A group of rows; it is kept, for who asks for rows one by one asks for those beside."""
        last = self._last  # threads that ask at once each look at one
        if last[:2] != (group, tuple(names)):
            self._last = last = group, tuple(names), self._part(group, names)
        return last[2]

    def _part(self, group: int, names: Sequence[str]) -> pa.Table:
        try:
            part = self._file.read_row_group(group, columns=list(names))
        except (pa.ArrowException, OSError) as error:
            reason = str(error).splitlines()[0]
            raise ResultError(f"{self._source}: is damaged ({reason}). Scan again") from error
        return part.select(list(names)).cast(self._declared(names))

    def _declared(self, names: Sequence[str]) -> pa.Schema:
        return pa.schema([self.schema.field(name) for name in names])


def _may_have(column: pq.ColumnChunkMetaData, value: str) -> bool:
    known = column.statistics
    return known is None or not known.has_min_max or known.min <= value <= known.max


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


def parts_of(table: Rows, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows of some columns (None: of all), ``GROUP`` or fewer at a time."""
    if isinstance(table, Stored):
        yield from table.parts(names)
        return
    some = table if names is None else table.select(names)
    yield from (some.slice(at, GROUP) for at in range(0, table.num_rows, GROUP))


def together(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """*parts* as tables of a million rows or more: for what has its price each time it is asked."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) >= _MANY:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def where(table: Rows, values: Mapping[str, str]) -> pa.Table:
    """The rows that have these *values*, by column; all of their columns."""
    parts = table.likely(values) if isinstance(table, Stored) else iter([table])
    found = [table.schema.empty_table()]
    for part in parts:
        has = [pc.equal(part.column(name), value) for name, value in values.items()]
        found.append(part.filter(reduce(pc.and_, has)))
    return pa.concat_tables(found)
