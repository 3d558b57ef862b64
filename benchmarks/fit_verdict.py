"""Fit the coefficients of the verdict, and try each set on a fit that has not seen it.

    python benchmarks/fit_verdict.py [--data DIR]            prints the trial: leave one set out
    python benchmarks/fit_verdict.py [--data DIR] --write    writes evidence/coefficients.json
    python benchmarks/fit_verdict.py [--data DIR] --ablate   the trial without each curve in turn

Two logistic models joined by a noisy-or, with coefficients that may not be negative and a small
ridge. All sets weigh the same, and every set but Helsinki has an offset of its own, because the
share of derived pairs in a labelled set says nothing of real scans: the shipped priors are
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
RIDGE = 0.003
BASE = "helsinki"  # its weights give the share of derived pairs in a real scan
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
        trust = np.minimum(1.0, columns["own_words"] / 40.0)
        self.curves = {
            way: np.column_stack([c(columns) * trust for c in curves.values()])
            for way, curves in verdict.WAYS.items()
        }
        self.true = np.array([float(pairs[place].derived) for place in met])
        weights = np.array([pairs[place].weight for place in met])
        self.weights = weights / weights.sum()


class Model:
    """Priors and weights by way, in the order of ``verdict.WAYS``."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def odds(self, curves: dict[str, Array], offset: Array | float = 0.0) -> Array:
        """Log-odds of "derived" for rows of curves."""
        neither = np.ones(len(next(iter(curves.values()))))
        at = 0
        for way, names in verdict.WAYS.items():
            prior, weights = self.values[at], self.values[at + 1 : at + 1 + len(names)]
            at += 1 + len(names)
            neither *= 1.0 / (1.0 + np.exp(prior + curves[way] @ weights))
        chance = np.clip(1.0 - neither, 1e-9, 1 - 1e-9)
        return np.log(chance) - np.log1p(-chance) + offset

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
    """The model that explains the samples best, with the ridge on weights in units of spread."""
    spread = {
        way: np.concatenate([s.curves[way] for s in samples]).std(axis=0) + 1e-9
        for way in verdict.WAYS
    }
    scale = np.concatenate([np.concatenate(([1.0], spread[way])) for way in verdict.WAYS])
    is_weight = np.concatenate([[0.0] + [1.0] * len(names) for names in verdict.WAYS.values()])
    others = [s for s in samples if s.name != BASE]

    def loss(x: Array) -> float:
        model = Model(x[: len(scale)] / scale)
        total = RIDGE * float((is_weight * x[: len(scale)] ** 2).sum())
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


def trial(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Average precision of each set by slopes fitted on the others."""
    results = {}
    for held in samples:
        scores = fit([s for s in samples if s is not held]).odds(held.curves)
        ones = np.ones(len(scores))
        results[held.name] = {
            "AP": metrics.average_precision(scores, held.true, ones),
            "weighted AP": metrics.average_precision(scores, held.true, held.weights),
            "F1": metrics.best_f1(scores, held.true, ones),
            "weighted F1": metrics.best_f1(scores, held.true, held.weights),
        }
    return results


def ablate(samples: list[Sample]) -> None:
    """Print the trial with each curve left out of fit and judgement alike."""
    for way, names in verdict.WAYS.items():
        for place, name in enumerate(names):
            kept = [s.curves[way][:, place].copy() for s in samples]
            for sample in samples:
                sample.curves[way][:, place] = 0.0
            print(f"without {name}")
            show(trial(samples))
            for sample, column in zip(samples, kept, strict=True):
                sample.curves[way][:, place] = column


def show(results: dict[str, dict[str, float]]) -> None:
    for name, row in results.items():
        print(f"  {name:14}", *(f"{key} {value:.3f}" for key, value in row.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    samples = [Sample(folder, name) for name in labelled.SETS]
    results = trial(samples)
    show(results)
    if given.ablate:
        ablate(samples)
        return 0
    model = fit(samples)
    print(json.dumps(model.data(), indent=1))
    if given.write:
        record = {
            **model.data(),
            "fitted_on": {
                s.name: {"pairs": len(s.true), "derived": int(s.true.sum())} for s in samples
            },
            "method": "two logistic models joined by a noisy-or, coefficients >= 0, ridge 0.003, "
            "one offset a set but for helsinki, weighted to the whole collection",
            "left_one_set_out": {
                n: {k: round(v, 3) for k, v in row.items()} for n, row in results.items()
            },
            "command": "python benchmarks/fit_verdict.py --write",
        }
        TARGET.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
