"""What is compared of some articles, in one piece: added part after part, some of it for a while.

One is filled again and again in the room that it has had: to have as much memory from the system
each time costs as much as to fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema

Each = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]  # an engine's


class Held:
    """The ``MATERIAL`` of some articles as flat arrays, which kernels take as they are."""

    def __init__(self, material: pa.Schema) -> None:
        self._columns = {field.name: _Column(field) for field in material}
        self._first = material.names[0]

    def __len__(self) -> int:
        """Articles that are held."""
        return self._columns[self._first].rows

    def add(
        self, parts: Sequence[pa.Table], each: Each = lambda work, items: [*map(work, items)]
    ) -> None:
        """Hold *parts* as well, behind what is held; *each* is an engine's."""
        each(lambda column: column.add(parts), list(self._columns.values()))

    def keep(self) -> None:
        """Let all that is held now stay at the next ``drop``."""
        for column in self._columns.values():
            column.kept = column.rows, column.count

    def drop(self) -> None:
        """Hold no more than at the last ``keep``."""
        for column in self._columns.values():
            column.rows, column.count = column.kept

    def clear(self) -> None:
        """Hold nothing."""
        for column in self._columns.values():
            column.rows, column.count = column.kept = 0, 0

    def flat(self, name: str) -> tuple[schema.I64, npt.NDArray[Any]]:
        """Offsets and flat values of a ragged column."""
        column = self._columns[name]
        return column.ends[: column.rows + 1], column.values[: column.count]

    def values(self, name: str) -> npt.NDArray[Any]:
        """The flat values of a ragged column."""
        column = self._columns[name]
        return column.values[: column.count]

    def plain(self, name: str) -> npt.NDArray[Any]:
        """A column of one value an article."""
        return self.values(name)

    def begins(self, name: str) -> schema.I32:
        """Of a column of counts, one for each key: where the list of each begins among those of
        all articles, and last where they end."""
        column = self._columns[name]
        return column.ends[: column.count + 1]


class _Column:
    """One column of the rows that are held.

    ``ends`` is where rows begin and end, and of a column of counts where the list of each key
    does; such a column has no ``values``.
    """

    def __init__(self, field: pa.Field) -> None:
        self.name = field.name
        self.ragged = pa.types.is_large_list(field.type)
        self.counts = self.ragged and field.name.endswith("_counts")
        kind = (field.type.value_type if self.ragged else field.type).to_pandas_dtype()
        self.values: npt.NDArray[Any] = np.empty(0, dtype=kind)
        self.ends: npt.NDArray[Any] = np.zeros(1, dtype=np.int32 if self.counts else np.int64)
        self.rows = 0
        self.count = 0  # values
        self.kept = 0, 0

    def add(self, parts: Sequence[pa.Table]) -> None:
        """Add the rows of *parts*."""
        given = [self._flat(part) for part in parts]
        count = self.count + sum(len(values) for _, values in given)
        rows = self.rows + sum(part.num_rows for part in parts)
        if not self.counts:
            self.values = _room(self.values, self.count, count)
        if self.ragged:
            held = self.count if self.counts else self.rows
            self.ends = _room(self.ends, held + 1, (count if self.counts else rows) + 1)
        for part, (offsets, values) in zip(parts, given, strict=True):
            if self.counts:
                ends = self.ends[self.count : self.count + len(values) + 1]
                np.cumsum(values, out=ends[1:])
                ends[1:] += ends[0]
            else:
                self.values[self.count : self.count + len(values)] = values
                if self.ragged:
                    ends = self.ends[self.rows : self.rows + part.num_rows + 1]
                    np.add(offsets, self.count, out=ends)
            self.rows += part.num_rows
            self.count += len(values)

    def _flat(self, part: pa.Table) -> tuple[schema.I64, npt.NDArray[Any]]:
        if self.ragged:
            return schema.flat(part, self.name)
        return np.empty(0, dtype=np.int64), schema.plain(part, self.name)


def _room(array: npt.NDArray[Any], held: int, wanted: int) -> npt.NDArray[Any]:
    """*array*, or one that has the first *held* values of it and room for those *wanted*, and for
    as many again: room that nobody writes to takes no memory."""
    if wanted <= len(array):
        return array
    more = np.empty(2 * wanted, dtype=array.dtype)
    more[:held] = array[:held]
    return more
