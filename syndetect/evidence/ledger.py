"""All evidence on pairs in one table: facts of the two texts, then counts of wider context.

Facts: a pair's row depends on its two articles and the frozen background alone.
Context: exact counts from the collection (lines an outlet repeats, words an event is full of).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import passages
from syndetect.kernels.sentences import align_sentences
from syndetect.kernels.shared import share
from syndetect.settings import Evidence

FACTS = (
    "resemblance",  # shared shingles over all shingles of both
    "containment_left",  # shared shingles over the left's
    "containment_right",
    "own_left",  # the same outside quotations and furniture, weighted by rarity
    "own_right",
    "own_weight",  # rarity of what is shared there, in powers of ten
    "content",  # content words in common, weighted by rarity, over the poorer text's
    "skips",  # skip-pairs of content words likewise
    "alignment",  # share of the poorer text that sentences of the other explain, in order
    "order",  # how steady the order of those sentences is
    "passage_count",  # shared passages outside quotations and furniture
    "longest",  # words of the longest of them
    "passage_words",  # words in them
    "passage_share",  # those words over the own words of the shorter text
    "quoted_words",  # words in shared passages that are quotations
    "furniture_words",
    "own_words",  # words of the shorter text outside quotations and furniture
)
CONTEXT = (
    "content_event",  # ``content``, with rarity refined by the counts of the event
    "repeated",  # share of the own weight that stands in lines an outlet repeats
    "public",  # share of the own weight that other articles on the event print as quotations
)
SIGNALS = FACTS + CONTEXT
_LEAST = 3000  # hundredths: weight below which a share is damped, so that scraps do not shine

LEDGER = pa.schema(
    [("left", pa.int32()), ("right", pa.int32())]
    + [(name, pa.float64()) for name in SIGNALS]
    + [("passages_tokens", passages.TOKENS)]
)


def gather(
    pairs: pa.Table,
    readings: pa.Table,
    material: pa.Table,
    context: pa.Table,
    settings: Evidence,
) -> pa.Table:
    """The ``LEDGER`` of *pairs* (article ordinals): one row a pair, in their order.

    *context* is what ``events.context`` says of the same articles.
    """
    left, right = schema.plain(pairs, "left"), schema.plain(pairs, "right")
    columns: dict[str, Any] = {"left": left, "right": right}
    _overlap(columns, material, context, left, right)
    _content(columns, material, context, left, right)
    _sentences(columns, material, left, right)
    tokens = passages.find(left, right, readings, material, columns["shared"], settings)
    _passages(columns, tokens, material, left, right)
    columns["passages_tokens"] = tokens.column
    return schema.build(LEDGER, columns)


def _overlap(
    columns: dict[str, Any],
    material: pa.Table,
    context: pa.Table,
    left: schema.I32,
    right: schema.I32,
) -> None:
    """Shingles: all of them, those outside asides, and of these what is not the text's own."""
    offsets, keys = schema.flat(material, "shingle_keys")
    _, weights = schema.flat(material, "shingle_weights")
    _, marks = schema.flat(context, "marks")
    found = share(left, right, offsets, keys, weights, marks)
    sizes = np.diff(offsets)
    common, sizes_l, sizes_r = found[:, 0], sizes[left], sizes[right]
    columns["shared"] = common
    columns["resemblance"] = common / np.maximum(sizes_l + sizes_r - common, 1)
    columns["containment_left"] = common / np.maximum(sizes_l, 1)
    columns["containment_right"] = common / np.maximum(sizes_r, 1)
    own = schema.plain(material, "shingle_own")
    columns["own_left"] = found[:, 2] / np.maximum(own[left], _LEAST)
    columns["own_right"] = found[:, 2] / np.maximum(own[right], _LEAST)
    columns["own_weight"] = found[:, 2] / 100.0
    columns["repeated"] = found[:, 3] / np.maximum(found[:, 2], 1)
    columns["public"] = found[:, 4] / np.maximum(found[:, 2], 1)


def _content(
    columns: dict[str, Any],
    material: pa.Table,
    context: pa.Table,
    left: schema.I32,
    right: schema.I32,
) -> None:
    """Content words and skip-pairs, over the poorer of the two texts."""
    for name, kind, weights_of, weights_name, own_name in (
        ("content", "content", material, "content_weights", "content_own"),
        ("content_event", "content", context, "weights", "own"),
        ("skips", "skip", material, "skip_weights", "skip_own"),
    ):
        offsets, keys = schema.flat(material, f"{kind}_keys")
        _, marks = schema.flat(material, f"{kind}_marks")
        _, weights = schema.flat(weights_of, weights_name)
        own = schema.plain(weights_of, own_name)
        found = share(left, right, offsets, keys, weights, marks)
        columns[name] = found[:, 2] / np.maximum(np.minimum(own[left], own[right]), _LEAST)


def _sentences(
    columns: dict[str, Any], material: pa.Table, left: schema.I32, right: schema.I32
) -> None:
    offsets, keys = schema.flat(material, "mention_keys")
    _, places = schema.flat(material, "mention_places")
    _, weights = schema.flat(material, "mention_weights")
    sentence_offsets, totals = schema.flat(material, "sentence_weights")
    found = align_sentences(left, right, offsets, keys, places, weights, sentence_offsets, totals)
    columns["alignment"], columns["order"] = found[:, 0], found[:, 1]


def _passages(
    columns: dict[str, Any],
    tokens: passages.Tokens,
    material: pa.Table,
    left: schema.I32,
    right: schema.I32,
) -> None:
    words = schema.plain(material, "own_words")
    shorter = np.minimum(words[left], words[right])
    columns["passage_count"] = tokens.own_passages
    columns["longest"] = tokens.longest
    columns["passage_words"] = tokens.own_words
    columns["passage_share"] = tokens.own_words / np.maximum(shorter, 60)
    columns["quoted_words"] = tokens.quoted_words
    columns["furniture_words"] = tokens.furniture_words
    columns["own_words"] = shorter
