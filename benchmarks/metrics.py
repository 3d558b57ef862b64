"""Figures of merit for scored pairs, with weights; ties in the score always move together.

Every figure takes three arrays of one length: scores (higher means likelier derived; for Brier,
log-loss and calibration they are probabilities), truth (1.0 derived, 0.0 not) and weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from bootstrap import interval as interval  # a figure and its interval are asked for together

Floats = npt.NDArray[np.float64]
_LEAST = 1e-12
_SURE = 1e-3  # log-loss takes no probability as nearer to 0 or 1: one miss must not be all of it
_ROWS_A_BIN = 15  # rows that a bin of the reliability table needs to say something
_MOST_BINS = 10


def curve(scores: Floats, true: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Precision and recall at every distinct score, highest first."""
    order = np.argsort(-scores, kind="stable")
    scores, true, weights = scores[order], true[order], weights[order]
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    hits = np.cumsum(true * weights)[last]
    shown = np.cumsum(weights)[last]
    total = float((true * weights).sum())
    return hits / shown, hits / max(total, _LEAST)


def average_precision(scores: Floats, true: Floats, weights: Floats) -> float:
    """Precision averaged over the steps in recall."""
    precision, recall = curve(scores, true, weights)
    return float((precision * np.diff(np.concatenate(([0.0], recall)))).sum())


def best_f1(scores: Floats, true: Floats, weights: Floats) -> float:
    """F1 at the threshold that is best for it."""
    precision, recall = curve(scores, true, weights)
    return float((2 * precision * recall / np.maximum(precision + recall, _LEAST)).max())


def threshold(scores: Floats, true: Floats, weights: Floats, false_share: float) -> float:
    """The score that a pair must exceed, so that at most *false_share* of the false pairs do."""
    false = np.flatnonzero(true == 0)
    order = false[np.argsort(-scores[false], kind="stable")]
    passed = np.cumsum(weights[order]) <= false_share * weights[false].sum() + _LEAST
    return float(scores[order][passed.sum()]) if passed.sum() < len(order) else -np.inf


def recall_at(scores: Floats, true: Floats, weights: Floats, false_share: float) -> float:
    """Share of the derived pairs that score above all but *false_share* of the false ones."""
    found = (scores > threshold(scores, true, weights, false_share)) & (true == 1)
    return float((weights * found).sum() / max((weights * true).sum(), _LEAST))


def recall_from(scores: Floats, true: Floats, weights: Floats, least: float) -> float:
    """Share of the derived pairs that score *least* or more."""
    return float((weights * true * (scores >= least)).sum() / max((weights * true).sum(), _LEAST))


def precision_from(scores: Floats, true: Floats, weights: Floats, least: float) -> float:
    """Share of derived among the pairs that score *least* or more."""
    called = weights * (scores >= least)
    return float((called * true).sum() / max(called.sum(), _LEAST))


def brier(scores: Floats, true: Floats, weights: Floats) -> float:
    """Mean squared distance of probability and truth; less is better."""
    return float((weights * (scores - true) ** 2).sum() / weights.sum())


def log_loss(scores: Floats, true: Floats, weights: Floats) -> float:
    """Mean surprise at the truth, in nats, probabilities cut to 0.001 .. 0.999; less is better."""
    sure = np.clip(scores, _SURE, 1 - _SURE)
    surprise = -np.log(np.where(true > 0, sure, 1.0 - sure))
    return float((weights * surprise).sum() / weights.sum())


def bins(scores: Floats, weights: Floats) -> npt.NDArray[np.int64]:
    """The bin of each row: bins are adaptive, each holds about the same weight.

    There are at most ten, and fewer where there are few rows. Equal scores share a bin.
    """
    values, place = np.unique(scores, return_inverse=True)
    held = np.bincount(place, weights, len(values))
    middle = (np.cumsum(held) - held / 2) / held.sum()
    count = int(np.clip(len(scores) // _ROWS_A_BIN, 2, _MOST_BINS))
    chosen: npt.NDArray[np.int64] = np.minimum((middle * count).astype(np.int64), count - 1)[place]
    return chosen


def calibration_error(scores: Floats, true: Floats, weights: Floats) -> float:
    """Mean distance, over adaptive bins, of mean probability and share derived."""
    chosen = bins(scores, weights)
    return float(np.abs(np.bincount(chosen, weights * (scores - true))).sum() / weights.sum())


@dataclass(frozen=True)
class Figure:
    """A named figure, and how it is read.

    *weighted* takes the weights of the set, and is left out where a set has none. *kind*:
    "ranking" figures any score has; "chance" figures need a probability, and less is better;
    "call" figures are of the pairs at 0.5 or more. *compared* leaves out the pairs that were not
    compared, of which the probability does not speak.
    """

    name: str
    of: Callable[[Floats, Floats, Floats], float]
    weighted: bool = False
    kind: str = "ranking"
    compared: bool = False


FIGURES = (
    Figure("AP", average_precision),
    Figure("weighted AP", average_precision, weighted=True),
    Figure("F1", best_f1),
    Figure("weighted F1", best_f1, weighted=True),
    Figure("recall, no false above", lambda s, t, w: recall_at(s, t, w, 0.0)),
    Figure("recall at 1 % false", lambda s, t, w: recall_at(s, t, w, 0.01)),
    Figure("recall at 5 % false", lambda s, t, w: recall_at(s, t, w, 0.05)),
    Figure("Brier", brier, kind="chance"),
    Figure("log-loss", log_loss, kind="chance"),
    Figure("calibration error", calibration_error, kind="chance"),
    Figure("Brier, compared", brier, kind="chance", compared=True),
    Figure("log-loss, compared", log_loss, kind="chance", compared=True),
    Figure("calibration, compared", calibration_error, kind="chance", compared=True),
    Figure("precision at 0.5", lambda s, t, w: precision_from(s, t, w, 0.5), kind="call"),
    Figure("recall at 0.5", lambda s, t, w: recall_from(s, t, w, 0.5), kind="call"),
)
