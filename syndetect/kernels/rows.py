"""Rows of ragged columns, copied to where they are wanted."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(cache=True, nogil=True)
def copy_rows(
    offsets: Any, values: Any, size: int, rows: Any, places: Any, begins: Any, out: Any
) -> None:
    """Copy the row ``rows[i]``, values ``offsets[r]`` to ``offsets[r + 1]``, to ``out`` from
    ``begins[places[i]]`` on.

    *values* and *out* are bytes (uint8), *size* of them to a value.
    """
    for at in range(len(rows)):
        begin, end = offsets[rows[at]] * size, offsets[rows[at] + 1] * size
        to = begins[places[at]] * size
        out[to : to + end - begin] = values[begin:end]
