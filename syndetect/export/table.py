"""Flat tables, for people who work in a spreadsheet: derivations, and flows between outlets."""

from __future__ import annotations

import csv
import io
import operator
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.export.jsonlines import rounded, rows
from syndetect.export.openings import named

if TYPE_CHECKING:
    from syndetect.export import Results

_Row = dict[str, Any]
_AT_ONCE = 4096  # derivations whose ends are looked at together
COLUMNS = (
    "child",
    "child_outlet",
    "child_headline",
    "child_published",
    "relation",
    "probability",
    "decided",
    "parent_kind",
    "parent",
    "parent_outlet",  # the agency, where the parent is an unseen source
    "parent_headline",
    "parent_published",
    "parent_url",
    "event",
    "reasons",
    "order",
    "share",
    "origin",  # of the child, with the probability of the whole line and its length
    "origin_probability",
    "depth",
)


def derivations_csv(findings: Results) -> Iterator[str]:
    """``COLUMNS`` and a line for each derivation, in their order; UTF-8, reasons joined by "; ".

    The opening line of a text stands for a headline that is missing.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row, child, parent in _both_ends(findings):
        writer.writerow(_joined(row, child, parent))
        yield _taken(buffer)
    yield _taken(buffer)


def flows_csv(findings: Results) -> Iterator[str]:
    """Which origins feed which outlets: the table of ``provenance.flows``, a line for each row."""
    from syndetect.provenance.flows import flows

    table = flows(findings.articles, findings.derivations, findings.sources)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, table.column_names, lineterminator="\n")
    writer.writeheader()
    for row in rows(table):
        writer.writerow(rounded(row))
        yield _taken(buffer)
    yield _taken(buffer)


def _both_ends(findings: Results) -> Iterator[tuple[_Row, _Row, _Row]]:
    """Each derivation, with the rows of its child and of its parent, empty where they lack."""
    articles, sources, table = named(findings), findings.sources, findings.derivations
    children, parents = (schema.places(table[end], articles["id"]) for end in ("child", "parent"))
    unseen = schema.places(table["parent"], sources["source"])
    is_source = pc.equal(table["parent_kind"], "source").to_numpy()
    parents[is_source], unseen[~is_source] = -1, -1
    for at in range(0, table.num_rows, _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        yield from zip(
            rows(table.slice(at, _AT_ONCE)),
            _found(articles, children[some]),
            map(operator.or_, _found(articles, parents[some]), _found(sources, unseen[some])),
            strict=True,
        )


def _found(table: pa.Table, places: schema.I32) -> Iterator[_Row]:
    """The rows at some *places*; an empty one for -1."""
    known = iter(schema.rows_of(table, places[places >= 0]).to_pylist())
    return (next(known) if place >= 0 else {} for place in places.tolist())


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _joined(row: _Row, child: _Row, parent: _Row) -> _Row:
    return {
        "child": row["child"],
        "child_outlet": child.get("outlet"),
        "child_headline": child.get("headline"),
        "child_published": child.get("published"),
        "relation": row["relation"],
        "probability": rounded(row["probability"]),
        "decided": "yes" if row["decided"] else "no",
        "parent_kind": row["parent_kind"],
        "parent": row["parent"],
        "parent_outlet": parent.get("outlet", parent.get("agency")),
        "parent_headline": parent.get("headline"),
        "parent_published": parent.get("published"),
        "parent_url": parent.get("url"),
        "event": child.get("event"),
        "reasons": "; ".join(row["reasons"] or ()),
        "order": row.get("order") or 1,
        "share": rounded(row.get("share")),
        "origin": child.get("origin"),
        "origin_probability": rounded(child.get("origin_probability")),
        "depth": child.get("depth"),
    }
