"""Sentences of one text laid along those of the other, by rare content stems, in order.

Sentence alignment as evidence of reuse is that of Clough et al. (2002, METER); the order-keeping
alignment is the plain dynamic programme of Gale and Church (1993, "A program for aligning
sentences in bilingual corpora") without its lengths. A rewrite tells the same things one after
the other; two reports of one event seldom do.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import Columns, Kind, Pairs, Words, bounds, short
from syndetect.kernels.sentences import align_sentences
from syndetect.kernels.shared import order_rows

FACTS = (
    "alignment",  # share of the poorer text that sentences of the other explain, in order
    "order",  # how steady the order of those sentences is
)
MATERIAL = (
    pa.field("mention_keys", pa.large_list(pa.uint64())),  # content stems by sentence, ascending
    pa.field("mention_places", pa.large_list(pa.int32())),  # the sentence of each
    pa.field("mention_weights", pa.large_list(pa.int32())),  # rarity; half of it in quotations
    pa.field("sentence_weights", pa.large_list(pa.int64())),  # of each sentence that counts
)

_SENTENCE = 3  # own content stems of a sentence that counts


def prepare(words: Words) -> Columns:
    """Which content stem stands in which sentence.

    Quoted words weigh half: that two texts chose one quotation says something, that they have it
    in the same words nothing. A sentence counts that has three stems of its own.
    """
    sentence_offsets, starts = schema.flat(words.readings, "sentence")
    sizes = np.diff(sentence_offsets)
    first = starts.astype(np.int64) + np.repeat(words.offsets[:-1], sizes)
    sentence, keys, weights, quoted = _mentions(words, first)
    own = np.bincount(sentence, weights=~quoted, minlength=len(first))
    counted = own >= _SENTENCE
    number = np.cumsum(counted) - 1
    kept = counted[sentence]
    sentence, keys, weights = sentence[kept], keys[kept], weights[kept]
    article = np.repeat(np.arange(words.count), sizes)[sentence]
    before = np.concatenate(([0], np.cumsum(counted)))[sentence_offsets]
    totals = np.bincount(number[sentence], weights=weights, minlength=int(before[-1]))
    place = (number[sentence] - before[article]).astype(np.int32)
    rows = bounds(article, words.count)
    order = order_rows(rows, keys)
    return {
        "mention_keys": schema.ragged(rows, keys[order]),
        "mention_places": schema.ragged(rows, place[order]),
        "mention_weights": schema.ragged(rows, weights[order].astype(np.int32)),
        "sentence_weights": schema.ragged(before, totals.astype(np.int64)),
    }


def measure(pairs: Pairs) -> Columns:
    """Both signals of each pair."""
    offsets, keys = schema.flat(pairs.material, "mention_keys")
    _, places = schema.flat(pairs.material, "mention_places")
    _, weights = schema.flat(pairs.material, "mention_weights")
    sentence_offsets, totals = schema.flat(pairs.material, "sentence_weights")
    found = align_sentences(
        pairs.left, pairs.right, offsets, keys, places, weights, sentence_offsets, totals
    )
    return {"alignment": found[:, 0], "order": found[:, 1]}


def _mentions(
    words: Words, first: schema.I64
) -> tuple[schema.I64, schema.U64, schema.I32, npt.NDArray[np.bool_]]:
    """Sentence (numbered through all articles), key, weight and whether it is quoted of each
    content stem of each sentence, once; where it stands free in the sentence, that counts.

    *first* is the token that begins each sentence.
    """
    at = words.telling[words.flags[words.telling] & schema.FURNITURE == 0]
    sentence = np.searchsorted(first, at, side="right") - 1
    quoted = words.flags[at] & schema.QUOTED != 0
    keys = short(words.stem[at])
    order = order_rows(bounds(sentence, len(first)), keys)
    sentence, keys = sentence[order], keys[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (sentence[1:] != sentence[:-1]) | (keys[1:] != keys[:-1])
    if not len(order):
        return sentence, keys, words.rarity[at], quoted
    rank = np.arange(len(order)) + np.where(quoted[order], len(order), 0)  # free ones come first
    chosen = order[np.minimum.reduceat(rank, np.flatnonzero(fresh)) % len(order)]
    weights = words.rarity[at[chosen]] // np.where(quoted[chosen], 2, 1)
    return sentence[fresh], keys[fresh], weights.astype(np.int32), quoted[chosen]


KIND = Kind(FACTS, (), MATERIAL, prepare, measure)
