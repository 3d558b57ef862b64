"""The folder of a run that is not done, for a later run that goes on with it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from syndetect.errors import UsageError

END = ".arrow"  # of a table that is whole
PART = ".part"  # behind it, of one that is not
STORED = ".parquet"  # of a table that only a result asks for
_KEY = "run.json"
_LOCK = "lock"  # held by the process that writes here, until it ends


class Unfinished:
    """A folder, made by ``begin``, with tables in Arrow files, and the *key* of the run that they
    are of.
    """

    def __init__(self, place: Path, key: Mapping[str, Any] | None) -> None:
        self.place = place
        self._ours = False  # whether this process has taken it
        self._key = json.dumps(dict(key or {}), sort_keys=True)

    def file(self, name: str, end: str = END) -> Path:
        """Where the table *name* lies."""
        return self.place / f"{name}{end}"

    def begun(self) -> bool:
        """Whether the folder is there, and this process has taken it."""
        return self._ours

    def begin(self) -> None:
        """Make the folder, and take it for this process. Raises UsageError where another has."""
        try:
            self.place.mkdir(parents=True)
        except FileExistsError as error:
            raise self._in_use() from error
        self._lock()
        (self.place / _KEY).write_text(self._key, encoding="utf-8")

    def clear(self) -> None:
        """Remove the folder, if it is this process that has taken it."""
        if self._ours:
            shutil.rmtree(self.place, ignore_errors=True)
            self._ours = False

    def found(self) -> tuple[str, ...]:
        """Tables that an earlier run of the same key finished. What lies there of another key, or
        is not whole, is removed. Raises UsageError where the folder holds anything else, or
        another process is at work there.
        """
        if not os.path.lexists(self.place):
            return ()
        try:
            names = {entry.name for entry in self.place.iterdir()} - {_LOCK}
            same = (self.place / _KEY).read_text(encoding="utf-8") == self._key
        except FileNotFoundError:  # stopped before it was named
            same = False
        except OSError:
            names, same = {"?"}, False
        if any(name != _KEY and not name.endswith((END, END + PART, STORED)) for name in names):
            raise UsageError(
                f"{self.place} is in the way: this is where the scan keeps what is finished. "
                "Move it away"
            )
        self._lock()
        kept = sorted(name for name in names if name.endswith(END))
        # A machine that lost its power may have the name of a file, and not all of its bytes.
        if not same or not all(_is_whole(self.place / name) for name in kept):
            self.clear()
            return ()
        return tuple(name.removesuffix(END) for name in kept)

    def _lock(self) -> None:
        """Take the folder for this process. Where files cannot be locked, it does without."""
        file = os.open(self.place / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        weakref.finalize(self, os.close, file)
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise self._in_use() from error
        except OSError:
            pass
        self._ours = True

    def _in_use(self) -> UsageError:
        return UsageError(
            f"{self.place} is in use: another scan writes the same result. Wait for it, or "
            "name another folder with --out"
        )


def _is_whole(path: Path) -> bool:
    try:
        with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
            return all(reader.get_batch(at) is not None for at in range(reader.num_record_batches))
    except (OSError, pa.ArrowException):
        return False
