"""Findings into the file, and out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from syndetect import marked, schema
from syndetect.archive.rows import fetch, fetched, handed, replace
from syndetect.archive.tables import DERIVED, PLACED, VERDICTS
from syndetect.evidence import relations
from syndetect.findings import Findings
from syndetect.pipeline import Run
from syndetect.provenance import flows
from syndetect.provenance.roots import above
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stored import parts_of

_JUDGED = ("kind", "probability", "same_outlet", "found_by", "passages")
# Rows of every table in the order that a scan gives them.
_RANKED = "(SELECT serial, id, row_number() OVER (ORDER BY id) AS rank FROM kept.given)"


def write(con: Any, run: Run, serials: schema.I32, settings: Settings) -> dict[str, pa.Table]:
    """Write the findings of *run* on the articles with *serials*; of each table that names its
    rows the keys of those that are new, changed or gone."""
    found = run.findings
    origins = flows.origins(found.articles, found.derivations, found.sources)
    names, kinds = zip(*origins, strict=True) if origins else ((), ())
    derived = {name: found.derivations.column(name) for name in found.derivations.column_names}
    derived |= {"origin": list(names), "origin_kind": list(kinds)}
    placed = {name: found.articles.column(name) for name in PLACED.names[2:]}
    placed |= {"serial": serials, "spoken": found.articles.column("language")}
    return {
        "placed": replace(con, "placed", schema.build(PLACED, placed)),
        "derivations": replace(con, "derivations", schema.build(DERIVED, derived)),
        "sources": replace(con, "sources", found.sources),
        "events": replace(con, "events", found.events),
        "families": replace(con, "families", found.families),
        "verdicts": replace(con, "verdicts", _verdicts(run, serials, settings)),
    }


def _verdicts(run: Run, serials: schema.I32, settings: Settings) -> Iterator[pa.Table]:
    """The verdict on every pair of articles, and the row of the ledger it was given on."""
    met, ledger = run.met, run.compared.ledger
    pairs = relations.unfold(ledger, met.representative, settings.candidates.unfold, met.ranks)
    sides = [schema.plain(ledger, side) for side in ("left", "right")]
    at = 0
    for part in parts_of(run.findings.related, _JUDGED):
        some = pairs.part(at, at + part.num_rows)
        at += part.num_rows
        columns = {name: part.column(name) for name in _JUDGED}
        columns |= {
            "left": serials[some.left],
            "right": serials[some.right],
            "turned": some.swapped,
        }
        columns |= {
            f"of_{name}": serials[side[some.row]]
            for name, side in zip(("left", "right"), sides, strict=True)
        }
        yield schema.build(VERDICTS, columns)


def read(con: Any, shelf: Shelf) -> Findings:
    """All findings, as a scan of all articles gives them."""
    ids = fetch(con, "SELECT id FROM kept.given ORDER BY id", pa.schema([("id", pa.string())]))
    marks = fetch(
        con,
        f"SELECT credits, m.furniture FROM kept.looks JOIN kept.marks m USING (serial) "
        f"JOIN {_RANKED} USING (serial) ORDER BY rank",
        marked.TABLE,
    )
    related = (
        "SELECT r.* FROM relations r "
        f'JOIN {_RANKED} a ON a.id = r."left" JOIN {_RANKED} b ON b.id = r."right" '
        "ORDER BY a.rank, b.rank"
    )
    texts = fetched(con, "SELECT * FROM texts ORDER BY id", schema.RESULT_TEXTS)
    return Findings(
        articles=ordered(con, "articles", schema.RESULT_ARTICLES, "id"),
        bodies=shelf.keep("texts", schema.RESULT_TEXTS, texts),
        credits=marked.credit_rows(marks, ids.column("id")),
        furniture=marked.furniture_rows(marks, ids.column("id")),
        related=shelf.store("relations", relations.TABLE, fetched(con, related, relations.TABLE)),
        derivations=ordered(con, "derivations", schema.RESULT_DERIVATIONS, 'child, "order"'),
        sources=ordered(con, "sources", schema.RESULT_SOURCES, "source"),
        events=ordered(con, "events", schema.RESULT_EVENTS, "event"),
        families=ordered(con, "families", schema.RESULT_FAMILIES, "family"),
        summary=summary(con),
    )


def nothing(con: Any) -> Findings:
    """The findings on no article."""
    articles, credits = schema.RESULT_ARTICLES.empty_table(), schema.RESULT_CREDITS.empty_table()
    return bare(articles, credits, schema.RESULT_TEXTS.empty_table(), summary(con))


def bare(
    articles: pa.Table, credits: pa.Table, bodies: pa.Table | None, told: dict[str, Any]
) -> Findings:
    """Findings on *articles* that say nothing of them but *credits*, with the summary *told*."""
    return Findings(
        articles=articles,
        bodies=bodies,
        credits=credits,
        furniture=schema.RESULT_FURNITURE.empty_table(),
        related=relations.TABLE.empty_table(),
        derivations=schema.RESULT_DERIVATIONS.empty_table(),
        sources=schema.RESULT_SOURCES.empty_table(),
        events=schema.RESULT_EVENTS.empty_table(),
        families=schema.RESULT_FAMILIES.empty_table(),
        summary=told,
    )


def summary(con: Any) -> dict[str, Any]:
    """The summary of the last run."""
    found = con.execute("SELECT value FROM kept.facts WHERE name = 'summary'").fetchall()
    told: dict[str, Any] = json.loads(found[0][0]) if found else {}
    return told


def ordered(con: Any, view: str, declared: pa.Schema, order: str) -> pa.Table:
    """The columns of *declared* of a view, in *order*."""
    names = ", ".join(f'"{name}"' for name in declared.names)
    return fetch(con, f"SELECT {names} FROM {view} ORDER BY {order}", declared)


def told_otherwise(con: Any, changed: Mapping[str, pa.Table]) -> set[str]:
    """The articles whose place in history, or one of whose derivations, is another now."""
    with handed(con, "moved", changed["placed"]):
        rows = con.execute("SELECT id FROM kept.given SEMI JOIN moved USING (serial)").fetchall()
    return {id for (id,) in rows} | set(changed["derivations"].column("child").to_pylist())


def touched(found: Findings, articles: set[str], shelf: Shelf) -> Findings:
    """What *found* says of the events of some *articles*, and of all that these come from;
    relations lie on *shelf*."""
    table = found.articles
    ids, events = table.column("id").to_pylist(), table.column("event").to_pylist()
    named = {event for one, event in zip(ids, events, strict=True) if one in articles}
    kept = {one for one, event in zip(ids, events, strict=True) if event in named} | articles
    rows, joins = above(table.column("id"), found.derivations, sorted(kept))
    kept |= set(table.column("id").take(pa.array(rows)).to_pylist())
    within = schema.rows_of(found.derivations, joins)
    sources = set(within.column("parent").to_pylist())
    texts = None
    if found.bodies is not None:
        texts = _some(found.bodies, "id", kept, schema.RESULT_TEXTS)
    ids_kept = _values(kept)
    related = (
        part.filter(pc.and_(*(pc.is_in(part.column(side), ids_kept) for side in ("left", "right"))))
        for part in parts_of(found.related, found.related.column_names)
    )
    return Findings(
        articles=table.filter(_among(table.column("id"), kept)),
        bodies=texts,
        credits=found.credits.filter(_among(found.credits.column("article"), kept)),
        furniture=found.furniture.filter(_among(found.furniture.column("article"), kept)),
        related=shelf.store("relations", relations.TABLE, related),
        derivations=within,
        sources=found.sources.filter(_among(found.sources.column("source"), sources)),
        events=found.events.filter(_among(found.events.column("event"), named)),
        families=_of_families(found, kept),
        summary=found.summary,
    )


def _of_families(found: Findings, kept: set[str]) -> pa.Table:
    named = _some(found.articles, "id", kept, found.articles.schema).column("family")
    return found.families.filter(_among(found.families.column("family"), set(named.to_pylist())))


def _some(rows: Any, name: str, kept: set[str], declared: pa.Schema) -> pa.Table:
    among = _values(kept)
    parts = [
        part.filter(pc.is_in(part.column(name), among)) for part in parts_of(rows, declared.names)
    ]
    return pa.concat_tables([declared.empty_table(), *parts])


def _among(column: pa.ChunkedArray, values: set[str]) -> Any:
    return pc.is_in(column, _values(values))


def _values(values: set[str]) -> pa.Array:
    return pa.array(sorted(one for one in values if one), pa.string())
