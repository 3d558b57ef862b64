"""What is read, as streams: a file, what it unpacks to, or one member of an archive."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from shutil import copyfileobj
from typing import BinaryIO

from syndetect.ingest.unpacking import HEAD, buffered, pieces_of
from syndetect.ingest.walk import Found, regular

_HELD = 2**24  # bytes that are held in memory before they go to a file
ENDINGS = {  # of a packing, and what is left of the name without it
    "gz": {".gz": "", ".gzip": "", ".tgz": ".tar"},
    "xz": {".xz": "", ".txz": ".tar"},
    "bz2": {".bz2": "", ".tbz2": ".tar", ".tbz": ".tar"},
    "zst": {".zst": "", ".zstd": "", ".tzst": ".tar"},
    "zip": {".zip": ""},
    "tar": {".tar": ""},
}


@dataclass(frozen=True, slots=True)
class Stream:
    """What one file, or one member of an archive, holds.

    *file* is read forwards and once; its beginning can be peeked into. *name* is what its article
    is called: the path below the base, with the names of members behind. *called* is the last
    name without the endings of its *packings*, of which the last came off first. *folder* is the
    folder that it lies in. *taken* says how many bytes have been read for it where it is packed.
    *given* is True where the caller named it.
    """

    name: str
    called: str
    folder: str
    file: BinaryIO
    taken: Callable[[], int]
    given: bool = False
    packings: tuple[str, ...] = ()

    def head(self) -> bytes:
        """How it begins. Raises OSError and PackedError."""
        peeked: bytes = self.file.peek(HEAD)  # type: ignore[attr-defined]
        return peeked[:HEAD]


@dataclass(frozen=True, slots=True)
class Handed:
    """A binary stream that a caller has open, to be read once, and what to call it."""

    file: BinaryIO
    name: str


@contextmanager
def opened(source: Found | Handed) -> Iterator[Stream]:
    """What *source* gives, packed as it is. Raises OSError."""
    path = PurePosixPath(source.name)
    if isinstance(source, Found):
        folder = path.parent.name or source.path.parent.name
        with regular(source.path) as file:
            yield Stream(source.name, path.name, folder, file, file.tell, source.given)
    else:
        read = _Counted(source.file)
        file = buffered(read.pieces())
        yield Stream(source.name, path.name, path.parent.name, file, read.taken, given=True)


@contextmanager
def seekable(file: BinaryIO) -> Iterator[BinaryIO]:
    """*file*, or a copy that can be read back and forth. Raises OSError and PackedError."""
    if file.seekable():
        yield file
        return
    with tempfile.SpooledTemporaryFile(_HELD) as copy:
        copyfileobj(file, copy, 2**20)
        copy.seek(0)
        yield copy  # type: ignore[misc]


def packed_as(called: str) -> str | None:
    """The packing that the ending of a name says."""
    lower = called.lower()
    return next((kind for kind, ends in ENDINGS.items() if lower.endswith(tuple(ends))), None)


def without(called: str, kind: str) -> str:
    """*called* without the ending of a packing."""
    for ending, left in ENDINGS[kind].items():
        if called.lower().endswith(ending):
            return called[: -len(ending)] + left
    return called


class _Counted:
    """A stream that says how much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._taken = 0

    def taken(self) -> int:
        return self._taken

    def pieces(self) -> Iterator[bytes]:
        for piece in pieces_of(self._file):
            self._taken += len(piece)
            yield piece
