"""Shares of arrows: large families article by article, small ones whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance.arborescence import Weights
from syndetect.provenance.shares import Arrows, Sparse, Whole

LAW = settings(deadline=None, derandomize=True, max_examples=60)


@st.composite
def families(draw: st.DrawFn) -> tuple[Arrows, Weights]:
    """Some arrows, in any order, a few of them by no source in common."""
    count = draw(st.integers(1, 6))
    place = st.integers(0, count - 1)
    ends = draw(st.lists(st.tuples(place, place), unique=True, max_size=14))
    ends = [(a, b) for a, b in ends if a != b]
    some = st.floats(-6, 6)
    direct = np.array([draw(some) for _ in ends])
    common = np.array([draw(st.one_of(st.just(-np.inf), some)) for _ in ends])
    parent, child = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    return Arrows(parent, child, direct, common), np.array([draw(some) for _ in range(count)])


@LAW
@given(family=families())
def test_an_article_by_itself_weighs_its_own_arrows(family: tuple[Arrows, Weights]) -> None:
    """Each arrow has its share among all into its child and the child as a root; common sources of
    equal weight count once together."""
    arrows, roots = family
    found = Sparse(arrows, roots)
    for child in range(len(roots)):
        mine = [
            (p, d, c)
            for p, at, d, c in zip(*(column.tolist() for column in arrows), strict=True)
            if at == child
        ]
        weights = [np.exp(c) for _, _, c in mine]
        many = max(1.0, sum(weights) / max(weights)) if any(weights) else 1.0
        parts = {p: (np.exp(d), np.exp(c) / (1 + many)) for p, d, c in mine}
        whole = sum(sum(part) for part in parts.values()) + np.exp(roots[child])
        assert found.above[child] == pytest.approx(np.exp(roots[child]) / whole)
        assert found.seen[child] == pytest.approx(sum(d for d, _ in parts.values()) / whole)
        for parent in range(len(roots)):
            ends = np.array([parent]), np.array([child])
            direct, common = parts.get(parent, (0.0, 0.0))
            assert found.direct(*ends) == pytest.approx(direct / whole)
            assert found.common(*ends) == pytest.approx(common / whole)
            assert found.shared[parent] >= found.common(*ends)


@LAW
@given(family=families())
def test_where_no_circle_can_be_both_agree(family: tuple[Arrows, Weights]) -> None:
    """With arrows from smaller to larger places only, every choice is a forest, and the shares of
    an article by itself are those of the whole family."""
    arrows, roots = family
    down = arrows.parent < arrows.child
    arrows = Arrows(*(column[down] for column in arrows))
    one, other = Whole(arrows, roots), Sparse(arrows, roots)
    assert one.above == pytest.approx(other.above, abs=1e-5)
    for child in range(len(roots)):
        assert one.seen[child] == pytest.approx(other.seen[child], abs=1e-5)
        assert one.shared[child] == pytest.approx(other.shared[child], abs=1e-5)
        for parent in range(len(roots)):
            ends = np.array([parent]), np.array([child])
            assert one.direct(*ends) == pytest.approx(other.direct(*ends), abs=1e-5)
            assert one.common(*ends) == pytest.approx(other.common(*ends), abs=1e-5)
