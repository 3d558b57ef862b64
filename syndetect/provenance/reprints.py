"""Near-identical reprints as one class: 300 copies of a dispatch are one node, and no rivals.

A class gathers around one article, the one that would stand for identical copies. Whoever differs
from it in a few words at most, on both sides, is of its class; nobody is by way of a third. A text
that has another version by its own hand stays apart: a running story has an order of its own.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

import numpy as np

from syndetect import schema
from syndetect.model import RelationKind
from syndetect.provenance.classes import heads
from syndetect.provenance.copies import Standing
from syndetect.provenance.families import components_of, whole
from syndetect.provenance.hands import Hands
from syndetect.provenance.merges import Compared, Lookup
from syndetect.provenance.ties import KINDS, Flags, Floats, Ties
from syndetect.provenance.witness import Witness
from syndetect.provenance.witness import hands as hands_of
from syndetect.provenance.witnesses import Witnesses

_SAME = 0.95  # share of both texts' own wording that stands in the other
_FEW = 4  # classes of identical copies that are asked for what they were compared with


def gathered(
    witnesses: Witnesses, hands: Hands, ties: Ties, representative: schema.I32
) -> tuple[Ties, schema.I32]:
    """*ties* and classes with near-identical reprints in one class, by one of their articles.

    Of the ties of two classes the surest is kept; a class that was gathered is tied to itself.
    """
    alike = _are_copies(ties)
    apart = ties.left != ties.right
    hub = heads(witnesses, representative)
    hand = np.zeros(len(ties), dtype=np.bool_)
    hand[apart] = hands.same(hub[ties.left[apart]], hub[ties.right[apart]])
    running = np.zeros(len(witnesses), dtype=np.bool_)
    running[ties.left[hand]] = running[ties.right[hand]] = True
    near = apart & alike & ~running[ties.left] & ~running[ties.right]
    if not near.any():
        return ties, representative
    centre = _centres(ties.left[near], ties.right[near], hub, witnesses)
    return _moved(ties, alike, centre), centre[representative].astype(np.int32)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A lookup for gathered classes, any text of which may have been compared: *texts*, of shape
    (articles, 4), are those that are asked for each article, -1 where there are no more.
    """

    compared: Lookup
    texts: schema.I64

    def __call__(self, one: schema.I64, other: schema.I64) -> tuple[Floats, Floats]:
        kin, apart = self.compared(one, other)
        ones, others = self.texts[one], self.texts[other]
        for a, b in product(range(_FEW), range(_FEW)):
            several = (ones[:, 1] >= 0) | (others[:, 1] >= 0)
            rows = np.flatnonzero(several & (ones[:, a] >= 0) & (others[:, b] >= 0))
            if len(rows):
                its_kin, its_apart = self.compared(ones[rows, a], others[rows, b])
                closer = its_kin > kin[rows]
                kin[rows[closer]], apart[rows[closer]] = its_kin[closer], its_apart[closer]
        return kin, apart

    def among(self, articles: schema.I64) -> Lookup:
        """The same for who asks of *articles* alone: small enough to be sent to a process."""
        if not isinstance(self.compared, Compared):
            return self
        texts = self.texts[articles]
        asked = np.concatenate([articles, texts[texts >= 0]])
        known = np.unique(np.concatenate([asked, self.compared.representative[asked]]))
        own = np.full((len(known), _FEW), -1)
        own[np.searchsorted(known, articles)] = np.where(
            texts >= 0, np.searchsorted(known, texts), -1
        )
        return _Among(known, LookedUp(self.compared.among(known), own))


@dataclass(frozen=True, slots=True)
class _Among:
    """*lookup* names articles by their places in *known*."""

    known: schema.I64
    lookup: Lookup

    def __call__(self, one: schema.I64, other: schema.I64) -> tuple[Floats, Floats]:
        return self.lookup(np.searchsorted(self.known, one), np.searchsorted(self.known, other))


def looked_up(compared: Lookup, before: schema.I32, after: schema.I32) -> LookedUp:
    """*compared* for the gathered classes: any of their texts may have been compared."""
    label, text = np.divmod(np.unique(after.astype(np.int64) * len(after) + before), len(after))
    within = np.arange(len(label)) - np.searchsorted(label, label)
    texts = np.full((len(after), _FEW), -1)
    texts[label[within < _FEW], within[within < _FEW]] = text[within < _FEW]
    return LookedUp(compared, texts[after])


def _are_copies(ties: Ties) -> Flags:
    same = np.minimum(np.minimum(ties.own_left, ties.own_right), ties.likeness)
    found: Flags = (ties.kind == KINDS.index(RelationKind.REPRINT)) & (same >= _SAME)
    return found


def _centres(
    left: schema.I64, right: schema.I64, hub: schema.I64, witnesses: Witnesses
) -> schema.I64:
    """For each class the one at the centre of those it is near-identical to, its own if it has none
    such. *left* and *right* are near-identical, *hub* the articles that stand for the classes.
    """
    centre = np.arange(len(hub))
    labels = components_of(np.column_stack((left, right)), len(hub))
    classes = np.unique(np.concatenate([left, right]))
    classes = classes[np.argsort(labels[classes], kind="stable")]
    order = np.argsort(labels[left], kind="stable")
    left, right = left[order], right[order]
    of_pair = labels[left]
    for some in whole(labels[classes]):
        ones = classes[some]
        known = dict(zip(ones.tolist(), witnesses.some(hub[ones]), strict=True))
        pairs = slice(*np.searchsorted(of_pair, labels[ones[[0, -1]]] + [0, 1]))
        kin: dict[int, set[int]] = {}
        for a, b in zip(left[pairs].tolist(), right[pairs].tolist(), strict=True):
            kin.setdefault(a, set()).add(b)
            kin.setdefault(b, set()).add(a)
        found: dict[int, int] = {}
        for _, group in groupby(ones.tolist(), key=lambda one: int(labels[one])):
            _gather(list(group), kin, known, found)
        centre[list(found)] = list(found.values())
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
        taken, of_hands = [middle], set(hands_of(heads[middle]))
        waiting = (one for one in kin[middle] if one not in centre and one != middle)
        for one in sorted(waiting, key=lambda o: _rank(heads[o])):
            if of_hands.isdisjoint(hands_of(heads[one])):
                taken.append(one)
                of_hands |= hands_of(heads[one])
        for one in taken:
            centre[one] = middle
            standing.leave(heads[one])


def _rank(one: Witness) -> tuple[float, int]:
    return (float(one.window.begin) if one.window else np.inf, one.article)


def _moved(ties: Ties, alike: Flags, centre: schema.I64) -> Ties:
    """*ties* between the centres; *alike* tells which are of near-identical texts."""
    left, right = centre[ties.left], centre[ties.right]
    ends = np.sort(np.column_stack((left, right)), axis=1)
    rows = np.flatnonzero(left != right)  # the surest of each two; of equals the first
    sure, like = ties.probability, ties.likeness
    order = np.lexsort((rows, -like[rows], -sure[rows], ends[rows, 1], ends[rows, 0]))
    rows = _first_of_each(rows[order], ends)
    inside = np.flatnonzero((left == right) & ((ties.left == ties.right) | alike))
    by = (ties.right, ties.left, like, sure, left)
    order = np.lexsort(tuple(column[inside] for column in by))
    inside = _first_of_each(inside[order], ends)  # the weakest speaks for all
    whole = ties.take(inside)
    whole = replace(
        whole, left=left[inside], right=left[inside], told=np.zeros(len(inside), dtype=np.bool_)
    )
    return Ties.joined([whole, ties.take(rows).between_others(left[rows], right[rows])])


def _first_of_each(rows: schema.I64, ends: schema.I64) -> schema.I64:
    """Of *rows* that follow each other with the same *ends* the first."""
    if not len(rows):
        return rows
    new = np.append(True, (ends[rows[1:]] != ends[rows[:-1]]).any(axis=1))
    found: schema.I64 = rows[new]
    return found
