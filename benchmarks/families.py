"""What grows faster than the collection: dispatches that thousands reprint, and templates.

    python benchmarks/families.py [--reprints 5000] [--templates 50000] [--only WORD] [--json FILE]

Scans made-up collections in one thread, each in a process of its own, and prints a line each:
processor seconds by stage, the most memory, pairs compared, how many articles have a parent, and
how often as long as the same number of unrelated articles of the same lengths it takes: those have
words drawn by their frequency in English, a few names each, and no template. A collection whose
process is ended, as for want of memory, is named, and the exit code is 1. Everything is drawn from
one seed; words are those of the frozen frequency lists, in the order of chance.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from wordfreq import top_n_list

from syndetect import Article, scan
from syndetect.engines.local import Local

SEED = 20
_START = datetime(2025, 3, 3, 6, 0, tzinfo=UTC)
_VOCABULARY = 30_000
_SYLLABLES = [first + vowel for first in "bdfghklmnprstv" for vowel in "aeiou"]
_PARTS = 5  # stages that have a column of their own
Chance = np.random.Generator


class Writer:
    """Sentences by chance: words as frequent as in English, and names that nobody else has."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        words = [w for w in top_n_list("en", _VOCABULARY) if w.isalpha()]
        self.words = np.array(words, dtype=object)
        weight = 1.0 / np.arange(5, len(words) + 5)
        self.below = np.cumsum(weight) / weight.sum()

    def name(self) -> str:
        """A name of three syllables."""
        return "".join(self.chance.choice(_SYLLABLES, 3)).capitalize()

    def text(self, words: int, names: int = 8) -> list[str]:
        """Sentences of *words* words together, with some of *names* names in each."""
        known = [self.name() for _ in range(names)]
        drawn = self.words[np.searchsorted(self.below, self.chance.random(words))].tolist()
        found, at = [], 0
        while at < words:
            size = int(self.chance.integers(9, 26))
            some = drawn[at : at + size]
            some[len(some) // 2] = known[int(self.chance.integers(names))]
            found.append(" ".join([some[0].capitalize(), *some[1:]]) + ".")
            at += size
        return found


def unrelated(count: int, words: int, outlets: int, days: int) -> Iterator[Article]:
    """*count* articles of *words* words that have nothing to do with one another."""
    chance = np.random.default_rng(SEED)
    writer = Writer(chance)
    for at in range(count):
        yield _article(at, at % outlets, chance, days, _paragraphs(writer.text(words)))


def identical(count: int) -> Iterator[Article]:
    """One dispatch that *count* outlets print as it is."""
    return _reprints(count, lambda sentences, _: sentences)


def edited(count: int) -> Iterator[Article]:
    """One dispatch with a few other words and the furniture of the page in each outlet."""

    def edit(sentences: list[str], writer: Writer) -> list[str]:
        chance, found = writer.chance, list(sentences)
        for _ in range(int(chance.integers(1, 5))):
            at = int(chance.integers(len(found)))
            words = found[at].split()
            words[int(chance.integers(1, len(words)))] = str(chance.choice(writer.words[:2000]))
            found[at] = " ".join(words)
        if chance.random() < 0.5:
            del found[int(chance.integers(1, len(found)))]
        own = writer.text(14, names=1)
        return [*own[:1], *found, f"Read more on the pages of {writer.name()}.", *own[1:]]

    return _reprints(count, edit)


def cut(count: int) -> Iterator[Article]:
    """One dispatch of which each outlet prints a stretch: the top, or a part without the top."""

    def part(sentences: list[str], writer: Writer) -> list[str]:
        size = int(writer.chance.integers(len(sentences) // 4, len(sentences) + 1))
        begin = int(writer.chance.integers(0, len(sentences) - size + 1))
        return sentences[begin : begin + size]

    return _reprints(count, part)


def templates(count: int, outlets: int) -> Iterator[Article]:
    """*count* weather reports and results, whose towns, names and numbers alone differ, of some
    *outlets* that print them day after day."""
    chance = np.random.default_rng(SEED)
    writer = Writer(chance)
    towns = [writer.name() for _ in range(2000)]
    for at in range(count):
        drawn = [str(town) for town in chance.choice(towns, 4)]
        low, high, wind, rain = (int(n) for n in chance.integers(1, 40, 4))
        if at % 2:
            body = _weather(drawn, (low, low + high, wind, rain))
        else:
            body = _result(drawn, (low, low + high, wind, rain), [writer.name() for _ in range(3)])
        yield _article(at, at % outlets, chance, 300, body)


def _weather(towns: list[str], n: tuple[int, int, int, int]) -> str:
    return (
        f"The forecast for {towns[0]} today is for sunny spells in the morning and a few clouds "
        f"moving in from the direction of {towns[1]} by the afternoon.\n\n"
        f"Temperatures will reach a high of {n[1]} degrees and fall to a low of {n[0]} degrees "
        f"overnight, with winds of up to {n[2]} kilometres an hour near {towns[2]}.\n\n"
        f"There is a {n[3]} percent chance of rain in {towns[0]} and drivers are asked to take "
        "care on wet roads and to allow more time for their journeys.\n\n"
        f"The outlook for tomorrow in {towns[3]} is much the same, with light winds and good "
        "visibility for the greater part of the day."
    )


def _result(towns: list[str], n: tuple[int, int, int, int], names: list[str]) -> str:
    return (
        f"{towns[0]} beat {towns[1]} {n[1]}-{n[0]} on Saturday in a match of the regional league "
        f"that was watched by {n[2] * n[3] + 40} people at the ground.\n\n"
        f"{names[0]} scored first for the home side after {n[2]} minutes, and {names[1]} added "
        "the second just before the break with a shot from the edge of the area.\n\n"
        f"{towns[1]} came back into the match after the interval but {names[2]} in goal kept "
        f"them out, and the final score stood until the whistle in minute {n[3]}.\n\n"
        f"The next match of {towns[0]} is away at {towns[2]} on Saturday, while {towns[1]} will "
        f"be at home to {towns[3]} in the same league."
    )


def _reprints(
    count: int, change: Callable[[list[str], Writer], list[str]], words: int = 350
) -> Iterator[Article]:
    chance = np.random.default_rng(SEED)
    writer = Writer(chance)
    sentences = writer.text(words)
    for at in range(count):
        told = change(sentences, writer) if at else sentences
        yield _article(at, at, chance, 2, _paragraphs(told))


def _paragraphs(sentences: list[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _article(at: int, outlet: int, chance: Chance, days: int, body: str) -> Article:
    when = _START + timedelta(minutes=int(chance.integers(days * 24 * 60)) if at else 0)
    return Article(
        id=f"{at:06}",
        body=body,
        outlet=f"{_spoken(outlet)} Courier",
        published=when.isoformat(),
    )


def _spoken(number: int) -> str:
    """A name for a number, one for each."""
    base, found = len(_SYLLABLES), ""
    for _ in range(4):
        found += _SYLLABLES[number % base]
        number //= base
    return found.capitalize()


def measured(name: str, articles: int, make: Callable[[], Iterator[Article]]) -> dict[str, Any]:
    """What a scan of the collection takes and finds, in this process."""
    scan([*edited(20), *templates(40, 2)], engine=Local(threads=1))  # compiles what is compiled
    given = list(make())
    stages: dict[str, float] = {}
    last = ["reading articles", time.process_time()]

    def heard(stage: str, done: int, total: int) -> None:
        now = time.process_time()
        stages[str(last[0])] = stages.get(str(last[0]), 0.0) + now - float(last[1])
        compared = stage == "comparing pairs" and done == total
        last[:] = ["history", now] if compared else [stage, now]

    begin = time.process_time()
    found = scan(given, engine=Local(threads=1), progress=heard)
    heard("the end", 0, 0)
    roles = found.articles.column("role").to_pylist()
    counts = found.summary["counts"]
    return {
        "collection": name,
        "articles": articles,
        "seconds": round(time.process_time() - begin, 2),
        "gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "stages": {stage: round(seconds, 2) for stage, seconds in stages.items()},
        "pairs": counts["pairs compared"],
        "relations": counts["relations"],
        "derivative": roles.count("derivative"),
        "families": counts["families"],
        "dropped": dict(found.summary["dropped"]),
    }


def _collections(reprints: int, many: int) -> dict[str, tuple[int, str, Callable[..., Any], Any]]:
    """Name: how many articles, the collection that it is told beside, and how it is made."""
    like = f"unrelated, {reprints}"
    few = f"unrelated, {many}"
    return {
        like: (reprints, like, unrelated, (reprints, 350, reprints, 2)),
        "reprints: identical": (reprints, like, identical, (reprints,)),
        "reprints: edited": (reprints, like, edited, (reprints,)),
        "reprints: cut": (reprints, like, cut, (reprints,)),
        few: (many, few, unrelated, (many, 100, 50, 300)),
        "templates: 50 outlets": (many, few, templates, (many, 50)),
        "templates: 1 outlet": (many, few, templates, (many, 1)),
    }


def _one(name: str, reprints: int, many: int) -> dict[str, Any]:
    count, beside, make, given = _collections(reprints, many)[name]
    row = measured(name, count, lambda: make(*given))
    return {**row, "beside": beside}


def show(rows: list[dict[str, Any]]) -> None:
    """A line a collection, and below it what was dropped and the heaviest stages."""
    base = {row["collection"]: row["seconds"] for row in rows}
    head = ("collection", "articles", "CPU s", "times", "GB", "pairs", "derivative")
    print(f"{head[0]:24}" + "".join(f"{name:>12}" for name in head[1:]))
    for row in rows:
        beside = base.get(row["beside"])
        times = f"{row['seconds'] / beside:.2f}" if beside else "-"
        cells = (row["articles"], row["seconds"], times, row["gigabytes"], row["pairs"])
        print(
            f"{row['collection']:24}" + "".join(f"{cell!s:>12}" for cell in cells),
            f"{row['derivative']:>11}",
        )
        heavy = sorted(row["stages"].items(), key=lambda item: -item[1])[:_PARTS]
        print("    " + ", ".join(f"{stage} {seconds}" for stage, seconds in heavy))
        for cause, count in row["dropped"].items():
            print(f"    dropped: {cause}: {count:,}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reprints", type=int, default=5_000)
    parser.add_argument("--templates", type=int, default=50_000)
    parser.add_argument("--only", default="", help="collections with this in their name")
    parser.add_argument("--json", type=Path, help="write the rows here")
    given = parser.parse_args(argv)
    context = multiprocessing.get_context("spawn")
    rows, failed = [], False
    for name in _collections(given.reprints, given.templates):
        if given.only in name:
            # A pool of this kind notices that its process was killed; the other waits for ever.
            with ProcessPoolExecutor(1, mp_context=context) as pool:
                try:
                    rows.append(pool.submit(_one, name, given.reprints, given.templates).result())
                except BrokenProcessPool:
                    print(f"{name}: its process was ended, it may be for memory", file=sys.stderr)
                    failed = True
                    continue
            print(f"{name}: {rows[-1]['seconds']} s", file=sys.stderr)
    show(rows)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
