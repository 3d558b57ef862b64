"""A file that is one article is read whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import BinaryError, decode


def _undeclared(_raw: bytes) -> None:
    """What names no encoding for itself."""


def whole(
    file: BinaryIO,
    name: str,
    ledger: Ledger,
    declared: Callable[[bytes], str | None] = _undeclared,
) -> str | None:
    """The text of *file*; None, and a skip, where it has none or too much.

    *declared* finds the encoding that the bytes name.
    """
    raw = file.read(ledger.limits.page + 1)
    if len(raw) > ledger.limits.page:
        ledger.too_large(name, None, "file", "page")
        return None
    try:
        text, note = decode(raw, declared(raw))
    except BinaryError as error:
        ledger.skip(name, None, "binary", str(error))
        return None
    if not text or text.isspace():
        ledger.skip(name, None, "empty file")
        return None
    if note:
        ledger.count(note)
    return text
