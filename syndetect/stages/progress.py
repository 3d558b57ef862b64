"""How far a stage is, and what stages an earlier run has finished."""

from __future__ import annotations

from collections.abc import Callable, Collection

Progress = Callable[[str, int, int], None]  # stage, done, total; a total of 0 is not known

_TOLD = {
    "articles": "articles",
    "marks": "credits and furniture",
    "readings": "words",
    "pairs": "candidates",
    "ledger": "comparisons",
}  # tables of a scan that are worth telling of


def finished(tables: Collection[str]) -> str:
    """What *tables* are, in words; empty where none is worth telling of.

    >>> finished(("articles", "account", "marks"))
    'articles, credits and furniture'
    """
    return ", ".join(words for name, words in _TOLD.items() if name in tables)


def counter(stage: str, total: int, progress: Progress) -> Callable[[int], None]:
    """A callback that adds up what slices report."""
    sum_of = [0]
    progress(stage, 0, total)

    def done(rows: int) -> None:
        sum_of[0] += rows
        progress(stage, sum_of[0], total)

    return done
