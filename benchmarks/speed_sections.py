"""The sections of ``speed.py``: what is measured, on which collections, at which sizes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import speed_rivals
import speed_scans
from speed_corpora import Corpus, newsroom
from speed_measure import HERE, child
from speed_tables import Column, Table

_NO_STEPS = ("collection", "texts")
_TEXT_DEDUP = 100_000  # articles above which text-dedup is left out


@dataclass(frozen=True)
class Sizes:
    """How many articles a section takes: a list where it is repeated as the collection grows."""

    fingerprints: int
    groups: Sequence[int]
    scan: Sequence[int]
    growth: Sequence[int]
    budget: int
    realnews: int | None  # None: all
    reprints: int
    templates: int
    one_thread: int  # larger scans run with the most threads alone


SMALL = Sizes(
    3_000, (10_000,), (10_000,), (1_000, 3_000, 10_000), 10_000, 10_000, 500, 5_000, 10**6
)
FULL = Sizes(
    20_000, (10_000, 100_000), (10_000, 100_000, 1_000_000), (10_000, 100_000, 1_000_000),
    1_000_000, None, 5_000, 50_000, 100_000,
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What was asked for on the command line."""

    sizes: Sizes
    corpora: Sequence[str]  # of the user; then the newsroom and realnews are left out
    articles: Sequence[int]
    data: Path
    cache: Path
    threads: Sequence[int]
    workers: int
    memory: str
    rivals: Sequence[str]

    def collections(self, sizes: Sequence[int]) -> Iterator[Corpus]:
        """The newsroom at each of *sizes*, or what the user named, whole or at their sizes."""
        for count in self.articles or sizes:
            if not self.corpora:
                yield newsroom(self.cache, count, self.workers, say)
            elif self.articles:
                name = f"{', '.join(self.corpora)}: {count:,} articles"
                yield Corpus(name, tuple(self.corpora), count, count)
        if self.corpora and not self.articles:
            yield Corpus(", ".join(self.corpora), tuple(self.corpora))

    def realnews(self, most: int | None) -> Corpus | None:
        """At most *most* articles of realnews; None where it is not there or not asked for."""
        place = self.data / "realnews"
        if self.corpora or not place.exists():
            return None
        count = min(max(self.articles), most or 10**9) if self.articles else most
        name = "realnews" if count is None else f"realnews, {count:,} articles"
        return Corpus(name, (str(place),), count, count)

    def both(self, sizes: Sequence[int]) -> Iterator[Corpus]:
        """Every collection, realnews last."""
        yield from self.collections(sizes)
        real = self.realnews(self.sizes.realnews)
        if real is None and not self.corpora:
            say(f"realnews: not there, {self.data / 'realnews'} is missing (--data DIR)")
        elif real is not None:
            yield real


def say(line: str) -> None:
    print(f"# {line}", file=sys.stderr, flush=True)


def fingerprints(plan: Plan) -> Iterator[Table]:
    """Megabytes a second of each step, one thread, by the script of the texts."""
    count = plan.sizes.fingerprints
    sets: dict[str, dict[str, Any]] = {}
    for corpus in plan.both((count,)):
        sets[corpus.name] = {"texts": str(speed_rivals.texts(corpus, plan.cache).raw)}
    if not plan.corpora:
        sets["made-up Russian"] = {"languages": ["ru"], "count": min(count, 3_000)}
        sets["made-up Russian and English"] = {
            "languages": ["ru", "en"],
            "count": min(count, 3_000),
        }
    done = child("fingerprints", json.dumps(sets))
    rows = [{"collection": name, **figures} for name, figures in done.found.items()]
    columns = [Column("collection"), Column("texts", "", ",d")]
    steps = dict.fromkeys(step for row in rows for step in row if step not in _NO_STEPS)
    columns += [Column(step, "MB/s", ".0f") for step in steps]
    note = (
        "One thread, its processor seconds, median of three rounds; MB of UTF-8. Tokens: cutting "
        "alone; words: cutting, folding, hashing. Fingerprints: shingles, minima, rare shingles; "
        "words to terms: words, fingerprints, terms. Reading: words with sentences, quotations "
        "and flags; all: reading, fingerprints, terms, as a scan does them."
    )
    failures = [done.failed] if done.failed else []
    yield Table("fingerprints", "Fingerprints", columns, rows, (note,), failures)


def groups(plan: Plan) -> Iterator[Table]:
    """Near-duplicate groups beside other tools."""
    for corpus in plan.both(plan.sizes.groups):
        yield speed_rivals.groups(corpus, plan.cache, plan.threads, plan.rivals, _TEXT_DEDUP)


def scan(plan: Plan) -> Iterator[Table]:
    """Whole scans by stage; the largest with the most threads alone."""
    for corpus in plan.both(plan.sizes.scan):
        few = (corpus.articles or 0) <= plan.sizes.one_thread
        yield from speed_scans.by_stage(corpus, plan.threads if few else plan.threads[-1:])


def growth(plan: Plan) -> Iterator[Table]:
    """Time and memory an article as the collection grows."""
    yield speed_scans.growth(list(plan.collections(plan.sizes.growth)), plan.threads[-1])


def budget(plan: Plan) -> Iterator[Table]:
    """The largest collection under a small budget."""
    *_, corpus = plan.collections((plan.sizes.budget,))
    yield speed_scans.budget(corpus, plan.threads[-1], plan.memory)


def datasketch(plan: Plan) -> Iterator[Table]:
    """The whole scan against datasketch's MinHash and LSH alone."""
    if "datasketch" not in plan.rivals:
        say("datasketch: left out, as asked")
        return
    corpus = plan.realnews(plan.sizes.realnews)
    if corpus is None:
        *_, corpus = plan.collections(plan.sizes.groups)
    yield speed_scans.against_datasketch(corpus, plan.threads[-1], plan.cache)


def families(plan: Plan) -> Iterator[Table]:
    """What grows faster than the collection, by benchmarks/families.py."""
    columns = (
        Column("collection"),
        Column("articles", "", ",d"),
        Column("processor", "s", ",.1f"),
        Column("against unrelated articles", "times", ".2f"),
        Column("peak memory", "GB", ".2f"),
        Column("pairs compared", "", ",d"),
        Column("derivative", "", ",d"),
    )
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "families.json"
        command = [sys.executable, str(HERE / "families.py"), "--json", str(out)]
        command += ["--reprints", str(plan.sizes.reprints)]
        command += ["--templates", str(plan.sizes.templates)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        found = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    seconds = {row["collection"]: row["seconds"] for row in found}
    rows = [
        {
            "collection": row["collection"],
            "articles": row["articles"],
            "processor": row["seconds"],
            "against unrelated articles": row["seconds"] / max(seconds[row["beside"]], 1e-9),
            "peak memory": row["gigabytes"],
            "pairs compared": row["pairs"],
            "derivative": row["derivative"],
            "stages": row["stages"],
            "dropped": row["dropped"],
        }
        for row in found
    ]
    failures = [f"benchmarks/families.py: exit {done.returncode}"] if done.returncode else []
    yield Table("families", "Big families and templates", columns, rows, ("One thread.",), failures)


SECTIONS: dict[str, Callable[[Plan], Iterator[Table]]] = {
    "fingerprints": fingerprints,
    "groups": groups,
    "scan": scan,
    "growth": growth,
    "budget": budget,
    "datasketch": datasketch,
    "families": families,
}
