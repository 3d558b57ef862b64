"""Simple ways to draw a history, for the same table: each names at most one article as parent.

All look at resemblance of 3-word shingles, nothing masked, and join no two articles below
`ALIKE`. Three of them need dates; where only a day is known, its beginning counts, and an article
without a date has no parent and is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import baselines
import networkx as nx
import numpy as np
from claims import Claim, Claims

from syndetect import Article
from syndetect.ingest.dates import window

ALIKE = 0.04  # resemblance from which two articles are joined: about the best for all four


@dataclass
class Alike:
    """Articles with their words and times, and how alike those are that are alike at all."""

    articles: Sequence[Article]
    words: list[int] = field(init=False)
    times: list[int | None] = field(init=False)
    near: list[list[tuple[float, int]]] = field(init=False)  # likeness, article; most alike first

    def __post_init__(self) -> None:
        words = baselines.words_of(list(self.articles))
        sets = [frozenset(zip(w, w[1:], w[2:], strict=False)) for w in words.values()]
        self.words = [len(some) for some in words.values()]
        known = [window(one.published) if one.published else None for one in self.articles]
        self.times = [one.begin if one else None for one in known]
        self.near = _near(sets)

    def claims(self, parents: dict[int, int]) -> Claims:
        names = [one.id for one in self.articles]
        return Claims({names[child]: (Claim(names[p]),) for child, p in sorted(parents.items())})


def _near(sets: Sequence[frozenset[tuple[str, ...]]]) -> list[list[tuple[float, int]]]:
    """For each article those that reach `ALIKE`, by an index of all shingles."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for row, shingles in enumerate(sets):
        for one in shingles:
            holders.setdefault(one, []).append(row)
    found = []
    for row, shingles in enumerate(sets):
        shared = np.zeros(len(sets))
        for one in shingles:
            shared[holders[one]] += 1
        sizes = np.array([len(s) for s in sets]) + len(shingles) - shared
        alike = shared / np.maximum(sizes, 1)
        alike[row] = 0
        some = np.flatnonzero(alike >= ALIKE)
        found.append(sorted(((float(alike[o]), int(o)) for o in some), key=lambda s: (-s[0], s[1])))
    return found


def star(given: Alike) -> Claims:
    """Everyone took it from the earliest article alike."""
    parents = {}
    for row in range(len(given.articles)):
        earlier = _earlier(given, row)
        if earlier:
            parents[row] = min(earlier, key=lambda o: (given.times[o] or 0, o))
    return given.claims(parents)


def most_alike_earlier(given: Alike) -> Claims:
    """Everyone took it from the most alike of the earlier articles."""
    return given.claims(
        {row: some[0] for row in range(len(given.articles)) if (some := _earlier(given, row))}
    )


def most_alike_longer(given: Alike) -> Claims:
    """Everyone took it from the most alike of the longer articles: needs no dates."""
    parents = {}
    for row, near in enumerate(given.near):
        longer = [o for _, o in near if given.words[o] > given.words[row]]
        if longer:
            parents[row] = longer[0]
    return given.claims(parents)


def spanning_tree(given: Alike) -> Claims:
    """The likest tree through all that are alike, hung on the earliest article; where there are no
    dates, on the longest.
    """
    graph = nx.Graph()
    for row, near in enumerate(given.near):
        graph.add_weighted_edges_from((row, other, likeness) for likeness, other in near)
    tree = nx.maximum_spanning_tree(graph)
    parents = {}
    for component in sorted(nx.connected_components(tree), key=min):
        dated = {row: t for row in component if (t := given.times[row]) is not None}
        if dated:
            root = min(dated, key=lambda row: (dated[row], row))
        else:
            root = max(component, key=lambda row: (given.words[row], -row))
        parents.update({child: parent for parent, child in nx.bfs_edges(tree, root)})
    return given.claims(parents)


def _earlier(given: Alike, row: int) -> list[int]:
    """The articles alike with an earlier date, most alike first."""
    own = given.times[row]
    if own is None:
        return []
    dated = ((o, given.times[o]) for _, o in given.near[row])
    return [o for o, time in dated if time is not None and time < own]


BY_DATE: dict[str, Callable[[Alike], Claims]] = {
    "earliest-alike star": star,
    "most alike, earlier": most_alike_earlier,
}
BY_TEXT: dict[str, Callable[[Alike], Claims]] = {
    "spanning tree": spanning_tree,
    "most alike, longer": most_alike_longer,
}
