"""Candidates of one channel, and of all channels together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.kernels import buckets

RESEMBLANCE = 1
PASSAGES = 2
SALIENT = 4

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_RUN = 1 << 20  # pairs worked on together: memory, never the result


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of articles worth a closer look, each once, ascending by left and then right.

    *left* < *right* are ordinals (int32) of class representatives, *channel* (uint8) the bits of
    the channels that brought them together. *dropped* counts what caps cut, by name.
    """

    left: schema.I32
    right: schema.I32
    channel: npt.NDArray[np.uint8]
    dropped: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.left)

    def part(self, begin: int, end: int) -> Candidates:
        """The pairs from *begin* to *end*, without what was dropped."""
        some = slice(begin, end)
        return Candidates(self.left[some], self.right[some], self.channel[some])

    @classmethod
    def of(cls, keys: schema.U64, channel: int, dropped: Mapping[str, int]) -> Candidates:
        """Candidates of one channel from the distinct, ascending keys that ``pair_keys`` gives."""
        return cls(*pairs_of(keys), np.full(len(keys), channel, dtype=np.uint8), dropped)


def pair_keys(one: schema.I32, other: schema.I32) -> schema.U64:
    """One uint64 a pair, whichever way round it is named; keys ascend as pairs do."""
    keys = np.empty(len(one), dtype=np.uint64)
    for at in range(0, len(one), _RUN):
        some = slice(at, at + _RUN)
        left = np.minimum(one[some], other[some]).astype(np.uint64)
        keys[some] = (left << _HALF) | np.maximum(one[some], other[some]).astype(np.uint64)
    return keys


def find_pairs(
    left: schema.I32, right: schema.I32, one: schema.I32, other: schema.I32
) -> schema.I64:
    """Where among pairs each pair of *one* and *other* stands, whichever way round it is named; -1
    where it is none of them. The pairs, *left* < *right*, ascend; they may lie in a file, and no
    keys are made of all for the sake of some.
    """
    sought, beside = np.minimum(one, other), np.maximum(one, other)
    low, stop = (np.searchsorted(left, sought, side) for side in ("left", "right"))
    high = stop.copy()
    for _ in range(int((stop - low).max(initial=0)).bit_length()):  # halves of all rows at a time
        middle = np.minimum((low + high) // 2, len(right) - 1)
        before = (low < high) & (right[middle] < beside)
        low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
    there = low < stop
    there[there] = right[low[there]] == beside[there]
    return np.where(there, low, -1)


def pairs_of(keys: schema.U64) -> tuple[schema.I32, schema.I32]:
    """Left and right of pair keys."""
    left, right = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int32)
    for at in range(0, len(keys), _RUN):
        some = slice(at, at + _RUN)
        left[some] = keys[some] >> _HALF
        right[some] = keys[some] & _LOW
    return left, right


def gather(*channels: Candidates) -> Candidates:
    """The union of *channels*: each pair once, with the bits of all channels that found it."""
    total = sum(len(one) for one in channels)
    last = max((int(one.left[-1]) for one in channels if len(one)), default=-1)
    parts = max(1, min(-(-total // _RUN), last + 1))
    cuts = [(last + 1) * part // parts for part in range(parts + 1)]
    places = [np.searchsorted(one.left, cuts) for one in channels]
    left, right = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    channel = np.empty(total, dtype=np.uint8)
    end = 0
    for k in range(parts):
        some = [one.part(at[k], at[k + 1]) for one, at in zip(channels, places, strict=True)]
        found = _union(some)
        place = slice(end, end + len(found))
        left[place], right[place], channel[place] = found.left, found.right, found.channel
        end += len(found)
    dropped: Counter[str] = Counter()
    for one in channels:
        dropped.update(one.dropped)
    return Candidates(left[:end], right[:end], channel[:end], dict(sorted(dropped.items())))


def _union(channels: list[Candidates]) -> Candidates:
    """The union of channels; few enough that their keys may be sorted at once."""
    keys = [pair_keys(one.left, one.right) for one in channels]
    every = np.concatenate([np.empty(0, dtype=np.uint64), *keys])
    bits = np.concatenate([np.empty(0, dtype=np.uint8), *(one.channel for one in channels)])
    order = np.argsort(every, kind="stable")
    every, bits = every[order], bits[order]
    starts = buckets.runs(every)[:-1]
    channel = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    return Candidates(*pairs_of(every[starts]), channel)
