"""How likely each parent of each article of a family is, over all that the family may have been."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from syndetect.provenance import wording
from syndetect.provenance.arborescence import Weights, marginals
from syndetect.provenance.credited import Credited
from syndetect.provenance.direction import Way, running
from syndetect.provenance.kinship import Kinship, log_sum, nameless, shared, superseded
from syndetect.provenance.parents import Parent
from syndetect.provenance.witness import Tie, Witness, same_hand
from syndetect.settings import Provenance

_VERSION = 2.0  # log-weight of an outlet's own earlier version beside the credit that both carry
_SUPERSEDED = 8.0
_EXACT = 500  # articles up to which the forests are those of the whole family
_EVEN = 1e-6  # two arrows that differ by less are equal: nobody is first
_LIKELIER = 0.5


class Forest:
    """All forests of one family, by the share of each arrow in their weight.

    Rows and columns are articles in *order*. ``direct[j, i]`` is the probability that i has its
    text from j, ``common[j, i]`` that i hangs on the source of j, ``above[i]`` that nothing seen
    is above i.
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
        size = (len(order), len(order))
        direct, common = np.full(size, -np.inf), np.full(size, -np.inf)
        old = {a: superseded(self.members[a], self.kin[a], self.members) for a in order}
        for child in order:
            at = self.place[child]
            named = credited.named(self.members[child])
            seen = credited.seen(self.members[child])
            for tie, kinship in self.kin[child]:
                other = tie.other(child)
                pair = self.members[child], self.members[other]
                hand = same_hand(*pair)
                weight = kinship.below(other) + (_VERSION if running(*pair) else 0.0)
                passed = other in old[child] or child in old[other]
                weight -= _SUPERSEDED if passed else 0.0  # both ways: the two are not neighbors
                direct[self.place[other], at] = weight
                known = bool(self.sources[child]) or pair[1].agency in seen
                lent = known and credited.lends(kinship, pair[1])
                if not (hand or named or lent):
                    common[self.place[other], at] = kinship.weight(Way.COMMON)
        self.none = np.array([credited.nobody(self.members[a]) for a in order])
        agencies = [[p.weight for p in self.sources[a]] for a in order]
        self.roots = np.array(
            [log_sum([float(self.none[at]), *w]) for at, w in enumerate(agencies)]
        )
        # "All from one source" is drawn once for each tree of its children: here it counts once.
        common -= np.log(1.0 + _many(common))
        both = np.logaddexp(direct, common)
        found, self.above = _shares(both, self.roots)
        with np.errstate(invalid="ignore"):
            part = np.where(np.isfinite(direct), np.exp(direct - both), 0.0)
        self.direct = found * part
        self.common = found - self.direct

    def nobody(self, article: int) -> float:
        """The probability that the article has its text from nobody, seen or unseen."""
        at = self.place[article]
        return max(0.0, self._alone(at) - float(self.common[at, :].max()))

    def unseen(self, article: int) -> float:
        """The probability that the article has its text from no article that is seen."""
        return max(0.0, 1.0 - float(self.direct[:, self.place[article]].sum()))

    def options(self, article: int) -> list[tuple[float, Parent]]:
        """The parents that *article* may have with their probabilities, likeliest first."""
        at = self.place[article]
        found = [(p, one) for p, one in self._articles(article) if p > 0.0]
        found += [
            (float(self.above[at] * math.exp(source.weight - self.roots[at])), source)
            for source in self.sources[article]
        ]
        found += self._unknown(article)
        return sorted(found, key=lambda s: (-s[0], s[1].source or "", s[1].article or 0))

    def _articles(self, child: int) -> list[tuple[float, Parent]]:
        """The articles that rather are its parents than its children."""
        at = self.place[child]
        whole = float(self.direct[:, at].sum())
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
        return float(self.direct[i, j]), float(self.direct[j, i])

    def _alone(self, at: int) -> float:
        """The probability that nothing seen is above the article, and no agency."""
        return float(self.above[at] * math.exp(self.none[at] - self.roots[at]))

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
            into = float(self.common[place, at]) + (up if level else 0.0)
            out = float(self.common[at, place]) + (down if level else 0.0)
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


def _shares(arrows: Weights, roots: Weights) -> tuple[Weights, Weights]:
    """Exact for families of a usual size; in larger ones each article by itself."""
    if len(roots) <= _EXACT:
        return marginals(arrows, roots)
    whole = np.logaddexp(np.logaddexp.reduce(arrows, axis=0), roots)
    return np.exp(arrows - whole), np.exp(roots - whole)


def _many(weights: Weights) -> Weights:
    """By how many arrows of equal weight those into each node would be outweighed."""
    top = weights.max(axis=0)
    with np.errstate(invalid="ignore"):
        share = np.where(np.isfinite(weights), np.exp(weights - top), 0.0)
    many: Weights = np.maximum(share.sum(axis=0), 1.0)
    return many
