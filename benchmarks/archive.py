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
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import speed_options
import speed_sections
from archive_sections import SECTIONS
from archive_work import FULL, SMALL, Work
from speed import measure, show
from speed_sections import Plan


def options() -> argparse.ArgumentParser:
    parser = speed_options.parser(__doc__, SECTIONS, "collections and archives")
    add = parser.add_argument
    add("--threads", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="default 2")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    given = speed_options.checked(options(), argv)
    if given.markdown:
        return show(given.markdown, given.into)
    command = shlex.join(["python", "benchmarks/archive.py", *(argv or sys.argv[1:])])
    with speed_options.cache(given.cache) as cache:
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
