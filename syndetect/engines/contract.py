"""What a stage may ask of an engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pyarrow as pa


class Engine(Protocol):
    """Runs stages; chooses slices and threads, never answers."""

    def map(
        self,
        stage: Callable[[pa.Table], pa.Table],
        table: pa.Table,
        done: Callable[[int], None] | None = None,
    ) -> pa.Table:
        """*stage* over any slices of *table*, put together in order."""
        ...

    def each(
        self,
        work: Callable[[Any], Any],
        items: Sequence[Any],
        done: Callable[[int], None] | None = None,
    ) -> list[Any]:
        """*work* on each item; results in the order of the items."""
        ...
