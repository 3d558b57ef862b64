"""Articles on one event in one window, from terms and time alone, before and without a verdict.

Also what an event's own counts say of a word: "Putin" is rare in English and tells nothing among
articles on his visit. Counts are shrunk towards the frozen background, so that an event of two
articles is judged much as by the background alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.salient import Neighbours
from syndetect.evidence.material import own_weight
from syndetect.kernels.gather import gather
from syndetect.settings import Events

UNKNOWN_TIME = 2**40  # seconds: wider than any date; an article without a time meets everybody
_ROOM = 120  # terms kept of a whole event
_SHRINK = 20.0  # articles that the background counts for
_LENGTH = 500.0  # words of a typical article, to turn word into article frequency

REFINED = pa.schema([("weights", pa.large_list(pa.int32())), ("own", pa.int64())])


def find(
    near: Neighbours,
    terms: pa.Table,
    representative: schema.I32,
    times: npt.NDArray[np.int64],
    settings: Events,
) -> schema.I32:
    """The event of each article, named by its smallest ordinal.

    *representative* is the class of each article: copies go where their class goes.
    """
    offsets, keys = schema.flat(terms, "terms")
    _, weights = schema.flat(terms, "weights")
    order = np.lexsort((near.right, near.left, -near.likeness))
    order = order[near.likeness[order] >= settings.alike]
    labels: schema.I32 = gather(
        near.left[order],
        near.right[order],
        offsets,
        keys,
        weights,
        times[:, 0],
        times[:, 1],
        int(settings.window * 3600),
        settings.alike,
        _ROOM,
    )
    return labels[representative]


def refine(material: pa.Table, events: schema.I32, representative: schema.I32) -> pa.Table:
    """Weights of the content words of each article, as the counts of its event refine them.

    The share of the event's classes that have a word, shrunk towards the share that the
    background expects (``_SHRINK`` articles of ``_LENGTH`` words), in hundredths of -log10.
    """
    offsets, keys = schema.flat(material, "content_keys")
    _, weights = schema.flat(material, "content_weights")
    _, marks = schema.flat(material, "content_marks")
    rows = material.num_rows
    row = np.repeat(np.arange(rows), np.diff(offsets))
    counted = representative[row] == row
    pairs = np.empty(len(keys), dtype=[("event", np.int32), ("key", np.uint64)])
    pairs["event"], pairs["key"] = events[row], keys
    distinct, place = np.unique(pairs, return_inverse=True)
    frequency = np.bincount(place, weights=counted, minlength=len(distinct))[place]
    sizes = np.bincount(events[representative == np.arange(rows)], minlength=rows)[events[row]]
    expected = np.minimum(1.0, _LENGTH * 10.0 ** (-weights / 100.0))
    share = (frequency + _SHRINK * expected) / (sizes + _SHRINK)
    refined = np.rint(-100.0 * np.log10(np.minimum(share, 1.0))).astype(np.int32)
    return schema.build(
        REFINED,
        {"weights": schema.ragged(offsets, refined), "own": own_weight(offsets, refined, marks)},
    )
