"""Flat tables, for people who work in a spreadsheet: derivations, and flows between outlets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from syndetect.export.jsonlines import rounded, rows
from syndetect.export.openings import headlines

if TYPE_CHECKING:
    from syndetect.export import Results

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
    called = headlines(findings)
    articles = {
        row["id"]: {**row, "headline": called.get(row["id"])} for row in rows(findings.articles)
    }
    sources = {row["source"]: row for row in rows(findings.sources)}
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(findings.derivations):
        unseen = row["parent_kind"] == "source"
        parent = (sources if unseen else articles).get(row["parent"], {})
        writer.writerow(_joined(row, articles.get(row["child"], {}), parent))
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


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _joined(row: dict[str, Any], child: dict[str, Any], parent: dict[str, Any]) -> dict[str, Any]:
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
