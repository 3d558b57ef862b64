"""True histories and claims, compared: for each history a count of what is right.

Edges. Siblings with the same words (letter case and marks aside) are one class: which of them a
child has its text from cannot be told, and they count once. An edge that is named counts whether
the result calls it decided or not. Edges between articles of which the labels say nothing are
left out. An edge is counted with the history of its child, or, where that is a root, of its
parent; so an edge into another history is a false one.

Direction. Over true pairs of parent and child that are both visible: decided where decided claims
lead, over any number of steps, from one of the two up to the other; right where they lead from
the child to the parent.

Root. The likeliest line upward from an article ends, apart from a source unseen above it, at the
true root (of a merge: at one of them). Where the true root is hidden, it ends at an unseen source
and passes only articles that have their text from the same one.

Unseen sources. A hidden node with two or more visible children is found where all of them have
one unseen source as a parent that no article of another origin has.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

import chains
from claims import Claims
from histories import Edge, History, Truth

Tally = defaultdict[str, float]


def new_tally() -> Tally:
    """Counts of one history, all nought."""
    return defaultdict(float)


class Comparison:
    """One truth beside one set of claims.

    *words* are the folded words of each article.
    """

    def __init__(self, truth: Truth, claims: Claims, words: Mapping[str, Sequence[str]]) -> None:
        self.truth = truth
        self.claims = claims
        self.words = words
        self.home = {name: h for h in truth.histories for name in sorted(h.articles)}
        self.alias = {name: rep for h in truth.histories for name, rep in classes(h, words).items()}

    def tallies(self) -> list[Tally]:
        """What each history adds to each figure, by the names that `figures.py` reads."""
        found = []
        for history in self.truth.histories:
            tally = new_tally()
            self._edges(history, tally)
            self._ancestry(history, tally)
            self._direction(history, tally)
            self._roots(history, tally)
            self._unseen(history, tally)
            self._merges(history, tally)
            self._voices(history, tally)
            self._probabilities(history, tally)
            self._lone(history, tally)
            chains.count(history, self.claims, self.words, tally)
            found.append(tally)
        return found

    def judged(self, one: str, other: str) -> bool:
        """Whether the labels say of two articles if one has its text from the other."""
        pair = frozenset((one, other))
        homes = [self.home[name] for name in (one, other) if name in self.home]
        if any(pair in h.open for h in homes) or len(homes) < 2:
            return False
        if any(h.judged for h in homes):
            return any(pair in h.judged for h in homes)
        told = any(name in h.above for name, h in zip((one, other), homes, strict=True))
        return told or self.truth.all_known

    @cached_property
    def _named(self) -> dict[str, set[Edge]]:
        """The edges that are claimed and judged, by the name of the history they count with."""
        edges = ((c.parent, child) for child, some in self.claims.above.items()
                 for c in some if not c.unseen)  # fmt: skip
        return self._by_history(edges)

    def _by_history(self, edges: Iterable[Edge]) -> dict[str, set[Edge]]:
        found: dict[str, set[Edge]] = {}
        for parent, child in edges:
            if not self.judged(parent, child):
                continue
            edge = self.alias.get(parent, parent), self.alias.get(child, child)
            home = self.home[child]
            if child in home.roots | home.lone:
                home = self.home[parent]
            if edge[0] != edge[1]:
                found.setdefault(home.name, set()).add(edge)
        return found

    def true_edges(self, history: History) -> set[Edge]:
        """The edges between visible articles, classes of siblings by one of each."""
        return {
            (self.alias.get(parent, parent), self.alias.get(child, child))
            for child, parents in history.above.items()
            for parent in parents
            if parent in history.articles
        }

    def _told(self, history: History) -> list[str]:
        """The articles whose making is known, classes of siblings by one of each."""
        return sorted(name for name in history.above if self.alias.get(name, name) == name)

    def _edges(self, history: History, tally: Tally) -> None:
        _overlap(tally, "directed", self._named.get(history.name, set()), self.true_edges(history))
        ours = {frozenset(edge) for edge in self._named.get(history.name, ())}
        true = {frozenset(edge) for edge in self.true_edges(history)}
        _overlap(tally, "undirected", ours, true)

    @cached_property
    def _descents(self) -> dict[str, set[Edge]]:
        """All claimed pairs of ancestor and descendant that are judged, by history."""
        return self._by_history(
            (ancestor, name)
            for name in self.claims.above
            for ancestor in sorted(self.claims.ancestors(name))
        )

    def _ancestry(self, history: History, tally: Tally) -> None:
        true = {
            (self.alias.get(up, up), name)
            for name in self._told(history)
            for up in _upward(history, name)
            if up in history.articles
        }
        ours = self._descents.get(history.name, set())
        if history.judged:
            true = {edge for edge in true if frozenset(edge) in history.judged}
        _overlap(tally, "ancestry", ours, true)

    def _direction(self, history: History, tally: Tally) -> None:
        for parent, child in sorted(self.true_edges(history)):
            right = parent in self.claims.ancestors(child, decided=True)
            wrong = child in self.claims.ancestors(parent, decided=True)
            tally["true pairs"] += 1
            tally["pairs decided"] += right or wrong
            tally["pairs right"] += right

    def _roots(self, history: History, tally: Tally) -> None:
        for name in self._told(history):
            tally["with a root"] += 1
            tally["root right"] += self._root_right(history, name)

    def _root_right(self, history: History, name: str) -> bool:
        true = _tops(history, name)
        line = self.claims.line(name)
        passed = [name, *(step.parent for step in line if not step.unseen)]
        if passed[-1] in true:
            return True
        kin = all(true & _tops(history, one) for one in passed if one in history.above)
        inside = all(one in history.above for one in passed)
        unseen = bool(line) and line[-1].unseen
        return unseen and inside and kin and not true <= history.articles

    def _unseen(self, history: History, tally: Tally) -> None:
        kids: dict[str, list[str]] = {}
        for name in self._told(history):
            for parent in history.above[name]:
                if parent not in history.articles:
                    kids.setdefault(parent, []).append(name)
        for source, children in sorted(kids.items()):
            if len(children) < 2:
                continue
            claimed = [self._sources_of(name) for name in children]
            shared = set.intersection(*claimed)
            tally["hidden sources"] += 1
            tally["hidden sources found"] += any(self._only(source, one) for one in shared)
            for one, other in itertools.combinations(claimed, 2):
                tally["hidden siblings"] += 1
                tally["hidden siblings joined"] += bool(one & other)

    def _sources_of(self, name: str) -> set[str]:
        return {c.parent for c in self.claims.above.get(name, ()) if c.unseen}

    def _only(self, hidden: str, source: str) -> bool:
        """Whether nobody has *source* as a parent but articles that come from *hidden*."""
        return all(
            name in self.home and hidden in _tops(self.home[name], name)
            for name, some in self.claims.above.items()
            if any(c.unseen and c.parent == source for c in some)
        )

    def _merges(self, history: History, tally: Tally) -> None:
        for name in self._told(history):
            true = set(history.above[name])
            claims = self.claims.above.get(name, ())
            ours = {self.alias.get(c.parent, c.parent) for c in claims}
            unseen = any(c.unseen for c in claims)
            both = all(self.alias.get(p, p) in ours if p in history.articles else unseen
                       for p in true)  # fmt: skip
            tally["merges true"] += len(true) > 1
            tally["merges ours"] += len(ours) > 1
            tally["merges hit"] += len(true) > 1 and len(ours) > 1 and both

    def _voices(self, history: History, tally: Tally) -> None:
        """The range of all events that hold the history, beside all that those events hold."""
        articles = history.articles
        ranges = [r for r in self.claims.ranges if r.articles & articles]
        met = {
            self.home[a].name: self.home[a] for r in ranges for a in r.articles if a in self.home
        }
        true = [h.voices for h in met.values()]
        if not ranges or any(voices is None for voices in true):
            return
        count = sum(voices or 0 for voices in true)
        least, most = sum(r.least for r in ranges), sum(r.most for r in ranges)
        tally["ranges"] += 1
        tally["range off"] += max(least - count, count - most, 0)
        tally["range width"] += most - least

    def _probabilities(self, history: History, tally: Tally) -> None:
        true = self.true_edges(history)
        named = self._named.get(history.name, set())
        for child, some in sorted(self.claims.above.items()):
            for claim in some:
                if claim.probability is None:
                    continue
                edge = self.alias.get(claim.parent, claim.parent), self.alias.get(child, child)
                if claim.unseen and child in history.above:
                    right = any(p not in history.articles for p in history.above[child])
                elif edge in named and not claim.unseen:
                    right = edge in true
                else:
                    continue
                tally["probabilities"] += 1
                tally["squared error"] += (claim.probability - right) ** 2

    def _lone(self, history: History, tally: Tally) -> None:
        for name in sorted(history.lone):
            tally["lone"] += 1
            tally["lone joined"] += name in self._joined

    @cached_property
    def _joined(self) -> frozenset[str]:
        """Articles that stand in a judged edge, or have an unseen source with a judged other."""
        found = {name for edges in self._named.values() for edge in edges for name in edge}
        children: dict[str, list[str]] = {}
        for name in self.claims.above:
            for source in self._sources_of(name):
                children.setdefault(source, []).append(name)
        for some in children.values():
            for one, other in itertools.combinations(some, 2):
                if self.judged(one, other):
                    found.update((one, other))
        return frozenset(found)


def classes(history: History, words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each told article the one that stands for it and its siblings with the same words."""
    alias = {name: name for name in history.above}
    for _ in history.above:  # a round for each step of descent at most
        first: dict[tuple[object, ...], str] = {}
        joined = {}
        for name in sorted(history.above):
            parents = tuple(sorted({alias.get(p, p) for p in history.above[name]}))
            joined[name] = first.setdefault((parents, tuple(words[name])), name)
        if joined == alias:
            break
        alias = joined
    return alias


def _upward(history: History, name: str) -> set[str]:
    """All that stands above an article, hidden nodes too."""
    found: set[str] = set()
    queue = [name]
    for here in queue:
        for parent in history.above.get(here, ()):
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return found


def _tops(history: History, name: str) -> set[str]:
    """The roots above an article, hidden ones by their names; a root's own is itself."""
    above = _upward(history, name)
    return {one for one in above if one not in history.above} or {name}


def _overlap(tally: Tally, name: str, ours: Set[object], true: Set[object]) -> None:
    tally[f"{name} hit"] += len(ours & true)
    tally[f"{name} ours"] += len(ours)
    tally[f"{name} true"] += len(true)
