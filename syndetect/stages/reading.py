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
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, counter
from syndetect.text.reading import Lexicons, read

_LOOKS = pa.schema([*marked.TABLE, *PAGES])


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the articles, before any two are compared."""

    articles: Articles
    marks: pa.Table  # credits and furniture
    readings: pa.Table  # packed: ``unpack`` makes slices whole
    lexicon: pa.Table
    words: schema.I64  # of each article


def read_all(articles: Articles, engine: Engine, progress: Progress, shelf: Shelf) -> Read:
    """Credits, then furniture, which may not swallow them, then words."""
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, engine, progress, shelf))
    shelf.drop("looks")
    lexicons = Lexicons()
    parts = _readings(articles, marks, lexicons, progress)

    def then_the_lexicon() -> Iterator[pa.Table]:
        yield from parts
        # Before the readings are whole: who finds them finds the lexicon.
        shelf.keep("lexicon", schema.LEXICON, [lexicons.table()])

    readings = shelf.keep("readings", schema.PACKED, then_the_lexicon())
    lexicon = shelf.keep("lexicon", schema.LEXICON, ())
    return Read(articles, marks, readings, lexicon, schema.lengths(readings, "word"))


def _marks(
    articles: Articles, engine: Engine, progress: Progress, shelf: Shelf
) -> Iterator[pa.Table]:
    """Credits and furniture of all articles, a slice at a time.

    What an article says by itself is read first; then the lines that its outlet repeats are
    counted, and looked at once more where they stand.
    """
    done = counter("reading credits and furniture", len(articles), progress)
    looks = engine.map(_look, articles.table, done, interpreted=True)
    looked = shelf.keep("looks", _LOOKS, looks)
    progress("finding repeated furniture", 0, len(articles))
    slices = range(0, len(articles), SLICE)

    def pages(at: int, *, own: bool = True) -> Pages:
        some = looked.slice(at, SLICE)
        known = marked.furniture_in(some) if own else [()] * some.num_rows
        return Pages.of(some, [list(spans) for spans in known])

    counts = count_lines([pages(at, own=False) for at in slices])
    weighed = [
        weigh(articles[at : at + SLICE], pages(at), counts, counts.first[at : at + SLICE])
        for at in slices
    ]
    repeated = settle(weighed, counts)
    for at in slices:
        some = looked.slice(at, SLICE)
        furniture = mark(articles[at : at + SLICE], pages(at), repeated)
        yield marked.with_furniture(some.select(["credits"]), furniture)


def _look(rows: pa.Table) -> pa.Table:
    """What each article says by itself: credits, furniture by form and position, and its lines."""
    articles = list(Articles(rows))
    pages = read_pages(articles)
    found = marked.table([read_credits(article) for article in articles], pages.own)
    return schema.build(
        _LOOKS, {**dict(zip(found.column_names, found.columns, strict=True)), **pages.columns()}
    )


def _readings(
    articles: Articles, marks: pa.Table, lexicons: Lexicons, progress: Progress
) -> Iterator[pa.Table]:
    """Packed readings of all articles, a slice at a time; *lexicons* grow."""
    for at in range(0, len(articles), SLICE):
        some, noted = articles[at : at + SLICE], marks.slice(at, SLICE)
        credits = marked.credits_in(noted, some.column("id"))
        asides = map(_asides, credits, marked.furniture_in(noted))
        yield read(list(some), list(asides), lexicons)
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
