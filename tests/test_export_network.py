"""Nodes and edges that every drawn format shares."""

from __future__ import annotations

from conftest import REUTERS
from test_export import HAULIERS, ODD, WIRE, edged, emptied, renamed, with_column

from syndetect.export.network import EDGE_FACTS, NODE_FACTS, Network, legal
from syndetect.findings import Findings


def test_names_are_ids_and_never_meet(findings: Findings) -> None:
    """Two ids are two nodes, also where one is an article's and a source's, or not fit for XML."""
    odd = renamed(findings, {**ODD, "digest/today.html": "\\u0000\\u001b\\u000d"})
    network = Network(odd)
    names = [node.name for node in network.nodes()]
    assert len(set(names)) == len(names) == odd.articles.num_rows + 2
    assert names.count(ODD[WIRE]) == 1
    assert f"source:{ODD[WIRE]}" in names
    assert all(legal(name) == name for name in names)
    assert {"\\u0000\\u001b\\u000d", "article:\\u0000\\u001b\\u000d"} <= set(names)


def test_facts_are_those_declared(findings: Findings) -> None:
    """Every fact has its declared type; what is not known is left out."""
    network = Network(findings)
    for declared, facts in (
        *((NODE_FACTS, node.facts) for node in network.nodes()),
        *((EDGE_FACTS, edge.facts) for edge in network.edges()),
    ):
        assert facts
        assert all(type(value) is declared[name] for name, value in facts.items())
    brief = next(node for node in network.nodes() if node.name == "post/brief.txt")
    assert "published" not in brief.facts


def test_edges_go_from_parent_to_child(findings: Findings) -> None:
    """An edge for each derivation, in their order."""
    found = [(edge.parent, edge.child) for edge in Network(findings).edges()]
    assert found == [(parent, child) for _, parent, child in edged(findings)]


def test_an_end_that_no_table_knows_is_a_node(findings: Findings) -> None:
    """A derivation from or to something unknown is kept, and both its ends are nodes."""
    network = Network(emptied(findings, ("articles", "sources")))
    assert {node.name for node in network.nodes()} >= {WIRE, HAULIERS, REUTERS}
    assert all(not node.facts for node in network.nodes())
    assert len(list(network.edges())) == findings.derivations.num_rows


def test_articles_may_come_by_event(findings: Findings) -> None:
    """By event all articles of an event stand together, those of none last, sources after them."""
    events = findings.articles["event"].to_pylist()
    made = with_column(findings, "articles", "event", [None, *events[1:]])
    nodes = [node.facts for node in Network(made).nodes(by_event=True)]
    order = [facts.get("event") for facts in nodes]
    runs = [event for at, event in enumerate(order) if at == 0 or order[at - 1] != event]
    assert runs == ["event:cable", "event:fog", "event:strike", None]
    assert [facts["kind"] for facts in nodes[-3:]] == ["article", "source", "source"]
    assert len(nodes) == len(list(Network(made).nodes()))
