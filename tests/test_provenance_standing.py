"""Events by columns are those that a person gathers, one article at a time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.model import Role
from syndetect.provenance.roots import Roots
from syndetect.provenance.standing import Standing

IDS = [f"a{at}" for at in (3, 1, 4, 0, 5, 9, 2, 6)]  # in no order
SOURCES = ["s1", "s0"]
EVENTS = ["event:b", "event:c", "event:a"]
RELATED = pa.schema([*schema.RELATION_HEAD, ("own_words", pa.float64()), *schema.RELATION_TAIL])
Row = dict[str, Any]


def table(declared: pa.Schema, rows: list[Row]) -> pa.Table:
    empty = dict.fromkeys(declared.names)
    return pa.Table.from_pylist([{**empty, **row} for row in rows], schema=declared)


@st.composite
def results(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    """Rows of articles, derivations, events and relations."""
    articles = [
        {
            "id": name,
            "event": draw(st.sampled_from([*EVENTS, None])),
            "role": draw(st.sampled_from(["no_source_found", "derivative"])),
            "headline": draw(st.sampled_from(["Fog", None])),
        }
        for name in IDS
    ]
    parents = st.sampled_from([("article", name) for name in IDS] + [("source", "s1")])
    derivations = []
    for _ in range(draw(st.integers(0, 7))):
        kind, parent = draw(parents)
        ends = {"child": draw(st.sampled_from(IDS)), "parent_kind": kind, "parent": parent}
        derivations.append({**ends, "probability": draw(st.sampled_from([0.5, 0.7])), "order": 1})
    events = [
        {"event": name, "articles": [row["id"] for row in articles if row["event"] == name]}
        for name in EVENTS
    ]
    relations = [
        {"left": left, "right": right, "kind": kind, "probability": 0.4, "own_words": 12.0}
        for left, right, kind in draw(
            st.lists(
                st.tuples(
                    st.sampled_from(IDS),
                    st.sampled_from([*IDS, "a7"]),
                    st.sampled_from(["undecided", "reprint"]),
                ),
                max_size=9,
            )
        )
    ]
    return articles, derivations, events, relations


@settings(deadline=None, derandomize=True, max_examples=300)
@given(rows=results())
def test_events_are_those_gathered_by_hand(
    rows: tuple[list[Row], list[Row], list[Row], list[Row]],
) -> None:
    """Which events are worth a line, in which order, with which articles, trees, open pairs and
    parents; and what is counted."""
    articles, derivations, events, relations = rows
    tables = (
        table(schema.RESULT_ARTICLES, articles),
        table(schema.RESULT_DERIVATIONS, derivations),
        table(schema.RESULT_SOURCES, [{"source": name} for name in SOURCES]),
        table(schema.RESULT_EVENTS, events),
    )
    found = Standing(*tables, table(RELATED, relations))
    # `Roots` has a twin of its own.
    tree = Roots(tables[0]["id"], tables[2]["source"], tables[1])
    nodes = [("article", name) for name in IDS] + [("source", name) for name in SOURCES]
    event = {row["id"]: row["event"] for row in articles}
    together: dict[int, list[int]] = {}
    for at, label in enumerate(tree.tree.tolist()):
        together.setdefault(label, []).append(at)
    tops: dict[str | None, list[tuple[str, str]]] = {}
    grown, below = set(), {}
    for members in together.values():
        votes = Counter(event[nodes[at][1]] for at in members if nodes[at][0] == "article")
        (root,) = [nodes[at] for at in members if tree.up[at] < 0]
        below[root] = len(members) - 1
        if votes:
            place = min(votes, key=lambda name: (-votes[name], name or ""))
            tops.setdefault(place, []).append(root)
            grown |= {place} if len(members) > 1 else set()
    stray = [row["id"] for row in articles if row["event"] is None]
    listed = {row["event"]: row["articles"] for row in events} | {None: stray}
    expected = [name for name, ids in listed.items() if len(ids) > 1 or name in grown]
    expected.sort(key=lambda name: (-len(listed[name]), name or ""))
    opened: dict[str | None, list[Any]] = {}
    label = dict(zip(nodes, tree.tree.tolist(), strict=True))
    up = dict(zip(nodes, tree.up.tolist(), strict=True))
    for row in relations:
        ends = ("article", row["left"]), ("article", row["right"])
        if row["kind"] == "undecided" and "a7" not in (row["left"], row["right"]):
            apart = label[ends[0]] != label[ends[1]] and min(up[end] for end in ends) < 0
            if apart and event[row["left"]] == event[row["right"]]:
                pair = (row["left"], row["right"], 0.4, 12.0)
                opened.setdefault(event[row["left"]], []).append(pair)

    told = found.worthwhile()
    called = pa.array(["an opening"] * len(IDS))
    part = found.part(told, called)
    assert [row["event"] for row in part.events] == expected
    assert part.members == [listed[name] for name in expected]
    assert found.sizes()[told].tolist() == [len(ids) for ids in part.members]
    assert [sorted(roots) for roots in part.roots] == [
        sorted(tops.get(name, [])) for name in expected
    ]
    assert part.open == [opened.get(name, []) for name in expected]
    assert found.below().tolist() == [below["source", name] for name in SOURCES]
    assert found.derived == sum(below.values())
    lone = [row for row in articles if row["role"] == "no_source_found"]
    assert found.count(Role.NO_SOURCE_FOUND) == (
        len(lone),
        sum(row["event"] not in expected for row in lone),
    )
    named = {IDS[at] for at in found.articles_of(told).tolist()}
    assert set(part.articles) == named
    assert named >= {name for ids in part.members for name in ids}
    assert all(row["headline"] == "an opening" for row in part.articles.values())
    some = [at for at in range(len(IDS)) if IDS[at] in named]
    rows_up = [derivations[at] for at in tree.rows(np.array(some, dtype=np.int64)).tolist()]
    assert [row["child"] for row in part.derivations] == [row["child"] for row in rows_up]


def test_relations_without_the_signal_are_open_too() -> None:
    """Where an older result lacks the words of a pair, the pair is told with none."""
    articles = [{"id": name, "event": "event:a"} for name in ("a", "b")]
    pair = [{"left": "a", "right": "b", "kind": "undecided", "probability": 0.5}]
    found = Standing(
        table(schema.RESULT_ARTICLES, articles),
        schema.RESULT_DERIVATIONS.empty_table(),
        schema.RESULT_SOURCES.empty_table(),
        table(schema.RESULT_EVENTS, [{"event": "event:a", "articles": ["a", "b"]}]),
        table(RELATED, pair).drop_columns("own_words"),
    )
    part = found.part(found.worthwhile(), pa.nulls(2, pa.string()))
    assert part.open == [[("a", "b", 0.5, 0.0)]]
