"""Content words in common, weighted by rarity, over the poorer of the two texts.

What METER calls lexical overlap (Clough, Gaizauskas, Piao and Wilks 2002, "METER: MEasuring TExt
Reuse"), with function words left out and stems for words. Counts within an event, and weights
refined by them (``refined``), are for the thread: "Putin" is rare in English and tells
nothing among articles on his visit.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import pools
from syndetect.evidence.material import I16, LEAST, Columns, Kind, Pairs, Words, fields
from syndetect.kernels.shared import share

FACTS = ("content",)  # content words in common, weighted by rarity, over the poorer text's
MATERIAL = (
    *fields("content"),
    pa.field("refined_weights", pa.large_list(pa.int16())),  # of ``content_keys``
)
POOL = (
    pa.field("content_keys", pa.large_list(pa.uint64())),  # stems of two classes or more
    pa.field("content_counts", pa.large_list(pa.int32())),  # classes that have each
)

_SHRINK = 20.0  # articles that the background counts for
_LENGTH = 500.0  # words of a typical article, to turn word into article frequency


def prepare(words: Words) -> Columns:
    """Distinct content stems of each article at their rarity, and refined by the event."""
    rows = words.content
    return {
        **rows.columns("content"),
        "refined_weights": schema.ragged(rows.offsets, words.once(refined)),
    }


def count(members: Words, bounds: schema.I64) -> Columns:
    """How many classes on the event have each content stem, if two have it."""
    rows = members.content
    found, counts = np.unique(pools.by_event(rows.offsets, rows.keys, bounds), return_counts=True)
    kept = counts > 1
    keys, listed = pools.listed(found[kept], len(bounds) - 1, counts[kept].astype(np.int32))
    return {"content_keys": keys, "content_counts": listed}


def measure(pairs: Pairs) -> Columns:
    """``content`` of each pair: over the own keys of the poorer text, damped below ``LEAST``."""
    material = pairs.material
    weights, marks = material.values("content_weights"), material.values("content_marks")
    found = share(*pairs.stems, weights, marks)
    own = material.plain("content_own")
    poorer = np.minimum(own[pairs.left], own[pairs.right])
    return {"content": found[:, 2] / np.maximum(poorer, LEAST)}


def holders(words: Words) -> schema.I64:
    """How many classes on its article's event have each stem of ``words.content``: 1 where no
    other has it."""
    seen = words.stems
    places = words.around.places("content_keys", seen.offsets, seen.keys)
    return np.asarray(words.around.values("content_counts", places, 1), dtype=np.int64)


def refined(words: Words) -> I16:
    """The share of the event's classes that have each stem of ``words.content``, shrunk towards
    the share that the background expects (``_SHRINK`` articles of ``_LENGTH`` words), in
    hundredths of -log10.
    """
    rows = words.content
    sizes = np.repeat(words.around.classes(), np.diff(rows.offsets))
    # Weights are whole hundredths: one power for each is enough.
    likely = _LENGTH * 10.0 ** (-np.arange(rows.weights.max(initial=0) + 1) / 100.0)
    expected = (_SHRINK * np.minimum(1.0, likely))[rows.weights]
    share_of = (words.once(holders) + expected) / (sizes + _SHRINK)
    weights: I16 = np.rint(-100.0 * np.log10(np.minimum(share_of, 1.0))).astype(np.int16)
    return weights


KIND = Kind(FACTS, (), MATERIAL, prepare, measure, POOL, count)
