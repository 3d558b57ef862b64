"""All articles as witnesses, in columns: a record of each would fill memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from syndetect import marked, schema
from syndetect.engines.contract import Engine
from syndetect.ingest.articles import Articles
from syndetect.ingest.dates import Window
from syndetect.model import Credit, CreditRole, Trust
from syndetect.provenance import styles
from syndetect.provenance.witness import Witness, bare_url, witness

_GIVEN = tuple(name for name in schema.ARTICLES.names if name != "body")
TABLE = pa.schema(
    [
        ("id", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("bare", pa.string()),  # the URL as ``witness.bare_url`` compares it; null where empty
        ("published", pa.string()),
        ("trust", pa.string()),
        ("begin", pa.int64()),  # of the window; null where no date is known
        ("end", pa.int64()),
        ("agency", pa.string()),
        ("credit", marked.CREDIT),
        ("part", marked.CREDIT),
        ("own_agency", pa.string()),
        ("declared_sources", pa.list_(pa.string())),
        ("forms", pa.list_(pa.string())),
    ]
)
_SHARED = ("outlet", "agency", "own_agency")  # that many articles have the same


class Witnesses:
    """Witnesses by ordinal, over a ``TABLE``; records are made anew where they are asked for."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    @classmethod
    def of(cls, witnesses: Iterable[Witness]) -> Witnesses:
        """Witnesses in the order given, which is that of their ordinals."""
        return cls(_table(list(witnesses)))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def ids(self) -> pa.Array:
        """The id of each article."""
        column = self.table.column("id")
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())

    def rows(self, articles: schema.I64) -> pa.Table:
        """Some rows of the table, to be sent to where ``restored`` makes records of them."""
        return schema.rows_of(self.table, articles)

    def some(self, articles: schema.I64) -> list[Witness]:
        """Some witnesses, in the order named."""
        return restored(self.rows(articles), articles)


def table_of(articles: Articles, marks: pa.Table, forms: pa.Table, engine: Engine) -> Any:
    """The ``TABLE`` of *articles*, some at a time, with what they carry by *marks* and *forms*."""
    columns = {name: articles.table.column(name) for name in _GIVEN}
    columns |= {"credits": marks.column("credits"), "style": forms.column("forms")}
    return engine.map(_witnessed, pa.table(columns), interpreted=True)


def restored(table: pa.Table, articles: schema.I64) -> list[Witness]:
    """The witnesses whose rows *table* has; *articles* are their ordinals."""
    columns = {name: table.column(name).to_pylist() for name in TABLE.names if name != "bare"}
    for name in _SHARED:
        columns[name] = _once(columns[name])
    return [
        Witness(
            article=article,
            id=id,
            outlet=outlet,
            url=url,
            window=None if begin is None else Window(begin, end),
            trust=None if trust is None else Trust(trust),
            published=published,
            agency=agency,
            credit=_credit(credit, id),
            part=_credit(part, id),
            own_agency=own,
            declared_sources=tuple(declared),
            forms=styles.restored(forms),
        )
        for article, id, outlet, url, published, trust, begin, end, agency, credit, part, own,
            declared, forms in zip(articles.tolist(), *columns.values(), strict=True)
    ]  # fmt: skip


def _once(values: list[Any]) -> list[Any]:
    """The same; those that are equal are one."""
    seen: dict[Any, Any] = {}
    return [seen.setdefault(one, one) for one in values]


def _credit(fields: dict[str, Any] | None, article: str) -> Credit | None:
    if fields is None:
        return None
    return Credit(**{**fields, "article": article, "role": CreditRole(fields["role"])})


def _witnessed(rows: pa.Table) -> pa.Table:
    columns = {name: rows.column(name) for name in _GIVEN}
    columns["body"] = pa.repeat(pa.scalar("", pa.large_string()), rows.num_rows)
    articles = Articles(pa.table(columns).select(schema.ARTICLES.names))
    credits = marked.credits_in(rows, articles.column("id"))
    known = zip(articles, credits, rows.column("style").to_pylist(), strict=True)
    return _table(
        [
            witness(at, article, some, styles.restored(forms))
            for at, (article, some, forms) in enumerate(known)
        ]
    )


def _table(witnesses: list[Witness]) -> pa.Table:
    windows = [one.window for one in witnesses]
    plain = ("id", "outlet", "url", "published", "trust", "agency", "own_agency")
    return schema.build(
        TABLE,
        {
            **{name: [getattr(one, name) for one in witnesses] for name in plain},
            "bare": [bare_url(one.url) or None for one in witnesses],
            "begin": [None if one is None else one.begin for one in windows],
            "end": [None if one is None else one.end for one in windows],
            "credit": [_fields(one.credit) for one in witnesses],
            "part": [_fields(one.part) for one in witnesses],
            "declared_sources": [list(one.declared_sources) for one in witnesses],
            "forms": [styles.stored(one.forms) for one in witnesses],
        },
    )


def _fields(credit: Credit | None) -> dict[str, Any] | None:
    return (
        None if credit is None else {name: getattr(credit, name) for name in marked.CREDIT_FIELDS}
    )
