"""Articles to what stands in each: credits, page furniture, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from syndetect import marked, schema
from syndetect.credits import read_credits
from syndetect.engines.contract import Engine
from syndetect.ingest.articles import SLICE, Articles
from syndetect.ingest.furniture import count_lines, mark, read_pages, settle, weigh
from syndetect.ingest.furniture.pages import TABLE as PAGES
from syndetect.ingest.furniture.pages import Pages
from syndetect.model import Credit, CreditRole, Furniture
from syndetect.provenance import styles
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, counter
from syndetect.text.reading import STRUCTURE, Lexicons, read, structure

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
    done = counter("reading credits and furniture", len(articles), progress)
    looks = shelf.keep("looks", _LOOKS, engine.map(_look, articles.table, done, interpreted=True))
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, looks, progress))
    lexicons = Lexicons()

    def parts() -> Iterator[pa.Table]:
        yield from _readings(articles, looks, marks, lexicons, progress)
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

    def pages(at: int, *, own: bool = True) -> Pages:
        some = looks.slice(at, SLICE)
        known = marked.furniture_in(some) if own else [()] * some.num_rows
        return Pages.of(some, [list(spans) for spans in known])

    counts = count_lines([pages(at, own=False) for at in slices])
    weighed = [
        weigh(list(articles[at : at + SLICE]), pages(at), counts, counts.first[at : at + SLICE])
        for at in slices
    ]
    repeated = settle(weighed, counts)
    for at in slices:
        some = looks.slice(at, SLICE)
        furniture = mark(list(articles[at : at + SLICE]), pages(at), repeated)
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


def _readings(
    articles: Articles,
    looks: pa.Table,
    marks: pa.Table,
    lexicons: Lexicons,
    progress: Progress,
) -> Iterator[pa.Table]:
    """Packed readings of all articles, a slice at a time; *lexicons* grow."""
    for at in range(0, len(articles), SLICE):
        some, noted = articles[at : at + SLICE], marks.slice(at, SLICE)
        credits = marked.credits_in(noted, some.column("id"))
        asides = map(_asides, credits, marked.furniture_in(noted))
        yield read(list(some), looks.slice(at, SLICE), list(asides), lexicons)
        progress("reading words", min(at + SLICE, len(articles)), len(articles))


def _asides(
    credits: Sequence[Credit], furniture: Sequence[Furniture]
) -> list[tuple[int, int, int]]:
    """Spans that are no words of the story: furniture, and credits, which count by themselves."""
    spans = [
        (f.begin, f.end, schema.REPEATED if f.repeated else schema.FURNITURE) for f in furniture
    ]
    spans += [
        (c.begin, c.end, schema.FURNITURE)
        for c in credits
        if c.begin is not None and c.end is not None and c.role is not CreditRole.CITATION
    ]
    return spans
