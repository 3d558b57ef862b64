"""Two articles of one family, and what each way of being kin weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syndetect.model import RelationKind
from syndetect.provenance import leanings, wording
from syndetect.provenance.direction import Direction, Way
from syndetect.provenance.parents import UNKNOWN, Parent
from syndetect.provenance.witness import Tie, Witness, same_hand

_LIKENESS = 20.0  # log-weight of a unit of likeness: kin that are more alike are closer
_STRANGE, _ALIKE = 0.25, 0.7  # likeness that weighs nothing, and from which none is closer


@dataclass(frozen=True, slots=True)
class Kinship:
    """A tie with its direction, and what both weigh.

    ``odds`` are the log-odds that the pair is derived at all; ``alike`` is how much their likeness
    speaks for either being from the other, or from what the other is from, with nobody between.
    """

    tie: Tie
    direction: Direction
    odds: float
    alike: float

    def weight(self, way: Way) -> float:
        """Log-weight of one of the three hypotheses, beside 0 for no kinship at all."""
        weights = self.direction.weights
        return self.odds + self.alike + weights[way] - log_sum(weights.values())

    def below(self, parent: int) -> float:
        """Log-weight of the arrow from *parent*, an end of the tie."""
        return self.weight(self.direction.from_parent(self.tie, parent))


def kinships(
    found: Mapping[int, Sequence[tuple[Tie, Direction]]],
) -> dict[int, list[tuple[Tie, Kinship]]]:
    """The ties of each article with what they weigh among all of them."""
    near = {article: {t.other(article) for t, _ in some} for article, some in found.items()}
    made: dict[tuple[int, int], Kinship] = {}
    kin: dict[int, list[tuple[Tie, Kinship]]] = {}
    for article, some in found.items():
        kin[article] = []
        for tie, direction in some:
            ends = (tie.left, tie.right)
            if ends not in made:
                # The same for both directions, so that no end is favored as a root.
                alike = _LIKENESS * (min(tie.likeness, _ALIKE) - _STRANGE)
                if tie.left_has is not None and near[tie.left] & near[tie.right]:
                    alike += leanings.through_others(tie.between)
                made[ends] = Kinship(tie, direction, logit(tie.probability), alike)
            kin[article].append((tie, made[ends]))
    return kin


def superseded(
    child: Witness, found: Sequence[tuple[Tie, Kinship]], members: Mapping[int, Witness]
) -> frozenset[int]:
    """Earlier versions by the hand of *child* between which and it there is another of them: a
    running story goes on from its last version.
    """
    mine = [members[tie.other(child.article)] for tie, _ in found]
    dated = [(one.window, one.article) for one in mine if one.window and same_hand(child, one)]
    if child.window is None:
        return frozenset()
    before = [(w, a) for w, a in dated if w.end <= child.window.begin]
    last = max((w.begin for w, _ in before), default=0)
    return frozenset(a for w, a in before if w.end <= last)


def logit(probability: float) -> float:
    """Log-odds of a probability, bounded: none is certain."""
    bounded = min(max(probability, 0.005), 0.995)
    return math.log(bounded / (1.0 - bounded))


def log_sum(weights: Iterable[float]) -> float:
    """The logarithm of the sum of what has these logarithms."""
    some = list(weights)
    top = max(some, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(sum(math.exp(one - top) for one in some))


def nameless(tie: Tie, kin: int, decided: bool, reasons: Sequence[str]) -> Parent:
    """A source that nobody names, of an article and its *kin*."""
    return Parent(
        article=None,
        source=UNKNOWN,
        weight=0.0,
        shared=tie.probability,
        relation=from_source(tie.kind),
        decided=decided,
        reasons=tuple(reasons),
        kin=kin,
    )


def from_source(kind: RelationKind) -> RelationKind:
    """Two of kin may be versions of one story; what each has of a source unseen is a part."""
    return RelationKind.PARTIAL if kind is RelationKind.UPDATE else kind


def shared(tie: Tie, article: int, other: str = "the parent") -> str:
    """What the pair has in common, seen from *article*; *other* is the name of its kin."""
    own = tie.own_left if article == tie.left else tie.own_right
    return wording.in_common(own, tie.passage_words, other)
