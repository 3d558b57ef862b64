"""Every date that a file with one article may go by."""

from __future__ import annotations

from pathlib import Path

from syndetect.errors import InputError
from syndetect.ingest.datecandidates import DateCandidate, article_dates
from syndetect.ingest.decoding import BinaryError, decode
from syndetect.ingest.files import read_one
from syndetect.ingest.html import declared_dates, declared_encoding


def dates_of(path: str | Path) -> tuple[DateCandidate, ...]:
    """The dates of the one article in the file *path*: of a web page all that it declares, then
    what its address and the head of its text tell. The chosen one is marked.

    Raises InputError for a file that holds no article or several, unless it is a page that at
    least declares a date.
    """
    declared = _declared(Path(path))
    try:
        found = article_dates(read_one(path))
    except InputError:
        if not declared:
            raise
        return declared
    # What was chosen of the declared dates is the article's own declared one.
    return (*declared, *(date for date in found if not declared or date.source != "declared"))


def _declared(path: Path) -> tuple[DateCandidate, ...]:
    if path.suffix.lower() not in (".html", ".htm") or not path.is_file():
        return ()
    try:
        raw = path.read_bytes()
        text, _ = decode(raw, declared_encoding(raw))
    except (OSError, BinaryError):  # what reads it as an article says so
        return ()
    return declared_dates(text)
