"""Slow, obvious twins of the kernels, and small readings to feed them.

Each twin says in a few lines of plain Python what its kernel computes fast.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import datasketch
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema

Row = Sequence[int]
Pair = tuple[int, int]


def readings(rows: Sequence[Row], flags: Sequence[Row] | None = None) -> pa.Table:
    """Readings of articles given as word hashes; only words and flags say anything."""
    words = schema.ragged_from([np.array(row, dtype=np.uint64) for row in rows], np.uint64)
    if flags is None:
        flags = [[0] * len(row) for row in rows]
    marks = schema.ragged_from([np.array(row, dtype=np.uint8) for row in flags], np.uint8)
    nothing = schema.ragged_from([np.empty(0, dtype=np.int32)] * len(rows), np.int32)
    columns = dict.fromkeys(("begin", "end", "rarity", "sentence"), nothing)
    columns |= {"word": words, "stem": words, "flags": marks}
    columns |= {"language": ["en"] * len(rows), "invisible": [0] * len(rows)}
    return schema.build(schema.READINGS, columns)


def ragged(rows: Sequence[Row]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Offsets and flat values of rows of uint64."""
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    return offsets, np.array([value for row in rows for value in row], dtype=np.uint64)


def rows_of(offsets: npt.NDArray[np.int64], values: npt.NDArray[np.uint64]) -> list[list[int]]:
    """The rows that offsets and flat values stand for."""
    bounds = offsets.tolist()
    return [values[b:e].tolist() for b, e in pairwise(bounds)]


def shingles(words: Row, width: int) -> list[int]:
    """Shingle hashes of one article in the order of the text, as anyone recomputes them."""
    if not words:
        return []
    span = min(width, len(words))
    return [
        xxhash.xxh64_intdigest(struct.pack(f"<{span}Q", *words[at : at + span]))
        for at in range(len(words) - span + 1)
    ]


def outside(words: Row, aside: Row, width: int) -> list[int]:
    """The shingles none of whose tokens is aside."""
    span = min(width, len(words))
    hashes = enumerate(shingles(words, width))
    return [value for at, value in hashes if not any(aside[at : at + span])]


def minima(hashes: Row, size: int, seed: int) -> list[int]:
    """The hash values of a MinHash of datasketch fed the low 32 bits of *hashes*."""
    sketch = datasketch.MinHash(
        num_perm=size, seed=seed, scheme="affine32", hashfunc=lambda value: value & 0xFFFFFFFF
    )
    sketch.update_batch(hashes)
    return [int(value) for value in sketch.hashvalues]


def components(edges: Sequence[Pair], count: int) -> list[int]:
    """The smallest member that each node reaches, by spreading labels until nothing changes."""
    labels = list(range(count))
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            least = min(labels[a], labels[b])
            changed |= labels[a] != least or labels[b] != least
            labels[a] = labels[b] = least
    return labels


def bucket_pairs(keys: Row, cap: int) -> tuple[set[Pair], int]:
    """Pairs of equal keys of which one is among the first *cap* of its key, and how many others."""
    place = {at: keys[:at].count(keys[at]) for at in range(len(keys))}
    equal = [(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] == keys[b]]
    kept = {(a, b) for a, b in equal if place[a] < cap}
    return kept, len(equal) - len(kept)


def meetings(seats: Row, ends: Row, weights: Row, least: Row) -> set[Pair]:
    """Pairs of seats whose meetings weigh enough."""
    tally: Counter[Pair] = Counter()
    for post, seat in enumerate(seats):
        for other in range(post + 1, ends[post]):
            tally[seat, seats[other]] += weights[post]
    return {(a, b) for (a, b), weight in tally.items() if weight >= min(least[a], least[b])}


def sharing(rows: Sequence[Row], groups: Row, order: Row, rare: int, shared: int) -> set[Pair]:
    """Pairs of articles that share enough seeds, where no group needs a cap for rare seeds.

    A seed in at most *rare* groups weighs 8 and brings all its holders together; one in at most
    ``rare**2`` weighs 1, the first of each group holds it, and the first *rare* of these meet all.
    """
    holders: dict[int, list[int]] = {}
    for article in order:
        for seed in rows[article]:
            holders.setdefault(seed, []).append(article)
    spread = {seed: len({groups[a] for a in members}) for seed, members in holders.items()}
    tally: Counter[frozenset[int]] = Counter()
    for seed, members in holders.items():
        if spread[seed] <= rare:
            met = list(combinations(members, 2))
        elif spread[seed] <= rare**2:
            fronts = [
                a
                for a in members
                if groups[a] not in {groups[b] for b in members[: members.index(a)]}
            ]
            met = [pair for pair in combinations(fronts, 2) if fronts.index(pair[0]) < rare]
        else:
            met = []
        tally.update({frozenset(pair): 8 if spread[seed] <= rare else 1 for pair in met})
    whole = [sum(8 if spread[seed] <= rare else 1 for seed in row) for row in rows]
    return {
        (min(pair), max(pair))
        for pair, weight in tally.items()
        if weight >= min(8 * shared, *(whole[article] for article in pair))
    }
