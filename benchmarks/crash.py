"""Kills a process while it changes an archive, and looks at what is left.

    python benchmarks/crash.py [--operation NAME] [--kills N] [--articles N] [--seed N]
                               [--json FILE]

Each operation is done to its end first, which gives its length and the state after. Then a copy of
the state before is given to a process that is killed (SIGKILL), as often as asked, at a random
moment: as many times while it opens the archive as while it works out what follows, while it
writes and commits, and while it closes the file, which is when the log of changes goes into it.
What is left is opened and compared with both states, every row of every table, and checked with
``verify``; the operation done again must give the state after. Ends with 1 where anything is
damaged, lost, doubled or left lying about.

Operations: ``make`` adds to an archive that is not there yet, ``add`` and ``remove`` change one,
``compact`` writes it anew, ``open`` takes up the log of a process that ended after its commit.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import crash_states
from crash_kills import MOMENTS, WRONG, Harm, kills
from speed_measure import machine
from speed_tables import Column, Table

_COLUMNS = (
    Column("operation"),
    Column("takes", "s", ".2f"),
    Column("kills", "", "d"),
    *(Column(moment, "", "d") for moment in MOMENTS),
    Column("as before", "", "d"),
    Column("as after", "", "d"),
    *(Column(wrong, "", "d") for wrong in WRONG),
)
_SHOWN = 20  # of what went wrong


def measure(names: Sequence[str], count: int, articles: int, seed: int) -> Table:
    """Kill each operation of *names* *count* times, with an archive of some *articles*."""
    rows: list[dict[str, Any]] = []
    harms: list[Harm] = []
    with tempfile.TemporaryDirectory() as place:
        for operation in crash_states.operations(Path(place), seed, articles, names):
            row, harm = kills(operation, Path(place) / "at work", count, seed)
            rows.append(row)
            harms += harm
            print(f"# {operation.name}: {len(harm)} of {count} kills did harm", file=sys.stderr)
            for one in harm:
                print(f"# {_told(one)}", file=sys.stderr)
    notes = [f"{articles} articles of newsroom {seed}, one thread; kills by what they fell into."]
    told = [_told(one) for one in harms]
    more = [f"Harm of {len(told) - _SHOWN} kills more."] if len(told) > _SHOWN else []
    return Table("crash", "Kills", _COLUMNS, rows, [*notes, *told[:_SHOWN], *more])


def _told(harm: Harm) -> str:
    return f"Harm, {harm.operation}, kill {harm.kill}, {harm.moment}: {harm.what}"


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--operation", action="append", choices=crash_states.NAMES, help="only this (repeatable)")
    add("--kills", type=int, default=200, metavar="N", help="of each operation (default 200)")
    add("--articles", type=int, default=360, metavar="N", help="20 at least (default 360)")
    add("--seed", type=int, default=1, help="of the newsroom and of the moments (default 1)")
    add("--json", type=Path, metavar="FILE", help="write every figure here")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    parser = options()
    given = parser.parse_args(argv)
    if given.kills < 1 or given.articles < 20 or given.seed < 0:
        parser.error("--kills: one at least; --articles: 20 at least; --seed: 0 or more")
    if not hasattr(os, "fork"):
        parser.error("this system cannot fork a process")
    table = measure(given.operation or crash_states.NAMES, given.kills, given.articles, given.seed)
    print(table.text(), flush=True)
    if given.json:
        command = shlex.join(["python", "benchmarks/crash.py", *(argv or sys.argv[1:])])
        found = {"machine": machine(), "command": command, "tables": [table.data()]}
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(row[wrong] for row in table.rows for wrong in WRONG))


if __name__ == "__main__":
    sys.exit(main())
