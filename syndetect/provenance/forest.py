"""How likely each parent of each article of a family is, over all that the family may have been."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from syndetect.provenance import wording
from syndetect.provenance.credited import Credited
from syndetect.provenance.direction import Way, running
from syndetect.provenance.kinship import Kinship, log_sum, nameless, shared, superseded
from syndetect.provenance.parents import Parent
from syndetect.provenance.shares import Arrows, shares
from syndetect.provenance.witness import Tie, Witness, same_hand
from syndetect.settings import Provenance

_VERSION = 2.0  # log-weight of an outlet's own earlier version beside the credit that both carry
_SUPERSEDED = 8.0
_EVEN = 1e-6  # two arrows that differ by less are equal: nobody is first
_LIKELIER = 0.5


class Forest:
    """All forests of one family, by the share of each arrow in their weight.

    ``place`` has the place of each article in *order*, by which its ``shares`` go.
    """

    def __init__(
        self,
        order: Sequence[int],
        members: Mapping[int, Witness],
        kin: Mapping[int, Sequence[tuple[Tie, Kinship]]],
        settings: Provenance,
    ) -> None:
        self.settings = settings
        self.members = members
        self.kin = kin
        self.place = {article: at for at, article in enumerate(order)}
        credited = Credited(members, kin, settings)
        self.sources = {a: credited.sources(members[a]) for a in order}
        self._weigh(order, credited)

    def _weigh(self, order: Sequence[int], credited: Credited) -> None:
        ends: list[tuple[int, int]] = []
        weights: list[tuple[float, float]] = []
        old = {a: superseded(self.members[a], self.kin[a], self.members) for a in order}
        for child in order:
            at = self.place[child]
            named = credited.named(self.members[child])
            seen = credited.seen(self.members[child])
            for tie, kinship in self.kin[child]:
                other = tie.other(child)
                pair = self.members[child], self.members[other]
                weight = kinship.below(other) + (_VERSION if running(*pair) else 0.0)
                passed = other in old[child] or child in old[other]
                weight -= _SUPERSEDED if passed else 0.0  # both ways: the two are not neighbors
                known = bool(self.sources[child]) or pair[1].agency in seen
                lent = known and credited.lends(kinship, pair[1])
                apart = not (named or lent or same_hand(*pair))
                ends.append((self.place[other], at))
                weights.append((weight, kinship.weight(Way.COMMON) if apart else -np.inf))
        self.none = np.array([credited.nobody(self.members[a]) for a in order])
        agencies = [[p.weight for p in self.sources[a]] for a in order]
        self.roots = np.array(
            [log_sum([float(self.none[at]), *w]) for at, w in enumerate(agencies)]
        )
        parent, child_of = np.array(ends, dtype=np.int64).reshape(-1, 2).T
        direct, common = np.array(weights, dtype=np.float64).reshape(-1, 2).T
        self.shares = shares(Arrows(parent, child_of, direct, common), self.roots)

    def nobody(self, article: int) -> float:
        """The probability that the article has its text from nobody, seen or unseen."""
        at = self.place[article]
        return max(0.0, self._alone(at) - self.shares.shared(at))

    def unseen(self, article: int) -> float:
        """The probability that the article has its text from no article that is seen."""
        return max(0.0, 1.0 - self.shares.seen(self.place[article]))

    def options(self, article: int) -> list[tuple[float, Parent]]:
        """The parents that *article* may have with their probabilities, likeliest first."""
        at = self.place[article]
        found = [(p, one) for p, one in self._articles(article) if p > 0.0]
        found += [
            (float(self.shares.above[at] * math.exp(source.weight - self.roots[at])), source)
            for source in self.sources[article]
        ]
        found += self._unknown(article)
        return sorted(found, key=lambda s: (-s[0], s[1].source or "", s[1].article or 0))

    def _articles(self, child: int) -> list[tuple[float, Parent]]:
        """The articles that rather are its parents than its children."""
        at = self.place[child]
        whole = self.shares.seen(at)
        found = []
        for tie, kinship in self.kin[child]:
            other = tie.other(child)
            up, down = self._ways(other, child)
            if up <= down * (1.0 + _EVEN):
                continue
            direction = kinship.direction
            way = direction.from_parent(tie, other)
            back = direction.from_parent(tie, child)
            decided = whole >= _LIKELIER and up >= down * math.exp(self.settings.margin)
            reasons = wording.with_common(direction.grounds[way], shared(tie, child))
            if not decided:
                reasons += wording.told(direction.grounds[back], against=True)
                reasons += direction.reasons[Way.COMMON]
                reasons.append(wording.FIRST_UNCLEAR)
            if up < _LIKELIER:
                reasons.append(_how_likely(whole, decided))
            parent = Parent(other, None, up, tie.probability, tie.kind, decided, tuple(reasons))
            found.append((up, parent))
        return found

    def _ways(self, one: int, other: int) -> tuple[float, float]:
        i, j = self.place[one], self.place[other]
        return self.shares.direct(i, j), self.shares.direct(j, i)

    def _alone(self, at: int) -> float:
        """The probability that nothing seen is above the article, and no agency."""
        return float(self.shares.above[at] * math.exp(self.none[at] - self.roots[at]))

    def _unknown(self, article: int) -> list[tuple[float, Parent]]:
        """A source without a name, where kin share text and nobody can be called first."""
        at = self.place[article]
        weighed = []
        inside = outside = 0.0
        for tie, kinship in self.kin[article]:
            other = tie.other(article)
            if same_hand(self.members[article], self.members[other]):
                continue
            place = self.place[other]
            up, down = self._ways(other, article)
            level = abs(up - down) <= _EVEN * (up + down)
            into = self.shares.common(place, at) + (up if level else 0.0)
            out = self.shares.common(at, place) + (down if level else 0.0)
            inside += into
            outside = max(outside, out)  # what hangs on its source does so together
            weighed.append((into + out, tie, kinship))
        whole = min(inside + outside, inside + self._alone(at))
        if not whole:
            return []
        _, tie, kinship = max(weighed, key=lambda w: (w[0], -w[1].left, -w[1].right))
        direction = kinship.direction
        undecided = direction.lead < self.settings.margin or not direction.grounds[Way.COMMON]
        kin = self.members[tie.other(article)].id
        reasons = (
            *wording.with_common(direction.grounds[Way.COMMON], shared(tie, article, kin)),
            *([wording.NOBODY_FIRST] if undecided else []),
        )
        return [(whole, nameless(tie, tie.other(article), not undecided, reasons))]


def _how_likely(whole: float, decided: bool) -> str:
    """Why a parent is less likely than not, where some parent has the probability *whole*."""
    if whole < _LIKELIER:
        return wording.THIN
    return wording.OLDER_UNCLEAR if decided else wording.OTHER_AS_LIKELY


def lone(one: Witness, settings: Provenance) -> tuple[float, list[tuple[float, Parent]]]:
    """The probability that an article without kin has its text from nobody, and the agencies that
    it may have it from with theirs, likeliest first: what ``Forest`` says of it."""
    if one.own_agency or (one.credit is None and one.part is None):
        return 1.0, []
    credited = Credited({one.article: one}, {one.article: ()}, settings)
    none, found = credited.nobody(one), credited.sources(one)
    root = log_sum([none, *(source.weight for source in found)])
    options = [(math.exp(source.weight - root), source) for source in found]
    return math.exp(none - root), sorted(options, key=lambda s: (-s[0], s[1].source or ""))
