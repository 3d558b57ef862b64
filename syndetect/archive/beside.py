"""An asked article beside those it meets: what they have in common, and the verdicts on that."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.archive.hearing import Heard, readings_of
from syndetect.archive.world import World
from syndetect.candidates.asked import Partners
from syndetect.engines.contract import Engine
from syndetect.evidence import chunks
from syndetect.evidence.ledger import LEDGER
from syndetect.ingest.times import UNKNOWN_TIME
from syndetect.settings import Settings

_MEMBERS = 512  # articles of the partners' events that context is counted from
_COPIES = 512  # of partners, that are told beside them


@dataclass(frozen=True, slots=True)
class Beside:
    """The ledger of pairs of *rows* of the world with the asked article, which stands behind them
    all: also of copies of those compared, which say the same. And the event that it is on: the row
    of its first article, -1 where it is alone.
    """

    rows: schema.I32
    ledger: pa.Table
    readings: pa.Table
    events: schema.I32  # of the rows and the asked, by places among them
    event: int


def beside(
    con: Any, heard: Heard, met: Partners, world: World, settings: Settings, engine: Engine
) -> Beside:
    """Compare the asked article with those it has *met*, and with one of the very same text."""
    partners = met.rows
    if heard.asked.twin >= 0:
        partners = np.unique(np.append(partners, np.int32(heard.asked.twin)))
    event = _event(heard, met, world, settings)
    copies = _copies(partners, world)
    rows = np.union1d(np.append(partners, copies), _members(partners, event, world))
    rows = rows.astype(np.int32)
    readings, lexicon = _together(readings_of(con, rows, world), heard, world)
    labels = np.append(world.events[rows], np.int32(event if event >= 0 else -2))
    _, first, of = np.unique(labels, return_index=True, return_inverse=True)
    house = bisect_left(world.houses, heard.article.outlet or "")
    known = house < len(world.houses) and world.houses[house] == heard.article.outlet
    count = len(rows) + 1
    twin = heard.asked.twin  # of a class of copies one counts
    stands = np.int32(np.searchsorted(rows, twin) if twin >= 0 else len(rows))
    articles = chunks.Collected(
        readings=readings,
        lexicon=lexicon,
        events=first[of].astype(np.int32),
        ranks=np.arange(count),
        representative=np.append(
            np.searchsorted(rows, world.representative[rows]).astype(np.int32), stands
        ),
        times=np.append(world.known.times[rows, 0], heard.times[0]),
        outlets=np.append(world.outlets[rows], np.int32(house if known else -1)).astype(np.int32),
        days=np.zeros(count, dtype=np.int64),  # of stock, which is told
    )
    left = np.searchsorted(rows, partners).astype(np.int32)
    pairs = {"left": left, "right": np.full_like(left, len(rows))}
    pairs["channel"] = np.zeros(len(left), dtype=np.uint8)
    table = schema.build(schema.PAIRS, pairs)
    parts = chunks.compare(
        table, articles, settings.evidence, engine.each, lambda _: None, stocks=world.stock
    )
    ledger = _with_copies(schema.in_one(list(parts), LEDGER), copies, rows, world)
    return Beside(rows, ledger, readings, articles.events, event)


def _event(heard: Heard, met: Partners, world: World, settings: Settings) -> int:
    """The event that the asked article joins: that of the most alike by terms, where they are
    alike enough for one (``events.find``); -1 where there is none."""
    if heard.asked.twin >= 0:
        return int(world.events[heard.asked.twin])
    if heard.scattered or not len(met.rows):
        return -1
    dated = (world.known.times[met.rows, 1] < UNKNOWN_TIME) & (heard.times[1] < UNKNOWN_TIME)
    least = np.where(dated, settings.events.dated, settings.events.alike)
    likeness = np.where(world.scattered[met.rows], 0.0, met.likeness)
    best = int(np.argmax(likeness))
    return int(world.events[met.rows[best]]) if likeness[best] >= least[best] else -1


def _members(partners: schema.I32, event: int, world: World) -> schema.I32:
    """The classes on the events of *partners*, and on the *event* first of all, up to a bound."""
    rows = world.on_events.rows(np.append(world.events[partners], event))
    order = np.argsort(world.events[rows] != event, kind="stable")
    return rows[order][:_MEMBERS]


def _copies(partners: schema.I32, world: World) -> schema.I32:
    """The earliest copies of the *partners*, up to a bound, without the partners."""
    found = world.copies.rows(partners)
    found = found[~np.isin(found, partners)]
    order = np.argsort(world.known.times[found, 0], kind="stable")
    return found[order][:_COPIES]


def _with_copies(ledger: pa.Table, copies: schema.I32, rows: schema.I32, world: World) -> pa.Table:
    """*ledger*, by the left, with a row for each of *copies*: that of the article it copies."""
    left = schema.plain(ledger, "left")
    order = np.argsort(left, kind="stable")
    told = np.searchsorted(rows, world.representative[copies])
    of = np.append(order, order[np.searchsorted(left[order], told)])
    places = np.append(left[order], np.searchsorted(rows, copies)).astype(np.int32)
    again = np.argsort(places, kind="stable")
    whole = ledger.take(pa.array(of[again]))
    return whole.set_column(0, "left", pa.array(places[again]))


def _together(stored: pa.Table, heard: Heard, world: World) -> tuple[pa.Table, pa.Table]:
    """The *stored* readings and the asked one, with a lexicon of what stands in them alone."""
    offsets, places = schema.flat(stored, "word")
    used, place = np.unique(places, return_inverse=True)
    own = schema.flat(heard.readings, "word")[1] + np.uint32(len(used))
    lexicon = [schema.rows_of(world.lexicon, used.astype(np.int64)), heard.lexicon]
    readings = []
    for table, bounds, words in (
        (stored, offsets, place.astype(np.uint32)),
        (heard.readings, np.array([0, len(own)]), own),
    ):
        at = table.schema.get_field_index("word")
        readings.append(
            table.set_column(at, schema.PACKED.field("word"), schema.ragged(bounds, words))
        )
    return pa.concat_tables(readings).combine_chunks(), pa.concat_tables(lexicon)
