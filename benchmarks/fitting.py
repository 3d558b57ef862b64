"""The verdict as a model that can be fitted: its curves over labelled pairs, and its loss.

Two logistic models joined by a noisy-or, with coefficients that may not be negative and a small
ridge. All sets weigh the same, and every set but Helsinki has an offset of its own, because the
share of derived pairs in a labelled set says nothing of real scans: the shipped priors are
Helsinki's, whose weights say how many pairs of a whole real collection each pair stands for.
"""

from __future__ import annotations

import labelled
import numpy as np
from metrics import Floats
from scans import Scan
from scipy.optimize import minimize

from syndetect.evidence import verdict

RIDGE = 0.003
BASE = "helsinki"  # its weights give the share of derived pairs in a real scan
_FEW_WORDS = 40.0  # as ``verdict`` has it; a test holds the two together
_TINY = 1e-9
Curves = dict[str, Floats]


def curves(columns: dict[str, Floats]) -> Curves:
    """By way of the verdict, its curves: one row a pair, damped where a text is a scrap."""
    trust = np.minimum(1.0, columns["own_words"] / _FEW_WORDS)
    return {
        way: np.column_stack([curve(columns) * trust for curve in of_way.values()])
        for way, of_way in verdict.WAYS.items()
    }


class Sample:
    """The compared pairs of one set: curves, truth, weights that sum to 1."""

    def __init__(self, scan: Scan) -> None:
        self.name = scan.name
        met = scan.compared
        self.curves = curves({name: values[met] for name, values in scan.columns.items()})
        self.true = scan.true[met]
        self.weights = scan.weights[met] / scan.weights[met].sum()


class Model:
    """Priors and weights by way, in the order of ``verdict.WAYS``."""

    def __init__(self, values: Floats) -> None:
        self.values = values

    def odds(self, of: Curves, offset: float = 0.0) -> Floats:
        """Log-odds of "derived" for rows of curves."""
        neither = np.ones(len(next(iter(of.values()))))
        at = 0
        for way, names in verdict.WAYS.items():
            prior, weights = self.values[at], self.values[at + 1 : at + 1 + len(names)]
            at += 1 + len(names)
            neither *= 1.0 / (1.0 + np.exp(prior + of[way] @ weights))
        chance = np.clip(1.0 - neither, _TINY, 1 - _TINY)
        return np.log(chance) - np.log1p(-chance) + offset

    def probability(self, columns: dict[str, Floats]) -> Floats:
        """Probability of "derived" for rows of signals."""
        chance: Floats = 1.0 / (1.0 + np.exp(-self.odds(curves(columns))))
        return chance

    def judge(self, scan: Scan) -> Floats:
        """Probability of each labelled pair of *scan*, 0 where it was not compared."""
        met = scan.compared
        return scan.spread(
            self.probability({name: values[met] for name, values in scan.columns.items()})
        )

    def data(self) -> dict[str, dict[str, object]]:
        """As ``coefficients.json`` has it."""
        found: dict[str, dict[str, object]] = {}
        at = 0
        for way, names in verdict.WAYS.items():
            weights = self.values[at + 1 : at + 1 + len(names)]
            found[way] = {
                "prior": round(float(self.values[at]), 4),
                "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
            }
            at += 1 + len(names)
        return found


def fit(samples: list[Sample]) -> Model:
    """The model that explains the samples best, with the ridge on weights in units of spread.

    Without Helsinki nothing says what share is derived in a real scan: then the offsets are held
    near 0, and the priors mean the share of the labelled sets.
    """
    spread = {
        way: np.concatenate([s.curves[way] for s in samples]).std(axis=0) + _TINY
        for way in verdict.WAYS
    }
    scale = np.concatenate([np.concatenate(([1.0], spread[way])) for way in verdict.WAYS])
    is_weight = np.concatenate([[0.0] + [1.0] * len(names) for names in verdict.WAYS.values()])
    others = [s for s in samples if s.name != BASE]
    free = len(others) < len(samples)

    def loss(x: Floats) -> float:
        model = Model(x[: len(scale)] / scale)
        total = RIDGE * float((is_weight * x[: len(scale)] ** 2).sum())
        total += 0.0 if free else RIDGE * float((x[len(scale) :] ** 2).sum())
        for sample in samples:
            offset = x[len(scale) + others.index(sample)] if sample in others else 0.0
            odds = model.odds(sample.curves, offset)
            wrong = np.logaddexp(0.0, np.where(sample.true > 0, -odds, odds))
            total += float((sample.weights * wrong).sum()) / len(samples)
        return total

    start = np.concatenate((np.where(is_weight > 0, 0.5, -3.0), np.zeros(len(others))))
    bounds = [(0.0, None) if w else (None, None) for w in is_weight] + [(None, None)] * len(others)
    found = minimize(loss, start, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500})
    return Model(found.x[: len(scale)] / scale)


def samples_of(scans: list[Scan]) -> list[Sample]:
    """What there is to fit on: a set that names no false pair has nothing to say of slopes."""
    return [Sample(scan) for scan in scans if scan.name not in labelled.UNLABELLED]


def unseen(scans: list[Scan]) -> dict[str, Model]:
    """For each set the model fitted on all the others."""
    samples = samples_of(scans)
    return {
        scan.name: fit(others)
        for scan in scans
        if (others := [sample for sample in samples if sample.name != scan.name])
    }
