"""Where an archive lies: what is refused before the database is asked at all.

DuckDB opens a file of another format, a CSV file say, as a view in memory, to which articles would
be added in vain.
"""

from __future__ import annotations

import os
from pathlib import Path

from syndetect.archive import faults
from syndetect.errors import ArchiveError

_INSIDE = "kept"  # a schema: a database, which is called after its file, must not be called so
_HEADERS = 3 * 4096  # bytes that DuckDB writes first: a file with fewer has nothing in it
_MAGIC = slice(8, 12), b"DUCK"


def check(path: Path, *, write: bool) -> None:
    """Raise ArchiveError where there can be no archive at *path*."""
    real = Path(os.path.realpath(path))
    if not write and not path.exists():
        raise ArchiveError(
            f"{path}: there is no such file. Make an archive with `syndetect add {path} FOLDER`"
        )
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder: name the file of an archive")
    if not _may_be_ours(real):
        raise ArchiveError(faults.FOREIGN.format(path))
    folder = real.parent
    if not folder.is_dir():
        raise ArchiveError(f"{path}: there is no such folder. Make it first")
    if write and not os.access(folder, os.W_OK | os.X_OK):
        raise ArchiveError(
            f"{path}: the folder {folder} cannot be written to, and a change needs a file "
            "beside the archive"
        )
    if real.name.lstrip(".").partition(".")[0].lower() == _INSIDE:
        raise ArchiveError(
            f"{path}: an archive cannot be called {_INSIDE!r}: give the file another name"
        )


def is_unfinished(path: Path) -> bool:
    """Whether a file is what is left of a database whose maker was killed at once."""
    small = path.is_file() and path.stat().st_size < _HEADERS
    begin = path.read_bytes() if small else None
    return begin is not None and (not begin or begin[_MAGIC[0]] == _MAGIC[1])


def _may_be_ours(path: Path) -> bool:
    """Whether there is no file yet, or what begins as those of DuckDB do; an empty file and one
    that cannot be read are left to DuckDB."""
    if not path.exists():
        return True
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            begin = file.read(_MAGIC[0].stop)
    except OSError:
        return True
    return not begin or begin[_MAGIC[0]] == _MAGIC[1]
