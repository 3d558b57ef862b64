"""The most alike by shared terms: all cosines computed one by one say the same."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.neighbours import by_time, nearest

LAW = settings(deadline=None, derandomize=True, max_examples=60)
Rows = list[dict[int, int]]
ROWS = st.lists(
    st.dictionaries(st.integers(0, 8), st.sampled_from([250, 300, 850, 3400]), max_size=6),
    min_size=1,
    max_size=7,
)
EVER = (-(2**40), 2**40)


def found(
    rows: Rows,
    times: list[tuple[int, int]],
    window: int,
    least: float,
    keep: int,
    unlisted: frozenset[int] = frozenset(),
    part: tuple[int, int] | None = None,
) -> list[list[tuple[int, float]]]:
    """The neighbours of each row as (row, likeness), from inverted lists made here."""
    ordered = [sorted(row.items()) for row in rows]
    offsets = np.cumsum([0, *(len(row) for row in ordered)]).astype(np.int64)
    terms = sorted({key for row in rows for key in row} - unlisted)
    ranks = [terms.index(k) if k in terms else -1 for row in ordered for k, _ in row]
    earliest, latest = (np.array(side, dtype=np.int64) for side in zip(*times, strict=True))
    order, begins = by_time(earliest, latest, window)
    lists = [[(at, rows[at][k]) for at in order.tolist() if k in rows[at]] for k in terms]
    norms = [norm(row) or 1.0 for row in rows]
    first, last = part or (0, len(rows))
    near, like, _ = nearest(
        first,
        last,
        offsets,
        np.array(ranks, dtype=np.int32),
        np.array([w for row in ordered for _, w in row], dtype=np.int32),
        np.array(norms),
        np.cumsum([0, *(len(one) for one in lists)]).astype(np.int64),
        np.array([at for one in lists for at, _ in one], dtype=np.int32),
        np.array([w for one in lists for _, w in one], dtype=np.int32),
        earliest,
        latest,
        begins,
        window,
        least,
        keep,
    )
    assert near.shape == like.shape == (last - first, keep)
    return [
        [(int(n), float(v)) for n, v in zip(ns, vs, strict=True) if n >= 0]
        for ns, vs in zip(near, like, strict=True)
    ]


def norm(row: dict[int, int]) -> float:
    return float(np.sqrt(float(sum(w * w for w in row.values()))))


def likeness(one: dict[int, int], other: dict[int, int]) -> float:
    return sum(one[k] * other[k] for k in one.keys() & other.keys()) / (norm(one) * norm(other))


def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1])


@LAW
@given(rows=ROWS, data=st.data())
def test_neighbours_are_the_best_of_all(rows: Rows, data: st.DataObject) -> None:
    """The likest come first, ties to the smaller row, none too far in time or too little alike."""
    time = st.tuples(st.integers(0, 90), st.integers(0, 25)).map(lambda t: (t[0], t[0] + t[1]))
    times = data.draw(st.lists(st.just(EVER) | time, min_size=len(rows), max_size=len(rows)))
    least, keep = data.draw(st.sampled_from([0.0, 0.3, 0.9])), data.draw(st.integers(1, 4))
    result = found(rows, times, 20, least, keep)
    for row in range(len(rows)):
        met = [
            (other, likeness(rows[row], rows[other]))
            for other in range(len(rows))
            if other != row
            and rows[row].keys() & rows[other].keys()
            and apart(times[row], times[other]) <= 20
        ]
        met = [(other, value) for other, value in met if value >= least]
        assert result[row] == sorted(met, key=lambda one: (-one[1], one[0]))[:keep]


@LAW
@given(rows=ROWS)
def test_likeness_is_symmetric(rows: Rows) -> None:
    """Where nothing is cut, a row is as near to its neighbour as that one to it."""
    result = found(rows, [EVER] * len(rows), 1, 0.0, len(rows))
    alike = {(a, b): v for a, near in enumerate(result) for b, v in near}
    for a, b in product(range(len(rows)), repeat=2):
        assert alike.get((a, b)) == alike.get((b, a))
        assert 0.0 <= alike.get((a, b), 0.0) <= 1.0 + 1e-12


@LAW
@given(rows=ROWS, cut=st.integers(0, 7))
def test_slices_find_the_same(rows: Rows, cut: int) -> None:
    """Rows taken in two slices have the neighbours they have in one."""
    times, cut = [EVER] * len(rows), min(cut, len(rows))
    whole = found(rows, times, 1, 0.1, 3)
    parts = [found(rows, times, 1, 0.1, 3, part=ends) for ends in ((0, cut), (cut, len(rows)))]
    assert parts[0] + parts[1] == whole


def test_a_term_without_a_list_brings_nobody() -> None:
    """Rows that share only unlisted terms do not meet, but the terms count in their length."""
    rows = [{1: 300, 2: 400}, {1: 300, 2: 400}, {2: 400}]
    result = found(rows, [EVER] * 3, 1, 0.0, 3, unlisted=frozenset({2}))
    assert result[2] == []
    assert result[0] == [(1, 300 * 300 / (300 * 300 + 400 * 400))]


def test_empty_rows_are_nobodys_neighbours() -> None:
    """An article without terms, or alone, has no neighbours."""
    assert found([{}], [EVER], 1, 0.0, 2) == [[]]
    assert found([{}, {}, {3: 300}], [EVER] * 3, 1, 0.0, 2) == [[], [], []]


def test_two_hundred_alike_keep_the_first() -> None:
    """Of many equally alike the smallest ordinals are kept."""
    result = found([{1: 500}] * 200, [EVER] * 200, 1, 0.5, 3)
    assert [o for o, _ in result[0]] == [1, 2, 3]
    assert [o for o, _ in result[199]] == [0, 1, 2]
