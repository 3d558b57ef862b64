"""Faces out: the same findings as JSON Lines, CSV or GraphML. Text in chunks; no file is opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pyarrow as pa

from syndetect.errors import UsageError

FORMATS = ("jsonl", "csv", "graphml")


class Results(Protocol):
    """The tables that an export reads: those of ``schema.RESULT_*``."""

    @property
    def articles(self) -> pa.Table: ...
    @property
    def texts(self) -> pa.Table | None: ...
    @property
    def furniture(self) -> pa.Table: ...
    @property
    def relations(self) -> pa.Table: ...
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

    ``jsonl``: one stream of rows with a ``type`` (article, source, derivation, event, family,
    relation). ``csv``: a line for each derivation, with outlet, headline and date of both ends.
    ``graphml``: articles and sources as nodes, derivations as edges from parent to child.
    In ``csv`` and ``graphml`` the opening line stands for a headline that is missing.
    Same findings, same text. Raises UsageError for another format.
    """
    from syndetect.export import graphml, jsonlines, table

    if format == "jsonl":
        return jsonlines.stream(findings)
    if format == "csv":
        return table.derivations_csv(findings)
    if format == "graphml":
        return graphml.document(findings)
    raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
