"""Hashes of Arrow values: equal for equal values, whatever chunks or slices they lie in.

All are XXH64 (``kernels.hashing``): of a text its bytes, of a number its eight bytes, of a list or
a record the hashes of its parts, one behind the other; a null has the hash 0. Two columns of
unlike types may have equal hashes for what a person calls unlike.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.hashing import digest_rows, digest_texts

_EMPTY = np.empty(0, dtype=np.uint64)


def column(values: pa.Array | pa.ChunkedArray) -> schema.U64:
    """The hash of each of *values*: texts, numbers, truths, and lists or records of these."""
    if isinstance(values, pa.ChunkedArray):
        return np.concatenate([_EMPTY, *map(column, values.chunks)])
    found = _hashed(values)
    if values.null_count:
        found[values.is_null().to_numpy(zero_copy_only=False)] = 0
    return found


def rows(table: pa.Table) -> schema.U64:
    """The hash of each row of *table*, of all its columns."""
    return together([column(one) for one in table.columns])


def together(columns: list[npt.NDArray[Any]]) -> schema.U64:
    """The hash of what stands side by side in *columns* of numbers, row by row; an entry may be a
    matrix, which is as many columns."""
    words = np.column_stack([_bits(one) for one in columns])
    found: schema.U64 = digest_rows(
        np.arange(0, words.size + 1, words.shape[1], dtype=np.int64), words.ravel()
    )
    return found


def _bits(values: npt.NDArray[Any]) -> schema.U64:
    """Numbers as the eight bytes that stand for them."""
    if values.dtype.kind == "f":
        return values.astype(np.float64, copy=False).view(np.uint64)
    return values.astype(np.int64 if values.dtype.kind == "i" else np.uint64, copy=False).view(
        np.uint64
    )


def _hashed(values: pa.Array) -> schema.U64:
    kind = values.type
    if not len(values):
        return _EMPTY.copy()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _of_texts(values)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        offsets = values.offsets.to_numpy().astype(np.int64)
        first, last = int(offsets[0]), int(offsets[-1])
        parts = column(values.values.slice(first, last - first))
        found: schema.U64 = digest_rows(offsets - first, parts)
        return found
    if pa.types.is_struct(kind):
        return together([column(one) for one in values.flatten()])
    plain = values.fill_null(False if pa.types.is_boolean(kind) else 0)
    return together([plain.to_numpy(zero_copy_only=False)])


def _of_texts(values: pa.Array) -> schema.U64:
    width = np.int64 if pa.types.is_large_string(values.type) else np.int32
    _, bounds, data = values.buffers()
    offsets = np.frombuffer(bounds, dtype=width)[values.offset : values.offset + len(values) + 1]
    text = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
    found: schema.U64 = digest_texts(offsets, text)
    return found
