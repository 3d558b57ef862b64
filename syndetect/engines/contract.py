"""What a stage may ask of an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
