"""How well whole scans tell derived pairs from same-event ones, beside simpler tools.

    python benchmarks/quality.py [--data DIR] [--set NAME]... [--json FILE] [--plot FILE.svg]
    python benchmarks/quality.py --check        fails below benchmarks/floors.json
    python benchmarks/quality.py --update       pins what is reached; refuses to lower a floor
    python benchmarks/quality.py --update --lower
    python benchmarks/quality.py --large        the rewrites among all of realnews: minutes, GBs

A pair that the scan did not compare counts as probability 0, and "compared" stands beside each
figure. "shipped" is the verdict as it is, which has seen these sets; "unseen" is the same model
fitted on the other sets alone. "gain" is the difference from the best baseline (``baselines.py``:
they score every labelled pair, on the same texts, nothing masked) on the same bootstrap draws;
it is "better" when its lower end is above 0. For Brier score and log-loss the thing to beat is
to say of every pair the share derived. Brackets hold 95 % intervals, by bootstrap over
blocks: events, cascades, tasks (Helsinki, one event: over pairs; there they are too narrow).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import baselines
import compare
import fitting
import floors
import four_classes
import labelled
import large
import reliability
import scans
import tables
import versions
from bootstrap import Draws
from metrics import Floats
from scans import Scan

Result = dict[str, Any]


def measure(scan: Scan, model: fitting.Model) -> Result:
    """Print the tables of a set, and give them as data."""
    held_out = model.judge(scan)
    words = baselines.words_of(scan.articles)
    draws = Draws(scan.blocks, scan.true)
    beside = {name: score(scan.pairs, words) for name, score in baselines.BASELINES.items()}
    print(tables.title(scan, draws.blocks))
    lines = compare.lines(scan, held_out, beside, draws)
    print(tables.of_lines(lines))
    best = next(line.baseline[0] for line in lines if line.baseline)
    scores = {"shipped": scan.probability, "unseen": held_out, best: beside[best]}
    sorts = compare.sorts(scan, scores, draws)
    print("\n" + tables.of_sorts(sorts))
    alone = compare.alone(scan, beside | scan.columns, draws)
    print("\n" + tables.of_alone(alone))
    result: Result = {
        "derived pairs compared": scan.candidate_recall,
        "figures": {line.figure: line.data() for line in lines},
        "by sort": [{"name": sort.name, **sort.data()} for sort in sorts],
        "alone": {row.name: row.data() for row in alone},
    }
    if scan.name == "short_answers":
        classes = four_classes.measure(scan)
        print("\n" + tables.of_classes(classes))
        result["four classes"] = four_classes.data(classes)
    return result


def measure_versions(scan: Scan, model: fitting.Model, brief: bool) -> Result:
    """The same for the set that names no false pair; *brief* leaves the baselines out.

    There they score every pair compared, and take longer than the scan.
    """
    beside = {}
    if not brief:
        words, every = baselines.words_of(scan.articles), versions.every_pair(scan)
        beside = {name: score(every, words) for name, score in baselines.BASELINES.items()}
    found = versions.measure(scan, model, beside)
    print(tables.title(scan, len(set(scan.blocks))))
    print(tables.of_versions(found))
    return {
        "derived pairs compared": scan.candidate_recall,
        "figures": {"versions found": {row.name: row.found.data() for row in found.rows[:2]}},
        "alone": {row.name: row.data() for row in found.rows[2:]},
        "calls": found.calls,
        "pairs compared": found.relations,
        "30 days apart": {"pairs": found.apart, "calls": found.apart_called},
    }


def measure_probability(
    all_scans: list[Scan], models: dict[str, fitting.Model], plot: Path | None
) -> None:
    """Print the reliability tables, and draw them where *plot* says."""
    judged = [s for s in all_scans if s.name not in labelled.UNLABELLED]
    shipped: dict[str, Floats] = {s.name: s.probability for s in judged}
    held_out: dict[str, Floats] = {s.name: models[s.name].judge(s) for s in judged}
    base = [s for s in judged if s.name == fitting.BASE]
    drawn = [
        reliability.series("all sets, shipped", judged, shipped),
        reliability.series("all sets, unseen", judged, held_out),
    ]
    if base:
        drawn.append(reliability.series("Helsinki, shipped", base, shipped))
        drawn.append(reliability.series("Helsinki, unseen", base, held_out))
    print("\n=== reliability: compared pairs, in bins of about the same weight")
    print("\n".join(map(reliability.table, drawn)))
    if plot:
        plot.write_text(reliability.svg(drawn), "utf-8")


def reached(results: dict[str, Result]) -> floors.Values:
    """The shipped figures that floors can pin."""
    found = {}
    for name, result in results.items():
        of_set = {figure: row["shipped"]["value"] for figure, row in result["figures"].items()}
        found[name] = of_set | {"derived pairs compared": result["derived pairs compared"]}
    return found


def run(
    folder: Path, chosen: list[str], plot: Path | None = None, brief: bool = False
) -> dict[str, Result]:
    """Scan every set that is there, since each is judged by a fit on the others; show *chosen*."""
    there = [name for name in labelled.SETS if labelled.there(folder, name)]
    for name in chosen:
        if name not in there:
            print(f"{name}: did not run, its files are not in {folder}")
    needed = [n for n in there if n in chosen or n not in labelled.UNLABELLED]
    if not set(chosen) & set(there):
        return {}
    all_scans = [scans.scan(folder, name) for name in needed]
    models = fitting.unseen(all_scans)
    results = {}
    for scan in all_scans:
        model = models.get(scan.name)
        if scan.name in chosen and model and scan.name in labelled.UNLABELLED:
            results[scan.name] = measure_versions(scan, model, brief)
        elif scan.name in chosen and model:
            results[scan.name] = measure(scan, model)
        elif scan.name in chosen:
            print(f"{scan.name}: did not run, no other set is there to fit on")
    if set(chosen) >= set(there) and len(models) == len(there):
        measure_probability(all_scans, models, plot)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder of the labelled sets")
    parser.add_argument("--set", action="append", choices=sorted(labelled.SETS), dest="sets")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--plot", type=Path, help="draw the reliability of all sets here (SVG)")
    parser.add_argument("--large", action="store_true", help="only the rewrites among realnews")
    parser.add_argument("--check", action="store_true", help="fail below floors.json")
    parser.add_argument("--update", action="store_true", help="pin what is reached")
    parser.add_argument("--lower", action="store_true", help="with --update: floors may fall")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    if given.large:
        return large.main(folder)
    results = run(folder, given.sets or list(labelled.SETS), given.plot, given.check)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    problems: list[str] = []
    if given.check:
        problems = floors.check(reached(results), floors.load())
    elif given.update:
        raised, problems = floors.update(reached(results), floors.load(), given.lower)
        floors.save(raised)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
