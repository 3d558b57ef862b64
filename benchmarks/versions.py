"""Versions of Reuters stories: how many are compared, and how many of these are called derived.

Nobody has said of any pair here that it is *not* derived, so there is no precision. Two things
stand in for it. A baseline is allowed as many calls as the verdict makes among the pairs compared
(those it likes best; pairs at its last score share what is left), and we see how many versions it
has then. And of the compared pairs published thirty days or more apart, which can hardly be
versions of one story, the share that is called derived is told; some take text from the archive,
so that it is no error rate. The verdict learns from the same scan what pairs of different events
look like (``of_different_events``); "unseen" is a model that has not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from bootstrap import Draws, Estimate
from labelled import Pair
from metrics import Floats
from scans import Scan, column

from syndetect.evidence.ledger import SIGNALS

_APART = timedelta(days=30)


class Judge(Protocol):
    """What gives a probability of "derived" for rows of signals."""

    def probability(self, columns: dict[str, Floats]) -> Floats: ...


@dataclass(frozen=True)
class Found:
    """Versions found by one score, with as many calls as the shipped verdict makes."""

    name: str
    found: Estimate
    less: Estimate | None  # what the shipped verdict finds above it

    def data(self) -> dict[str, Any]:
        gain = {"gain": self.less.data()} if self.less else {}
        return {"versions found": self.found.data(), **gain}


@dataclass(frozen=True)
class Versions:
    """The result: by score; calls among compared pairs; calls among pairs far apart in time."""

    compared: float
    rows: list[Found]
    calls: int
    relations: int
    apart: int
    apart_called: int


def every_pair(scan: Scan) -> list[Pair]:
    """All pairs that the scan compared, without a truth."""
    left, right = (scan.relations.column(side).to_pylist() for side in ("left", "right"))
    return [Pair(a, b, False, 1.0, "", "") for a, b in zip(left, right, strict=True)]


def measure(scan: Scan, unseen: Judge, baselines: dict[str, Floats]) -> Versions:
    """*baselines* score ``every_pair(scan)``."""
    columns = {signal: column(scan.relations, signal) for signal in SIGNALS}
    shipped = column(scan.relations, "probability")
    calls = int((shipped >= 0.5).sum())
    draws = Draws(scan.blocks, scan.true)
    place = _places(scan)
    ours = _of_pairs((shipped >= 0.5).astype(np.float64), place)
    held_out = _of_pairs((unseen.probability(columns) >= 0.5).astype(np.float64), place)
    rows = [
        Found("shipped", draws.estimate(lambda r: float(ours[r].mean())), None),
        Found("unseen", draws.estimate(lambda r: float(held_out[r].mean())), None),
    ]
    for name, scores in (baselines | columns).items():
        theirs = _of_pairs(_called(scores, calls), place)
        rows.append(
            Found(
                name,
                draws.estimate(lambda r, t=theirs: float(t[r].mean())),
                draws.estimate(lambda r, t=theirs: float((ours[r] - t[r]).mean())),
            )
        )
    apart = _far_apart(scan)
    return Versions(
        compared=scan.candidate_recall,
        rows=rows,
        calls=calls,
        relations=len(shipped),
        apart=int(apart.sum()),
        apart_called=int((apart & (shipped >= 0.5)).sum()),
    )


def of_different_events(scan: Scan) -> tuple[dict[str, Floats], Floats]:
    """Signals and truth of compared pairs of different events: versions, and pairs far apart."""
    columns = {signal: column(scan.relations, signal) for signal in SIGNALS}
    derived = np.zeros(len(columns["one_event"]), dtype=np.bool_)
    derived[[row for row in _places(scan).tolist() if row >= 0]] = True
    chosen = (columns["one_event"] == 0) & (derived | _far_apart(scan))
    return {name: values[chosen] for name, values in columns.items()}, derived[chosen].astype(
        np.float64
    )


def _places(scan: Scan) -> npt.NDArray[np.int64]:
    """The row of each version pair among the relations, -1 where it was not compared."""
    row_of = {(p.left, p.right): row for row, p in enumerate(every_pair(scan))}
    return np.array(
        [row_of.get((min(p.left, p.right), max(p.left, p.right)), -1) for p in scan.pairs]
    )


def _of_pairs(called: Floats, place: npt.NDArray[np.int64]) -> Floats:
    chosen: Floats = np.where(place >= 0, called[place], 0.0)
    return chosen


def _called(scores: Floats, calls: int) -> Floats:
    """How much of each row is called when *calls* go to the highest scores; ties share."""
    values, which, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    share: Floats = np.clip((calls - before) / counts, 0.0, 1.0)[which].reshape(len(scores))
    return share if len(values) else scores


def _far_apart(scan: Scan) -> npt.NDArray[np.bool_]:
    """Which compared pairs were published thirty days or more apart."""
    when = {
        article.id: datetime.fromisoformat(article.published[:10])
        for article in scan.articles
        if article.published
    }
    return np.array(
        [
            p.left in when and p.right in when and abs(when[p.left] - when[p.right]) >= _APART
            for p in every_pair(scan)
        ],
        dtype=np.bool_,
    )
