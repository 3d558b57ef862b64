"""The product, stage by stage: articles in, findings out.

Read ``run`` from top to bottom. Every stage is a function from tables to tables; articles are
named by ordinals, in the order of their ids, until the last step gives the ids back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import assemble, events, marked, schema
from syndetect.candidates import gather, salient
from syndetect.candidates.classes import classes, seniority
from syndetect.candidates.passages import passages
from syndetect.candidates.resemblance import near_duplicates, resemblance
from syndetect.credits import read_credits
from syndetect.engines.contract import Engine
from syndetect.evidence import chunks, stock
from syndetect.findings import Findings
from syndetect.fingerprint import fingerprint
from syndetect.ingest import Collection
from syndetect.ingest.articles import SLICE, Articles
from syndetect.ingest.dates import window
from syndetect.ingest.furniture import find_furniture
from syndetect.model import Credit, CreditRole, Furniture
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.text import cohesion
from syndetect.text.reading import Lexicons, read, unpack

Progress = Callable[[str, int, int], None]

_LONG = events.UNKNOWN_TIME


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the articles, before any two are compared."""

    articles: Articles
    marks: pa.Table  # credits and furniture
    readings: pa.Table  # packed: ``unpack`` makes slices whole
    lexicon: pa.Table
    words: schema.I64  # of each article
    fingerprints: pa.Table
    ranks: schema.I64  # an order of the articles that their ids have no say in
    representative: schema.I32  # of each class of copies the one of least rank


@dataclass(frozen=True, slots=True)
class Met:
    """Which pairs are worth a look, and which articles are on one event."""

    pairs: gather.Candidates
    events: schema.I32
    groups: schema.I32
    scattered: npt.NDArray[np.bool_]  # articles that are many: they join no event


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparing found, by ordinals."""

    met: Met
    ledger: pa.Table


def run(
    collection: Collection,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf | None = None,
    every_pair: bool = False,
) -> Findings:
    """All findings on a collection; *every_pair* compares each article with each other.

    Tables lie on *shelf*, where each stage finds what an earlier run has finished.
    """
    shelf = shelf or Shelf()
    found = read_all(collection.articles, settings, engine, progress, shelf)
    met = meet(found, settings, engine, progress, shelf, every_pair)
    compared = compare_all(found, met, settings, engine, progress, shelf)
    return assemble.findings(collection, found, compared, settings)


def read_all(
    articles: Articles, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> Read:
    """Credits, then furniture, then words; fingerprints and classes of identical copies."""
    marks = shelf.keep("marks", marked.TABLE, _marks(articles, progress))
    lexicons = Lexicons()
    parts = _readings(articles, marks, lexicons, progress)

    def then_the_lexicon() -> Iterator[pa.Table]:
        yield from parts
        # Before the readings are whole: who finds them finds the lexicon.
        shelf.keep("lexicon", schema.LEXICON, [lexicons.table()])

    readings = shelf.keep("readings", schema.PACKED, then_the_lexicon())
    lexicon = shelf.keep("lexicon", schema.LEXICON, ())
    done = _counter("fingerprints", len(articles), progress)
    fingerprints = shelf.keep(
        "fingerprints",
        schema.FINGERPRINTS,
        engine.map(
            lambda rows: fingerprint(unpack(rows, lexicon), settings.fingerprints), readings, done
        ),
    )
    ranks = seniority(articles.table)
    languages = readings.column("language").to_pylist()
    return Read(
        articles=articles,
        marks=marks,
        readings=readings,
        lexicon=lexicon,
        words=schema.lengths(readings, "word"),
        fingerprints=fingerprints,
        ranks=ranks,
        representative=classes(fingerprints, languages, ranks),
    )


def meet(
    found: Read,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf,
    every_pair: bool,
) -> Met:
    """Candidates by three channels, and events."""
    total, representative = len(found.articles), found.representative
    progress("candidates", 0, total)
    alike = resemblance(found.fingerprints, representative, settings.candidates)
    groups = near_duplicates(
        alike, found.fingerprints, representative, settings.near_duplicates.resemblance
    )
    partial = passages(found.fingerprints, representative, groups, settings.candidates)
    terms = shelf.keep(
        "terms",
        schema.TERMS,
        engine.map(
            lambda rows: salient.terms(unpack(rows, found.lexicon), settings.fingerprints.terms),
            found.readings,
        ),
    )
    times = article_times(found.articles.column("published"))
    near = salient.neighbours(
        terms,
        (representative == np.arange(total)) & (found.words >= settings.fingerprints.width),
        times,
        int(settings.events.window * 3600),
        settings.candidates,
        engine.each,
        groups,
    )
    progress("events", 0, total)
    scattered = _scattered(found, engine)
    of_event = events.find(near, terms, representative, times, scattered, settings.events)
    pairs = gather.gather(alike, partial, salient.candidates(near))
    if every_pair:
        pairs = gather.gather(pairs, _every_pair(total, representative))
    return Met(pairs, of_event, groups, scattered)


def compare_all(
    found: Read, met: Met, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> Compared:
    """The ledger of every pair worth a look, and of each class of copies."""
    shelf.drop("fingerprints", "terms")  # only candidates ask for them
    work = _work(met.pairs, found.representative)
    times = article_times(found.articles.column("published"))
    articles = chunks.Collected(
        readings=found.readings,
        lexicon=found.lexicon,
        events=met.events,
        ranks=found.ranks,
        representative=found.representative,
        times=times[:, 0],
        outlets=_numbers(found.articles.column("outlet")),
        days=stock.days(times),
    )
    done = _counter("comparing pairs", work.num_rows, progress)
    rows = chunks.compare(work, articles, settings.evidence, engine.each, done)
    return Compared(met, rows)


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


def _work(pairs: gather.Candidates, representative: schema.I32) -> pa.Table:
    """The pairs to compare, and each class of several copies with itself."""
    sizes = np.bincount(representative, minlength=len(representative))
    copied = np.flatnonzero(sizes > 1).astype(np.int32)
    return schema.build(
        schema.PAIRS,
        {
            "left": np.concatenate([pairs.left, copied]),
            "right": np.concatenate([pairs.right, copied]),
            "channel": np.concatenate([pairs.channel, np.zeros(len(copied), dtype=np.uint8)]),
        },
    )


def _scattered(found: Read, engine: Engine) -> npt.NDArray[np.bool_]:
    """Which classes are pages of pieces that have nothing to do with one another."""

    def some(at: int) -> npt.NDArray[np.bool_]:
        return cohesion.scattered(unpack(found.readings.slice(at, SLICE), found.lexicon))

    total = len(found.articles)
    parts = engine.each(some, range(0, total, SLICE))
    whole = np.concatenate([np.empty(0, dtype=np.bool_), *parts])
    return np.asarray(whole[found.representative], dtype=np.bool_)


def _every_pair(total: int, representative: schema.I32) -> gather.Candidates:
    firsts = np.flatnonzero(representative == np.arange(total)).astype(np.int32)
    one, other = np.triu_indices(len(firsts), 1)
    keys = gather.pair_keys(firsts[one], firsts[other])
    return gather.Candidates.of(np.sort(keys), 0, {})


def article_times(published: Sequence[str | None]) -> npt.NDArray[np.int64]:
    """Earliest and latest POSIX second of each date; as wide as can be where none is known."""
    times = np.empty((len(published), 2), dtype=np.int64)
    for row, date in enumerate(published):
        known = window(date) if date else None
        times[row] = (known.begin, known.end) if known else (-_LONG, _LONG)
    return times


def _numbers(names: Sequence[str | None]) -> schema.I32:
    """A number from 0 for each name, in the order of the alphabet; -1 where there is none."""
    number = {name: at for at, name in enumerate(sorted({name for name in names if name}))}
    return np.array([number[name] if name else -1 for name in names], dtype=np.int32)


def _counter(stage: str, total: int, progress: Progress) -> Callable[[int], None]:
    """A callback that adds up what slices report."""
    sum_of = [0]
    progress(stage, 0, total)

    def done(rows: int) -> None:
        sum_of[0] += rows
        progress(stage, sum_of[0], total)

    return done
