"""Text files: one article a file, the body exactly as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats.tables import Row
from syndetect.ingest.formats.whole import whole
from syndetect.ingest.records import Columns


def rows(file: BinaryIO, name: str, _columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """One row with nothing but the text. Which line is a headline is not guessed."""
    text = whole(file, name, ledger)
    if text is not None:
        yield 1, {"text": text}
