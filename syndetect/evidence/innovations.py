"""Shared innovations: odd readings that few on the event have, where others read differently.

The editors of manuscripts call them indicative errors ("Leitfehler", Maas 1927): a slip that two
texts share was hardly made twice. Two sorts are found, both by count of the event's classes:

* a spelling, beside a twin (``text.spelling``) that more classes have: a slip, a transliteration;
  both must be rare at large, so that two words of the language are not taken for one;
* a word in a quotation, between two words and two others, where more classes have the same four
  around another word or none (MemeTracker: Leskovec, Backstrom and Kleinberg 2009).

What most have says nothing. A reading weighs -log10 of the share of the event's classes that have
it, shrunk for small events, so that a slip two of five share is no commonplace.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import pools
from syndetect.evidence.material import Columns, Kind, Pairs, Rows, Words, bounds, grouped
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import KEY_BITS
from syndetect.kernels.variants import (
    READING,
    at_known_places,
    odd_readings,
    read_in_several_ways,
    share_readings,
)
from syndetect.text.spelling import SKELETON, parts

CONTEXT = (
    "innovations",  # weight of the odd readings in common, in powers of ten
    "odd_left",  # weight of those that left alone has, where right reads differently
    "odd_right",
)
MATERIAL = (
    pa.field("odd_keys", pa.large_list(pa.uint64())),  # readings of contested places, ascending
    pa.field("odd_weights", pa.large_list(pa.int32())),  # 0 for those that are not odd
)
POOL = (
    pa.field("odd_keys", pa.large_list(pa.uint64())),  # readings of contested places
    pa.field("odd_counts", pa.large_list(pa.int32())),  # classes that have each
    pa.field("odd_beside", pa.large_list(pa.int32())),  # and its commonest rival, where it is odd
)

_SHRINK = 20.0  # classes without the reading that stand for all that is not collected
_AROUND = 900  # hundredths: rarity of the four words around a quoted one, in all
_LOW = (1 << READING) - 1


class _Entries(NamedTuple):
    """Readings as they stand in some articles, rows ascending within each sort."""

    row: schema.I64
    keys: schema.U64  # place, then reading
    rarity: schema.I32
    spelling: schema.U64  # 0 for words in quotations

    def kept(self, which: npt.NDArray[Any]) -> _Entries:
        return _Entries(*(column[which] for column in self))


def prepare(words: Words) -> Columns:
    """The readings of each article at places that its event contests."""
    if words.around.pools is None:
        entries = _entries(words, np.zeros(words.count, dtype=np.bool_))
    else:
        offsets, contested = words.around.pools.columns["odd_keys"]
        several = np.append(np.diff(offsets) > 0, False)  # the last is for -1
        entries = _entries(words, several[words.around.pool])
        pool = words.around.pool[entries.row]
        entries = entries.kept(at_known_places(entries.keys, pool, offsets, contested))
    rows = _rows(entries, words.count)
    places = words.around.places("odd_keys", rows.offsets, rows.keys)
    kept = np.flatnonzero(places >= 0)
    row = np.repeat(np.arange(words.count), np.diff(rows.offsets))[kept]
    counts = words.around.values("odd_counts", places[kept], 1)
    odd = words.around.values("odd_beside", places[kept], 0) > 0
    share_of = counts / (words.around.classes()[row] + _SHRINK)
    weights = np.where(odd, np.rint(-100.0 * np.log10(share_of)), 0.0).astype(np.int32)
    ends = bounds(row, words.count)
    return {
        "odd_keys": schema.ragged(ends, rows.keys[kept]),
        "odd_weights": schema.ragged(ends, weights),
    }


def count(members: Words, bounds: schema.I64) -> Columns:
    """How many classes on the event have each reading of a contested place."""
    entries = _entries(members, np.ones(members.count, dtype=np.bool_))
    event = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    entries = entries.kept(read_in_several_ways(event[entries.row], entries.keys))
    of_event = event[entries.row].astype(np.uint64) << np.uint64(KEY_BITS) | entries.keys
    rows = _rows(entries, members.count)
    keys = pools.by_event(rows.offsets, rows.keys, bounds)
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
    found = keys[order[starts]]
    counts = np.diff(np.append(starts, len(keys))).astype(np.int32)
    rarities = np.minimum.reduceat(rows.weights[order], starts) if len(starts) else rows.weights
    spellings = _spellings(of_event, entries.spelling, found)
    known = parts(spellings)
    beside, contested = odd_readings(
        sealed(found, np.uint64),
        sealed(counts, np.int32),
        sealed(spellings != 0, np.bool_),
        sealed(rarities, np.int32),
        sealed(known.vowels, np.uint8),
        sealed(known.patterns, np.uint16),
        sealed(known.long, np.bool_),
    )
    columns = pools.listed(found[contested], len(bounds) - 1, counts[contested], beside[contested])
    return dict(zip((field.name for field in POOL), columns, strict=True))


def measure(pairs: Pairs) -> Columns:
    """The three signals of each pair."""
    found = share_readings(
        sealed(pairs.left, np.int32),
        sealed(pairs.right, np.int32),
        *pairs.material.flat("odd_keys"),
        pairs.material.values("odd_weights"),
    )
    return {name: found[:, at] / 100.0 for at, name in enumerate(CONTEXT)}


def _entries(words: Words, some: npt.NDArray[np.bool_]) -> _Entries:
    """Every spelling and every quoted word of *some* articles, outside furniture."""
    known = words.known
    free = (words.flags & (schema.FURNITURE | schema.REPEATED) == 0) & some[words.row]
    at = np.flatnonzero(free)
    at = at[known.spelling[words.place[at]] != 0]
    spelling = known.spelling[words.place[at]]
    stem = known.stem[words.place[at]]
    # Skeleton, then stem: forms of one word are one reading.
    place = (spelling >> np.uint64(SKELETON)) << np.uint64(READING)
    row, keys = _quoted(words, np.flatnonzero(free & (words.flags & schema.QUOTED != 0)))
    return _Entries(
        np.concatenate((words.row[at], row)),
        np.concatenate((place | (stem & np.uint64(_LOW)), keys)),
        np.concatenate((words.rarity[at], np.zeros(len(keys), dtype=np.int32))),
        np.concatenate((spelling, np.zeros(len(keys), dtype=np.uint64))),
    )


def _rows(entries: _Entries, count: int) -> Rows:
    """Distinct readings of each article, but for what it quotes in two ways; the weight of a
    spelling is its rarity."""
    order = np.lexsort((entries.keys, entries.row))
    row, keys, _, spelling = seen = entries.kept(order)
    fresh = np.ones(len(keys), dtype=np.bool_)  # where a place begins
    fresh[1:] = (row[1:] != row[:-1]) | ((keys[1:] ^ keys[:-1]) >> np.uint64(READING) != 0)
    place = np.cumsum(fresh) - 1
    two_ways = np.zeros(len(keys), dtype=np.bool_)
    two_ways[place[1:][~fresh[1:] & (keys[1:] != keys[:-1]) & (spelling[1:] == 0)]] = True
    seen = seen.kept(~two_ways[place])
    rows = grouped(bounds(seen.row, count), seen.keys)
    marks = np.zeros(len(rows.keys), dtype=np.uint8)
    return Rows(rows.offsets, rows.keys, rows.heaviest(seen.rarity), marks)


def _spellings(keys: schema.U64, spelling: schema.U64, found: schema.U64) -> schema.U64:
    """The least spelling of each found reading of an event, 0 for quoted words; *keys* are of the
    same sort, one for each *spelling*."""
    order = np.lexsort((spelling, keys))
    first = np.searchsorted(keys[order], found)
    return np.asarray(spelling[order[first]], dtype=np.uint64)


def _quoted(words: Words, at: schema.I64) -> tuple[schema.I64, schema.U64]:
    """Row and key of each quoted word, or none, between two quoted words and two others; *at* is
    where quoted words stand."""
    rows, keys = [], []
    for middle in (0, 1):
        last = 3 + middle
        first = at[: max(len(at) - last, 0)]
        first = first[at[last:] - first == last]
        first = first[words.row[first] == words.row[first + last]]
        around = [first + step for step in (0, 1, last - 1, last)]
        telling = np.sum([words.rarity[place] for place in around], axis=0) >= _AROUND
        first = first[telling]
        place = np.zeros(len(first), dtype=np.uint64)
        for step in around:
            place = (place ^ words.known.stem[words.place[step[telling]]]) * np.uint64(
                0x9E3779B97F4A7C15
            )
            place ^= place >> np.uint64(29)
        reading = words.known.stem[words.place[first + 2]] & np.uint64(_LOW * middle)
        rows.append(words.row[first])
        keys.append((place >> np.uint64(32)) << np.uint64(READING) | reading)
    return np.concatenate(rows), np.concatenate(keys)


KIND = Kind((), CONTEXT, MATERIAL, prepare, measure, POOL, count)
