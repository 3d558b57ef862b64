"""The figures of a history: what each is made of, and its 95 % interval over events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import metrics
import numpy as np

Count = Callable[[str], float]  # the sum over all histories of one thing that was counted


@dataclass(frozen=True)
class Figure:
    """A figure by name: made of counts, in words, with whether more is better."""

    name: str
    made: Callable[[Count], float]
    meaning: str
    rising: bool = True


def _share(part: str, whole: str) -> Callable[[Count], float]:
    return lambda count: count(part) / count(whole) if count(whole) else float("nan")


def _f1(name: str) -> Callable[[Count], float]:
    def made(count: Count) -> float:
        both = count(f"{name} ours") + count(f"{name} true")
        possible = count(f"{name} true") > 0
        return 2 * count(f"{name} hit") / both if possible else float("nan")

    return made


def _falling(name: str, part: str, whole: str, meaning: str) -> Figure:
    """A share of which less is better."""
    return Figure(name, _share(part, whole), meaning, rising=False)


FIGURES = (
    Figure("directed edge F1", _f1("directed"), "edges from parent to child"),
    Figure("undirected edge F1", _f1("undirected"), "the same edges without their heads"),
    Figure("direction right", _share("pairs right", "pairs decided"), "of the true pairs decided"),
    Figure("direction decided", _share("pairs decided", "true pairs"), "of the true pairs"),
    Figure("root accuracy", _share("root right", "with a root"), "of articles that have a source"),
    Figure("ancestry F1", _f1("ancestry"), "pairs of ancestor and descendant"),
    Figure(
        "hidden sources found",
        _share("hidden sources found", "hidden sources"),
        "all children, and nobody else, have one unseen source",
    ),
    Figure(
        "hidden siblings joined",
        _share("hidden siblings joined", "hidden siblings"),
        "pairs of children of a hidden source that have one unseen source",
    ),
    Figure("second-parent F1", _f1("merges"), "merges, right where all parents are"),
    Figure("both parents found", _share("merges hit", "merges true"), "of the true merges"),
    _falling("voices off the range", "range off", "ranges",
             "distance of the true number of voices from the range, mean"),
    _falling("width of the range", "range width", "ranges", "most less least voices, mean"),
    _falling("Brier", "squared error", "probabilities",
             "squared error of the probabilities of the parents that are named"),
    _falling("lone articles joined", "lone joined", "lone",
             "articles without kin that are joined with another"),
    Figure("chains in order", _share("chains in order", "chains"),
           "stories of three versions or more of which each is named as from the one before it"),
    Figure("agency named", _share("agency right", "uncredited"), "origin of uncredited copies"),
    _falling("other agency named", "agency wrong", "uncredited",
             "another agency as the origin of an uncredited copy"),
)  # fmt: skip


def measured(tallies: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Each figure that the counts allow, with the ends of its interval where events are several.

    *tallies* has one entry a history; the interval draws whole histories anew, 400 times.
    """
    names = sorted({name for tally in tallies for name in tally})
    place = {name: at for at, name in enumerate(names)}
    counts = np.array([[tally.get(name, 0.0) for name in names] for tally in tallies])
    found = {}
    for figure in FIGURES:

        def of_rows(rows: np.ndarray, figure: Figure = figure) -> float:
            sums = counts[rows].sum(axis=0)
            return figure.made(lambda name: float(sums[place[name]]) if name in place else 0.0)

        value = of_rows(np.arange(len(counts)))
        if np.isnan(value):
            continue
        found[figure.name] = {"value": value}
        if len(counts) > 1:
            low, high = metrics.interval(of_rows, [str(row) for row in range(len(counts))])
            found[figure.name] |= {"low": low, "high": high}
    return found
