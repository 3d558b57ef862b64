"""Pairs compared a chunk at a time, so that the material of few articles is held at once.

What is compared of an article takes several times the room of its readings. So it is made for the
articles that a run of pairs touches, and dropped with them. Articles are put in order of their
event, events in order of their time, and pairs in order of tiles of that order: pairs of one chunk
touch many articles again. What an article is compared by does not depend on its chunk. Each chunk
is held in the room of the one before, and handed on before the next is begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.salient import Each
from syndetect.evidence import ledger, stock
from syndetect.evidence.drawn import Readings
from syndetect.evidence.held import Held
from syndetect.evidence.material import Columns, Words
from syndetect.evidence.pools import Around, Pools
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.kernels import buckets
from syndetect.settings import Evidence

# What follows bounds memory, and never changes a row.
ARTICLES = 16384  # articles of a chunk
PAIRS = 1 << 17  # pairs of a chunk
ROWS = 256  # articles prepared by a thread at a time
WAITING = 8  # slices of articles prepared before they are held
MEETINGS = 2048  # pairs measured by a thread at a time

_READ = ("word", "flags", "sentence")  # columns of ``schema.PACKED``


@dataclass(frozen=True, slots=True)
class Collected:
    """The articles of a run, as far as pairs of them are compared."""

    readings: pa.Table  # packed
    lexicon: pa.Table
    events: schema.I32
    ranks: schema.I64  # an order that does not hang on ids, in which copies come
    representative: schema.I32  # the first of each one's class of copies
    times: schema.I64  # POSIX second of each, or any order that brings near events together
    outlets: schema.I32  # a number from 0, -1 where none is known
    days: schema.I64  # the day each was published on, see ``stock``


def compare(
    pairs: pa.Table,
    articles: Collected,
    settings: Evidence,
    each: Each,
    done: Callable[[int], None],
) -> Iterator[pa.Table]:
    """The ``LEDGER`` of *pairs* (ordinals of class representatives), chunk by chunk, in an order
    that only the articles decide.

    *each* is an engine's; *done* hears of pairs measured.
    """
    known, drawn = Vocabulary.of(articles.lexicon), Readings(articles.readings, _READ)
    around = Pools(pool(articles, known, settings, each))
    stocks = Pools(houses(articles, known, settings, each))
    articles = replace(articles, outlets=_houses_of(articles))
    left, right = schema.plain(pairs, "left"), schema.plain(pairs, "right")
    order = _order(left, right, _places(articles.events, articles.times))
    material = Held(ledger.MATERIAL)
    for chunk in _cut(left, right, order):
        rows, ends = np.unique((left[chunk], right[chunk]), return_inverse=True)
        readings = drawn.rows(rows)

        def prepare(at: int, rows: schema.I64 = rows, readings: pa.Table = readings) -> pa.Table:
            some = rows[at : at + ROWS]
            near = Around.of(around, articles.events[some])
            house = Around.of(stocks, articles.outlets[some])
            return ledger.prepare(readings.slice(at, ROWS), known, near, house, settings)

        material.fill(_prepared(len(rows), prepare, each))
        one, other = ends.reshape(2, -1).astype(np.int32)
        measured = _measured(one, other, material, settings, each)
        sides = {"left": left[chunk], "right": right[chunk]}
        columns: Columns = {name: measured.column(name) for name in measured.column_names}
        yield schema.build(ledger.LEDGER, columns | sides)
        done(len(chunk))


def pool(articles: Collected, known: Vocabulary, settings: Evidence, each: Each) -> pa.Table:
    """The pools of all events that have two classes of copies or more."""
    drawn = Readings(articles.readings, _READ)
    first = np.flatnonzero(articles.representative == np.arange(len(articles.representative)))
    first = first[np.argsort(articles.events[first], kind="stable")]
    bounds = buckets.runs(articles.events[first])
    sizes = np.diff(bounds)
    several = np.flatnonzero(sizes > 1)
    # Whole events go together, as many as begin within so many articles.
    after = np.flatnonzero(np.diff(np.cumsum(sizes[several]) // ROWS)) + 1
    groups = [group for group in np.split(several, after) if len(group)]

    def work(at: int) -> pa.Table:
        rows = np.concatenate([first[bounds[e] : bounds[e + 1]] for e in groups[at].tolist()])
        return ledger.pool(drawn.rows(rows), known, articles.events[rows], settings)

    return schema.in_one(each(work, range(len(groups))), ledger.POOLS)


def houses(articles: Collected, known: Vocabulary, settings: Evidence, each: Each) -> pa.Table:
    """The stock wording of every outlet that has printed often enough (``stock.TABLE``)."""
    drawn = Readings(articles.readings, _READ)
    first = _printings(articles)
    labels, found = [], []
    for rows in np.split(first, np.flatnonzero(np.diff(articles.outlets[first])) + 1):
        if len(rows) < stock.OCCASIONS:
            continue

        def work(at: int, rows: schema.I64 = rows) -> tuple[schema.U64, schema.I32]:
            some = rows[at : at + ROWS]
            nothing = Around.nothing(len(some))
            words = Words(drawn.rows(some), known, settings.width, nothing, nothing)
            keys, row = stock.printed(words)
            return keys, row + np.int32(at)

        parts = list(each(work, range(0, len(rows), ROWS)))
        keys, printing = (np.concatenate(column) for column in zip(*parts, strict=True))
        labels.append(int(articles.outlets[rows[0]]))
        found.append(stock.recurring(keys, printing, articles.days[rows], articles.events[rows]))
    offsets = np.concatenate(([0], np.cumsum([len(keys) for keys in found]))).astype(np.int64)
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *found])
    return schema.build(
        stock.TABLE,
        {"label": np.array(labels, dtype=np.int32), "stock_keys": schema.ragged(offsets, flat)},
    )


def _printings(articles: Collected) -> schema.I64:
    """The articles of known outlets, by outlet, day and event: of a class of copies each outlet's
    first."""
    known = np.flatnonzero(articles.outlets >= 0)
    outlets, classes = articles.outlets[known], articles.representative[known]
    order = np.lexsort((articles.ranks[known], articles.days[known], classes, outlets))
    said = np.column_stack((outlets, classes))[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (said[1:] != said[:-1]).any(axis=1)
    firsts = known[order[fresh]]
    return firsts[
        np.lexsort((articles.events[firsts], articles.days[firsts], articles.outlets[firsts]))
    ]


def _houses_of(articles: Collected) -> schema.I32:
    """For each article the outlet whose stock its class is held against: of those that print the
    class, the one with most articles, else the first in the alphabet; -1 where none is known."""
    known = np.flatnonzero(articles.outlets >= 0)
    sizes = np.bincount(articles.outlets[known])
    outlets, classes = articles.outlets[known], articles.representative[known]
    order = np.lexsort((outlets, -sizes[outlets], classes))
    first = buckets.runs(classes[order])[:-1]
    house = np.full(len(articles.outlets), -1, dtype=np.int32)
    house[classes[order][first]] = outlets[order][first]
    return house[articles.representative]


def _prepared(count: int, prepare: Callable[[int], pa.Table], each: Each) -> Iterator[pa.Table]:
    """The material of *count* articles, part after part; few parts wait to be held at a time."""
    slices = range(0, count, ROWS)
    for first in range(0, len(slices), WAITING):
        yield from each(prepare, slices[first : first + WAITING])


def _measured(
    left: schema.I32, right: schema.I32, material: Held, settings: Evidence, each: Each
) -> pa.Table:
    """The ledger of some pairs; its left and right are rows of *material*."""

    def measure(at: int) -> pa.Table:
        some = slice(at, at + MEETINGS)
        return ledger.gather(left[some], right[some], material, settings)

    return schema.in_one(each(measure, range(0, len(left), MEETINGS)), ledger.LEDGER)


def _places(events: schema.I32, times: schema.I64) -> schema.I64:
    """The place of each article: by the latest time of its event, then event, then ordinal."""
    of_event = np.full(len(events), np.iinfo(np.int64).min)
    np.maximum.at(of_event, events, times)
    places = np.empty(len(events), dtype=np.int64)
    places[np.lexsort((events, of_event[events]))] = np.arange(len(events))
    return places


def _order(left: schema.I32, right: schema.I32, places: schema.I64) -> schema.I64:
    """Pairs by tiles of half a chunk, so that one tile of articles meets another at a time."""
    tile = max(ARTICLES // 2, 1)
    low = np.minimum(places[left], places[right])
    high = np.maximum(places[left], places[right])
    return np.lexsort((high, low, high // tile, low // tile))


def _cut(left: schema.I32, right: schema.I32, order: schema.I64) -> Iterator[schema.I64]:
    """Runs of *order* that touch at most ``ARTICLES`` articles, and hold one pair at least."""
    at = 0
    while at < len(order):
        run = order[at : at + PAIRS]
        touched = np.column_stack((left[run], right[run])).ravel()
        first = np.sort(np.unique(touched, return_index=True)[1])
        if len(first) > ARTICLES:
            run = run[: max(int(first[ARTICLES]) // 2, 1)]
        yield run
        at += len(run)
