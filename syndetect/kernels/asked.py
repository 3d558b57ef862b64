"""One row among all others: whose bands of minima are equal, who has its terms, who is alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_SLOTS = 1 << 14  # by which most terms are told from those that are asked for: a cache holds them


@njit(cache=True, nogil=True)
def _agree(row: Any, asked: Any) -> Any:
    """In how many places two rows are equal."""
    count = np.int32(0)
    for k in range(len(asked)):
        count += np.int32(row[k] == asked[k])
    return count


@njit(cache=True, nogil=True)
def _shares_band(row: Any, asked: Any, bands: int, height: int) -> bool:
    """Whether two rows are equal in all places of a band."""
    for band in range(bands):
        at = band * height
        end = at + height
        while at < end and row[at] == asked[at]:
            at += 1
        if at == end:
            return True
    return False


@njit(cache=True, nogil=True)
def _banded(first: int, last: int, minima: Any, asked: Any, bands: int, height: int) -> Any:
    """The rows from *first* to *last* with an equal band, and in how many places they agree."""
    rows, agreeing = np.empty(64, dtype=np.int32), np.empty(64, dtype=np.int32)
    total = 0
    for row in range(first, last):
        count = _agree(minima[row], asked)
        if count < height or not _shares_band(minima[row], asked, bands, height):
            continue
        if total == len(rows):
            rows, agreeing = _longer(rows), _longer(agreeing)
        rows[total], agreeing[total] = row, count
        total += 1
    return rows[:total].copy(), agreeing[:total].copy()


@njit(cache=True, nogil=True)
def _longer(values: Any) -> Any:
    """*values* with room for as many again behind them."""
    found = np.empty(2 * len(values), dtype=values.dtype)
    found[: len(values)] = values
    return found


def banded(
    first: int, last: int, minima: Any, asked: Any, bands: int, height: int
) -> tuple[Any, Any]:
    """The rows (int32) of *minima* (uint32, rows × size) from *first* to before *last* that are
    equal to *asked* (uint32, size) in all places of one of *bands* bands of *height* places, from
    the first place on; and in how many of all places each is (int32)."""
    found = _banded(first, last, sealed(minima, np.uint32), sealed(asked, np.uint32), bands, height)
    return found[0], found[1]


@njit(cache=True, nogil=True)
def _see(asked: Any, common: Any, seen: Any) -> None:
    """Set the slots of those of *asked* that are not *common*, and no others of theirs."""
    mask = np.uint64(len(seen) - 1)
    for term in asked:
        seen[term & mask] = False
    for k in range(len(asked)):
        if not common[k]:
            seen[asked[k] & mask] = True


@njit(cache=True, nogil=True)
def _holders(
    first: int, last: int, offsets: Any, terms: Any, groups: Any, searched: Any, asked: Any,
    most: int, slots: int,
) -> Any:  # fmt: skip
    """The rows that hold what is asked for, which that is, its places, and what is too common."""
    seen, common = np.zeros(slots, dtype=np.bool_), np.zeros(len(asked), dtype=np.bool_)
    _see(asked, common, seen)
    counts = np.zeros(len(asked), dtype=np.int64)
    mask = np.uint64(slots - 1)
    rows, which = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int32)
    places = np.empty(1024, dtype=np.int64)
    total = 0
    for row in range(first, last):
        if not searched[row]:
            continue
        for at in range(offsets[row], offsets[row + 1]):
            if not seen[terms[at] & mask]:
                continue
            k = np.searchsorted(asked, terms[at])
            if k == len(asked) or asked[k] != terms[at] or common[k]:
                continue
            if total == len(rows):
                rows, which, places = _longer(rows), _longer(which), _longer(places)
            rows[total], which[total], places[total] = row, k, at
            total += 1
            counts[k] += groups[row] == row
            if counts[k] > most:
                common[k] = True
                _see(asked, common, seen)
    return rows[:total].copy(), which[:total].copy(), places[:total].copy(), common


def holders(
    first: int, last: int, offsets: Any, terms: Any, groups: Any, searched: Any, asked: Any,
    most: int,
) -> tuple[Any, Any, Any, Any]:  # fmt: skip
    """Where *asked* terms (uint64, ascending) stand in the rows from *first* to before *last* that
    are *searched* (bool): the row (int32), which of *asked* (int32), and the place in *terms*
    (int64), ascending; and which of *asked* (bool) are too common to be told to the end.

    Row r has ``terms[offsets[r]:offsets[r + 1]]`` (uint64). Too common is what more than *most*
    rows have that name their group: *groups* (int32) are labels, each a row of the group.
    """
    found = _holders(
        first,
        last,
        sealed(offsets, np.int64),
        sealed(terms, np.uint64),
        sealed(groups, np.int32),
        sealed(searched, np.bool_),
        sealed(asked, np.uint64),
        most,
        _SLOTS,
    )
    return found[0], found[1], found[2], found[3]
