"""The provenance graph as a person asks it."""

from __future__ import annotations

import html
import io
import json
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from conftest import NAMELESS, REUTERS, looked_up_by, make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.errors import ResultError, UsageError
from syndetect.findings import Findings
from syndetect.model import Role
from syndetect.provenance.graph import ProvenanceGraph
from syndetect.provenance.history import History, write
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Side
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=120)

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
    """The origin is reached over all steps, with the probability of the whole line; where no
    source was found none is known, nor of a digest. A source is its own."""
    found = graph.origin_of(HAULIERS)
    assert found is not None
    assert found[0] == REUTERS
    assert found[1] == pytest.approx(0.9123456789 * 0.98, abs=1e-6)
    assert graph.origin_of("harbour-post/fog.html") is None
    assert graph.origin_of("digest/today.html") is None
    assert graph.origin_of(REUTERS) == (REUTERS, 1.0)


def test_depth_is_the_steps_below_the_origin(graph: ProvenanceGraph) -> None:
    """One below an unseen source, two below its child; nothing where there is no line."""
    assert [graph.depth_of(name) for name in (WIRE, HAULIERS)] == [1, 2]
    assert graph.depth_of("harbour-post/fog.html") == 0
    assert graph.depth_of("digest/today.html") is None


def test_events_and_voices(graph: ProvenanceGraph) -> None:
    """An article's event has its articles and the range of voices."""
    event = graph.event_of(HAULIERS)
    assert event.id == "event:strike"
    assert WIRE in event.articles
    assert graph.voices(event.id) == (event.voices_least, event.voices_most) == (2, 5)


def test_events_have_a_first_appearance_and_a_spread(graph: ProvenanceGraph) -> None:
    """As the table has them: the date as given, the article where it is known, the hours."""
    assert graph.first_appearance("event:strike") == ("2025-03-18T06:40+00:00", None)
    assert graph.first_appearance("event:fog")[1] == "harbour-post/fog.html"
    assert graph.spread("event:strike") == 22.5
    assert graph.spread("event:fog") is None


def test_an_article_of_no_event_is_called_so(findings: Findings) -> None:
    """What belongs to no event is no crash."""
    rows = [{**row, "event": None} for row in findings.articles.to_pylist()]
    articles = pa.Table.from_pylist(rows, schema=schema.RESULT_ARTICLES)
    made = replace(findings, articles=articles)
    with pytest.raises(UsageError, match="no event"):
        made.graph.event_of(WIRE)


def test_roles_are_told(graph: ProvenanceGraph) -> None:
    """Each article has one role."""
    assert graph.role_of(HAULIERS) is Role.DERIVATIVE
    assert graph.role_of("digest/today.html") is Role.DIGEST


def test_reasons_are_those_of_the_parents(graph: ProvenanceGraph) -> None:
    """``explain`` gives the reasons of every parent, each with the parent that it is about; none
    where no source was found."""
    assert graph.explain(HAULIERS) == (
        f"from {WIRE}: published 26 h later (a declared date)",
        f"from {WIRE}: credits a contribution of Reuters",
    )
    assert graph.explain(WIRE) == (
        "from Reuters (not in the collection): credits Reuters in its dateline",
    )
    assert graph.explain("eastmere/cable.txt") == (
        "from a source without a name (not in the collection): shares text neither has first",
    )
    assert graph.explain("harbour-post/fog.html") == ()


def test_reasons_of_two_parents_are_told_apart(scanned: Findings) -> None:
    """Of an article made of two, every reason says which parent it is about."""
    first, second = scanned.graph.parents_of("r1")
    told = scanned.graph.explain("r1")
    leads = [f"from {first.parent}: "] * len(first.reasons)
    leads += [f"also from {second.parent}: "] * len(second.reasons)
    assert told == tuple(
        lead + reason for lead, reason in zip(leads, (*first.reasons, *second.reasons), strict=True)
    )


def test_a_path_joins_over_what_is_common(graph: ProvenanceGraph) -> None:
    """Parent and child by one step, siblings over what both come from, a source with its own;
    strangers, and one with itself, by nothing."""

    def steps(a: str, b: str) -> list[tuple[str, str]]:
        return [(one.child, one.parent) for one in graph.path(a, b)]

    assert steps(WIRE, HAULIERS) == steps(HAULIERS, WIRE) == [(HAULIERS, WIRE)]
    below = [(HAULIERS, WIRE), (WIRE, REUTERS)]
    assert steps("metro/strike.txt", HAULIERS) == [("metro/strike.txt", REUTERS), *below]
    assert steps(HAULIERS, REUTERS) == below
    assert steps(WIRE, "valley-echo/cable.html") == steps(WIRE, WIRE) == []


def test_a_path_may_go_over_second_parents(scanned: Findings) -> None:
    """Two that only a second parent joins are joined."""
    first, second = scanned.graph.parents_of("r1")
    assert scanned.graph.path("r1", second.parent) == (second,)
    assert scanned.graph.path(first.parent, second.parent) == ()


@pytest.mark.parametrize(
    "ask",
    [
        "parents_of",
        "children_of",
        "origin_of",
        "depth_of",
        "event_of",
        "role_of",
        "voices",
        "explain",
        "event",
        "first_appearance",
        "spread",
    ],
)
def test_unknown_ids_are_a_usage_error(graph: ProvenanceGraph, ask: str) -> None:
    """Every question about something that is not there says so, with its name."""
    with pytest.raises(UsageError, match="nowhere"):
        getattr(graph, ask)("nowhere")
    with pytest.raises(UsageError, match="nowhere"):
        graph.path(WIRE, "nowhere")


@pytest.mark.parametrize("ask", ["event_of", "role_of", "depth_of"])
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


WRITERS = {
    "graphml": nx.write_graphml_xml,
    "gexf": nx.write_gexf,
    "gml": nx.write_gml,
    "node-link": lambda graph, file: file.write(json.dumps(nx.node_link_data(graph)).encode()),
}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_networkx_writes_what_it_gets(findings: Findings, scanned: Findings, name: str) -> None:
    """Whatever is missing, and with second parents: no writer meets a None or a list, and every
    node is written."""
    for found in (findings, scanned):
        file = io.BytesIO()
        made = found.graph.to_networkx()
        WRITERS[name](made, file)
        text = html.unescape(file.getvalue().decode("utf-8"))
        assert all(str(node) in text for node in made)
        for _, facts in (*made.nodes(data=True), *((e, d) for *e, d in made.edges(data=True))):
            assert all(type(value) in (str, int, float, bool) for value in facts.values())


def named(findings: Findings, old: str, new: str) -> Findings:
    """*findings* with one article under another id."""

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(one) for one in value]
        return new if value == old else value

    keys = {"articles": ("id",), "derivations": ("child", "parent"), "events": ("articles",)}
    tables = {}
    for table, columns in keys.items():
        rows = [
            row | {key: renamed(row[key]) for key in columns if row.get("parent_kind") != "source"}
            | ({"child": renamed(row["child"])} if "child" in row else {})
            for row in getattr(findings, table).to_pylist()
        ]  # fmt: skip
        tables[table] = pa.Table.from_pylist(rows, schema=getattr(findings, table).schema)
    return replace(findings, **tables)


def test_an_article_may_be_called_like_a_source(findings: Findings) -> None:
    """An article and a source of one id stay two: the id means the article, and the source where
    that is said; lines, paths and the graph of networkx do not mix them up."""
    graph = named(findings, WIRE, REUTERS).graph
    assert {row.child for row in graph.children_of(REUTERS)} == {
        row.child for row in findings.graph.children_of(WIRE)
    }
    assert [row.child for row in graph.children_of(REUTERS, "source")] == [
        REUTERS if row.child == WIRE else row.child for row in findings.graph.children_of(REUTERS)
    ]
    [above] = graph.parents_of(REUTERS)
    assert (above.child, above.parent, above.parent_kind) == (REUTERS, REUTERS, "source")
    assert [row.parent_kind for row in graph.path(HAULIERS, "metro/strike.txt")] == [
        "article", "source", "source",
    ]  # fmt: skip
    made = graph.to_networkx()
    assert len(made) == len(graph.articles) + len(graph.sources)
    assert made.nodes[REUTERS]["kind"] == "article"
    assert made.nodes[f"source:{REUTERS}"]["kind"] == "source"
    assert nx.is_directed_acyclic_graph(made)


def older(findings: Findings) -> Findings:
    """*findings* as an older version left them: without what it did not tell."""
    columns = {
        "articles": ("origin", "origin_kind", "origin_probability", "depth"),
        "derivations": ("order", "share", "spans"),
        "events": ("first", "first_article", "last", "spread_hours", "dated"),
    }
    tables = {}
    for name, missing in columns.items():
        table = getattr(findings, name)
        rows = [row | dict.fromkeys(missing) for row in table.to_pylist()]
        tables[name] = pa.Table.from_pylist(rows, schema=table.schema)
    return replace(findings, **tables)


@pytest.mark.parametrize(
    ("ask", "about"),
    [("origin_of", HAULIERS), ("depth_of", HAULIERS), ("spread", "event:strike"),
     ("first_appearance", "event:strike")],
)  # fmt: skip
def test_older_results_say_what_they_lack(findings: Findings, ask: str, about: str) -> None:
    """What an older version did not tell is named where it is asked for, with the way out; all
    else is answered."""
    graph = older(findings).graph
    with pytest.raises(ResultError, match=r"older version and lacks.*rejudge.*scan again"):
        getattr(graph, ask)(about)
    assert [row.parent for row in graph.parents_of(HAULIERS)] == [WIRE]
    assert graph.parents_of(HAULIERS)[0].spans == ()
    assert len(graph.path("metro/strike.txt", HAULIERS)) == 3
    assert graph.voices("event:strike") == (2, 5)
    assert len(graph.to_networkx()) == len(graph.articles) + len(graph.sources)


def test_a_scan_gives_a_forest(scanned: Findings) -> None:
    """The graph of a scan has no circle, and every article one event that lists it."""
    graph = scanned.graph
    assert nx.is_directed_acyclic_graph(graph.to_networkx())
    for name in graph.articles:
        assert name in graph.event_of(name).articles
        origin = graph.origin_of(name)
        assert (origin is None) == (graph.role_of(name) is Role.NO_SOURCE_FOUND)
        assert origin is None or graph.parents_of(origin[0]) == ()
        assert origin is None or 0.0 < origin[1] <= 1.0


NAMES = ("ap", "unknown")
AGENCIES = st.sampled_from([None, None, "AP", "Reuters"])
DATES = st.sampled_from([None, *(f"2031-05-07T{hour:02}:00+00:00" for hour in range(6))])
SHARE = st.floats(0, 1)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[str], History]:
    """Ids and history of articles with any ties, some of them strangers to each other, so that one
    may be made of two; some have the ids that sources of others would get."""
    count = draw(st.integers(2, 7))
    witnesses = [
        replace(
            make_witness(
                at, draw(DATES), agency=draw(AGENCIES),
                outlet=draw(st.sampled_from([None, "Mail", "Post", "Echo"])),
            ),
            id=draw(st.sampled_from([f"a{at}", *(f"source:{of}:a{at + 1}" for of in NAMES)])),
        )
        for at in range(count)
    ]  # fmt: skip
    few = st.integers(0, 9).map(float)
    sides = st.builds(
        Side, SHARE, SHARE, few, st.floats(0, 9), SHARE, few,
        times=few, finer=few, filler=SHARE, odd=few, signed=few,
    )  # fmt: skip
    ties = {
        (a, b): make_tie(
            a, b, draw(st.floats(0.5, 1)), own_left=draw(SHARE), own_right=draw(SHARE),
            likeness=draw(SHARE), left_has=draw(sides), right_has=draw(sides),
        )
        for a in range(count)
        for b in range(a + 1, count)
        if draw(st.booleans())
    }  # fmt: skip

    def compared(one: int, other: int) -> tuple[float, float]:
        tie = ties.get((min(one, other), max(one, other)))
        return (0.0, 1.0) if tie is None else (tie.probability, 0.5)

    places = np.arange(count, dtype=np.int32)
    events = np.zeros(count, dtype=np.int32)
    limits = Provenance()
    look, told = looked_up_by(compared), Ties.of(ties.values())
    found = write(Witnesses.of(witnesses), told, places, events, frozenset(), limits, look)
    return [one.id for one in witnesses], found


def graph_of(ids: list[str], found: History) -> ProvenanceGraph:
    """The graph of a history, by way of the tables."""
    columns = {"id": ids, **{name: column.to_pylist() for name, column in found.columns.items()}}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return ProvenanceGraph(
        articles=pa.Table.from_pylist(rows, schema=schema.RESULT_ARTICLES),
        derivations=found.derivations,
        sources=found.sources,
        events=found.events,
    )


@LAW
@given(story=stories())
def test_no_line_comes_back(story: tuple[list[str], History]) -> None:
    """Any articles and ties, second parents and ids like those of sources: no article is among its
    own ancestors, every derivation is an edge, and lines end where the tables say."""
    ids, found = story
    graph = graph_of(ids, found)
    made = graph.to_networkx()
    assert nx.is_directed_acyclic_graph(made)
    assert made.number_of_edges() == found.derivations.num_rows
    assert len(made) == len(ids) + found.sources.num_rows
    for name in ids:
        above = [(one.parent_kind, one.parent) for one in graph.parents_of(name)]
        for kind, parent in above:
            assert kind == "source" or parent != name
            above += [
                (one.parent_kind, one.parent)
                for one in (graph.parents_of(parent) if kind == "article" else ())
            ]
            assert len(above) < 500
        assert ("article", name) not in above
        origin, depth = graph.origin_of(name), graph.depth_of(name)
        assert (origin is None) == (graph.role_of(name) is Role.NO_SOURCE_FOUND)
        assert (depth == 0) == (not above)
        if origin is not None and above:
            kind = graph.articles[name]["origin_kind"]
            assert (kind, origin[0]) in above
            assert kind == "source" or graph.parents_of(origin[0]) == ()
            assert origin[1] <= graph.parents_of(name)[0].probability


@LAW
@given(story=stories(), data=st.data())
def test_paths_lead_from_one_to_the_other(
    story: tuple[list[str], History], data: st.DataObject
) -> None:
    """Between any two: each step hangs on the one before, both ways up end at one and the same,
    and the way back is as long."""
    ids, found = story
    graph = graph_of(ids, found)
    one, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    steps = graph.path(one, other)
    ends = [("article", one), ("article", other)]
    turn = next((at for at, s in enumerate(steps) if at and s.child == other), len(steps))
    if steps and steps[0].child == other:
        turn = 0
    for side, way in enumerate((steps[:turn], steps[turn:])):
        for step in way:
            assert ("article", step.child) == ends[side]
            ends[side] = (step.parent_kind, step.parent)
    assert len(graph.path(other, one)) == len(steps)
    assert (ends[0] == ends[1]) == bool(steps or one == other)
