"""Members of archives, as streams: zip and tar.

Names of members are names and no more: where they point to (``..``, ``/etc``), and what links among
them point to, is not looked at.
"""

from __future__ import annotations

import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from syndetect.ingest.collection import Ledger, beyond
from syndetect.ingest.decoding import clean
from syndetect.ingest.stream import Stream, seekable, without
from syndetect.ingest.unpacking import PackedError, broken, buffered, metered, pieces_of

_T = TypeVar("_T")
_BLOCK = 2**20  # bytes of a tar file that are read at a time
_LONGEST_HEADER = 2**20  # bytes of what a tar file says of a member
_TALK = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# First members and endings of documents of other programs, which are zip archives too.
_DOCUMENT = re.compile(
    rb"\[Content_Types\]\.xml|_rels/|docProps/|customXml/|word/|xl/|ppt/|mimetype|META-INF/|Android"
)
_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".whl")
_DAMAGED = (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError)  # type: ignore[attr-defined]
_BROKEN_ZIP = (
    OSError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError,
    OverflowError, UnicodeError,
)  # fmt: skip


def archive(head: bytes, called: str) -> str | None:
    """Which archive begins with *head*; an old tar file is believed by its name."""
    if head.startswith(_ZIP):
        return None if is_document(head, called) else "zip"
    named = called.lower().endswith(".tar") and len(head) >= tarfile.BLOCKSIZE
    return "tar" if head[257:262] == b"ustar" or named else None


def is_document(head: bytes, called: str) -> bool:
    """Whether a zip file is a document of another program."""
    told = called.lower().endswith(_DOCUMENTS) or _DOCUMENT.match(head, 30) is not None
    return head.startswith(_ZIP) and told


def zip_members(stream: Stream, ledger: Ledger) -> Iterator[Stream]:
    """Raises PackedError for a zip file without a directory."""
    with seekable(stream.file) as file:
        size = file.seek(0, 2)
        try:
            opened = zipfile.ZipFile(file)
        except (*_BROKEN_ZIP, NotImplementedError) as error:
            raise PackedError(broken("zip"), str(error)) from error
        with opened:
            taken = 0
            for member in _limited(iter(opened.infolist()), ledger):
                if member.filename.endswith("/"):  # it may be empty
                    continue
                name = _name(member.filename)
                if _hidden(name, ledger):
                    continue
                taken += member.compress_size
                if taken > size:
                    raise PackedError(broken("zip"), "its members overlap")
                if member.flag_bits & 1:
                    ledger.skip(f"{stream.name}/{name}", None, "encrypted", "it has a password")
                    continue
                packed = partial(int, member.compress_size)
                pieces = metered(_zipped(opened, member), packed, ledger.limits)
                yield _member(stream, name, "zip", pieces, packed)


def _zipped(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with opened.open(member) as file:
            yield from pieces_of(file)  # type: ignore[arg-type]
    except (*_BROKEN_ZIP, RuntimeError) as error:  # of which NotImplementedError is one
        raise PackedError(broken("zip"), str(error)) from error


def tar_members(stream: Stream, ledger: Ledger) -> Iterator[Stream]:
    """Raises PackedError where the archive is broken; members before are whole."""
    try:
        opened = tarfile.open(  # noqa: SIM115
            fileobj=stream.file, mode="r|", bufsize=_BLOCK, tarinfo=_TarInfo, errorlevel=1
        )
        with opened:
            for member in _limited(_each(opened), ledger):
                name = _name(member.name)
                if member.isdir() or _hidden(name, ledger):
                    continue
                if not member.isreg() or member.issparse():
                    what = "a link" if member.issym() or member.islnk() else "no ordinary file"
                    ledger.pass_over(f"{stream.name}/{name}", "not an article format", what)
                    continue
                file = opened.extractfile(member)
                if file is not None:
                    pieces = _tarred(pieces_of(file))  # type: ignore[arg-type]
                    yield _member(stream, name, "tar", pieces, stream.taken)
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
        raise PackedError(broken("tar"), str(error)) from error


def _each(opened: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (member := opened.next()) is not None:
        opened.members.clear()  # type: ignore[attr-defined]  # it remembers all that it has seen
        yield member


def _tarred(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except tarfile.TarError as error:
        raise PackedError(broken("tar"), str(error)) from error


class _TarInfo(tarfile.TarInfo):
    """What a tar file says of a member; damage is an error, where it else looks like the end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _TarInfo:
        try:
            return super().fromtarfile(tarfile_)
        except _DAMAGED as error:
            raise PackedError(broken("tar"), str(error)) from error

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _TarInfo:
        made = super().frombuf(buf, encoding, errors)
        if made.type in _TALK and made.size > _LONGEST_HEADER:
            raise PackedError(broken("tar"), f"a header of {made.size:,} bytes")
        return made


def _limited(members: Iterator[_T], ledger: Ledger) -> Iterator[_T]:
    for number, member in enumerate(members, 1):
        if number > ledger.limits.members:
            raise PackedError("too many members", beyond(ledger.limits, "members"))
        yield member


def _member(
    stream: Stream, name: str, kind: str, pieces: Iterator[bytes], taken: Callable[[], int]
) -> Stream:
    path = PurePosixPath(name)
    folder = path.parent.name or without(stream.called, kind)
    return Stream(f"{stream.name}/{name}", path.name, folder, buffered(pieces), taken)


def _name(given: str) -> str:
    """The name of a member as a path with slashes, which only looks like one."""
    parts = (part for part in clean(given)[0].replace("\0", "").split("/") if part not in ("", "."))
    return "/".join(parts) or "member"


def _hidden(name: str, ledger: Ledger) -> bool:
    """Whether a member is hidden, or a shadow that a Mac has put beside it."""
    parts = name.split("/")
    hidden = parts[0] == "__MACOSX" or any(p.startswith(".") and p != ".." for p in parts)
    if hidden:
        ledger.count("hidden files")
    return hidden


ARCHIVES: Mapping[str, Callable[[Stream, Ledger], Iterator[Stream]]] = {
    "zip": zip_members,
    "tar": tar_members,
}
