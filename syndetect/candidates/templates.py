"""Templates: weather reports, results and the like, that an outlet prints again and again.

Thousands of them share most of their wording, and no two have it from each other: only names and
numbers tell them apart. A seed is a template's where one outlet alone prints it in more articles
than a rare seed may have, in three different weeks; an article follows a template where a third of
its seeds are such. Two articles that do so meet only where a third of what else they have is the
same: the same report in another outlet does, that of the next day does not.

This is not what the evidence calls stock (an outlet's wording of three occasions): stock is
frequent enough to prove little, a template is so frequent that its articles cannot be compared
pair by pair.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.gather import Candidates
from syndetect.candidates.postings import postings
from syndetect.kernels import buckets, known, overlap
from syndetect.settings import Candidates as Limits

WEEKS = 3  # different weeks in which an outlet has printed a seed of a template
_WEEK = 7  # days

FOLLOW = "articles that follow a template, compared only where the rest is alike"
APART = "pairs of two that follow a template and have little else in common"

Flags = npt.NDArray[np.bool_]


def wording(
    fingerprints: pa.Table,
    representative: schema.I32,
    outlets: schema.I32,
    days: schema.I64,
    last: int,
    limits: Limits,
    room: int | None = None,
) -> schema.U64:
    """The seeds of templates, ascending.

    *outlets* has a number from 0 for each article (-1 where none is known), *days* its day, of
    which those up to *last* are known. Of a class of copies only its representative counts. *room*
    bounds the bytes of seeds that are looked at together (``postings``), and changes nothing.
    """
    own = representative == np.arange(len(representative))
    dated = np.flatnonzero(own & (outlets >= 0) & (days <= last))
    many = np.bincount(outlets[dated], minlength=1) > limits.rare
    members = dated[many[outlets[dated]]].astype(np.int32)
    offsets, flat = schema.flat(fingerprints, "seeds")
    found = [np.empty(0, dtype=np.uint64)]
    for seeds, seats in postings(members, offsets, flat, room):
        sizes = np.diff(buckets.runs(seeds))
        often = np.flatnonzero(np.repeat(sizes > limits.rare, sizes))
        rows = members[seats[often]]
        found.append(_printed(seeds[often], outlets[rows], days[rows] // _WEEK, limits.rare))
    return np.concatenate(found)


def _printed(seeds: schema.U64, houses: schema.I32, weeks: schema.I64, rare: int) -> schema.U64:
    """The *seeds* that a house has in more than *rare* articles, of ``WEEKS`` weeks or more."""
    order = np.lexsort((weeks, houses, seeds))
    seeds, houses, weeks = seeds[order], houses[order], weeks[order]
    if not len(seeds):
        return seeds
    fresh = np.ones(len(seeds), dtype=np.bool_)
    fresh[1:] = (seeds[1:] != seeds[:-1]) | (houses[1:] != houses[:-1])
    later = fresh.copy()
    later[1:] |= weeks[1:] != weeks[:-1]
    starts = np.flatnonzero(fresh)
    printed = np.diff(np.append(starts, len(seeds)))
    often = (printed > rare) & (np.add.reduceat(later, starts, dtype=np.int64) >= WEEKS)
    return np.asarray(buckets.distinct(seeds[starts[often]]), dtype=np.uint64)


def following(fingerprints: pa.Table, template: schema.U64) -> Flags:
    """Which articles have a third of their seeds or more among those of a *template*."""
    offsets, flat = schema.flat(fingerprints, "seeds")
    if not len(template):
        return np.zeros(len(offsets) - 1, dtype=np.bool_)
    found = known.counts(offsets, flat, template)
    return np.asarray((found > 0) & (3 * found >= np.diff(offsets)), dtype=np.bool_)


def apart(
    pairs: Candidates, fingerprints: pa.Table, template: schema.U64, follow: Flags
) -> Candidates:
    """*pairs* without those of two articles that *follow* a template and of which the smaller has
    not a third of its other shingles in common with the other; ``dropped`` counts these."""
    both = np.flatnonzero(follow[pairs.left] & follow[pairs.right])
    if not follow.any():
        return pairs
    offsets, shingles = schema.flat(fingerprints, "shingles")
    bounds, rest = known.others(np.flatnonzero(follow), offsets, shingles, template)
    left, right = pairs.left[both], pairs.right[both]
    shared = overlap.shared_sizes(left, right, bounds, rest)
    sizes = np.diff(bounds)
    smaller = np.minimum(sizes[left], sizes[right])
    kept = np.ones(len(pairs), dtype=np.bool_)
    kept[both] = (3 * shared >= smaller) & (shared > 0)
    dropped = Counter(pairs.dropped)
    dropped.update({FOLLOW: int(follow.sum()), APART: int(len(kept) - kept.sum())})
    return Candidates(
        pairs.left[kept], pairs.right[kept], pairs.channel[kept], dict(sorted(dropped.items()))
    )
