"""Pairs that tell of the same things in other words: alike by rare terms, near in time.

A rewrite shares no shingle with its source; it shares names, numbers and rare words. Each
article meets the few that are most alike to it by them. A term that too many articles have
brings nobody together; how many terms that leaves out is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.gather import SALIENT
from syndetect.candidates.gather import Candidates as Meetings
from syndetect.candidates.postings import ranges
from syndetect.kernels import buckets, inverted
from syndetect.kernels.neighbours import by_time, nearest
from syndetect.kernels.terms import heaviest_rows
from syndetect.settings import Candidates
from syndetect.shelf import Shelf

# An engine's ``each``: a piece of work for every item, results in the order of the items.
Each = Callable[[Callable[[int], Any], Sequence[int]], list[Any]]

_NAMED = pa.schema(
    [("near", pa.large_list(pa.int32())), ("likeness", pa.large_list(pa.float64()))]
)  # of each row its neighbours
_PAIRS = pa.schema([("left", pa.int32()), ("right", pa.int32()), ("likeness", pa.float64())])

READ = ("stem", "rarity", "flags")  # columns of ``schema.READINGS`` that terms are made of
_FLOOR = 250  # rarity below which a word is no term
STANDING = 16  # near-duplicates of one group that stand in the lists of its terms
_A_KEY = 64  # bytes that a key takes at the most while its frequency is counted
_ROWS = 1024  # rows a thread takes at a time
_TASKS = 32  # such pieces of work that are done before their results are put down
_LEFTS = 1 << 17  # rows whose pairs are made together: memory, never the result


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs alike by terms (left < right, ascending), their cosine, and what caps left out; how
    alike the last one is that each article has kept, 0 where it has room for more."""

    left: schema.I32
    right: schema.I32
    likeness: npt.NDArray[np.float64]
    dropped: dict[str, int]
    least: npt.NDArray[np.float64]


def terms(readings: pa.Table, count: int) -> pa.Table:
    """The ``TERMS`` of *readings*: the *count* heaviest content stems of each article.

    A term weighs its rarity times 1 + log2 of how often it stands outside furniture, the
    logarithm in whole steps, so that weights are exact. Quoted words count: an event's public
    words are the event's.
    """
    offsets, stem = schema.flat(readings, "stem")
    _, rarity = schema.flat(readings, "rarity")
    _, flags = schema.flat(readings, "flags")
    aside = schema.FURNITURE | schema.REPEATED | schema.COMMON
    kept = (flags & np.uint8(aside) == 0) & (rarity >= _FLOOR)
    bounds, keys, weights = heaviest_rows(offsets, stem, rarity, kept, count)
    return schema.build(
        schema.TERMS,
        {"terms": schema.ragged(bounds, keys), "weights": schema.ragged(bounds, weights)},
    )


def neighbours(
    table: pa.Table,
    members: npt.NDArray[np.bool_],
    times: npt.NDArray[np.int64],
    window: int,
    settings: Candidates,
    each: Each,
    groups: schema.I32 | None = None,
    shelf: Shelf | None = None,
) -> Neighbours:
    """The pairs of *members* (one flag a row of *table*) that are most alike by terms.

    *times* (rows, 2) are the earliest and latest POSIX second of each article. A term that many
    near-duplicates share is no common term for that: where *groups* (their labels) are told,
    frequencies count groups, and the first ``STANDING`` of a group stand in the lists for it.
    The pairs lie on *shelf*, as "near".
    """
    shelf = shelf or Shelf()
    offsets, keys = schema.flat(table, "terms")
    _, weights = schema.flat(table, "weights")
    if groups is None:
        groups = np.arange(table.num_rows, dtype=np.int32)
    standing = members & (rank_in_group(groups, members) < STANDING)
    ranks, usable, too_common = _ranked(offsets, keys, members, groups, settings.common, shelf.work)
    earliest, latest = (np.ascontiguousarray(side) for side in times.T)
    order, begins = by_time(earliest, latest, window)
    listed = inverted.lists(offsets, ranks, weights, order[standing[order]], usable)
    norms = inverted.norms(offsets, weights)
    rows = (offsets, ranks, weights, norms, *listed, earliest, latest, begins)
    left_out: list[int] = []
    parts = _searched(rows, window, settings, each, left_out)
    named = shelf.keep_flat("named", _NAMED, parts)
    del rows, ranks, listed, norms, order, begins, parts  # before the pairs are made
    least = _least(named, settings.neighbours)
    near = shelf.keep_flat("near", _PAIRS, _pairs(named))
    shelf.drop("named")
    left, right, likeness = (schema.plain(near, name) for name in _PAIRS.names)
    return Neighbours(
        left=left,
        right=right,
        likeness=likeness,
        dropped={
            "terms too common to bring articles together": too_common,
            "neighbours beyond the most alike": sum(left_out),
        },
        least=least,
    )


def _searched(
    rows: tuple[npt.NDArray[Any], ...],
    window: int,
    settings: Candidates,
    each: Each,
    left_out: list[int],
) -> Iterator[pa.Table]:
    """What ``nearest`` finds for each row, without the seats that stay empty; *left_out* hears how
    many more there were."""
    count = len(rows[0]) - 1
    search: Callable[..., Any] = nearest

    def work(first: int) -> tuple[pa.Table, int]:
        last = min(first + _ROWS, count)
        near, like, more = search(first, last, *rows, window, settings.alike, settings.neighbours)
        met = near >= 0
        bounds = np.concatenate(([0], np.cumsum(met.sum(axis=1))))
        columns = (schema.ragged(bounds, near[met]), schema.ragged(bounds, like[met]))
        return schema.build(_NAMED, dict(zip(_NAMED.names, columns, strict=True))), more

    for at in range(0, count, _ROWS * _TASKS):
        for part, more in each(work, range(at, min(at + _ROWS * _TASKS, count), _ROWS)):
            left_out.append(more)
            yield part


def _least(named: pa.Table, most: int) -> npt.NDArray[np.float64]:
    """How alike the last of *most* neighbours of each row is; 0 where it has fewer."""
    offsets, likeness = schema.flat(named, "likeness")
    full = np.flatnonzero(np.diff(offsets) == most)
    found = np.zeros(named.num_rows, dtype=np.float64)
    found[full] = likeness[offsets[full + 1] - 1]
    return found


def _pairs(named: pa.Table) -> Iterator[pa.Table]:
    """The pairs of all that name each other."""
    offsets, near = schema.flat(named, "near")
    _, likeness = schema.flat(named, "likeness")
    for first in range(0, named.num_rows, _LEFTS):
        last = min(first + _LEFTS, named.num_rows)
        columns = inverted.pairs(offsets, near, likeness, first, last)
        yield schema.build(_PAIRS, dict(zip(_PAIRS.names, columns, strict=True)))


def _ranked(
    offsets: schema.I64,
    keys: schema.U64,
    searched: npt.NDArray[np.bool_],
    groups: schema.I32,
    common: int,
    room: int | None,
) -> tuple[schema.I32, int, int]:
    """The number of each key among those that several rows have and not too many groups, -1 for
    others; how many such keys there are; and how many are too common. Only keys of rows that are
    *searched* count; *groups* has the group of each row."""
    ranks = np.full(len(keys), -1, dtype=np.int32)
    asked = np.repeat(searched, np.diff(offsets))
    parts = ranges(len(keys) * _A_KEY, room)
    usable = too_common = 0
    for part in range(parts):
        some = np.flatnonzero(asked & _in_part(keys, part, parts))
        distinct, place, held = np.unique(keys[some], return_inverse=True, return_counts=True)
        row = np.searchsorted(offsets, some, side="right") - 1
        frequency = group_counts(place, groups[row], len(distinct))
        kept = (held > 1) & (frequency <= common)
        rank_of = np.where(kept, usable + np.cumsum(kept) - 1, -1)
        ranks[some] = rank_of[place]
        usable += int(kept.sum())
        too_common += int((frequency > common).sum())
    return ranks, usable, too_common


def _in_part(keys: schema.U64, part: int, parts: int) -> npt.NDArray[np.bool_]:
    """Which keys lie in one of *parts* ranges, of which the first has the smallest."""
    low, high = (1 << 64) * part // parts, (1 << 64) * (part + 1) // parts - 1
    return (keys >= np.uint64(low)) & (keys <= np.uint64(high))


def rank_in_group(groups: schema.I32, members: npt.NDArray[np.bool_]) -> schema.I64:
    """For each row how many members of its group come before it."""
    order = np.lexsort((~members, groups))
    starts = np.searchsorted(groups[order], groups[order])
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups)) - starts
    return rank


def group_counts(place: schema.I64, groups: schema.I32, count: int) -> schema.I64:
    """How many different groups have each key; *place* is the number of each entry's key."""
    pairs = buckets.distinct((place.astype(np.uint64) << np.uint64(32)) | groups.astype(np.uint64))
    found: schema.I64 = np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=count)
    return found


def candidates(near: Neighbours) -> Meetings:
    """The pairs as candidates of this channel."""
    channel = np.full(len(near.left), SALIENT, dtype=np.uint8)
    return Meetings(near.left, near.right, channel, near.dropped)
