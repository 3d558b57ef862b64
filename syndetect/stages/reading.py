"""Articles to what stands in each: credits, page furniture, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from syndetect import marked, schema
from syndetect.credits import read_credits
from syndetect.ingest.articles import SLICE, Articles
from syndetect.ingest.furniture import find_furniture
from syndetect.model import Credit, CreditRole, Furniture
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress
from syndetect.text.reading import Lexicons, read


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the articles, before any two are compared."""

    articles: Articles
    marks: pa.Table  # credits and furniture
    readings: pa.Table  # packed: ``unpack`` makes slices whole
    lexicon: pa.Table
    words: schema.I64  # of each article


def read_all(articles: Articles, progress: Progress, shelf: Shelf) -> Read:
    """Credits, then furniture, which may not swallow them, then words."""
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, progress))
    lexicons = Lexicons()
    parts = _readings(articles, marks, lexicons, progress)

    def then_the_lexicon() -> Iterator[pa.Table]:
        yield from parts
        # Before the readings are whole: who finds them finds the lexicon.
        shelf.keep("lexicon", schema.LEXICON, [lexicons.table()])

    readings = shelf.keep("readings", schema.PACKED, then_the_lexicon())
    lexicon = shelf.keep("lexicon", schema.LEXICON, ())
    return Read(articles, marks, readings, lexicon, schema.lengths(readings, "word"))


def _marks(articles: Articles, progress: Progress) -> Iterator[pa.Table]:
    """Credits and furniture of all articles, a slice at a time."""
    progress("reading credits", 0, len(articles))
    credits = [read_credits(article) for article in articles]
    progress("finding page furniture", 0, len(articles))
    furniture = find_furniture(articles)
    for at in range(0, len(articles), SLICE):
        rows = slice(at, at + SLICE)
        yield marked.table(credits[rows], furniture[rows])


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
