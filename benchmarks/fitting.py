"""The verdict as a model that can be fitted: its curves over labelled pairs, and its loss.

One logistic model with coefficients that may not be negative and a small ridge. All sets weigh
the same, and every set but those of a real scan has an offset of its own, because the share of
derived pairs in a labelled set is an accident of its making: the shipped prior is Helsinki's,
whose weights say how many pairs of a whole real collection each pair stands for.

Helsinki and the others hold pairs on one event. What pairs of different events look like is
learned from the scan of ``versions``: its versions that fell into different events, against pairs
of different events that were published thirty days or more apart. That these are not derived is
presumed, not read: some share a background sentence of their agency.
"""

from __future__ import annotations

import labelled
import numpy as np
import versions
from metrics import Floats
from scans import Scan
from scipy.optimize import minimize

from syndetect.evidence import verdict

RIDGE = 0.003
BASE = "helsinki"  # its weights are those of pairs on one event in a real scan
REAL = (BASE, "versions")  # the other's pairs are those of different events in a real scan
_TINY = 1e-9


class Sample:
    """The compared pairs of one set: curves, truth, weights that sum to 1."""

    def __init__(self, scan: Scan) -> None:
        self.name = scan.name
        if scan.name in labelled.UNLABELLED:
            columns, self.true = versions.of_different_events(scan)
            weights = np.ones(len(self.true))
        else:
            met = scan.compared
            columns = {name: values[met] for name, values in scan.columns.items()}
            self.true, weights = scan.true[met], scan.weights[met]
        self.curves = verdict.curves(columns)
        self.weights = weights / weights.sum()


class Model:
    """A prior, then weights in the order of ``verdict.CURVES``."""

    def __init__(self, values: Floats) -> None:
        self.values = values

    def odds(self, curves: Floats, offset: float = 0.0) -> Floats:
        """Log-odds of "derived" for rows of curves."""
        odds: Floats = self.values[0] + curves @ self.values[1:] + offset
        return odds

    def probability(self, columns: dict[str, Floats]) -> Floats:
        """Probability of "derived" for rows of signals."""
        chance: Floats = 1.0 / (1.0 + np.exp(-self.odds(verdict.curves(columns))))
        return chance

    def judge(self, scan: Scan) -> Floats:
        """Probability of each labelled pair of *scan*, 0 where it was not compared."""
        met = scan.compared
        return scan.spread(
            self.probability({name: values[met] for name, values in scan.columns.items()})
        )

    def data(self) -> dict[str, object]:
        """As ``coefficients.json`` has it."""
        weights = zip(verdict.CURVES, self.values[1:], strict=True)
        return {
            "prior": round(float(self.values[0]), 4),
            "weights": {name: round(float(weight), 4) for name, weight in weights},
        }


def fit(samples: list[Sample]) -> Model:
    """The model that explains the samples best, with the ridge on weights in units of spread.

    Without Helsinki nothing says what share is derived in a real scan: then every set has an
    offset, held near 0, and the prior means the share of the labelled sets.
    """
    spread = np.concatenate([s.curves for s in samples]).std(axis=0) + _TINY
    scale = np.concatenate(([1.0], spread))
    free = BASE in [s.name for s in samples]
    others = [s for s in samples if not free or s.name not in REAL]

    def loss(x: Floats) -> float:
        model = Model(x[: len(scale)] / scale)
        total = RIDGE * float((x[1 : len(scale)] ** 2).sum())
        total += 0.0 if free else RIDGE * float((x[len(scale) :] ** 2).sum())
        for sample in samples:
            offset = x[len(scale) + others.index(sample)] if sample in others else 0.0
            odds = model.odds(sample.curves, offset)
            wrong = np.logaddexp(0.0, np.where(sample.true > 0, -odds, odds))
            total += float((sample.weights * wrong).sum()) / len(samples)
        return total

    start = np.concatenate(([-3.0], np.full(len(spread), 0.5), np.zeros(len(others))))
    bounds = [(None, None), *[(0.0, None)] * len(spread), *[(None, None)] * len(others)]
    found = minimize(loss, start, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500})
    return Model(found.x[: len(scale)] / scale)


def samples_of(scans: list[Scan]) -> list[Sample]:
    """What there is to fit on."""
    return [Sample(scan) for scan in scans]


def unseen(scans: list[Scan]) -> dict[str, Model]:
    """For each set the model fitted on all the others."""
    samples = samples_of(scans)
    return {
        scan.name: fit(others)
        for scan in scans
        if (others := [sample for sample in samples if sample.name != scan.name])
    }
