"""Near-duplicate groups side by side: every tool in a process of its own, over the same texts.

Each neighbour lives in a virtual environment of its own, made on demand and kept in the cache.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speed_corpora import Corpus
from speed_measure import HERE, Run, child, run
from speed_tables import Column, Table, gigabytes

PINNED = {
    "datasketch": "2.0.0",
    "rensa": "0.5.0",
    "gaoya": "0.2.2",
    "daft": "0.7.26",
    "text-dedup": "0.4.0",
}
THREADS = {
    "datasketch": "1",
    "rensa": "its own",
    "gaoya": "all",
    "daft": "all",
    "text-dedup": "all",
}
OURS = "syndetect"
_QUIET = {"HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "DAFT_PROGRESS_BAR": "0", "DO_NOT_TRACK": "1"}
COLUMNS = (
    Column("tool"),
    Column("threads"),
    Column("wall", "s", ".2f"),
    Column("processor", "s", ".2f"),
    Column("articles", "1/s", ",.0f"),
    Column("syndetect is", "times as fast", ".1f"),
    Column("by processor", "times", ".1f"),
    Column("pair recall", "", ".4f"),
    Column("precision", "", ".4f"),
    Column("peak memory", "GB", ".2f"),
    Column("anonymous", "GB", ".2f"),
)


@dataclass(frozen=True)
class Texts:
    """Texts of a collection in files of JSON strings: as printed, and as words and blanks."""

    raw: Path
    words: Path
    count: int
    size: int
    digest: str


def texts(corpus: Corpus, cache: Path) -> Texts:
    """The texts of *corpus*, written anew, since files may have changed. Raises RuntimeError."""
    folder = cache / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(json.dumps([corpus.paths, corpus.sample]).encode()).hexdigest()[:12]
    raw, words = folder / f"{name}-raw.jsonl", folder / f"{name}-words.jsonl"
    made = child("texts", json.dumps(corpus.paths), json.dumps(corpus.sample), str(raw), str(words))
    if made.failed:
        raise RuntimeError(f"{corpus.name}: the texts cannot be read ({made.failed})")
    return Texts(raw, words, made.found["texts"], made.found["bytes"], made.found["digest"])


def environment(cache: Path, tool: str) -> tuple[Path, str]:
    """The interpreter that has *tool*, made where it is missing; and why not, or nothing."""
    pin = f"{tool}=={PINNED[tool]}"
    folder = cache / "environments" / f"{pin}-python-{platform.python_version()}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if (folder / "complete").exists():
        return python, ""
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", pin, "numpy"],
    ):
        print(f"# {' '.join(command)}", file=sys.stderr)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            why = f"exit {done.returncode}: {said[-1] if said else 'without a word'}"
            return python, f"{pin} cannot be installed ({why})"
    (folder / "complete").touch()
    return python, ""


def groups(
    corpus: Corpus, cache: Path, threads: Sequence[int], tools: Sequence[str], stop: int
) -> Table:
    """One table: syndetect by threads, then *tools*; text-dedup only up to *stop* articles."""
    given = texts(corpus, cache)
    true = cache / "texts" / f"truth-{given.digest[:16]}.npz"
    failures = []
    if not true.exists():
        found = child("truth", str(given.words), str(true))
        if found.failed:
            raise RuntimeError(f"{corpus.name}: no truth ({found.failed})")
    rows = [
        _row(OURS, str(count), _ours(given.words, count, cache), given, true, cache)
        for count in threads
    ]
    printed = _ours(given.raw, threads[0], cache)
    rows.append(_row(f"{OURS}, texts as printed", str(threads[0]), printed, given, true, cache))
    for tool in tools:
        if tool == "text-dedup" and given.count > stop:
            failures.append(f"{tool}: left out, {stop:,} articles are the most it is asked for")
            continue
        python, why = environment(cache, tool)
        if why:
            failures.append(f"{tool}: {why}")
        else:
            done = _theirs(python, tool, given.words, cache)
            rows.append(_row(f"{tool} {PINNED[tool]}", THREADS[tool], done, given, true, cache))
    for row in rows:
        for key, clock in (("syndetect is", "wall"), ("by processor", "processor")):
            both = row.get(clock), rows[0].get(clock)
            row[key] = both[0] / max(both[1], 1e-9) if all(both) else None
        if row.get("failed"):
            failures.append(f"{row['tool']}: {row['failed']}")
    note = (
        f"{given.count:,} texts, {given.size / 1e6:,.1f} MB as printed; how many times as fast is "
        "told of the first row, by wall clock and by processor seconds."
    )
    title = f"Near-duplicate groups: {corpus.name}"
    return Table("groups", title, COLUMNS, rows, (note,), failures)


def datasketch_alone(given: Texts, cache: Path) -> tuple[Run, str]:
    """datasketch over the texts as printed, cut by a regular expression; and why it did not run."""
    python, why = environment(cache, "datasketch")
    if why:
        return Run({}, 0.0, 0.0, None, None), why
    done = _theirs(python, "datasketch", given.raw, cache, "regex")
    return done, done.failed


def _ours(source: Path, threads: int, cache: Path) -> Run:
    return child("groups", str(source), str(threads), str(_labels(cache)))


def _theirs(python: Path, tool: str, source: Path, cache: Path, *how: str) -> Run:
    script = str(HERE / "speed_rivals_run.py")
    place = str(cache / "texts" / "data-sets")
    more = {**_QUIET, "HF_HOME": place, "HF_DATASETS_OFFLINE": "1"}
    command = [str(python), script, tool, str(source), str(_labels(cache)), *how]
    return run(command, {**more, "PYTHONPATH": ""})


def _labels(cache: Path) -> Path:
    return cache / "texts" / "labels.npy"


def _row(
    tool: str, threads: str, done: Run, given: Texts, true: Path, cache: Path
) -> dict[str, Any]:
    row = {"tool": tool, "threads": threads, **_figures(done, given)}
    if not done.failed:
        scored = child("score", str(true), str(_labels(cache)))
        row |= {"pair recall": scored.found["recall"], "precision": scored.found["precision"]}
    return row


def _figures(done: Run, given: Texts) -> dict[str, Any]:
    if done.failed:
        return {"failed": done.failed}
    return {
        "wall": done.found["wall"],
        "processor": done.found["cpu"],
        "articles": given.count / max(done.found["wall"], 1e-9),
        "peak memory": gigabytes(done.peak),
        "anonymous": gigabytes(done.anonymous),
    }
