"""Stock wording: shingles that an outlet has printed on three occasions.

A newsroom has phrases, background sentences and whole templates that it prints whenever the
matter comes up: market reports, results, weekly figures, what a trial is about. Two articles of
the outlet that share them need not derive from each other. What is counted is occasions, not
articles: the week of publication, and the event where no date is known, so that the versions of
one running story do not make their own wording stock. That many *outlets* print a shingle says
nothing here: that is what syndication looks like.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.material import Words
from syndetect.kernels.shared import ASIDE, KEY_BITS

TABLE = pa.schema(
    [
        ("label", pa.int32()),  # of the outlet, ascending
        ("stock_keys", pa.large_list(pa.uint64())),  # shingles, ascending
    ]
)
OCCASIONS = 3  # from which a shingle is stock
WEEK = 7 * 24 * 3600  # seconds that make one occasion

_FOLD = 1 << (64 - KEY_BITS)  # occasions of one outlet told apart; more share numbers


def printed(words: Words, occasions: schema.I64) -> schema.U64:
    """Each own shingle of some articles of one outlet with the number of its occasion below it,
    ascending without doubles. *occasions* are numbers from 0, one an article."""
    rows = words.shingles
    own = rows.marks & ASIDE == 0
    number = np.repeat(occasions % _FOLD, np.diff(rows.offsets)).astype(np.uint64)
    return np.unique((rows.keys[own] << np.uint64(64 - KEY_BITS)) | number[own])


def recurring(parts: list[schema.U64]) -> schema.U64:
    """The shingles that stand in ``printed`` of one outlet with ``OCCASIONS`` different ones."""
    seen = np.unique(np.concatenate(parts)) >> np.uint64(64 - KEY_BITS)
    starts = np.flatnonzero(np.append(True, seen[1:] != seen[:-1])) if len(seen) else seen[:0]
    often = np.diff(np.append(starts, len(seen)).astype(np.int64))
    keys: schema.U64 = seen[starts[often >= OCCASIONS].astype(np.int64)]
    return keys
