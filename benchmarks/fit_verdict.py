"""Fit the coefficients of the verdict, and try each set on a fit that has not seen it.

    python benchmarks/fit_verdict.py [--data DIR]            prints the trial: leave one set out
    python benchmarks/fit_verdict.py [--data DIR] --write    writes evidence/coefficients.json
    python benchmarks/fit_verdict.py [--data DIR] --ablate   the trial without each curve in turn

The model is ``fitting.py``. ``quality.py`` has the trial too, with intervals and baselines; here
it is short, so that one can try a curve in seconds. A pair that was not compared counts as
probability 0 in the trial, and has no part in the fit.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import fitting
import labelled
import metrics
import scans
from fitting import Model, Sample
from scans import Scan

from syndetect.evidence import verdict

TARGET = Path(__file__).resolve().parent.parent / "syndetect" / "evidence" / "coefficients.json"
METHOD = (
    "one logistic model, coefficients >= 0, ridge 0.003, one offset a set but for helsinki "
    "(weighted to its whole collection) and versions (pairs of different events)"
)
_FAR = 1e3  # lifts every log-odds above the 0 of pairs that were not compared
Trial = dict[str, dict[str, float]]


def trial(all_scans: list[Scan], samples: list[Sample]) -> Trial:
    """Figures of each set by the model fitted on the others."""
    results = {}
    for scan, held in zip(all_scans, samples, strict=True):
        if scan.name in labelled.UNLABELLED:
            continue
        model = fitting.fit([s for s in samples if s is not held])
        scores, ones = scan.spread(model.odds(held.curves) + _FAR), np.ones(len(scan.pairs))
        results[scan.name] = {
            "AP": metrics.average_precision(scores, scan.true, ones),
            "weighted AP": metrics.average_precision(scores, scan.true, scan.weights),
            "F1": metrics.best_f1(scores, scan.true, ones),
            "weighted F1": metrics.best_f1(scores, scan.true, scan.weights),
        }
    return results


def ablate(all_scans: list[Scan], samples: list[Sample]) -> None:
    """Print the trial with each curve left out of fit and judgement alike."""
    for place, name in enumerate(verdict.CURVES):
        kept = [s.curves[:, place].copy() for s in samples]
        for sample in samples:
            sample.curves[:, place] = 0.0
        print(f"without {name}")
        show(trial(all_scans, samples))
        for sample, column in zip(samples, kept, strict=True):
            sample.curves[:, place] = column


def show(results: Trial) -> None:
    for name, row in results.items():
        print(f"  {name:14}", *(f"{key} {value:.3f}" for key, value in row.items()))


def write(model: Model, samples: list[Sample], results: Trial) -> None:
    """Ship *model*, with the record of what it was fitted on."""
    record = {
        **model.data(),
        "fitted_on": {
            s.name: {"pairs": len(s.true), "derived": int(s.true.sum())} for s in samples
        },
        "method": METHOD,
        "left_one_set_out": {
            n: {k: round(v, 3) for k, v in row.items()} for n, row in results.items()
        },
        "command": "python benchmarks/fit_verdict.py --write",
    }
    TARGET.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    names = list(labelled.SETS)
    missing = [name for name in names if not labelled.there(folder, name)]
    if missing:
        print(f"not fitted, {folder} lacks {', '.join(missing)}", file=sys.stderr)
        return 1
    all_scans = [scans.scan(folder, name) for name in names]
    samples = fitting.samples_of(all_scans)
    results = trial(all_scans, samples)
    show(results)
    if given.ablate:
        ablate(all_scans, samples)
        return 0
    model = fitting.fit(samples)
    print(json.dumps(model.data(), indent=1))
    if given.write:
        write(model, samples, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
