"""Where the line of parents of an article ends: its origin, how likely that is, and how deep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from syndetect.model import Derivation, Role

DIGITS = 6  # of probabilities, as the result folder has them
ARTICLE, SOURCE = "article", "source"
End = tuple[str, str]  # kind (article, source) and id: ids of the two may be the same


class Line(NamedTuple):
    """The origin of an article, an article or a source, and the steps of derivation to it.

    An article without a source found has no origin and stands at depth 0; of a digest neither is
    told. ``probability`` is what ``lines`` says.
    """

    origin: str | None
    kind: str | None  # article, source
    probability: float | None
    depth: int | None


def primary(derivations: Iterable[Derivation]) -> dict[str, Derivation]:
    """The first parent of each article that has one."""
    return {one.child: one for one in derivations if one.order == 1}


def root_of(article: str, first: Mapping[str, Derivation]) -> End:
    """The article or source that first parents lead to from *article*."""
    end = (ARTICLE, article)
    while end[0] == ARTICLE and end[1] in first:
        end = (first[end[1]].parent_kind, first[end[1]].parent)
    return end


def lines(
    ids: Sequence[str],
    roles: Sequence[Role],
    derivations: Iterable[Derivation],
    alone: Mapping[str, float],
) -> tuple[Line, ...]:
    """The line of each article, *alone* telling of articles how likely nothing is above them.

    The probability of an origin is the product of those of the first parents on the line, and
    never above *alone* of the origin itself: so never above that of any one step. It takes the
    steps for independent, and leaves out other lines to the same origin, by which it is rather
    too low than too high. That of an article that is its own origin is *alone*.
    """
    first = primary(derivations)
    found: dict[str, Line] = {}
    steps: dict[str, float] = {}  # the product of the steps above
    for article, role in zip(ids, roles, strict=True):
        if role is Role.DIGEST:
            found[article] = Line(None, None, None, None)
        elif role is Role.ORIGIN:
            found[article] = Line(article, ARTICLE, round(alone[article], DIGITS), 0)
        elif role is Role.NO_SOURCE_FOUND:
            found[article] = Line(None, None, None, 0)
    for article in ids:
        way = []
        here = article
        while here not in found:
            way.append(first[here])
            if way[-1].parent_kind == SOURCE:
                break
            here = way[-1].parent
        for step in reversed(way):
            unseen = step.parent_kind == SOURCE
            above = Line(step.parent, SOURCE, 1.0, 0) if unseen else found[step.parent]
            product = step.probability * (1.0 if unseen else steps.get(step.parent, 1.0))
            bound = 1.0 if above.kind == SOURCE else alone[above.origin or step.parent]
            steps[step.child] = product
            probability = round(min(product, bound), DIGITS)
            found[step.child] = Line(above.origin, above.kind, probability, (above.depth or 0) + 1)
    return tuple(found[article] for article in ids)


def columns(found: Sequence[Line]) -> dict[str, list[Any]]:
    """Lines as the columns that articles have of them, by name."""
    return {
        "origin": [one.origin for one in found],
        "origin_kind": [one.kind for one in found],
        "origin_probability": [one.probability for one in found],
        "depth": [one.depth for one in found],
    }
