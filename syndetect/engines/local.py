"""This machine: rows in slices, a few threads or processes, results in order.

Kernels and numpy release the interpreter, so threads help where they are at work; what is Python
runs in processes, where there is enough of it. Slices only bound memory; a stage that gives
another answer for another slicing has a defect.
"""

from __future__ import annotations

import multiprocessing
import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

import pyarrow as pa

from syndetect.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2  # slices a worker that may be done before their turn
_IDLE = 180  # seconds that a process waits for work: to begin one takes two of a processor
_FORK_FROM = 4096  # rows for which processes are worth their start, about a second


def _processors() -> int:
    """Processors this process may use; on systems without that knowledge, all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _may_fork() -> bool:
    """Whether this process may have children: a worker of a pool may not."""
    return not multiprocessing.current_process().daemon


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
        """Threads, or processes, that really run."""
        return self.threads or _processors()

    def map(
        self,
        stage: Callable[[pa.Table], pa.Table],
        table: pa.Table,
        done: Callable[[int], None] | None = None,
        *,
        interpreted: bool = False,
    ) -> Iterator[pa.Table]:
        """*stage* over slices of *table*: their results, in order, one at a time; *done* hears of
        rows finished. An empty table is one slice.
        """
        slices = (
            table.slice(at, self.batch) for at in range(0, max(table.num_rows, 1), self.batch)
        )
        forked = interpreted and self.workers > 1 and table.num_rows >= _FORK_FROM and _may_fork()
        for rows, made in self._forked(stage, slices) if forked else self._threaded(stage, slices):
            yield made
            if done is not None:
                done(rows)

    def each(
        self, work: Callable[[T], R], items: Sequence[T], done: Callable[[int], None] | None = None
    ) -> list[R]:
        """*work* on each of *items*, results in the order of *items*. A single item, or a single
        worker, needs no thread.
        """
        results: list[R] = []
        with ExitStack() as stack:
            many = self.workers > 1 and len(items) > 1
            run = stack.enter_context(ThreadPoolExecutor(self.workers)).map if many else map
            for at, result in enumerate(run(work, items)):
                results.append(result)
                if done is not None:
                    done(at)
        return results

    def over(
        self, work: Callable[[T], R], items: Iterable[T], *, interpreted: bool = False
    ) -> Iterator[R]:
        """*work* on each of *items*: results in order, one at a time; few items are begun before
        their turn. A single item, or a single worker, needs nobody else.
        """
        coming = iter(items)
        first = list(islice(coming, 2))
        some = chain(first, coming)
        if len(first) < 2 or self.workers < 2 or (interpreted and not _may_fork()):
            yield from map(work, some)
        elif interpreted:
            pool = self._processes()
            with _told():
                jobs = ((1, pool.submit(work, one)) for one in some)
                yield from _only(_in_turn(jobs, self.workers))
        else:
            with ThreadPoolExecutor(self.workers) as pool:
                jobs = ((1, pool.submit(work, one)) for one in some)
                yield from _only(_in_turn(jobs, self.workers))

    def _threaded(
        self, stage: Callable[[pa.Table], pa.Table], slices: Iterable[pa.Table]
    ) -> Iterator[tuple[int, pa.Table]]:
        with ThreadPoolExecutor(self.workers) as pool:
            jobs = ((some.num_rows, pool.submit(stage, some)) for some in slices)
            yield from _in_turn(jobs, self.workers * _AHEAD)

    def _forked(
        self, stage: Callable[[pa.Table], pa.Table], slices: Iterable[pa.Table]
    ) -> Iterator[tuple[int, pa.Table]]:
        """The same in processes, which tables come to and from as Arrow's own bytes."""
        pool = self._processes()
        jobs = ((some.num_rows, pool.submit(_remote, stage, _packed(some))) for some in slices)
        with _told():
            for rows, made in _in_turn(jobs, self.workers * _AHEAD):
                yield rows, _unpacked(made)

    def _processes(self) -> Executor:
        from loky import get_reusable_executor

        # Families are large or small: a worker that has held a large one is begun anew, no more.
        warnings.filterwarnings("ignore", "A worker was restarted", module="loky")
        pool: Executor = get_reusable_executor(max_workers=self.workers, timeout=_IDLE)
        return pool


@contextmanager
def _told() -> Iterator[None]:
    """That a process has ended before its work, as an error that says what to do."""
    try:
        yield
    except BrokenExecutor as error:
        raise UsageError(
            "a process that worked for the scan was ended, as the system does where memory is "
            "short: close other programs, or use --threads 1; with --out the same command goes on "
            "where it stopped"
        ) from error


def _in_turn(jobs: Iterable[tuple[int, Future[R]]], ahead: int) -> Iterator[tuple[int, R]]:
    """The results of *jobs* in their order, at most *ahead* of them begun before their turn."""
    begun: deque[tuple[int, Future[R]]] = deque()
    for job in jobs:
        begun.append(job)
        if len(begun) > ahead:
            rows, first = begun.popleft()
            yield rows, first.result()
    for rows, last in begun:
        yield rows, last.result()


def _only(results: Iterable[tuple[int, R]]) -> Iterator[R]:
    return (result for _, result in results)


def _remote(stage: Callable[[pa.Table], pa.Table], packed: bytes) -> bytes:
    return _packed(stage(_unpacked(packed)))


def _packed(table: pa.Table) -> bytes:
    """A table as bytes: of a slice its rows alone, where pickling would take the whole."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpacked(packed: bytes) -> pa.Table:
    return pa.ipc.open_stream(packed).read_all()
