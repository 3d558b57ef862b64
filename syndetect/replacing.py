"""A folder that is written whole or not at all, and then stands where an older one stood."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from syndetect.unfinished import PART, lock, on_disk

_LOCK, _NEW, _OLD = "lock", "result", "old"  # what lies beside the folder for a while


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder to be filled, beside *folder* and on the same disk. When all is done, it is on
    the disk, and then takes the place of *folder*; where anything fails, nothing of it stays.

    What processes that were killed on the way left is removed before. Raises OSError.
    """
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*{PART}"):
        with suppress(OSError):  # another user's, say
            _clear(left, folder)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    own = lock(made / _LOCK)
    made = made.rename(made.with_name(f"{made.name}{PART}"))  # now others look at its lock
    new = made / _NEW  # with the usual permissions, which a temporary folder has not
    try:
        new.mkdir()
        yield new
        for path in (*new.iterdir(), new):
            on_disk(path)  # before the older one goes
        _put(new, folder)
        on_disk(folder.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if own is not None:
            os.close(own)


def _put(new: Path, folder: Path) -> None:
    """Rename *new* to *folder*; what stood there goes at once, or comes back."""
    if not folder.exists():
        new.rename(folder)
        return
    old = new.with_name(_OLD)
    folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        old.rename(folder)
        raise


def _clear(left: Path, folder: Path) -> None:
    """Remove what a killed process *left*; an older folder it had moved aside comes back."""
    names = {entry.name for entry in left.iterdir()}
    if _LOCK not in names or names - {_LOCK, _NEW, _OLD}:
        return
    if (own := lock(left / _LOCK)) is not None:
        if _OLD in names and not folder.exists():
            (left / _OLD).rename(folder)
        shutil.rmtree(left, ignore_errors=True)
        os.close(own)
