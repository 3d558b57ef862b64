"""Whether two articles are on one event, as terms and times had it before any verdict.

Two reports of different events share the stock of their beat: market reports, trials, weekly
figures. What has them in one order then is habit, not a retelling.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import Columns, Kind, Pairs, Words

CONTEXT = ("one_event",)  # 1 where both are on one event, else 0
MATERIAL = (pa.field("pool", pa.int64()),)  # row of the event's pool; -1 where it has none


def prepare(words: Words) -> Columns:
    """The pool of each article's event."""
    return {"pool": words.around.pool}


def measure(pairs: Pairs) -> Columns:
    """``one_event`` of each pair; an article is on one event with its own copies."""
    pool = schema.plain(pairs.material, "pool")
    met = (pool[pairs.left] == pool[pairs.right]) & (pool[pairs.left] >= 0)
    return {"one_event": (met | (pairs.left == pairs.right)).astype(np.float64)}


KIND = Kind((), CONTEXT, MATERIAL, prepare, measure)
