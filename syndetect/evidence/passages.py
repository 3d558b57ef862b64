"""Passages that two articles share, as token ranges; quotations and furniture told apart.

Seed by equal shingles, extend, tile greedily (Wise 1993, "Running Karp-Rabin matching and greedy
string tiling"), chain over small gaps: see ``kernels.chain``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import Columns, Kind, Pairs, Words
from syndetect.kernels.chain import align
from syndetect.kernels.shared import ASIDE, row_sums
from syndetect.model import PassageKind

FACTS = (
    "passage_count",  # shared passages outside quotations and furniture
    "longest",  # words of the longest of them
    "passage_words",  # words in them
    "passage_share",  # those words over the own words of the shorter text
    "quoted_words",  # words in shared passages that are quotations
    "furniture_words",
    "own_words",  # words of the shorter text outside quotations and furniture
)
MATERIAL = (
    pa.field("words", pa.large_list(pa.uint32())),  # in the order of the text, by rank
    pa.field("flags", pa.large_list(pa.uint8())),
    pa.field("place_counts", pa.large_list(pa.int32())),  # places of each of ``shingle_keys``,
    pa.field("places", pa.large_list(pa.int32())),  # and these, by key, then ascending
    pa.field("own_words", pa.int32()),  # words outside quotations and furniture
)
_FEW = 60  # own words below which a share of them is damped
KINDS = (PassageKind.VERBATIM, PassageKind.EDITED, PassageKind.QUOTED, PassageKind.FURNITURE)
# A passage inside a run: left begin, left end, right begin, right end (tokens), place in KINDS,
# words in common.
TOKENS = pa.large_list(pa.int32())
FIELDS = 6


def prepare(words: Words) -> Columns:
    """The words of each article, and where each shingle stands."""
    seen = words.places
    ends = seen.spots[seen.offsets]  # windows before each article
    places = (seen.at - np.repeat(ends[:-1], np.diff(ends))).astype(np.int32)
    return {
        "words": schema.ragged(words.offsets, words.known.rank[words.place]),
        "flags": schema.ragged(words.offsets, words.flags),
        "place_counts": schema.ragged(seen.offsets, np.diff(seen.spots).astype(np.int32)),
        "places": schema.ragged(ends, places),
        "own_words": row_sums(words.marks & ASIDE == 0, words.offsets).astype(np.int32),
    }


def measure(pairs: Pairs) -> Columns:
    """Passages of at least ``settings.passage`` equal words of each pair, and sums of them.

    ``shared`` (shingles in common, which ``overlap`` measures) tells which pairs can have one at
    all. No word of either text counts twice, and a pair turned round has the same passages with
    their sides exchanged.
    """
    material, settings = pairs.material, pairs.settings
    offsets, words = material.flat("words")
    # A passage is one run of that many words, or two runs: two shingles, unless these are long.
    least = min(2, max(1, settings.passage - settings.width + 1))
    chosen = np.flatnonzero(pairs.measured["shared"] >= least).astype(np.int64)
    rows = align(
        pairs.left,
        pairs.right,
        offsets,
        words,
        material.values("flags"),
        *pairs.shingles,
        material.begins("place_counts"),
        material.values("places"),
        chosen,
        settings.passage,
        settings.gap,
        schema.QUOTED,
        schema.FURNITURE,
    )
    own = material.plain("own_words")
    shorter = np.minimum(own[pairs.left], own[pairs.right])
    found = _sum_up(rows, len(pairs.left), settings.passage)
    found["passage_share"] = found["passage_words"] / np.maximum(shorter, _FEW)
    return {**found, "own_words": shorter}


def _sum_up(rows: npt.NDArray[np.int32], pairs: int, shortest: int) -> Columns:
    """What the rows of ``align`` say of each pair: the ragged column, and sums (float64)."""
    pair, equal, quoted, furniture, own = rows[:, 0], rows[:, 5], rows[:, 6], rows[:, 7], rows[:, 8]
    kind = np.where(rows[:, 9] == 1, 1, 0)
    kind = np.where(2 * quoted >= equal, 2, kind)
    kind = np.where(2 * furniture >= equal, 3, kind).astype(np.int32)
    counts = np.bincount(pair, minlength=pairs)
    offsets = np.concatenate(([0], np.cumsum(counts) * FIELDS)).astype(np.int64)
    flat = np.column_stack((rows[:, 1:5], kind, equal)).astype(np.int32).ravel()
    telling = own >= shortest
    longest = np.zeros(pairs, dtype=np.float64)
    np.maximum.at(longest, pair[telling], own[telling])
    return {
        "passages_tokens": schema.ragged(offsets, flat),
        "passage_count": _per_pair(pair[telling], np.ones(int(telling.sum())), pairs),
        "longest": longest,
        "passage_words": _per_pair(pair[telling], own[telling], pairs),
        "quoted_words": _per_pair(pair, quoted, pairs),
        "furniture_words": _per_pair(pair, furniture, pairs),
    }


def _per_pair(pair: Any, values: Any, pairs: int) -> npt.NDArray[np.float64]:
    return np.bincount(pair, weights=values, minlength=pairs).astype(np.float64)


KIND = Kind(FACTS, (), MATERIAL, prepare, measure)
