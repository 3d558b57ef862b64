"""Rows of columns that lie in many chunks, copied to where they are wanted.

A kernel takes arrays, and no list of as many as there are chunks without unpacking it each time. So
it takes their addresses: whoever calls holds on to the arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit, types  # type: ignore[attr-defined]
from numba.extending import intrinsic


def _typed(_: Any, address: Any) -> Any:
    """An address (int64) as the pointer that it is, in the words of the compiler."""

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(address), generate


_pointer: Any = intrinsic(_typed)


@njit(cache=True, nogil=True)
def sizes_of(offsets: Any, chunks: Any, rows: Any) -> Any:
    """How many values each row has (int64): row ``rows[i]`` of chunk ``chunks[i]``, whose offsets
    (int64) lie at the address ``offsets[chunks[i]]``."""
    sizes = np.empty(len(rows), dtype=np.int64)
    for i in range(len(rows)):
        bounds = carray(_pointer(offsets[chunks[i]]), (rows[i] + 2,), np.int64)
        sizes[i] = bounds[rows[i] + 1] - bounds[rows[i]]
    return sizes


@njit(cache=True, nogil=True)
def copy_rows(
    offsets: Any, values: Any, size: int, chunks: Any, rows: Any, begins: Any, out: Any
) -> None:
    """Copy rows, named as for ``sizes_of``, to *out*, row i from ``begins[i]`` on.

    The values of a chunk, *size* bytes each, lie at the address ``values[chunk]``; *out* is bytes
    (uint8).
    """
    for i in range(len(rows)):
        bounds = carray(_pointer(offsets[chunks[i]]), (rows[i] + 2,), np.int64)
        begin, end = bounds[rows[i]] * size, bounds[rows[i] + 1] * size
        held = carray(_pointer(values[chunks[i]]), (end,), np.uint8)
        to = begins[i] * size
        out[to : to + end - begin] = held[begin:end]


@njit(cache=True, nogil=True)
def copy_cells(values: Any, size: int, chunks: Any, rows: Any, out: Any) -> None:
    """Copy the cells ``rows[i]`` of the chunks ``chunks[i]``, which lie at the address
    ``values[chunk]`` and are *size* bytes each, to *out* (uint8), one behind the other."""
    for i in range(len(rows)):
        begin = rows[i] * size
        held = carray(_pointer(values[chunks[i]]), (begin + size,), np.uint8)
        for k in range(size):
            out[i * size + k] = held[begin + k]
