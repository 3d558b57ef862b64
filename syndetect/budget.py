"""How much memory a scan may take, what one is likely to need, and the refusal where it cannot fit.

The budget changes where tables lie and how much is in work at a time, never an answer. What a
scan needs is estimated from figures that ``benchmarks/speed.py`` measures; see docs/speed.md.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from syndetect.errors import UsageError

_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
_SHARE = 0.4  # of the free memory, where nobody says how much
LEAST = 500 * 10**6  # no scan takes less
_CGROUP = Path("/sys/fs/cgroup")  # where a container says how much it may use

# Measured on a newsroom's dense short articles and on realnews' long ones.
_BASE = 400 * 10**6  # libraries, kernels, one batch
_RESIDENT = 1200  # bytes an article that stay in memory whatever the budget
_TO_DISK = 20_000  # bytes of tables that leave memory, an article: pairs above all
_TEXT_TO_DISK = 6  # and for a byte of its text
_WORK = 1.7e-3  # seconds of one processor, an article
_TEXT_WORK = 0.4e-6  # and for a byte of its text


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a scan is likely to need: bytes of memory at the least, bytes of disk, seconds."""

    articles: int
    memory: int
    disk: int
    seconds: float

    @classmethod
    def of(cls, articles: int, text: int, workers: int) -> Estimate:
        """For *articles* of *text* bytes together, on so many workers."""
        return cls(
            articles=articles,
            memory=_BASE + _RESIDENT * articles,
            disk=_TO_DISK * articles + _TEXT_TO_DISK * text,
            seconds=(_WORK * articles + _TEXT_WORK * text) / workers,
        )

    def check(self, memory: int, folder: Path | None, held: int) -> None:
        """Raise UsageError where *memory* bytes, or the disk of *folder*, cannot hold the scan;
        *held* bytes of its tables need no disk.
        """
        if self.memory > memory:
            raise UsageError(
                f"{self.articles:,} articles need about {shown(self.memory)} of memory, and this "
                f"scan may take {shown(memory)}: allow more with --memory, or scan fewer with "
                "--sample"
            )
        place = folder or Path(tempfile.gettempdir())
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        if folder is not None and folder.is_dir():  # of a run that was stopped: it has that already
            free += sum(file.stat().st_size for file in folder.iterdir())
        if self.disk > held and self.disk > free:
            raise UsageError(
                f"{self.articles:,} articles need about {shown(self.disk)} of disk for a while, "
                f"and {place} has {shown(free)}: make room there, or scan fewer with --sample"
            )

    def __str__(self) -> str:
        return (
            f"{self.articles:,} articles: about {_duration(self.seconds)}, "
            f"{shown(self.memory)} of memory or more, {shown(self.disk)} of disk for a while"
        )


def size(given: str | int | None) -> int:
    """Bytes that *given* means: "4GB", "1.5 GiB", a number; None is a share of what is free.

    Raises UsageError for what is no size, and for less than any scan takes.
    """
    if given is None:
        return max(int(_free() * _SHARE), LEAST)
    found = _SIZE.fullmatch(str(given).strip())
    if found is None:
        raise UsageError(f"{given!r} is no amount of memory: write 4GB or 500MB")
    power = _POWERS[found[2].lower()]
    bytes_ = int(float(found[1]) * (1024 if found[3] else 1000) ** power)
    if bytes_ < LEAST:
        raise UsageError(
            f"{given} is less memory than any scan takes: allow {shown(LEAST)} or more"
        )
    return bytes_


def shown(size: float) -> str:
    """A number of bytes as people write it.

    >>> shown(2_140_000_000)
    '2.1 GB'
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit in ("B", "kB", "MB") else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def _free() -> int:
    """Memory that is free to take, also inside a container."""
    import psutil

    free = int(psutil.virtual_memory().available)
    try:
        most = (_CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = (_CGROUP / "memory.current").read_text(encoding="ascii").strip()
        return min(free, int(most) - int(used))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return free


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
