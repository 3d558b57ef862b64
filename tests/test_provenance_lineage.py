"""Where lines of parents end: origins, how likely they are, and depths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from syndetect.findings import Findings
from syndetect.model import Role
from syndetect.provenance.lineage import columns, lines, number

Step = tuple[str, str, float, str]  # child, parent, probability, what the parent is


def step(child: str, parent: str, probability: float, kind: str = "article") -> Step:
    return child, parent, probability, kind


def told(
    roles: dict[str, Role], steps: Sequence[Step], **alone: float
) -> dict[str, tuple[object, ...]]:
    ids, sources = list(roles), sorted({one[1] for one in steps if one[3] == "source"})
    parent, probability = np.full(len(ids), -1), np.ones(len(ids))
    for child, above, likely, kind in steps:
        of_source = kind == "source"
        at = len(ids) + sources.index(above) if of_source else ids.index(above)
        parent[ids.index(child)], probability[ids.index(child)] = at, likely
    found = columns(
        lines(parent, probability),
        np.array([number(role) for role in roles.values()], dtype=np.int8),
        np.array([alone.get(name, np.nan) for name in ids]),
        pa.array([*ids, *sources], type=pa.string()),
    )
    return dict(
        zip(ids, zip(*(found[name].to_pylist() for name in LINE), strict=True), strict=True)
    )


LINE = ("origin", "origin_kind", "origin_probability", "depth")
DERIVED = Role.DERIVATIVE


def test_a_chain_has_one_origin_and_growing_depth() -> None:
    """Each article of a chain has the first as origin, one step deeper than its parent, with the
    product of the steps."""
    roles = {"c": DERIVED, "a": Role.ORIGIN, "b": DERIVED}
    found = told(roles, [step("b", "a", 0.8), step("c", "b", 0.5)], a=0.9)
    assert found == {
        "a": ("a", "article", 0.9, 0),
        "b": ("a", "article", 0.8, 1),
        "c": ("a", "article", 0.4, 2),
    }


def test_nobody_is_surer_of_an_origin_than_the_origin_itself() -> None:
    """That something may be above the origin bounds all that come from it; the steps are not
    counted twice for that."""
    roles = {"a": Role.ORIGIN, "b": DERIVED, "c": DERIVED}
    found = told(roles, [step("b", "a", 0.9), step("c", "b", 0.5)], a=0.6)
    assert found["b"][2] == 0.6
    assert found["c"][2] == 0.45


def test_an_unseen_source_is_one_step_above() -> None:
    """An article under an unseen source has depth 1, its child 2; both have the source."""
    steps = [step("b", "a", 0.5), step("a", "source:ap:a", 0.7, "source")]
    found = told({"a": DERIVED, "b": DERIVED}, steps)
    assert found["a"] == ("source:ap:a", "source", 0.7, 1)
    assert found["b"] == ("source:ap:a", "source", 0.35, 2)


def test_who_has_no_source_has_no_origin() -> None:
    """No source found: depth 0 and no origin, for that is no proof of one. Digests have neither."""
    found = told({"a": Role.NO_SOURCE_FOUND, "b": Role.DIGEST}, [])
    assert found == {"a": (None, None, None, 0), "b": (None, None, None, None)}


def test_an_article_may_be_called_like_a_source() -> None:
    """A source and an article of the same id are two: the line ends at the source."""
    name = "source:ap:x"
    steps = [step("x", name, 0.9, "source"), step(name, "x", 0.8)]
    found = told({"x": DERIVED, name: DERIVED}, steps)
    assert found[name] == (name, "source", 0.72, 2)


def test_long_chains_are_no_trouble() -> None:
    """A line of five thousand versions is followed to its end."""
    names = [f"v{at:04}" for at in range(5000)]
    steps = [step(b, a, 0.99) for a, b in pairwise(names)]
    roles = dict.fromkeys(names, DERIVED) | {names[0]: Role.ORIGIN}
    assert told(roles, steps, v0000=1.0)[names[-1]][3] == 4999


def test_a_scan_tells_lines_as_its_derivations_have_them(scanned: Findings) -> None:
    """Of every article of a scan: origin, kind and depth are those that first parents lead to, and
    the probability is above none of their steps."""
    first = {one.child: one for one in scanned.graph.derivations if one.order == 1}
    for row in scanned.articles.to_pylist():
        origin, kind, probability, depth = (row[name] for name in LINE)
        steps, end = [], ("article", row["id"])
        while end[0] == "article" and end[1] in first:
            one = first[end[1]]
            steps.append(one.probability)
            end = (one.parent_kind, one.parent)
        assert depth == len(steps)
        if not steps:
            assert (origin == row["id"]) == (row["role"] == "origin")
            assert (probability is None) == (row["role"] != "origin")
            continue
        assert (kind, origin) == end
        assert 0.0 < probability <= min(steps)
        assert probability <= math.prod(steps) + 1e-6


@pytest.mark.parametrize("name", ["f1", "f2", "r1"])
def test_the_first_of_a_line_may_have_a_source_itself(scanned: Findings, name: str) -> None:
    """That f1 was first is likely, not sure, and what comes from it is no surer of it."""
    of_first = scanned.graph.origin_of("f1")
    found = scanned.graph.origin_of(name)
    assert found is not None
    assert of_first is not None
    assert found[0] == "f1"
    assert found[1] <= of_first[1] < 1.0
