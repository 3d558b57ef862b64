"""The thread of a story: content words that both texts have in one order, over all they say.

A retelling changes words and sentences, and keeps most of the order in which the facts come.
Content stems in common are chained (``kernels.thread``; Li 2018, Lin 2004), each at its rarity
within the event, so that what all reporters on the event say counts little: what is left is the
selection of facts and their order. The weight of the chain stands over that of the poorer text,
and a little of the richer's, since a longer text has more in common by chance.

Words in lines that an outlet repeats have no place, and quoted ones weigh a quarter: that both
chose a quotation says something, that they have it in the same words nothing.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.content import refined
from syndetect.evidence.material import Columns, Kind, Pairs, Words
from syndetect.kernels.shared import row_sums
from syndetect.kernels.thread import thread, whole_weight

CONTEXT = ("thread",)  # content words in one order, at their rarity within the event
MATERIAL = (
    pa.field("thread_counts", pa.large_list(pa.int32())),  # places of each of ``content_keys``,
    pa.field("thread_places", pa.large_list(pa.int32())),  # and these, by key, then ascending
    pa.field("thread_whole", pa.int64()),  # the weight of all places
)

_POOR = 1500.0  # hundredths: weight below which a whole text is damped
_RICHER = 0.25  # how much of the richer text's weight counts, as an exponent


def prepare(words: Words) -> Columns:
    """Where the content stems of each article stand, counted in content words."""
    seen = words.stems
    free = (words.flags & (schema.COMMON | schema.FURNITURE | schema.REPEATED) == 0) & ~words.stock
    before = np.concatenate(([0], np.cumsum(free)))
    place = before[:-1] - np.repeat(before[words.offsets[:-1]], np.diff(words.offsets))
    kept = free[seen.at]
    at = seen.at[kept]
    places = (place[at] * 2 + (words.flags[at] & schema.QUOTED != 0)).astype(np.int32)
    counts = row_sums(kept, seen.spots).astype(np.int32)
    ends = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    return {
        "thread_counts": schema.ragged(seen.offsets, counts),
        "thread_places": schema.ragged(ends[seen.offsets], places),
        "thread_whole": whole_weight(seen.offsets, words.once(refined), ends, places),
    }


def measure(pairs: Pairs) -> Columns:
    """``thread`` of each pair, 0 to 1."""
    material = pairs.material
    whole = material.plain("thread_whole")
    found = thread(
        pairs.left,
        pairs.right,
        *pairs.stems,
        *material.flat("content_keys"),
        material.values("refined_weights"),
        material.begins("thread_counts"),
        material.values("thread_places"),
        whole,
    )
    poorer = np.minimum(whole[pairs.left], whole[pairs.right]).astype(np.float64)
    richer = np.maximum(whole[pairs.left], whole[pairs.right]).astype(np.float64)
    most = np.maximum(poorer ** (1 - _RICHER) * richer**_RICHER, _POOR)
    return {"thread": np.minimum(found / most, 1.0)}  # powers round


KIND = Kind((), CONTEXT, MATERIAL, prepare, measure)
