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
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--section", action="append", choices=SECTIONS, help="only this (repeatable)")
    add("--articles", action="append", type=int, metavar="N", help="this size (repeatable)")
    add("--corpus", action="append", metavar="PATH", help="a collection of yours (repeatable)")
    add("--full", action="store_true", help="sizes up to a million articles: hours")
    add("--data", type=Path, default=Path("../shared/data"), help="folder that holds realnews")
    add("--cache", type=Path, help="keeps the newsroom and the neighbours' environment")
    add("--threads", action="append", type=int, metavar="N", help="default 1 and 2 (repeatable)")
    add("--workers", type=int, default=1, help="processes that write a newsroom that is missing")
    add("--memory", default="2GB", help="budget of section budget (default 2GB)")
    add("--rival", action="append", choices=speed_rivals.PINNED, help="only this (repeatable)")
    add("--no-rivals", action="store_true", help="syndetect alone, nothing is installed")
    add("--json", type=Path, metavar="FILE", help="write every figure here")
    told = "print the tables of earlier --json FILEs as Markdown, and measure nothing"
    add("--markdown", type=Path, nargs="+", metavar="FILE", help=told)
    add("--into", type=Path, metavar="DOC", help="with --markdown: write them to the end of DOC")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    parser = options()
    given = parser.parse_args(argv)
    if given.json and not os.access(given.json.absolute().parent, os.W_OK):
        parser.error(f"--json {given.json}: nothing can be written there")
    if given.articles and min(given.articles) < 1:
        parser.error("--articles: one at least")
    if given.markdown:
        return show(given.markdown, given.into)
    rivals = [] if given.no_rivals else given.rival or list(speed_rivals.PINNED)
    command = shlex.join(["python", "benchmarks/speed.py", *(argv or sys.argv[1:])])
    with tempfile.TemporaryDirectory() as fleeting:
        cache = (given.cache or Path(fleeting)).resolve()
        cache.mkdir(parents=True, exist_ok=True)
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
