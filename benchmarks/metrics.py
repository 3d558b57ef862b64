"""Figures of merit for scored pairs, with weights, and intervals by bootstrap over blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def curve(scores: Floats, true: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Precision and recall at every distinct score, highest first; ties move together."""
    order = np.argsort(-scores, kind="stable")
    scores, true, weights = scores[order], true[order], weights[order]
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    hits = np.cumsum(true * weights)[last]
    shown = np.cumsum(weights)[last]
    total = float((true * weights).sum())
    return hits / shown, hits / max(total, 1e-12)


def average_precision(scores: Floats, true: Floats, weights: Floats) -> float:
    """Precision averaged over the steps in recall."""
    precision, recall = curve(scores, true, weights)
    return float((precision * np.diff(np.concatenate(([0.0], recall)))).sum())


def best_f1(scores: Floats, true: Floats, weights: Floats) -> float:
    """F1 at the threshold that is best for it."""
    precision, recall = curve(scores, true, weights)
    return float((2 * precision * recall / np.maximum(precision + recall, 1e-12)).max())


def recall_at(scores: Floats, true: Floats, weights: Floats, false_share: float) -> float:
    """Share of the derived pairs that score above all but *false_share* of the others."""
    false = true == 0
    order = np.argsort(-scores[false], kind="stable")
    passed = np.cumsum(weights[false][order]) <= false_share * weights[false].sum()
    ranked = scores[false][order]
    above = ranked[passed.sum()] if passed.sum() < len(ranked) else -np.inf
    found = (scores > above) & (true == 1)
    return float((weights * found).sum() / max((weights * true).sum(), 1e-12))


def brier(probabilities: Floats, true: Floats, weights: Floats) -> float:
    """Mean squared distance of probability and truth."""
    return float((weights * (probabilities - true) ** 2).sum() / weights.sum())


def interval(
    figure: Callable[[npt.NDArray[np.int64]], float], blocks: Sequence[str], rounds: int = 400
) -> tuple[float, float]:
    """95 % bootstrap interval of a figure of chosen rows, drawing whole blocks; seeded."""
    rows_of: dict[str, list[int]] = {}
    for row, block in enumerate(blocks):
        rows_of.setdefault(block, []).append(row)
    groups = [np.array(rows) for rows in rows_of.values()]
    random = np.random.default_rng(20180716)
    values = []
    for _ in range(rounds):
        drawn = random.integers(0, len(groups), len(groups))
        values.append(figure(np.concatenate([groups[g] for g in drawn])))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
