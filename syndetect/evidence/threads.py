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
from syndetect.evidence.material import Columns, Kind, Pairs, Rows, Words, bounds, short
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import look_up, order_rows
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
    at = words.telling[words.flags[words.telling] & (schema.FURNITURE | schema.REPEATED) == 0]
    at = at[~words.stock[at]]
    row, keys = words.row[at], short(words.stem[at])
    begin = bounds(row, words.count)
    quoted = words.flags[at] & schema.QUOTED != 0
    place = (np.arange(len(at)) - begin[row]) * 2 + quoted
    order = order_rows(begin, keys)
    content, weights = words.content, refined(words.content, words.around)
    counts = _counts(content, row[order], keys[order])
    places = place[order].astype(np.int32)
    ends = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    return {
        "thread_counts": schema.ragged(content.offsets, counts),
        "thread_places": schema.ragged(begin, places),
        "thread_whole": whole_weight(content.offsets, weights, ends, places),
    }


def measure(pairs: Pairs) -> Columns:
    """``thread`` of each pair, 0 to 1."""
    offsets, keys = schema.flat(pairs.material, "content_keys")
    _, weights = schema.flat(pairs.material, "refined_weights")
    _, counts = schema.flat(pairs.material, "thread_counts")
    _, places = schema.flat(pairs.material, "thread_places")
    ends = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    whole = schema.plain(pairs.material, "thread_whole")
    found = thread(pairs.left, pairs.right, offsets, keys, weights, ends, places, whole)
    poorer = np.minimum(whole[pairs.left], whole[pairs.right]).astype(np.float64)
    richer = np.maximum(whole[pairs.left], whole[pairs.right]).astype(np.float64)
    most = np.maximum(poorer ** (1 - _RICHER) * richer**_RICHER, _POOR)
    return {"thread": np.minimum(found / most, 1.0)}  # powers round


def _counts(content: Rows, row: schema.I64, keys: schema.U64) -> schema.I32:
    """How often each content stem stands among entries (*row*, *keys*), sorted as these are."""
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (keys[1:] != keys[:-1])
    first = np.flatnonzero(fresh)
    articles = len(content.offsets) - 1
    at = look_up(
        sealed(bounds(row[first], articles), np.int64),
        sealed(keys[first], np.uint64),
        sealed(np.arange(articles), np.int64),
        sealed(content.offsets, np.int64),
        sealed(content.keys, np.uint64),
    )
    counts = np.zeros(len(content.keys), dtype=np.int32)
    counts[at] = np.diff(np.append(first, len(keys)))
    return counts


KIND = Kind((), CONTEXT, MATERIAL, prepare, measure)
