"""A likely parent for every derived article: another article, or an unseen source.

A family is the articles that derived pairs join. Between two of them an arrow may stand either
way, or both have one unseen source (``direction.py``); an agency that an article credits, or that
its kin credit, is a source above it (``credited.py``). Of all forests that can be drawn, each
weighs the product of its arrows (``kinship.py``). The probability of an arrow is its share of that
weight, exactly (``arborescence.marginals``), and those arrows are taken that are likeliest
together and close no circle. Trees of one family that no arrow joins have an unseen source
(``siblings.py``).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from syndetect import schema
from syndetect.provenance import wording
from syndetect.provenance.arborescence import best, best_of_few
from syndetect.provenance.direction import Way
from syndetect.provenance.entries import entries
from syndetect.provenance.forest import Forest, Unseen, lone
from syndetect.provenance.kinship import Kin, from_source, log_sum, shared
from syndetect.provenance.merges import Lookup, Made, made_of_two, of_both
from syndetect.provenance.parents import LEAST, Choice, Parent, source_of_many, surest
from syndetect.provenance.siblings import joined
from syndetect.provenance.ties import KINDS, Flags, Floats, Ties
from syndetect.provenance.witness import Witness
from syndetect.settings import Provenance

_DIGITS = 9  # of shares that are compared: behind them is the noise of the inverse
_WHOLE = 500  # articles up to which arrows are a square


def nothing(one: schema.I64, _other: schema.I64) -> tuple[Floats, Floats]:
    """Of no two articles is it known that they are strangers."""
    return np.ones(len(one)), np.zeros(len(one))


@dataclass(slots=True)
class Family:
    """One family, or several: their witnesses in order of the articles, the ties inside, and what
    is weighed for them.

    *labels* tell which family each member is of; without them all are one.
    """

    members: Sequence[Witness]
    ties: Ties
    settings: Provenance
    compared: Lookup = nothing
    least: float = LEAST  # an article less likely than that is nobody's parent
    labels: schema.I64 | None = None
    alone: dict[int, float] = field(init=False)  # how likely nothing is above each article
    kin: Kin = field(init=False)
    made: dict[int, Made] = field(init=False)  # articles made of two, by their places
    left_out: schema.I64 = field(init=False)  # of each member, ties to later ones not weighed

    def __post_init__(self) -> None:
        articles = self._articles()
        ends = (np.searchsorted(articles, end) for end in (self.ties.left, self.ties.right))
        ties = self.ties.between_others(*ends)
        known = entries(self.members, ties)
        both = of_both(known, ties, articles, self.compared)
        self.kin = Kin(self.members, ties, known, both)
        up, down = (self.kin.weight(known.tie, way) for way in (known.up, 1 - known.up))
        self.made = made_of_two(known, ties, articles, both, up > down, self.compared)
        weighed = np.zeros(len(ties), dtype=np.bool_)
        weighed[known.tie] = True
        self.left_out = np.bincount(ties.left[~weighed], minlength=len(self.members))

    def _articles(self) -> schema.I64:
        return np.array([one.article for one in self.members], dtype=np.int64)

    def _cut(self) -> Flags:
        """Ties with what the second part of an article may be from: they are weighed apart."""
        cut = np.zeros(len(self.ties), dtype=np.bool_)
        for made in self.made.values():
            cut[self.kin.entries.tie[list(made.seconds)]] = True
        return cut

    def choose(self) -> dict[int, Choice]:
        """The parent of each article that has one; never a circle."""
        articles = self._articles().tolist()
        labels = np.zeros(len(articles), dtype=np.int64) if self.labels is None else self.labels
        forest = Forest(self.kin, labels, self._cut(), self.settings)
        self.alone = dict(zip(articles, forest.nobody.tolist(), strict=True))
        sources = [forest.sources(at) for at in range(len(articles))]
        chosen: dict[int, Choice] = {}
        for at, entry in enumerate(_likeliest(forest, sources)):
            if entry is not None:
                share = float(forest.up[entry])
                chosen[articles[at]] = Choice(forest.article(entry), surest(share))
            elif sources[at] and (one := sources[at][0]).share >= forest.nobody[at]:
                chosen[articles[at]] = Choice(forest.source(at, one), surest(one.share))
        for article in sorted(a for a, c in chosen.items() if self._unlikely(c)):
            found_one = self._first_of_many(article, bisect_left(articles, article), forest, chosen)
            if found_one is None:
                del chosen[article]
            else:
                chosen[article] = found_one
        unseen = dict(zip(articles, forest.unseen.tolist(), strict=True))
        del forest, sources  # of a large family they are large
        self._add_seconds(chosen)
        by_article = {one.article: one for one in self.members}
        return joined(self.ties, by_article, chosen, unseen)

    def _unlikely(self, choice: Choice) -> bool:
        """Whether a parent is too unlikely to be named: a credit says more than a likeness."""
        return choice.probability < (LEAST if choice.parent.article is None else self.least)

    def _add_seconds(self, chosen: dict[int, Choice]) -> None:
        """The other parents of articles that are made of two."""
        for at in sorted(self.made):
            article = self.members[at].article
            if article not in chosen or chosen[article].parent.article is None:
                continue
            found = second(self.kin, self.made[at], self.settings)
            if found is None or self._unlikely(found):
                continue
            if self._circular(article, found, chosen):
                continue
            found.probability = min(found.probability, chosen[article].probability)
            if found.parent.article != chosen[article].parent.article:
                chosen[article].second = found

    def _circular(self, article: int, other: Choice, chosen: Mapping[int, Choice]) -> bool:
        """Whether *article* is above its second parent over any parents."""
        queue = [other.parent.article]
        seen: set[int] = set()
        for here in queue:
            if here is None or here in seen:
                continue
            if here == article:
                return True
            seen.add(here)
            if here in chosen:
                queue.append(chosen[here].parent.article)
                if (more := chosen[here].second) is not None:
                    queue.append(more.parent.article)
        return False

    def _first_of_many(
        self, article: int, at: int, forest: Forest, chosen: Mapping[int, Choice]
    ) -> Choice | None:
        """The article that the many likely parents come from, where it is one of them: which of
        them was at hand cannot be told, but all lead there.
        """
        likely: dict[int, list[float]] = {}
        articles: dict[int, int] = {}
        for entry in forest.articles(at):
            parent = self.members[forest.entries.other[entry]].article
            articles[parent] = entry
            if self._descends(parent, article, chosen):
                continue
            line = parent
            while line in chosen and chosen[line].parent.article is not None:
                line = chosen[line].parent.article or 0
            likely.setdefault(line, []).append(float(forest.up[entry]))
        best = max(likely, key=lambda a: (sum(likely[a]), -a), default=None)
        if best is None or best not in articles or sum(likely[best]) < self.least:
            first = next(iter(articles.values()), None)
            own = None if first is None else KINDS[self.ties.kind[forest.entries.tie[first]]]
            return source_of_many(likely, chosen, own and from_source(own))
        said = wording.any_of(len(likely[best]), first=True)
        found = forest.article(articles[best])
        found = replace(found, decided=False, reasons=(*found.reasons, said))
        return Choice(found, surest(sum(likely[best])))

    def _descends(self, article: int, ancestor: int, chosen: Mapping[int, Choice]) -> bool:
        """Whether *article* has its text, over any steps, from *ancestor*."""
        here: int | None = article
        while here is not None:
            if here == ancestor:
                return True
            here = chosen[here].parent.article if here in chosen else None
        return False


def _likeliest(forest: Forest, sources: Sequence[Sequence[Unseen]]) -> list[int | None]:
    """The entry of the parent article of each article, None where it has none: the arrows that are
    right together most often.
    """
    nobody = forest.nobody.tolist()
    roots = np.array(
        [
            max(none, 0.0, *(one.share for one in some))
            for none, some in zip(nobody, sources, strict=True)
        ]
    )
    place = np.zeros(len(roots), dtype=np.int64)
    found: list[int | None] = [None] * len(roots)
    for nodes, of_family, _ in forest.families:
        place[nodes] = np.arange(len(nodes))
        rows = of_family[forest.rather[of_family]]
        weights = np.array([round(share, _DIGITS) for share in forest.up[rows].tolist()])
        parent, below = place[forest.entries.other[rows]], place[forest.entries.node[rows]]
        if len(nodes) <= _WHOLE:
            arrows = np.full((len(nodes), len(nodes)), -np.inf)
            arrows[parent, below] = weights
            taken = best(arrows, roots[nodes])
        else:
            taken = best_of_few(parent, below, weights, roots[nodes])
        above = np.array(taken)
        for row in rows[parent == above[below]].tolist():
            found[forest.entries.node[row]] = row
    return found


def second(kin: Kin, made: Made, settings: Provenance) -> Choice | None:
    """The likeliest of the articles that the rest of an article may be from."""
    some = kin.entries
    rows = sorted(made.seconds)
    tie = some.tie[rows]
    weights = [kin.weight(tie, way).tolist() for way in range(len(Way))]
    total = log_sum([0.0, *chain.from_iterable(zip(*weights, strict=True))])
    known = {row: [weights[way][at] for way in range(len(Way))] for at, row in enumerate(rows)}
    left = kin.ties.left
    best_row = max(rows, key=lambda row: (known[row][some.up[row]], -left[some.tie[row]]))
    way = int(some.up[best_row])
    up, down = known[best_row][way], known[best_row][1 - way]
    if up <= down:
        return None
    row, at = int(some.tie[best_row]), int(some.node[best_row])
    found, direction = kin.ties[row], kin.direction(row)
    part = min(made.part, 1.0)
    said = f"it has at least {part:.0%} of what the first parent leaves over of the child"
    grounds = direction.grounds[tuple(Way)[way]]
    reasons = (*wording.with_common(grounds, shared(found, at)), said)
    other = kin.members[some.other[best_row]].article
    decided = up - down >= settings.margin
    parent = Parent(other, None, up, found.probability, found.kind, decided, reasons)
    sides = kin.ties[int(some.tie[made.first])].sides(at)
    share = None if sides is None else part * sides[0].novel
    return Choice(parent, surest(math.exp(up - total)), share)


def of_lone(members: Sequence[Witness], settings: Provenance) -> list[tuple[Choice | None, float]]:
    """What ``Family`` says of articles that nothing is tied to: the parent of each, which is an
    agency if it is anything, and how likely nothing is above it.
    """
    found: list[tuple[Choice | None, float]] = []
    for nobody, options in lone(members, settings):
        choice = None
        if options and (share := options[0][0]) >= nobody and surest(share) >= LEAST:
            choice = Choice(options[0][1], surest(share))
        found.append((choice, nobody))
    return found
