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
from syndetect.kernels.gather import gather
from syndetect.kernels.shared import APART, PUBLIC, own_weight
from syndetect.settings import Events

UNKNOWN_TIME = 2**40  # seconds: wider than any date; an article without a time meets everybody
_ROOM = 120  # terms kept of a whole event
_SHRINK = 20.0  # articles that the background counts for
_SET_APART_BY = 2  # articles that must quote words before they are the event's public words
_LENGTH = 500.0  # words of a typical article, to turn word into article frequency

CONTEXT = pa.schema(
    [
        ("weights", pa.large_list(pa.int32())),  # of ``material.content_keys``, refined
        ("own", pa.int64()),  # their sum outside quotations and furniture
        ("marks", pa.large_list(pa.uint8())),  # of ``material.shingle_keys``, with ``PUBLIC``
    ]
)


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
    known = times[:, 1] < UNKNOWN_TIME
    least = np.where(known[near.left] & known[near.right], settings.dated, settings.alike)
    order = np.lexsort((near.right, near.left, -near.likeness))
    order = order[near.likeness[order] >= least[order]]
    labels: schema.I32 = gather(
        near.left[order],
        near.right[order],
        offsets,
        keys,
        weights,
        times[:, 0],
        times[:, 1],
        int(settings.window * 3600),
        least[order],
        max(_ROOM, int(np.diff(offsets).max(initial=0))),
    )
    return labels[representative]


def context(material: pa.Table, events: schema.I32, representative: schema.I32) -> pa.Table:
    """What the counts of each article's event say of its words and shingles (``CONTEXT``)."""
    offsets, refined = _refined(material, events, representative)
    _, marks = schema.flat(material, "content_marks")
    shingle_offsets, public = _public(material, events, representative)
    return schema.build(
        CONTEXT,
        {
            "weights": schema.ragged(offsets, refined),
            "own": own_weight(offsets, refined, marks),
            "marks": schema.ragged(shingle_offsets, public),
        },
    )


def _refined(
    material: pa.Table, events: schema.I32, representative: schema.I32
) -> tuple[schema.I64, schema.I32]:
    """The share of the event's classes that have a content word, shrunk towards the share that
    the background expects (``_SHRINK`` articles of ``_LENGTH`` words), in hundredths of -log10.
    """
    offsets, keys = schema.flat(material, "content_keys")
    _, weights = schema.flat(material, "content_weights")
    row = np.repeat(np.arange(material.num_rows), np.diff(offsets))
    place, count = _places(keys, events[row])
    first = representative == np.arange(material.num_rows)
    frequency = np.bincount(place, weights=first[row], minlength=count)[place]
    sizes = np.bincount(events[first], minlength=material.num_rows)[events[row]]
    expected = np.minimum(1.0, _LENGTH * 10.0 ** (-weights / 100.0))
    share = (frequency + _SHRINK * expected) / (sizes + _SHRINK)
    refined: schema.I32 = np.rint(-100.0 * np.log10(np.minimum(share, 1.0))).astype(np.int32)
    return offsets, refined


def _public(
    material: pa.Table, events: schema.I32, representative: schema.I32
) -> tuple[schema.I64, npt.NDArray[np.uint8]]:
    """Marks of the shingles, with ``PUBLIC`` where articles on the event have them in quotations,
    captions or the like: at least ``_SET_APART_BY`` of them, and a quarter of all that have them.
    """
    offsets, keys = schema.flat(material, "shingle_keys")
    _, marks = schema.flat(material, "shingle_marks")
    row = np.repeat(np.arange(material.num_rows), np.diff(offsets))
    place, count = _places(keys, events[row])
    first = (representative == np.arange(material.num_rows))[row]
    apart = np.bincount(place, weights=first & (marks & APART != 0), minlength=count)
    holders = np.bincount(place, weights=first, minlength=count)
    public = ((apart >= _SET_APART_BY) & (4 * apart >= holders))[place]
    return offsets, np.where(public, marks | np.uint8(PUBLIC), marks).astype(np.uint8)


def _places(keys: schema.U64, events: schema.I32) -> tuple[schema.I64, int]:
    """For each key of an event a number that equal ones share, and how many numbers there are.

    Key and event are mixed into 64 bits: two different ones meet once in 10^19.
    """
    mixed = (keys ^ (events.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))) * np.uint64(
        0xD6E8FEB86659FD93
    )
    distinct, place = np.unique(mixed, return_inverse=True)
    return place, len(distinct)
