"""GEXF: read back by networkx, and held to the rules of GEXF 1.2."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from conftest import REUTERS
from test_export import HAULIERS, ODD, WIRE, bare, edged, renamed, text

from syndetect.export.gexf import start
from syndetect.findings import Findings

SPACE = "{http://www.gexf.net/1.2draft}"


def read(findings: Findings) -> nx.DiGraph:
    return nx.read_gexf(io.BytesIO(text(findings, "gexf").encode()))


def test_networkx_reads_nodes_with_times(findings: Findings) -> None:
    """Articles begin when they were published; without a date they have no beginning."""
    graph = read(findings)
    assert graph.is_directed()
    assert graph.graph["mode"] == "dynamic"
    assert graph.number_of_nodes() == findings.articles.num_rows + 2
    assert graph.nodes[WIRE]["start"] == "2025-03-18T06:40:00+00:00"
    assert graph.nodes["harbour-post/ferries.html"]["start"] == "2025-03-18"
    assert graph.nodes[HAULIERS]["start"] == "2025-03-19T09:00:00"
    assert graph.nodes[REUTERS]["start"] == "2025-03-18"
    assert "start" not in graph.nodes["post/brief.txt"]
    assert graph.nodes[WIRE]["label"] == "Ferry strike cuts off Ostrey"
    assert graph.nodes[REUTERS]["label"] == REUTERS


def test_networkx_reads_edges_with_weights(findings: Findings) -> None:
    """The probability of a derivation is the weight of its edge; other facts keep their type."""
    graph = read(findings)
    assert graph.number_of_edges() == findings.derivations.num_rows
    edge = graph.edges[WIRE, HAULIERS]
    assert (edge["weight"], edge["probability"]) == (0.912346, 0.912346)
    assert (edge["decided"], edge["relation"], edge["order"]) == (True, "partial", 1)


def test_what_is_used_is_declared(findings: Findings) -> None:
    """Ids are unique, values are for declared attributes, and edges have both ends."""
    graph = ET.fromstring(text(findings, "gexf")).find(f"{SPACE}graph")
    assert graph is not None
    assert [part.tag.removeprefix(SPACE) for part in graph] == [
        "attributes",
        "attributes",
        "nodes",
        "edges",
    ]
    for owner in ("node", "edge"):
        declared = {
            one.get("id")
            for part in graph.iter(f"{SPACE}attributes")
            for one in part
            if part.get("class") == owner
        }
        elements = list(graph.iter(f"{SPACE}{owner}"))
        used = {value.get("for") for one in elements for value in one.iter(f"{SPACE}attvalue")}
        assert used <= declared
        assert len({one.get("id") for one in elements}) == len(elements)
    nodes = {one.get("id") for one in graph.iter(f"{SPACE}node")}
    for edge in graph.iter(f"{SPACE}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes


def test_without_dates_the_graph_is_static(findings: Findings) -> None:
    """Where nothing is dated there is no timeline to promise."""
    graph = read(bare(findings))
    assert graph.graph["mode"] == "static"
    assert not any("start" in facts for _, facts in graph.nodes(data=True))


def test_odd_ids_come_back(findings: Findings) -> None:
    """Quotes, line ends and letters of any script in an id come back, and edges find them."""
    graph = read(renamed(findings, ODD))
    assert set(ODD.values()) - {ODD["eastmere/cable.txt"]} <= set(graph)
    assert graph.has_edge(ODD[WIRE], ODD[HAULIERS])
    assert graph.has_edge(f"source:{ODD[WIRE]}", ODD[WIRE])
    assert graph.number_of_edges() == len(edged(findings))


@pytest.mark.parametrize(
    ("published", "begin"),
    [
        ("2025-03", "2025-03-01"),
        ("2025-03-18", "2025-03-18"),
        ("2025-03-18T14:05", "2025-03-18T14:05:00"),
        ("2025-03-18T14:05+05:30", "2025-03-18T08:35:00+00:00"),
        ("2025-03-18T14:05Z", "2025-03-18T14:05:00+00:00"),
        ("0001-01-01T00:00+14:00", None),
        ("2025-02-30", None),
        ("last Tuesday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_beginning_is_a_date_of_xml(published: str | None, begin: str | None) -> None:
    """A date begins with its first moment, in UTC where its zone is known; no date, no moment."""
    assert start(published) == begin
