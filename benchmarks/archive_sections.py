"""The sections of ``archive.py``: what is measured of an archive."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive_files import Split, dealt, done, run
from archive_same import unlike
from archive_work import Work
from speed_corpora import Corpus
from speed_tables import Column, Table, gigabytes

_SHELL = 5  # queries as commands
_DERIVED = 0.5


def batches(work: Work) -> Iterator[Table]:
    """One collection added in batches, against a scan of all."""
    for corpus in work.whole():
        yield _batches(corpus, work)


def _batches(corpus: Corpus, work: Work) -> Table:
    columns = (
        Column("batches"),
        Column("articles", "", ",d"),
        Column("wall", "s", ",.1f"),
        Column("processor", "s", ",.1f"),
        Column("first", "s", ",.1f"),
        Column("median", "s", ",.1f"),
        Column("last", "s", ",.1f"),
        Column("peak memory", "GB", ".2f"),
        Column("file", "MB", ",.1f"),
        Column("unlike the scan"),
    )
    given = dealt(corpus, work.plan.cache, max(work.sizes.counts))
    rows: list[dict[str, Any]] = []
    failures = []
    with tempfile.TemporaryDirectory(dir=work.plan.cache) as place:
        whole = Path(place) / "scan"
        command = [sys.executable, "-m", "syndetect", "scan", *given.paths, "--out", str(whole)]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        scan = {"batches": "a scan", "articles": given.articles}
        rows.append(scan | {"wall": time.perf_counter() - start, "unlike the scan": "–"})
        for count in work.sizes.counts:
            path, result = Path(place) / f"{count}.duckdb", Path(place) / f"result {count}"
            groups = [given.paths[at::count] for at in range(count)]
            one = run("grow", str(path), json.dumps(groups), work.threads)
            if one.failed:
                failures.append(f"{count} batches: {one.failed}")
                continue
            done("export", str(path), str(result))
            adds = one.found["adds"]
            rows.append(
                {
                    "batches": str(count),
                    "articles": sum(add["new"] for add in adds),
                    "wall": sum(add["wall"] for add in adds),
                    "processor": sum(add["cpu"] for add in adds),
                    "first": adds[0]["wall"],
                    "median": statistics.median(add["wall"] for add in adds),
                    "last": adds[-1]["wall"],
                    "peak memory": gigabytes(one.peak),
                    "file": adds[-1]["bytes"] / 1e6,
                    "unlike the scan": "; ".join(unlike(result, whole)) or "nothing",
                    "adds": adds,
                }
            )
    notes = ["Every file of the result folders compared, byte by byte; where unlike, in what."]
    return Table("batches", f"Batches: {corpus.name}", columns, rows, notes, failures)


def query(work: Work) -> Iterator[Table]:
    """Queries of articles that are not there, against archives of several sizes."""
    columns = (
        Column("collection"),
        Column("articles", "", ",d"),
        Column("queries", "", "d"),
        Column("the first", "ms", ",.0f"),
        Column("median", "ms", ",.1f"),
        Column("worst", "ms", ",.1f"),
        Column("from the shell", "ms", ",.0f"),
        Column("peak memory", "GB", ".2f"),
        Column("derived", "", ",d"),
        Column("matched", "", ".4f"),
        Column("as derived", "", ".4f"),
    )
    rows, failures = [], []
    for given in work.splits():
        one = run("ask", str(given.archive), given.held, str(work.sizes.queries))
        if one.failed:
            failures.append(f"{given.name}: {one.failed}")
            continue
        shell, why = _from_shell(given)
        failures += [f"{given.name}: {why}"] if why else []
        seconds = one.found["seconds"]
        row = {
            "collection": given.name,
            "articles": one.found["articles"],
            "queries": len(seconds),
            "the first": 1e3 * one.found["first"],
            "median": 1e3 * statistics.median(seconds),
            "worst": 1e3 * max(seconds),
            "from the shell": shell,
            "peak memory": gigabytes(one.peak),
            "seconds": seconds,
        }
        rows.append(row | recalled(one.found["matches"], given.derived(work.sizes.queries)))
    note = (
        "Derived: pairs of an asked article and a stored one that a scan with the asked ones has "
        "at one half or more; matched: share of them among the matches of the query, and as "
        "derived: with one half or more. The first query loads what is known of all."
    )
    yield Table("query", "Queries", columns, rows, (note,), failures)


def recalled(matches: dict[str, dict[str, float]], pairs: dict[str, list[str]]) -> dict[str, Any]:
    """Which of *pairs*, by asked article, are among its *matches*, with their probabilities."""
    told = [matches[asked].get(other) for asked, others in pairs.items() for other in others]
    found = [one for one in told if one is not None]
    count = max(len(told), 1)
    return {
        "derived": len(told),
        "matched": len(found) / count if told else None,
        "as derived": sum(one >= _DERIVED for one in found) / count if told else None,
    }


def _from_shell(given: Split) -> tuple[float | None, str]:
    """Median milliseconds of a command that queries one text; or why there is no such figure."""
    first = json.loads(Path(given.held).read_text(encoding="utf-8").splitlines()[0])
    command = [sys.executable, "-m", "syndetect", "query", str(given.archive), "-"]
    seconds = []
    for _ in range(_SHELL):
        start = time.perf_counter()
        ended = subprocess.run(
            command, input=first["text"].encode(), capture_output=True, check=False
        )
        seconds.append(time.perf_counter() - start)
        if ended.returncode:
            said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
            return None, f"syndetect query: exit {ended.returncode}: {said[-1] if said else ''}"
    return 1e3 * statistics.median(seconds), ""


def add(work: Work) -> Iterator[Table]:
    """What was held out is added to archives of several sizes."""
    columns = (
        Column("collection"),
        Column("articles", "", ",d"),
        Column("added", "", ",d"),
        Column("changed", "", ",d"),
        Column("wall", "s", ",.1f"),
        Column("processor", "s", ",.1f"),
        Column("peak memory", "GB", ".2f"),
        Column("anonymous", "GB", ".2f"),
        Column("file before", "MB", ",.1f"),
        Column("file after", "MB", ",.1f"),
    )
    rows, failures = [], []
    stages: list[Table] = []
    for given in work.splits():
        with tempfile.TemporaryDirectory(dir=work.plan.cache) as place:
            path = Path(place) / "archive.duckdb"
            shutil.copy(given.archive, path)
            before = path.stat().st_size
            one = run("grow", str(path), json.dumps([[given.held]]), work.threads)
        if one.failed:
            failures.append(f"{given.name}: {one.failed}")
            continue
        [figures] = one.found["adds"]
        rows.append(
            {
                "collection": given.name,
                "articles": given.articles,
                "added": figures["new"],
                "changed": figures["changed"],
                "wall": figures["wall"],
                "processor": figures["cpu"],
                "peak memory": gigabytes(one.peak),
                "anonymous": gigabytes(one.anonymous),
                "file before": before / 1e6,
                "file after": figures["bytes"] / 1e6,
            }
        )
        stages.append(_stages(given.name, figures["stages"]))
    note = f"{work.threads} threads; from opening the archive to closing it."
    yield Table("add", "Adding", columns, rows, (note,), failures)
    yield from stages


def _stages(name: str, stages: dict[str, list[float]]) -> Table:
    columns = (Column("stage"), Column("wall", "s", ",.2f"), Column("processor", "s", ",.2f"))
    rows = [{"stage": one, "wall": wall, "processor": cpu} for one, (wall, cpu) in stages.items()]
    return Table("add", f"Adding by stage: {name}", columns, rows)


def size(work: Work) -> Iterator[Table]:
    """Bytes of the file by table, before and after it is written anew."""
    for given in work.splits():
        with tempfile.TemporaryDirectory(dir=work.plan.cache) as place:
            path = Path(place) / "archive.duckdb"
            shutil.copy(given.archive, path)
            grown = done("grow", str(path), json.dumps([[given.held]]), work.threads)
            articles = given.articles + sum(add["new"] for add in grown["adds"])
            before = done("size", str(path))
            done("compact", str(path))
            after = done("size", str(path))
        yield _size(given, articles, before, after)


def _size(given: Split, articles: int, before: dict[str, Any], after: dict[str, Any]) -> Table:
    columns = (
        Column("table"),
        Column("before", "MB", ",.1f"),
        Column("after", "MB", ",.1f"),
        Column("an article", "B", ",.0f"),
        Column("against its text", "times", ".2f"),
        Column("largest columns"),
    )
    tables = [_by_table(one) for one in (before, after)]
    text = given.bytes
    rows = []
    for name in sorted(tables[1], key=lambda one: -tables[1][one]):
        largest = sorted(
            (-count, column) for table, column, count in after["columns"] if table == name
        )
        rows.append(
            {
                "table": name,
                "before": tables[0][name] / 1e6,
                "after": tables[1][name] / 1e6,
                "an article": tables[1][name] / articles,
                "against its text": tables[1][name] / text,
                "largest columns": ", ".join(
                    f"{column} {-count / 1e6:.1f}" for count, column in largest[:3]
                ),
            }
        )
    note = (
        f"{articles:,} articles, {text / 1e6:,.1f} MB of text, "
        f"{text / articles:,.0f} B an article; before: as adding has left it, after: compacted."
    )
    return Table("size", f"Size: {given.name}", columns, rows, (note,))


def _by_table(found: dict[str, Any]) -> Counter[str]:
    """Bytes by table, with the whole, what is free, and the rest: indices and what names blocks."""
    counts: Counter[str] = Counter()
    for table, _, count in found["columns"]:
        counts[table] += count
    rest = found["bytes"] - counts.total() - found["free"]
    return counts + Counter(
        {"the whole file": found["bytes"], "free": found["free"], "indices and the rest": rest}
    )


SECTIONS: dict[str, Callable[[Work], Iterator[Table]]] = {
    "batches": batches,
    "query": query,
    "add": add,
    "size": size,
}
