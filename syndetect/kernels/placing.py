"""Which tokens stand at places and in spans of their texts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _from(begin: Any, low: int, high: int, place: int) -> int:
    """The first of the tokens *low* to *high* that begins at *place* or behind it, or *high*."""
    while low < high:
        middle = (low + high) // 2
        if begin[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def _fill_firsts(offsets: Any, begin: Any, bounds: Any, places: Any, ends: Any, found: Any) -> None:
    count = 0
    for row in range(len(offsets) - 1):
        token = offsets[row]
        for at in range(bounds[row], bounds[row + 1]):
            token = _from(begin, token, offsets[row + 1], places[at])
            if token == offsets[row + 1]:
                break
            if count == ends[row] or found[count - 1] != token - offsets[row]:
                found[count] = token - offsets[row]
                count += 1
        ends[row + 1] = count


def firsts(offsets: Any, begin: Any, bounds: Any, places: Any) -> tuple[Any, Any]:
    """Offsets (int64) and tokens (int32), counted within its text, that begin at each place of a
    text or next behind it, each once.

    Text i has the tokens ``offsets[i]`` to ``offsets[i + 1]``, which begin at *begin* (int32), and
    ``places[bounds[i]:bounds[i + 1]]`` (int32); both ascend within it.
    """
    ends = np.zeros(len(offsets), dtype=np.int64)
    found = np.empty(len(places), dtype=np.int32)
    _fill_firsts(
        sealed(offsets, np.int64), sealed(begin, np.int32), sealed(bounds, np.int64),
        sealed(places, np.int32), ends, found,
    )  # fmt: skip
    return ends, found[: ends[-1]]


@njit(cache=True, nogil=True)
def _fill_marks(offsets: Any, begin: Any, flags: Any, spans: Any, bounds: Any, bits: Any) -> None:
    for row in range(len(offsets) - 1):
        for span in range(bounds[row], bounds[row + 1]):
            low = _from(begin, offsets[row], offsets[row + 1], spans[span, 0])
            high = _from(begin, low, offsets[row + 1], spans[span, 1])
            for token in range(low, high):
                flags[token] |= bits[span]


def mark(offsets: Any, begin: Any, flags: Any, spans: Any, bounds: Any, bits: Any) -> None:
    """Set the bits (uint8) of spans on the *flags* (uint8) of the tokens that begin in them.

    Texts and tokens are as ``firsts`` has them; text i has ``spans[bounds[i]:bounds[i + 1]]``
    (int32, n × 2), in any order.
    """
    _fill_marks(
        sealed(offsets, np.int64), sealed(begin, np.int32), flags,
        sealed(spans, np.int32), sealed(bounds, np.int64), sealed(bits, np.uint8),
    )  # fmt: skip
