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

    @classmethod
    def of(cls, keys: schema.U64, channel: int, dropped: Mapping[str, int]) -> Candidates:
        """Candidates of one channel from the distinct, ascending keys that ``pair_keys`` gives."""
        return cls(*pairs_of(keys), np.full(len(keys), channel, dtype=np.uint8), dropped)


def pair_keys(one: schema.I32, other: schema.I32) -> schema.U64:
    """One uint64 a pair, whichever way round it is named; keys ascend as pairs do."""
    left = np.minimum(one, other).astype(np.uint64)
    return (left << _HALF) | np.maximum(one, other).astype(np.uint64)


def pairs_of(keys: schema.U64) -> tuple[schema.I32, schema.I32]:
    """Left and right of pair keys."""
    return (keys >> _HALF).astype(np.int32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int32)


def gather(*channels: Candidates) -> Candidates:
    """The union of *channels*: each pair once, with the bits of all channels that found it."""
    keys = [pair_keys(one.left, one.right) for one in channels]
    every = np.concatenate([np.empty(0, dtype=np.uint64), *keys])
    bits = np.concatenate([np.empty(0, dtype=np.uint8), *(one.channel for one in channels)])
    order = np.argsort(every, kind="stable")
    every, bits = every[order], bits[order]
    starts = buckets.runs(every)[:-1]
    distinct = every[starts]
    channel = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    dropped: Counter[str] = Counter()
    for one in channels:
        dropped.update(one.dropped)
    return Candidates(*pairs_of(distinct), channel, dict(sorted(dropped.items())))
