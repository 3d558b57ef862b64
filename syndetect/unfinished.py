"""The folder of a run that is not done, for a later run that goes on with it.

A file has its name only when all of it is on the disk: what a machine that lost its power left
half-written is never taken up. Nor is what has been cut since; values that were changed are taken.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import unicodedata
import weakref
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import xxhash

from syndetect.errors import UsageError

END = ".arrow"  # of a table that is whole
PART = ".part"  # behind it, of one that is not, and of a result
STORED = ".parquet"  # of a table that only a result asks for
UNFINISHED = ".unfinished"  # of the folder of such a run, which lies beside its result
BESIDE = (UNFINISHED, PART)  # of what a scan has beside its result for a while
_READING = ("trafilatura", "wordfreq")
_FACES = ("cli", "export", "newsroom")  # what shows tables, or writes articles
_KEY = "run.json"
_LOCK = "lock"  # held by the run that writes here, until it ends


class Unfinished:
    """A folder, made by ``begin``, with tables in Arrow files, and the *key* of the run that they
    are of; other code has another key.
    """

    def __init__(self, place: Path, key: Mapping[str, Any] | None) -> None:
        self.place = place
        self._ours = False  # whether this run has taken it
        self.removed = False  # whether an earlier run had finished something that is of no use
        self._unlock: Callable[[], object] = lambda: None
        self._key = json.dumps({**(key or {}), "code": code()}, sort_keys=True).encode()

    def file(self, name: str, end: str = END) -> Path:
        """Where the table *name* lies."""
        return self.place / f"{name}{end}"

    def begun(self) -> bool:
        """Whether the folder is there, and this run has taken it."""
        return self._ours

    def begin(self) -> None:
        """Make the folder, and take it for this run. Raises UsageError where another has."""
        try:
            self.place.mkdir(parents=True)
        except FileExistsError as error:
            raise self._in_use() from error
        self._lock()
        (self.place / _KEY).write_bytes(self._key)
        on_disk(self.place / _KEY)

    def finish(self, name: str, file: IO[bytes]) -> None:
        """The table *name* is whole in *file*, whose name ends with ``END`` and ``PART``."""
        file.flush()
        part = self.file(name, f"{END}{PART}")
        on_disk(part)
        part.rename(self.file(name))
        on_disk(self.place)

    def leave(self) -> None:
        """Let another run have the folder, as it is."""
        self._ours = False
        self._unlock()

    def clear(self) -> None:
        """Remove the folder, if it is this run that has taken it."""
        if self._ours:
            for file in sorted(self.place.iterdir()):
                if file.name != _LOCK:  # which goes last: who finds it free finds all gone
                    file.unlink(missing_ok=True)
            shutil.rmtree(self.place, ignore_errors=True)
            self.leave()

    def found(self) -> tuple[str, ...]:
        """Tables that an earlier run of the same key finished. What lies there of another key, or
        is not whole, is removed. Raises UsageError where the folder holds anything else, or
        another run is at work there.
        """
        if not os.path.lexists(self.place):
            return ()
        try:
            names = {entry.name for entry in self.place.iterdir()} - {_LOCK}
            same = (self.place / _KEY).read_bytes() == self._key
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
        if not same or not all(_is_whole(self.place / name) for name in kept):
            self.removed = bool(kept)
            self.clear()
            return ()
        return tuple(name.removesuffix(END) for name in kept)

    def _lock(self) -> None:
        """Take the folder for this run, also from another of this process. Where files cannot be
        locked, it does without."""
        try:
            file = os.open(self.place / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise UsageError(
                f"{self.place} cannot be written to ({error.strerror}): this is where the scan "
                "keeps what is finished. Change its mode, or name another folder with --out"
            ) from error
        self._unlock = weakref.finalize(self, os.close, file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Who was here before may have removed the folder, and another made it anew.
            self._ours = os.path.samestat(os.fstat(file), (self.place / _LOCK).stat())
        except (BlockingIOError, PermissionError, FileNotFoundError):
            self._ours = False
        except OSError:
            self._ours = True
        if not self._ours:
            self._unlock()
            raise self._in_use()

    def _in_use(self) -> UsageError:
        return UsageError(
            f"{self.place} is in use: another scan writes the same result. Wait for it, or "
            "name another folder with --out"
        )


def code() -> str:
    """A digest of all files of this package that have a say in tables, and of what else readings
    rest on: the letters that this Python knows, and packages that read pages and know words.
    Changed ones may make other tables."""
    root = Path(__file__).parent
    known = [unicodedata.unidata_version, *(f"{name} {version(name)}" for name in _READING)]
    found = xxhash.xxh3_64("\0".join([*known, ""]).encode())
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and path.parent.name != "__pycache__" and name.parts[0] not in _FACES:
            told = path.read_bytes()
            found.update(f"{name}\0{len(told)}\0".encode())
            found.update(told)
    return str(found.hexdigest())


def lock(path: Path) -> int | None:
    """A descriptor that holds the file *path*, made where it is missing, until it is closed; None
    where another has it, or nobody can.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file


def on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk: a loss of power leaves them."""
    try:
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
    except OSError:
        if not path.is_dir():  # not every file system can do so for folders, nor every user
            raise


def _is_whole(path: Path) -> bool:
    """Whether a file ends as Arrow ends it, and what that tells of its parts is there."""
    try:
        with pa.memory_map(str(path)) as file:
            table = pa.ipc.open_file(file)
            for at in range(table.num_record_batches):
                table.get_batch(at)
    except (OSError, pa.ArrowException):
        return False
    return True
