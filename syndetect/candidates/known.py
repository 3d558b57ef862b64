"""What is known of the stored articles, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.candidates.salient import STANDING, Each, rank_in_group
from syndetect.kernels import inverted

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_PARTS = 4  # of the rows, for as many threads: speed, never the result
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


class Labelled(NamedTuple):
    """Rows by their labels, to have those of some labels without a look at all."""

    labels: npt.NDArray[Any]  # of the rows, ascending
    ordered: schema.I32  # the rows: those of a label ascend

    @classmethod
    def of(cls, labels: npt.NDArray[Any], among: Flags | None = None) -> Labelled:
        """All rows, or those *among*, by the label of each."""
        some = np.arange(len(labels)) if among is None else np.flatnonzero(among)
        order = np.argsort(labels[some], kind="stable")
        return cls(labels[some][order], some[order].astype(np.int32))

    def rows(self, labels: npt.NDArray[Any]) -> schema.I32:
        """The rows that have one of *labels*, ascending."""
        asked = np.unique(labels).astype(self.labels.dtype)
        first, last = (np.searchsorted(self.labels, asked, side) for side in ("left", "right"))
        sizes = last - first
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.sort(self.ordered[np.repeat(first, sizes) + within])


@dataclass(frozen=True)
class Known:
    """What is known of the stored articles, a row each."""

    own: Flags  # stands for all copies of its text, and has one
    long: Flags  # has as many words as a shingle, or more
    identity: schema.U64
    minima: npt.NDArray[np.uint32]  # (rows, minima)
    shingles: schema.I32  # how many each has
    seeds: schema.I32  # the same
    groups: schema.I32  # of near-duplicates: labels, each the row of one of the group
    offsets: schema.I64  # of terms
    terms: schema.U64
    weights: schema.I32
    times: schema.I64  # (rows, 2): earliest and latest POSIX second
    least: Floats  # how alike the last neighbour by terms is that it has kept; 0 where it has room

    def __len__(self) -> int:
        return len(self.own)

    @cached_property
    def norms(self) -> Floats:
        """How long each row of terms is."""
        return np.asarray(inverted.norms(self.offsets, self.weights))

    @cached_property
    def searched(self) -> Flags:
        """Which articles are looked at for their terms."""
        return self.own & self.long

    @cached_property
    def standing(self) -> Flags:
        """Which of these stand in the lists of their terms, for others to find."""
        return self.searched & (rank_in_group(self.groups, self.searched) < STANDING)

    @cached_property
    def members(self) -> Labelled:
        """Those that are looked at for their terms, by their groups."""
        return Labelled.of(self.groups, self.searched)

    @cached_property
    def leading(self) -> schema.U64:
        """The least identity in the group of each label."""
        found = np.full(len(self), _NONE)
        np.minimum.at(found, self.groups[self.own], self.identity[self.own])
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A new article. *twin* is the row that stands for the stored articles with its text, in its
    language, -1 where there is none; of all these the times are those of the most senior."""

    identity: int
    minima: npt.NDArray[np.uint32]
    shingles: schema.U64
    seeds: schema.U64
    terms: schema.U64
    weights: schema.I32
    earliest: int
    latest: int
    long: bool
    twin: int = -1


def looked_through(
    known: Known, each: Each, look: Callable[[int, int], tuple[npt.NDArray[Any], ...]]
) -> list[npt.NDArray[Any]]:
    """The columns of what *look* finds in all rows, from one to before another."""
    cuts = [len(known) * part // _PARTS for part in range(_PARTS + 1)]
    parts = each(lambda part: look(cuts[part], cuts[part + 1]), range(_PARTS))
    return [np.concatenate(columns) for columns in zip(*parts, strict=True)]
