"""Spanning arborescences: how likely each arrow is, and which arrows are best together.

Weights are logarithms. ``arrows[j, i]`` weighs the arrow from node j to node i, -inf where there
is none; ``roots[i]`` weighs node i as one that nothing seen is above. A forest of all nodes, each
with one arrow in or none, weighs the sum; none has a circle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]

_DEEP = 16.0  # log-weight below its best arrow at which a root is held: beyond, digits are lost


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
    weights, at_root = np.exp(arrows - top), np.exp(np.maximum(roots - top, -_DEEP))
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


def best_of_few(
    parent: npt.NDArray[np.int64],
    child: npt.NDArray[np.int64],
    weights: Weights,
    roots: Weights,
) -> list[int]:
    """What ``best`` gives, of arrows that are told one by one, for very many nodes.

    Every circle of a level is taken for one node at a time. Of equal arrows the one from the
    smaller node is taken; where nodes are circles, forests as heavy may differ from ``best``.
    """
    count = len(roots)
    source = np.concatenate([np.zeros(count, dtype=np.int64), parent + 1])
    target = np.concatenate([np.arange(1, count + 1), child + 1])
    weight = np.concatenate([roots, weights])
    levels = []
    nodes = count + 1
    while True:
        chosen = _heaviest_of(source, target, weight, nodes)
        circles = _circles([0, *source[chosen[1:]].tolist()])
        if not circles:
            break
        node = np.full(nodes, -1)
        for at, ring in enumerate(circles):
            node[ring] = at
        inside = node >= 0
        kept = nodes - int(inside.sum())
        node = np.where(inside, kept + node, np.cumsum(~inside) - 1)
        lost = np.where(inside, weight[chosen], 0.0)  # of the arrow that entering breaks
        between = np.flatnonzero(node[source] != node[target])
        levels.append((chosen, target, between))
        weight = weight[between] - lost[target[between]]
        source, target = node[source[between]], node[target[between]]
        nodes = kept + len(circles)
    found = chosen
    for below, into, between in reversed(levels):
        edges = between[found[1:]]
        found = below.copy()
        found[into[edges]] = edges
    # The arrows are now those of the first level: behind the roots, in the order they came.
    return [-1 if at < count else int(parent[at - count]) for at in found[1:].tolist()]


def _heaviest_of(
    source: npt.NDArray[np.int64], target: npt.NDArray[np.int64], weight: Weights, nodes: int
) -> npt.NDArray[np.int64]:
    """The heaviest arrow into each node, by its place; the first node has none, and place 0."""
    order = np.lexsort((source, -weight, target))
    _, first = np.unique(target[order], return_index=True)
    chosen = np.zeros(nodes, dtype=np.int64)
    chosen[target[order[first]]] = order[first]
    return chosen


def _circles(parent: list[int]) -> list[list[int]]:
    """All circles of nodes, each of which has one arrow in, but the first."""
    state = [0] * len(parent)
    state[0] = 2
    found = []
    for start in range(1, len(parent)):
        path = []
        here = start
        while state[here] == 0:
            state[here] = 1
            path.append(here)
            here = parent[here]
        if state[here] == 1:
            found.append(path[path.index(here) :])
        for node in path:
            state[node] = 2
    return found


class _Level(NamedTuple):
    """What is needed to open a circle again that was taken for one node."""

    parent: list[int]
    outside: npt.NDArray[np.int64]  # the other nodes, in order; the circle stands behind them
    leaves: npt.NDArray[np.int64]  # for each of these, the node of the circle that it is from
    enters: npt.NDArray[np.int64]  # and the node of the circle that an arrow from it goes to


def _edmonds(weights: Weights) -> list[int]:
    """The arrow into each node but the first, from which all are reached."""
    levels: list[_Level] = []
    parent, circle = _heaviest(weights)
    while circle:
        inside = np.zeros(len(weights), dtype=np.bool_)
        inside[circle] = True
        outside, ring = np.flatnonzero(~inside), np.array(circle)
        # Whoever enters the circle breaks its arrow into the node that it enters.
        entering = weights[:, ring] - weights[np.array(parent)[ring], ring][None, :]
        leaving = weights[np.ix_(ring, outside)]
        small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
        small[:-1, :-1] = weights[np.ix_(outside, outside)]
        small[:-1, -1] = entering[outside].max(axis=1)
        small[-1, :-1] = leaving.max(axis=0)
        small[0, 0] = -np.inf
        leaves, enters = ring[leaving.argmax(axis=0)], ring[entering[outside].argmax(axis=1)]
        levels.append(_Level(parent, outside, leaves, enters))
        weights = small
        parent, circle = _heaviest(weights)
    found = parent
    for level in reversed(levels):
        found = _opened(level, found)
    return found


def _heaviest(weights: Weights) -> tuple[list[int], list[int]]:
    """The heaviest arrow into each node by itself, and a circle of them, if there is one."""
    parent = np.argmax(weights, axis=0)
    parent[0] = 0
    listed: list[int] = parent.tolist()
    return listed, _circle(listed)


def _opened(level: _Level, found: list[int]) -> list[int]:
    """The arrows among all nodes, from those where a circle was one."""
    result = list(level.parent)
    for at, node in enumerate(level.outside.tolist()):
        whole = found[at] < len(level.outside)
        result[node] = int(level.outside[found[at]] if whole else level.leaves[at])
    result[int(level.enters[found[-1]])] = int(level.outside[found[-1]])
    return result


def _circle(parent: list[int]) -> list[int]:
    """The nodes of a circle, if there is one."""
    circles = _circles(parent)
    return sorted(circles[0]) if circles else []
