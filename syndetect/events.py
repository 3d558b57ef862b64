"""Articles on one event in one window, from terms and time alone, before and without a verdict."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.salient import Neighbours
from syndetect.kernels.gather import gather
from syndetect.settings import Events

UNKNOWN_TIME = 2**40  # seconds: wider than any date; an article without a time meets everybody
_ROOM = 120  # terms kept of a whole event


def find(
    near: Neighbours,
    terms: pa.Table,
    representative: schema.I32,
    times: npt.NDArray[np.int64],
    scattered: npt.NDArray[np.bool_],
    settings: Events,
) -> schema.I32:
    """The event of each article, named by its smallest ordinal.

    *representative* is the class of each article: copies go where their class goes. Articles that
    are *scattered* (``text.cohesion``) are on no event but their own, and join none together.
    """
    offsets, keys = schema.flat(terms, "terms")
    _, weights = schema.flat(terms, "weights")
    known = times[:, 1] < UNKNOWN_TIME
    least = np.where(known[near.left] & known[near.right], settings.dated, settings.alike)
    joins = (near.likeness >= least) & ~(scattered[near.left] | scattered[near.right])
    some = np.flatnonzero(joins)
    order = some[np.lexsort((near.right[some], near.left[some], -near.likeness[some]))]
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
    found = labels[representative]
    smallest = np.full(len(found), len(found), dtype=np.int32)
    np.minimum.at(smallest, found, np.arange(len(found), dtype=np.int32))
    return smallest[found]
