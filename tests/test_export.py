"""Exports: JSON Lines, CSV and GraphML, read back by those who will read them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import networkx as nx
import pyarrow as pa
import pytest
from conftest import REUTERS

from syndetect import schema
from syndetect.errors import UsageError
from syndetect.export import FORMATS, export
from syndetect.export.jsonlines import dump, rounded
from syndetect.findings import Findings

WIRE, HAULIERS = "wire-room/strike.txt", "valley-echo/hauliers.html"


def text(findings: Findings, form: str) -> str:
    return "".join(export(findings, form))


def with_column(findings: Findings, table: str, name: str, values: list[object]) -> Findings:
    old: pa.Table = getattr(findings, table)
    made = schema.build(old.schema, old.to_pydict() | {name: values})
    return dataclasses.replace(findings, **{table: made})


@pytest.mark.parametrize("form", FORMATS)
def test_same_findings_same_text(findings: Findings, form: str) -> None:
    """An export is the same each time, and ends its last line."""
    assert text(findings, form) == text(findings, form)
    assert text(findings, form).endswith("\n")


def test_an_unknown_format_is_refused(findings: Findings) -> None:
    """The error names the formats there are."""
    with pytest.raises(UsageError, match="jsonl, csv, graphml"):
        export(findings, "xlsx")


def test_the_stream_holds_every_row(findings: Findings) -> None:
    """JSON Lines have a type first, and as many rows of it as its table."""
    rows = [json.loads(line) for line in text(findings, "jsonl").split("\n")[:-1]]
    counts: dict[str, int] = {}
    for row in rows:
        assert next(iter(row)) == "type"
        counts[row["type"]] = counts.get(row["type"], 0) + 1
    assert counts == {
        "article": findings.articles.num_rows,
        "source": 2,
        "derivation": findings.derivations.num_rows,
        "event": 3,
        "family": 1,
        "relation": findings.relations.num_rows,
    }
    partial = next(row for row in rows if row.get("kind") == "quotes_only")
    assert partial["passages"] == [[34, 60, 145, 171, "quoted"]]


def test_numbers_are_rounded_in_one_place() -> None:
    """Six digits, no minus zero, and null for what is no number."""
    assert rounded([0.1234567, {"a": -0.0}, float("nan"), 3, "x", True]) == [
        0.123457,
        {"a": 0.0},
        None,
        3,
        "x",
        True,
    ]
    assert dump({"ü": 1e-9 * -1}) == '{"ü": 0.0}'


def test_csv_joins_both_ends(findings: Findings) -> None:
    """A line of the table has outlet, headline and date of child and parent."""
    rows = list(csv.DictReader(io.StringIO(text(findings, "csv"))))
    assert len(rows) == findings.derivations.num_rows
    by_child = {row["child"]: row for row in rows}
    one = by_child[HAULIERS]
    assert (one["child_outlet"], one["parent_outlet"]) == ("Valley Echo", "Wire Room")
    assert one["parent_headline"] == "Ferry strike cuts off Ostrey"
    assert one["probability"] == "0.912346"
    unseen = by_child[WIRE]
    assert (unseen["parent_kind"], unseen["parent_outlet"]) == ("source", "Reuters")
    assert unseen["parent_url"].startswith("https://wire.example/")


def test_csv_survives_commas_and_line_ends(findings: Findings) -> None:
    """A headline with quotes, commas and line ends is read back as it was."""
    odd = 'He said "no", twice\nand left'
    count = findings.articles.num_rows
    made = with_column(findings, "articles", "headline", [odd] * count)
    rows = list(csv.DictReader(io.StringIO(text(made, "csv"))))
    assert {row["child_headline"] for row in rows} == {odd}


def test_networkx_reads_the_graph(findings: Findings) -> None:
    """GraphML comes back with typed attributes and edges from parent to child."""
    read = nx.parse_graphml(text(findings, "graphml"))
    assert read.is_directed()
    assert read.number_of_nodes() == findings.articles.num_rows + 2
    assert read.number_of_edges() == findings.derivations.num_rows
    edge = read.edges[WIRE, HAULIERS]
    assert edge["probability"] == 0.912346
    assert edge["decided"] is True
    assert json.loads(edge["reasons"])[1] == "credits a contribution of Reuters"
    assert read.nodes[REUTERS]["kind"] == "source"
    assert read.nodes[REUTERS]["outlet"] == "Reuters"
    assert read.nodes["post/brief.txt"]["headline"] == "Ferries stop."


def test_control_characters_do_not_break_xml(findings: Findings) -> None:
    """What XML cannot hold becomes a visible escape; a line end and letters stay."""
    bad = "a\x00b\x1bc\x0bd\uffff<&>\n\u2028é\r"
    count = findings.articles.num_rows
    made = with_column(findings, "articles", "headline", [bad] * count)
    read = nx.parse_graphml(text(made, "graphml"))
    assert read.nodes[WIRE]["headline"] == "a\\u0000b\\u001bc\\u000bd\\uffff<&>\n\u2028é\\u000d"


def test_an_article_may_be_called_like_a_source(findings: Findings) -> None:
    """A source with the id of an article is a node of its own."""
    made = with_column(findings, "sources", "source", [WIRE, "other"])
    kinds = ["source" if parent == REUTERS else "article" for parent in _parents(findings)]
    made = with_column(made, "derivations", "parent_kind", kinds)
    renamed = [WIRE if parent == REUTERS else parent for parent in _parents(findings)]
    read = nx.parse_graphml(text(with_column(made, "derivations", "parent", renamed), "graphml"))
    assert read.nodes[WIRE]["kind"] == "article"
    assert read.nodes[f"source:{WIRE}"]["kind"] == "source"
    assert read.has_edge(f"source:{WIRE}", WIRE)
    assert read.has_edge(WIRE, HAULIERS)


def _parents(findings: Findings) -> list[str]:
    found: list[str] = findings.derivations.column("parent").to_pylist()
    return found
