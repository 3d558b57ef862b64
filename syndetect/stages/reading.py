"""Articles to what stands in each: credits, page furniture, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from syndetect import marked, schema
from syndetect.credits import read_credits
from syndetect.engines.contract import Engine
from syndetect.ingest.articles import SLICE, Articles
from syndetect.ingest.furniture import count_lines, mark, read_pages, settle, weigh
from syndetect.ingest.furniture.pages import TABLE as PAGES
from syndetect.ingest.furniture.pages import Pages
from syndetect.model import CreditRole
from syndetect.provenance import styles
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, counter
from syndetect.text.reading import ASIDES, STRUCTURE, Lexicons, read, structure
from syndetect.text.tokens import encoded

_FORMS = pa.schema([("forms", pa.list_(pa.string()))])
_LOOKS = pa.schema([*marked.TABLE, *PAGES, *STRUCTURE])


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the articles, before any two are compared."""

    articles: Articles
    marks: pa.Table  # credits and furniture
    readings: pa.Table  # packed: ``unpack`` makes slices whole
    lexicon: pa.Table
    words: schema.I64  # of each article
    forms: pa.Table  # of house style, as a result has them


def read_all(articles: Articles, engine: Engine, progress: Progress, shelf: Shelf) -> Read:
    """Credits, then furniture, which may not swallow them, then words."""
    if "readings" not in shelf.found:
        _read(articles, engine, progress, shelf)
    marks = shelf.keep("marks", marked.TABLE, ())
    readings = shelf.keep("readings", schema.PACKED, ())
    lexicon = shelf.keep("lexicon", schema.LEXICON, ())
    forms = shelf.keep("forms of style", _FORMS, _styles(articles, marks, readings, engine))
    return Read(articles, marks, readings, lexicon, schema.lengths(readings, "word"), forms)


def _read(articles: Articles, engine: Engine, progress: Progress, shelf: Shelf) -> None:
    shelf.drop("lexicon")  # its places are those of readings that are not there
    done = counter("reading credits and furniture", len(articles), progress)
    looks = shelf.keep("looks", _LOOKS, engine.map(_look, articles.table, done, interpreted=True))
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, looks, progress))
    lexicons = Lexicons()

    def parts() -> Iterator[pa.Table]:
        read_words = counter("reading words", len(articles), progress)
        for part in engine.map(_words, _told(articles, looks, marks), read_words):
            yield lexicons.packed(part)
        # Before the readings are whole: who finds them finds the lexicon.
        shelf.keep("lexicon", schema.LEXICON, [lexicons.table()])

    shelf.keep("readings", schema.PACKED, parts())
    shelf.drop("looks")


def _styles(
    articles: Articles, marks: pa.Table, readings: pa.Table, engine: Engine
) -> Iterator[pa.Table]:
    """The house style of each article, in what is no credit and no furniture."""
    columns = {name: articles.table.column(name) for name in ("id", "body")}
    columns |= {name: marks.column(name) for name in marks.column_names}
    columns["language"] = readings.column("language")
    return engine.map(_style, pa.table(columns), interpreted=True)


def _style(rows: pa.Table) -> pa.Table:
    ids, bodies, languages = (rows.column(n).to_pylist() for n in ("id", "body", "language"))
    told = zip(bodies, marked.credits_in(rows, ids), marked.furniture_in(rows), strict=True)
    texts = [styles.plain(*one) for one in told]
    found = [styles.written(text, name) for text, name in zip(texts, languages, strict=True)]
    return schema.build(_FORMS, {"forms": [styles.stored(forms) for forms in found]})


def _marks(articles: Articles, looks: pa.Table, progress: Progress) -> Iterator[pa.Table]:
    """Credits and furniture of all articles, a slice at a time.

    What an article says by itself is read first; then the lines that its outlet repeats are
    counted, and looked at once more where they stand.
    """
    progress("finding repeated furniture", 0, len(articles))
    slices = range(0, len(articles), SLICE)

    def column(name: str, at: int) -> list[Any]:
        return articles[at : at + SLICE].column(name)

    def pages(at: int, *, own: bool = True) -> Pages:
        some = looks.slice(at, SLICE)
        known = marked.furniture_in(some) if own else [()] * some.num_rows
        return Pages.of(some, [list(spans) for spans in known])

    counts = count_lines([pages(at, own=False) for at in slices])
    weighed = [
        weigh(column("body", at), pages(at), counts, counts.first[at : at + SLICE]) for at in slices
    ]
    repeated = settle(weighed, counts)
    for at in slices:
        some = looks.slice(at, SLICE)
        furniture = mark(column("outlet", at), pages(at), repeated)
        yield marked.with_furniture(some.select(["credits"]), furniture)


def _look(rows: pa.Table) -> pa.Table:
    """What each article says by itself: credits, furniture by form and position, its lines,
    sentences and quotations."""
    articles = list(Articles(rows))
    pages = read_pages(articles)
    found = marked.table([read_credits(article) for article in articles], pages.own)
    told = structure([article.body for article in articles])
    columns = {name: table.column(name) for table in (found, told) for name in table.column_names}
    return schema.build(_LOOKS, {**columns, **pages.columns()})


def _told(articles: Articles, looks: pa.Table, marks: pa.Table) -> pa.Table:
    """Of each article what its words are read from."""
    columns = {name: articles.table.column(name) for name in ("body", "language")}
    for table in (looks.select(STRUCTURE.names), marks):
        columns |= {name: table.column(name) for name in table.column_names}
    return pa.table(columns)


def _words(rows: pa.Table) -> pa.Table:
    """Readings of a slice, with a lexicon of its own."""
    declared = rows.column("language").to_pylist()
    return read(encoded(rows.column("body")), declared, rows, _asides(rows))


def _asides(marks: pa.Table) -> pa.Table:
    """Spans that are no words of the story: furniture, and credits, which count by themselves."""
    row, begin, end, repeated = marked.spans(marks, "furniture", "repeated")
    flag = np.where(repeated, schema.REPEATED, schema.FURNITURE)
    of_credit, first, last, role = marked.spans(marks, "credits", "role")
    own = role != CreditRole.CITATION.value
    row = np.concatenate([row, of_credit[own]])
    order = np.argsort(row, kind="stable")
    columns = {
        "begin": np.concatenate([begin, first[own]]),
        "end": np.concatenate([end, last[own]]),
        "flag": np.concatenate([flag, np.full(int(own.sum()), schema.FURNITURE)]),
    }
    offsets = np.searchsorted(row[order], np.arange(marks.num_rows + 1))
    kinds = {entry.name: entry.type.value_type.to_pandas_dtype() for entry in ASIDES}
    ragged = {k: schema.ragged(offsets, v[order].astype(kinds[k])) for k, v in columns.items()}
    return schema.build(ASIDES, ragged)
