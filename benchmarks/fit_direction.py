"""Fit what texts say by themselves of who has it from whom, and try it on events held out.

    python benchmarks/fit_direction.py [--data DIR]            prints the trial
    python benchmarks/fit_direction.py [--data DIR] --write    writes provenance/direction.json

Three small logistic models of ``provenance.leanings``, dates hidden: who is the parent of a pair
of cascades and rewrites, which of two versions is the later, and whether two are siblings of one
source rather than parent and child (siblings weighted to half of all). Leanings of direction are
odd, so they have no constant. The trial leaves out an event at a time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))

import histories
import labelled
from conditions import hidden, renamed
from histories import Truth

import syndetect
from syndetect.provenance import leanings
from syndetect.provenance.witness import Side

TARGET = Path(leanings.__file__).with_name("direction.json")
PARENT = (
    "quotations held whole", "words in quotations", "words that others have", "names and numbers",
    "days, months and clocks", "more exact numbers", "sentences without a fact", "odd forms",
)  # fmt: skip
VERSION = ("wording of its own", "names in the sign-off")
_RIDGE = 1.0
Values = npt.NDArray[np.float64]
Sides = dict[tuple[str, str], tuple[Side, Side]]


def sides(truth: Truth) -> Sides:
    """What each of two compared articles has and the other lacks, by ids, both ways round."""
    given, back = renamed(hidden(truth.articles))
    table = syndetect.scan(given).relations
    names = [f"{name}_{end}" for end in ("left", "right") for name in Side._fields]
    found: Sides = {}
    half = len(Side._fields)
    for row in table.select(["left", "right", *names]).to_pylist():
        one, other = back[row["left"]], back[row["right"]]
        values = [row[name] for name in names]
        pair = Side(*values[:half]), Side(*values[half:])
        found[one, other] = pair
        found[other, one] = pair[::-1]
    return found


def edges(truth: Truth, known: Sides, story: Callable[[str], str]) -> list[tuple[str, Side, Side]]:
    """Event, parent and child of each true pair that was compared."""
    return [
        (story(h.name), *known[parent, child])
        for h in truth.histories
        for child, parents in sorted(h.above.items())
        for parent in parents
        if (parent, child) in known
    ]


def siblings(truth: Truth, known: Sides) -> list[tuple[str, Side, Side]]:
    """Event and sides of each pair of children of the same one parent."""
    return [
        (h.name, *known[one, other])
        for h in truth.histories
        for one, other in itertools.combinations(sorted(h.above), 2)
        if h.above[one] == h.above[other] and len(h.above[one]) == 1 and (one, other) in known
    ]


def logistic(x: Values, y: Values, weights: Values, ridge: Values) -> Values:
    """Coefficients of a logistic model by Newton's method, with a ridge for each."""
    found = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-x @ found))
        slope = x.T @ (weights * (y - p)) - ridge * found
        bend = (x * (weights * p * (1.0 - p))[:, None]).T @ x + np.diag(ridge + 1e-9)
        found = found + np.linalg.solve(bend, slope)
    return found


def directed(rows: list[tuple[str, Side, Side]], names: tuple[str, ...]) -> Values:
    """The leanings of pairs, positive for the true direction."""
    return np.array([[leanings.measures(p, c)[name] for name in names] for _, p, c in rows])


def fit_odd(x: Values) -> Values:
    ones = np.ones(len(x))
    return logistic(x, ones, ones, np.full(x.shape[1], _RIDGE))


def held_out(rows: list[tuple[str, Side, Side]], x: Values) -> Values:
    """Log-odds for the true direction, each by a fit without its event."""
    events = np.array([row[0] for row in rows])
    odds = np.zeros(len(rows))
    for event in sorted(set(events.tolist())):
        out = events == event
        odds[out] = x[out] @ fit_odd(x[~out])
    return odds


def apart(rows: list[tuple[str, Side, Side]]) -> Values:
    return np.array([leanings.apart(one, other) for _, one, other in rows])


def fit_common(true: Values, false: Values) -> tuple[float, float]:
    """Weight, and the sum at which siblings are as likely as parent and child."""
    x = np.column_stack([np.concatenate([true, false]), np.ones(len(true) + len(false))])
    y = np.concatenate([np.ones(len(true)), np.zeros(len(false))])
    weights = np.where(y > 0, len(false) / len(true), 1.0)
    slope, start = logistic(x, y, weights, np.array([0.3, 0.0])).tolist()
    return slope, -start / slope


def said(name: str, odds: Values) -> dict[str, float]:
    """Share decided at a lead of 1, and right of those, of log-odds for the true direction."""
    sure = np.abs(odds) >= 1.0
    right = float((odds[sure] > 0).mean()) if sure.any() else float("nan")
    print(f"{name:<28} pairs {len(odds):4}  decided {sure.mean():.2f}  right {right:.2f}")
    return {"pairs": len(odds), "decided": round(float(sure.mean()), 3), "right": round(right, 3)}


def fitted(folder: Path) -> Mapping[str, object]:
    """The content of ``direction.json``, and the trial printed on the way."""
    cascades, rewrites = histories.cascades(folder), histories.rewrites(folder)
    of_cascades, of_rewrites = sides(cascades), sides(rewrites)
    one = edges(cascades, of_cascades, str)
    other = edges(rewrites, of_rewrites, lambda name: f"rewrites {name.split()[0]}")
    rows = one + other
    x = directed(rows, PARENT)
    odds = held_out(rows, x)
    record: dict[str, object] = {
        "cascades": said("cascades, held out", odds[: len(one)]),
        "rewrites": said("rewrites, held out", odds[len(one) :]),
    }
    for place, name in enumerate(PARENT):
        fires = np.abs(x[:, place]) > 0.3
        right = (x[fires, place] > 0).mean() if fires.any() else float("nan")
        print(f"  alone: {name:<22} fires {fires.mean():.2f}  right {right:.2f}")
    truth = histories.versions(folder)
    later = edges(truth, sides(truth), str)
    y = directed(later, VERSION)
    half = np.array([int(row[0][-1]) % 2 for row in later]) == 0
    odds = np.zeros(len(later))
    odds[half], odds[~half] = y[half] @ fit_odd(y[~half]), y[~half] @ fit_odd(y[half])
    record["versions"] = said("versions, half and half", odds)
    kin = siblings(cascades, of_cascades) + siblings(rewrites, of_rewrites)
    slope, even = fit_common(apart(kin), apart(rows))
    above = (apart(kin)[:, None] > apart(rows)[None, :]).mean()
    print(f"siblings {len(kin)}, rank above parent and child {above:.3f}")
    record["siblings"] = {"pairs": len(kin), "rank above edges": round(float(above), 3)}
    return {
        "parent": dict(zip(PARENT, np.round(fit_odd(x), 2).tolist(), strict=True)),
        "version": dict(zip(VERSION, np.round(fit_odd(y), 2).tolist(), strict=True)),
        "common": {"weight": round(slope, 2), "even": round(even, 2)},
        "fitted_on": record,
        "method": "odd logistic models, ridge 1, dates hidden; record: events held out",
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", help="folder of the labelled sets")
    parser.add_argument("--write", action="store_true", help="write provenance/direction.json")
    given = parser.parse_args()
    found = fitted(labelled.home(given.data))
    if given.write:
        TARGET.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    else:
        print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
