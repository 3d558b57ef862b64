"""Union-find against spreading labels."""

from __future__ import annotations

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import forest

LAW = settings(deadline=None, derandomize=True, max_examples=80)
EDGES = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40)


def labels(edges: list[tuple[int, int]], count: int) -> list[int]:
    ends = np.array(edges, dtype=np.int32).reshape(-1, 2)
    return forest.components(ends[:, 0], ends[:, 1], count).tolist()


@LAW
@given(edges=EDGES)
def test_labels_are_smallest_members(edges: list[tuple[int, int]]) -> None:
    """Each node bears the smallest number among all that edges connect it to."""
    assert labels(edges, 20) == oracles.components(edges, 20)


@LAW
@given(edges=EDGES, data=st.data())
def test_labels_survive_any_order(edges: list[tuple[int, int]], data: st.DataObject) -> None:
    """Edges in another order and turned round give the same labels."""
    shuffled = data.draw(st.permutations([(b, a) for a, b in edges]))
    assert labels(shuffled, 20) == labels(edges, 20)


def test_no_nodes_and_no_edges() -> None:
    """Nothing connected: everyone for oneself."""
    assert labels([], 0) == []
    assert labels([], 3) == [0, 1, 2]


def test_a_long_chain_is_one() -> None:
    """A chain joined from its far end is one component, labelled by its head."""
    edges = [(node, node + 1) for node in range(4999, -1, -1)]
    assert set(labels(edges, 5001)) == {0}
