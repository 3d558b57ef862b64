"""What the evidence costs: pairs compared per article, microseconds per pair and kind.

    python benchmarks/cost.py [--data DIR] [--first N]

Scans helsinki and the first N (10,000) articles of realnews in one thread, with the profiler on
while a stage runs over its rows. A line a function that the ledger calls, so that a new kind of
evidence has its line by itself; the kernels below them are compiled, and the profiler adds next
to nothing. Seconds are those of the thread, so that other work on the machine counts little. What
several kinds ask for is made once, and counted where the first of them asks. Articles are
prepared, and events counted, before any pair is compared: that is told a pair as well, since it
is done for the sake of the pairs.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent))

import labelled

import syndetect
from syndetect import Article

_BATCH = 2048  # rows of a slice, as the local engine has it
_STEPS = {  # what calls the kinds of evidence, by file and function
    "comparing": (("ledger.py", "gather"),),
    "preparing": (("ledger.py", "prepare"), ("material.py", "prepare")),
    "counting over events": (("ledger.py", "pool"),),
}
_LEAST = 0.005  # share of the whole below which a function has no line of its own
Done = Callable[[int], None] | None


@dataclass
class Profiled:
    """An engine of one thread: slices one after another, under the profiler."""

    profile: cProfile.Profile = field(default_factory=lambda: cProfile.Profile(time.thread_time))
    workers: int = 1

    def map(
        self,
        stage: Callable[[pa.Table], pa.Table],
        table: pa.Table,
        done: Done = None,
        *,
        interpreted: bool = False,  # noqa: ARG002  here as there
    ) -> Iterator[pa.Table]:
        slices = [table.slice(at, _BATCH) for at in range(0, max(table.num_rows, 1), _BATCH)]
        yield from self.each(stage, slices, done)

    def each(
        self, work: Callable[[Any], Any], items: Sequence[Any], done: Done = None
    ) -> list[Any]:
        results = []
        for at, item in enumerate(items):
            results.append(self.profile.runcall(work, item))
            if done is not None:
                done(at)
        return results

    def over(
        self,
        work: Callable[[Any], Any],
        items: Iterable[Any],
        *,
        interpreted: bool = False,  # noqa: ARG002  here as there
    ) -> Iterator[Any]:
        return (self.profile.runcall(work, item) for item in items)


@dataclass
class Step:
    """Seconds of one step in all, and by the function it calls."""

    seconds: float = 0.0
    by_function: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """What was compared, and the seconds of each step."""

    articles: int
    pairs: int
    steps: dict[str, Step]


def measure(articles: list[Article]) -> Cost:
    """The cost of one scan; the kernels must have been compiled before."""
    engine = Profiled()
    findings = syndetect.scan(articles, engine=engine)
    stats = pstats.Stats(engine.profile).stats  # type: ignore[attr-defined]
    steps = {name: Step() for name in _STEPS}
    for (file, _, name), (_, _, _, cumulative, callers) in stats.items():
        for step, heads in _STEPS.items():
            if (Path(file).name, name) in heads:
                steps[step].seconds += cumulative
            for (caller_file, _, caller), (_, _, _, seconds) in callers.items():
                if (Path(caller_file).name, caller) in heads:
                    label = f"{Path(file).stem}.{name.lstrip('_')}"
                    so_far = steps[step].by_function.get(label, 0.0)
                    steps[step].by_function[label] = so_far + seconds
    return Cost(len(articles), int(findings.summary["counts"]["pairs compared"]), steps)


def show(name: str, cost: Cost) -> None:
    """Microseconds a pair: by step and function, and what is below a line of its own."""
    print(
        f"\n{name}: {cost.articles} articles, {cost.pairs} pairs compared, "
        f"{cost.pairs / max(cost.articles, 1):.1f} an article; microseconds a pair"
    )
    total = sum(step.seconds for step in cost.steps.values())
    for title, step in cost.steps.items():
        if step.seconds == 0.0:
            continue
        _line(title, step.seconds, total, cost.pairs)
        rest = step.seconds
        for function, seconds in sorted(step.by_function.items(), key=lambda item: -item[1]):
            if seconds >= _LEAST * total:
                rest -= seconds
                _line(f"  {function}", seconds, total, cost.pairs)
        _line("  the rest", rest, total, cost.pairs)
    _line("in all", total, total, cost.pairs)


def _line(name: str, seconds: float, total: float, pairs: int) -> None:
    share = 100 * seconds / max(total, 1e-12)
    print(f"{name:28}{1e6 * seconds / max(pairs, 1):9.2f}  {share:5.1f} %")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder of the labelled sets")
    parser.add_argument("--first", type=int, default=10_000, help="articles of realnews")
    given = parser.parse_args()
    folder = labelled.home(given.data)
    warm = False
    for name, place in (("helsinki", "helsinki"), ("realnews", "versions")):
        if not labelled.there(folder, place):
            print(f"{name}: did not run, its files are not in {folder}")
            continue
        if name == "helsinki":
            articles = labelled.articles(folder, name)
        else:
            articles = labelled.realnews(folder, first=given.first)
        if not warm:
            measure(articles[:200])  # compiles the kernels, or loads what was compiled
            warm = True
        show(name, measure(articles))
    return 0


if __name__ == "__main__":
    sys.exit(main())
