"""The rewrites scanned together with all of realnews: does the true parent stand out of 60,000?

Started by ``quality.py --large``. The scan runs in a child process of its own, so that the peak
of its memory is the peak of a scan; the collection is built outside the clock.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import labelled
import pyarrow as pa

import syndetect

_NEAR = 4  # partners named in the list of what is wrong
_WRONG = (
    "one of the others",
    "an article that the scan joins to the true parent too",
    "any other article",
)


def main(folder: Path) -> int:
    """Scan, print, and say where the data is missing."""
    for name in ("rewrites", "versions"):
        if not labelled.there(folder, name):
            print(f"large: did not run, the files of {name} are not in {folder}")
            return 0
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        seconds, before, peak, relations, articles = pool.apply(_scan, (folder,))
    print(
        f"{articles} articles, {relations.num_rows} relations, {seconds:.0f} s; peak memory "
        f"{peak:.2f} GB, of which {before:.2f} GB before the scan"
    )
    known = _known(relations)
    _show_parents(folder, known)
    _show_versions(folder, known)
    return 0


def _scan(folder: Path) -> tuple[float, float, float, pa.Table, int]:
    """Seconds, gigabytes at the start and at the peak, the relations, how many articles."""
    labels = labelled.rewrite_labels(folder)
    children = {row["child"] for row in labels}
    articles = labelled.realnews(folder)
    articles += [a for a in labelled.articles(folder, "rewrites") if a.id in children]
    before, start = _peak(), time.perf_counter()
    findings = syndetect.scan(articles)
    seconds = time.perf_counter() - start
    relations = findings.relations.select(["left", "right", "probability"])
    return seconds, before, _peak(), relations, len(articles)


def _peak() -> float:
    """Most memory that this process has held, in gigabytes (Linux counts in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _known(relations: pa.Table) -> dict[tuple[str, str], float]:
    left, right, chance = (
        relations.column(n).to_pylist() for n in ("left", "right", "probability")
    )
    return dict(zip(zip(left, right, strict=True), chance, strict=True))


def _show_parents(folder: Path, known: dict[tuple[str, str], float]) -> None:
    """Whose probability is highest for each rewrite, and what else is called derived."""
    labels = labelled.rewrite_labels(folder)
    children = {row["child"] for row in labels}
    partners: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (left, right), chance in known.items():
        for one, other in ((left, right), (right, left)):
            if one in children:
                partners[one].append((chance, other))
    counts = dict.fromkeys(("rewrites", "compared", "first", *_WRONG), 0)
    for row in labels:
        parents = {row["in_realnews"][p] for p in row["parents"] if p in row["in_realnews"]}
        if parents:
            _count(counts, row, parents, sorted(partners[row["child"]], reverse=True), known)
    total = max(counts["rewrites"], 1)
    print(f"{total} rewrites; a true parent is compared for {counts['compared'] / total:.3f}")
    print(f"the true parent has the highest probability for {counts['first'] / total:.3f}")
    for name in _WRONG:
        print(f"at 0.5 or more is {name}, for {counts[name] / total:.3f}")


def _count(
    counts: dict[str, int],
    row: dict[str, Any],
    parents: set[str],
    ranked: list[tuple[float, str]],
    known: dict[tuple[str, str], float],
) -> None:
    """Add one rewrite to *counts*, and print it where something is wrong."""
    others = {row["in_realnews"].get(name) for name in row["others"]}
    called = [name for chance, name in ranked if chance >= 0.5 and name not in parents]
    kin = {n for n in called if _joined(n, parents, known) and n not in others}
    first = bool(ranked) and ranked[0][1] in parents
    counts["rewrites"] += 1
    counts["compared"] += any(name in parents for _, name in ranked)
    counts["first"] += first
    of_others, of_kin, of_rest = _WRONG
    counts[of_others] += any(name in others for name in called)
    counts[of_kin] += bool(kin)
    counts[of_rest] += any(name not in others and name not in kin for name in called)
    if called or not first:
        marks = [
            f"{name}{_mark(name, parents, others, kin)} {chance:.2f}"
            for chance, name in ranked[:_NEAR]
        ]
        print(f"  {row['child']} {row['mode']:14} {'' if first else 'not first':10}", *marks)


def _joined(name: str, parents: set[str], known: dict[tuple[str, str], float]) -> bool:
    """Whether the scan holds *name* itself for kin of a true parent: a copy, a version of it."""
    return any(known.get((min(name, p), max(name, p)), 0.0) >= 0.5 for p in parents)


def _mark(name: str, parents: set[str], others: set[str | None], kin: set[str]) -> str:
    if name in parents:
        return " (parent)"
    return " (other)" if name in others else " (kin)" if name in kin else ""


def _show_versions(folder: Path, known: dict[tuple[str, str], float]) -> None:
    rows = labelled.version_labels(folder)
    for name, chosen in (
        ("versions", rows),
        ("versions with unlike texts", [r for r in rows if not r["identical"]]),
    ):
        ends = [sorted((row["later"], row["earlier"])) for row in chosen]
        found = [known.get((low, high)) for low, high in ends]
        met = [chance for chance in found if chance is not None]
        derived = sum(chance >= 0.5 for chance in met)
        print(
            f"{len(found)} {name}: compared {len(met) / len(found):.3f}, "
            f"derived {derived / len(found):.3f}"
        )
