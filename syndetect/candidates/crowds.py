"""Crowds: a dispatch that thousands print nearly alike costs as much an article as any other.

A group of near-duplicates with very many classes of copies is a crowd. Who is in it, or shares
text with it, need not be compared with all of it: an article meets those of the crowd that are
most alike to it, and if it is of the crowd itself the first of all by date, the first that credit
somebody, and the version of its own outlet before it. That is where its parent is, or what its
parent has its text from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.gather import RESEMBLANCE, Candidates, gather, pair_keys
from syndetect.candidates.resemblance import resemblances
from syndetect.kernels import buckets
from syndetect.kernels.agreements import agreements

Flags = npt.NDArray[np.bool_]

LARGE = 256  # classes of copies beyond which a group of near-duplicates is a crowd
_FIRST = 3  # of a crowd whom all of it meet, in each order
_ALIKE = 3  # of a crowd that each article meets as the most alike to it
_LOOKED_AT = 8  # of a crowd of which that is told exactly, by their minima
CUT = "pairs in crowds of near-duplicates beyond the first and the most alike"


def thinned(
    pairs: Candidates,
    fingerprints: pa.Table,
    representative: schema.I32,
    groups: schema.I32,
    orders: Sequence[schema.I64],
    outlets: schema.I32,
    aside: Flags,
) -> Candidates:
    """*pairs*, where many of one crowd meet with a few of it instead of all that channels found.

    *groups* labels each article with its group of near-duplicates. *orders* are ranks of the
    articles: by each of them the first of a crowd meet all of it, and the first decides between
    articles that are as much alike. *outlets* has a number from 0 for each article, -1 where none
    is known; who stands *aside*, as with a template, is of no crowd. Where no group is a crowd
    nothing changes; ``dropped`` counts the pairs cut.
    """
    crowd = np.where(aside, np.int32(-1), crowds(representative, groups))
    if not (crowd >= 0).any():
        return pairs
    some = np.flatnonzero((crowd[pairs.left] >= 0) | (crowd[pairs.right] >= 0))
    if not len(some):
        return pairs
    kept = np.ones(len(pairs), dtype=np.bool_)
    kept[some] = False
    agreeing = agreements(pairs.left[some], pairs.right[some], *schema.flat(fingerprints, "minima"))
    some = some[_either(pairs, some, agreeing, crowd, orders[0], _LOOKED_AT)]
    alike = resemblances(pairs.left[some], pairs.right[some], fingerprints)
    kept[some[_either(pairs, some, alike, crowd, orders[0], _ALIKE)]] = True
    few = Candidates(pairs.left[kept], pairs.right[kept], pairs.channel[kept], pairs.dropped)
    added = [*_with_first(crowd, orders), _versions(crowd, outlets, orders[0])]
    keys = buckets.distinct(np.concatenate(added))
    before = np.zeros(len(keys), dtype=np.uint8)
    met = pair_keys(pairs.left, pairs.right)
    at = np.searchsorted(met, keys)
    there = at < len(met)
    there[there] = met[at[there]] == keys[there]
    before[there] = pairs.channel[at[there]]
    before[~there] = RESEMBLANCE
    found = gather(few, replace(Candidates.of(keys, 0, {}), channel=before))
    dropped = Counter(pairs.dropped)
    dropped[CUT] += len(pairs) + int((~there).sum()) - len(found)
    return replace(found, dropped=dict(sorted(dropped.items())))


def orders(told: Sequence[Flags], ranks: schema.I64) -> list[schema.I64]:
    """The orders in which the articles of a crowd come first, from their *ranks* by seniority:
    those of each of *told* before others."""
    found = []
    for some in told:
        order = np.lexsort((ranks, ~some))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        found.append(place)
    return found


def crowds(representative: schema.I32, groups: schema.I32) -> schema.I32:
    """The crowd of each article that stands for its class, by the label of its group; -1 for all
    others, and for an article whose group is no crowd."""
    own = representative == np.arange(len(representative))
    sizes = np.bincount(groups[own], minlength=len(groups))
    return np.where(own & (sizes[groups] > LARGE), groups, -1).astype(np.int32)


def _either(
    pairs: Candidates,
    some: schema.I64,
    alike: npt.NDArray[Any],
    crowd: schema.I32,
    ranks: schema.I64,
    most: int,
) -> Flags:
    """Which of *some* pairs are among the *most* alike of a crowd for either of their ends."""
    left, right = pairs.left[some], pairs.right[some]
    return _closest(left, right, alike, crowd, ranks, most) | _closest(
        right, left, alike, crowd, ranks, most
    )


def _closest(
    one: schema.I32,
    other: schema.I32,
    alike: npt.NDArray[Any],
    crowd: schema.I32,
    ranks: schema.I64,
    most: int,
) -> Flags:
    """Which pairs *one* keeps: of each crowd those with the *most* that are most alike."""
    order = np.lexsort((ranks[other], -alike, crowd[other], one))
    mine, theirs = one[order], crowd[other[order]]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (mine[1:] != mine[:-1]) | (theirs[1:] != theirs[:-1])
    starts = np.flatnonzero(fresh)
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[order] = (theirs >= 0) & (place < most)
    return kept


def _with_first(crowd: schema.I32, orders: Sequence[schema.I64]) -> list[schema.U64]:
    """The pairs of each member of a crowd with those that come first in it."""
    keys = []
    members = np.flatnonzero(crowd >= 0).astype(np.int32)
    for ranks in orders:
        ordered = members[np.lexsort((ranks[members], crowd[members]))]
        bounds = buckets.runs(crowd[ordered])
        sizes = np.diff(bounds)
        for at in range(_FIRST):
            first = np.repeat(ordered[bounds[:-1] + at], sizes)
            apart = first != ordered
            keys.append(pair_keys(first[apart], ordered[apart]))
    return keys


def _versions(crowd: schema.I32, outlets: schema.I32, ranks: schema.I64) -> schema.U64:
    """The pairs of members of a crowd with the one of their outlet before them."""
    members = np.flatnonzero((crowd >= 0) & (outlets >= 0)).astype(np.int32)
    ordered = members[np.lexsort((ranks[members], outlets[members], crowd[members]))]
    one, other = ordered[:-1], ordered[1:]
    versions = (crowd[one] == crowd[other]) & (outlets[one] == outlets[other])
    return pair_keys(one[versions], other[versions])
