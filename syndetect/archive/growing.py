"""One change of an archive: articles come or go, and what that changes is found and written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import pipeline, schema
from syndetect.archive import facts, kept, postings, results
from syndetect.archive.file import as_json
from syndetect.archive.made import unlike
from syndetect.archive.rows import counts, delete, fetch, handed, insert, stored
from syndetect.archive.tables import GIVEN, RETIRED, STANDING, TABLES
from syndetect.engines.contract import Engine
from syndetect.findings import Findings
from syndetect.ingest import Collection
from syndetect.ingest.articles import Articles
from syndetect.model import Skip
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.sketch import SketchHeader
from syndetect.stages.progress import Progress
from syndetect.unfinished import code

_ROWS = 1 << 13  # articles put in their places at a time
NAMED = pa.schema([GIVEN.field(name) for name in ("serial", "content")])
_SEATS = pa.schema([STANDING.field("seat")])
_DATED = "date: "  # what counts of dates begin with


def grow(
    con: Any, settings: Settings, engine: Engine, progress: Progress, shelf: Shelf
) -> tuple[Findings, Mapping[str, pa.Table]]:
    """Find what follows from the articles that are given now, from what was found before, and
    write it; the findings, and the keys of the rows that have changed, by table.
    """
    if unlike(con, settings):
        kept.forget(con)
    known = named(con)
    serials = schema.plain(known, "serial")
    earlier = kept.load(con, serials, schema.plain(known, "content"), shelf)
    given = collection(con, known, shelf)
    run = pipeline.run(given, settings, engine, progress, shelf, earlier=earlier)
    progress("writing", 0, 0)
    kept.save(con, run, serials, earlier)
    changed = results.write(con, run, serials, settings)
    facts.note(con, "summary", as_json(run.findings.summary))
    facts.note(con, "code", code())
    facts.note(con, "sketches", SketchHeader.of(settings.fingerprints).to_json())
    facts.note(con, "rows", "")  # which is one of them
    facts.note(con, "rows", as_json(counts(con)))
    return run.findings, changed


def leave(con: Any, serials: pa.Table) -> None:
    """Remove articles, and what only they have; what follows from that is for ``grow``."""
    columns = ", ".join(RETIRED.names)
    with handed(con, "leaving", serials):
        leaving = "SEMI JOIN leaving USING (serial)"
        seats = fetch(con, f"SELECT seat FROM kept.standing {leaving}", _SEATS)
        retired = fetch(con, f"SELECT {columns} FROM kept.given {leaving}", RETIRED)
    postings.forget(con, schema.plain(seats, "seat"))
    insert(con, "retired", retired)
    for name, declared in TABLES.items():
        if "serial" not in declared.names:
            continue
        delete(con, name, serials)
    con.execute(
        "DELETE FROM kept.retired WHERE name NOT IN (SELECT name FROM kept.given)"
    ).fetchall()
    for side in ("left", "right"):
        delete(con, "ledger", serials.rename_columns([side]))
        delete(con, "verdicts", serials.rename_columns([side]))


def account(con: Any, batch: int, collection: Collection, unchanged: int) -> None:
    """Write down what was read for a *batch*, and what was skipped."""
    told = {name: n for name, n in collection.counts.items() if not _is_of_all(name)}
    if unchanged:
        told["already in the archive"] = unchanged
    said = {"counts": told, "skipped": [asdict(skip) for skip in collection.skipped]}
    rows = {"batch": [batch], "account": [as_json(said)]}
    insert(con, "batches", schema.build(TABLES["batches"], rows))


def named(con: Any) -> pa.Table:
    """Serial and content of all articles, in order of their ids."""
    return fetch(con, "SELECT serial, content FROM kept.given ORDER BY id", NAMED)


def collection(con: Any, known: pa.Table, shelf: Shelf) -> Collection:
    """All articles that are given, in the order of those *known* (``named``), and the account of
    all reading."""
    names = ["serial", *schema.ARTICLES.names]
    rows = (part.select(names) for part in stored(con, "given", "serial"))
    given = shelf.keep("given", pa.schema([GIVEN.field("serial"), *schema.ARTICLES]), rows)
    place = np.searchsorted(schema.plain(given, "serial"), schema.plain(known, "serial"))
    bodies = given.drop_columns("serial")

    def parts() -> Iterator[pa.Table]:
        for at in range(0, len(place), _ROWS):
            yield schema.rows_of(bodies, place[at : at + _ROWS])

    articles = Articles(shelf.keep("articles", schema.ARTICLES, parts()))
    read: Counter[str] = Counter({"articles": len(articles)})
    for one in pc.value_counts(articles.table.column("published_trust")).to_pylist():
        read[f"{_DATED}{one['values'] or 'none'}"] = one["counts"]
    skipped: dict[Skip, None] = {}  # what is broken is read, and told, with every batch
    for (told,) in con.execute("SELECT account FROM kept.batches ORDER BY batch").fetchall():
        one = json.loads(told)
        read.update(one["counts"])
        skipped |= dict.fromkeys(Skip(**skip) for skip in one["skipped"])
    ordered = sorted(skipped, key=lambda s: (s.path, s.row or 0, s.reason, s.detail))
    return Collection(articles, tuple(ordered), dict(sorted(read.items())))


def _is_of_all(name: str) -> bool:
    """Whether a count is one of all articles, however they have come."""
    return name == "articles" or name.startswith(_DATED)
