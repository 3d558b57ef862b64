"""Short answers told apart four ways (cut, light, heavy, non) by a small model, cross-validated.

Clough and Stevenson (2011) tell the classes apart by the n-grams that an answer shares with its
source, and the longest common subsequence of words: "n-grams" here is their kind of figure in
the same model. "Runs" says how the copied words lie: their share of the answer, how many runs of
two words or more they make in order, how long these are. The features were chosen on this set,
so that what is reported is a little kind. Cross-validated by task (the model has not seen the
source) and by ten folds with five seeds; intervals are over the 19 writers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import numpy.typing as npt
from baselines import Words, words_of
from bootstrap import Draws, Estimate
from metrics import Floats
from scans import Scan
from scipy.optimize import minimize

CLASSES = ("non", "heavy", "light", "cut")
_RIDGE = 0.0005
_SEEDS, _FOLDS = 5, 10
Ints = npt.NDArray[np.int64]


def measure(scan: Scan) -> dict[str, dict[str, Estimate]]:
    """By features and way of cross-validation: accuracy on four classes, and on derived or not."""
    kind = np.array([CLASSES.index(pair.sort) for pair in scan.pairs])
    tasks = [pair.block for pair in scan.pairs]
    # An id ends in its task; what stands before it is the writer.
    writers = Draws([pair.left.rsplit("_", 1)[0] for pair in scan.pairs], np.ones(len(kind)))
    words = words_of(scan.articles)
    found = {}
    for name, features in (
        ("signals of the ledger", _signals(scan)),
        ("n-grams", _each(scan, words, _grams)),
        ("runs", _each(scan, words, _runs)),
    ):
        for way, splits in (
            ("by task", [[np.array([t == task for t in tasks]) for task in sorted(set(tasks))]]),
            ("ten folds", [list(_folds(len(kind), seed)) for seed in range(_SEEDS)]),
        ):
            said = np.array([_cross(features, kind, held) for held in splits])
            right = (said == kind).mean(axis=0)
            derived = ((said > 0) == (kind > 0)).mean(axis=0)
            found[f"{name}, {way}"] = {
                "four classes": writers.estimate(lambda rows, r=right: float(r[rows].mean())),
                "derived or not": writers.estimate(lambda rows, d=derived: float(d[rows].mean())),
            }
    return found


def data(of: dict[str, dict[str, Estimate]]) -> dict[str, Any]:
    return {name: {key: e.data() for key, e in row.items()} for name, row in of.items()}


def _signals(scan: Scan) -> Floats:
    of = scan.columns
    return np.column_stack(
        [
            of["content"],
            of["thread"],
            of["containment_left"],
            of["passage_share"],
            np.log1p(of["longest"]),
        ]
    )


def _each(scan: Scan, words: Words, row: Callable[[list[str], list[str]], list[float]]) -> Floats:
    return np.array([row(words[pair.left], words[pair.right]) for pair in scan.pairs])


def _contained(answer: list[str], source: list[str], width: int) -> float:
    """Share of the answer's runs of *width* words that the source has."""
    runs = list(zip(*(answer[k:] for k in range(width)), strict=False))
    known = set(zip(*(source[k:] for k in range(width)), strict=False))
    return sum(run in known for run in runs) / max(len(runs), 1)


def _grams(answer: list[str], source: list[str]) -> list[float]:
    contained = [_contained(answer, source, width) for width in (1, 2, 3, 4, 5)]
    return [*contained, _subsequence(answer, source) / max(len(answer), 1)]


def _runs(answer: list[str], source: list[str]) -> list[float]:
    blocks = SequenceMatcher(None, answer, source, autojunk=False).get_matching_blocks()
    sizes = [block.size for block in blocks if block.size >= 2]
    mean = sum(sizes) / max(len(sizes), 1)
    share = sum(sizes) / max(len(answer), 1)
    return [_contained(answer, source, 1), share, np.log1p(len(sizes)), np.log1p(mean)]


def _subsequence(one: list[str], other: list[str]) -> int:
    """Length of the longest common subsequence."""
    before = [0] * (len(other) + 1)
    for word in one:
        row = [0]
        for place, counterpart in enumerate(other):
            same = before[place] + 1 if word == counterpart else 0
            row.append(max(same, before[place + 1], row[-1]))
        before = row
    return before[-1]


def _folds(rows: int, seed: int) -> Iterator[npt.NDArray[np.bool_]]:
    order = np.random.default_rng(seed).permutation(rows)
    for fold in range(_FOLDS):
        held = np.zeros(rows, dtype=np.bool_)
        held[order[fold::_FOLDS]] = True
        yield held


def _cross(features: Floats, kind: Ints, held_out: list[npt.NDArray[np.bool_]]) -> Ints:
    """What is said of each row by the model that has not seen its part."""
    said = np.zeros(len(kind), dtype=np.int64)
    for held in held_out:
        middle, spread = features[~held].mean(axis=0), features[~held].std(axis=0) + 1e-9
        rows = (features - middle) / spread
        weights = softmax(rows[~held], kind[~held])
        said[held] = np.argmax(_with_one(rows[held]) @ weights, axis=1)
    return said


def _with_one(rows: Floats) -> Floats:
    return np.column_stack([np.ones(len(rows)), rows])


def softmax(rows: Floats, kind: Ints) -> Floats:
    """Weights (1 + features by classes) of a multinomial logistic regression with a ridge."""
    inputs, truth = _with_one(rows), np.eye(len(CLASSES))[kind]
    shape = (inputs.shape[1], len(CLASSES))

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        odds = inputs @ weights
        odds -= odds.max(axis=1, keepdims=True)
        logs = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        slope = inputs.T @ (np.exp(logs) - truth) / len(rows) + 2 * _RIDGE * weights
        value = -float((logs * truth).sum()) / len(rows) + _RIDGE * float((weights**2).sum())
        return value, slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found.reshape(shape)
