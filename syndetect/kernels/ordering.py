"""Rows in the order of small numbers: a stable sort that counts, and compares nothing.

See D. E. Knuth, The Art of Computer Programming, volume 3, 5.2 (distribution counting).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _placed(numbers: Any, order: Any, places: Any, found: Any) -> None:
    """Write the rows in *order* by their *numbers*; *places* has room for one more than these."""
    for number in numbers:
        places[number + 1] += 1
    for at in range(1, len(places)):
        places[at] += places[at - 1]
    for row in order:
        found[places[numbers[row]]] = row
        places[numbers[row]] += 1


def by_pair(left: Any, right: Any, count: int) -> Any:
    """The rows (int32) in order of *left*, those of one left in order of *right*, and equal ones
    as they stand. Both are int32 below *count*.
    """
    order = np.arange(len(left), dtype=np.int32)
    for numbers in (right, left):
        found = np.empty(len(order), dtype=np.int32)
        places = np.zeros(count + 1, dtype=np.int64)
        _placed(sealed(numbers, np.int32), order, places, found)
        order = found
    return order
