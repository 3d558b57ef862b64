"""A parent that an article may have, and the one that is chosen, with its probability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syndetect.model import RelationKind
from syndetect.provenance import wording
from syndetect.provenance.witness import Witness

UNKNOWN = ""  # the key of a source that nobody names
_SUREST = 0.995  # no parent is surer than this, whatever the texts say
LEAST = 0.3  # a parent less likely than this is not named: it is more likely two others


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent that one article may have: an article, or a source by the agency's name.

    ``kin`` is the article with the same text that speaks for the source, where one does.
    """

    article: int | None
    source: str | None
    weight: float  # log-likelihood beside the article's other choices
    shared: float  # probability that there is a derivation at all
    relation: RelationKind
    decided: bool
    reasons: tuple[str, ...]
    kin: int | None = None


@dataclass(slots=True)
class Choice:
    """The parent chosen for an article, with its probability; ``second`` is another that has what
    the first leaves over, and ``share`` how much of the article's content that is. ``siblings``
    are further articles that have the same unseen source.
    """

    parent: Parent
    probability: float
    share: float | None = None
    second: Choice | None = None
    siblings: tuple[int, ...] = ()


def surest(probability: float) -> float:
    """*probability*, bounded: no parent is certain."""
    return min(_SUREST, probability)


def source_of_many(
    likely: Mapping[int, Sequence[float]],
    chosen: Mapping[int, Choice],
    relation: RelationKind | None,
) -> Choice | None:
    """The unseen source that the many likely parents have, *likely* by the first of each line;
    *relation* is that of the article to the likeliest of them.
    """
    by_source: dict[str, list[int]] = {}
    for first in sorted(likely):
        source = chosen[first].parent.source if first in chosen else None
        if source is not None:
            by_source.setdefault(source, []).append(first)
    weights = {name: sum(sum(likely[a]) for a in some) for name, some in by_source.items()}
    best = max(sorted(weights), key=lambda name: weights[name], default=None)
    if best is None or weights[best] < LEAST:
        return None
    kin = by_source[best][0]
    said = wording.any_of(sum(len(likely[a]) for a in by_source[best]), first=False)
    relation = relation or chosen[kin].parent.relation
    reasons = (said, wording.ONE_SOURCE)
    parent = Parent(None, best, 0.0, weights[best], relation, False, reasons, kin)
    return Choice(parent, surest(weights[best]))


def rank(one: Witness) -> tuple[bool, bool, float]:
    """Who is likely a parent, or speaks for one: small is likely."""
    until = one.window.end if one.window is not None else math.inf
    return one.own_agency is None, one.agency is None, until
