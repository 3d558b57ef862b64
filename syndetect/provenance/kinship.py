"""The kin of each article of some families, and what each way of being kin weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from syndetect import schema
from syndetect.model import RelationKind
from syndetect.provenance import leanings, wording
from syndetect.provenance.direction import Direction, Way, judge
from syndetect.provenance.directions import COMMON, log_sums, weighed
from syndetect.provenance.entries import Entries, entries
from syndetect.provenance.facts import Facts
from syndetect.provenance.merges import Both
from syndetect.provenance.parents import UNKNOWN, Parent
from syndetect.provenance.ties import Flags, Floats, Ties, exactly
from syndetect.provenance.witness import Tie, Witness
from syndetect.provenance.wording import CHILD, PARENT

_LIKENESS = 20.0  # log-weight of a unit of likeness: kin that are more alike are closer
_STRANGE, _ALIKE = 0.25, 0.7  # likeness that weighs nothing, and from which none is closer
_WAYS = tuple(Way)


@dataclass(slots=True)
class Kin:
    """The articles of some families by their places, their ties, and what both weigh.

    For each of *ties*, whose ends are places: ``odds`` are the log-odds that the pair is derived
    at all; ``alike`` is how much their likeness speaks for either being from the other, or from
    what the other is from, with nobody between; ``weights`` are those of its three directions,
    with what *both* adds for articles that stand between two strangers.
    """

    members: Sequence[Witness]
    ties: Ties
    entries: Entries  # of each article, its kin
    both: Both
    facts: Facts = field(init=False)
    hand: Flags = field(init=False)  # the two are of one hand
    run: Flags = field(init=False)  # the two may be versions of one story
    weights: Floats = field(init=False)
    odds: Floats = field(init=False)
    alike: Floats = field(init=False)
    gained: dict[int, list[int]] = field(init=False)  # entries that *both* tells of, by their ties
    sums: Floats = field(init=False)  # logarithm of the sum of the three weights

    def __post_init__(self) -> None:
        ties, some, both = self.ties, self.entries, self.both
        self.facts = Facts.of(self.members)
        self.hand = self.facts.hands.same(ties.left, ties.right)
        self.run = self.facts.running(ties.left, ties.right, self.hand)
        self.weights = weighed(ties, self.facts, self.hand, self.run)
        left = some.node == ties.left[some.tie]
        self.gained = {}
        for rows in (np.flatnonzero(side & (both.other >= 0)) for side in (left, ~left)):
            tie, up = some.tie[rows], some.up[rows]
            for at, entry in zip(tie.tolist(), rows.tolist(), strict=True):
                self.gained.setdefault(at, []).append(entry)
            self.weights[tie, 1 - up] -= both.gain[rows]
            self.weights[tie, up] += both.gain[rows]
        self.sums = log_sums(self.weights)
        self.odds = logits(ties.probability)
        self.alike = _LIKENESS * (np.minimum(ties.likeness, _ALIKE) - _STRANGE)
        # The same for both directions, so that no end is favored as a root.
        third = np.flatnonzero(ties.told & _with_a_third(some, ties))
        self.alike[third] += leanings.all_through_others(ties.between[third])

    @classmethod
    def strangers(cls, members: Sequence[Witness]) -> Kin:
        """Articles that are kin of nobody."""
        ties = Ties.of(())
        empty = np.zeros(0, dtype=np.int64)
        none = Both(empty, empty, np.zeros(0), np.zeros(0))
        return cls(members, ties, entries(members, ties), none)

    def weight(self, tie: schema.I64, way: schema.I64 | int) -> Floats:
        """Log-weights of hypotheses, by their numbers, beside 0 for no kinship at all."""
        whole = self.odds[tie] + self.alike[tie] + self.weights[tie, way]
        found: Floats = whole - self.sums[tie]
        return found

    def direction(self, row: int) -> Direction:
        """The direction of the tie in that row, with the reasons for each hypothesis."""
        tie = self.ties[row]
        found = judge(tie, self.members[tie.left], self.members[tie.right])
        for entry in self.gained.get(row, ()):
            name, way = self.members[self.both.other[entry]].id, _WAYS[self.entries.up[entry]]
            said = f"{CHILD} has of {name} what {PARENT} lacks, and these two are no kin"
            found.say(way, float(self.both.gain[entry]), said)
        found.weights = dict(zip(_WAYS, self.weights[row].tolist(), strict=True))
        return found

    def likeliest_first(self) -> tuple[Flags, Flags]:
        """For each tie whether one of the two is likelier first than both are of one source, and
        whether that one is the left."""
        left_first = self.weights[:, 0] >= self.weights[:, 1]
        return self.weights[:, :COMMON].max(axis=1) > self.weights[:, COMMON], left_first

    def leads(self) -> Floats:
        """For each tie, by how much its best hypothesis is ahead of the next."""
        ordered = np.sort(self.weights, axis=1)
        found: Floats = ordered[:, 2] - ordered[:, 1]
        return found


def _with_a_third(kin: Entries, ties: Ties) -> Flags:
    """Which ties are between two that have kin in common."""
    near = [set(some) for some in kin.others()]
    ends = zip(ties.left.tolist(), ties.right.tolist(), strict=True)
    return np.array([not near[a].isdisjoint(near[b]) for a, b in ends], dtype=np.bool_)


def logit(probability: float) -> float:
    """Log-odds of a probability, bounded: none is certain."""
    bounded = min(max(probability, 0.005), 0.995)
    return math.log(bounded / (1.0 - bounded))


def logits(probabilities: Floats) -> Floats:
    """``logit`` of each of *probabilities*."""
    return exactly(logit, probabilities)


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
