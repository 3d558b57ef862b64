"""Rows of a table of many chunks, drawn often and in any order.

``Table.take`` looks at every chunk of every column in Python, each time it is called; here a call
of a kernel draws a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.rows import copy_cells, copy_rows, sizes_of

_Numbers = npt.NDArray[Any]


class Drawn:
    """Columns of *table*, numbers and ragged numbers without nulls, in as many chunks as there are,
    of which rows are drawn.
    """

    def __init__(self, table: pa.Table, columns: Sequence[str]) -> None:
        self._fields = pa.schema([table.schema.field(name) for name in columns])
        chunks = [pa.Table.from_batches([chunk]) for chunk in table.select(columns).to_batches()]
        self._ends = np.cumsum([chunk.num_rows for chunk in chunks], dtype=np.int64)
        self._arrays = {
            field.name: [_arrays(chunk, field) for chunk in chunks] for field in self._fields
        }  # whose addresses a kernel is told
        self._at = {
            name: [np.array([part.ctypes.data for part in side], dtype=np.int64) for side in sides]
            for name, arrays in self._arrays.items()
            for sides in [list(zip(*arrays, strict=True)) or [(), ()]]
        }

    def sizes(self, name: str) -> schema.I64:
        """How many values each row of a ragged column has."""
        parts = [np.diff(offsets) for offsets, _ in self._arrays[name]]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])

    def rows(self, rows: npt.NDArray[np.integer]) -> pa.Table:
        """The rows named, in that order, in one chunk a column."""
        chunks = np.searchsorted(self._ends, rows, side="right")
        within = (rows - np.concatenate(([0], self._ends))[chunks]).astype(np.int64)
        columns = [self._column(field, chunks, within) for field in self._fields]
        return pa.Table.from_arrays(columns, schema=self._fields)

    def _column(self, field: pa.Field, chunks: schema.I64, within: schema.I64) -> pa.Array:
        if not pa.types.is_large_list(field.type):
            cells = np.empty(len(within), dtype=field.type.to_pandas_dtype())
            copy_cells(
                self._at[field.name][0], cells.itemsize, chunks, within, cells.view(np.uint8)
            )
            return pa.array(cells)
        offsets, values = self._at[field.name]
        begins = np.zeros(len(within) + 1, dtype=np.int64)
        np.cumsum(sizes_of(offsets, chunks, within), out=begins[1:])
        out = np.empty(int(begins[-1]), dtype=field.type.value_type.to_pandas_dtype())
        copy_rows(offsets, values, out.itemsize, chunks, within, begins, out.view(np.uint8))
        return schema.ragged(begins, out)


def _arrays(chunk: pa.Table, field: pa.Field) -> tuple[_Numbers, ...]:
    """Offsets and values of a ragged column, or the values of a plain one."""
    if pa.types.is_large_list(field.type):
        return schema.flat(chunk, field.name)
    return (schema.plain(chunk, field.name),)
