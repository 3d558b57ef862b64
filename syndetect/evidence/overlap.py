"""Shared wording: shingles in common, counted and weighted by rarity.

Resemblance and containment are those of Broder (1997, "On the resemblance and containment of
documents"). A shingle weighs what its words are rarer than the commonest, after Alonso, Fetterly
and Manasse (2013, "Duplicate news story detection revisited"): stock phrases of common words say
little. *Own* shingles stand somewhere outside quotations and furniture. Of their weight,
``repeated`` is the part in lines that an outlet repeats or in its stock wording (``stock``), and
``public`` the part that other
articles on the event print as quotations, captions or the like.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.evidence import pools
from syndetect.evidence.material import (
    LEAST,
    Columns,
    Kind,
    Pairs,
    Rows,
    Words,
    fields,
)
from syndetect.kernels.shared import APART, PUBLIC, REPEATED, share

FACTS = (
    "resemblance",  # shared shingles over all shingles of both
    "containment_left",  # shared shingles over the left's
    "containment_right",
    "own_left",  # the same outside quotations and furniture, weighted by rarity
    "own_right",
    "own_weight",  # rarity of what is shared there, in powers of ten
)
CONTEXT = (
    "repeated",  # share of the own weight in lines an outlet repeats, or in its stock wording
    "public",  # share of the own weight that other articles on the event print as quotations
)
MATERIAL = fields("shingle")
POOL = (pa.field("public_keys", pa.large_list(pa.uint64())),)

_SET_APART_BY = 2  # articles that must quote words before they are the event's public words


def prepare(words: Words) -> Columns:
    """Distinct shingles of each article, their weights, and marks with ``PUBLIC``."""
    rows = words.shingles
    public = words.around.places("public_keys", rows.offsets, rows.keys) >= 0
    marks = rows.marks | np.where(public, PUBLIC, 0) | np.where(words.in_stock, REPEATED, 0)
    marks = marks.astype(np.uint8)
    return Rows(rows.offsets, rows.keys, rows.weights, marks).columns("shingle")


def count(members: Words, bounds: schema.I64) -> Columns:
    """Shingles that articles on the event have in quotations, captions or the like: at least
    ``_SET_APART_BY`` of them, and a quarter of all that have them.
    """
    rows = members.shingles
    held = pools.by_event(rows.offsets, rows.keys, bounds)
    known, apart = np.unique(held[rows.marks & APART != 0], return_counts=True)
    known, apart = known[apart >= _SET_APART_BY], apart[apart >= _SET_APART_BY]
    at = np.searchsorted(known, held)
    met = at < len(known)
    met[met] = known[at[met]] == held[met]
    holders = np.bincount(at[met], minlength=len(known))
    (keys,) = pools.listed(known[4 * apart >= holders], len(bounds) - 1)
    return {"public_keys": keys}


def measure(pairs: Pairs) -> Columns:
    """Shingles: all of them (``shared`` counts those), and of the own ones what is public."""
    left, right, material = pairs.left, pairs.right, pairs.material
    offsets, weights = material.flat("shingle_weights")
    found = share(*pairs.shingles, weights, material.values("shingle_marks"))
    sizes = np.diff(offsets)
    common, sizes_l, sizes_r = found[:, 0], sizes[left], sizes[right]
    own = material.plain("shingle_own")
    return {
        "shared": common,
        "resemblance": common / np.maximum(sizes_l + sizes_r - common, 1),
        "containment_left": common / np.maximum(sizes_l, 1),
        "containment_right": common / np.maximum(sizes_r, 1),
        "own_left": found[:, 2] / np.maximum(own[left], LEAST),
        "own_right": found[:, 2] / np.maximum(own[right], LEAST),
        "own_weight": found[:, 2] / 100.0,
        "repeated": found[:, 3] / np.maximum(found[:, 2], 1),
        "public": found[:, 4] / np.maximum(found[:, 2], 1),
    }


KIND = Kind(FACTS, CONTEXT, MATERIAL, prepare, measure, POOL, count)
