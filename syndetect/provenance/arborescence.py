"""Spanning arborescences: how likely each arrow is, and which arrows are best together.

Weights are logarithms. ``arrows[j, i]`` weighs the arrow from node j to node i, -inf where there
is none; ``roots[i]`` weighs node i as one that nothing seen is above. A forest of all nodes, each
with one arrow in or none, weighs the sum; none has a circle.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]


def marginals(arrows: Weights, roots: Weights) -> tuple[Weights, Weights]:
    """The probability of each arrow, and of each node as a root, over all forests.

    Exact, by the matrix-tree theorem for directed graphs (Tutte 1948); the inverse of the
    Laplacian has all of them at once (Koo, Globerson, Carreras and Collins 2007, "Structured
    prediction models via the matrix-tree theorem"; McDonald and Satta 2007; Smith and Smith 2007).
    """
    if not len(roots):
        return np.zeros((0, 0)), np.zeros(0)
    # A factor for all ways into a node changes no probability, and keeps the numbers small.
    top = np.maximum(arrows.max(axis=0), roots)
    weights, at_root = np.exp(arrows - top), np.exp(roots - top)
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=0) + at_root) - weights
    inverse = np.linalg.inv(laplacian)
    own = np.diag(inverse)
    found = weights * (own[None, :] - inverse.T)
    return np.clip(found, 0.0, 1.0), np.clip(at_root * own, 0.0, 1.0)


def best(arrows: Weights, roots: Weights) -> list[int]:
    """For each node the one that its arrow comes from, -1 for a root, in the heaviest forest.

    The algorithm of Chu and Liu (1965) and Edmonds (1967). Of equal arrows the first is taken.
    """
    count = len(roots)
    whole = np.full((count + 1, count + 1), -np.inf)
    whole[1:, 1:] = arrows
    whole[0, 1:] = roots
    np.fill_diagonal(whole, -np.inf)
    return [place - 1 for place in _edmonds(whole)[1:]]


def _edmonds(weights: Weights) -> list[int]:
    """The arrow into each node but the first, from which all are reached."""
    parent = np.argmax(weights, axis=0)
    parent[0] = 0
    circle = _circle(parent.tolist())
    if not circle:
        return [int(place) for place in parent]
    inside = np.zeros(len(weights), dtype=np.bool_)
    inside[circle] = True
    outside = np.flatnonzero(~inside)
    ring = np.array(circle)
    # Whoever enters the circle breaks its arrow into the node that it enters.
    entering = weights[:, ring] - weights[parent[ring], ring][None, :]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = weights[np.ix_(outside, outside)]
    small[:-1, -1] = entering[outside].max(axis=1)
    small[-1, :-1] = weights[np.ix_(ring, outside)].max(axis=0)
    small[0, 0] = -np.inf
    found = _edmonds(small)
    result = [int(place) for place in parent]
    for at, node in enumerate(outside.tolist()):
        came = found[at]
        if came < len(outside):
            result[node] = int(outside[came])
        else:
            result[node] = int(ring[np.argmax(weights[ring, node])])
    came = int(outside[found[-1]])
    result[int(ring[np.argmax(entering[came])])] = came
    return result


def _circle(parent: list[int]) -> list[int]:
    """The nodes of a circle, if there is one."""
    state = [0] * len(parent)
    state[0] = 2
    for start in range(1, len(parent)):
        path = []
        here = start
        while state[here] == 0:
            state[here] = 1
            path.append(here)
            here = parent[here]
        if state[here] == 1:
            return sorted(path[path.index(here) :])
        for node in path:
            state[node] = 2
    return []
