"""The provenance graph as a person asks it."""

from __future__ import annotations

import networkx as nx
import pytest
from conftest import NAMELESS, REUTERS

from syndetect.errors import UsageError
from syndetect.findings import Findings
from syndetect.model import Role
from syndetect.provenance.graph import ProvenanceGraph

WIRE, HAULIERS = "wire-room/strike.txt", "valley-echo/hauliers.html"


@pytest.fixture
def graph(findings: Findings) -> ProvenanceGraph:
    return findings.graph


def test_parents_and_children_are_each_others(graph: ProvenanceGraph) -> None:
    """Who is a parent has the child among its children, for articles and sources."""
    assert [row.parent for row in graph.parents_of(HAULIERS)] == [WIRE]
    assert [row.child for row in graph.children_of(WIRE)] == [
        "wire-room/strike-update.txt",
        HAULIERS,
        "lantern/walkout.html",
    ]
    for row in graph.derivations:
        assert row in graph.parents_of(row.child)
        assert row in graph.children_of(row.parent)
    assert {row.child for row in graph.children_of(NAMELESS)} == {
        "eastmere/cable.txt",
        "valley-echo/cable.html",
    }


def test_parents_come_likeliest_first(scanned: Findings) -> None:
    """Children and parents are in order of their probability."""
    for name in (*scanned.graph.articles, *scanned.graph.sources):
        for rows in (scanned.graph.parents_of(name), scanned.graph.children_of(name)):
            assert [r.probability for r in rows] == sorted(
                (r.probability for r in rows), reverse=True
            )


def test_the_origin_is_the_top_of_the_line(graph: ProvenanceGraph) -> None:
    """The origin is reached over all steps, with the probability of the whole line; an article
    without parents is its own, surely."""
    origin, probability = graph.origin_of(HAULIERS)
    assert origin == REUTERS
    assert probability == pytest.approx(0.9123456789 * 0.98)
    assert graph.origin_of("harbour-post/fog.html") == ("harbour-post/fog.html", 1.0)
    assert graph.origin_of(REUTERS) == (REUTERS, 1.0)


def test_events_and_voices(graph: ProvenanceGraph) -> None:
    """An article's event has its articles and the range of voices."""
    event = graph.event_of(HAULIERS)
    assert event.id == "event:strike"
    assert WIRE in event.articles
    assert graph.voices(event.id) == (event.voices_least, event.voices_most) == (2, 5)


def test_roles_are_told(graph: ProvenanceGraph) -> None:
    """Each article has one role."""
    assert graph.role_of(HAULIERS) is Role.DERIVATIVE
    assert graph.role_of("digest/today.html") is Role.DIGEST


def test_reasons_are_those_of_the_parents(graph: ProvenanceGraph) -> None:
    """``explain`` gives the reasons of every parent; none where no source was found."""
    assert graph.explain(HAULIERS) == (
        "published 26 h later (a declared date)",
        "credits a contribution of Reuters",
    )
    assert graph.explain("harbour-post/fog.html") == ()


@pytest.mark.parametrize(
    "ask",
    ["parents_of", "children_of", "origin_of", "event_of", "role_of", "voices", "explain"],
)
def test_unknown_ids_are_a_usage_error(graph: ProvenanceGraph, ask: str) -> None:
    """Every question about something that is not there says so, with its name."""
    with pytest.raises(UsageError, match="nowhere"):
        getattr(graph, ask)("nowhere")


@pytest.mark.parametrize("ask", ["event_of", "role_of"])
def test_a_source_has_no_event_or_role(graph: ProvenanceGraph, ask: str) -> None:
    """Asked of an unseen source, what only articles have is a usage error, not a crash."""
    with pytest.raises(UsageError, match="not in the collection"):
        getattr(graph, ask)(REUTERS)
    assert graph.parents_of(REUTERS) == ()
    assert graph.explain(REUTERS) == ()


def test_networkx_has_the_same_graph(graph: ProvenanceGraph) -> None:
    """Every article and source is a node, every derivation an edge from parent to child."""
    made = graph.to_networkx()
    assert set(made) == {*graph.articles, *graph.sources}
    assert {(a, b) for a, b in made.edges} == {(d.parent, d.child) for d in graph.derivations}
    edge = made.edges[WIRE, HAULIERS]
    assert (edge["relation"], edge["decided"]) == ("partial", True)
    assert made.nodes[REUTERS]["agency"] == "Reuters"
    assert made.nodes[WIRE]["kind"] == "article"
    assert nx.is_directed_acyclic_graph(made)


def test_a_scan_gives_a_forest(scanned: Findings) -> None:
    """The graph of a scan has no circle, and every article one event that lists it."""
    graph = scanned.graph
    assert nx.is_directed_acyclic_graph(graph.to_networkx())
    for name in graph.articles:
        assert name in graph.event_of(name).articles
        origin, probability = graph.origin_of(name)
        assert graph.parents_of(origin) == ()
        assert 0.0 < probability <= 1.0
