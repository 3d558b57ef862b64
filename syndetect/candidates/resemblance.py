"""Pairs whose texts are alike as wholes: bands of minima; and groups of near-duplicates.

A pair of resemblance s shares a band with probability 1 - (1 - s**rows)**bands. A short text
inside a long one has a low resemblance: ``passages`` finds those.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.classes import in_content_order
from syndetect.candidates.gather import RESEMBLANCE, Candidates, pair_keys, pairs_of
from syndetect.candidates.templates import APART, Sieve
from syndetect.kernels import buckets, forest, overlap
from syndetect.settings import Candidates as Limits

_PENDING = 1 << 22  # pairs that wait before doubles are dropped: memory, never the result
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def resemblance(
    fingerprints: pa.Table,
    representative: schema.I32,
    limits: Limits,
    groups: Groups | None = None,
    sieve: Sieve | None = None,
) -> Candidates:
    """Pairs of representatives that share a band of minima.

    Articles of one shingle, all that are shorter than a shingle among them, stay out of the bands
    and meet those of the same shingle; articles without tokens meet nobody. In a bucket of more
    than ``candidates.bucket`` members each meets only the first so many in the order of content;
    ``dropped["meetings in crowded bands"]`` counts the meetings this cut, one for each band.

    All pairs go through *groups*, and of these on those that pass the *sieve*: what others would
    take in memory is never there at once. ``dropped[templates.APART]`` counts what does not pass,
    a pair once for each run of bands.
    """
    cap = limits.bucket
    found = np.empty(0, dtype=np.uint64)
    pending: list[schema.U64] = []
    waiting = cut = apart = 0

    def settled() -> schema.U64:
        nonlocal apart
        fresh = buckets.distinct(np.concatenate([found[:0], *pending]))
        pending.clear()
        if groups is not None:
            groups.join(*pairs_of(fresh))
        if sieve is not None:
            kept = sieve.passes(*pairs_of(fresh))
            apart += int(len(kept) - kept.sum())
            fresh = fresh[kept]
        merged: schema.U64 = buckets.distinct(np.concatenate([found, fresh]))
        return merged

    for members, keys in _lanes(fingerprints, representative, limits):
        first, second, over = buckets.bucket_pairs(keys, cap)
        cut += over
        pending.append(pair_keys(members[first], members[second]))
        waiting += len(first)
        if waiting > max(_PENDING, len(found)):
            found, waiting = settled(), 0
    dropped = {"meetings in crowded bands": cut}
    found = settled()
    if apart:
        dropped[APART] = apart
    return Candidates.of(found, RESEMBLANCE, dropped)


def _lanes(
    fingerprints: pa.Table, representative: schema.I32, limits: Limits
) -> Iterator[tuple[schema.I32, schema.U64]]:
    """Ordinals and their bucket keys: articles of one shingle, then band by band the others."""
    members = in_content_order(fingerprints, representative)
    offsets, shingles = schema.flat(fingerprints, "shingles")
    single = np.diff(offsets)[members] == 1
    yield members[single], shingles[offsets[members[single]]]
    members = members[~single]
    sizes, minima = schema.flat(fingerprints, "minima")
    minima = minima.reshape(-1, int(np.diff(sizes).max(initial=1)))
    for band in range(limits.bands):
        begin = band * limits.rows
        yield members, band_keys(minima[members, begin : begin + limits.rows])


def band_keys(band: npt.NDArray[np.uint32]) -> schema.U64:
    """One key (uint64) for each row of a band of minima; equal rows have equal keys."""
    keys = np.zeros(len(band), dtype=np.uint64)
    for column in band.T:
        keys = (keys ^ (keys >> _HALF) ^ column.astype(np.uint64)) * _MULTIPLIER
    return keys


def resemblances(
    left: schema.I32, right: schema.I32, fingerprints: pa.Table
) -> npt.NDArray[np.float64]:
    """Exact resemblance of the shingle sets of each pair: shared shingles over all of both."""
    offsets, shingles = schema.flat(fingerprints, "shingles")
    shared = overlap.shared_sizes(left, right, offsets, shingles).astype(np.int64)
    sizes = np.diff(offsets)
    either = sizes[left] + sizes[right] - shared
    return np.asarray(shared / np.maximum(either, 1), dtype=np.float64)


class Groups:
    """Groups of near-duplicates, as pairs come."""

    def __init__(
        self, fingerprints: pa.Table, representative: schema.I32, threshold: float
    ) -> None:
        self._rows = schema.flat(fingerprints, "shingles")
        self._threshold = threshold
        self._ordinals = np.arange(len(representative), dtype=np.int32)
        self._parent = forest.components(representative, self._ordinals, len(representative))

    def join(self, left: schema.I32, right: schema.I32) -> None:
        """Connect the pairs of an exact resemblance of the threshold or more."""
        overlap.unite_alike(left, right, *self._rows, self._threshold, self._parent)

    def labels(self) -> schema.I32:
        """For each article the smallest ordinal of its group (int32)."""
        found: schema.I32 = forest.components(self._parent, self._ordinals, len(self._ordinals))
        return found
