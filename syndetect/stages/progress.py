"""How far a stage is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # stage, done, total; a total of 0 is not known


def counter(stage: str, total: int, progress: Progress) -> Callable[[int], None]:
    """A callback that adds up what slices report."""
    sum_of = [0]
    progress(stage, 0, total)

    def done(rows: int) -> None:
        sum_of[0] += rows
        progress(stage, sum_of[0], total)

    return done
