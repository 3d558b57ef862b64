"""Packed files for tests, made in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

COMPRESS: Mapping[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": zstd.compress,
}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip file of *members*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in members.items():
            file.writestr(name, raw)
    return made.getvalue()


def tarred(members: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    """A tar file of *members*, and then of *others*, which hold nothing."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as file:
        for name, raw in members.items():
            told = tarfile.TarInfo(name)
            told.size = len(raw)
            file.addfile(told, io.BytesIO(raw))
        for told in others:
            file.addfile(told)
    return made.getvalue()


def link(name: str, target: str) -> tarfile.TarInfo:
    """A symbolic link as a member of a tar file."""
    told = tarfile.TarInfo(name)
    told.type, told.linkname = tarfile.SYMTYPE, target
    return told
