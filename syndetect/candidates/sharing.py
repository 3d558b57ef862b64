"""Who shares passages with one new article: ``passages`` for it alone.

Its seeds are looked up among those of the stored ones, and what makes a seed rare or common, who
stands for it, and who meets over it are as in a scan with the new article among them.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from syndetect import schema
from syndetect.candidates.known import Asked, Flags, Known
from syndetect.candidates.passages import RARE_WEIGHT, Posts, ends_of, held
from syndetect.kernels import buckets
from syndetect.settings import Candidates as Limits


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
    there = np.zeros(len(known), dtype=np.bool_)
    there[rows] = True
    members = np.flatnonzero(there).astype(np.int32)
    seats, group = _seats(asked, known, members, joined)
    mine = seats[-1]
    seat_of = np.empty(len(known), dtype=np.int32)
    seat_of[members] = seats[:-1]
    shared = np.flatnonzero(np.bincount(places))
    holders = np.append(seat_of[rows], np.full(len(shared), mine))
    keys = buckets.distinct((np.append(places, shared) << 32) | holders)
    seat = (keys & 0x7FFFFFFF).astype(np.int32)
    posts = Posts((keys >> 32).astype(np.uint64), seat, group[seat])
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
    order = np.argsort(leading)
    # Few are of one group: where they are, their own order decides.
    alike = leading[order]
    tied = np.flatnonzero(np.isin(alike, alike[1:][alike[1:] == alike[:-1]]))
    some = order[tied]
    order[tied] = some[np.lexsort((identity[some], labels[some], leading[some]))]
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
