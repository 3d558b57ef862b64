"""What a caller in Python hands in: paths, articles, or mappings with the columns of files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from syndetect.errors import UsageError
from syndetect.ingest.collection import Collection, unheard
from syndetect.ingest.files import collect, read_one
from syndetect.ingest.records import from_records
from syndetect.model import Article
from syndetect.settings import Reading
from syndetect.shelf import Shelf

File = str | Path | BinaryIO
Input = File | Sequence[File] | Iterable[Article | Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Given:
    """*files* (paths, and binary streams that are open), or else *records*."""

    files: list[File]
    records: Iterable[Article | Mapping[str, Any]]

    @classmethod
    def of(cls, articles: Input) -> Given:
        """Raises UsageError for what is no collection, for files among articles, and for a stream
        of text.
        """
        single = isinstance(articles, Article | Mapping | bytes)
        if single or not isinstance(articles, Path | Iterable):
            what = type(articles).__name__
            raise UsageError(f"one {what} is no collection: put it into a list")
        alone = isinstance(articles, str | Path) or _is_stream(articles)
        given: list[Any] = [articles] if alone else list(cast("Iterable[Any]", articles))
        files = [one for one in given if isinstance(one, str | Path) or _is_stream(one)]
        if files and len(files) < len(given):
            raise UsageError(
                f"paths and articles are mixed (first path: {files[0]}): scan them apart"
            )
        for one in files:
            if isinstance(one, io.TextIOBase):
                raise UsageError(f"{one} is open as text: open it as binary, with the mode 'rb'")
        return cls(files, given)

    @property
    def paths(self) -> list[str | Path] | None:
        """The files, where all of them can be read again."""
        paths = [one for one in self.files if isinstance(one, str | Path)]
        return paths if paths and len(paths) == len(self.files) else None

    def collect(
        self,
        columns: Mapping[str, str] | None,
        outlet_from: str | None,
        sample: int | None,
        strict: bool,
        shelf: Shelf | None = None,
        heard: Callable[[int], None] = unheard,
        base: str | Path | None = None,
        limits: Reading | None = None,
    ) -> Collection:
        """The articles, read as ``files.collect`` or ``records.from_records`` does."""
        how: dict[str, Any] = {"columns": columns, "sample": sample, "strict": strict}
        how |= {"shelf": shelf, "heard": heard, "limits": limits}
        if self.files:
            return collect(self.files, outlet_from=outlet_from, base=base, **how)
        if outlet_from:
            raise UsageError("outlet_from is for files: give the records an outlet of their own")
        if base is not None:
            raise UsageError("base is for files: give the records an id of their own")
        return from_records(self.records, **how)


def _is_stream(given: object) -> bool:
    return callable(getattr(given, "read", None))


def one_article(given: str | Path | Article, name: str = "asked") -> Article:
    """The article that a caller means: one, or its text, or the file that holds it. *name* is the
    id of a text, and what messages call it.

    Raises UsageError for an empty text, and for a ``str`` that is the path of a file; InputError
    for a file that does not hold just one article.
    """
    if isinstance(given, Path):
        return read_one(given)
    if isinstance(given, str):
        if _is_file(given):
            raise UsageError(
                f"the {name} text {given!r} is the path of a file: give pathlib.Path({given!r}) "
                "to mean the file"
            )
        given = Article(id=name, body=given)
    if not isinstance(given, Article):
        raise UsageError(f"the {name} one is a {type(given).__name__}: give an Article or a text")
    if not given.body or given.body.isspace():
        raise UsageError(f"the {name} text is empty: give one with words")
    return given


def _is_file(text: str) -> bool:
    """Whether *text* names a file or folder that exists, and so is hardly meant as an article."""
    try:
        return bool(text) and len(text.splitlines()) == 1 and Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False
