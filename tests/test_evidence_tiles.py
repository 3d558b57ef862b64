"""Steps of tiles: each pair is compared once, where both of its articles are held."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.evidence.tiles import steps

LAW = settings(deadline=None, derandomize=True, max_examples=200)
COUNT = 24
ENDS = st.integers(0, COUNT - 1)


@LAW
@given(
    pairs=st.lists(st.tuples(ENDS, ENDS), unique=True, min_size=1, max_size=80),
    places=st.permutations(range(COUNT)),
    sizes=st.lists(st.integers(1, 50), min_size=COUNT, max_size=COUNT),
    room=st.integers(1, 900),
)
def test_each_pair_has_its_step(
    pairs: list[tuple[int, int]], places: list[int], sizes: list[int], room: int
) -> None:
    """Each pair comes once, sides as given, when both articles are held; no article is held twice,
    none that meets nobody, and no more than there is room for beside one article or a step."""
    left, right = np.array(pairs, dtype=np.int32).T
    held: list[int] = []
    stay: list[int] = []
    found: list[tuple[int, int]] = []
    for step in steps(left, right, np.array(places), np.array(sizes), room):
        held = stay = [] if step.begins else stay
        held = held + step.articles.tolist()
        stay = held if step.stays else stay
        assert len(set(held)) == len(held)
        assert sum(sizes[a] for a in held) <= room + 2 * max(sizes)
        met = list(zip(*step.sides.tolist(), strict=True))
        assert all(a in held and b in held for a, b in met)
        found += met
    assert sorted(found) == sorted(pairs)
    assert {a for step in steps(left, right, np.array(places), np.array(sizes), room)
            for a in step.articles.tolist()} == {a for pair in pairs for a in pair}  # fmt: skip


def test_with_room_for_all_each_article_is_made_once() -> None:
    """Where all fits, nothing is let go, and pairs come by their later article."""
    left, right = np.array([[5, 0], [1, 4], [0, 1], [4, 5]], dtype=np.int32).T
    made = list(steps(left, right, np.arange(6), np.full(6, 10), 10**6))
    assert [step.begins for step in made] == [True]
    assert made[0].articles.tolist() == [0, 1, 4, 5]
    assert made[0].sides.T.tolist() == [[0, 1], [1, 4], [5, 0], [4, 5]]


def test_what_passes_by_is_held_for_a_step() -> None:
    """Of three tiles of one article, each is held while those behind it pass."""
    left, right = np.array([[0, 1], [0, 2], [1, 2]], dtype=np.int32).T
    made = [
        (step.begins, step.stays, step.articles.tolist())
        for step in steps(left, right, np.arange(3), np.full(3, 10), 12)
    ]
    assert made == [
        (True, True, [0]),
        (False, False, [1]),
        (False, False, [2]),
        (True, True, [1]),
        (False, False, [2]),
    ]


def test_no_pairs_take_no_step() -> None:
    """Without pairs nothing is held."""
    none = np.empty(0, dtype=np.int32)
    assert list(steps(none, none, np.arange(3), np.ones(3, dtype=np.int64), 100)) == []
