"""Trees by columns are those that a person draws, one derivation at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.provenance.roots import Roots

ARTICLES = [f"a{at}" for at in (3, 1, 4, 0, 5, 9, 2, 6)]  # in no order
SOURCES = ["s1", "s0", "a3"]  # the last is called like an article
Node = tuple[str, str]


def join(child: str, parent: str, probability: float = 0.9, order: int | None = 1) -> Any:
    kind = "source" if parent.startswith("s") else "article"
    return _row(child, kind, parent, probability, order)


def _row(child: str, kind: str, parent: str, probability: float, order: int | None) -> Any:
    ends = {"child": child, "parent_kind": kind, "parent": parent}
    empty = dict.fromkeys(schema.RESULT_DERIVATIONS.names)
    return {**empty, **ends, "probability": probability, "order": order}


def roots(joins: list[Any]) -> Roots:
    table = pa.Table.from_pylist(joins, schema=schema.RESULT_DERIVATIONS)
    return Roots(pa.chunked_array([ARTICLES]), pa.chunked_array([SOURCES]), table)


def drawn(joins: list[Any]) -> tuple[dict[Node, list[int]], dict[Node, Node]]:
    """For each node the rows of its parents, the first of them first; and its root."""
    nodes = [("article", one) for one in ARTICLES] + [("source", one) for one in SOURCES]
    parents: dict[Node, list[int]] = {}
    for at, row in enumerate(joins):
        ends = ("article", row["child"]), (row["parent_kind"], row["parent"])
        if all(end in nodes for end in ends):
            parents.setdefault(ends[0], []).append(at)
    for rows in parents.values():
        rows.sort(
            key=lambda at: (
                joins[at]["order"] or 1, -joins[at]["probability"], joins[at]["parent"]
            )
        )  # fmt: skip
    up = {
        child: (joins[rows[0]]["parent_kind"], joins[rows[0]]["parent"])
        for child, rows in parents.items()
    }
    top: dict[Node, Node] = {}
    for node in sorted(nodes):
        way = [node]
        while way[-1] in up:
            if up[way[-1]] in way:  # a ring
                cut = min(way[way.index(up[way[-1]]) :])
                del up[cut], parents[cut]
                way = [node]
            else:
                way.append(up[way[-1]])
        top[node] = way[-1]
    return parents, top


ENDS = st.sampled_from([*ARTICLES, "a7"])
JOINS = st.lists(
    st.builds(
        _row,
        ENDS,
        st.sampled_from(["article", "article", "source"]),
        st.sampled_from([*ARTICLES, *SOURCES, "a7"]),
        st.sampled_from([0.5, 0.7]),
        st.sampled_from([1, 1, 2, None]),
    ),
    max_size=14,
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(joins=JOINS)
def test_trees_are_those_drawn_by_hand(joins: list[Any]) -> None:
    """Roots, trees and the parents of each child in their order; rings cut at the smallest id,
    ends that nobody knows left out."""
    found, (parents, top) = roots(joins), drawn(joins)
    nodes = [("article", one) for one in ARTICLES] + [("source", one) for one in SOURCES]
    for at, node in enumerate(nodes):
        assert (found.up[at] < 0) == (node not in parents)
        same = {nodes[other] for other in np.flatnonzero(found.tree == found.tree[at])}
        assert same == {other for other in nodes if top[other] == top[node]}
        if node in parents:
            first = joins[parents[node][0]]
            assert nodes[found.up[at]] == (first["parent_kind"], first["parent"])
    some = np.arange(len(ARTICLES))[::-1]
    expected = [parents.get(nodes[at], []) for at in some]
    told = [row["child"] for row in (joins[at] for at in found.rows(some).tolist())]
    assert told == [joins[at]["child"] for rows in expected for at in rows]
    keys = [
        (row["child"], row["parent_kind"], row["parent"], row["probability"], row["order"] or 1)
        for row in joins
    ]
    # Of two rows that say the same either may come first.
    assert [keys[at] for at in found.rows(some).tolist()] == [
        keys[at] for rows in expected for at in rows
    ]


def test_a_ring_is_cut_once() -> None:
    """Derivations in a ring, which should not be, still become a tree of all of them."""
    joins = [join("a2", "a3"), join("a3", "a4"), join("a4", "a2"), join("a1", "a3")]
    found = roots(joins)
    ring = [ARTICLES.index(name) for name in ("a1", "a2", "a3", "a4")]
    assert [ARTICLES[at] for at in ring if found.up[at] < 0] == ["a2"]
    assert len(set(found.tree[ring].tolist())) == 1


def test_the_likeliest_parent_has_the_child() -> None:
    """A child of two parents hangs on the likelier, and both are told in that order."""
    found = roots([join("a3", "a1", 0.6), join("a3", "a2", 0.7), join("a3", "a4", 0.9, order=2)])
    child = ARTICLES.index("a3")
    assert ARTICLES[found.up[child]] == "a2"
    assert found.rows(np.array([child])).tolist() == [1, 0, 2]
