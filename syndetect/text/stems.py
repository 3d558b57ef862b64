"""Light stems, so that word forms do not hide a shared word.

The S-removal of Harman (1991) with the commonest verb endings of English, and a plain cut of
long words elsewhere: seven letters stay, and all but four of what is longer still. Short words and
numbers keep all but "'s". A stem is a key for comparing, never shown. ``kernels/facts.py`` makes
them by this table.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from syndetect import schema

_ENGLISH = (
    ("'s", ""),
    ("s'", "s"),
    ("ations", "at"),
    ("ation", "at"),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ers", "er"),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
)


@lru_cache(maxsize=1)
def endings() -> schema.I32:
    """What is cut off an English word, the first that fits, and what is put in its stead.

    Shape (endings, 2, …): the length of each, then its letters. A word loses no ending that would
    leave it less than three letters, nor one of two s; then a last e, or the second of two equal
    letters but l, s and z.
    """
    width = 1 + max(len(ending) for ending, _ in _ENGLISH)
    table = np.zeros((len(_ENGLISH), 2, width), dtype=np.int32)
    for row, pair in enumerate(_ENGLISH):
        for side, letters in enumerate(pair):
            table[row, side, : 1 + len(letters)] = [len(letters), *map(ord, letters)]
    return table
