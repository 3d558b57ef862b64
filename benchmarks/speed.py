"""How fast syndetect is, by stage and whole, and beside other tools: one command for all.

    python benchmarks/speed.py [--section NAME] [--articles N] [--corpus PATH] [--full]
                               [--cache DIR] [--json FILE]

Without options every section runs at sizes that take minutes; ``--full`` takes 10,000, 100,000 and
1,000,000 articles, and hours. ``--corpus PATH`` measures on a collection of your own, anything that
``syndetect scan`` takes, in the place of the newsroom and of realnews. What each section measures,
and how, stands in docs/speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import speed_options
import speed_rivals
from speed_measure import machine
from speed_sections import FULL, SECTIONS, SMALL, Plan
from speed_tables import Column, Table, document, into


def measure(
    sections: Mapping[str, Callable[[], Iterable[Table]]], target: Path | None, command: str
) -> int:
    """Run *sections* one after the other; JSON is written after each table, so none is lost.

    Gives the exit code: 1 where anything did not run.
    """
    found: dict[str, Any] = {"machine": machine(), "command": command, "seconds": {}, "tables": []}
    failed = False
    for name, section in sections.items():
        start = time.perf_counter()
        try:
            for table in section():
                print(table.text(), flush=True)
                found["tables"].append(table.data())
                failed |= bool(table.failures)
                _write(found, target)
        except RuntimeError as error:
            table = Table(name, name, (Column("collection"),), (), (), (str(error),))
            print(table.text(), flush=True)
            found["tables"].append(table.data())
            failed = True
        found["seconds"][name] = round(time.perf_counter() - start, 1)
        _write(found, target)
    return int(failed)


def _write(found: dict[str, Any], target: Path | None) -> None:
    if target is not None:
        target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def show(files: Sequence[Path], target: Path | None) -> int:
    """Print the tables of *files* as Markdown, or put them in the stead of those of *target*."""
    parts = [document(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    if target is None:
        print("\n".join(parts))
    else:
        text = into(target.read_text(encoding="utf-8"), "\n".join(parts))
        target.write_text(text, encoding="utf-8")
    return 0


def options() -> argparse.ArgumentParser:
    parser = speed_options.parser(__doc__, SECTIONS, "the newsroom and the neighbours' environment")
    add = parser.add_argument
    add("--threads", action="append", type=int, metavar="N", help="default 1 and 2 (repeatable)")
    add("--memory", default="2GB", help="budget of section budget (default 2GB)")
    add("--rival", action="append", choices=speed_rivals.PINNED, help="only this (repeatable)")
    add("--no-rivals", action="store_true", help="syndetect alone, nothing is installed")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    given = speed_options.checked(options(), argv)
    if given.markdown:
        return show(given.markdown, given.into)
    rivals = [] if given.no_rivals else given.rival or list(speed_rivals.PINNED)
    command = shlex.join(["python", "benchmarks/speed.py", *(argv or sys.argv[1:])])
    with speed_options.cache(given.cache) as cache:
        plan = Plan(
            sizes=FULL if given.full else SMALL,
            corpora=given.corpus or (),
            articles=sorted(given.articles or ()),
            data=given.data,
            cache=cache,
            threads=sorted(given.threads or {1, min(2, os.cpu_count() or 1)}),
            workers=given.workers,
            memory=given.memory,
            rivals=rivals,
        )
        chosen = {name: partial(SECTIONS[name], plan) for name in given.section or SECTIONS}
        return measure(chosen, given.json, command)


if __name__ == "__main__":
    sys.exit(main())
