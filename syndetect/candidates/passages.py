"""Pairs where a short text sits inside a long one, or two share a passage.

Bands compare whole articles and overlook a brief printed inside a feature. Here two articles
meet when they share enough seeds (shingles outside quotations and furniture) that few others
have. A seed of one article only has no partner; a seed of many says little. "Many" is counted
in groups of near-duplicates, so that a story which hundreds print nearly alike is one voice.

Hundreds may also print one story cut in hundreds of ways: then no group is large, and all its
seeds are common. So a common seed is not lost: it counts an eighth of a rare one, and its holders
meet the first few of them only. Stock phrases stay below the mark, a long passage passes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.classes import in_content_order
from syndetect.candidates.gather import PASSAGES, Candidates, pair_keys
from syndetect.candidates.postings import postings
from syndetect.kernels import buckets, overlap
from syndetect.settings import Candidates as Limits
from syndetect.shelf import Shelf

RARE_WEIGHT = 8  # how many common seeds weigh as much as a rare one

# Posts by which articles meet: who stands, up to which post it meets others, its weight.
_HELD = pa.schema([("seats", pa.int32()), ("ends", pa.int64()), ("weights", pa.int8())])

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Posts:
    """Who holds what: one post for each seed and holder, ascending by seed, then seat.

    Seats are numbered with those of a group side by side; *group* numbers their groups.
    """

    seeds: schema.U64
    seats: schema.I32
    group: schema.I32

    def where(self, chosen: Mask) -> Posts:
        return Posts(self.seeds[chosen], self.seats[chosen], self.group[chosen])

    def spread(self) -> tuple[schema.I64, schema.I64]:
        """For each post, how many articles and how many groups hold its seed."""
        bounds = buckets.runs(self.seeds)
        sizes = np.diff(bounds)
        before = np.concatenate(([0], np.cumsum(self.firsts(1))))
        groups = before[bounds[1:]] - before[bounds[:-1]]
        return np.repeat(sizes, sizes), np.repeat(groups, sizes)

    def firsts(self, most: int) -> Mask:
        """Which posts are among the first *most* of their seed and group."""
        late = np.zeros(len(self.seeds), dtype=np.bool_)
        late[most:] = self.seeds[most:] == self.seeds[:-most]
        late[most:] &= self.group[most:] == self.group[:-most]
        return ~late


def passages(
    fingerprints: pa.Table,
    representative: schema.I32,
    groups: schema.I32,
    limits: Limits,
    shelf: Shelf | None = None,
    each: overlap.Each = overlap.one_by_one,
) -> Candidates:
    """Pairs of representatives that share ``shared`` rare seeds, or eight times as many common.

    *groups* labels each article with its group of near-duplicates (``near_duplicates``). A seed
    is rare in up to ``rare`` groups, common in up to the square of that, and left out in more.
    An article with fewer seeds meets those that share all of them. Of a group at most ``bucket``
    articles stand for a rare seed and one for a common seed, always the first in the order of
    content; holders of a common seed meet the first ``rare`` of them. *shelf* says how many
    bytes of seeds are looked at together (``postings``), and bears what is held of them; *each* is
    an engine's.

    ``dropped`` counts seeds left out ("shingles in too many groups"), articles that did not stand
    for a seed of theirs ("copies beyond the first of their group") and meetings over common seeds
    that were not held ("meetings over a common shingle"), both once for each seed.
    """
    shelf = shelf or Shelf()
    members, group = _seating(in_content_order(fingerprints, representative), groups)
    offsets, flat = schema.flat(fingerprints, "seeds")
    least = np.diff(offsets)[members] * RARE_WEIGHT
    dropped: Counter[str] = Counter()

    def parts() -> Iterator[pa.Table]:
        begin = 0
        for seeds, seats in postings(members, offsets, flat, shelf.work):
            posts = Posts(seeds, seats, group[seats])
            some, common = _held(posts, begin, limits, dropped)
            least[:] -= np.bincount(common, minlength=len(members)) * (RARE_WEIGHT - 1)
            begin += some.num_rows
            yield some

    held = shelf.keep_flat("held", _HELD, parts())
    least = np.clip(least, 1, RARE_WEIGHT * limits.shared)
    seats, ends, weights = (schema.plain(held, name) for name in _HELD.names)
    left, right = overlap.meetings(seats, ends, weights, least, each)
    del seats, ends, weights, held
    shelf.drop("held")
    for side in (left, right):
        np.take(members, side, out=side, mode="clip")
    keys = pair_keys(left, right)
    del left, right
    keys.sort()
    return Candidates.of(keys, PASSAGES, dropped)


def _held(
    posts: Posts, begin: int, limits: Limits, dropped: Counter[str]
) -> tuple[pa.Table, schema.I32]:
    """The posts of a range that are held (``_HELD``), *begin* being the number of those before, and
    the seats of all posts that are not of a rare seed; what is cut is added to *dropped*."""
    posts, rare, common = held(posts, limits, dropped)
    ends, unheld = ends_of(posts, rare, limits.rare)
    dropped["meetings over a common shingle"] += unheld
    weights = np.where(rare, RARE_WEIGHT, 1).astype(np.int8)
    columns = (posts.seats, ends + begin, weights)
    return schema.build(_HELD, dict(zip(_HELD.names, columns, strict=True))), common


def held(posts: Posts, limits: Limits, dropped: Counter[str]) -> tuple[Posts, Mask, schema.I32]:
    """The *posts* by which articles may meet; which of these are of a rare seed; and the seats of
    all posts that are not. What is cut is added to *dropped*."""
    articles, spread = posts.spread()
    rare, known = spread <= limits.rare, spread <= limits.rare**2
    common = posts.seats[~rare]
    dropped["shingles in too many groups"] += len(buckets.distinct(posts.seeds[~known]))
    stands = (articles > 1) & known
    kept = stands & np.where(rare, posts.firsts(limits.bucket), posts.firsts(1))
    dropped["copies beyond the first of their group"] += int(stands.sum() - kept.sum())
    return posts.where(kept), rare[kept], common


def _seating(members: schema.I32, groups: schema.I32) -> tuple[schema.I32, schema.I32]:
    """Members with those of a group side by side, groups in the order of their first member,
    and the number of each one's group: only texts decide who comes first."""
    _, first, group = np.unique(groups[members], return_index=True, return_inverse=True)
    order = np.argsort(first[group], kind="stable")
    return members[order], group[order].astype(np.int32)


def ends_of(posts: Posts, rare: Mask, most: int) -> tuple[schema.I64, int]:
    """Up to where each post meets those after it, of a common seed the first *most* only, and how
    many meetings that leaves out."""
    bounds = buckets.runs(posts.seeds)
    sizes = np.diff(bounds)
    ends, place = np.repeat(bounds[1:], sizes), np.arange(len(posts.seeds), dtype=np.int64)
    silent = ~rare & (place - np.repeat(bounds[:-1], sizes) >= most)
    unheld = int((ends - place - 1)[silent].sum())
    return np.where(silent, place + 1, ends), unheld
