"""Which outlets and agencies feed which outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from syndetect import schema
from syndetect.findings import Findings
from syndetect.provenance.flows import flows, matrix


def article(name: str, outlet: str | None, event: str | None = "e1") -> dict[str, Any]:
    return {"id": name, "outlet": outlet, "event": event}


def step(
    child: str, parent: str, probability: float = 0.75, kind: str = "article", order: int = 1,
    decided: bool = True,
) -> dict[str, Any]:  # fmt: skip
    return {
        "child": child, "parent": parent, "parent_kind": kind, "relation": "partial",
        "probability": probability, "decided": decided, "order": order,
    }  # fmt: skip


def told(
    articles: Sequence[dict[str, Any]],
    steps: Sequence[dict[str, Any]],
    sources: Sequence[tuple[str, str | None]] = (),
) -> pa.Table:
    return flows(
        pa.Table.from_pylist(list(articles), schema=schema.RESULT_ARTICLES),
        pa.Table.from_pylist(list(steps), schema=schema.RESULT_DERIVATIONS),
        pa.Table.from_pylist(
            [{"source": name, "agency": agency} for name, agency in sources],
            schema=schema.RESULT_SOURCES,
        ),
    )


def ends(table: pa.Table) -> list[tuple[str, str, str, int, int]]:
    return [
        (r["outlet"], r["origin"], r["origin_kind"], r["articles"], r["second"])
        for r in table.to_pylist()
    ]


def test_a_row_counts_what_one_feeds_another() -> None:
    """Articles, their share of all of the outlet, what is expected by the probabilities, how many
    are decided, and on how many events."""
    articles = [
        article("a", "Mail"),
        article("b", "Mail", "e2"),
        article("x", "Post"),
        article("y", "Post", "e2"),
        article("z", "Post", "e2"),
        article("w", "Post"),
    ]
    steps = [step("x", "a", 0.5), step("y", "b", 0.75, decided=False), step("z", "b", 0.75)]
    table = told(articles, steps)
    assert table.schema == schema.RESULT_FLOWS
    assert table.to_pylist() == [
        {"origin": "Mail", "origin_kind": "outlet", "outlet": "Post", "articles": 3,
         "share": 0.75, "expected": 2.0, "decided": 2, "events": 2, "second": 0}
    ]  # fmt: skip


def test_sources_are_agencies_or_unknown() -> None:
    """An unseen source is its agency; one without a name, and an article without an outlet, are
    unknown on either side."""
    articles = [article(name, None if name == "d" else "Mail") for name in "abcd"]
    steps = [step("a", "s1", kind="source"), step("b", "s2", kind="source"), step("c", "d"),
             step("d", "s1", kind="source")]  # fmt: skip
    assert ends(told(articles, steps, [("s1", "ANSA"), ("s2", None)])) == [
        ("Mail", "unknown", "unknown", 2, 0),
        ("Mail", "ANSA", "agency", 1, 0),
        ("unknown", "ANSA", "agency", 1, 0),
    ]


def test_an_agencys_pages_are_the_agency() -> None:
    """What is from Reuters' own page and what is from Reuters unseen is one origin; an outlet that
    others print under its name stays an outlet, seen or not."""
    articles = [article("a", "reuters.com"), article("n", "cnn.com")]
    articles += [article(name, "Mail") for name in "bcde"]
    steps = [step("b", "a"), step("c", "s1", kind="source"), step("d", "n"),
             step("e", "s2", kind="source")]  # fmt: skip
    assert ends(told(articles, steps, [("s1", "Reuters"), ("s2", "CNN")])) == [
        ("Mail", "CNN", "outlet", 2, 0),
        ("Mail", "Reuters", "agency", 2, 0),
    ]


def test_updates_are_an_outlets_own() -> None:
    """What an outlet has of itself has itself as origin, under the name the child has."""
    articles = [article("a", "washingtontimes.com"), article("b", "Washington Times"),
                article("c", "reuters.com"), article("d", "reuters.com")]  # fmt: skip
    assert ends(told(articles, [step("b", "a"), step("d", "c")])) == [
        ("Washington Times", "Washington Times", "outlet", 1, 0),
        ("reuters.com", "reuters.com", "outlet", 1, 0),
    ]


def test_second_parents_are_counted_apart() -> None:
    """A second parent is no further article, but another origin of it; its event counts."""
    articles = [article("a", "Mail"), article("b", "Echo"), article("c", "Post")]
    table = told(articles, [step("c", "a"), step("c", "b", 0.4, order=2)])
    assert ends(table) == [("Post", "Mail", "outlet", 1, 0), ("Post", "Echo", "outlet", 0, 1)]
    assert table.column("share").to_pylist() == [1.0, 0.0]
    assert table.column("events").to_pylist() == [1, 1]


def test_an_article_called_like_a_source_is_none() -> None:
    """Parents are looked up by their kind."""
    articles = [article("source:x", "Mail"), article("b", "Post"), article("c", "Post")]
    steps = [step("b", "source:x"), step("c", "source:x", kind="source")]
    assert ends(told(articles, steps, [("source:x", "AFP")])) == [
        ("Post", "AFP", "agency", 1, 0),
        ("Post", "Mail", "outlet", 1, 0),
    ]


def test_the_matrix_has_the_articles() -> None:
    """Outlets down, origins across, in order of their names, counts of first parents."""
    articles = [article("a", "Mail"), article("b", "Echo"), article("c", "Post"),
                article("d", "Echo")]  # fmt: skip
    steps = [step("c", "a"), step("c", "b", 0.4, order=2), step("d", "a")]
    outlets, origins, counts = matrix(told(articles, steps))
    assert (outlets, origins) == (("Echo", "Post"), ("Echo", "Mail"))
    assert counts.tolist() == [[0, 1], [0, 1]]
    assert counts.dtype == np.int64


def test_nothing_flows_from_nothing() -> None:
    """No derivation: an empty table of the schema, an empty matrix."""
    table = told([article("a", "Mail")], [])
    assert table.schema == schema.RESULT_FLOWS
    assert matrix(table)[2].shape == (0, 0)
    columns = [pa.chunked_array([], one.type) for one in schema.RESULT_DERIVATIONS]
    nothing = pa.Table.from_arrays(columns, schema=schema.RESULT_DERIVATIONS)  # as filters leave it
    articles = pa.Table.from_pylist([article("a", "Mail")], schema=schema.RESULT_ARTICLES)
    assert flows(articles, nothing, schema.RESULT_SOURCES.empty_table()).num_rows == 0


def test_a_scan_adds_up(scanned: Findings) -> None:
    """Over all rows, articles and second parents are the derivations of the scan, and shares are of
    the outlet's articles; findings and graph tell the same."""
    rows = scanned.flows.to_pylist()
    first = [d for d in scanned.graph.derivations if d.order == 1]
    assert sum(row["articles"] for row in rows) == len(first)
    assert sum(row["second"] for row in rows) == len(scanned.graph.derivations) - len(first) > 0
    assert sum(row["expected"] for row in rows) == pytest.approx(
        sum(d.probability for d in first), abs=1e-4
    )
    assert scanned.graph.flows().equals(scanned.flows)
    assert scanned.graph.matrix()[2].sum() == len(first)
    assert ("Skarn Mail", "Reuters", "agency", 1, 0) in ends(scanned.flows)
    [skarn] = [row for row in rows if row["outlet"] == "Skarn Mail"]
    assert skarn["share"] == 0.5
