"""Articles to what stands in each: credits, page furniture, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from syndetect import marked, schema
from syndetect.agency import Agency
from syndetect.credits import lexicon, read_credits, read_versions
from syndetect.earlier import Earlier, Flags
from syndetect.engines.contract import Engine
from syndetect.ingest.articles import SLICE, Articles
from syndetect.ingest.furniture import Repeated, count_lines, mark, read_pages, settle, weigh
from syndetect.ingest.furniture.pages import TABLE as PAGES
from syndetect.ingest.furniture.pages import Pages
from syndetect.kernels import hashing
from syndetect.model import Article, CreditRole, Furniture
from syndetect.provenance import styles
from syndetect.shelf import Shelf
from syndetect.stages.progress import Progress, counter
from syndetect.text.lexicon import KEYED
from syndetect.text.reading import ASIDES, STRUCTURE, Lexicons, read, structure
from syndetect.text.tokens import encoded

FORMS = pa.schema([("forms", pa.list_(pa.string()))])
LOOKS = pa.schema([*marked.TABLE, *PAGES, *STRUCTURE])


@dataclass(frozen=True, slots=True)
class Kept:
    """What a later run is told of this one's reading, beside what all stages ask for."""

    looks: pa.Table
    asides: schema.U64  # digest of the spans of each article that are no words of the story
    again: Flags  # whose words were read, and not taken from an earlier run
    repeated: Repeated  # the lines that outlets repeat


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the articles, before any two are compared."""

    articles: Articles
    marks: pa.Table  # credits and furniture
    readings: pa.Table  # packed: ``unpack`` makes slices whole
    lexicon: pa.Table
    words: schema.I64  # of each article
    forms: pa.Table  # of house style, as a result has them
    kept: Kept | None = None  # where a later run may go on from this one


def read_all(
    articles: Articles,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    earlier: Earlier | None = None,
    agencies: tuple[Agency, ...] = (),
) -> Read:
    """Credits, then furniture, which may not swallow them, then words. *agencies* are known
    beside the package's own.
    """
    kept = None
    if "readings" not in shelf.found:
        kept = _read(articles, engine, progress, shelf, earlier, agencies)
    marks = shelf.keep("marks", marked.TABLE, ())
    readings = shelf.keep("readings", schema.PACKED, ())
    lexicon = shelf.keep("lexicon", KEYED, ())
    again = None if kept is None else kept.again
    told = _some(_styled(articles, marks, readings), again)
    styles = _whole(engine.map(style, told, interpreted=True), earlier, "forms", again)
    forms = shelf.keep("forms of style", FORMS, styles)
    return Read(articles, marks, readings, lexicon, schema.lengths(readings, "word"), forms, kept)


def _read(
    articles: Articles,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    earlier: Earlier | None,
    agencies: tuple[Agency, ...],
) -> Kept | None:
    lexicon(agencies)  # where they make no sense it says so, and here rather than in a process
    shelf.drop("lexicon")  # its places are those of readings that are not there
    again = None if earlier is None else earlier.new
    some = _some(articles.table, again)
    done = counter("reading credits and furniture", some.num_rows, progress)
    looked = engine.map(partial(_look, agencies=agencies), some, done, interpreted=True)
    looks = shelf.keep("looks", LOOKS, _whole(looked, earlier, "looks", again))
    repeated = _repeated(articles, looks, progress)
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, looks, repeated))
    kept = None if earlier is None else _kept(looks, marks, repeated, earlier)
    again = None if kept is None else kept.again
    told = _some(_told(articles, looks, marks), again)
    lexicons = Lexicons(None if earlier is None else earlier.lexicon)

    def parts() -> Iterator[pa.Table]:
        read_words = counter("reading words", told.num_rows, progress)
        for part in engine.map(_words, told, read_words):
            yield lexicons.packed(part)

    def whole() -> Iterator[pa.Table]:
        yield from _whole(parts(), earlier, "readings", again)
        # Before the readings are whole: who finds them finds the lexicon.
        shelf.keep("lexicon", KEYED, [lexicons.table()])

    shelf.keep("readings", schema.PACKED, whole())
    if kept is None:
        shelf.drop("looks")
    return kept


def _some(table: pa.Table, again: Flags | None) -> pa.Table:
    """The rows of *table* that are made again; None: all of them."""
    if again is None or again.all():
        return table
    return schema.rows_of(table, np.flatnonzero(again))


def _whole(
    made: Iterator[pa.Table], earlier: Earlier | None, name: str, again: Flags | None
) -> Iterator[pa.Table]:
    """*made* of the rows *again*, and what the *earlier* run has of the others in the table of that
    *name*."""
    if earlier is None or again is None or again.all():
        return made
    return earlier.completed(getattr(earlier, name), again, made)


def _kept(looks: pa.Table, marks: pa.Table, repeated: Repeated, earlier: Earlier) -> Kept:
    """What a later run is told; words are read again where other spans are none of the story."""
    digests = [np.empty(0, dtype=np.uint64)]
    for at in range(0, marks.num_rows, SLICE):
        asides = _asides(marks.slice(at, SLICE))
        offsets, begin = schema.flat(asides, "begin")
        spans = begin.astype(np.uint64) << np.uint64(32) | schema.flat(asides, "end")[1].astype(
            np.uint64
        )
        digests.append(hashing.digest_rows(offsets, spans, schema.flat(asides, "flag")[1]))
    told = np.concatenate(digests)
    again = earlier.new
    again[~again] = told[~again] != earlier.asides[earlier.row[~again]]
    return Kept(looks, told, again, repeated)


def _styled(articles: Articles, marks: pa.Table, readings: pa.Table) -> pa.Table:
    """Of each article what its house style is read from."""
    columns = {name: articles.table.column(name) for name in ("id", "body")}
    columns |= {name: marks.column(name) for name in marks.column_names}
    columns["language"] = readings.column("language")
    return pa.table(columns)


def style(rows: pa.Table) -> pa.Table:
    """The house style of each article, in what is no credit and no furniture."""
    ids, bodies, languages = (rows.column(n).to_pylist() for n in ("id", "body", "language"))
    told = zip(bodies, marked.credits_in(rows, ids), marked.furniture_in(rows), strict=True)
    texts = [styles.plain(*one) for one in told]
    found = [styles.written(text, name) for text, name in zip(texts, languages, strict=True)]
    return schema.build(FORMS, {"forms": [styles.stored(forms) for forms in found]})


def _repeated(articles: Articles, looks: pa.Table, progress: Progress) -> Repeated:
    """The lines that outlets repeat: what all articles say by themselves is counted, and looked at
    once more where it stands.
    """
    progress("finding repeated furniture", 0, len(articles))
    slices = range(0, len(articles), SLICE)
    counts = count_lines([_pages(looks.slice(at, SLICE), own=False) for at in slices])
    weighed = []
    for at in slices:
        bodies = articles[at : at + SLICE].column("body")
        pages = _pages(looks.slice(at, SLICE))
        weighed.append(weigh(bodies, pages, counts, counts.first[at : at + SLICE]))
    return settle(weighed, counts)


def _marks(articles: Articles, looks: pa.Table, repeated: Repeated) -> Iterator[pa.Table]:
    """Credits and furniture of all articles, a slice at a time."""
    for at in range(0, len(articles), SLICE):
        yield _marked(articles[at : at + SLICE], looks.slice(at, SLICE), repeated)


def _marked(articles: Articles, looks: pa.Table, repeated: Repeated) -> pa.Table:
    furniture = mark(articles.column("outlet"), _pages(looks), repeated)
    return marked.with_furniture(looks.select(["credits"]), furniture)


def _pages(looks: pa.Table, *, own: bool = True) -> Pages:
    known = marked.furniture_in(looks) if own else [()] * looks.num_rows
    return Pages.of(looks, [list(spans) for spans in known])


def read_beside(
    articles: Articles, repeated: Repeated, agencies: tuple[Agency, ...] = ()
) -> tuple[pa.Table, pa.Table]:
    """What stands in a few *articles* that come to others, whose outlets are known to repeat some
    lines: marks, and readings with a lexicon of their own (``lexicon.LOCAL``).
    """
    looks = _look(articles.table, agencies)
    marks = _marked(articles, looks, repeated)
    return marks, _words(_told(articles, looks, marks))


def _look(rows: pa.Table, agencies: tuple[Agency, ...] = ()) -> pa.Table:
    """What each article says by itself: credits, furniture by form and position, its lines,
    sentences and quotations."""
    articles, known = list(Articles(rows)), lexicon(agencies)
    pages = read_pages(articles)
    pages.own[:] = map(_with_versions, articles, pages.own)
    found = marked.table([read_credits(article, known) for article in articles], pages.own)
    told = structure([article.body for article in articles])
    columns = {name: table.column(name) for table in (found, told) for name in table.column_names}
    return schema.build(LOOKS, {**columns, **pages.columns()})


def _with_versions(article: Article, own: list[Furniture]) -> list[Furniture]:
    """The furniture of *article*, and the marks of a version that do not stand in it."""
    added = [
        Furniture(mark.begin, mark.end, "version mark")
        for mark in read_versions(article)
        if mark.begin is not None and mark.end is not None
    ]
    apart = [one for one in added if not any(one.begin < o.end and o.begin < one.end for o in own)]
    return sorted([*own, *apart], key=lambda one: one.begin)


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
