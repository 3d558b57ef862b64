"""The partners of one new article among the stored ones, by the three channels.

They are those that a scan of all with the new one among them would compare it with
(``resemblance``, ``passages``, ``salient``); but no two stored articles are looked at together, so
a question costs a look at all minima and all terms, and no more. Two things are the stored ones'
own: which neighbours by terms each has kept, and which terms are common among them. Both are told
as they were before the new one came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.candidates import gather
from syndetect.candidates.known import Asked, Flags, Floats, Known
from syndetect.candidates.passages import RARE_WEIGHT, Posts, ends_of, held
from syndetect.candidates.salient import STANDING, Each, group_counts
from syndetect.kernels import asked as kernels
from syndetect.kernels import buckets, inverted
from syndetect.settings import Candidates as Limits

# The shingles of some rows, as offsets and flat values: they are wanted of very few.
Shingles = Callable[[schema.I32], tuple[schema.I64, schema.U64]]

MOST = 256  # articles with an equal band that are given, the most alike first
CROWDED = "meetings in crowded bands"
_ROWS = 1 << 15  # rows a thread takes at a time


@dataclass(frozen=True, slots=True)
class Partners:
    """Rows (int32, ascending) of stored articles that are worth a closer look, as articles that
    stand for their copies; the bits of their channels (uint8); how alike each is by terms, 0 where
    terms have not found it. *groups* are the labels of the groups that the asked article is in or
    joins; *dropped* counts what caps cut, by name."""

    rows: schema.I32
    channel: npt.NDArray[np.uint8]
    likeness: Floats
    groups: schema.I32
    dropped: Mapping[str, int]


def partners(
    asked: Asked,
    known: Known,
    holding: tuple[schema.I64, schema.I32],
    shingles_of: Shingles,
    limits: Limits,
    near: float,
    window: int,
    each: Each,
) -> Partners:
    """Whom *asked* meets among the *known*.

    *holding* are the places of its seeds and the rows that hold them (``archive.postings.find``).
    *near* is the resemblance of near-duplicates, *window* the seconds at which two may still meet
    by terms; *each* is an engine's. A twin is no partner: whom it meets, the asked meets.
    """
    dropped: Counter[str] = Counter()
    alike = resembling(asked, known, limits, each, dropped)
    joined = joined_groups(asked, known, alike, shingles_of, near)
    partial = sharing(asked, known, holding, joined, limits, dropped)
    salient, likeness = telling(asked, known, joined, limits, window, each, dropped)
    found = gather.gather(
        *(
            gather.Candidates(
                rows, np.full_like(rows, len(known)), np.full(len(rows), bit, np.uint8)
            )
            for rows, bit in (
                (alike, gather.RESEMBLANCE),
                (partial, gather.PASSAGES),
                (salient, gather.SALIENT),
            )
        )
    )
    by_terms = np.zeros(len(found), dtype=np.float64)
    by_terms[np.searchsorted(found.left, salient)] = likeness
    return Partners(found.left, found.channel, by_terms, joined, dict(sorted(dropped.items())))


def resembling(
    asked: Asked, known: Known, limits: Limits, each: Each, dropped: Counter[str]
) -> schema.I32:
    """The rows (ascending) that share a band of minima with *asked*; of more than ``MOST`` those
    whose minima agree most, and the rest is counted.

    An article of one shingle meets those of the same only.
    """
    if not len(asked.shingles):
        return np.empty(0, dtype=np.int32)
    single = len(asked.shingles) == 1
    bands, height = (1, len(asked.minima)) if single else (limits.bands, limits.rows)
    parts = each(
        lambda at: kernels.banded(
            at, min(at + _ROWS, len(known)), known.minima, asked.minima, bands, height
        ),
        range(0, len(known), _ROWS),
    )
    rows, agreeing = _joined(parts, (np.int32, np.int32))
    kept = known.own[rows] & ((known.shingles[rows] == 1) == single) & (rows != asked.twin)
    rows, agreeing = rows[kept], agreeing[kept]
    dropped[CROWDED] += max(0, len(rows) - MOST)
    first = np.lexsort((known.identity[rows], -agreeing))[:MOST]
    return np.sort(rows[first])


def joined_groups(
    asked: Asked, known: Known, alike: schema.I32, shingles_of: Shingles, near: float
) -> schema.I32:
    """The labels of the groups of near-duplicates that *asked* belongs to, or makes one of: those
    of the rows of an equal band whose exact resemblance to it is *near* or more."""
    if asked.twin >= 0:
        return known.groups[asked.twin : asked.twin + 1]
    mine = len(asked.shingles)
    sizes = known.shingles[alike].astype(np.int64)
    alike = alike[np.minimum(sizes, mine) >= near * np.maximum(sizes, mine)]
    offsets, shingles = shingles_of(alike)
    shared = np.add.reduceat(np.append(np.isin(shingles, asked.shingles), False), offsets[:-1])
    either = np.diff(offsets) + mine - shared
    return np.unique(known.groups[alike[shared / np.maximum(either, 1) >= near]])


def sharing(
    asked: Asked,
    known: Known,
    holding: tuple[schema.I64, schema.I32],
    joined: schema.I32,
    limits: Limits,
    dropped: Counter[str],
) -> schema.I32:
    """The rows (ascending) that share ``shared`` rare seeds with *asked*, or as much in common
    ones, or all that either has; *joined* are the groups that it is of."""
    places, rows = holding
    kept = known.own[rows] & (rows != asked.twin)
    places, rows = places[kept], rows[kept]
    members = buckets.distinct(rows)
    seats, group = _seats(asked, known, members, joined)
    mine = seats[-1]
    seat = np.concatenate(
        [seats[np.searchsorted(members, rows)], np.full(len(asked.seeds), mine, dtype=np.int32)]
    )
    seeds = np.concatenate([places, np.arange(len(asked.seeds))]).astype(np.uint64)
    shared = np.isin(seeds, places)
    seeds, seat = seeds[shared], seat[shared]
    order = np.lexsort((seat, seeds))
    posts = Posts(seeds[order], seat[order], group[seat[order]])
    posts, rare, common = held(posts, limits, dropped)
    ends, _ = ends_of(posts, rare, limits.rare)
    met, weight, unmet = _met(posts, rare, ends, mine)
    dropped["meetings over a common shingle"] += unmet
    tally = np.bincount(met, weights=weight, minlength=len(seats))
    all_of_it = np.bincount(met, minlength=len(seats))
    least = RARE_WEIGHT * len(asked.seeds) - (RARE_WEIGHT - 1) * int((common == mine).sum())
    least = min(max(least, 1), RARE_WEIGHT * limits.shared)
    of_members = seats[:-1]
    # Every seed that a member does not share, or not so that it counts, weighs something: where
    # its mark is less than that of others, it meets the mark with all of its seeds only.
    passed = tally[of_members] >= least
    passed |= all_of_it[of_members] == known.seeds[members]
    found: schema.I32 = members[passed]
    return found


def _seats(
    asked: Asked, known: Known, members: schema.I32, joined: schema.I32
) -> tuple[schema.I32, schema.I32]:
    """The seat of each of *members*, and last that of *asked*; and by seats the number of each
    one's group. The order is that of ``passages``: that of texts, those of a group side by side."""
    labels = known.groups[members]
    together = np.isin(labels, joined)
    first = min([asked.identity, *known.leading[joined].tolist()])
    leading = np.append(
        np.where(together, np.uint64(first), known.leading[labels]), np.uint64(first)
    )
    labels = np.append(np.where(together, -1, labels), -1)
    identity = np.append(known.identity[members], np.uint64(asked.identity))
    order = np.lexsort((identity, labels, leading))
    seats = np.empty(len(order), dtype=np.int32)
    seats[order] = np.arange(len(order), dtype=np.int32)
    return seats, np.cumsum(np.diff(labels[order], prepend=labels[order[:1]]) != 0, dtype=np.int32)


def _met(
    posts: Posts, rare: Flags, ends: schema.I64, mine: int
) -> tuple[schema.I32, schema.I64, int]:
    """The seats that seat *mine* meets, one for each meeting, with its weight; and how many more
    hold the same seeds without a meeting."""
    bounds = buckets.runs(posts.seeds)
    at = np.full(len(bounds) - 1, -1)  # the post of mine in each run of a seed
    own = np.flatnonzero(posts.seats == mine)
    at[np.searchsorted(bounds, own, side="right") - 1] = own
    beside = np.repeat(at, np.diff(bounds))
    place = np.arange(len(beside))
    some = (beside >= 0) & (beside != place)
    met = some & np.where(place < beside, ends > beside, place < ends[beside])
    weight = np.where(rare[met], RARE_WEIGHT, 1)
    return posts.seats[met], weight, int(some.sum() - met.sum())


def telling(
    asked: Asked,
    known: Known,
    joined: schema.I32,
    limits: Limits,
    window: int,
    each: Each,
    dropped: Counter[str],
) -> tuple[schema.I32, Floats]:
    """The rows (ascending) that are most alike to *asked* by terms, or that it is most alike to,
    and how alike they are; *joined* are the groups that it is of."""
    if not asked.long:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float64)
    rows, which, places = _holders(asked, known, each)
    usable = _usable(len(asked.terms), which, known.groups[rows], rows, joined, limits.common)
    dropped["terms too common to bring articles together"] += int((~usable).sum())
    used = usable[which]
    rows, places, which = rows[used], places[used], which[used]
    near = _in_window(asked, known, rows, window) & (rows != asked.twin)
    rows, places, which = rows[near], places[near], which[near]
    starts = buckets.runs(rows)[:-1]
    shares = known.weights[places].astype(np.int64) * asked.weights[which]
    sums, rows = np.add.reduceat(np.append(shares, 0), starts), rows[starts]
    norm = inverted.norms(np.array([0, len(asked.weights)]), asked.weights)[0]
    likeness = sums / (norm * known.norms[rows])
    enough = likeness >= limits.alike
    rows, likeness = rows[enough], likeness[enough]
    listed = np.flatnonzero(known.standing[rows])
    best = listed[np.lexsort((rows[listed], -likeness[listed]))][: limits.neighbours]
    dropped["neighbours beyond the most alike"] += len(listed) - len(best)
    kept = _keeping(asked, known, joined, rows, likeness)
    kept[best] = True
    return rows[kept], likeness[kept]


def _keeping(
    asked: Asked, known: Known, joined: schema.I32, rows: schema.I32, likeness: Floats
) -> Flags:
    """Which of *rows* would keep *asked* among their neighbours: it is more alike than the last."""
    if asked.twin >= 0:  # who is as alike as the last has kept the twin, or another as alike
        stands = bool(known.standing[asked.twin])
        return (likeness >= known.least[rows]) & stands
    of_group = np.isin(known.groups, joined) & known.searched
    return (likeness > known.least[rows]) & (int(of_group.sum()) < STANDING)


def _holders(asked: Asked, known: Known, each: Each) -> tuple[schema.I32, schema.I32, schema.I64]:
    """The rows that hold a term of *asked*, which term, and where; only rows that are searched."""
    rows = (known.offsets, known.terms, known.searched)
    parts = each(
        lambda at: kernels.holders(at, min(at + _ROWS, len(known)), *rows, asked.terms),
        range(0, len(known), _ROWS),
    )
    found = _joined(parts, (np.int32, np.int32, np.int64))
    return found[0], found[1], found[2]


def _usable(
    count: int,
    which: schema.I32,
    groups: schema.I32,
    rows: schema.I32,
    joined: schema.I32,
    most: int,
) -> Flags:
    """Which of *count* terms stand in no more than *most* groups, the asked one's among them.

    *rows* hold the terms *which*, and *groups* are their labels.
    """
    # A row that names its group counts it: that is enough to know what is far too common.
    least = np.bincount(which[groups == rows], minlength=count) - len(joined)
    usable: Flags = least < most
    some = usable[which]
    which, groups = which[some], groups[some]
    merged = np.where(np.isin(groups, joined), 0, groups + 1)  # 0: the asked one's own
    frequency = group_counts(
        np.concatenate([which, np.arange(count)]),
        np.concatenate([merged, np.zeros(count, dtype=np.int32)]),
        count,
    )
    usable &= frequency <= most
    return usable


def _in_window(asked: Asked, known: Known, rows: schema.I32, window: int) -> Flags:
    """Which of *rows* are no more than *window* seconds before or after *asked*."""
    earliest, latest = known.times[rows].T
    near: Flags = (earliest - asked.latest <= window) & (asked.earliest - latest <= window)
    return near


def _joined(
    parts: Sequence[tuple[npt.NDArray[Any], ...]], types: Sequence[type[np.generic]]
) -> list[npt.NDArray[Any]]:
    """The columns of all *parts*, one behind the other."""
    nothing = tuple(np.empty(0, dtype=one) for one in types)
    return [np.concatenate(columns) for columns in zip(nothing, *parts, strict=True)]
