"""Pairs compared a step at a time, so that the material of few articles is held at once.

What is compared of an article takes several times the room of its readings. So it is made for the
articles that a run of pairs touches, and dropped with them (``tiles``). Articles are put in order
of their event, events in order of their time. What an article is compared by does not depend on
its step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.drawn import Drawn
from syndetect.evidence import ledger, stock
from syndetect.evidence.held import Each, Held
from syndetect.evidence.material import Words
from syndetect.evidence.pools import Around, Pools
from syndetect.evidence.tiles import Step, steps
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.kernels import buckets
from syndetect.settings import Evidence

# What follows bounds memory, and never changes a row.
ROOM = 10**9  # bytes of material held at a time, about
PAIRS = 1 << 17  # pairs of a chunk
ROWS = 512  # articles prepared by a thread at a time
PRINTINGS = 8192  # articles of outlets that are in work together, or those of one outlet
MEETINGS = 2048  # pairs measured by a thread at a time

_WORD, _ARTICLE = 45, 400  # bytes of material: of a word, and of an article besides

_Job: TypeAlias = Callable[[], pa.Table]
READ = ("word", "flags", "sentence")  # columns of ``schema.PACKED``


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
    room: int = ROOM,
    stocks: pa.Table | None = None,
) -> Iterator[pa.Table]:
    """The ``LEDGER`` of *pairs* (ordinals of class representatives), chunk by chunk.

    *each* is an engine's; *done* hears of pairs measured; *room* is how many bytes of material are
    held at a time, about. It tells in which order the rows come, and changes none. *stocks* are
    what ``houses`` gives, where it has been asked already.
    """
    known, drawn = Vocabulary.of(articles.lexicon), Drawn(articles.readings, READ)
    asked = np.zeros(len(articles.events), dtype=np.bool_)
    for side in ("left", "right"):
        asked[articles.events[schema.plain(pairs, side)]] = True
    around = Pools(pool(articles, known, settings, each, asked))
    house = Pools(houses(articles, known, settings, each) if stocks is None else stocks)
    outlets = houses_of(articles.outlets, articles.representative)
    material = Held(ledger.MATERIAL)
    place = np.empty(len(outlets), dtype=np.int32)  # of an article in the material

    def prepare(some: schema.I64) -> pa.Table:
        near = Around.of(around, articles.events[some])
        printed = Around.of(house, outlets[some])
        return ledger.prepare(drawn.rows(some), known, near, printed, settings)

    def measure(some: npt.NDArray[np.int32]) -> pa.Table:
        left, right = place[some]
        found = ledger.gather(left, right, material, settings)
        for at, side in enumerate(("left", "right")):
            found = found.set_column(at, side, pa.array(some[at]))
        return found

    coming = steps(
        schema.plain(pairs, "left"),
        schema.plain(pairs, "right"),
        _places(articles.events, articles.times),
        _ARTICLE + _WORD * drawn.sizes("word"),
        room,
    )
    step = next(coming, None)
    ready = each(_run, _jobs(prepare, step.articles, ROWS)) if step else []
    while step:
        _hold(step, ready, material, place, each)
        sides, step = step.sides, next(coming, None)
        # What comes is prepared beside the measuring, so that no thread waits for another.
        behind, ready = _jobs(prepare, step.articles, ROWS) if step else [], []
        for at in range(0, max(sides.shape[1], 1), PAIRS):
            chunk = sides[:, at : at + PAIRS]
            jobs = _jobs(measure, chunk, MEETINGS)
            found = each(_run, jobs + behind)
            measured, found[: len(jobs)] = found[: len(jobs)], []
            behind, ready = [], ready + found
            if measured:
                yield schema.in_one(measured, ledger.LEDGER)
                done(chunk.shape[1])


def _hold(step: Step, ready: list[pa.Table], material: Held, place: schema.I32, each: Each) -> None:
    """Hold the material of a step, which is *ready*, and note the *place* of each article."""
    if step.begins:
        material.clear()
    material.drop()
    place[step.articles] = len(material) + np.arange(len(step.articles))
    material.add(ready, each)
    if step.stays:
        material.keep()


def _jobs(work: Callable[[Any], pa.Table], on: npt.NDArray[Any], size: int) -> list[_Job]:
    """*work* on slices of *on* along its last axis."""
    return [partial(work, on[..., at : at + size]) for at in range(0, on.shape[-1], size)]


def _run(job: _Job) -> pa.Table:
    return job()


def pool(
    articles: Collected,
    known: Vocabulary,
    settings: Evidence,
    each: Each,
    asked: npt.NDArray[np.bool_] | None = None,
) -> pa.Table:
    """The pools of all events that have two classes of copies or more; of those *asked* for, by
    their labels, where these are told."""
    drawn = Drawn(articles.readings, READ)
    first = np.flatnonzero(articles.representative == np.arange(len(articles.representative)))
    if asked is not None:
        first = first[asked[articles.events[first]]]
    first = first[np.argsort(articles.events[first], kind="stable")]
    bounds = buckets.runs(articles.events[first])
    groups = _together(np.diff(bounds), 2, ROWS)

    def work(at: int) -> pa.Table:
        rows = np.concatenate([first[bounds[e] : bounds[e + 1]] for e in groups[at].tolist()])
        return ledger.pool(drawn.rows(rows), known, articles.events[rows], settings)

    return schema.in_one(each(work, range(len(groups))), ledger.POOLS)


def houses(articles: Collected, known: Vocabulary, settings: Evidence, each: Each) -> pa.Table:
    """The stock wording of every outlet that has printed often enough (``stock.TABLE``)."""
    drawn = Drawn(articles.readings, READ)
    first = _printings(articles)
    bounds = buckets.runs(articles.outlets[first])
    labels, found = [], []

    def printed(at: tuple[int, int]) -> tuple[schema.U64, schema.I32]:
        some = first[slice(*at)]
        nothing = Around.nothing(len(some))
        words = Words(drawn.rows(some), known, settings.width, nothing, nothing)
        keys, row = stock.printed(words)
        return keys, row + np.int32(at[0])

    def recurring(at: int) -> schema.U64:
        begin, end = bounds[at], bounds[at + 1]
        mine = [
            part for (where, _), part in zip(slices, parts, strict=True) if begin <= where < end
        ]
        keys, printing = (np.concatenate(column) for column in zip(*mine, strict=True))
        rows = first[begin:end]
        days, events = articles.days[rows], articles.events[rows]
        return stock.recurring(keys, printing - np.int32(begin), days, events)

    for outlets in _together(np.diff(bounds), stock.OCCASIONS, PRINTINGS):
        slices = [
            (at, min(at + ROWS, int(bounds[outlet + 1])))
            for outlet in outlets
            for at in range(bounds[outlet], bounds[outlet + 1], ROWS)
        ]
        parts = each(printed, slices)
        labels += articles.outlets[first[bounds[outlets]]].tolist()
        found += each(recurring, outlets.tolist())
    offsets = np.concatenate(([0], np.cumsum([len(keys) for keys in found]))).astype(np.int64)
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *found])
    return schema.build(
        stock.TABLE,
        {"label": np.array(labels, dtype=np.int32), "stock_keys": schema.ragged(offsets, flat)},
    )


def _together(sizes: schema.I64, least: int, most: int) -> list[schema.I64]:
    """The groups of *least* articles or more that are in work together: as many as begin within so
    many articles."""
    some = np.flatnonzero(sizes >= least)
    after = np.flatnonzero(np.diff(np.cumsum(sizes[some]) // most)) + 1
    return [group for group in np.split(some, after) if len(group)]


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


def houses_of(outlets: schema.I32, representative: schema.I32) -> schema.I32:
    """For each article the outlet whose stock its class is held against: of those that print the
    class, the one with most articles, else the first in the alphabet; -1 where none is known."""
    known = np.flatnonzero(outlets >= 0)
    sizes = np.bincount(outlets[known])
    printing, classes = outlets[known], representative[known]
    order = np.lexsort((printing, -sizes[printing], classes))
    first = buckets.runs(classes[order])[:-1]
    house = np.full(len(outlets), -1, dtype=np.int32)
    house[classes[order][first]] = printing[order][first]
    return house[representative]


def _places(events: schema.I32, times: schema.I64) -> schema.I64:
    """The place of each article: by the latest time of its event, then event, then ordinal."""
    of_event = np.full(len(events), np.iinfo(np.int64).min)
    np.maximum.at(of_event, events, times)
    places = np.empty(len(events), dtype=np.int64)
    places[np.lexsort((events, of_event[events]))] = np.arange(len(events))
    return places
