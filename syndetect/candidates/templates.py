"""Templates: weather reports, results and the like, that an outlet prints again and again.

Thousands of them share most of their wording, and no two have it from each other: only names and
numbers tell them apart. A seed is a template's where one outlet alone prints it in more articles
than a rare seed may have, in three different weeks; an article follows a template where a third of
its seeds are such. Two articles that do so meet only where a third of what else they have is the
same: the same report in another outlet does, that of the next day does not.

This is not what the evidence calls stock (an outlet's wording of three occasions): stock is
frequent enough to prove little, a template is so frequent that its articles cannot be compared
pair by pair. What else an article has is its own words: lines that the outlet repeats are page
furniture to it, and no seeds, so they may not count as something that two reports have in common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

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

APART = "meetings of two that follow a template and have little else in common"

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
    """The *seeds*, which ascend, that a house has in more than *rare* articles, of ``WEEKS`` weeks
    or more."""
    if not len(seeds):
        return seeds
    # One sort of plain numbers: the seeds ascend already, and are numbered.
    bounds = buckets.runs(seeds)
    earliest = int(weeks.min())
    a_week = (int(weeks.max()) - earliest).bit_length()
    a_house = int(houses.max()).bit_length()
    number = np.repeat(np.arange(len(bounds) - 1, dtype=np.int64), np.diff(bounds))
    keys = (((number << a_house) | houses) << a_week) | (weeks - earliest)
    keys.sort()
    of_house = keys >> a_week
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = of_house[1:] != of_house[:-1]
    later = fresh.copy()
    later[1:] |= keys[1:] != keys[:-1]
    starts = np.flatnonzero(fresh)
    printed = np.diff(np.append(starts, len(keys)))
    often = (printed > rare) & (np.add.reduceat(later, starts, dtype=np.int64) >= WEEKS)
    shown = buckets.distinct(of_house[starts[often]] >> a_house)
    return np.asarray(seeds[bounds[shown]], dtype=np.uint64)


def following(fingerprints: pa.Table, template: schema.U64) -> Flags:
    """Which articles have a third of their seeds or more among those of a *template*."""
    offsets, flat = schema.flat(fingerprints, "seeds")
    if not len(template):
        return np.zeros(len(offsets) - 1, dtype=np.bool_)
    found = known.counts(offsets, flat, template)
    return np.asarray((found > 0) & (3 * found >= np.diff(offsets)), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which pairs of articles are more than two prints of templates."""

    follow: Flags
    bounds: schema.I64
    rest: schema.U64  # seeds of those that follow, without the template's

    @classmethod
    def of(cls, fingerprints: pa.Table, template: schema.U64, follow: Flags) -> Sieve:
        """The sieve for articles some of which *follow* a *template*."""
        offsets, seeds = schema.flat(fingerprints, "seeds")
        bounds, rest = known.others(np.flatnonzero(follow), offsets, seeds, template)
        return cls(follow, bounds, rest)

    def passes(self, left: schema.I32, right: schema.I32) -> Flags:
        """Which pairs are not of two that follow a template, or are, and the smaller has a third
        of its other seeds, and one at least, in common with the other."""
        kept = np.ones(len(left), dtype=np.bool_)
        both = np.flatnonzero(self.follow[left] & self.follow[right])
        one, other = left[both], right[both]
        shared = overlap.shared_sizes(one, other, self.bounds, self.rest)
        sizes = np.diff(self.bounds)
        smaller = np.minimum(sizes[one], sizes[other])
        kept[both] = (3 * shared >= smaller) & (shared > 0)
        return kept

    def apart(self, pairs: Candidates) -> Candidates:
        """*pairs* that pass; ``dropped`` counts the others."""
        kept = self.passes(pairs.left, pairs.right)
        if kept.all():
            return pairs
        dropped = Counter(pairs.dropped)
        dropped[APART] += int(len(kept) - kept.sum())
        return Candidates(
            pairs.left[kept], pairs.right[kept], pairs.channel[kept], dict(sorted(dropped.items()))
        )
