"""Sentences of one text laid along those of the other, by rare content stems, in order.

Sentence alignment as evidence of reuse is that of Clough et al. (2002, METER); the order-keeping
alignment is the plain dynamic programme of Gale and Church (1993, "A program for aligning
sentences in bilingual corpora") without its lengths. A rewrite tells the same things one after
the other; two reports of one event seldom do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import I16, Columns, Kind, Pairs, Words
from syndetect.kernels.sentences import align_sentences, mentioned
from syndetect.kernels.shared import row_sums

FACTS = (
    "alignment",  # share of the poorer text that sentences of the other explain, in order
    "order",  # how steady the order of those sentences is
)
MATERIAL = (
    pa.field("mention_counts", pa.large_list(pa.int32())),  # mentions of each of ``content_keys``,
    pa.field("mention_places", pa.large_list(pa.int32())),  # the sentence of each, ascending,
    pa.field("mention_weights", pa.large_list(pa.int16())),  # and rarity; half of it if quoted
    pa.field("sentence_weights", pa.large_list(pa.int64())),  # of each sentence that counts
)

_SENTENCE = 3  # own content stems of a sentence that counts


class Mentions(NamedTuple):
    """Where the content stems of some articles are mentioned: each once in a sentence."""

    counts: schema.I32  # mentions of each key of ``Words.stems``
    offsets: schema.I64  # mentions before each article
    places: schema.I32  # the sentence of each, among those of its article that count
    weights: I16
    sentences: schema.I64  # sentences that count before each article


def mentions(words: Words) -> Mentions:
    """Which content stem stands in which sentence, outside furniture.

    Quoted words weigh half: that two texts chose one quotation says something, that they have it
    in the same words nothing. A sentence counts that has three stems of its own.
    """
    seen = words.stems
    sentence_offsets, starts = words.sentences
    first = starts.astype(np.int64) + np.repeat(words.offsets[:-1], np.diff(sentence_offsets))
    counts, sentence, weights, quoted = mentioned(
        seen.spots,
        seen.at,
        np.cumsum(np.bincount(first, minlength=len(words.flags))) - 1,
        words.flags & schema.FURNITURE == 0,
        words.flags & schema.QUOTED != 0,
        words.rarity,
    )
    counted = np.bincount(sentence[~quoted], minlength=len(first)) >= _SENTENCE
    before = np.concatenate(([0], np.cumsum(counted)))
    kept = counted[sentence]
    counts = row_sums(kept, np.concatenate(([0], np.cumsum(counts)))).astype(np.int32)
    ends = np.concatenate(([0], np.cumsum(counts)))[seen.offsets]
    begin = np.repeat(before[sentence_offsets[:-1]], np.diff(ends))
    places = (before[sentence[kept]] - begin).astype(np.int32)
    return Mentions(counts, ends, places, weights[kept], before[sentence_offsets])


def prepare(words: Words) -> Columns:
    """The mentions of each article, and what each sentence weighs in all."""
    found = words.once(mentions)
    sentence = found.places + np.repeat(found.sentences[:-1], np.diff(found.offsets))
    totals = np.bincount(sentence, weights=found.weights, minlength=int(found.sentences[-1]))
    return {
        "mention_counts": schema.ragged(words.stems.offsets, found.counts),
        "mention_places": schema.ragged(found.offsets, found.places),
        "mention_weights": schema.ragged(found.offsets, found.weights),
        "sentence_weights": schema.ragged(found.sentences, totals.astype(np.int64)),
    }


def measure(pairs: Pairs) -> Columns:
    """Both signals of each pair."""
    material = pairs.material
    found = align_sentences(
        pairs.left,
        pairs.right,
        *pairs.stems,
        *material.flat("content_keys"),
        material.begins("mention_counts"),
        material.values("mention_places"),
        material.values("mention_weights"),
        *material.flat("sentence_weights"),
    )
    return {"alignment": found[:, 0], "order": found[:, 1]}


KIND = Kind(FACTS, (), MATERIAL, prepare, measure)
