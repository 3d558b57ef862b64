"""Exports: the formats there are, and JSON Lines, CSV and GraphML, read back by their readers."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pytest
from click.testing import CliRunner
from conftest import NAMELESS, REUTERS

from syndetect import schema
from syndetect.cli import main
from syndetect.errors import UsageError
from syndetect.export import FORMATS, export
from syndetect.export.jsonlines import document, dump, rounded
from syndetect.findings import Findings

WIRE, HAULIERS = "wire-room/strike.txt", "valley-echo/hauliers.html"


def text(findings: Findings, form: str) -> str:
    return "".join(export(findings, form))


def with_column(findings: Findings, table: str, name: str, values: list[object]) -> Findings:
    old: pa.Table = getattr(findings, table)
    made = schema.build(old.schema, old.to_pydict() | {name: values})
    return dataclasses.replace(findings, **{table: made})


def with_columns(findings: Findings, table: str, **columns: tuple[pa.DataType, Any]) -> Findings:
    """*findings* with columns of a type, each all one value or a value a row."""
    made: pa.Table = getattr(findings, table)
    for name, (kind, values) in columns.items():
        column = pa.array(values if isinstance(values, list) else [values] * made.num_rows, kind)
        if name in made.column_names:
            made = made.drop_columns(name)
        made = made.append_column(name, column)
    return dataclasses.replace(findings, **{table: made})


# Ids that some format has a meaning for. The source is called like an article, and two articles
# like what others are percent-encoded to.
ODD = {
    WIRE: 'strike: "the" first',
    "post/brief.txt": "strike%3A%20%22the%22%20first",
    HAULIERS: "a\nb",
    "eastmere/closed.txt": "ü/%C3%BC",
    "eastmere/closed-again.txt": "%C3%BC&amp;<ü>?#\u2028😀",
    "metro/strike.txt": ".",
    "harbour-post/ferries.html": "-x.",
    "lantern/walkout.html": "a\\",
    "valley-echo/cable.html": "a\\nb",
    "eastmere/cable.txt": "\x00\x1b\r",
    REUTERS: 'strike: "the" first',
    NAMELESS: "node",
}


def renamed(findings: Findings, names: Mapping[str, str]) -> Findings:
    """*findings* with other ids."""

    def change(value: Any) -> Any:
        if isinstance(value, list):
            return [change(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    made = {}
    for field in ("articles", "bodies", "credits", "furniture", "derivations", "sources", "events"):
        table: pa.Table = getattr(findings, field)
        rows = [{name: change(value) for name, value in row.items()} for row in table.to_pylist()]
        made[field] = pa.Table.from_pylist(rows, schema=table.schema)
    return dataclasses.replace(findings, **made)


def edged(findings: Findings) -> list[tuple[str, str, str]]:
    """Kind and id of the parent, and the child, of each derivation."""
    columns = (
        findings.derivations[name].to_pylist() for name in ("parent_kind", "parent", "child")
    )
    return list(zip(*columns, strict=True))


def bare(findings: Findings) -> Findings:
    """*findings* of which only ids, roles and derivations are left, and no texts."""
    count = findings.articles.num_rows
    for name in ("outlet", "url", "published", "headline", "event", "family", "language"):
        findings = with_column(findings, "articles", name, [None] * count)
    for name in ("agency", "url", "published"):
        findings = with_column(findings, "sources", name, [None] * findings.sources.num_rows)
    return dataclasses.replace(findings, bodies=None)


def emptied(findings: Findings, tables: Sequence[str]) -> Findings:
    """*findings* without a row in *tables*."""
    none = {name: getattr(findings, name).slice(0, 0) for name in tables}
    return dataclasses.replace(findings, **none)


TABLES = ("articles", "bodies", "credits", "furniture", "related", "derivations", "sources",
          "events", "families")  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_same_findings_same_text(findings: Findings, form: str) -> None:
    """An export is the same each time, and ends its last line."""
    assert text(findings, form) == text(findings, form)
    assert text(findings, form).endswith("\n")


def test_each_format_is_described() -> None:
    """The page on exports has a row and a command for each format."""
    page = (Path(__file__).parent.parent / "docs" / "export.md").read_text(encoding="utf-8")
    for form in FORMATS:
        assert f"| `{form}` |" in page
        assert f"syndetect export result --format {form} " in page


def test_an_unknown_format_is_refused(findings: Findings) -> None:
    """The error names the formats there are."""
    with pytest.raises(UsageError, match="jsonl, csv, graphml"):
        export(findings, "xlsx")


@pytest.mark.parametrize("form", FORMATS)
def test_little_is_enough(findings: Findings, form: str) -> None:
    """Results without texts, dates, names, derivations or articles are exported as well."""
    without = emptied(findings, ("derivations", "sources", "credits"))
    for made in (bare(findings), without, emptied(findings, TABLES)):
        written = text(made, form)
        assert written.endswith("\n") or (form == "jsonl" and not made.articles.num_rows)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "flows"])
def test_columns_of_later_versions_may_be_missing(findings: Findings, form: str) -> None:
    """A result of an older version, which has no origin, order or share, is exported as well."""
    later = {"articles": ("origin", "origin_kind", "origin_probability", "depth")}
    later["derivations"] = ("order", "share", "spans")
    old = {
        name: getattr(findings, name).drop_columns(
            [column for column in columns if column in getattr(findings, name).column_names]
        )
        for name, columns in later.items()
    }
    assert text(dataclasses.replace(findings, **old), form).endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_the_shell_writes_what_the_library_does(
    findings: Findings, form: str, tmp_path: Path
) -> None:
    """A saved result is exported under the same name, and the help has a line for each."""
    findings.save(tmp_path / "result")
    done = CliRunner().invoke(main, ["export", str(tmp_path / "result"), "--format", form])
    assert done.exit_code == 0, done.output
    assert done.stdout == text(Findings.open(tmp_path / "result"), form)
    shown = CliRunner().invoke(main, ["export", "--help"]).stdout
    assert f"  {form:<10} {FORMATS[form]}\n" in shown


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


@pytest.mark.parametrize("some", [[], [{"a": [1.23456789, "x\ny"], "b": {}}, "two\u2028lines", 3]])
def test_a_document_in_parts_is_that_in_one(some: list[Any]) -> None:
    """Lists that come an item at a time are written as those that are there."""
    fields = {"one": some, "two": {"in": some}, "three": some, "name": None}
    parts = {**fields, "one": iter(some), "three": iter(some)}
    assert "".join(document(parts)) == dump(fields, indent=2) + "\n"


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


def test_csv_has_the_origin_of_the_child(findings: Findings) -> None:
    """Order and share of a derivation, and origin and depth of its child, stand in columns of
    their own; what is not known is empty."""
    count = findings.derivations.num_rows
    made = with_columns(
        findings,
        "derivations",
        order=(pa.int32(), [2, *[None] * (count - 1)]),
        share=(pa.float64(), [0.25, *[None] * (count - 1)]),
    )
    made = with_columns(
        made,
        "articles",
        origin=(pa.string(), REUTERS),
        origin_probability=(pa.float64(), 0.1234567),
        depth=(pa.int32(), 3),
    )
    rows = list(csv.DictReader(io.StringIO(text(made, "csv"))))
    wanted = {"origin": REUTERS, "origin_probability": "0.123457", "depth": "3"}
    assert rows[0].items() >= {"order": "2", "share": "0.25", **wanted}.items()
    assert rows[1].items() >= {"order": "1", "share": "", **wanted}.items()
    older = with_columns(findings, "articles", origin=(pa.string(), None), depth=(pa.int32(), None))
    old = next(csv.DictReader(io.StringIO(text(older, "csv"))))
    assert (old["origin"], old["depth"], old["share"]) == ("", "", "")


def test_csv_of_flows_is_the_table(findings: Findings) -> None:
    """Each row of the flows is a line, with the columns of the table in their order."""
    from syndetect.provenance.flows import flows

    table = flows(findings.articles, findings.derivations, findings.sources)
    assert table.num_rows > 0
    read = csv.DictReader(io.StringIO(text(findings, "flows")))
    rows = list(read)
    assert read.fieldnames == table.column_names
    assert [row["outlet"] for row in rows] == [
        name or "" for name in table.column("outlet").to_pylist()
    ]
    assert [int(row["articles"]) for row in rows] == table.column("articles").to_pylist()
    assert [float(row["share"]) for row in rows] == [
        rounded(share) for share in table.column("share").to_pylist()
    ]


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


def test_graphml_has_order_share_and_origin(findings: Findings) -> None:
    """Order, share, depth and the name of the origin come back as numbers and strings."""
    made = with_columns(renamed(findings, ODD), "derivations", share=(pa.float64(), 0.25))
    made = with_columns(made, "derivations", order=(pa.int32(), 2))
    made = with_columns(
        made,
        "articles",
        origin=(pa.string(), ODD[REUTERS]),
        origin_kind=(pa.string(), "source"),
        depth=(pa.int32(), 1),
    )
    read = nx.parse_graphml(text(made, "graphml"))
    edge = next(iter(read.edges.values()))
    assert (edge["order"], edge["share"]) == (2, 0.25)
    node = read.nodes["digest/today.html"]
    assert (node["depth"], node["origin"]) == (1, f"source:{ODD[REUTERS]}")
    assert node["origin"] in read


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
