"""Which articles are held when, so that each pair finds both of its own, and few are made twice.

Most pairs lie across events, and an article meets others of all times. So articles are put in an
order, which is cut in tiles. The articles of one tile stay, and those behind it that they meet
pass by, a step at a time; then comes the next tile. What is made of an article is made once for
each tile that it meets: with tiles of a tenth of all articles, five times at most on average.
This is the nested loop of blocks by which databases join what does not fit in memory (Kim 1980, "A
new way to compute the product and join of relations").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.kernels import buckets

_SLICE = 1 << 22  # pairs that are put in numbers at a time
_STEPS = 12  # of so many parts of the room, those that pass by have one, and those behind another


@dataclass(frozen=True, slots=True)
class Step:
    """Articles to hold as well, and the pairs that can be compared then."""

    begins: bool  # whether nothing of what was held before is wanted any more
    stays: bool  # whether the articles are of the tile; others are held for this step alone
    articles: schema.I64  # ordinals
    sides: npt.NDArray[np.int32]  # of the pairs, in two rows: left and right


def steps(
    left: schema.I32, right: schema.I32, places: schema.I64, sizes: schema.I64, room: int
) -> Iterator[Step]:
    """The steps in which pairs (ordinals) are compared; each pair is in one.

    *places* is the place of each article in an order that brings together what meets often,
    *sizes* the bytes that each takes, *room* how many are held at a time (a single step may take
    more). Pairs come by tile, then by the later article, then by the other.
    """
    met = np.zeros(len(places), dtype=np.bool_)
    met[left], met[right] = True, True
    article = np.argsort(places)  # at each place
    used = np.where(met, sizes, 0)[article]
    step = max(room // _STEPS, 1)
    tile = (np.cumsum(used) - used) // max(room - 2 * step, 1)
    bits = len(places).bit_length()
    keys = _keys(left, right, places, tile, bits)
    tiles = (keys >> np.uint64(2 * bits + 1)).astype(np.int32)
    bounds = buckets.runs(tiles)
    for begin, end in pairwise(bounds.tolist()):
        behind = int(np.searchsorted(tile, tiles[begin], side="right"))
        yield from _of_tile(keys[begin:end], article, used, behind, step)


def _of_tile(
    keys: schema.U64, article: schema.I64, used: schema.I64, behind: int, step: int
) -> Iterator[Step]:
    """The steps of one tile, whose places are those before *behind*."""
    bits = len(article).bit_length()
    mask = np.uint64((1 << bits) - 1)
    low = (keys >> np.uint64(1) & mask).astype(np.int32)
    high = (keys >> np.uint64(bits + 1) & mask).astype(np.int32)
    turned = keys & np.uint64(1) != 0
    wanted = np.zeros(len(article), dtype=np.bool_)
    wanted[low], wanted[high] = True, True
    places = np.flatnonzero(wanted)
    number = np.cumsum(used[places]) // step
    cuts = np.flatnonzero((np.diff(number) > 0) | (np.diff(places >= behind))) + 1
    for some in np.split(places, cuts):
        first, last = np.searchsorted(high, (some[0], some[-1] + 1))
        one, other, odd = low[first:last], high[first:last], turned[first:last]
        yield Step(
            begins=some[0] == places[0],
            stays=some[0] < behind,
            articles=article[some],
            sides=article[np.where(odd, (other, one), (one, other))].astype(np.int32),
        )


def _keys(
    left: schema.I32, right: schema.I32, places: schema.I64, tile: schema.I64, bits: int
) -> schema.U64:
    """Pairs in their order, each as one number: the tile and places of both, and whether the
    later stands on the left. (Numbers are sorted in place, where an order would be held beside.)
    """
    keys = np.empty(len(left), dtype=np.uint64)
    for at in range(0, len(left), _SLICE):
        some = slice(at, at + _SLICE)
        one, other = places[left[some]], places[right[some]]
        low, high = np.minimum(one, other), np.maximum(one, other)
        keys[some] = (((tile[low] << bits | high) << bits | low) << 1) | (one > other)
    keys.sort()
    return keys
