"""What a caller in Python hands in: paths, articles, or mappings with the columns of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syndetect.errors import UsageError
from syndetect.ingest.collection import Collection, unheard
from syndetect.ingest.files import collect, read_one
from syndetect.ingest.records import from_records
from syndetect.model import Article
from syndetect.shelf import Shelf

Input = str | Path | Sequence[str | Path] | Iterable[Article | Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Given:
    """*paths*, or else *records*."""

    paths: list[str | Path]
    records: Iterable[Article | Mapping[str, Any]]

    @classmethod
    def of(cls, articles: Input) -> Given:
        """Raises UsageError for what is no collection, and for paths among articles."""
        single = isinstance(articles, Article | Mapping | bytes)
        if single or not isinstance(articles, Path | Iterable):
            what = type(articles).__name__
            raise UsageError(f"one {what} is no collection: put it into a list")
        given: list[Any] = [articles] if isinstance(articles, str | Path) else list(articles)
        paths = [one for one in given if isinstance(one, str | Path)]
        if paths and len(paths) < len(given):
            raise UsageError(
                f"paths and articles are mixed (first path: {paths[0]}): scan them apart"
            )
        return cls(paths, given)

    def collect(
        self,
        columns: Mapping[str, str] | None,
        outlet_from: str | None,
        sample: int | None,
        strict: bool,
        shelf: Shelf | None = None,
        heard: Callable[[int], None] = unheard,
        extraction: str = "balanced",
    ) -> Collection:
        """The articles, read as ``files.collect`` or ``records.from_records`` does."""
        how: dict[str, Any] = {"columns": columns, "sample": sample, "strict": strict}
        how |= {"shelf": shelf, "heard": heard}
        if self.paths:
            return collect(self.paths, outlet_from=outlet_from, extraction=extraction, **how)
        if outlet_from:
            raise UsageError("outlet_from is for files: give the records an outlet of their own")
        return from_records(self.records, **how)


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
