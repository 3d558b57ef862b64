"""Readings of some articles out of many, as the comparing draws them: often, and in any order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.rows import copy_rows, sizes_of


class Readings:
    """Ragged columns of *table*, in as many chunks as there are, of which rows are drawn."""

    def __init__(self, table: pa.Table, columns: Sequence[str]) -> None:
        self._fields = pa.schema([table.schema.field(name) for name in columns])
        chunks = [pa.Table.from_batches([chunk]) for chunk in table.select(columns).to_batches()]
        self._ends = np.cumsum([chunk.num_rows for chunk in chunks], dtype=np.int64)
        self._flat = {name: [schema.flat(chunk, name) for chunk in chunks] for name in columns}
        self._at = {
            name: [np.array([part.ctypes.data for part in side], dtype=np.int64) for side in sides]
            for name, flat in self._flat.items()
            for sides in [list(zip(*flat, strict=True)) or [(), ()]]
        }

    def sizes(self, name: str) -> schema.I64:
        """How many values each row of a column has."""
        parts = [np.diff(offsets) for offsets, _ in self._flat[name]]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])

    def rows(self, rows: npt.NDArray[np.integer]) -> pa.Table:
        """The rows named, in that order, in one chunk a column."""
        chunks = np.searchsorted(self._ends, rows, side="right")
        within = (rows - np.concatenate(([0], self._ends))[chunks]).astype(np.int64)
        columns = [self._column(field, chunks, within) for field in self._fields]
        return pa.Table.from_arrays(columns, schema=self._fields)

    def _column(self, field: pa.Field, chunks: schema.I64, within: schema.I64) -> pa.LargeListArray:
        offsets, values = self._at[field.name]
        begins = np.zeros(len(within) + 1, dtype=np.int64)
        np.cumsum(sizes_of(offsets, chunks, within), out=begins[1:])
        out = np.empty(int(begins[-1]), dtype=field.type.value_type.to_pandas_dtype())
        copy_rows(offsets, values, out.itemsize, chunks, within, begins, out.view(np.uint8))
        return schema.ragged(begins, out)
