"""How far a long scan is, on a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from syndetect.cli.boundary import say

Progress = Callable[[str, int, int], None]


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Watch(NamedTuple):
    """Whom a long scan talks to: *progress* hears how far it is, *tell* what a person may want to
    know, a sentence at a time.
    """

    progress: Progress
    tell: Callable[[str], None]


@contextmanager
def watching() -> Iterator[Watch]:
    """A callback (stage, done, total) that draws on stderr where that is a terminal, and one whose
    sentences stand above what is drawn.

    A total of 0 is a stage whose length is not known. What is drawn is wiped off at the end.
    """
    if not sys.stderr.isatty():
        yield Watch(_quiet, say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bars.update(task, visible=False)
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        def tell(sentence: str) -> None:
            bars.console.print(sentence, markup=False, highlight=False, soft_wrap=True)

        yield Watch(watch, tell)
