"""Where an archive lies: what is refused before the database is asked at all.

DuckDB opens a file of another format, a CSV file say, as a view in memory, to which articles would
be added in vain.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from syndetect.archive import faults
from syndetect.errors import ArchiveError

_INSIDE = "kept"  # a schema: a database, which is called after its file, must not be called so
_HEADER = 4096  # bytes
_HEADERS = 3 * _HEADER  # that DuckDB writes first: one of all, and two of which the later holds
# Behind its checksum, of a header of a database without blocks: how often it was written since,
# where tables and free blocks are told, and how many blocks there are.
_BARE = struct.pack("<QQQQ", 0, 2**64 - 1, 2**64 - 1, 0)
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
    """Whether a file is what is left of a database whose maker was killed at once: it has no block,
    and never had.

    DuckDB writes three headers, one after another, then blocks; the second header tells how many,
    from the first checkpoint on. Of a file that was cut to the first header alone nothing else can
    be told, so that it counts as unfinished, too.
    """
    size = path.stat().st_size if path.is_file() else _HEADERS
    if size >= _HEADERS or Path(f"{path}.wal").exists():  # the log comes after the headers
        return False
    begin = path.read_bytes()
    if size <= _HEADER:
        return not begin or (size == _HEADER and begin[_MAGIC[0]] == _MAGIC[1])
    return begin[_HEADER + 8 :].startswith(_BARE)


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
