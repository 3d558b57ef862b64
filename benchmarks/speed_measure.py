"""One measured run: a process of its own, its clocks, and the most memory that it held.

Two figures of memory, both of the process and all that it started, together. ``anonymous`` is the
most that was their own at a time and could not be dropped. ``peak`` is the most that was resident
at a time: it includes pages of mapped files, which the kernel may drop whenever it wants, and
counts them for each process that looks at them. Both are sampled from ``/proc`` 50 times a second;
of a process without children ``peak`` is its high-water mark (what ``ru_maxrss`` counts, without
what the starting process held).
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
_EVERY = 0.02  # seconds between two looks at the memory of a run
_KIB = 1024


@dataclass(frozen=True)
class Run:
    """What a run printed as JSON in its last line, and what it took.

    Seconds of the whole process, its start included; bytes; None where ``/proc`` says nothing.
    *failed* is the end of what it said on stderr, empty where all went well.
    """

    found: dict[str, Any]
    wall: float
    cpu: float
    peak: int | None
    anonymous: int | None
    failed: str = ""


def run(command: Sequence[str], more: Mapping[str, str] | None = None) -> Run:
    """Run *command* with *more* in its environment, and watch its memory."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        before = os.times()
        start = time.perf_counter()
        child = subprocess.Popen(
            list(command), stdout=out, stderr=err, env={**os.environ, **(more or {})}
        )
        watch = _Watch(child.pid)
        watch.start()
        code = child.wait()
        wall = time.perf_counter() - start
        watch.done.set()
        watch.join()
        after = os.times()
        out.seek(0)
        err.seek(0)
        lines = out.read().decode("utf-8", "replace").strip().splitlines()
        said = err.read().decode("utf-8", "replace").strip().splitlines()
    found, failed = {}, ""
    if code:
        failed = f"exit {code}: {said[-1] if said else 'without a word'}"
    elif lines and lines[-1].startswith("{"):
        found = json.loads(lines[-1])
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Run(found, wall, cpu, watch.peak, watch.anonymous, failed)


def child(what: str, *arguments: str, script: str = "speed_child.py") -> Run:
    """Run *script*, of this folder, with WHAT ARGUMENTS and this interpreter."""
    return run([sys.executable, str(HERE / script), what, *arguments])


class _Watch(threading.Thread):
    """Looks at a process and all it started until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.done = pid, threading.Event()
        self.peak: int | None = None
        self.anonymous: int | None = None

    def run(self) -> None:
        while not self.done.wait(_EVERY):
            first = _memory(self.pid)
            if first is None:
                continue
            rows = [first, *filter(None, map(_memory, _offspring(self.pid)))]
            resident = sum(one.resident for one in rows)
            self.peak = max(self.peak or 0, first.high, resident)
            self.anonymous = max(self.anonymous or 0, sum(one.anonymous for one in rows))


class _Memory(NamedTuple):
    """In bytes: resident pages, the most of them so far, and those that are the process's own."""

    resident: int
    high: int
    anonymous: int


def _memory(pid: int) -> _Memory | None:
    """What a process has now; None where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    values = dict(line.split(":", 1) for line in lines.splitlines() if ":" in line)
    wanted = ("VmRSS", "VmHWM", "RssAnon")
    if any(name not in values for name in wanted):
        return None
    return _Memory(*(int(values[name].split()[0]) * _KIB for name in wanted))


def _offspring(pid: int) -> list[int]:
    """All processes that *pid* started, and those that these did."""
    found: list[int] = []
    todo = [pid]
    while todo:
        one = todo.pop()
        try:
            files = list(Path(f"/proc/{one}/task").glob("*/children"))
            started = [int(word) for file in files for word in file.read_text().split()]
        except OSError:
            continue
        found += started
        todo += started
    return found


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    names = ("syndetect", "numpy", "numba", "pyarrow", "xxhash", "datasketch", "wordfreq", "duckdb")
    return {
        "processors": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor(),
        "memory, GB": _memory_of_machine(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "commit": _commit(),
        "versions": {name: _version(name) for name in names},
        "load when it began": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _commit() -> str:
    """The commit that is measured, with a + where files differ from it."""
    told = []
    for words in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "-uno"]):
        try:
            done = subprocess.run(["git", *words], cwd=HERE, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return "unknown"
        told.append(done.stdout.decode().strip())
    return told[0] + "+" * bool(told[1])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from the checkout"


def _first(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _memory_of_machine() -> float | None:
    total = _first("/proc/meminfo", "MemTotal")
    return round(int(total.split()[0]) * _KIB / 1e9, 1) if total else None
