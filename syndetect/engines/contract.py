"""What a stage may ask of an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

import pyarrow as pa


class Engine(Protocol):
    """Runs stages; chooses slices, threads and processes, never answers."""

    @property
    def workers(self) -> int:
        """How many slices are in work at a time."""
        ...

    def map(
        self,
        stage: Callable[[pa.Table], pa.Table],
        table: pa.Table,
        done: Callable[[int], None] | None = None,
        *,
        interpreted: bool = False,
    ) -> Iterator[pa.Table]:
        """*stage* over any slices of *table*: what they give, in order, one at a time.

        *interpreted* says that the stage is Python, so that threads would wait for one another:
        it can be pickled, and may run in processes.
        """
        ...

    def each(
        self,
        work: Callable[[Any], Any],
        items: Sequence[Any],
        done: Callable[[int], None] | None = None,
    ) -> list[Any]:
        """*work* on each item; results in the order of the items."""
        ...

    def over(
        self, work: Callable[[Any], Any], items: Iterable[Any], *, interpreted: bool = False
    ) -> Iterator[Any]:
        """*work* on each of *items*: what it gives, in order, one at a time; an item is made when
        its turn is near.

        *interpreted* as for ``map``: *work*, items and results can be pickled then. An item is
        enough work to be worth a process, if there are several.
        """
        ...
