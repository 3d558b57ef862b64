"""Skip-pairs of content words: two stems at most four apart, in either order.

After Lin and Och (2004, "Automatic evaluation of machine translation quality using longest common
subsequence and skip-bigram statistics"). What survives when a sentence is turned round or words
are put between; taken without order, for a passive turns pairs round.
"""

from __future__ import annotations

from syndetect.evidence.material import (
    Columns,
    Kind,
    Pairs,
    Rows,
    Words,
    bounds,
    distinct,
    fields,
    short,
)
from syndetect.kernels.shared import ASIDE
from syndetect.kernels.skips import near_pairs

FACTS = ("skips",)  # pairs in common, weighted by rarity, over the poorer text's
MATERIAL = fields("skip")

_REACH = 4  # content words that a skip-pair may span


def prepare(words: Words) -> Columns:
    """Distinct skip-pairs of each article; a pair weighs what its two stems do."""
    return _skip_pairs(words).columns("skip")


def measure(pairs: Pairs) -> Columns:
    """The signal of each pair."""
    return {"skips": pairs.over_the_poorer("skip", "skip_weights", "skip_own")}


def _skip_pairs(words: Words) -> Rows:
    """Unordered pairs of different own content stems at most ``_REACH`` apart."""
    at = words.telling[words.marks[words.telling] & ASIDE == 0]
    rows, keys, weights, marks = near_pairs(
        bounds(words.row[at], words.count),
        words.stem[at],
        words.rarity[at],
        words.marks[at],
        _REACH,
    )
    return distinct(rows, short(keys), weights, marks, words.count)


KIND = Kind(FACTS, (), MATERIAL, prepare, measure)
