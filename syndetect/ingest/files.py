"""Files and folders to a collection: one function from paths to articles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from syndetect.errors import InputError, UsageError
from syndetect.ingest.collection import Collection, Ledger, rank, settle, unheard
from syndetect.ingest.decoding import BinaryError, decode
from syndetect.ingest.html import Extraction, declared_encoding, html_fields, why_unread
from syndetect.ingest.outlets import hostname
from syndetect.ingest.plain import markdown_fields, text_fields
from syndetect.ingest.records import Columns, article, check_sample, missing
from syndetect.ingest.rows import csv_rows, json_rows, parquet_rows
from syndetect.ingest.walk import Found, find, read
from syndetect.model import Article
from syndetect.shelf import Shelf

OUTLETS_FROM = ("folder", "url")
_TABLES = {"jsonl": json_rows, "jsonl.gz": json_rows, "csv": csv_rows, "parquet": parquet_rows}
_PAGES: Mapping[str, Callable[[str], Mapping[str, object]]] = {
    "txt": text_fields,
    "md": markdown_fields,
    "html": html_fields,
}


def collect(
    paths: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    outlet_from: str | None = None,
    extraction: str = "balanced",
    sample: int | None = None,
    strict: bool = False,
    shelf: Shelf | None = None,
    heard: Callable[[int], None] = unheard,
) -> Collection:
    """All articles in *paths*, any number of files and folders.

    ``.txt``, ``.md`` and ``.html`` files are one article each, called by their path below the
    folder given; ``.jsonl``, ``.jsonl.gz``, ``.csv`` and ``.parquet`` hold one a row, called by
    their ``id`` column or else ``path#row``. *columns* maps our names of columns to theirs.
    *outlet_from* takes the outlet from the name of the ``folder`` a file lies in, where no field,
    column or front matter declares one, or from the ``url``. *extraction* is what is taken of a web
    page where that is open: ``precision`` rather too little, ``recall`` rather too much. *sample*
    reads that many articles, spread over the whole input.
    No article at all gives an empty collection. Articles are read one at a time, and lie on
    *shelf*; *heard* is told how many have been read.

    Raises InputError for a path that does not exist, a mapped column that no table has and, with
    *strict*, the first thing that cannot be read; UsageError for arguments that make no sense.
    """
    if outlet_from is not None and outlet_from not in OUTLETS_FROM:
        raise UsageError(f"outlet_from is {outlet_from!r}: it must be one of {OUTLETS_FROM}.")
    if extraction not in tuple(Extraction):
        known = ", ".join(Extraction)
        raise UsageError(f"extraction is {extraction!r}: it must be one of {known}.")
    check_sample(sample)
    ledger, names = Ledger(strict=strict), Columns(columns)
    reader = _Reader(names, outlet_from, Extraction(extraction), ledger)
    found = find(paths, ledger)

    def coming() -> Iterator[Article]:
        if sample is None:
            for file in found:
                yield from reader.articles(file)
        else:
            yield from _sampled(found, sample, reader)
        names.check()

    return settle(coming(), ledger, sample, shelf, heard)


def _sampled(found: list[Found], sample: int, reader: _Reader) -> Iterator[Article]:
    """All rows of tables, and as many pages as the sample may hold: the rest is not opened."""
    drawn: set[tuple[bytes, str]] = set()
    for file in found:
        if file.format in _TABLES:
            for made in reader.articles(file):
                drawn.add(rank(made.id))
                yield made
    ranks, kept = sorted(drawn), 0
    pages = sorted((f for f in found if f.format in _PAGES), key=lambda file: rank(file.name))
    for done, file in enumerate(pages):
        if kept + bisect_left(ranks, rank(file.name)) >= sample:
            reader.ledger.count("not in sample", len(pages) - done)
            break
        for made in reader.articles(file):
            kept += 1
            yield made


class _Reader:
    """Reads one file after the other, and notes what it meets in the ledger."""

    def __init__(
        self, columns: Columns, outlet_from: str | None, extraction: Extraction, ledger: Ledger
    ) -> None:
        self.columns = columns
        self.outlet_from = outlet_from
        self.extraction = extraction
        self.ledger = ledger

    def articles(self, file: Found) -> Iterator[Article]:
        """The articles of *file*, with their outlet. Raises InputError if a named file fails."""
        try:
            self.ledger.count(f"{file.format} files")
            self.ledger.count("files read")
            made = self._page(file) if file.format in _PAGES else self._table(file)
            yield from made
        except OSError as error:
            self.ledger.counts["files read"] -= 1
            reason = error.strerror or str(error)
            if file.given:
                raise InputError(
                    f"{file.path}: cannot be read ({reason}). Mend it, or leave it out."
                ) from error
            self.ledger.skip(file.name, None, "unreadable file", reason)

    def _table(self, file: Found) -> Iterator[Article]:
        rows = _TABLES[file.format](file.path, file.name, self.columns, self.ledger)
        for row, fields in rows:
            self.ledger.count("rows read")
            made = self._article(fields, file, row)
            if made is not None:
                yield made

    def _page(self, file: Found) -> Iterator[Article]:
        raw = read(file.path)
        try:
            text, note = decode(raw, declared_encoding(raw) if file.format == "html" else None)
        except BinaryError as error:
            self.ledger.skip(file.name, None, "binary", str(error))
            return
        if not text or text.isspace():
            self.ledger.skip(file.name, None, "empty file")
            return
        if note:
            self.ledger.count(note)
        if file.format == "html":
            fields = html_fields(text, extraction=self.extraction)
        else:
            fields = _PAGES[file.format](text)
        if "text" not in fields:
            why = why_unread(text) if file.format == "html" else ""
            self.ledger.skip(file.name, None, "no article found in the page", why)
            return
        made = self._article(fields, file, None)
        if made is not None:
            yield made

    def _article(
        self, fields: Mapping[str, object], file: Found, row: int | None
    ) -> Article | None:
        """The article of *fields*, with its outlet."""
        # What a page says of its site (host, site name) is no declared outlet: the folder is.
        declared = file.format != "html" and not missing(fields.get("outlet"))
        if self.outlet_from == "folder" and not declared:
            folder = PurePosixPath(file.name).parent.name or file.path.parent.name
            fields = {**fields, "outlet": folder or fields.get("outlet")}
        name = file.name if row is None else f"{file.name}#{row}"
        made = article(fields, self.ledger, path=file.name, row=row, name=name)
        if made is None or self.outlet_from != "url":
            return made
        return replace(made, outlet=hostname(made.url) or made.outlet)


def read_one(path: str | Path) -> Article:
    """The one article of a file, called by its path.

    Raises InputError for a folder, and for a file with none or several.
    """
    if Path(path).is_dir():
        raise InputError(f"{path} is a folder: name a file with one article.")
    found = collect([path])
    if len(found.articles) == 1 and not found.skipped:
        return replace(found.articles[0], id=str(path))
    if not found.skipped:
        raise InputError(f"{path} holds {len(found.articles)} articles: name a file with one.")
    skip = found.skipped[0]
    place = f"{path}" if skip.row is None else f"{path}, row {skip.row}"
    why = f"{skip.reason} ({skip.detail})" if skip.detail else skip.reason
    raise InputError(f"{place}: {why}. Name a file with one article.")
