"""Figures of one labelled set: the shipped verdict, one that has not seen the set, and baselines.

The best baseline is chosen figure by figure, and the gain over it is paired: both scores are
taken on the same bootstrap draws. For Brier score and log-loss, which need a probability, the
thing to beat is to say of every pair the share that is derived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from bootstrap import Draws, Estimate, Rows
from metrics import (
    FIGURES,
    Figure,
    Floats,
    average_precision,
    calibration_error,
    threshold,
)
from scans import Scan

SHARE = "the share"
Scores = dict[str, Floats]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """One figure: ours, the best baseline, and what ours is above it (None: no such thing)."""

    figure: str
    shipped: Estimate
    unseen: Estimate
    baseline: tuple[str, float] | None
    gain: Estimate | None
    gain_unseen: Estimate | None

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {"shipped": self.shipped.data(), "unseen": self.unseen.data()}
        if self.baseline and self.gain and self.gain_unseen:
            found["best baseline"] = {"name": self.baseline[0], "value": self.baseline[1]}
            found["gain"] = self.gain.data()
            found["gain unseen"] = self.gain_unseen.data()
        return found


def lines(scan: Scan, unseen: Floats, baselines: Scores, draws: Draws) -> list[Line]:
    """Every figure that the set allows."""
    return [
        _line(figure, scan, unseen, baselines, draws) for figure in FIGURES if _fits(figure, scan)
    ]


def _fits(figure: Figure, scan: Scan) -> bool:
    weights_are_there = scan.weighted or not figure.weighted
    return weights_are_there and not (figure.compared and bool(scan.compared.all()))


def _line(figure: Figure, scan: Scan, unseen: Floats, baselines: Scores, draws: Draws) -> Line:
    def of(scores: Floats) -> Callable[[Rows], float]:
        return lambda rows: _value(figure, scan, scores, rows)

    shipped, held_out = of(scan.probability), of(unseen)
    rivals = baselines if figure.kind == "ranking" else _share(figure, scan)
    if not rivals:
        return Line(figure.name, draws.estimate(shipped), draws.estimate(held_out), *[None] * 3)
    sign = 1.0 if figure.kind == "ranking" else -1.0
    name = max(rivals, key=lambda n: sign * of(rivals[n])(draws.every))
    rival = of(rivals[name])
    return Line(
        figure.name,
        draws.estimate(shipped),
        draws.estimate(held_out),
        (name, rival(draws.every)),
        draws.estimate(lambda rows: sign * (shipped(rows) - rival(rows))),
        draws.estimate(lambda rows: sign * (held_out(rows) - rival(rows))),
    )


def _share(figure: Figure, scan: Scan) -> Scores:
    """What needs no look at a pair: for a mean over pairs only, bins have no use of one value."""
    if figure.kind != "chance" or figure.of is calibration_error:
        return {}
    weights = scan.weights * (scan.compared if figure.compared else 1.0)
    share = float((scan.true * weights).sum() / weights.sum())
    return {SHARE: np.full(len(scan.true), share)}


def _value(figure: Figure, scan: Scan, scores: Floats, rows: Rows) -> float:
    if figure.compared:
        rows = rows[scan.compared[rows]]
    plain = figure.kind == "ranking" and not figure.weighted
    weights = np.ones(len(rows)) if plain else scan.weights[rows]
    return figure.of(scores[rows], scan.true[rows], weights)


@dataclass(frozen=True)
class Alone:
    """A score by itself: its average precision with the interval, and its other rankings."""

    name: str
    ap: Estimate
    others: dict[str, float]

    def data(self) -> dict[str, Any]:
        return {"AP": self.ap.data(), **self.others}


def alone(scan: Scan, scores: Scores, draws: Draws) -> list[Alone]:
    """Each score measured by itself."""
    rankings = [f for f in FIGURES if f.kind == "ranking" and _fits(f, scan)]
    return [
        Alone(
            name,
            draws.estimate(lambda rows, s=values: _value(FIGURES[0], scan, s, rows)),
            {f.name: _value(f, scan, values, draws.every) for f in rankings[1:]},
        )
        for name, values in scores.items()
    ]


@dataclass(frozen=True)
class Sort:
    """A mode or relation: how many of its pairs are compared, found and called derived.

    AP and recall are of derived sorts against all false pairs of the set; *called* is the share
    at 0.5 or more, of derived and other sorts alike.
    """

    name: str
    derived: bool
    pairs: int
    compared: int
    ap: dict[str, float]
    recall: dict[str, Estimate]
    called: dict[str, float]

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {"derived": self.derived, "pairs": self.pairs}
        found |= {"compared": self.compared, "called": self.called, "AP": self.ap}
        return found | {"recall at 5 % false": {n: e.data() for n, e in self.recall.items()}}


def sorts(scan: Scan, scores: Scores, draws: Draws) -> list[Sort]:
    """The set by mode or relation, for each of *scores*; calls for probabilities alone."""
    keys = list(dict.fromkeys((p.sort, p.derived) for p in scan.pairs))
    return [_sort(scan, scores, draws, *key) for key in sorted(keys, key=lambda k: (not k[1], k))]


def _sort(scan: Scan, scores: Scores, draws: Draws, name: str, derived: bool) -> Sort:
    of_sort = np.array([(p.sort, p.derived) == (name, derived) for p in scan.pairs])
    kept = of_sort | (scan.true == 0)
    ap, recall = {}, {}
    for scorer, values in scores.items() if derived else ():
        ap[scorer] = average_precision(values[kept], scan.true[kept], np.ones(int(kept.sum())))
        recall[scorer] = draws.estimate(lambda rows, s=values: _found(scan, s, of_sort, rows))
    probabilities = list(scores.items())[:2]
    called = {n: float((s[of_sort] >= 0.5).mean()) for n, s in probabilities}
    met = int((scan.compared & of_sort).sum())
    return Sort(name, derived, int(of_sort.sum()), met, ap, recall, called)


def _found(scan: Scan, scores: Floats, of_sort: Mask, rows: Rows) -> float:
    """Share of a sort above all but 5 % of the false pairs of the whole set."""
    level = threshold(scores[rows], scan.true[rows], np.ones(len(rows)), 0.05)
    chosen = rows[of_sort[rows]]
    if len(chosen) == 0:  # a draw may miss the sort, and then says nothing new
        return _found(scan, scores, of_sort, np.arange(len(scan.pairs)))
    return float((scores[chosen] > level).mean())
