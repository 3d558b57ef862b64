"""What a database says is wrong, in words that say what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

from syndetect.errors import ArchiveError

COMPACTING = ".compacting"  # behind the name of the file that `compact` makes
HERE = "{} is in use: this process has it open. Close it first"
FOREIGN = "{} is no archive: name another file, or a new one"
_DAMAGED = ("Corrupt", "checksum", "Could not read", "Serialization")
_REFUSED = ("No space left", "Could not write")
_BEHIND = ("autocheckpoint failed", "Failed to create checkpoint")
_INVALID = "has been invalidated because of a previous"  # of what is asked after a failure


def told(path: Path, error: Exception) -> ArchiveError | None:
    """What an *error* of the database means for the archive at *path*; None where it is none of
    the file's."""
    import duckdb

    said = str(error)
    first = said.splitlines()[0] if said else type(error).__name__
    if "different configuration" in said:
        return ArchiveError(HERE.format(path))
    if isinstance(error, duckdb.ConnectionException) and "closed" in said:
        return ArchiveError(f"{path} is closed: open it again with Archive.open(path)")
    if is_locked(error):
        holder = re.search(r"PID (\d+)", said)
        who = f" by process {holder[1]}" if holder else ""
        return ArchiveError(
            f"{path} is in use{who}: one process at a time writes to an archive, and none "
            "reads meanwhile. Wait for it"
        )
    # An empty file may be called after another format.
    if "not a valid DuckDB database" in said or "in-memory database" in said:
        return ArchiveError(FOREIGN.format(path))
    if "storage version" in said or "newer version of DuckDB" in said:
        return ArchiveError(f"{path} was written by a later DuckDB: update duckdb")
    if _INVALID in said:
        return ArchiveError(f"{path} failed before, and does nothing more: open it again")
    beside = COMPACTING in said.replace(os.path.realpath(path), "")
    if any(sign in said for sign in _BEHIND) and not beside:
        return ArchiveError(
            f"{path}: what was changed is kept in {path}.wal, for the disk refuses to take it into "
            f"the file ({first.rpartition('rror: ')[2]}). Make room, keep both files together, "
            f"and run `syndetect archive compact {path}`"
        )
    if any(sign in said for sign in _DAMAGED):
        return damaged(path, first)
    if any(sign in said for sign in _REFUSED):
        what = first.rpartition("rror: ")[2]
        return ArchiveError(
            f"{path}: the disk refuses ({what}). Make room; the archive is as it was"
        )
    return None


def damaged(path: Path, what: str) -> ArchiveError:
    """That the file is damaged, and *what* says so."""
    return ArchiveError(
        f"{path} is damaged ({what}): restore it from a copy, or make it anew from the articles"
    )


def is_locked(error: Exception) -> bool:
    """Whether another process has the file."""
    return "Could not set lock" in str(error)
