"""Each article's kin, the closest of them where they are very many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from syndetect import schema
from syndetect.provenance.parents import rank
from syndetect.provenance.ties import Flags, Ties
from syndetect.provenance.witness import Witness

MOST = 60  # ties of an article that are weighed; a wire's copies have thousands, all alike


class Entries(NamedTuple):
    """For each article in turn its kin: a tie is an entry of both its ends, or of one.

    Entries of article i are ``begins[i]`` to ``begins[i + 1]``. ``up`` is the number of the
    hypothesis (``Way``) that the *other* is the parent; that it is the child is ``1 - up``.
    """

    begins: schema.I64
    node: schema.I64
    other: schema.I64
    tie: schema.I64
    up: schema.I64

    def at(self, node: int) -> range:
        """The entries of one article."""
        return range(int(self.begins[node]), int(self.begins[node + 1]))

    def others(self) -> list[list[int]]:
        """The kin of each article."""
        bounds, other = self.begins.tolist(), self.other.tolist()
        return [other[a:b] for a, b in pairwise(bounds)]

    def kept(self, some: Flags) -> Entries:
        """Those entries alone."""
        before = np.concatenate([[0], np.cumsum(some)])
        return Entries(before[self.begins], *(column[some] for column in self[1:]))


def entries(members: Sequence[Witness], ties: Ties) -> Entries:
    """The ties that each article weighs, in their order; of very many the strongest, strongest
    first: those with an agency's own page, a credit or an early date before others as likely.
    """
    count = len(ties)
    node = np.concatenate([ties.left, ties.right])
    other = np.concatenate([ties.right, ties.left])
    tie = np.concatenate([np.arange(count), np.arange(count)])
    up = np.repeat([1, 0], count)  # the left's kin is the right: "the left is from the right"
    order = np.lexsort((tie, node))
    sizes = np.bincount(node, minlength=len(members))
    many = sizes > MOST
    if many.any():
        crowded = many[node[order]]
        strong = _strongest(members, ties, node, other, tie, order[crowded])
        order = np.concatenate([order[~crowded], strong])
        order = order[np.argsort(node[order], kind="stable")]
        sizes = np.minimum(sizes, MOST)
    begins = np.concatenate([[0], np.cumsum(sizes)])
    return Entries(begins, node[order], other[order], tie[order], up[order])


def _strongest(
    members: Sequence[Witness],
    ties: Ties,
    node: schema.I64,
    other: schema.I64,
    tie: schema.I64,
    some: schema.I64,
) -> schema.I64:
    """Of *some* entries the strongest of each article."""
    standing = np.array([rank(one) for one in members], dtype=np.float64)
    sure = np.array([round(one, 1) for one in ties.probability[tie[some]].tolist()])
    shares = (ties.own_left + ties.own_right)[tie[some]]
    by = standing[other[some]]
    keys = (other[some], -shares, by[:, 2], by[:, 1], by[:, 0], -sure, node[some])
    ordered = some[np.lexsort(keys)]
    at = np.arange(len(ordered))
    of = node[ordered]
    first = np.concatenate([[True], of[1:] != of[:-1]])
    within = at - np.maximum.accumulate(np.where(first, at, 0))
    found: schema.I64 = ordered[within < MOST]
    return found
