"""The partners of one new article among the stored ones, by the three channels.

They are those that a scan of all with the new one among them would compare it with
(``resemblance``, ``passages``, ``salient``); but no two stored articles are looked at together, so
a question costs a look at all minima and all terms, and no more.

Where a scan cuts, one article is given more: all of a crowded band, up to ``MOST``; those to whom
it is as alike as the last of their neighbours, whichever id is smaller; and whoever had neighbours
by a term that it makes too common, and may have others now. Of near-duplicates the first sixteen
stand in the lists of their terms: the new one comes last among them, where a scan goes by the ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.candidates import gather
from syndetect.candidates.known import Asked, Floats, Known, looked_through
from syndetect.candidates.salient import Each
from syndetect.candidates.sharing import sharing
from syndetect.candidates.telling import telling
from syndetect.kernels import asked as kernels
from syndetect.settings import Candidates as Limits

# The shingles of some rows, as offsets and flat values: they are wanted of very few.
Shingles = Callable[[schema.I32], tuple[schema.I64, schema.U64]]

MOST = 256  # articles with an equal band that are given, the most alike first
CROWDED = "meetings in crowded bands"


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
    rows, agreeing = looked_through(
        known,
        each,
        lambda first, last: kernels.banded(first, last, known.minima, asked.minima, bands, height),
    )
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
