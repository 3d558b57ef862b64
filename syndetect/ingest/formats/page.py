"""Web pages: one article a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats.tables import Row
from syndetect.ingest.formats.whole import whole
from syndetect.ingest.html import declared_encoding, html_fields, why_unread
from syndetect.ingest.records import Columns


def rows(file: BinaryIO, name: str, _columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """One row with what the page says; none, and a skip, where no article is found in it.

    A page that the parsers cannot bear costs itself and no other.
    """
    text = whole(file, name, ledger, declared_encoding)
    if text is None:
        return
    try:
        fields = html_fields(text, extraction=ledger.limits.extraction)
    except Exception as error:  # noqa: BLE001  one page's failure is a skip, whatever its kind
        ledger.skip(name, None, "page cannot be parsed", type(error).__name__)
        return
    if "text" in fields:
        yield 1, fields
    else:
        ledger.skip(name, None, "no article found in the page", why_unread(text))
