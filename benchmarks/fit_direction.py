"""Fit what texts say by themselves of who has it from whom, and try it on events held out.

    python benchmarks/fit_direction.py [--data DIR]            prints the trial
    python benchmarks/fit_direction.py [--data DIR] --write    writes provenance/direction.json

Four small logistic models of ``provenance.leanings``, dates hidden: who is the parent of a pair
of cascades and rewrites; which of two versions is the later; whether two are siblings of one
unseen source rather than parent and child; and whether two are siblings of a parent that is seen.
Siblings are weighted to half of all; more of unseen sources come from `removals.py`. Leanings of
direction are odd, so they have no constant. The trial leaves out an event at a time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))

import histories
import labelled
import removals
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
_EASY = 0.3  # where there is but one weight
Values = npt.NDArray[np.float64]
Sides = dict[tuple[str, str], tuple[Side, Side]]


class Found(NamedTuple):
    """What a scan measured on each pair, by ids, both ways round."""

    sides: Sides
    between: dict[tuple[str, str], float]


def sides(truth: Truth) -> Found:
    """What each of two compared articles has and the other lacks, and what they alone have."""
    given, back = renamed(hidden(truth.articles))
    table = syndetect.scan(given).relations
    names = [f"{name}_{end}" for end in ("left", "right") for name in Side._fields]
    found = Found({}, {})
    half = len(Side._fields)
    for row in table.select(["left", "right", "between", *names]).to_pylist():
        one, other = back[row["left"]], back[row["right"]]
        values = [row[name] for name in names]
        pair = Side(*values[:half]), Side(*values[half:])
        found.sides[one, other], found.sides[other, one] = pair, pair[::-1]
        found.between[one, other] = found.between[other, one] = row["between"]
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


def siblings(
    truth: Truth, known: Sides, seen: bool
) -> list[tuple[str, tuple[str, str], tuple[Side, Side]]]:
    """Event, ids and sides of each pair of children of the same one parent, *seen* or not."""
    return [
        (h.name, (one, other), known[one, other])
        for h in truth.histories
        for one, other in itertools.combinations(sorted(h.above), 2)
        if h.above[one] == h.above[other] and len(h.above[one]) == 1 and (one, other) in known
        if (h.above[one][0] in h.articles) == seen
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


def fit_siblings(true: Values, false: Values) -> tuple[float, float]:
    """Weight of a value, and where siblings are as likely as parent and child: *true* are the
    values of siblings, *false* those of parents and children.
    """
    x = np.column_stack([np.concatenate([true, false]), np.ones(len(true) + len(false))])
    y = np.concatenate([np.ones(len(true)), np.zeros(len(false))])
    weights = np.where(y > 0, len(false) / len(true), 1.0)
    slope, start = logistic(x, y, weights, np.array([_EASY, 0.0])).tolist()
    return slope, -start / slope


def ranked(true: tuple[list[str], Values], false: tuple[list[str], Values]) -> float:
    """How often siblings come before parent and child by a fit without the events of both."""
    (here, one), (there, other) = true, false
    above = total = 0.0
    for event in sorted(set(here)):
        mine, theirs = np.array(here) == event, np.array(there) == event
        if mine.all() or theirs.all() or not theirs.any():
            continue
        slope, _ = fit_siblings(one[~mine], other[~theirs])
        grid = np.sign(slope * (one[mine][:, None] - other[None, :]))
        above += float((grid > 0).sum() + (grid == 0).sum() / 2)
        total += grid.size
    return round(above / total, 3)


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
    one = edges(cascades, of_cascades.sides, str)
    other = edges(rewrites, of_rewrites.sides, lambda name: f"rewrites {name.split()[0]}")
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
    later = edges(truth, sides(truth).sides, str)
    y = directed(later, VERSION)
    half = np.array([int(row[0][-1]) % 2 for row in later]) == 0
    odds = np.zeros(len(later))
    odds[half], odds[~half] = y[half] @ fit_odd(y[~half]), y[~half] @ fit_odd(y[half])
    record["versions"] = said("versions, half and half", odds)
    hidden_kin, seen_kin = _kin(folder, cascades, of_cascades)
    kin = [name for name, _ in hidden_kin], np.array([value for _, value in hidden_kin])
    away = np.array([leanings.apart(one, other) for _, one, other in rows])
    slope, even = fit_siblings(kin[1], away)
    above = ranked(kin, ([row[0] for row in rows], away))
    print(f"siblings of unseen sources {len(hidden_kin)}, rank above parent and child {above}")
    record["siblings"] = {"pairs": len(hidden_kin), "rank above edges": above}
    others = _between(cascades, of_cascades, seen_kin)
    closeness, level = fit_siblings(*(np.array([v for _, v in side]) for side in others))
    above = ranked(*(([n for n, _ in side], np.array([v for _, v in side])) for side in others))
    print(f"siblings of seen parents {len(others[0])}, rank above parent and child {above}")
    record["siblings of a seen parent"] = {"pairs": len(others[0]), "rank above edges": above}
    return {
        "parent": dict(zip(PARENT, np.round(fit_odd(x), 2).tolist(), strict=True)),
        "version": dict(zip(VERSION, np.round(fit_odd(y), 2).tolist(), strict=True)),
        "common": {"weight": round(slope, 2), "even": round(even, 2)},
        "through others": {"weight": round(-closeness, 2), "even": round(level, 2)},
        "fitted_on": record,
        "method": "odd logistic models, ridge 1, dates hidden; record: events held out",
    }


def _kin(
    folder: Path, cascades: Truth, known: Found
) -> tuple[list[tuple[str, float]], list[tuple[str, tuple[str, str]]]]:
    """Siblings of unseen sources with how far they are apart, and those of seen ones by ids."""
    unseen = []
    for truth, found in (
        (cascades, known),
        *((t, sides(t)) for t in (removals.cascades_without_roots(folder),
                                  removals.cascades_without_heirs(folder))),
    ):  # fmt: skip
        unseen += [(n, leanings.apart(*both)) for n, _, both in siblings(truth, found.sides, False)]
    return unseen, [(n, ids) for n, ids, _ in siblings(cascades, known.sides, True)]


def _between(
    cascades: Truth, known: Found, seen: list[tuple[str, tuple[str, str]]]
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """What siblings of a seen parent have that no third has, and what parent and child have."""
    pairs = [
        (h.name, (parent, child))
        for h in cascades.histories
        for child, parents in sorted(h.above.items())
        for parent in parents
        if (parent, child) in known.between
    ]
    both = ([(n, leanings.squashed(known.between[ids])) for n, ids in some]
            for some in (seen, pairs))  # fmt: skip
    first, second = both
    return first, second


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
