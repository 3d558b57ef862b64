"""Readings of some articles out of many, as the comparing draws them: often, and in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.rows import copy_rows


class Readings:
    """Ragged columns of *table*, in as many chunks as there are, of which rows are drawn."""

    def __init__(self, table: pa.Table, columns: Sequence[str]) -> None:
        self._fields = pa.schema([table.schema.field(name) for name in columns])
        chunks = [pa.Table.from_batches([chunk]) for chunk in table.select(columns).to_batches()]
        self._ends = np.cumsum([chunk.num_rows for chunk in chunks], dtype=np.int64)
        self._flat = {name: [schema.flat(chunk, name) for chunk in chunks] for name in columns}

    def sizes(self, name: str) -> schema.I64:
        """How many values each row of a column has."""
        parts = [np.diff(offsets) for offsets, _ in self._flat[name]]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])

    def rows(self, rows: npt.NDArray[np.integer]) -> pa.Table:
        """The rows named, in that order, in one chunk a column."""
        of_chunk = np.searchsorted(self._ends, rows, side="right")
        order = np.argsort(of_chunk, kind="stable")
        runs = np.split(order, np.flatnonzero(np.diff(of_chunk[order])) + 1) if len(order) else []
        parts = []
        for run in runs:
            chunk = int(of_chunk[run[0]])
            before = int(self._ends[chunk - 1]) if chunk else 0
            parts.append((chunk, run, np.asarray(rows[run] - before, dtype=np.int64)))
        columns = [self._column(field, parts, len(order)) for field in self._fields]
        return pa.Table.from_arrays(columns, schema=self._fields)

    def _column(
        self, field: pa.Field, parts: Sequence[tuple[int, schema.I64, schema.I64]], count: int
    ) -> pa.LargeListArray:
        flat = self._flat[field.name]
        sizes = np.zeros(count + 1, dtype=np.int64)
        for chunk, places, within in parts:
            offsets = flat[chunk][0]
            sizes[places + 1] = offsets[within + 1] - offsets[within]
        begins = np.cumsum(sizes)
        out = np.empty(int(begins[-1]), dtype=field.type.value_type.to_pandas_dtype())
        for chunk, places, within in parts:
            offsets, values = flat[chunk]
            copy_rows(offsets, _bytes(values), out.itemsize, within, places, begins, _bytes(out))
        return schema.ragged(begins, out)


def _bytes(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return values.view(np.uint8)
