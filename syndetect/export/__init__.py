"""Faces out: the same findings in the forms that other tools read. Text in chunks; no file is
opened. Light to import, for the shell asks here which formats there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from syndetect.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from syndetect.stored import Rows

# Each format in a line; the one place that names them.
FORMATS: Mapping[str, str] = {
    "jsonl": "all rows of all tables, one JSON object a line, with its type",
    "csv": "derivations, one a line, with outlet, headline and date of both ends",
    "graphml": "the graph of articles and sources, for yEd, Gephi, Cytoscape and networkx",
    "gexf": "the graph with times, for Gephi",
    "dot": "the graph as a drawing, one box an event, for Graphviz",
    "flows": "which sources feed which outlets, with counts and shares, as CSV",
    "prov-json": "W3C PROV: derivations and attributions, as PROV-JSON",
    "json-ld": "schema.org: a NewsArticle each, with isBasedOn and creditText, as JSON-LD",
}


class Results(Protocol):
    """The tables that an export reads: those of ``schema.RESULT_*``."""

    @property
    def articles(self) -> pa.Table: ...
    @property
    def bodies(self) -> Rows | None: ...
    @property
    def credits(self) -> pa.Table: ...
    @property
    def furniture(self) -> pa.Table: ...
    @property
    def related(self) -> Rows: ...
    @property
    def derivations(self) -> pa.Table: ...
    @property
    def sources(self) -> pa.Table: ...
    @property
    def events(self) -> pa.Table: ...
    @property
    def families(self) -> pa.Table: ...


def export(findings: Results, format: str) -> Iterator[str]:
    """*findings* as text, in chunks that only need to be written one after the other.

    *format* is one of ``FORMATS``; docs/export.md describes each. Where an article has no headline
    the opening line of its text stands for it, but in ``jsonl``, ``json-ld`` and ``flows``. A
    column that an older result lacks is empty. Same findings, same text.
    Raises UsageError for another format.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    from syndetect.export import dot, gexf, graphml, jsonld, jsonlines, provjson, table

    writers = {
        "jsonl": jsonlines.stream,
        "csv": table.derivations_csv,
        "graphml": graphml.document,
        "gexf": gexf.document,
        "dot": dot.document,
        "flows": table.flows_csv,
        "prov-json": provjson.document,
        "json-ld": jsonld.document,
    }
    return writers[format](findings)
