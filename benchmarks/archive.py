"""How an archive grows, how fast it answers, and how large its file is: one command for all.

    python benchmarks/archive.py [--section NAME] [--articles N] [--corpus PATH] [--full]
                                 [--cache DIR] [--json FILE]

Without options every section runs at sizes that take minutes; ``--full`` adds all of realnews in
60 batches, and takes archives of 10,000, 100,000 and 1,000,000 newsroom articles, and hours.
``--articles N`` takes archives of N articles, ``--corpus PATH`` a collection of your own. Archives
that were made are kept under ``--cache`` for other sections and runs. What each section measures
stands in docs/archive.md; crashes are for ``crash.py``.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import speed_sections
from archive_sections import FULL, SECTIONS, SMALL, Work
from speed import measure, show
from speed_sections import Plan


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
    add("--cache", type=Path, help="keeps collections and archives")
    add("--threads", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="default 2")
    add("--workers", type=int, default=1, help="processes that write a newsroom that is missing")
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
    command = shlex.join(["python", "benchmarks/archive.py", *(argv or sys.argv[1:])])
    with tempfile.TemporaryDirectory() as fleeting:
        cache = (given.cache or Path(fleeting)).resolve()
        cache.mkdir(parents=True, exist_ok=True)
        plan = Plan(
            sizes=speed_sections.SMALL,
            corpora=given.corpus or (),
            articles=sorted(given.articles or ()),
            data=given.data,
            cache=cache,
            threads=(given.threads,),
            workers=given.workers,
            memory="",
            rivals=(),
        )
        work = Work(plan, FULL if given.full else SMALL)
        chosen = {name: partial(SECTIONS[name], work) for name in given.section or SECTIONS}
        return measure(chosen, given.json, command)


if __name__ == "__main__":
    sys.exit(main())
