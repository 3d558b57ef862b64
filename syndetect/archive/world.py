"""What is known of all articles of an archive while others are asked about: loaded once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import marked, schema
from syndetect.archive.results import ordered
from syndetect.archive.rows import fetch
from syndetect.archive.tables import GIVEN, TABLES
from syndetect.candidates.known import Flags, Known, Labelled
from syndetect.evidence import stock
from syndetect.evidence.chunks import houses_of
from syndetect.ingest.furniture import Repeated
from syndetect.settings import Settings
from syndetect.stages.meeting import named, numbers
from syndetect.text.lexicon import KEYED

WORDS = "SELECT * EXCLUDE (place) FROM kept.lexicon ORDER BY place"  # ``lexicon.KEYED``
_CREDITS = pa.schema([marked.TABLE.field("credits")])


@dataclass(frozen=True, slots=True)
class World:
    """All articles, a row each, in the order of their ids.

    ``seats`` is the row of each seat of ``postings``, -1 where it is free. ``representative`` is
    the row that stands for all copies of a text, ``events`` that of the first of an event.
    """

    serials: schema.I32
    seats: schema.I32
    ids: pa.Array
    articles: pa.Table  # ``schema.RESULT_ARTICLES``
    credits: pa.Table  # of each, in one column of lists
    known: Known
    representative: schema.I32
    events: schema.I32
    families: schema.I32  # the row of the first of each, -1 where there is none
    derivations: pa.Table  # ``schema.RESULT_DERIVATIONS``
    sources: pa.Table  # ``schema.RESULT_SOURCES``
    scattered: Flags
    outlets: schema.I32  # whose stock each one's class is held against: ``chunks.houses_of``
    houses: list[str]  # that these numbers stand for
    lexicon: pa.Table
    stock: pa.Table  # ``stock.TABLE``, by the numbers of outlets
    repeated: Repeated
    # Rows by what they have in common, so that a question looks at those that it finds alone.
    texts: Labelled  # those that stand for others, by identity
    copies: Labelled  # all, by who stands for them
    on_events: Labelled  # those that stand for others, by event
    joined: Labelled  # all, by family

    @classmethod
    def of(cls, con: Any, settings: Settings) -> World:
        """What the archive *con* knows."""
        serials = fetch(
            con, "SELECT serial FROM kept.given ORDER BY id", pa.schema([GIVEN.field("serial")])
        )
        articles = ordered(con, "articles", schema.RESULT_ARTICLES, "id")
        sketches, standing, terms = (
            _by_id(con, name, TABLES[name]) for name in ("sketches", "standing", "terms")
        )
        ids = articles.column("id").combine_chunks()
        seat = schema.plain(standing, "seat")
        seats = np.full(int(seat.max(initial=-1)) + 1, -1, dtype=np.int32)
        seats[seat] = np.arange(len(seat), dtype=np.int32)
        representative = _labels(articles.column("copy_of"), ids)
        outlets = articles.column("outlet").to_pylist()
        known = _known(articles, sketches, standing, terms, representative, settings)
        events = _labels(_after(articles.column("event"), "event:"), ids)
        families = _after(articles.column("family"), "family:")
        families = schema.places(families, articles.column("id"))
        lines = fetch(con, "SELECT * FROM kept.lines ORDER BY key", TABLES["lines"])
        return cls(
            serials=schema.plain(serials, "serial"),
            seats=seats,
            ids=ids,
            articles=articles,
            credits=_by_id(con, "looks", _CREDITS),
            known=known,
            representative=representative,
            events=events,
            families=families,
            scattered=np.asarray(standing.column("scattered").to_numpy(), dtype=np.bool_),
            derivations=ordered(con, "derivations", schema.RESULT_DERIVATIONS, 'child, "order"'),
            sources=ordered(con, "sources", schema.RESULT_SOURCES, "source"),
            outlets=houses_of(numbers(outlets), representative),
            houses=named(outlets),
            lexicon=fetch(con, WORDS, KEYED).combine_chunks(),
            stock=_stock(con, named(outlets)),
            repeated=Repeated(*(schema.plain(lines, name) for name in lines.column_names)),
            texts=Labelled.of(known.identity, known.own),
            copies=Labelled.of(representative),
            on_events=Labelled.of(events, known.own),
            joined=Labelled.of(families),
        )


def called(table: pa.Table, name: str) -> list[dict[str, Any]]:
    """The rows of a *table* that have *name* in its first column, by which it ascends."""
    names = table.column(0)
    first, last = (
        find(names, name, key=methodcaller("as_py")) for find in (bisect_left, bisect_right)
    )
    found: list[dict[str, Any]] = table.slice(first, last - first).to_pylist()
    return found


def _stock(con: Any, houses: list[str]) -> pa.Table:
    """The stock wording of outlets, by their numbers."""
    found = fetch(con, "SELECT outlet, stock_keys FROM kept.stock ORDER BY outlet", TABLES["stock"])
    label = np.searchsorted(np.array(houses), np.array(found.column("outlet").to_pylist()))
    return schema.build(
        stock.TABLE, {"label": label.astype(np.int32), "stock_keys": found.column("stock_keys")}
    )


def _by_id(con: Any, name: str, declared: pa.Schema) -> pa.Table:
    """Columns of a kept table with a row an article, in the order of ids."""
    columns = ", ".join(f't."{one}"' for one in declared.names)
    return fetch(
        con,
        f"SELECT {columns} FROM kept.{name} t JOIN kept.given g USING (serial) ORDER BY g.id",
        declared,
    )


def _known(
    articles: pa.Table,
    sketches: pa.Table,
    standing: pa.Table,
    terms: pa.Table,
    representative: schema.I32,
    settings: Settings,
) -> Known:
    count = articles.num_rows
    shingles = schema.plain(sketches, "shingles")
    own = (representative == np.arange(count)) & (shingles > 0)
    offsets, keys = schema.flat(terms, "terms")
    _, minima = schema.flat(sketches, "minima")
    times = [schema.plain(standing, side) for side in ("begin", "end")]
    return Known(
        own=own,
        long=schema.plain(articles, "words") >= settings.fingerprints.width,
        identity=schema.plain(sketches, "identity"),
        minima=minima.reshape(count, settings.fingerprints.minima),
        shingles=shingles,
        seeds=schema.plain(standing, "seeds"),
        groups=_labels(articles.column("group"), articles.column("id").combine_chunks()),
        offsets=offsets,
        terms=keys,
        weights=schema.flat(terms, "weights")[1],
        times=np.stack(times, axis=1),
        least=schema.plain(standing, "least"),
    )


def _after(names: pa.ChunkedArray, what: str) -> pa.ChunkedArray:
    return pc.utf8_slice_codeunits(names, len(what))


def _labels(names: pa.ChunkedArray, ids: pa.Array) -> schema.I32:
    """For each row the row of the id it names; its own where it names none."""
    found = np.array(pc.fill_null(pc.index_in(names, value_set=ids), -1).to_numpy(), dtype=np.int32)
    return np.where(found < 0, np.arange(len(ids), dtype=np.int32), found)
