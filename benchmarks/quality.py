"""How well whole scans tell derived pairs from same-event ones, beside plain resemblance.

    python benchmarks/quality.py [--data DIR] [--set NAME]... [--json FILE]
    python benchmarks/quality.py --check        fails below benchmarks/floors.json
    python benchmarks/quality.py --update       pins what is reached; refuses to lower a floor
    python benchmarks/quality.py --update --lower

A pair that the scan did not compare counts as probability 0; "derived pairs compared" is the
recall of the candidates. The baselines (``baselines.py``) score every labelled pair, on the same
texts, without any masking.
Intervals are 95 % by bootstrap over events (Helsinki, one event: over pairs).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import baselines
import labelled
import metrics
from labelled import Pair
from metrics import Floats

import syndetect

FLOORS = Path(__file__).with_name("floors.json")
_SLACK = 0.0005  # floors are pinned to three digits


def probabilities(pairs: list[Pair], findings: syndetect.Findings) -> tuple[Floats, Floats]:
    """Probability of each pair (0 where not compared), and whether it was compared."""
    columns = findings.relations.select(["left", "right", "probability"]).to_pydict()
    known = {
        (a, b): p
        for a, b, p in zip(columns["left"], columns["right"], columns["probability"], strict=True)
    }
    keys = [(min(p.left, p.right), max(p.left, p.right)) for p in pairs]
    met = np.array([float(key in known) for key in keys])
    return np.array([known.get(key, 0.0) for key in keys]), met


def figures(pairs: list[Pair], scores: Floats) -> dict[str, float]:
    true = np.array([float(p.derived) for p in pairs])
    weights = np.array([p.weight for p in pairs])
    plain = np.ones(len(pairs))
    found = {
        "AP": metrics.average_precision(scores, true, plain),
        "F1": metrics.best_f1(scores, true, plain),
        "recall at 1 % false": metrics.recall_at(scores, true, plain, 0.01),
    }
    if np.any(weights != 1):
        found["weighted AP"] = metrics.average_precision(scores, true, weights)
        found["weighted F1"] = metrics.best_f1(scores, true, weights)
    return found


def _ap(pairs: list[Pair], scores: Floats, rows: np.ndarray) -> float:
    true = np.array([float(p.derived) for p in pairs])[rows]
    return metrics.average_precision(scores[rows], true, np.ones(len(rows)))


def measure(name: str, folder: Path) -> dict[str, dict[str, float]]:
    pairs = labelled.SETS[name](folder)
    articles = labelled.articles(folder, name)
    findings = syndetect.scan(articles)
    scores, met = probabilities(pairs, findings)
    true = np.array([float(p.derived) for p in pairs])
    weights = np.array([p.weight for p in pairs])
    blocks = [p.block for p in pairs]
    words = baselines.words_of(articles)
    beside = {name: score(pairs, words) for name, score in baselines.BASELINES.items()}
    ours = figures(pairs, scores)
    low, high = metrics.interval(lambda rows: _ap(pairs, scores, rows), blocks)
    ours |= {"AP low": low, "AP high": high}
    best = max(beside.values(), key=lambda s: figures(pairs, s)["AP"])
    gap = metrics.interval(lambda rows: _ap(pairs, scores, rows) - _ap(pairs, best, rows), blocks)
    ours |= {"AP over best baseline, low": gap[0], "AP over best baseline, high": gap[1]}
    ours["Brier"] = metrics.brier(scores, true, weights)
    ours["derived pairs compared"] = float((met * true).sum() / true.sum())
    ours["derived at 0.5, precision"] = float(
        (true * weights * (scores >= 0.5)).sum() / max((weights * (scores >= 0.5)).sum(), 1e-9)
    )
    ours["derived at 0.5, recall"] = float(
        (true * weights * (scores >= 0.5)).sum() / (true * weights).sum()
    )
    return {"syndetect": ours} | {n: figures(pairs, s) for n, s in beside.items()}


def show(name: str, table: dict[str, dict[str, float]], pairs: list[Pair]) -> None:
    derived = sum(p.derived for p in pairs)
    print(f"\n{name}: {len(pairs)} pairs, {derived} derived")
    heads = list(dict.fromkeys(key for row in table.values() for key in row))
    width = max(len(head) for head in heads)
    print(" " * width, *(f"{row:>14}" for row in table))
    for head in heads:
        cells = (f"{row[head]:14.3f}" if head in row else " " * 14 for row in table.values())
        print(f"{head:<{width}}", *cells)


def check(results: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return [
        f"{name}: {figure} is {results[name]['syndetect'][figure]:.4f}, floor {floor:.3f}"
        for name, figures_of in floors.items()
        if name in results
        for figure, floor in figures_of.items()
        if results[name]["syndetect"][figure] < floor - _SLACK
    ]


def update(results: dict[str, dict[str, dict[str, float]]], lower: bool) -> list[str]:
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    kept = ("AP", "F1", "weighted AP", "weighted F1", "derived pairs compared")
    refused = []
    for name, table in results.items():
        for figure in kept:
            if figure not in table["syndetect"]:
                continue
            reached = round(table["syndetect"][figure] - _SLACK, 3)
            old = floors.setdefault(name, {}).get(figure)
            if old is not None and reached < old and not lower:
                refused.append(
                    f"{name}: {figure} would fall from {old} to {reached}: --lower allows it"
                )
                continue
            floors[name][figure] = reached
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    return refused


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder of the labelled sets")
    parser.add_argument("--set", action="append", choices=sorted(labelled.SETS), dest="sets")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--check", action="store_true", help="fail below floors.json")
    parser.add_argument("--update", action="store_true", help="pin what is reached")
    parser.add_argument("--lower", action="store_true", help="with --update: floors may fall")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    results = {}
    for name in given.sets or labelled.SETS:
        if not (folder / name / "articles.jsonl").exists():
            print(f"{name}: not run, {folder / name} is not there")
            continue
        results[name] = measure(name, folder)
        show(name, results[name], labelled.SETS[name](folder))
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    problems = (
        check(results) if given.check else update(results, given.lower) if given.update else []
    )
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
