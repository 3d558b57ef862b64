"""What the sections of ``archive.py`` are asked for: the collections, and at which sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_files import Split, split
from speed_corpora import Corpus
from speed_sections import Plan

_HELD = 1_000  # articles held out: those that are added, or asked for
_TENTH = 10  # of a small archive, that part of it


@dataclass(frozen=True)
class Sizes:
    """How many articles a section takes, and in how many batches."""

    batches: int | None  # None: all
    counts: Sequence[int]
    archives: Sequence[int]  # for queries, adding and size
    queries: int


SMALL = Sizes(3_000, (1, 7, 20), (10_000,), 200)
FULL = Sizes(None, (1, 7, 60), (10_000, 100_000, 1_000_000), 200)


@dataclass(frozen=True)
class Work:
    """What was asked for: the collections, and the sizes."""

    plan: Plan
    sizes: Sizes

    @property
    def threads(self) -> str:
        return str(self.plan.threads[-1])

    def whole(self) -> Iterator[Corpus]:
        """The collections that are added in batches: realnews, or that of the user."""
        if self.plan.corpora:
            yield from self.plan.collections(())
        elif real := self.plan.realnews(self.sizes.batches):
            yield real
        else:
            yield from self.plan.collections((self.sizes.batches or self.sizes.archives[0],))

    def splits(self) -> Iterator[Split]:
        """Every collection without some of its articles, realnews last."""
        sizes = list(self.plan.articles or self.sizes.archives)
        more = Plan(**{**vars(self.plan), "articles": [count + _held(count) for count in sizes]})
        if self.plan.corpora:
            chosen = list((more if self.plan.articles else self.plan).collections(()))
        else:
            real = (more if self.plan.articles else self.plan).realnews(None)
            chosen = [*more.collections(()), *([real] if real else [])]
        for corpus in chosen:
            held = min(_HELD, (corpus.articles or _HELD * (_TENTH + 1)) // (_TENTH + 1))
            yield split(corpus, self.plan.cache, held)


def _held(count: int) -> int:
    """How many articles are held out beside an archive of *count*."""
    return max(1, min(_HELD, count // _TENTH))
