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

    above: Weights  # that nothing seen is above each article

    def direct(self, parent: int, child: int) -> float:
        """That *child* has its text from *parent*."""

    def common(self, parent: int, child: int) -> float:
        """That *child* hangs on the source of *parent*."""

    def seen(self, child: int) -> float:
        """That *child* has its text from any article."""

    def shared(self, parent: int) -> float:
        """The most that any article hangs on the source of *parent*."""


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
        found, self.above = marginals(both, roots)
        with np.errstate(invalid="ignore"):
            part = np.where(np.isfinite(direct), np.exp(direct - both), 0.0)
        self._direct = found * part
        self._common = found - self._direct

    def direct(self, parent: int, child: int) -> float:
        return float(self._direct[parent, child])

    def common(self, parent: int, child: int) -> float:
        return float(self._common[parent, child])

    def seen(self, child: int) -> float:
        return float(self._direct[:, child].sum())

    def shared(self, parent: int) -> float:
        return float(self._common[parent, :].max())


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
        self.above = np.exp(roots - whole)
        found = np.exp(both - whole[child])
        own = found * np.exp(direct - both)
        self._seen = np.bincount(child, weights=own, minlength=count)
        self._shared = np.zeros(count)
        np.maximum.at(self._shared, parent, found - own)
        ends = zip(parent.tolist(), child.tolist(), strict=True)
        both_shares = zip(own.tolist(), (found - own).tolist(), strict=True)
        self._found: dict[tuple[int, int], tuple[float, float]] = dict(
            zip(ends, both_shares, strict=True)
        )

    def direct(self, parent: int, child: int) -> float:
        return self._found.get((parent, child), (0.0, 0.0))[0]

    def common(self, parent: int, child: int) -> float:
        return self._found.get((parent, child), (0.0, 0.0))[1]

    def seen(self, child: int) -> float:
        return float(self._seen[child])

    def shared(self, parent: int) -> float:
        return float(self._shared[parent])


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
