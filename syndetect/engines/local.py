"""This process, a few threads: rows in slices, results in order.

Kernels and numpy release the interpreter, so threads help where it counts. Slices only bound
memory; a stage that gives another answer for another slicing has a defect.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from syndetect.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")


def _processors() -> int:
    """Processors this process may use; on systems without that knowledge, all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_one(parts: list[pa.Table]) -> pa.Table:
    """*parts* as one table of one chunk a column, so that a kernel takes it without a copy.

    Column by column, and *parts* is emptied on the way: the whole is never held twice.
    """
    declared = parts[0].schema
    columns = []
    for name in declared.names:
        columns.append(pa.concat_arrays([c for p in parts for c in p.column(name).chunks]))
        parts[:] = [p.drop_columns(name) for p in parts]
    return pa.Table.from_arrays(columns, schema=declared)


@dataclass(frozen=True, slots=True)
class Local:
    """``threads`` of this process, ``batch`` rows at a time."""

    threads: int = 0  # 0: as many as this process may use
    batch: int = 2048

    def __post_init__(self) -> None:
        if self.threads < 0 or self.batch < 1:
            raise UsageError(
                f"threads = {self.threads}, batch = {self.batch}: threads may not be negative "
                "(0 means all), and a batch holds at least one row"
            )

    @property
    def workers(self) -> int:
        """Threads that really run."""
        return self.threads or _processors()

    def map(
        self,
        stage: Callable[[pa.Table], pa.Table],
        table: pa.Table,
        done: Callable[[int], None] | None = None,
    ) -> pa.Table:
        """*stage* over slices of *table*, put together in order; *done* hears of rows finished."""
        slices = [table.slice(at, self.batch) for at in range(0, table.num_rows, self.batch)]
        if not slices:
            slices = [table]
        results = self.each(stage, slices, done and (lambda at: done(slices[at].num_rows)))
        return _in_one(results)

    def each(
        self, work: Callable[[T], R], items: Sequence[T], done: Callable[[int], None] | None = None
    ) -> list[R]:
        """*work* on each of *items*, results in the order of *items*."""
        results: list[R] = []
        with ThreadPoolExecutor(self.workers) as pool:
            for at, result in enumerate(pool.map(work, items)):
                results.append(result)
                if done is not None:
                    done(at)
        return results
