"""Which of many strings stand in a text, in one pass over its code points.

Aho and Corasick 1975, "Efficient string matching": the strings as a trie, each state with the
longest other beginning that its end is of; here with a next state for every class of characters,
so that a character costs one step. The tables are made in ``text/needles.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def mark_found(codes: Any, classes: Any, steps: Any, width: int, ends: Any, found: Any) -> int:
    """Set *found* (bool, one a needle) for each needle in *codes* (uint8 or uint32).

    *classes* (uint16) are those of the first code points; all further ones have class 0. *steps*
    (int32) has *width* next states for each state, a state as the place of its first step, or the
    complement of that where a needle ends. *ends* (int32) has for each state the needle that ends
    there, or -1, and the state to look at next, or 0. Gives how many needles were found.
    """
    count = 0
    at: Any = 0
    for place in range(len(codes)):
        code = np.int64(codes[place])
        kind = np.int64(classes[np.uint64(code)]) if code < len(classes) else 0
        at = np.int64(steps[np.uint64(at + kind)])  # unsigned: no look for negative places
        if at < 0:
            at = ~at
            state = at // width
            while state:
                needle = ends[state, 0]
                if needle >= 0 and not found[needle]:
                    found[needle] = True
                    count += 1
                state = ends[state, 1]
    return count
