"""Union-find: what edges connect bears one label, the smallest member's number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _unite(left: Any, right: Any, parent: Any) -> None:
    """Join the trees of *parent*. The smaller root wins, so that no parent is larger than its
    child, and one ascending pass at the end settles all labels."""
    for edge in range(len(left)):
        a, b = left[edge], right[edge]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for node in range(len(parent)):
        parent[node] = parent[parent[node]]


def components(left: Any, right: Any, count: int) -> Any:
    """Label (int32) of each of *count* nodes: the smallest node that edges connect it to.

    Edge e joins ``left[e]`` and ``right[e]`` (int32, below *count*); their order is of no account.
    """
    parent = np.arange(count, dtype=np.int32)
    _unite(sealed(left, np.int32), sealed(right, np.int32), parent)
    return parent
