"""Whether two articles are on one event, as terms and times had it before any verdict, and how
many tell of it.

Two reports of different events share the stock of their beat: market reports, trials, weekly
figures. What has them in one order then is habit, not a retelling. And where few tell of an event
nobody can say which words are everybody's: two of few articles have more in common by chance.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect.evidence.material import Columns, Kind, Pairs, Words

CONTEXT = (
    "one_event",  # 1 where both are on one event, else 0
    "event_articles",  # classes of copies on the event of either, the fewer
)
MATERIAL = (
    pa.field("pool", pa.int64()),  # row of the event's pool; -1 where it has none
    pa.field("event_classes", pa.int64()),
)


def prepare(words: Words) -> Columns:
    """The pool of each article's event, and the classes of copies on it."""
    return {"pool": words.around.pool, "event_classes": words.around.classes()}


def measure(pairs: Pairs) -> Columns:
    """Both signals of each pair; an article is on one event with its own copies."""
    pool = pairs.material.plain("pool")
    classes = pairs.material.plain("event_classes")
    met = (pool[pairs.left] == pool[pairs.right]) & (pool[pairs.left] >= 0)
    return {
        "one_event": (met | (pairs.left == pairs.right)).astype(np.float64),
        "event_articles": np.minimum(classes[pairs.left], classes[pairs.right]).astype(np.float64),
    }


KIND = Kind((), CONTEXT, MATERIAL, prepare, measure)
