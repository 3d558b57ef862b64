"""Passages that two articles share, as token ranges; quotations and furniture told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.chain import align
from syndetect.model import PassageKind
from syndetect.settings import Evidence

KINDS = (PassageKind.VERBATIM, PassageKind.EDITED, PassageKind.QUOTED, PassageKind.FURNITURE)
# A passage inside a run: left begin, left end, right begin, right end (tokens), place in KINDS,
# words in common.
TOKENS = pa.large_list(pa.int32())
FIELDS = 6


@dataclass(frozen=True, slots=True)
class Tokens:
    """Passages of many pairs: the ragged column, and sums a pair (float64)."""

    column: pa.LargeListArray
    own_passages: npt.NDArray[np.float64]
    longest: npt.NDArray[np.float64]
    own_words: npt.NDArray[np.float64]
    quoted_words: npt.NDArray[np.float64]
    furniture_words: npt.NDArray[np.float64]


def find(
    left: schema.I32,
    right: schema.I32,
    readings: pa.Table,
    material: pa.Table,
    shared: schema.I64,
    settings: Evidence,
) -> Tokens:
    """Passages of at least ``settings.passage`` equal words of each pair.

    *shared* (shingles in common) tells which pairs can have one at all. No word of either text
    counts twice, and a pair turned round has the same passages with their sides exchanged.
    """
    offsets, words = schema.flat(readings, "word")
    _, flags = schema.flat(readings, "flags")
    shingle_offsets, keys = schema.flat(material, "place_keys")
    _, places = schema.flat(material, "places")
    # A passage is one run of that many words, or two runs: two shingles, unless these are long.
    least = min(2, max(1, settings.passage - settings.width + 1))
    chosen = np.flatnonzero(shared >= least).astype(np.int64)
    rows = align(
        left,
        right,
        offsets,
        words,
        flags,
        shingle_offsets,
        keys,
        places,
        chosen,
        settings.passage,
        settings.gap,
        schema.QUOTED,
        schema.FURNITURE,
    )
    return _sum_up(rows, len(left), settings.passage)


def _sum_up(rows: npt.NDArray[np.int32], pairs: int, shortest: int) -> Tokens:
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
    return Tokens(
        column=schema.ragged(offsets, flat),
        own_passages=_per_pair(pair[telling], np.ones(int(telling.sum())), pairs),
        longest=longest,
        own_words=_per_pair(pair[telling], own[telling], pairs),
        quoted_words=_per_pair(pair, quoted, pairs),
        furniture_words=_per_pair(pair, furniture, pairs),
    )


def _per_pair(pair: Any, values: Any, pairs: int) -> npt.NDArray[np.float64]:
    return np.bincount(pair, weights=values, minlength=pairs).astype(np.float64)
