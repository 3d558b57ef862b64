"""Sorted rows of weighted keys: how they are made, and what two of them share, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

ASIDE = 1  # the key stands only inside quotations or furniture
REPEATED = 2  # it stands only there or in lines that the outlet repeats
APART = 4  # all words of it stand in quotations or furniture
PUBLIC = 8  # other articles on the event have it in a quotation or a caption
KEY_BITS = 48  # of a hash that is compared: above them there is room for the number of a row

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SIX, _LAST, _ONE = np.uint64(6), np.uint64(63), np.uint64(1)
_SIXTEEN, _THIRTY_TWO, _HALF = np.uint64(16), np.uint64(32), np.uint64(2**32 - 1)
_BITS = 16  # of a sieve, for each key


@njit(cache=True, nogil=True)
def share(bounds: Any, left: Any, right: Any, weights: Any, marks: Any) -> Any:
    """For each pair: keys shared, keys shared outside asides, their weight, and of that weight
    the part that stands in repeated lines, and the part outside them that others quote.

    *bounds*, *left* and *right* are what ``meetings.meet`` says of the pairs. The weight of a
    shared key is the smaller of its two weights. Returns int64 of shape (pairs, 5).
    """
    result = np.zeros((len(bounds) - 1, 5), dtype=np.int64)
    for p in range(len(bounds) - 1):
        for at in range(bounds[p], bounds[p + 1]):
            i, j = left[at], right[at]
            mark = marks[i] | marks[j]
            if not mark & ASIDE:
                least = min(weights[i], weights[j])
                result[p, 1] += 1
                result[p, 2] += least
                if mark & REPEATED:
                    result[p, 3] += least
                elif mark & PUBLIC:
                    result[p, 4] += least
        result[p, 0] = bounds[p + 1] - bounds[p]
    return result


@njit(cache=True, nogil=True)
def order_rows(offsets: Any, keys: Any) -> Any:
    """The order of entries (int64) by row and then by key; equal keys stay as they come.

    Row i is ``keys[offsets[i]:offsets[i + 1]]``, hashes of ``KEY_BITS`` bits. They are spread
    evenly: a row is dealt out by leading bits and is then nearly in order, so that the cost is
    linear. Keys of so many bits that are not spread evenly sort right as well, only slower.
    """
    longest = 0
    for row in range(len(offsets) - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    order = np.empty(len(keys), dtype=np.int64)
    places = np.empty(2 * longest + 3, dtype=np.int64)
    for row in range(len(offsets) - 1):
        begin, end = offsets[row], offsets[row + 1]
        bits = 1
        while (1 << bits) < end - begin:
            bits += 1
        shift = np.uint64(KEY_BITS - bits)
        for k in range((1 << bits) + 1):
            places[k] = 0
        places[0] = begin
        for i in range(begin, end):
            places[np.int64(keys[i] >> shift) + 1] += 1
        for k in range(1 << bits):
            places[k + 1] += places[k]
        for i in range(begin, end):
            bucket = np.int64(keys[i] >> shift)
            order[places[bucket]] = i
            places[bucket] += 1
        for i in range(begin + 1, end):
            at = order[i]
            key = keys[at]
            j = i
            while j > begin and keys[order[j - 1]] > key:
                order[j] = order[j - 1]
                j -= 1
            order[j] = at
    return order


@njit(cache=True, nogil=True)
def group_rows(offsets: Any, keys: Any, order: Any) -> Any:
    """Distinct keys a row from entries that ``order_rows`` has put in *order*.

    Returns offsets (int64) of the distinct keys of each row, these (uint64), and where the
    entries of each begin in *order* (int64, one more than keys).
    """
    starts = np.zeros(len(offsets), dtype=np.int64)
    found = np.empty(len(order), dtype=np.uint64)
    spots = np.empty(len(order) + 1, dtype=np.int64)
    count = 0
    for row in range(len(offsets) - 1):
        for at in range(offsets[row], offsets[row + 1]):
            key = keys[order[at]]
            if at == offsets[row] or key != found[count - 1]:
                found[count] = key
                spots[count] = at
                count += 1
        starts[row + 1] = count
    spots[count] = len(order)
    return starts, found[:count].copy(), spots[: count + 1].copy()


@njit(cache=True, nogil=True)
def largest(spots: Any, at: Any, values: Any) -> Any:
    """The largest of ``values[at[spots[k]:spots[k + 1]]]`` for each k, which is never empty."""
    found = np.empty(len(spots) - 1, dtype=np.int16)
    for k in range(len(spots) - 1):
        most = values[at[spots[k]]]
        for entry in range(spots[k] + 1, spots[k + 1]):
            most = max(most, values[at[entry]])
        found[k] = most
    return found


@njit(cache=True, nogil=True)
def bits_of(spots: Any, at: Any, marks: Any) -> Any:
    """The bits (uint8, twice) that all of ``marks[at[spots[k]:spots[k + 1]]]`` have, and that any
    has, for each k, which is never empty."""
    every = np.empty(len(spots) - 1, dtype=np.uint8)
    some = np.empty(len(spots) - 1, dtype=np.uint8)
    for k in range(len(spots) - 1):
        every[k] = some[k] = marks[at[spots[k]]]
        for entry in range(spots[k] + 1, spots[k + 1]):
            every[k] &= marks[at[entry]]
            some[k] |= marks[at[entry]]
    return every, some


@njit(cache=True, nogil=True)
def windows(offsets: Any, words: Any, rarities: Any, marks: Any, width: int, plain: int) -> Any:
    """Every run of *width* words of each row, in the order of the text: offsets (int64) of the
    runs of each row, keys (uint64), weights (int32) and marks (uint8).

    A key is a hash of ``KEY_BITS`` by multiply and rotate (equality is all that is asked of it).
    A run weighs what its words are rarer than *plain* in sum. It stands aside or is repeated where
    any word of it is, and apart where all of them are.
    """
    rows = len(offsets) - 1
    ends = np.zeros(rows + 1, dtype=np.int64)
    for row in range(rows):
        ends[row + 1] = ends[row] + max(offsets[row + 1] - offsets[row] - width + 1, 0)
    keys = np.empty(ends[rows], dtype=np.uint64)
    weights = np.empty(ends[rows], dtype=np.int32)
    marked = np.empty(ends[rows], dtype=np.uint8)
    for row in range(rows):
        first = offsets[row] - ends[row]
        for at in range(ends[row], ends[row + 1]):
            mixed = np.uint64(0)
            weight = -width * plain
            some, every = np.uint8(0), np.uint8(APART)
            for k in range(first + at, first + at + width):
                mixed = (mixed ^ words[k]) * _MULTIPLIER
                mixed ^= mixed >> np.uint64(29)
                weight += rarities[k]
                some |= marks[k]
                every &= marks[k]
            keys[at] = mixed >> np.uint64(64 - KEY_BITS)
            weights[at] = max(weight, 0)
            marked[at] = (some & ~np.uint8(APART)) | every
    return ends, keys, weights, marked


@njit(cache=True, nogil=True)
def mark_stock(known: Any, offsets: Any, spots: Any, at: Any, words: Any, width: int) -> Any:
    """Which words (bool) stand in runs of *width* words whose key is *known*.

    Keys ``offsets[i]`` to ``offsets[i + 1]`` are of row i, whose words are ``words[i]`` to
    ``words[i + 1]``; key k has the runs ``at[spots[k]:spots[k + 1]]``, counted through all rows.
    """
    found = np.zeros(words[len(words) - 1], dtype=np.bool_)
    for row in range(len(offsets) - 1):
        first = words[row] - spots[offsets[row]]
        for key in range(offsets[row], offsets[row + 1]):
            if known[key]:
                for entry in range(spots[key], spots[key + 1]):
                    for k in range(width):
                        found[first + at[entry] + k] = True
    return found


@njit(cache=True, nogil=True)
def sieve(offsets: Any, keys: Any) -> Any:
    """A bitmap (uint64) of ascending rows of keys, in which each key has its bit; of other keys,
    one in sixteen finds one.

    The bits of a row lie side by side, in the order of its keys: who asks for ascending keys goes
    through memory once, and a row of some thousand keys stays in the nearest cache.
    """
    found = np.zeros(len(keys) * _BITS // 64 + 1, dtype=np.uint64)
    for row in range(len(offsets) - 1):
        begin, size = _BITS * offsets[row], np.uint64(_BITS * (offsets[row + 1] - offsets[row]))
        for at in range(offsets[row], offsets[row + 1]):
            bit = np.uint64(begin) + _cell(keys[at], size)
            found[np.int64(bit >> _SIX)] |= _ONE << (bit & _LAST)
    return found


@njit(cache=True, nogil=True)
def _cell(key: Any, size: Any) -> Any:
    """Which of *size* cells a key of ``KEY_BITS`` falls in; a longer one falls in the last."""
    return min(key >> _SIXTEEN, _HALF) * size >> _THIRTY_TWO


@njit(cache=True, nogil=True)
def look_up(
    offsets: Any, keys: Any, pool: Any, pool_offsets: Any, pool_keys: Any, sieve_of: Any
) -> Any:
    """Where each key of each row stands in the row's pool: a place in *pool_keys*, or -1 (int64).

    Row i looks into row ``pool[i]`` of the pools, into none where that is negative. Keys ascend
    without doubles in rows and pools alike, and *sieve_of* is the ``sieve`` of the pools. Steps
    double until a key is passed (Bentley and Yao 1976, "An almost optimal algorithm for unbounded
    searching"): a pool may be a thousand times as long as a row.
    """
    found = np.full(len(keys), -1, dtype=np.int64)
    for row in range(len(offsets) - 1):
        if pool[row] < 0:
            continue
        j, j_end = pool_offsets[pool[row]], pool_offsets[pool[row] + 1]
        first, size = np.uint64(_BITS * j), np.uint64(_BITS * (j_end - j))
        for i in range(offsets[row], offsets[row + 1]):
            bit = first + _cell(keys[i], size)
            if not sieve_of[np.int64(bit >> _SIX)] >> (bit & _LAST) & _ONE:
                continue
            if j < j_end and pool_keys[j] < keys[i]:
                step = 1
                while j + step < j_end and pool_keys[j + step] < keys[i]:
                    j += step
                    step *= 2
                high = min(j + step, j_end)
                j += 1
                while j < high:
                    middle = (j + high) // 2
                    if pool_keys[middle] < keys[i]:
                        j = middle + 1
                    else:
                        high = middle
            if j < j_end and pool_keys[j] == keys[i]:
                found[i] = j
    return found


def own_weight(offsets: Any, weights: Any, marks: Any) -> npt.NDArray[np.int64]:
    """Weight a row (int64) of the keys that stand outside quotations and furniture."""
    return row_sums(np.where(marks & ASIDE == 0, weights, 0), offsets)


def row_sums(values: Any, offsets: Any) -> npt.NDArray[np.int64]:
    """Sums (int64) of ragged rows, empty rows as 0."""
    running = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    sums: npt.NDArray[np.int64] = running[offsets[1:]] - running[offsets[:-1]]
    return sums
