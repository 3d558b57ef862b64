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

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from syndetect.provenance import wording
from syndetect.provenance.arborescence import best, best_of_few
from syndetect.provenance.direction import Direction, judge
from syndetect.provenance.forest import Forest, lone
from syndetect.provenance.kinship import Kinship, from_source, kinships
from syndetect.provenance.merges import Both, Lookup, Made, made_of_two, of_both, second
from syndetect.provenance.parents import (
    LEAST,
    Choice,
    Parent,
    rank,
    source_of_many,
    surest,
)
from syndetect.provenance.siblings import joined
from syndetect.provenance.witness import Tie, Witness
from syndetect.provenance.wording import CHILD, PARENT
from syndetect.settings import Provenance

_DIGITS = 9  # of shares that are compared: behind them is the noise of the inverse
_WHOLE = 500  # articles up to which arrows are a square
_MOST = 60  # ties of an article that are weighed; a wire's copies have thousands, all alike


def nothing(_one: int, _other: int) -> tuple[float, float]:
    """Of no two articles is it known that they are strangers."""
    return 1.0, 0.0


@dataclass(slots=True)
class Family:
    """One family: its witnesses, the ties inside, and what is weighed for them."""

    members: Sequence[Witness]
    ties: Sequence[Tie]
    settings: Provenance
    compared: Lookup = nothing
    least: float = LEAST  # an article less likely than that is nobody's parent
    alone: dict[int, float] = field(init=False)  # how likely nothing is above each article
    by_article: dict[int, Witness] = field(init=False)
    kin: dict[int, list[tuple[Tie, Kinship]]] = field(init=False)
    made: dict[int, Made] = field(init=False)  # articles made of two
    left_out: int = field(init=False)  # ties that neither end weighs

    def __post_init__(self) -> None:
        self.by_article = {w.article: w for w in self.members}
        found: dict[int, list[tuple[Tie, Direction]]] = {w.article: [] for w in self.members}
        judged: dict[int, Direction] = {}
        for article, places in self._strongest().items():
            for place in places:
                tie = self.ties[place]
                if place not in judged:
                    left, right = self.by_article[tie.left], self.by_article[tie.right]
                    judged[place] = judge(tie, left, right)
                found[article].append((tie, judged[place]))
        both = {article: self._from_both(article, some) for article, some in found.items()}
        self.kin = kinships(found)
        self.made = {}
        for article, pairs in both.items():
            made = made_of_two(article, self.kin[article], pairs, self.compared)
            if made is not None:
                self.made[article] = made
        self.left_out = len(self.ties) - len(judged)

    def _strongest(self) -> dict[int, list[int]]:
        """The places in ``ties`` of the ties that each article weighs, the strongest first: those
        with an agency's own page, a credit or an early date before others as likely.
        """
        found: dict[int, list[int]] = {w.article: [] for w in self.members}
        for place, tie in enumerate(self.ties):
            found[tie.left].append(place)
            found[tie.right].append(place)
        if all(len(places) <= _MOST for places in found.values()):
            return found
        standing = {w.article: rank(w) for w in self.members}

        def strength(place: int, article: int) -> tuple[object, ...]:
            tie = self.ties[place]
            other = tie.other(article)
            shares = tie.own_left + tie.own_right
            return (-round(tie.probability, 1), *standing[other], -shares, other)

        for article, places in found.items():
            if len(places) > _MOST:
                found[article] = heapq.nsmallest(_MOST, places, key=lambda p: strength(p, article))
        return found

    def _from_both(self, article: int, kin: Sequence[tuple[Tie, Direction]]) -> Mapping[int, Both]:
        """What a text says by standing between two that are not kin."""
        found = of_both(article, kin, self.compared)
        for tie, direction in kin:
            one = tie.other(article)
            if one in found:
                other, gain, _ = found[one]
                way, back = direction.from_parent(tie, one), direction.from_parent(tie, article)
                name = self.by_article[other].id
                said = f"{CHILD} has of {name} what {PARENT} lacks, and these two are no kin"
                direction.weights[back] -= gain
                direction.add(way, gain, said)
        return found

    def _first_kin(self) -> dict[int, list[tuple[Tie, Kinship]]]:
        """The kin of each article; what the second part of one may be from is weighed apart."""
        cut = {(a, one) for a, made in self.made.items() for one in made.seconds}
        return {
            article: [
                (tie, kinship)
                for tie, kinship in some
                if not {(tie.left, tie.right), (tie.right, tie.left)} & cut
            ]
            for article, some in self.kin.items()
        }

    def choose(self) -> dict[int, Choice]:
        """The parent of each article that has one; never a circle."""
        order = sorted(self.by_article)
        forest = Forest(order, self.by_article, self._first_kin(), self.settings)
        options = {article: forest.options(article) for article in order}
        self.alone = {article: forest.nobody(article) for article in order}
        chosen: dict[int, Choice] = {}
        for child, above in _likeliest(order, options, forest).items():
            picked = [(s, o) for s, o in options[child] if o.article == above]
            if not picked:
                continue
            share, option = max(picked, key=lambda so: so[0])
            if above is not None or share >= self.alone[child]:
                chosen[child] = Choice(option, surest(share))
        for article in sorted(a for a, c in chosen.items() if self._unlikely(c)):
            found_one = self._first_of_many(article, options[article], chosen)
            if found_one is None:
                del chosen[article]
            else:
                chosen[article] = found_one
        self._add_seconds(chosen)
        return joined(self.ties, self.by_article, chosen, forest.unseen)

    def _unlikely(self, choice: Choice) -> bool:
        """Whether a parent is too unlikely to be named: a credit says more than a likeness."""
        return choice.probability < (LEAST if choice.parent.article is None else self.least)

    def _add_seconds(self, chosen: dict[int, Choice]) -> None:
        """The other parents of articles that are made of two."""
        for article in sorted(self.made):
            if article not in chosen or chosen[article].parent.article is None:
                continue
            made = self.made[article]
            found = second(article, made, self.kin[article], self.settings)
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
        self, article: int, options: Sequence[tuple[float, Parent]], chosen: Mapping[int, Choice]
    ) -> Choice | None:
        """The article that the many likely parents come from, where it is one of them: which of
        them was at hand cannot be told, but all lead there.
        """
        likely: dict[int, list[float]] = {}
        articles = {p.article: p for _, p in options if p.article is not None}
        for share, option in options:
            if option.article is None or self._descends(option.article, article, chosen):
                continue
            line = option.article
            while line in chosen and chosen[line].parent.article is not None:
                line = chosen[line].parent.article or 0
            likely.setdefault(line, []).append(share)
        best = max(likely, key=lambda a: (sum(likely[a]), -a), default=None)
        if best is None or best not in articles or sum(likely[best]) < self.least:
            own = next((p.relation for _, p in options if p.article is not None), None)
            return source_of_many(likely, chosen, own and from_source(own))
        said = wording.any_of(len(likely[best]), first=True)
        parent = articles[best]
        parent = replace(parent, decided=False, reasons=(*parent.reasons, said))
        return Choice(parent, surest(sum(likely[best])))

    def _descends(self, article: int, ancestor: int, chosen: Mapping[int, Choice]) -> bool:
        """Whether *article* has its text, over any steps, from *ancestor*."""
        here: int | None = article
        while here is not None:
            if here == ancestor:
                return True
            here = chosen[here].parent.article if here in chosen else None
        return False


def _likeliest(
    order: Sequence[int], options: Mapping[int, Sequence[tuple[float, Parent]]], forest: Forest
) -> dict[int, int | None]:
    """The parent article of each article, None where it has none: the arrows that are right
    together most often.
    """
    place = {article: at for at, article in enumerate(order)}
    roots = np.zeros(len(order))
    ends: list[tuple[int, int]] = []
    weights: list[float] = []
    for child, found in options.items():
        at = place[child]
        for share, option in found:
            if option.article is not None:
                ends.append((place[option.article], at))
                weights.append(round(share, _DIGITS))
        unseen = [share for share, option in found if option.article is None]
        roots[at] = max(*unseen, forest.nobody(child), 0.0)
    parent, below = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    if len(order) <= _WHOLE:
        arrows = np.full((len(order), len(order)), -np.inf)
        arrows[parent, below] = weights
        taken = best(arrows, roots)
    else:
        taken = best_of_few(parent, below, np.array(weights), roots)
    above = [order[one] if one >= 0 else None for one in taken]
    return dict(zip(order, above, strict=True))


def of_lone(one: Witness, settings: Provenance) -> tuple[Choice | None, float]:
    """What ``Family`` says of an article that nothing is tied to: its parent, which is an agency if
    it is anything, and how likely nothing is above it."""
    nobody, options = lone(one, settings)
    if not options:
        return None, nobody
    share, option = options[0]
    probability = surest(share)
    if share < nobody or probability < LEAST:
        return None, nobody
    return Choice(option, probability), nobody
