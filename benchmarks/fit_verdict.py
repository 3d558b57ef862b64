"""Fit the coefficients of the verdict, and try each set on a fit that has not seen it.

    python benchmarks/fit_verdict.py [--data DIR]            prints the trial: leave one set out
    python benchmarks/fit_verdict.py [--data DIR] --write    writes evidence/coefficients.json

Logistic regression with coefficients that may not be negative and a small ridge. Slopes are
common to all sets, each set weighing the same; every set has an intercept of its own, because
the share of derived pairs in a labelled set says nothing of real scans. The shipped prior is
Helsinki's, whose weights say how many pairs of a whole real collection each pair stands for.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent))

import labelled
import metrics

import syndetect
from syndetect.evidence import verdict
from syndetect.evidence.ledger import SIGNALS

TARGET = Path(__file__).resolve().parent.parent / "syndetect" / "evidence" / "coefficients.json"
RIDGE = 0.01
Array = npt.NDArray[np.float64]


class Sample:
    """The compared pairs of one set: curves, truth, weights that sum to 1."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        pairs = labelled.SETS[name](folder)
        relations = syndetect.scan(labelled.articles(folder, name)).relations
        ends = zip(
            relations.column("left").to_pylist(), relations.column("right").to_pylist(), strict=True
        )
        row_of = {ends: row for row, ends in enumerate(ends)}
        keys = [(min(p.left, p.right), max(p.left, p.right)) for p in pairs]
        met = [place for place, key in enumerate(keys) if key in row_of]
        rows = [row_of[keys[place]] for place in met]
        columns = {s: relations.column(s).to_numpy()[rows] for s in SIGNALS}
        self.missed = len(pairs) - len(met)
        self.trust = np.minimum(1.0, columns["own_words"] / 40.0)
        self.curves = np.column_stack([c(columns) for c in verdict.CURVES.values()])
        self.true = np.array([float(pairs[place].derived) for place in met])
        weights = np.array([pairs[place].weight for place in met])
        self.weights = weights / weights.sum()


def fit(samples: list[Sample]) -> tuple[Array, dict[str, float]]:
    """Slopes, and the intercept of each sample."""
    curves = np.concatenate([s.curves * s.trust[:, None] for s in samples])
    true = np.concatenate([s.true for s in samples])
    weights = np.concatenate([s.weights for s in samples]) / len(samples)
    owner = np.concatenate([np.full(len(s.true), k) for k, s in enumerate(samples)])
    scale = curves.std(axis=0) + 1e-9
    slopes = curves.shape[1]

    def loss(x: Array) -> tuple[float, Array]:
        odds = (curves / scale) @ x[:slopes] + x[slopes:][owner]
        miss = 1.0 / (1.0 + np.exp(-odds)) - true
        value = float((weights * np.logaddexp(0.0, np.where(true > 0, -odds, odds))).sum())
        slope = (curves / scale).T @ (weights * miss) + 2 * RIDGE * x[:slopes]
        intercept = np.bincount(owner, weights=weights * miss, minlength=len(samples))
        return value + RIDGE * float((x[:slopes] ** 2).sum()), np.concatenate((slope, intercept))

    bounds = [(0.0, None)] * slopes + [(None, None)] * len(samples)
    start = np.zeros(slopes + len(samples))
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return found[:slopes] / scale, dict(
        zip([s.name for s in samples], found[slopes:].tolist(), strict=True)
    )


def trial(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Average precision of each set by slopes fitted on the others."""
    results = {}
    for held in samples:
        slopes, _ = fit([s for s in samples if s is not held])
        scores = (held.curves * held.trust[:, None]) @ slopes
        ones = np.ones(len(scores))
        results[held.name] = {
            "AP": metrics.average_precision(scores, held.true, ones),
            "weighted AP": metrics.average_precision(scores, held.true, held.weights),
            "F1": metrics.best_f1(scores, held.true, ones),
            "weighted F1": metrics.best_f1(scores, held.true, held.weights),
        }
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    samples = [Sample(folder, name) for name in labelled.SETS]
    results = trial(samples)
    for name, row in results.items():
        print(f"{name:14}", *(f"{key} {value:.3f}" for key, value in row.items()))
    slopes, intercepts = fit(samples)
    names = list(verdict.CURVES)
    print({n: round(float(s), 3) for n, s in zip(names, slopes, strict=True)}, intercepts)
    if given.write:
        record = {
            "prior": round(intercepts["helsinki"], 4),
            "weights": {n: round(float(s), 4) for n, s in zip(names, slopes, strict=True)},
            "fitted_on": {
                s.name: {"pairs": len(s.true), "derived": int(s.true.sum())} for s in samples
            },
            "method": "logistic, coefficients >= 0, ridge 0.01, one intercept a set; the prior is "
            "that of helsinki, weighted to the whole collection",
            "left_one_set_out": {
                n: {k: round(v, 3) for k, v in row.items()} for n, row in results.items()
            },
            "command": "python benchmarks/fit_verdict.py --write",
        }
        TARGET.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
