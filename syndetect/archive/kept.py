"""What an archive keeps of its runs, so that the next one goes on from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.archive import facts, postings
from syndetect.archive.rows import delete, fetch, insert, replace, stored
from syndetect.archive.steps import stepped, whole
from syndetect.archive.tables import (
    LEDGER,
    LINES,
    LOOKED,
    MARKED,
    OF_POSTINGS,
    OUTCOMES,
    READINGS,
    STANDING,
    TABLES,
)
from syndetect.earlier import Earlier
from syndetect.pipeline import Run
from syndetect.shelf import Shelf
from syndetect.stages.meeting import Met
from syndetect.stages.reading import FORMS
from syndetect.stored import GROUP
from syndetect.text.lexicon import KEYED

# What a run goes on from, or others ask.
_RUN = ("looks", "readings", "lexicon", "sketches", "terms", "standing", "stock", "ledger")


SEATED = pa.schema([STANDING.field("serial"), STANDING.field("seat")])
_PLACED = ("scattered", "begin", "end", "least")  # of what a run knows of each article


def forget(con: Any) -> None:
    """Let the next run make everything anew: for what other code has made."""
    judged = (f"judged_{name}" for name in OUTCOMES)
    for name in (*_RUN, *OF_POSTINGS, *judged):
        con.execute(f"DELETE FROM kept.{name}").fetchall()


def load(con: Any, serials: schema.I32, keys: schema.U64, shelf: Shelf) -> Earlier:
    """What the last run has found of the articles that have *serials* now, new ones among them."""

    def kept(name: str, made: Callable[[pa.Table], pa.Table] = lambda part: part) -> pa.Table:
        parts = map(made, stored(con, name, "serial"))
        return shelf.keep(f"earlier {name}", TABLES[name], parts)

    looks, readings, standing = kept("looks"), kept("readings", whole), kept("standing")
    known = schema.plain(standing, "serial")
    forms = fetch(
        con, "SELECT forms FROM kept.standing LEFT JOIN kept.placed USING (serial) ORDER BY serial",
        FORMS,
    )  # fmt: skip
    words = (part.drop_columns("place") for part in stored(con, "lexicon", "place"))
    pairs = (_by_row(part, known) for part in stored(con, "ledger"))
    return Earlier(
        row=_places(known, serials),
        keys=keys,
        looks=looks.drop_columns("serial"),
        asides=schema.plain(standing, "asides"),
        readings=readings.drop_columns("serial"),
        lexicon=shelf.keep("earlier lexicon", KEYED, words),
        forms=forms,
        contexts=schema.plain(standing, "context"),
        stock=fetch(con, "SELECT outlet, stock_keys FROM kept.stock", TABLES["stock"]),
        ledger=shelf.keep("earlier ledger", LEDGER, pairs),
        outcomes={
            name: pa.concat_tables([declared.empty_table(), *stored(con, f"judged_{name}")])
            for name, declared in OUTCOMES.items()
        },
    )


def save(con: Any, run: Run, serials: schema.I32, earlier: Earlier) -> None:
    """Keep what *run* has found of the articles with *serials*; only what has changed is written.

    Articles that are not there any more must have been removed.
    """
    kept, around = run.read.kept, run.compared.around
    if kept is None or around is None:
        raise ValueError("the run was not told to keep what a later one asks for")
    new = np.flatnonzero(earlier.new)
    insert(con, "looks", _with_serial(schema.rows_of(kept.looks, new), serials[new], LOOKED))
    again = np.flatnonzero(kept.again)
    old = serials[np.flatnonzero(kept.again & ~earlier.new)]
    for name in ("readings", "terms"):
        delete(con, name, pa.table({"serial": old}))
    for at in range(0, len(again), GROUP):
        some = again[at : at + GROUP]
        rows = stepped(schema.rows_of(run.read.readings, some))
        insert(con, "readings", _with_serial(rows, serials[some], READINGS))
    _save_prints(con, run.met, serials, new, again)
    words = run.read.lexicon
    place = pa.array(np.arange(earlier.lexicon.num_rows, words.num_rows), pa.int32())
    insert(con, "lexicon", words.slice(earlier.lexicon.num_rows).add_column(0, "place", place))
    standing = {"serial": serials, "asides": kept.asides, "context": around.contexts}
    standing |= {name: run.met.places.column(name) for name in _PLACED}
    standing["seeds"] = schema.lengths(_prints(run.met), "seeds").astype(np.int32)
    standing["seat"] = _save_seeds(con, _prints(run.met), serials, again)
    replace(con, "standing", schema.build(STANDING, standing))
    lines = dict(zip(LINES.names, kept.repeated, strict=True))
    replace(con, "lines", schema.build(LINES, lines))
    replace(con, "stock", around.stock)
    marks = run.read.marks.select(["furniture"])
    replace(con, "marks", _with_serial(marks, serials, MARKED))
    for name, outcomes in run.outcomes.items():
        replace(con, f"judged_{name}", outcomes)
    _save_ledger(con, run.compared.ledger, around.known, serials, earlier)


def _save_prints(
    con: Any, met: Met, serials: schema.I32, new: schema.I64, again: schema.I64
) -> None:
    """Keep the minima of the *new*, which nothing changes, and terms of what was read *again*."""
    prints = _prints(met)
    sketches = pa.table(
        {
            "identity": prints.column("identity"),
            "shingles": schema.lengths(prints, "shingles").astype(np.int32),
            "minima": prints.column("minima"),
        }
    )
    for name, table, rows in (("sketches", sketches, new), ("terms", met.terms, again)):
        for at in range(0, len(rows), GROUP):
            some = rows[at : at + GROUP]
            part = schema.rows_of(table, some)
            insert(con, name, _with_serial(part, serials[some], TABLES[name]))


def _save_seeds(con: Any, prints: pa.Table, serials: schema.I32, again: schema.I64) -> schema.I32:
    """Give articles that were read *again* a new seat, and seat there who holds their seeds."""
    known = fetch(con, "SELECT serial, seat FROM kept.standing ORDER BY serial", SEATED)
    at = _places(schema.plain(known, "serial"), serials)
    seats = np.where(at >= 0, schema.plain(known, "seat")[at] if len(known) else -1, -1)
    left = seats[again]
    postings.forget(con, left[left >= 0].astype(np.int32))
    seats[again] = facts.take(con, "seats", len(again)) + np.arange(len(again))
    offsets, seeds = schema.flat(schema.rows_of(prints.select(["seeds"]), again), "seeds")
    postings.write(con, seats[again].astype(np.int32), offsets, seeds)
    return seats.astype(np.int32)


def _prints(met: Met) -> pa.Table:
    if met.prints is None:
        raise ValueError("the run was not told to keep fingerprints")
    return met.prints


def _save_ledger(
    con: Any, ledger: pa.Table, known: schema.I64, serials: schema.I32, earlier: Earlier
) -> None:
    """Remove the rows of pairs that were compared again, or are worth no look any more, and add
    those that were compared; rows of articles that have gone are not there."""
    stays = np.zeros(earlier.ledger.num_rows, dtype=np.bool_)
    stays[known] = True
    now = earlier.now()
    ends = [now[schema.plain(earlier.ledger, side)] for side in ("left", "right")]
    leave = ~stays & (ends[0] >= 0) & (ends[1] >= 0)
    sides = [serials[one[leave]] for one in ends]
    delete(con, "ledger", pa.table(dict(zip(("left", "right"), sides, strict=True))))
    for at in range(len(known), ledger.num_rows, GROUP):
        part = ledger.slice(at, GROUP)
        for place, side in enumerate(("left", "right")):
            part = part.set_column(place, side, pa.array(serials[schema.plain(part, side)]))
        insert(con, "ledger", part)


def _by_row(part: pa.Table, known: schema.I32) -> pa.Table:
    """A part of the ledger whose sides are rows, of articles with the serials *known*."""
    for place, side in enumerate(("left", "right")):
        rows = np.searchsorted(known, schema.plain(part, side)).astype(np.int32)
        part = part.set_column(place, side, pa.array(rows))
    return part


def _places(known: schema.I32, serials: schema.I32) -> schema.I32:
    """The place of each of *serials* among those *known*, which ascend; -1 where it is not."""
    if not len(known):
        return np.full(len(serials), -1, dtype=np.int32)
    at = np.minimum(np.searchsorted(known, serials), len(known) - 1)
    return np.where(known[at] == serials, at, -1).astype(np.int32)


def _with_serial(rows: pa.Table, serials: schema.I32, declared: pa.Schema) -> pa.Table:
    columns = [pa.array(serials, pa.int32()), *rows.columns]
    return pa.Table.from_arrays(columns, schema=declared)
