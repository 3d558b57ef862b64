"""Unseen sources of whole trees: siblings share what none of them explains.

Where all arrows of a family are drawn and it has fallen into several trees, two of which are held
together by a derived pair, then what that pair has in common is explained by nothing that is
seen. One of the two may still be from the other; but if no arrow between them is likely, a source
of both is. A pair that an article made of two belongs to is explained by its parents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from syndetect.provenance import leanings, wording
from syndetect.provenance.kinship import nameless, shared
from syndetect.provenance.parents import LEAST, UNKNOWN, Choice, surest
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Tie, Witness, same_hand

_SURE = 0.7  # probability from which a derived pair alone says that there is a source


def joined(
    ties: Ties,
    members: Mapping[int, Witness],
    chosen: Mapping[int, Choice],
    unseen: Mapping[int, float],
) -> dict[int, Choice]:
    """*chosen*, with an unknown source for the roots of trees that derived *ties* hold together.

    *unseen* is the probability that an article has its text from no article that is seen. Roots
    that have a source by name, and versions by one hand, are left as they are.
    """
    found = dict(chosen)
    tops = _tops(sorted(members), chosen)
    only = {article: next(iter(some)) for article, some in tops.items() if len(some) == 1}
    left = np.array([only.get(one, -1) for one in ties.left.tolist()], dtype=np.int64)
    right = np.array([only.get(one, -1) for one in ties.right.tolist()], dtype=np.int64)
    rows = np.flatnonzero((left >= 0) & (right >= 0) & (left != right))
    rows = rows[np.lexsort((ties.right[rows], ties.left[rows], -ties.probability[rows]))]
    siblings: dict[int, dict[int, None]] = {}  # of each root, in order
    for row, one, other in zip(
        rows.tolist(), left[rows].tolist(), right[rows].tolist(), strict=True
    ):
        if other in siblings.get(one, ()):
            continue
        known = any(end in found and found[end].parent.source == UNKNOWN for end in (one, other))
        probability = float(ties.probability[row])
        if probability < _SURE and not known:
            continue
        if not all(_may_have_one(probability, found, unseen, end) for end in (one, other)):
            continue
        if same_hand(members[one], members[other]):
            continue
        for root, kin in ((one, other), (other, one)):
            if root not in found:
                found[root] = _with_source(ties[row], members, unseen[root], root, kin)
            siblings.setdefault(root, {})[kin] = None
    for root, some in siblings.items():
        found[root] = replace(found[root], siblings=(*found[root].siblings, *some))
    return found


def _may_have_one(
    probability: float, found: Mapping[int, Choice], unseen: Mapping[int, float], root: int
) -> bool:
    """Whether *root* may have an unknown source, of a tie of that *probability*: not where it is
    not likely, nor where its source is known by name.
    """
    if root in found:
        return found[root].parent.source == UNKNOWN
    return probability * unseen[root] >= LEAST


def _with_source(
    tie: Tie, members: Mapping[int, Witness], unseen: float, root: int, other: int
) -> Choice:
    """What *root* comes from if it and *other* have one unknown source."""
    reasons = [wording.siblings(members[other].id)]
    if {tie.left, tie.right} == {root, other}:
        reasons.append(shared(tie, root, members[other].id))
        sides = tie.sides(root)
        if sides is not None:
            names = (members[root].id, members[other].id)
            reasons.append(leanings.said_apart(*sides, names))
    parent = nameless(tie, other, False, (*reasons, wording.NOBODY_FIRST))
    return Choice(parent, surest(tie.probability * unseen))


def _tops(order: Sequence[int], chosen: Mapping[int, Choice]) -> dict[int, frozenset[int]]:
    """The roots above each article by all its parents; the article itself where it is one."""
    tops: dict[int, frozenset[int]] = {}
    for article in order:
        waiting = [article]
        while waiting:
            here = waiting[-1]
            above = _parents(chosen.get(here))
            missing = [one for one in above if one not in tops]
            if missing:
                waiting += missing
                continue
            first = tops[above[0]] if above else frozenset((here,))
            tops[here] = first.union(*(tops[one] for one in above[1:])) if above[1:] else first
            waiting.pop()
    return tops


def _parents(choice: Choice | None) -> list[int]:
    """The articles that an article is from."""
    both = (choice, choice.second) if choice is not None else ()
    return [c.parent.article for c in both if c is not None and c.parent.article is not None]
