"""How well whole scans find who took it from whom, beside simple ways to guess it.

    python benchmarks/provenance.py [--data DIR] [--set NAME]... [--condition NAME]... [--json FILE]
    python benchmarks/provenance.py --check     fails below benchmarks/floors_provenance.json
    python benchmarks/provenance.py --update    pins what is reached; refuses to lower a floor
    python benchmarks/provenance.py --update --lower

What counts as right is said in `edges.py`, hidden nodes in `histories.py`, more of them in
`removals.py`, the conditions in `conditions.py`, the simple ways in `rivals.py`. Intervals are 95 %
by bootstrap over events; a set of one event has none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import baselines
import claims
import edges
import figures
import histories
import labelled
import removals
import rivals
from claims import Claims
from conditions import CONDITIONS, renamed
from histories import Truth

import syndetect

FLOORS = Path(__file__).with_name("floors_provenance.json")
_SLACK = 0.0005  # floors are pinned to three digits
Table = dict[str, dict[str, dict[str, float]]]  # who, figure, value and interval
Results = dict[str, dict[str, Table]]  # set, condition

_ALL = tuple(CONDITIONS)
_EDGES = tuple(f.name for f in figures.FIGURES if "agency" not in f.name)
_ONE_CHILD = ("directed edge F1", "undirected edge F1", "direction right", "direction decided",
              "root accuracy", "second-parent F1", "both parents found", "voices off the range",
              "width of the range", "Brier", "lone articles joined")  # fmt: skip
_VERSIONS = ("direction right", "direction decided", "chains in order")
_SIBLINGS = ("hidden sources found", "hidden siblings joined", "lone articles joined")
# What each set is read by, the conditions that it allows, and the figures that its labels bear.
SETS: dict[str, tuple[Callable[[Path], Truth], tuple[str, ...], tuple[str, ...]]] = {
    "cascades": (histories.cascades, _ALL, _EDGES),
    "rewrites": (histories.rewrites, _ALL, _ONE_CHILD),
    "versions": (histories.versions, _ALL, _VERSIONS),
    "stemma": (histories.stemma, ("dates hidden",), _EDGES),
    "helsinki": (histories.helsinki, ("dates shown",), ("agency named", "other agency named")),
}
# The same sets with sources taken out, see `removals.py`.
SETS |= {
    "cascades without roots": (removals.cascades_without_roots, _ALL, _EDGES),
    "cascades without heirs": (removals.cascades_without_heirs, _ALL, _EDGES),
    "answers without sources": (removals.short_answers, ("dates hidden",), _SIBLINGS),
    "versions without middles": (removals.versions_without_middles, _ALL, _VERSIONS[:2]),
}
_FROZEN = Path(__file__).with_name("newsroom")
_INDEPENDENT = 'seed = 20250404\nprofile = "independent"\nevents = 60\n'


def _room(settings: str) -> Callable[[Path], Truth]:
    """A newsroom needs no folder; the three are frozen, reported and never tuned on."""
    return lambda _folder: histories.newsroom(settings)


for _name in ("one", "two", "three"):
    _text = (_FROZEN / f"{_name}.toml").read_text("utf-8")
    SETS[f"newsroom {_name}"] = (_room(_text), _ALL, _EDGES)
SETS["newsroom independent"] = (_room(_INDEPENDENT), ("dates shown",), ("lone articles joined",))
_FOLDERS = {  # where a set does not lie under its own name
    "versions": "realnews",
    "versions without middles": "realnews",
    "cascades without roots": "cascades",
    "cascades without heirs": "cascades",
    "answers without sources": "short_answers",
}
FLOORED = (
    "directed edge F1", "undirected edge F1", "direction right", "direction decided",
    "hidden sources found", "both parents found", "agency named", "chains in order",
)  # fmt: skip


def measure(truth: Truth, condition: str, kept: tuple[str, ...]) -> Table:
    """The figures of a set under one condition, for syndetect and the simple ways."""
    given = CONDITIONS[condition](truth.articles)
    disguised, back = renamed(given)
    words = baselines.words_of(list(truth.articles))
    found = claims.of_findings(syndetect.scan(disguised), back)
    makers: dict[str, Claims] = {"syndetect": found}
    if truth.histories:
        alike = rivals.Alike(given)
        dated = any(one.published for one in given)
        ways = rivals.BY_DATE | rivals.BY_TEXT if dated else rivals.BY_TEXT
        makers |= {name: way(alike) for name, way in ways.items()}
    table = {}
    for name, said in makers.items():
        tallies = edges.Comparison(truth, said, words).tallies() if truth.histories else []
        tallies += [_agency(said, a, truth.agencies[a]) for a in sorted(truth.agencies)]
        own = figures.measured(tallies)
        table[name] = {f: own[f] for f in kept if f in own}
    return table


def _agency(said: Claims, article: str, agency: str) -> edges.Tally:
    """Whether the origin of an article without a credit is named, and rightly."""
    named = said.agencies.get(said.origin(article))
    tally = edges.new_tally()
    tally["uncredited"] += 1
    tally["agency right"] += named == agency
    tally["agency wrong"] += named is not None and named != agency
    return tally


def show(name: str, condition: str, truth: Truth, table: Table) -> None:
    """Print a table as people read it: figures down, makers across, intervals for ours."""
    told = sum(len(h.above) for h in truth.histories)
    size = f"{len(truth.histories)} histories, {told} articles whose sources are known"
    if truth.agencies:
        size = f"{len(truth.agencies)} articles of an agency without a credit of their own"
    print(f"\n{name}, {condition}: {len(truth.articles)} articles, {size}")
    meaning = {f.name: f for f in figures.FIGURES}
    heads = list(table["syndetect"])
    width = max(len(head) for head in heads) + 2
    print(" " * width, f"{'syndetect':<22}", *(f"{maker:>19}" for maker in list(table)[1:]))
    for head in heads:
        ours = table["syndetect"][head]
        span = f" ({ours['low']:.3f} to {ours['high']:.3f})" if "low" in ours else ""
        cells = (
            f"{row[head]['value']:19.3f}" if head in row else " " * 19
            for maker, row in table.items()
            if maker != "syndetect"
        )
        mark = "  " if meaning[head].rising else " ↓"
        print(f"{head + mark:<{width}}", f"{ours['value']:.3f}{span}".ljust(22), *cells)


def _reached(results: Results) -> dict[str, dict[str, dict[str, float]]]:
    return {
        name: {
            condition: {
                f: table["syndetect"][f]["value"] for f in FLOORED if f in table["syndetect"]
            }
            for condition, table in tables.items()
        }
        for name, tables in results.items()
    }


def check(results: Results) -> list[str]:
    """What falls below its floor, in words."""
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return [
        f"{name}, {condition}: {figure} is {value:.4f}, floor {floor:.3f}"
        for name, tables in _reached(results).items()
        for condition, row in tables.items()
        for figure, floor in floors.get(name, {}).get(condition, {}).items()
        if (value := row.get(figure, 0.0)) < floor - _SLACK
    ]


def update(results: Results, lower: bool) -> list[str]:
    """Pin what is reached; what would fall is kept and named, unless *lower*."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    refused = []
    for name, tables in _reached(results).items():
        for condition, row in tables.items():
            pinned = floors.setdefault(name, {}).setdefault(condition, {})
            for figure, value in row.items():
                reached = round(max(value - _SLACK, 0.0), 3)
                if reached < pinned.get(figure, 0.0) and not lower:
                    refused.append(
                        f"{name}, {condition}: {figure} would fall from {pinned[figure]} to "
                        f"{reached}: --lower allows it"
                    )
                    continue
                pinned[figure] = reached
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    return refused


def run(folder: Path, sets: list[str], conditions: list[str]) -> Results:
    """All tables that are asked for, printed as they come."""
    results: Results = {}
    for name in sets:
        read, allowed, kept = SETS[name]
        if "newsroom" not in name and not (folder / _FOLDERS.get(name, name)).is_dir():
            print(f"{name}: not run, {folder / _FOLDERS.get(name, name)} is not there")
            continue
        truth = read(folder)
        for condition in (c for c in allowed if c in conditions):
            table = measure(truth, condition, kept)
            results.setdefault(name, {})[condition] = table
            show(name, condition, truth, table)
    return results


def _arguments() -> Mapping[str, Any]:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", help="folder of the labelled sets")
    parser.add_argument("--set", action="append", choices=list(SETS), dest="sets")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS))
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--check", action="store_true", help="fail below floors_provenance.json")
    parser.add_argument("--update", action="store_true", help="pin what is reached")
    parser.add_argument("--lower", action="store_true", help="with --update: floors may fall")
    return vars(parser.parse_args())


def main() -> int:
    given = _arguments()
    folder = labelled.home(given["data"])
    results = run(folder, given["sets"] or list(SETS), given["condition"] or list(CONDITIONS))
    if given["json"]:
        given["json"].write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    problems: list[str] = []
    if given["check"]:
        problems = check(results)
    elif given["update"]:
        problems = update(results, given["lower"])
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
