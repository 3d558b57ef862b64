"""What is compared of some articles, in one piece: filled part after part, and filled anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema


class Held:
    """The ``MATERIAL`` of some articles as flat arrays, which kernels take as they are.

    One is filled anew for each run of pairs, in the room of the run before: to have as much memory
    from the system each time costs as much as to fill it.
    """

    def __init__(self, material: pa.Schema) -> None:
        self._fields = material
        self._room: dict[str, npt.NDArray[Any]] = {}
        self._sizes: dict[str, int] = {}
        self._flat: dict[str, tuple[schema.I64, npt.NDArray[Any]]] = {}
        self._plain: dict[str, npt.NDArray[Any]] = {}
        self._begins: dict[str, schema.I32] = {}

    def fill(self, parts: Iterable[pa.Table]) -> Held:
        """Hold *parts* of the material, row after row, and nothing of what was held before."""
        self._sizes = dict.fromkeys(self._room, 0)
        for part in parts:
            for entry in self._fields:
                if pa.types.is_large_list(entry.type):
                    offsets, values = schema.flat(part, entry.name)
                    self._append(f"{entry.name} sizes", np.diff(offsets).astype(np.int32))
                else:
                    values = schema.plain(part, entry.name)
                self._append(entry.name, values)
        for entry in self._fields:
            name, values = entry.name, self._filled(entry.name, entry.type)
            if not pa.types.is_large_list(entry.type):
                self._plain[name] = values
            elif name.endswith("_counts"):
                self._begins[name] = _ends(values, np.int32)
            else:
                sizes = self._filled(f"{name} sizes", pa.int32())
                self._flat[name] = _ends(sizes, np.int64), values
        return self

    def _append(self, name: str, values: npt.NDArray[Any]) -> None:
        begin = self._sizes.get(name, 0)
        end = self._sizes[name] = begin + len(values)
        room = self._room.get(name)
        if room is None or len(room) < end:
            more = np.empty(end + end // 2, dtype=values.dtype)
            if room is not None:
                more[:begin] = room[:begin]
            room = self._room[name] = more
        room[begin:end] = values

    def _filled(self, name: str, kind: pa.DataType) -> npt.NDArray[Any]:
        if name not in self._room:
            value = kind.value_type if pa.types.is_large_list(kind) else kind
            return np.empty(0, dtype=value.to_pandas_dtype())
        return self._room[name][: self._sizes[name]]

    def flat(self, name: str) -> tuple[schema.I64, npt.NDArray[Any]]:
        """Offsets and flat values of a ragged column."""
        return self._flat[name]

    def values(self, name: str) -> npt.NDArray[Any]:
        """The flat values of a ragged column."""
        return self._flat[name][1]

    def plain(self, name: str) -> npt.NDArray[Any]:
        """A column of one value an article."""
        return self._plain[name]

    def begins(self, name: str) -> schema.I32:
        """Of a column of counts, one for each key: where the list of each begins among those of
        all articles, and last where they end."""
        return self._begins[name]


def _ends(sizes: npt.NDArray[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Where rows of such sizes begin, and last where they end."""
    ends = np.zeros(len(sizes) + 1, dtype=dtype)
    np.cumsum(sizes, out=ends[1:])
    return ends
