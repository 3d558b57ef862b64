"""Where in a child's body its parents' text stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from conftest import words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.findings import Findings
from syndetect.provenance.spans import spans, table

LAW = settings(deadline=None, derandomize=True, max_examples=150)
IDS = ("a", "c", "p", "q", "x")
Stretch = tuple[int, int]
RELATIONS = pa.schema(
    [("left", pa.string()), ("right", pa.string()), ("passages", schema.PASSAGES)]
)


def pairs(relations: pa.Table) -> tuple[schema.I32, schema.I32]:
    """The ordinals of both sides."""
    left, right = (
        np.array([IDS.index(name) for name in relations.column(side).to_pylist()], dtype=np.int32)
        for side in ("left", "right")
    )
    return left, right


def pair(left: str, right: str, *stretches: tuple[int, int, str]) -> dict[str, Any]:
    """A compared pair; a stretch is told by its place in the article that is no parent."""
    child = "left" if left == "c" else "right"
    other = "right" if left == "c" else "left"
    passages = [
        {f"{child}_begin": b, f"{child}_end": e, f"{other}_begin": 900, f"{other}_end": 990,
         "kind": kind, "words": 9}
        for b, e, kind in stretches
    ]  # fmt: skip
    return {"left": left, "right": right, "passages": passages}


Derived = tuple[str, str, int]  # parent, what it is, order


def derived(parent: str, kind: str = "article", order: int = 1) -> Derived:
    return parent, kind, order


def ends(derivations: Sequence[Derived]) -> tuple[tuple[schema.I32, schema.I32], schema.I32]:
    """The ordinals and orders of what derives from these, of which c is the child."""
    parents = [IDS.index(name) if kind == "article" else -1 for name, kind, _ in derivations]
    children, orders = [IDS.index("c")] * len(parents), [order for _, _, order in derivations]
    child, parent, order = (np.array(some, dtype=np.int32) for some in (children, parents, orders))
    return (child, parent), order


def found(rows: Sequence[dict[str, Any]], *derivations: Derived) -> list[list[Stretch] | None]:
    ordered = sorted(rows, key=lambda row: (row["left"], row["right"]))
    relations = pa.Table.from_pylist(ordered, schema=RELATIONS)
    told = spans(relations, pairs(relations), *ends(derivations)).to_pylist()
    return [own if own is None else [(s["begin"], s["end"]) for s in own] for own in told]


def test_spans_are_those_of_the_childs_own_side() -> None:
    """Whichever side of the pair the child is; quotations and furniture are nobody's text."""
    stretches = ((0, 9, "verbatim"), (20, 30, "edited"), (40, 50, "quoted"), (60, 70, "furniture"))
    assert found([pair("c", "p", *stretches)], derived("p")) == [[(0, 9), (20, 30)]]
    assert found([pair("a", "c", *stretches), pair("c", "x")], derived("x")) == [[]]
    flipped = [pair("a", "c", *stretches)]  # the left is the smaller id
    assert found(flipped, derived("a")) == [[(0, 9), (20, 30)]]


def test_overlaps_are_merged() -> None:
    """Stretches that overlap or touch are one, in the order of the text."""
    rows = [pair("c", "p", (30, 40, "verbatim"), (0, 9, "edited"), (5, 20, "verbatim"),
                 (20, 22, "edited"))]  # fmt: skip
    assert found(rows, derived("p")) == [[(0, 22), (30, 40)]]


def test_a_second_parent_has_what_the_first_leaves() -> None:
    """Of the second only what does not stand in the first; of the first all, in either order."""
    rows = [pair("c", "p", (10, 20, "verbatim"), (40, 50, "edited")),
            pair("c", "q", (5, 45, "verbatim"), (60, 70, "edited"))]  # fmt: skip
    first, second = derived("p"), derived("q", order=2)
    left = [(5, 10), (20, 40), (60, 70)]
    assert found(rows, first, second) == [[(10, 20), (40, 50)], left]
    assert found(rows, second, first) == [left, [(10, 20), (40, 50)]]


def test_beside_a_source_the_second_has_all_of_its_own() -> None:
    """A source's text is not known: null, and nothing is taken from the other parent."""
    rows = [pair("c", "q", (5, 45, "verbatim"))]
    told = found(rows, derived("p", "source"), derived("q", order=2))
    assert told == [None, [(5, 45)]]


def test_what_was_not_kept_is_null() -> None:
    """A pair that is not in the relations has no known spans, which is not to say none; a source
    called like an article is no article."""
    rows = [pair("c", "q", (5, 45, "verbatim"))]
    assert found(rows, derived("p")) == [None]
    assert found(rows, derived("q", "source")) == [None]
    assert found([], derived("q")) == [None]
    assert found([]) == []


STRETCHES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda s: (s[0], s[0] + s[1], "edited")),
    max_size=6,
)


@LAW
@given(first=STRETCHES, second=STRETCHES)
def test_together_they_cover_what_both_have(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    """Any passages: spans are in order and apart, those of two parents share no place, and
    together they are all places that a passage has."""
    rows = [pair("c", "p", *first), pair("c", "q", *second)]
    one, other = found(rows, derived("p"), derived("q", order=2))
    places = [[at for b, e in own or () for at in range(b, e)] for own in (one, other)]
    assert all(own == sorted(set(own)) for own in places)
    assert not set(places[0]) & set(places[1])
    of_first = {at for b, e, _ in first for at in range(b, e)}
    of_second = {at for b, e, _ in second for at in range(b, e)}
    assert set(places[0]) == of_first
    assert set(places[1]) == of_second - of_first


def test_the_table_has_its_schema() -> None:
    """Spans stand in their column, with the declared types."""
    relations = pa.Table.from_pylist([pair("c", "q", (5, 45, "verbatim"))], schema=RELATIONS)
    for parents in ([derived("q")], []):
        known, orders = ends(parents)
        given = {name: [None] * len(parents) for name in schema.RESULT_DERIVATIONS.names}
        rows = schema.build(schema.RESULT_DERIVATIONS, given | {"order": orders})
        made = table(relations, pairs(relations), rows, known)
        assert made.schema == schema.RESULT_DERIVATIONS
        told = [[{"begin": 5, "end": 45}]] if parents else []
        assert made.column("spans").to_pylist() == told


@pytest.mark.parametrize("name", ["p7", "r1"])
def test_the_words_stand_in_the_parent(scanned: Findings, name: str) -> None:
    """In a scan, each span of a child reads as a stretch of that parent, and is none of the
    other's."""
    body, covered = scanned.article(name).body, set[int]()
    for one in scanned.graph.parents_of(name):
        parent = " ".join(words_of(scanned.article(one.parent).body))
        assert one.spans
        for span in one.spans:
            assert " ".join(words_of(body[span.begin : span.end])) in parent
            places = set(range(span.begin, span.end))
            assert not places & covered
            covered |= places
