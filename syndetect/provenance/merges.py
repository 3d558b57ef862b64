"""Articles made of two: what one parent leaves over, another that has nothing to do with it has.

How much of a child's content (C) two parents have together is not stored for each three articles;
it is bounded from pairs. What the second (Q) has of the child and the first (P) cannot have is
at least

    w(C and Q) - w(P and Q),

and w(C - P) is what the first leaves over. A parent's parent or another child of the first shares
as much with the first as with the child, so that nothing is left of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.provenance import wording
from syndetect.provenance.direction import Direction, Way
from syndetect.provenance.kinship import Kinship, log_sum, shared
from syndetect.provenance.parents import Choice, Parent, surest
from syndetect.provenance.witness import Tie
from syndetect.settings import Provenance

LEFT_OVER = 1 / 3  # share of what the first parent leaves over that makes another one
_APART = 0.5  # probability of derivation below which two are not kin
_CLOSEST = 6  # kin of an article that are looked at in pairs
_GAIN = 2.0  # log-odds that an article comes from both of two that are not kin
_LOSS = 0.3  # share of a text that an article lacks, from which it is not just its whole


@dataclass(frozen=True, slots=True)
class Compared:
    """All pairs of classes that were compared, kin or not, by their first articles."""

    representative: schema.I32
    keys: schema.I64  # left times the number of articles, and right; ascending
    probability: npt.NDArray[np.float64]
    novel_left: npt.NDArray[np.float64]
    novel_right: npt.NDArray[np.float64]
    crowd: schema.I32  # labels of very large groups of near-duplicates (``crowds``), else -1

    def pair(self, one: int, other: int) -> tuple[float, float]:
        """The probability that two articles are kin, and the share of the first's content that
        the other lacks. Two that had nothing worth comparing are strangers, but of a crowd few
        pairs are compared, and all are kin.
        """
        a, b = int(self.representative[one]), int(self.representative[other])
        if a == b:
            return 1.0, 0.0
        key = min(a, b) * len(self.representative) + max(a, b)
        at = int(np.searchsorted(self.keys, key))
        if at == len(self.keys) or self.keys[at] != key:
            together = self.crowd[a] >= 0 and self.crowd[a] == self.crowd[b]
            return (1.0, 0.0) if together else (0.0, 1.0)
        novel = self.novel_left if a < b else self.novel_right
        return float(self.probability[at]), float(novel[at])


Lookup = Callable[[int, int], tuple[float, float]]


class Both(NamedTuple):
    """Another article that has what one leaves over, the log-odds that both are parents, and the
    share of what is left over.
    """

    other: int
    gain: float
    part: float


def of_both(
    article: int, kin: Sequence[tuple[Tie, Direction]], compared: Lookup
) -> dict[int, Both]:
    """Of the kin of *article*, those that it rather comes from, because it has what another of
    them has as well and the two are not kin: by article, that other and the log-odds.

    One that stands between two that are not kin comes from both: were it their source, they
    would be kin (Spirtes, Glymour and Scheines 1993, "Causation, prediction and search", on
    colliders). Unless they are two cuts of it: so each must have much that it lacks.
    """
    known = [(t, s) for t, _ in kin if (s := t.sides(article)) is not None]
    known.sort(key=lambda ts: (-ts[0].likeness, ts[0].left, ts[0].right))
    found: dict[int, Both] = {}
    for tie, (own, its) in known[:_CLOSEST]:
        one = tie.other(article)
        for other_tie, (other_own, _) in known[:_CLOSEST]:
            other = other_tie.other(article)
            pair = compared(one, other) if other != one else (1.0, 0.0)
            if pair[0] >= _APART:
                continue
            part = _left_over(own.novel, its.novel, other_own.novel, pair[1])
            if part < LEFT_OVER:
                continue
            gain = _GAIN * min(1.0, its.novel / _LOSS) * (1.0 - pair[0])
            if one not in found or gain * part > found[one].gain * found[one].part:
                found[one] = Both(other, gain, part)
    return found


def _left_over(lacks_first: float, first_lost: float, lacks_second: float, apart: float) -> float:
    """The share of what the first leaves over that the second has at least.

    *lacks_first* and *lacks_second* are the shares of the child's content that each parent lacks,
    *first_lost* of the first's that the child lacks, *apart* of the first's that the second lacks.
    """
    of_first = (1.0 - lacks_first) / max(1.0 - first_lost, 0.01)  # the first's, by the child's
    more = (1.0 - lacks_second) - (1.0 - apart) * of_first
    return more / max(lacks_first, 0.05)


@dataclass(frozen=True, slots=True)
class Made:
    """An article made of two: its first parent, and the kin that the rest of it may be from."""

    first: int
    seconds: tuple[int, ...]
    part: float  # share of what the first leaves over that the second has at least


def made_of_two(
    article: int, kin: Sequence[tuple[Tie, Kinship]], both: Mapping[int, Both], compared: Lookup
) -> Made | None:
    """What *article* is made of, where the direction of both pairs says that it comes from them.

    *both* is what ``of_both`` found. The first parent is the one that explains more.
    """
    above = {
        t.other(article): t
        for t, kinship in kin
        if t.other(article) in both and kinship.below(t.other(article)) > kinship.below(article)
    }
    pairs = [
        (tie.likeness, -first, first, both[first])
        for first, tie in above.items()
        if both[first].other in above
    ]
    if not pairs:
        return None
    _, _, first, found = max(pairs, key=lambda p: p[:2])
    seconds = [found.other]
    for tie, _ in kin:
        one = tie.other(article)
        if one not in (first, found.other) and _is_kin(compared, found.other, one):
            seconds += [] if _is_kin(compared, first, one) else [one]
    return Made(first, tuple(seconds), found.part)


def _is_kin(compared: Lookup, one: int, other: int) -> bool:
    return compared(one, other)[0] >= _APART


def second(
    article: int, made: Made, kin: Sequence[tuple[Tie, Kinship]], settings: Provenance
) -> Choice | None:
    """The likeliest of the articles that the rest of *article* may be from."""
    known = [(t, k) for t, k in kin if t.other(article) in made.seconds]
    total = log_sum([0.0, *(k.weight(way) for _, k in known for way in Way)])
    tie, kinship = max(known, key=lambda tk: (tk[1].below(tk[0].other(article)), -tk[0].left))
    other = tie.other(article)
    direction = kinship.direction
    up, down = kinship.below(other), kinship.below(article)
    if up <= down:
        return None
    way = direction.from_parent(tie, other)
    part = min(made.part, 1.0)
    said = f"it has at least {part:.0%} of what the first parent leaves over of the child"
    reasons = (*wording.with_common(direction.grounds[way], shared(tie, article)), said)
    decided = up - down >= settings.margin
    probability = math.exp(up - total)
    parent = Parent(other, None, up, tie.probability, tie.kind, decided, reasons)
    sides = next((s for t, _ in kin if t.other(article) == made.first
                  and (s := t.sides(article)) is not None), None)  # fmt: skip
    share = None if sides is None else part * sides[0].novel
    return Choice(parent, surest(probability), share)
