"""Near-identical reprints as one class: 300 copies of a dispatch are one node, and no rivals.

A class gathers around one article, the one that would stand for identical copies. Whoever differs
from it in a few words at most, on both sides, is of its class; nobody is by way of a third. A text
that has another version by its own hand stays apart: a running story has an order of its own.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from syndetect import schema
from syndetect.model import RelationKind
from syndetect.provenance.copies import Standing, first
from syndetect.provenance.families import components_of
from syndetect.provenance.merges import Lookup
from syndetect.provenance.witness import Tie, Witness, hands, same_hand

_SAME = 0.95  # share of both texts' own wording that stands in the other
_FEW = 4  # classes of identical copies that are asked for what they were compared with


def gathered(
    witnesses: Sequence[Witness], ties: Sequence[Tie], representative: schema.I32
) -> tuple[list[Tie], schema.I32]:
    """*ties* and classes with near-identical reprints in one class, by one of their articles.

    Of the ties of two classes the surest is kept; a class that was gathered is tied to itself.
    """
    classed: dict[int, list[Witness]] = {}
    for article, one in enumerate(representative.tolist()):
        classed.setdefault(one, []).append(witnesses[article])
    heads = {one: first(found) for one, found in classed.items()}
    pairs = [t for t in ties if t.left != t.right]
    hand = {(t.left, t.right) for t in pairs if same_hand(heads[t.left], heads[t.right])}
    running = {one for pair in hand for one in pair}
    near = [t for t in pairs if _is_copy(t) and not running & {t.left, t.right}]
    if not near:
        return list(ties), representative
    centre = _centres(near, heads, len(witnesses))
    label = np.array([centre.get(one, one) for one in representative.tolist()], dtype=np.int32)
    return _moved(ties, near, centre), label


def looked_up(compared: Lookup, before: schema.I32, after: schema.I32) -> Lookup:
    """*compared* for the gathered classes: any of their texts may have been compared."""
    texts: dict[int, list[int]] = {}
    for one, label in sorted(set(zip(before.tolist(), after.tolist(), strict=True))):
        texts.setdefault(label, []).append(one)

    def pair(one: int, other: int) -> tuple[float, float]:
        best = compared(one, other)
        ones, others = texts[int(after[one])][:_FEW], texts[int(after[other])][:_FEW]
        if len(ones) == len(others) == 1:
            return best
        return max([best, *(compared(a, b) for a in ones for b in others)], key=lambda p: p[0])

    return pair


def _is_copy(tie: Tie) -> bool:
    same = min(tie.own_left, tie.own_right, tie.likeness)
    return tie.kind is RelationKind.REPRINT and same >= _SAME


def _centres(near: Sequence[Tie], heads: Mapping[int, Witness], count: int) -> dict[int, int]:
    """The class at the centre of each class that is near-identical to it."""
    kin: dict[int, set[int]] = {}
    for tie in near:
        kin.setdefault(tie.left, set()).add(tie.right)
        kin.setdefault(tie.right, set()).add(tie.left)
    labels = components_of([(t.left, t.right) for t in near], count)
    groups: dict[int, list[int]] = {}
    for one in sorted(kin):
        groups.setdefault(int(labels[one]), []).append(one)
    centre: dict[int, int] = {}
    for _, group in sorted(groups.items()):
        _gather(group, kin, heads, centre)
    return centre


def _gather(
    group: Sequence[int],
    kin: Mapping[int, set[int]],
    heads: Mapping[int, Witness],
    centre: dict[int, int],
) -> None:
    """Write the *centre* of each of *group*: who stands first takes those near to it that are of
    other hands, then the first of those that are left does."""
    standing = Standing([heads[one] for one in group])
    queue = [(standing(heads[one]), one) for one in group]
    heapq.heapify(queue)
    while queue:
        stood, middle = heapq.heappop(queue)
        if middle in centre:
            continue
        if (now := standing(heads[middle])) != stood:
            heapq.heappush(queue, (now, middle))  # whoever named it has left
            continue
        taken, of_hands = [middle], set(hands(heads[middle]))
        waiting = (one for one in kin[middle] if one not in centre and one != middle)
        for one in sorted(waiting, key=lambda o: _rank(heads[o])):
            if of_hands.isdisjoint(hands(heads[one])):
                taken.append(one)
                of_hands |= hands(heads[one])
        for one in taken:
            centre[one] = middle
            standing.leave(heads[one])


def _rank(one: Witness) -> tuple[float, int]:
    return (float(one.window.begin) if one.window else np.inf, one.article)


def _moved(ties: Sequence[Tie], near: Sequence[Tie], centre: Mapping[int, int]) -> list[Tie]:
    found: dict[tuple[int, int], Tie] = {}
    for tie in ties:
        left, right = centre.get(tie.left, tie.left), centre.get(tie.right, tie.right)
        if left == right:
            continue
        moved = replace(tie, left=left, right=right)
        moved = moved if left < right else moved.turned()
        kept = found.get((moved.left, moved.right))
        if kept is None or _strength(moved) > _strength(kept):
            found[moved.left, moved.right] = moved
    inside: dict[int, Tie] = {}
    for tie in sorted((*ties, *near), key=lambda t: (_strength(t), t.left, t.right)):
        left, right = centre.get(tie.left, tie.left), centre.get(tie.right, tie.right)
        if left == right and (tie.left == tie.right or _is_copy(tie)):
            moved = replace(tie, left=left, right=left, left_has=None, right_has=None)
            inside.setdefault(left, moved)  # the weakest speaks for all
    return [inside[one] for one in sorted(inside)] + [found[pair] for pair in sorted(found)]


def _strength(tie: Tie) -> tuple[float, float]:
    return tie.probability, tie.likeness
