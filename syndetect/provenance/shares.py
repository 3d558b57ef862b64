"""The share that each arrow of a family has in all its forests; small families whole, large ones
article by article.

Every pair of a family of thousands would be a square of numbers that are nearly all nothing: there
only the arrows that are drawn are held.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from syndetect import schema
from syndetect.provenance.arborescence import Weights, marginals

_EXACT = 500  # articles up to which the forests are those of the whole family


class Arrows(NamedTuple):
    """Every way in which two of a family are kin, by their places: log-weights that the *child* is
    directly from the *parent*, and that it hangs on the parent's source (-inf where it cannot).
    """

    parent: schema.I64
    child: schema.I64
    direct: Weights
    common: Weights


class Shares(Protocol):
    """Probabilities; places are those of the arrows."""

    @property
    def above(self) -> Weights:
        """That nothing seen is above each article."""

    @property
    def seen(self) -> Weights:
        """That each article has its text from any article."""

    @property
    def shared(self) -> Weights:
        """The most that any article hangs on the source of each."""

    def direct(self, parent: schema.I64, child: schema.I64) -> Weights:
        """That each *child* has its text from its *parent*."""

    def common(self, parent: schema.I64, child: schema.I64) -> Weights:
        """That each *child* hangs on the source of its *parent*."""


def shares(arrows: Arrows, roots: Weights) -> Shares:
    """The shares of *arrows*; ``roots[i]`` is the log-weight that nothing seen is above i."""
    return Whole(arrows, roots) if len(roots) <= _EXACT else Sparse(arrows, roots)


class Whole:
    """Exact, over all forests of the family (``arborescence.marginals``)."""

    def __init__(self, arrows: Arrows, roots: Weights) -> None:
        size = (len(roots), len(roots))
        direct, common = np.full(size, -np.inf), np.full(size, -np.inf)
        direct[arrows.parent, arrows.child] = arrows.direct
        common[arrows.parent, arrows.child] = arrows.common
        # "All from one source" is drawn once for each tree of its children: here it counts once.
        common -= np.log(1.0 + _many(common))
        both = np.logaddexp(direct, common)
        found, above = marginals(both, roots)
        self.above: Weights = above
        with np.errstate(invalid="ignore"):
            part = np.where(np.isfinite(direct), np.exp(direct - both), 0.0)
        self._direct = found * part
        self._common = found - self._direct
        # Column by column: numpy adds up a whole square in another order.
        self.seen: Weights = np.array([column.sum() for column in self._direct.T])
        self.shared: Weights = self._common.max(axis=1)

    def direct(self, parent: schema.I64, child: schema.I64) -> Weights:
        share: Weights = self._direct[parent, child]
        return share

    def common(self, parent: schema.I64, child: schema.I64) -> Weights:
        share: Weights = self._common[parent, child]
        return share


class Sparse:
    """Each article by itself: its arrows beside nothing seen above it."""

    def __init__(self, arrows: Arrows, roots: Weights) -> None:
        order = np.lexsort((arrows.parent, arrows.child))
        parent, child = arrows.parent[order], arrows.child[order]
        direct, common = arrows.direct[order], arrows.common[order]
        count = len(roots)
        common = common - np.log(1.0 + _many_of(common, child, count))[child]
        both = np.logaddexp(direct, common)
        whole = np.full(count, -np.inf)
        np.logaddexp.at(whole, child, both)
        whole = np.logaddexp(whole, roots)
        self.above: Weights = np.exp(roots - whole)
        found = np.exp(both - whole[child])
        own = found * np.exp(direct - both)
        self.seen: Weights = np.zeros(count)
        np.add.at(self.seen, child, own)
        self.shared: Weights = np.zeros(count)
        np.maximum.at(self.shared, parent, found - own)
        self._keys = child * count + parent  # ascending
        self._own, self._rest = own, found - own

    def direct(self, parent: schema.I64, child: schema.I64) -> Weights:
        return self._of(self._own, parent, child)

    def common(self, parent: schema.I64, child: schema.I64) -> Weights:
        return self._of(self._rest, parent, child)

    def _of(self, shares: Weights, parent: schema.I64, child: schema.I64) -> Weights:
        """The *shares* of such arrows, 0 where there is none."""
        if not len(shares):
            return np.zeros(len(parent))
        sought = child * len(self.above) + parent
        at = np.minimum(np.searchsorted(self._keys, sought), len(shares) - 1)
        return np.where(self._keys[at] == sought, shares[at], 0.0)


def _many(weights: Weights) -> Weights:
    """By how many arrows of equal weight those into each node would be outweighed."""
    top = weights.max(axis=0)
    with np.errstate(invalid="ignore"):
        share = np.where(np.isfinite(weights), np.exp(weights - top), 0.0)
    many: Weights = np.maximum(share.sum(axis=0), 1.0)
    return many


def _many_of(weights: Weights, child: schema.I64, count: int) -> Weights:
    """The same of arrows one by one, each into its *child*."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, child, weights)
    with np.errstate(invalid="ignore"):
        share = np.where(np.isfinite(weights), np.exp(weights - top[child]), 0.0)
    many: Weights = np.maximum(np.bincount(child, weights=share, minlength=count), 1.0)
    return many
