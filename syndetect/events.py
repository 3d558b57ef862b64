"""Articles on one event in one window, from terms and time alone, before and without a verdict."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.salient import Neighbours
from syndetect.ingest.times import UNKNOWN_TIME
from syndetect.kernels.gather import gather
from syndetect.settings import Events

_ROOM = 120  # terms kept of a whole event
_PAIRS = 1 << 20  # pairs looked at together: memory, never the result

Flags = npt.NDArray[np.bool_]


def find(
    near: Neighbours,
    terms: pa.Table,
    representative: schema.I32,
    times: npt.NDArray[np.int64],
    scattered: Flags,
    settings: Events,
) -> schema.I32:
    """The event of each article, named by its smallest ordinal.

    *representative* is the class of each article: copies go where their class goes. Articles that
    are *scattered* (``text.cohesion``) are on no event but their own, and join none together.
    """
    offsets, keys = schema.flat(terms, "terms")
    _, weights = schema.flat(terms, "weights")
    known = times[:, 1] < UNKNOWN_TIME
    some = _joining(near, known, scattered, settings)
    left, right, likeness = near.left[some], near.right[some], near.likeness[some]
    order = np.lexsort((right, left, -likeness))
    left, right = left[order], right[order]
    labels: schema.I32 = gather(
        left,
        right,
        offsets,
        keys,
        weights,
        times[:, 0],
        times[:, 1],
        int(settings.window * 3600),
        _least(known, left, right, settings),
        max(_ROOM, int(np.diff(offsets).max(initial=0))),
    )
    found = labels[representative]
    smallest = np.full(len(found), len(found), dtype=np.int32)
    np.minimum.at(smallest, found, np.arange(len(found), dtype=np.int32))
    return smallest[found]


def _joining(
    near: Neighbours, known: Flags, scattered: Flags, settings: Events
) -> npt.NDArray[np.int64]:
    """Which pairs are alike enough to join an event."""
    found = [np.empty(0, dtype=np.int64)]
    for at in range(0, len(near.left), _PAIRS):
        left, right = near.left[at : at + _PAIRS], near.right[at : at + _PAIRS]
        joins = near.likeness[at : at + _PAIRS] >= _least(known, left, right, settings)
        joins &= ~(scattered[left] | scattered[right])
        found.append(np.flatnonzero(joins) + at)
    return np.concatenate(found)


def _least(
    known: Flags, left: schema.I32, right: schema.I32, settings: Events
) -> npt.NDArray[np.float64]:
    """The likeness that each pair must reach, from whether the time of an article is *known*."""
    return np.where(known[left] & known[right], settings.dated, settings.alike)
