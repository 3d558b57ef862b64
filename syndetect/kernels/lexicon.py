"""Numbers for 64-bit keys in the order in which they are met: an open table with linear steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed

_ROOM = 1 << 12


@njit(cache=True, nogil=True)
def number_keys(
    keys: Any, place: int, table: Any, numbers: Any, known: int, out: Any, first: Any
) -> tuple[int, int]:
    """Number *keys* (uint64) from *place* on, as far as the table has room.

    The number of each goes to *out* (int32); new ones count on from *known*. *table* (uint64) and
    *numbers* (int32, -1 where free) are as long as a power of two, and at most half in use.
    *first* (int64) gets the place in *keys* of each new one. Gives how many are new, and the place
    behind the last that was numbered: before the end where the table must grow.
    """
    mask = np.uint64(len(table) - 1)
    room = len(table) // 2 - known
    new = 0
    while place < len(keys):
        key = keys[place]
        at = key & mask
        while numbers[at] >= 0 and table[at] != key:
            at = (at + np.uint64(1)) & mask
        if numbers[at] < 0:
            if new == room:
                break
            table[at] = key
            numbers[at] = known + new
            first[new] = place
            new += 1
        out[place] = numbers[at]
        place += 1
    return new, place


@njit(cache=True, nogil=True)
def number_of(key: Any, table: Any, numbers: Any) -> Any:
    """The number that *key* has in a table of ``number_keys``, or -1."""
    mask = np.uint64(len(table) - 1)
    at = key & mask
    while numbers[at] >= 0 and table[at] != key:
        at = (at + np.uint64(1)) & mask
    return np.int64(numbers[at])


@njit(cache=True, nogil=True)
def _fill_met(offsets: Any, kinds: Any, numbers: Any, met: Any) -> None:
    for row in range(len(offsets) - 1):
        some = met[kinds[row]]
        for token in range(offsets[row], offsets[row + 1]):
            some[numbers[token]] = True


def met(offsets: Any, kinds: Any, numbers: Any, shape: tuple[int, int]) -> Any:
    """Which *numbers* stand in rows of each kind: bool, of *shape* (kinds, numbers).

    Row i has ``numbers[offsets[i]:offsets[i + 1]]`` (int32), and is of ``kinds[i]`` (int32).
    """
    found = np.zeros(shape, dtype=np.bool_)
    _fill_met(sealed(offsets, np.int64), sealed(kinds, np.int32), sealed(numbers, np.int32), found)
    return found


@njit(cache=True, nogil=True)
def _fill_looked_up(
    offsets: Any, kinds: Any, numbers: Any, places: Any, flags: Any, place: Any, flag: Any
) -> None:
    for row in range(len(offsets) - 1):
        some, bits = places[kinds[row]], flags[kinds[row]]
        for token in range(offsets[row], offsets[row + 1]):
            place[token] = some[numbers[token]]
            flag[token] = bits[numbers[token]]


def look_up(offsets: Any, kinds: Any, numbers: Any, places: Any, flags: Any) -> tuple[Any, Any]:
    """What *places* (int32) and *flags* (uint8), both (kinds, numbers), have for each number.

    Rows are as ``met`` has them.
    """
    place, flag = np.empty(len(numbers), dtype=np.int32), np.empty(len(numbers), dtype=np.uint8)
    _fill_looked_up(
        sealed(offsets, np.int64), sealed(kinds, np.int32), sealed(numbers, np.int32),
        sealed(places, np.int32), sealed(flags, np.uint8), place, flag,
    )  # fmt: skip
    return place, flag


class Numbers:
    """Numbers from 0 without gaps for keys (uint64), in the order in which they come.

    ``table`` and ``numbers`` are what ``number_of`` asks; they are others after each ``add``.
    """

    def __init__(self) -> None:
        self.table = np.zeros(_ROOM, dtype=np.uint64)
        self.numbers = np.full(_ROOM, -1, dtype=np.int32)
        self._known = 0

    def __len__(self) -> int:
        return self._known

    def add(self, keys: Any) -> tuple[Any, Any]:
        """The number (int32) of each key, and where each new one is met first (int64)."""
        keys = sealed(keys, np.uint64)
        found = np.empty(len(keys), dtype=np.int32)
        first = np.empty(len(keys), dtype=np.int64)
        at = count = 0
        while True:
            new, at = number_keys(
                keys, at, self.table, self.numbers, self._known, found, first[count:]
            )
            count, self._known = count + new, self._known + new
            if at == len(keys):
                return found, first[:count]
            self._grow()

    def _grow(self) -> None:
        taken = self.numbers >= 0
        keys = np.empty(self._known, dtype=np.uint64)
        keys[self.numbers[taken]] = self.table[taken]
        self.table = np.zeros(4 * len(self.table), dtype=np.uint64)
        self.numbers = np.full(len(self.table), -1, dtype=np.int32)
        out, first = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int64)
        number_keys(sealed(keys, np.uint64), 0, self.table, self.numbers, 0, out, first)
