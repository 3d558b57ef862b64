"""Near-duplicate groups alone: texts in, who is alike out, and nothing else is read.

A batch at a time becomes words, shingles and minima, of which the keys of bands and a byte each
stay, 0.4 kB a text. Texts that share a band, and whose bytes do not rule it out, are read again: a
text is smaller than its shingles, and most texts meet nobody. Their shingle sets are compared
exactly. In each bucket of a band all meet the first one, before those still apart meet others: of a
large family nearly all are connected by then.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.gather import pair_keys, pairs_of
from syndetect.candidates.resemblance import band_keys
from syndetect.engines.contract import Engine
from syndetect.errors import UsageError
from syndetect.fingerprint import permutations
from syndetect.kernels import buckets, distinct, forest, hashing, minima, overlap
from syndetect.settings import Settings
from syndetect.text.words import word_hashes

Texts: TypeAlias = Iterable[str] | pa.Array | pa.ChunkedArray
Progress = Callable[[str, int, int], None]

_Held: TypeAlias = Sequence[str] | pa.ChunkedArray

_BATCH = 1024  # texts that a thread has in hand
_BANDS = 4  # bands whose pairs wait together before doubles are dropped
_DEVIATIONS = 4.0  # of a binomial: so far below its mean is one value in thirty thousand
_PAIRS = 4096  # pairs that a thread has in hand
_SHINGLES = 1 << 23  # of one family that a thread has in hand at once


@dataclass(frozen=True, slots=True)
class Alike:
    """For each text the position (int32) of the first of its group; what caps cut, by name."""

    labels: schema.I32
    dropped: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Sketches:
    """What stays of texts."""

    identity: schema.U64  # equal where the words are
    shingles: schema.I64  # how many
    keys: schema.U64  # bands × texts
    low: npt.NDArray[np.uint8]  # texts × minima: the lowest byte of each


def group(
    texts: Texts,
    settings: Settings,
    engine: Engine,
    progress: Progress,
) -> Alike:
    """Groups of *texts* that pairs of the resemblance ``near_duplicates.resemblance`` connect.

    A pair is found where it shares a band of minima, and counts where the exact resemblance of
    its shingles is enough, so that no pair of other texts joins two groups. These are the groups
    of ``pipeline.run``, as long as no band brings more than ``candidates.bucket`` texts together:
    there each meets the first so many in an order that only words decide, here without regard to
    quotations and furniture.
    """
    held = _held(texts)
    total = len(held)
    sketches = _sketches(held, settings, engine, progress)
    _, first, of_class = np.unique(sketches.identity, return_index=True, return_inverse=True)
    copies = first[of_class].astype(np.int32)
    copies[sketches.shingles == 0] = np.flatnonzero(sketches.shingles == 0)
    members = first[sketches.shingles[first] > 1].astype(np.int32)  # by identity
    found = engine.each(
        lambda band: buckets.crowds(sketches.keys[band][members]), range(len(sketches.keys))
    )
    cap, own = settings.candidates.bucket, np.arange(total, dtype=np.int32)
    labels, seen = copies, np.empty(0, dtype=np.uint64)
    for hubs in (1, max(cap // 8, 1), cap):
        pairs = _meetings(found, hubs, members, labels, sketches.low, settings, engine, progress)
        pairs = np.setdiff1d(pairs, seen, assume_unique=True)  # not alike, as far as seen
        seen = np.concatenate([seen, pairs])
        left, right = _verified(held, pairs, sketches.shingles, settings, engine, progress)
        edges = np.concatenate([labels, left]), np.concatenate([own, right])
        labels = forest.components(*edges, total)
    cut = sum(buckets.cut_by(starts, cap) for _, starts in found)
    return Alike(labels, {"meetings in crowded bands": cut})


def _held(texts: Texts) -> _Held:
    """*texts* so that some can be taken twice."""
    if isinstance(texts, str | bytes):
        raise UsageError("one text is no collection: put it into a list")
    if isinstance(texts, pa.Array):
        texts = pa.chunked_array([texts])
    if isinstance(texts, pa.ChunkedArray):
        if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            raise UsageError(f"an array of {texts.type} holds no texts: give one of strings")
        return texts.fill_null("").cast(pa.large_string())  # taken from, it may pass 2 GB
    return texts if isinstance(texts, list | tuple) else list(texts)


def _some(held: _Held, rows: npt.NDArray[Any]) -> list[str]:
    if isinstance(held, pa.ChunkedArray):
        some: list[str] = held.take(pa.array(rows)).to_pylist()
        return some
    some = [held[row] for row in rows.tolist()]
    for row, text in zip(rows.tolist(), some, strict=True):
        if not isinstance(text, str):
            raise UsageError(f"text {row} is a {type(text).__name__}: give strings alone")
    return some


def _sketches(held: _Held, settings: Settings, engine: Engine, progress: Progress) -> _Sketches:
    prints, limits = settings.fingerprints, settings.candidates
    permuted = permutations(prints.minima, prints.seed)
    used = limits.bands * limits.rows  # minima that no band asks for are not made
    multipliers, addends = permuted[0][:used], permuted[1][:used]

    def sketch(batch: range) -> _Sketches:
        offsets, words = word_hashes(_some(held, np.arange(batch.start, batch.stop)))
        starts, shingles = hashing.shingle_rows(offsets, words, prints.width)
        least = minima.minima_rows(starts, shingles, multipliers, addends)
        keys = [band_keys(least[:, at : at + limits.rows]) for at in range(0, used, limits.rows)]
        return _Sketches(
            hashing.digest_rows(offsets, words),
            np.diff(starts),
            np.stack(keys),
            least.astype(np.uint8),
        )

    total = len(held)
    batches = [range(at, min(at + _BATCH, total)) for at in range(0, max(total, 1), _BATCH)]
    progress("fingerprints", 0, total)
    parts = engine.each(
        sketch, batches, lambda at: progress("fingerprints", batches[at].stop, total)
    )
    return _Sketches(
        np.concatenate([part.identity for part in parts]),
        np.concatenate([part.shingles for part in parts]),
        np.concatenate([part.keys for part in parts], axis=1),
        np.concatenate([part.low for part in parts]),
    )


def _meetings(
    found: list[tuple[schema.I32, schema.I64]],
    hubs: int,
    members: schema.I32,
    labels: schema.I32,
    low: npt.NDArray[np.uint8],
    settings: Settings,
    engine: Engine,
    progress: Progress,
) -> schema.U64:
    """Keys of the pairs of *members* that share a band and may be alike, each once."""
    least = _least(low.shape[1], settings.near_duplicates.resemblance)
    of_member, bytes_of = labels[members], low[members]

    def band(at: int) -> schema.U64:
        first, second = buckets.meetings(*found[at], hubs, of_member, bytes_of, least)
        return pair_keys(members[first], members[second])

    pairs = np.empty(0, dtype=np.uint64)
    for at in range(0, len(found), _BANDS):
        progress("candidates", at, len(found))
        parts = engine.each(band, range(at, min(at + _BANDS, len(found))))
        pairs = buckets.distinct(np.concatenate([pairs, *parts]))
    return pairs


def _least(minima: int, resemblance: float) -> int:
    """Minima that two texts of that resemblance share, but for one pair in thirty thousand."""
    spread = math.sqrt(minima * resemblance * (1 - resemblance))
    return max(0, math.floor(minima * resemblance - _DEVIATIONS * spread))


def _verified(
    held: _Held,
    pairs: schema.U64,
    sizes: schema.I64,
    settings: Settings,
    engine: Engine,
    progress: Progress,
) -> tuple[schema.I32, schema.I32]:
    """Edges that connect what pairs of enough resemblance connect."""
    left, right = pairs_of(pairs)
    family = forest.components(left, right, len(held))[left]
    order = np.argsort(family, kind="stable")
    left, right = left[order], right[order]
    runs = _runs(buckets.runs(family[order]).tolist())

    def work(run: slice) -> tuple[schema.I32, schema.I32]:
        return _joined(held, left[run], right[run], sizes, settings)

    total = len(pairs)
    progress("comparing pairs", 0, total)
    parts = engine.each(work, runs, lambda at: progress("comparing pairs", runs[at].stop, total))
    nothing = np.empty(0, dtype=np.int32)
    return (
        np.concatenate([nothing, *(one for one, _ in parts)]),
        np.concatenate([nothing, *(other for _, other in parts)]),
    )


def _runs(bounds: list[int]) -> list[slice]:
    """Whole families together up to ``_PAIRS`` pairs, one at least."""
    runs, begin = [], 0
    for stop, after in itertools.pairwise(bounds):
        if after - begin > _PAIRS and stop > begin:
            runs.append(slice(begin, stop))
            begin = stop
    if bounds[-1] > begin:
        runs.append(slice(begin, bounds[-1]))
    return runs


def _joined(
    held: _Held, left: schema.I32, right: schema.I32, sizes: schema.I64, settings: Settings
) -> tuple[schema.I32, schema.I32]:
    """Edges between texts of some pairs, which have *sizes* of shingles.

    Where these are many, a few pairs at a time are in hand: what is connected waits no more.
    """
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = places[: len(left)], places[len(left) :]
    own = np.arange(len(rows), dtype=np.int32)
    labels = own
    step = len(one) if sizes[rows].sum() <= _SHINGLES else _PAIRS
    for at in range(0, len(one), step):
        some = slice(at, at + step)
        apart = labels[one[some]] != labels[other[some]]
        if not apart.any():
            continue
        both = np.concatenate([one[some][apart], other[some][apart]])
        used, seats = np.unique(both, return_inverse=True)
        offsets, words = word_hashes(_some(held, rows[used]))
        shingles = hashing.shingle_rows(offsets, words, settings.fingerprints.width)
        _, first, same = np.unique(labels[used], return_index=True, return_inverse=True)
        joined = first[same].astype(np.int32)
        a, b = np.split(seats, 2)
        rows_of, values = distinct.distinct_rows(*shingles)
        threshold = settings.near_duplicates.resemblance
        overlap.unite_alike(a, b, rows_of, values, threshold, joined)
        edges = np.concatenate([labels, used[joined]]), np.concatenate([own, used])
        labels = forest.components(*edges, len(rows))
    return rows[labels], rows
