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
    for row, one, other in zip(*(some.tolist() for some in (rows, left[rows], right[rows]))):
        known = any(end in found and found[end].parent.source == UNKNOWN for end in (one, other))
        if ties.probability[row] < _SURE and not known:
            continue
        if same_hand(members[one], members[other]):
            continue
        made = [_with_source(ties[row], members, found, unseen, *ends)
                for ends in ((one, other), (other, one))]  # fmt: skip
        if made[0] is not None and made[1] is not None:
            found[one], found[other] = made[0], made[1]
    return found


def _with_source(
    tie: Tie,
    members: Mapping[int, Witness],
    found: Mapping[int, Choice],
    unseen: Mapping[int, float],
    root: int,
    other: int,
) -> Choice | None:
    """What *root* comes from if it and *other* have one unknown source; None where that is not
    likely, or where its source is known by name.
    """
    known = found.get(root)
    if known is not None:
        if known.parent.source != UNKNOWN:
            return None
        return replace(known, siblings=(*known.siblings, other))
    probability = tie.probability * unseen[root]
    if probability < LEAST:
        return None
    reasons = [wording.siblings(members[other].id)]
    if {tie.left, tie.right} == {root, other}:
        reasons.append(shared(tie, root, members[other].id))
        sides = tie.sides(root)
        if sides is not None:
            names = (members[root].id, members[other].id)
            reasons.append(leanings.said_apart(*sides, names))
    parent = nameless(tie, other, False, (*reasons, wording.NOBODY_FIRST))
    return Choice(parent, surest(probability), siblings=(other,))


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
            tops[here] = frozenset().union(*(tops[one] for one in above)) or frozenset((here,))
            waiting.pop()
    return tops


def _parents(choice: Choice | None) -> list[int]:
    """The articles that an article is from."""
    both = (choice, choice.second) if choice is not None else ()
    return [c.parent.article for c in both if c is not None and c.parent.article is not None]
