"""Compressed streams: gzip, xz, bzip2 and Zstandard, piece by piece.

What is broken, breaks off or unpacks to too much gives all that comes before, and then raises
``PackedError``. That is no ``OSError`` and no ``ValueError``, which readers of formats take for
troubles of their own.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from syndetect.ingest.collection import beyond
from syndetect.settings import Reading

HEAD = 4096  # bytes from which packings and formats are known
_PIECE = 2**17  # bytes that are packed or unpacked at a time
_FREE = 2**24  # bytes that may come out of anything, whatever the ratio
_MEMORY = 2**29  # bytes that a dictionary of xz may take
_MAGIC = {
    "gz": re.compile(rb"\x1f\x8b\x08"),
    "xz": re.compile(rb"\xfd7zXZ\x00"),
    "bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)"),
    "zst": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
}
_CALLED = {"gz": "gzip", "bz2": "bzip2", "zst": "Zstandard"}


class PackedError(Exception):
    """A packed stream that cannot be read on: *reason* and *detail* are those of a skip."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason} ({detail})")
        self.reason = reason
        self.detail = detail


class _Unpacker(Protocol):
    """What the standard library has for each of the four; gzip excepted."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's reader of gzip with the interface of the others."""

    def __init__(self) -> None:
        self._reader = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._reader.eof

    @property
    def needs_input(self) -> bool:
        return not self._reader.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._reader.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._reader.decompress(self._reader.unconsumed_tail + data, max_length)


class Pieces(io.RawIOBase):
    """A raw stream of *pieces*; it reads as much as is asked for, and ends with what ends them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self._broken: PackedError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill *buffer*, unless the end comes first."""
        room = memoryview(buffer)  # type: ignore[arg-type]
        filled = 0
        while filled < len(room):
            if not self._rest and not self._more(before=filled):
                break
            size = min(len(room) - filled, len(self._rest))
            room[filled : filled + size] = self._rest[:size]
            self._rest = self._rest[size:]
            filled += size
        return filled

    def _more(self, before: int) -> bool:
        """Whether there is another piece. An error waits until all *before* it has been read."""
        if self._broken is None:
            try:
                self._rest = memoryview(next(self._pieces, b""))
            except PackedError as error:
                self._broken = error
        if self._broken is not None and not before:
            raise self._broken
        return bool(self._rest)


def buffered(pieces: Iterator[bytes]) -> BinaryIO:
    """*pieces* as a file that can be read and peeked into, and not be wound back."""
    return io.BufferedReader(Pieces(pieces), _PIECE)


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """What is left in *file*."""
    while piece := file.read(_PIECE):
        yield piece


def compression(head: bytes) -> str | None:
    """How a stream that begins with *head* is compressed: gz, xz, bz2, zst; None if it is not."""
    return next((kind for kind, magic in _MAGIC.items() if magic.match(head)), None)


def broken(kind: str) -> str:
    """The reason of a skip for a packed file that cannot be read."""
    return f"broken {_CALLED.get(kind, kind)} file"


def unpacked(file: BinaryIO, kind: str) -> Iterator[bytes]:
    """What *file* unpacks to, all its members behind one another. Raises PackedError."""
    errors, make = _unpackers(kind)
    done = 0
    data = file.read(_PIECE)
    while data:
        unpacker = make()
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _PIECE)
            except errors as error:
                detail = f"{error}; {done:,} bytes were unpacked before"
                raise PackedError(broken(kind), detail) from error
            done += len(piece)
            if piece:
                yield piece
            data = b""
            if not unpacker.eof and unpacker.needs_input:
                data = file.read(_PIECE)
                if not data and not piece:
                    raise PackedError(broken(kind), f"it breaks off after {done:,} unpacked bytes")
        data = _unpadded(unpacker.unused_data, file)


def metered(pieces: Iterator[bytes], taken: Callable[[], int], limits: Reading) -> Iterator[bytes]:
    """*pieces* as long as they are in proportion to the bytes *taken* from where they come.

    Raises PackedError beyond ``limits.unpacked`` and ``limits.ratio``.
    """
    given = 0
    for piece in pieces:
        given += len(piece)
        for limit, most in (("unpacked", limits.unpacked), ("ratio", _most(taken(), limits))):
            if given > most:
                detail = f"{taken():,} bytes to {given:,} and more; {beyond(limits, limit)}"
                raise PackedError("unpacks to too much", detail)
        yield piece


def _most(taken: int, limits: Reading) -> int:
    return _FREE + taken * limits.ratio


def _unpadded(data: bytes, file: BinaryIO) -> bytes:
    """The next bytes that are no padding with zeros."""
    data = data.lstrip(b"\0")
    while not data:
        more = file.read(_PIECE)
        if not more:
            break
        data = more.lstrip(b"\0")
    return data


def _unpackers(kind: str) -> tuple[tuple[type[Exception], ...], Callable[[], _Unpacker]]:
    """What can be raised, and what makes an unpacker of one member."""
    if kind == "gz":
        return (zlib.error,), _Gzip
    if kind == "bz2":
        return (OSError, ValueError), bz2.BZ2Decompressor
    if kind == "xz":
        return (lzma.LZMAError,), lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _MEMORY)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return (zstd.ZstdError,), zstd.ZstdDecompressor
