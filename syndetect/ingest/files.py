"""Files and folders to a collection: one function from paths to articles.

``walk`` finds files, ``packed`` opens them, ``sniffing`` names their format, a module of
``formats`` reads them, and ``records`` judges the values.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from syndetect.errors import InputError, UsageError
from syndetect.ingest.collection import Collection, Ledger, rank, settle, unheard
from syndetect.ingest.decoding import BinaryError, decode
from syndetect.ingest.formats import json_lines, markdown, page, parquet, separated, text
from syndetect.ingest.formats.tables import Row
from syndetect.ingest.members import is_document
from syndetect.ingest.outlets import hostname
from syndetect.ingest.packed import packing, streams
from syndetect.ingest.records import Columns, article, check_sample, missing
from syndetect.ingest.sniffing import endings, is_foreign, is_otherwise, sniffed
from syndetect.ingest.stream import Handed, Stream, opened, packed_as, seekable
from syndetect.ingest.unpacking import HEAD, PackedError, broken
from syndetect.ingest.walk import Found, find
from syndetect.model import Article
from syndetect.settings import Reading
from syndetect.shelf import Shelf

OUTLETS_FROM = ("folder", "url")


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read. Of a *single* one a file is one article, and is called by its path;
    *jumps* says that its reader reads back and forth; *sites*, that the outlet it tells is that of
    a web site, which declares less than a column or front matter.
    """

    rows: Callable[[BinaryIO, str, Columns, Ledger], Iterator[Row]]
    single: bool = False
    jumps: bool = False
    sites: bool = False


FORMATS: Mapping[str, Format] = {
    "txt": Format(text.rows, single=True),
    "md": Format(markdown.rows, single=True),
    "html": Format(page.rows, single=True, sites=True),
    "jsonl": Format(json_lines.rows),
    "csv": Format(separated.rows),
    "parquet": Format(parquet.rows, jumps=True),
}


def collect(
    paths: Sequence[str | Path | BinaryIO],
    *,
    columns: Mapping[str, str] | None = None,
    outlet_from: str | None = None,
    sample: int | None = None,
    strict: bool = False,
    shelf: Shelf | None = None,
    heard: Callable[[int], None] = unheard,
    base: str | Path | None = None,
    limits: Reading | None = None,
) -> Collection:
    """All articles in *paths*, any number of files, folders and binary streams.

    A file is read as what it holds, and as its ending says where that does not tell. Text,
    Markdown and HTML files are one article each, called by their path below the folder given, or
    below *base*, which all *paths* then lie in; JSON Lines, CSV and Parquet files hold one a row,
    called by their ``id`` column or else ``path#row``. They may be packed (gzip, xz, bzip2,
    Zstandard, zip, tar), also in one another: a member of an archive is called
    ``archive.zip/its/name``.
    *columns* maps our names of columns to theirs. *outlet_from* takes the outlet from the name of
    the ``folder`` a file lies in, where no field, column or front matter declares one, or from the
    ``url``. *sample* reads that many articles, spread over the whole input. *limits* say what is
    too large.
    No article at all gives an empty collection. Articles are read one at a time, and lie on
    *shelf*; *heard* is told how many have been read.

    Raises InputError for a path that does not exist, a mapped column that no table has and, with
    *strict*, the first thing that cannot be read; UsageError for arguments that make no sense,
    and for a path that does not lie in *base*.
    """
    if outlet_from is not None and outlet_from not in OUTLETS_FROM:
        raise UsageError(f"outlet_from is {outlet_from!r}: it must be one of {OUTLETS_FROM}.")
    check_sample(sample)
    ledger, names = Ledger(strict=strict, limits=limits), Columns(columns)
    reader = _Reader(names, outlet_from, ledger)
    found = _sources(paths, ledger, base)

    def coming() -> Iterator[Article]:
        if sample is None:
            for source in found:
                yield from reader.articles(source)
        else:
            yield from _sampled(found, sample, reader)
        names.check()

    return settle(coming(), ledger, sample, shelf, heard)


def _sources(
    paths: Sequence[str | Path | BinaryIO], ledger: Ledger, base: str | Path | None
) -> list[Found | Handed]:
    """Files that are to be read, and then streams."""
    if isinstance(paths, str | Path):
        paths = [paths]
    named = [one for one in paths if isinstance(one, str | Path)]
    handed = [one for one in paths if not isinstance(one, str | Path)]
    found: list[Found | Handed] = []
    found += find(named, ledger, base) if named or not handed else ()
    names = [_called(file) for file in handed]
    if len(set(names)) < len(names):
        raise UsageError(f"several streams are called {min(names)}: read them apart.")
    found += sorted(map(Handed, handed, names), key=lambda one: one.name)
    return found


def _called(file: BinaryIO) -> str:
    """The name of a stream: that of its file, or ``stdin``, or else ``stream``."""
    if file is getattr(sys.stdin, "buffer", None):
        return "stdin"
    name = getattr(file, "name", None)
    return Path(name).name if isinstance(name, str) else "stream"


def _sampled(found: Sequence[Found | Handed], sample: int, reader: _Reader) -> Iterator[Article]:
    """All rows of tables, and as many pages as the sample may hold: the rest is not read."""
    drawn: set[tuple[bytes, str]] = set()
    single: list[Found] = []
    for source in found:
        if isinstance(source, Found) and reader.is_single(source):
            single.append(source)
            continue
        for made in reader.articles(source):
            drawn.add(rank(made.id))
            yield made
    ranks, kept = sorted(drawn), 0
    single.sort(key=lambda file: rank(file.name))
    for done, file in enumerate(single):
        if kept + bisect_left(ranks, rank(file.name)) >= sample:
            reader.ledger.count("not in sample", len(single) - done)
            break
        for made in reader.articles(file):
            kept += 1
            yield made


class _Reader:
    """Reads one file after the other, and notes what it meets in the ledger."""

    def __init__(self, columns: Columns, outlet_from: str | None, ledger: Ledger) -> None:
        self.columns = columns
        self.outlet_from = outlet_from
        self.ledger = ledger

    def is_single(self, file: Found) -> bool:
        """Whether *file* is one article; what cannot be opened is none."""
        try:
            with opened(file) as stream:
                head = stream.head()
        except OSError:
            return False
        if packing(head, file.name) is not None:
            return False
        format = FORMATS.get(sniffed(head, file.name, self.columns) or "")
        return format is not None and format.single

    def articles(self, source: Found | Handed) -> Iterator[Article]:
        """The articles of *source*, with their outlet. Raises InputError if a named file fails."""
        given = isinstance(source, Handed) or source.given
        try:
            with opened(source) as whole:
                for stream in streams(whole, self.ledger):
                    yield from self._stream(stream)
        except PackedError as error:
            self.ledger.skip(source.name, None, error.reason, error.detail)
        except OSError as error:
            reason = error.strerror or str(error)
            if given:
                place = source.path if isinstance(source, Found) else source.name
                raise InputError(
                    f"{place}: cannot be read ({reason}). Mend it, or leave it out."
                ) from error
            if is_foreign(source.name):
                self.ledger.pass_over(source.name, "not an article format", reason)
            else:
                self.ledger.skip(source.name, None, "unreadable file", reason)

    def _stream(self, stream: Stream) -> Iterator[Article]:
        """The articles of one file that is unpacked."""
        head = stream.head()
        named = sniffed(head, stream.called, self.columns)
        format = FORMATS.get(named or "")
        if named is None or format is None:
            self._foreign(stream, head)
            return
        if head and is_otherwise(stream.called, named):
            self.ledger.count(f"read as {named} by content")
        self.ledger.count(f"{'.'.join((named, *stream.packings))} files")
        self.ledger.count("files read")
        row = 0
        try:
            for row, fields in self._rows(stream, format):
                if not format.single:
                    self.ledger.count("rows read")
                made = self._article(fields, stream, format, row)
                if made is not None:
                    yield made
        except PackedError as error:
            place = row + 1 if row and not format.single else None
            self.ledger.skip(stream.name, place, error.reason, error.detail)

    def _rows(self, stream: Stream, format: Format) -> Iterator[Row]:
        if not format.jumps:
            return (yield from format.rows(stream.file, stream.name, self.columns, self.ledger))
        with seekable(stream.file) as file:
            yield from format.rows(file, stream.name, self.columns, self.ledger)

    def _foreign(self, stream: Stream, head: bytes) -> None:
        """What is read by no reader: another format, or a packing that is none."""
        kind = None if is_document(head, stream.called) else packed_as(stream.called)
        if not head and (kind is not None or stream.given):
            self.ledger.skip(stream.name, None, "empty file")
        elif kind is not None:
            self.ledger.skip(stream.name, None, broken(kind), "it does not begin as one")
        elif stream.given:
            self.ledger.skip(stream.name, None, "not an article format", f"read are {endings()}")
        else:
            self.ledger.pass_over(stream.name, "not an article format")

    def _article(
        self, fields: Mapping[str, object], stream: Stream, format: Format, row: int
    ) -> Article | None:
        """The article of *fields*, with its outlet."""
        # What a page says of its site (host, site name) is no declared outlet: the folder is.
        declared = not format.sites and not missing(fields.get("outlet"))
        if self.outlet_from == "folder" and not declared:
            fields = {**fields, "outlet": stream.folder or fields.get("outlet")}
        place = None if format.single else row
        name = stream.name if place is None else f"{stream.name}#{row}"
        made = article(fields, self.ledger, path=stream.name, row=place, name=name)
        if made is None or self.outlet_from != "url":
            return made
        return replace(made, outlet=hostname(made.url) or made.outlet)


def article_of(raw: bytes, id: str, place: str) -> Article:
    """The one article of a file without a name, of which *raw* is all: a page of HTML, or Markdown
    with front matter, by how it begins, or else a text. *id* is its own, unless it says one;
    *place* is what messages call it.

    Raises InputError for what is no text, is empty, or holds no article.
    """
    ledger, columns = Ledger(), Columns(None)
    is_page = sniffed(raw[:HEAD], "", columns) == "html"
    format = FORMATS["html" if is_page else "md" if _has_front_matter(raw) else "txt"]
    for _, fields in format.rows(BytesIO(raw), place, columns, ledger):
        made = article(fields, ledger, path=None, row=None, name=id)
        if made is not None:
            return made
    why = {one.reason: one.detail for one in ledger.skips}
    if "binary" in why:
        raise InputError(f"{place} is no text ({why['binary']}): give the text of an article")
    what = "holds no article" if raw.strip() else "is empty"
    raise InputError(f"{place} {what}: give the text of one")


def _has_front_matter(raw: bytes) -> bool:
    try:
        return markdown.front_matter(decode(raw)[0]) is not None
    except BinaryError:
        return False


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
