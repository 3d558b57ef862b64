"""Whole scans: by stage and thread, as a collection grows, under a budget, against datasketch."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache as once
from pathlib import Path
from typing import Any

import speed_rivals
from speed_child import digest_of
from speed_corpora import Corpus
from speed_measure import Run, child, run
from speed_tables import Column, Table, gigabytes

_MEMORY = (Column("peak memory", "GB", ".2f"), Column("anonymous", "GB", ".2f"))


@once
def scanned(corpus: Corpus, threads: int) -> Run:
    """One whole scan in a process of its own; the same scan is not run twice."""
    return child("scan", json.dumps(corpus.paths), json.dumps(corpus.sample), str(threads))


def by_stage(corpus: Corpus, threads: Sequence[int]) -> list[Table]:
    """Wall and processor seconds of each stage, threads side by side; and what was held."""
    runs = {count: scanned(corpus, count) for count in threads}
    failures = [f"{count} threads: {one.failed}" for count, one in runs.items() if one.failed]
    notes = []
    whole = {count: one for count, one in runs.items() if not one.failed}
    stages = dict.fromkeys(stage for one in whole.values() for stage in one.found["stages"])
    columns = [Column("stage")]
    rows: list[dict[str, Any]] = [{"stage": stage} for stage in (*stages, "whole scan")]
    for count, one in whole.items():
        wall, cpu = f"wall, {count} thread{'s' * (count > 1)}", f"processor, {count}"
        columns += [Column(wall, "s", ".2f"), Column(cpu, "s", ".2f")]
        for row in rows:
            of_all = [one.found["wall"], one.found["cpu"]]
            spent = one.found["stages"].get(row["stage"], [0.0, 0.0])
            row[wall], row[cpu] = of_all if row["stage"] == "whole scan" else spent
    if len(whole) > 1:
        same = len({one.found["digest"] for one in whole.values()}) == 1
        told = "are the same, byte for byte" if same else "DIFFER"
        notes.append(f"The result files {told}.")
    stages_of = Table("scan", f"Whole scan by stage: {corpus.name}", columns, rows, notes, failures)
    return [stages_of, _held(corpus, whole)]


def _held(corpus: Corpus, runs: Mapping[int, Run]) -> Table:
    """What each scan read, compared, wrote and held."""
    columns = (
        Column("threads", "", "d"),
        Column("articles", "", ",d"),
        Column("articles a second", "", ",.0f"),
        Column("pairs compared", "", ",d"),
        Column("relations", "", ",d"),
        Column("result", "MB", ",.1f"),
        *_MEMORY,
        Column("before the clock", "GB", ".2f"),
    )
    rows = [
        {
            "threads": count,
            **{name: one.found[name] for name in ("articles", "pairs compared", "relations")},
            "articles a second": one.found["articles"] / max(one.found["wall"], 1e-9),
            "result": one.found["result bytes"] / 1e6,
            "peak memory": gigabytes(one.peak),
            "anonymous": gigabytes(one.anonymous),
            "before the clock": gigabytes(one.found["before"]),
            "digest": one.found["digest"],
        }
        for count, one in runs.items()
    ]
    return Table("scan", f"What it took: {corpus.name}", columns, rows)


def growth(corpora: Sequence[Corpus], threads: int) -> Table:
    """Time and memory an article as the collection grows; the last but one is the measure."""
    columns = (
        Column("collection"),
        Column("articles", "", ",d"),
        Column("wall", "s", ",.1f"),
        Column("processor", "s", ",.1f"),
        Column("wall an article", "ms", ".3f"),
        Column("against the one before", "times", ".2f"),
        Column("pairs an article", "", ".1f"),
        *_MEMORY,
        Column("anonymous an article", "kB", ".2f"),
    )
    rows: list[dict[str, Any]] = []
    notes = [f"{threads} threads; from files to a result folder."]
    failures = []
    for corpus in corpora:
        one = scanned(corpus, threads)
        if one.failed:
            failures.append(f"{corpus.name}: {one.failed}")
            continue
        count = max(one.found["articles"], 1)
        each = 1e3 * one.found["wall"] / count
        before = rows[-1]["wall an article"] if rows else None
        rows.append(
            {
                "collection": corpus.name,
                "articles": one.found["articles"],
                "wall": one.found["wall"],
                "processor": one.found["cpu"],
                "wall an article": each,
                "against the one before": each / before if before else None,
                "pairs an article": one.found["pairs compared"] / count,
                "peak memory": gigabytes(one.peak),
                "anonymous": gigabytes(one.anonymous),
                "anonymous an article": one.anonymous / count / 1e3 if one.anonymous else None,
            }
        )
    return Table("growth", "Growth", columns, rows, notes, failures)


def takes_a_budget() -> bool:
    """Whether ``syndetect scan`` knows ``--memory``."""
    done = subprocess.run(
        [sys.executable, "-m", "syndetect", "scan", "--help"], capture_output=True, check=True
    )
    return b"--memory" in done.stdout


def budget(corpus: Corpus, threads: int, memory: str) -> Table:
    """The same scan with and without a budget, and whether the answer is the same."""
    columns = (
        Column("scan"),
        Column("wall", "s", ",.1f"),
        Column("processor", "s", ",.1f"),
        *_MEMORY,
        Column("result"),
    )
    free = scanned(corpus, threads)
    rows: list[dict[str, Any]] = []
    notes = ["With a budget: the command, its start included; without: from reading on."]
    failures = []
    if free.failed:
        failures.append(f"without a budget: {free.failed}")
    else:
        rows.append(_budget_row("no budget given", free, free.found["digest"]))
    if not takes_a_budget():
        failures.append(f"--memory {memory}: this `syndetect scan` has no such option")
        return Table("budget", f"Under a budget: {corpus.name}", columns, rows, notes, failures)
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "syndetect", "scan", *corpus.paths]
        command += ["--out", f"{place}/result", "--threads", str(threads), "--memory", memory]
        command += [] if corpus.sample is None else ["--sample", str(corpus.sample)]
        tight = run(command)
        digest = "" if tight.failed else digest_of(Path(place) / "result")
    if tight.failed:
        failures.append(f"--memory {memory}: {tight.failed}")
    else:
        rows.append(_budget_row(f"--memory {memory}", tight, digest))
    if len(rows) == 2:
        same = rows[0]["result"] == rows[1]["result"]
        notes.append(
            f"The result files are {'the same, byte for byte' if same else 'NOT THE SAME'}."
        )
    return Table("budget", f"Under a budget: {corpus.name}", columns, rows, notes, failures)


def _budget_row(name: str, one: Run, digest: str) -> dict[str, Any]:
    return {
        "scan": name,
        "wall": one.found.get("wall", one.wall),
        "processor": one.found.get("cpu", one.cpu),
        "peak memory": gigabytes(one.peak),
        "anonymous": gigabytes(one.anonymous),
        "result": digest[:12],
    }


def against_datasketch(corpus: Corpus, threads: int, cache: Path) -> Table:
    """The whole scan beside datasketch's MinHash and LSH alone on the same texts."""
    columns = (
        Column("work"),
        Column("wall", "s", ",.1f"),
        Column("processor", "s", ",.1f"),
        Column("articles", "1/s", ",.0f"),
        *_MEMORY,
    )
    given = speed_rivals.texts(corpus, cache)
    theirs, why = speed_rivals.datasketch_alone(given, cache)
    ours = scanned(corpus, threads)
    rows, failures = [], []
    notes = [f"{given.count:,} articles, {given.size / 1e6:,.1f} MB of text."]
    if corpus.sample is not None:
        notes.append("A sample: the scan reads all files to draw it; datasketch is handed it.")
    name = f"datasketch {speed_rivals.PINNED['datasketch']}: words, MinHash, LSH, texts in memory"
    for work, one, failed in (
        (f"syndetect: whole scan, files to result, {threads} threads", ours, ours.failed),
        (name, theirs, why),
    ):
        if failed:
            failures.append(f"{work}: {failed}")
            continue
        rows.append(
            {
                "work": work,
                "wall": one.found["wall"],
                "processor": one.found["cpu"],
                "articles": given.count / max(one.found["wall"], 1e-9),
                "peak memory": gigabytes(one.peak),
                "anonymous": gigabytes(one.anonymous),
            }
        )
    title = f"Against datasketch alone: {corpus.name}"
    return Table("datasketch", title, columns, rows, notes, failures)
