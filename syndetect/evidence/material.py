"""What of each article is compared: its shingles, content words and skip-pairs as sorted rows.

A row depends on its reading alone. Weights are rarities in hundredths of a power of ten, exact
integers, so that sums do not depend on their order. Marks say where a key stands: ``ASIDE`` when
it stands only inside quotations or furniture, ``REPEATED`` when only there or in repeated lines.

Skip-pairs are two content stems at most four apart in either order, after Lin and Och (2004,
"Automatic evaluation of machine translation quality using … skip-bigram statistics"): what
survives when a sentence is turned round.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.shared import APART, ASIDE, REPEATED, gather_rows, own_weight, row_sums

_PLAIN = 150  # rarity of the commonest words: it carries no weight in a shingle
_MOST_ROWS = 1 << 15  # articles prepared at a time, so that their number fits beside a key
_SENTENCE = 3  # own content stems of a sentence that counts
_REACH = 4  # content words that a skip-pair may span

MATERIAL = pa.schema(
    [
        (f"{kind}_{part}", pa.large_list(dtype))
        for kind in ("shingle", "content", "skip")
        for part, dtype in (("keys", pa.uint64()), ("weights", pa.int32()), ("marks", pa.uint8()))
    ]
    + [
        ("place_keys", pa.large_list(pa.uint64())),  # all shingles, ascending,
        ("places", pa.large_list(pa.int32())),  # and where each begins
        ("mention_keys", pa.large_list(pa.uint64())),  # content stems by sentence, ascending
        ("mention_places", pa.large_list(pa.int32())),  # the sentence of each
        ("mention_weights", pa.large_list(pa.int32())),  # rarity; half of it inside quotations
        ("sentence_weights", pa.large_list(pa.int64())),  # weight of each sentence that counts
        ("own_words", pa.int32()),  # words outside quotations and furniture
        ("shingle_own", pa.int64()),  # weight of all own keys of the kind
        ("content_own", pa.int64()),
        ("skip_own", pa.int64()),
    ]
)


def prepare(readings: pa.Table, width: int) -> pa.Table:
    """The ``MATERIAL`` of *readings*: one row an article; *width* words make a shingle."""
    if readings.num_rows > _MOST_ROWS:
        slices = range(0, readings.num_rows, _MOST_ROWS)
        return pa.concat_tables([prepare(readings.slice(at, _MOST_ROWS), width) for at in slices])
    offsets, word = schema.flat(readings, "word")
    _, stem = schema.flat(readings, "stem")
    _, rarity = schema.flat(readings, "rarity")
    _, flags = schema.flat(readings, "flags")
    count = readings.num_rows
    row = np.repeat(np.arange(count, dtype=np.int64), np.diff(offsets))
    marks = _marks(flags)
    columns: dict[str, Any] = {}

    starts = _shingle_starts(offsets, width)
    hashes = _windows(word, starts, width)
    weight = sum(rarity[starts + k] for k in range(width)) - width * _PLAIN
    mark = _mark_windows(marks, starts, width)
    _put(columns, "shingle", count, row[starts], hashes, np.maximum(weight, 0), mark)
    bounds = _bounds(row[starts], count)
    order = _in_rows(hashes, row[starts], stable=True)
    columns["place_keys"] = schema.ragged(bounds, hashes[order])
    places = (starts - offsets[row[starts]]).astype(np.int32)
    columns["places"] = schema.ragged(bounds, places[order])

    telling = np.flatnonzero(flags & schema.COMMON == 0)
    _put(
        columns,
        "content",
        count,
        row[telling],
        _short(stem[telling]),
        rarity[telling],
        marks[telling],
    )
    own = telling[marks[telling] & ASIDE == 0]
    _put(columns, "skip", count, *_skip_pairs(row[own], stem[own], rarity[own], marks[own]))
    _mentions(columns, readings, telling)
    columns["own_words"] = row_sums(marks & ASIDE == 0, offsets).astype(np.int32)
    return schema.build(MATERIAL, columns)


def _mentions(columns: dict[str, Any], readings: pa.Table, at: schema.I64) -> None:
    """Which content stem stands in which sentence.

    Quoted words weigh half: that two texts chose one quotation says something, that they have it
    in the same words nothing. A sentence counts that has three stems of its own.
    """
    offsets, stem = schema.flat(readings, "stem")
    _, rarity = schema.flat(readings, "rarity")
    _, flags = schema.flat(readings, "flags")
    sentence_offsets, starts = schema.flat(readings, "sentence")
    sizes = np.diff(sentence_offsets)
    first = starts.astype(np.int64) + np.repeat(offsets[:-1], sizes)
    at = at[flags[at] & schema.FURNITURE == 0]
    place = np.searchsorted(first, at, side="right") - 1  # numbers run through all articles
    quoted = flags[at] & schema.QUOTED != 0
    keys = _short(stem[at])
    order = np.lexsort((quoted, keys, place))
    place, keys, quoted = place[order], keys[order], quoted[order]
    fresh = np.ones(len(place), dtype=np.bool_)
    fresh[1:] = (place[1:] != place[:-1]) | (keys[1:] != keys[:-1])
    place, keys, quoted = place[fresh], keys[fresh], quoted[fresh]
    weights = rarity[at][order][fresh] // np.where(quoted, 2, 1)
    own = np.bincount(place, weights=~quoted, minlength=len(first))
    counted = own >= _SENTENCE
    number = np.cumsum(counted) - 1
    kept = counted[place]
    place, keys, weights = place[kept], keys[kept], weights[kept]
    article = np.repeat(np.arange(readings.num_rows), sizes)
    before = np.concatenate(([0], np.cumsum(counted)))[sentence_offsets]
    totals = np.bincount(number[place], weights=weights, minlength=int(before[-1]))
    columns["sentence_weights"] = schema.ragged(before, totals.astype(np.int64))
    local = number[place] - before[article[place]]
    sort = _in_rows(keys, article[place], stable=True)
    bounds = _bounds(article[place], readings.num_rows)
    columns["mention_keys"] = schema.ragged(bounds, keys[sort])
    columns["mention_places"] = schema.ragged(bounds, local[sort].astype(np.int32))
    columns["mention_weights"] = schema.ragged(bounds, weights[sort].astype(np.int32))


def _marks(flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    aside = np.where(flags & schema.ASIDE != 0, ASIDE | REPEATED, 0)
    repeated = np.where(flags & schema.REPEATED != 0, REPEATED, 0)
    apart = np.where(flags & schema.ASIDE != 0, APART, 0)
    return (aside | repeated | apart).astype(np.uint8)


def _shingle_starts(offsets: schema.I64, width: int) -> schema.I64:
    """Flat places at which a whole shingle of one article begins."""
    lengths = np.maximum(np.diff(offsets) - width + 1, 0)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    starts: schema.I64 = np.repeat(offsets[:-1], lengths) + within
    return starts


def _windows(word: schema.U64, starts: schema.I64, width: int) -> schema.U64:
    """A hash of each window, by multiply and rotate (equality is all that is asked of it)."""
    mixed = np.zeros(len(starts), dtype=np.uint64)
    for k in range(width):
        mixed = (mixed ^ word[starts + k]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return _short(mixed)


def _mark_windows(
    marks: npt.NDArray[np.uint8], starts: schema.I64, width: int
) -> npt.NDArray[np.uint8]:
    """A window stands aside where any word of it does, and apart where all of them do."""
    some = marks[starts]
    every = marks[starts]
    for k in range(1, width):
        some = some | marks[starts + k]
        every = every & marks[starts + k]
    return np.asarray((some & ~np.uint8(APART)) | (every & np.uint8(APART)), dtype=np.uint8)


def _skip_pairs(
    row: schema.I64, stem: schema.U64, rarity: schema.I32, marks: npt.NDArray[np.uint8]
) -> tuple[schema.I64, schema.U64, schema.I32, npt.NDArray[np.uint8]]:
    """Unordered pairs of own content stems at most ``_REACH`` apart."""
    parts = []
    for step in range(1, _REACH + 1):
        one, other = stem[:-step], stem[step:]
        kept = (row[:-step] == row[step:]) & (one != other)
        low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
        keys = (low * np.uint64(0x9E3779B97F4A7C15)) ^ (
            (high >> np.uint64(31)) | (high << np.uint64(33))
        )
        weight = (rarity[:-step] + rarity[step:])[kept]
        parts.append(
            (row[:-step][kept], _short(keys), weight, (marks[:-step] | marks[step:])[kept])
        )
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return joined[0], joined[1], joined[2], joined[3]


def _put(
    columns: dict[str, Any],
    kind: str,
    count: int,
    row: schema.I64,
    keys: schema.U64,
    weights: schema.I32,
    marks: npt.NDArray[np.uint8],
) -> None:
    """Fill the columns of one kind of key, distinct within a row."""
    order = _in_rows(keys, row)
    offsets, keys, weights, marks = gather_rows(
        row, keys, weights.astype(np.int32), marks, order, count
    )
    columns[f"{kind}_keys"] = schema.ragged(offsets, keys)
    columns[f"{kind}_weights"] = schema.ragged(offsets, weights)
    columns[f"{kind}_marks"] = schema.ragged(offsets, marks)
    columns[f"{kind}_own"] = own_weight(offsets, weights, marks)


def _in_rows(keys: schema.U64, row: schema.I64, *, stable: bool = False) -> schema.I64:
    """The order of entries by row and then by key; *stable* keeps equal keys as they come.

    Rows and keys share 64 bits, so that one sort of plain numbers does it: keys have been cut to
    48 bits by ``_short``, and a slice has at most ``_MOST_ROWS`` rows.
    """
    packed = (row.astype(np.uint64) << np.uint64(48)) | keys
    order: schema.I64 = np.argsort(packed, kind="stable" if stable else None)
    return order


def _short(hashes: schema.U64) -> schema.U64:
    """The upper 48 bits: two of a pair's thousand keys are taken for one once in 10^8 pairs."""
    return hashes >> np.uint64(16)


def _bounds(row: schema.I64, count: int) -> schema.I64:
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=count)))).astype(np.int64)
