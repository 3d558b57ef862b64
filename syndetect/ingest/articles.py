"""The articles of a collection: a table, that gives records where a person or a rule reads one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.model import Article, Trust

SLICE = 1024  # articles turned to records, or to a part of the table, at a time


class Articles(Sequence[Article]):
    """Articles by ordinal, over a table of ``schema.ARTICLES``, whose bodies may lie in a file.

    A record is made anew each time it is asked for; iteration makes them a slice at a time.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Articles:
        """Articles in the order given, in memory."""
        parts = list(tables(articles))
        return cls(pa.concat_tables(parts) if parts else schema.ARTICLES.empty_table())

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> Articles: ...
    def __getitem__(self, at: int | slice) -> Article | Articles:
        if isinstance(at, slice):
            begin, end, step = at.indices(len(self))
            if step != 1:
                return self.rows(np.arange(begin, end, step))
            return Articles(self.table.slice(begin, max(end - begin, 0)))
        place = range(len(self))[at]
        return _records(self.table.slice(place, 1))[0]

    def __iter__(self) -> Iterator[Article]:
        for at in range(0, len(self), SLICE):
            yield from _records(self.table.slice(at, SLICE))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} articles>"

    def rows(self, rows: npt.NDArray[np.integer]) -> Articles:
        """Some of the articles, in the order named."""
        return Articles(schema.rows_of(self.table, rows))

    def column(self, name: str) -> list[Any]:
        """One field of all articles; not for bodies, which would all be in memory at once."""
        values: list[Any] = self.table.column(name).to_pylist()
        return values


def tables(articles: Iterable[Article]) -> Iterator[pa.Table]:
    """*articles* as tables of ``schema.ARTICLES``, a slice each."""
    coming = iter(articles)
    while some := list(islice(coming, SLICE)):
        yield schema.records(schema.ARTICLES, some)


def _records(table: pa.Table) -> list[Article]:
    # The columns stand in the order of the record's fields.
    *columns, trusts, crawled, language, path, row, declared = (
        column.to_pylist() for column in table.columns
    )
    trusts = [None if trust is None else Trust(trust) for trust in trusts]
    declared = [tuple(urls or ()) for urls in declared]
    rows = zip(*columns, trusts, crawled, language, path, row, declared, strict=True)
    return [Article(*values) for values in rows]
