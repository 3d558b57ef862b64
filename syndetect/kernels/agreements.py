"""In how many places rows of equal length agree: for minima, an estimate of resemblance."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _fill(left: Any, right: Any, width: int, values: Any, found: Any) -> None:
    """Write in how many places the rows of each pair agree; owns every cell of *found*."""
    for pair in range(len(left)):
        one, other = np.int64(left[pair]) * width, np.int64(right[pair]) * width
        count = np.int32(0)
        for at in range(width):
            count += np.int32(values[one + at] == values[other + at])
        found[pair] = count


def agreements(left: Any, right: Any, offsets: Any, values: Any) -> Any:
    """In how many places (int32) the rows of each pair have the same value.

    All rows are of one length; row i is ``values[offsets[i]:offsets[i + 1]]`` (uint32), and *left*
    and *right* (int32) name the rows.
    """
    found = np.empty(len(left), dtype=np.int32)
    if len(left):
        width = int(offsets[1] - offsets[0])
        _fill(
            sealed(left, np.int32), sealed(right, np.int32), width, sealed(values, np.uint32), found
        )
    return found
