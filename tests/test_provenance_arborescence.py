"""All forests of a family, by counting them one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance.arborescence import Weights, best, best_of_few, marginals

LAW = settings(deadline=None, derandomize=True, max_examples=80)


def forests(arrows: Weights, roots: Weights) -> list[tuple[float, tuple[int, ...]]]:
    """Every forest with its log-weight: for each node its parent, -1 for none; no circles."""
    count = len(roots)
    found = []
    for parents in itertools.product(range(-1, count), repeat=count):
        weight = 0.0
        for child, parent in enumerate(parents):
            weight += roots[child] if parent < 0 else arrows[parent, child]
        if np.isfinite(weight) and all(ends(parents, start) for start in range(count)):
            found.append((weight, parents))
    return found


def ends(parents: tuple[int, ...], here: int) -> bool:
    for _ in range(len(parents) + 1):
        if here < 0:
            return True
        here = parents[here]
    return False


@st.composite
def families(draw: st.DrawFn) -> tuple[Weights, Weights]:
    count = draw(st.integers(1, 4))
    some = st.one_of(st.just(-np.inf), st.floats(-6, 6))
    arrows = np.array([[draw(some) for _ in range(count)] for _ in range(count)])
    np.fill_diagonal(arrows, -np.inf)
    return arrows, np.array([draw(st.floats(-6, 6)) for _ in range(count)])


@LAW
@given(family=families())
def test_marginals_are_shares_of_all_forests(family: tuple[Weights, Weights]) -> None:
    """The probability of each arrow and root is its share in the weight of all forests."""
    arrows, roots = family
    listed = forests(arrows, roots)
    total = sum(np.exp(weight) for weight, _ in listed)
    found, at_root = marginals(arrows, roots)
    for child in range(len(roots)):
        for parent in range(-1, len(roots)):
            share = sum(np.exp(w) for w, parents in listed if parents[child] == parent) / total
            ours = at_root[child] if parent < 0 else found[parent, child]
            assert ours == pytest.approx(share, abs=1e-9)


@LAW
@given(family=families())
def test_the_best_forest_is_the_heaviest(family: tuple[Weights, Weights]) -> None:
    """No forest weighs more than the one that is found, and it has no circle."""
    arrows, roots = family
    parents = tuple(best(arrows, roots))
    assert all(ends(parents, start) for start in range(len(roots)))
    weight = sum(
        roots[child] if parent < 0 else arrows[parent, child]
        for child, parent in enumerate(parents)
    )
    assert weight == pytest.approx(max(weight for weight, _ in forests(arrows, roots)))


@pytest.mark.parametrize("scale", [10.0, 30.0, 300.0])
def test_far_apart_weights_keep_probabilities(scale: float) -> None:
    """Where arrows outweigh roots by far, what leads into each node still sums to one."""
    draw = np.random.default_rng(7)
    arrows = scale * draw.random((12, 12))
    np.fill_diagonal(arrows, -np.inf)
    found, above = marginals(arrows, np.full(12, -5.0))
    assert np.allclose(found.sum(axis=0) + above, 1.0, atol=1e-6)


def test_many_circles_within_circles_are_opened() -> None:
    """A chain of circles, each inside the next, as deep as there are nodes, has a forest."""
    count = 1200
    arrows = np.full((count, count), -np.inf)
    places = np.arange(count - 1)
    arrows[places, places + 1] = 1.0 + places
    arrows[places + 1, places] = 2.0 + places
    above = best(arrows, np.full(count, -1e6))
    assert above == [*range(1, count), -1]


def test_nobody_has_no_forest() -> None:
    """No articles have no arrows."""
    found, at_root = marginals(np.zeros((0, 0)), np.zeros(0))
    assert found.shape == (0, 0)
    assert len(at_root) == 0
    assert best(np.zeros((0, 0)), np.zeros(0)) == []


def test_a_ring_of_three_is_cut_at_its_weakest() -> None:
    """Of three arrows in a ring the lightest gives way to a root."""
    arrows = np.full((3, 3), -np.inf)
    arrows[0, 1], arrows[1, 2], arrows[2, 0] = 3.0, 2.0, 1.0
    assert best(arrows, np.zeros(3)) == [-1, 0, 1]


def weight_of(parents: list[int], arrows: Weights, roots: Weights) -> float:
    chosen = [roots[c] if p < 0 else arrows[p, c] for c, p in enumerate(parents)]
    return float(sum(chosen))


def few(arrows: Weights, roots: Weights) -> list[int]:
    parent, child = np.nonzero(np.isfinite(arrows))
    return best_of_few(parent, child, arrows[parent, child], roots)


@LAW
@given(family=families())
def test_the_heaviest_forest_of_few_arrows_is_the_heaviest(
    family: tuple[Weights, Weights],
) -> None:
    """Told arrow by arrow it weighs as much as the heaviest of all, and has no circle."""
    arrows, roots = family
    found = few(arrows, roots)
    assert all(ends(tuple(found), start) for start in range(len(roots)))
    heaviest = max(weight for weight, _ in forests(arrows, roots))
    assert weight_of(found, arrows, roots) == pytest.approx(heaviest)


@pytest.mark.parametrize("seed", range(12))
def test_circles_within_circles_are_opened_of_few_arrows(seed: int) -> None:
    """Sixty nodes, whose heaviest arrows make circles of circles: the forest of the square."""
    chance = np.random.default_rng(seed)
    arrows = chance.normal(size=(60, 60))
    arrows[chance.random((60, 60)) < 0.8] = -np.inf
    np.fill_diagonal(arrows, -np.inf)
    roots = chance.normal(size=60) - 3
    assert few(arrows, roots) == best(arrows, roots)
