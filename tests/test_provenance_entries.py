"""The kin of each article: all of them, or the strongest."""

from __future__ import annotations

import numpy as np
from conftest import make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance.entries import MOST, entries
from syndetect.provenance.parents import rank
from syndetect.provenance.ties import Ties

LAW = settings(deadline=None, derandomize=True, max_examples=80)


@LAW
@given(
    count=st.integers(1, 7),
    pairs=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
)
def test_a_tie_is_an_entry_of_both_its_ends(count: int, pairs: set[tuple[int, int]]) -> None:
    """Each article has its ties in their order, with the other end, and which way is up: the left
    is the right's parent by hypothesis 0, the right is the left's by 1."""
    ties = [make_tie(a, b) for a, b in sorted(pairs) if a < b < count]
    found = entries([make_witness(at) for at in range(count)], Ties.of(ties))
    for at in range(count):
        mine = [
            (row, tie.right if tie.left == at else tie.left, int(tie.left == at))
            for row, tie in enumerate(ties)
            if at in (tie.left, tie.right)
        ]
        rows = list(found.at(at))
        assert [(found.tie[r], found.other[r], found.up[r]) for r in rows] == mine
        assert all(found.node[r] == at for r in rows)
        assert found.others()[at] == [other for _, other, _ in mine]


def test_of_very_many_the_strongest_first() -> None:
    """The surest by tenths, then who is an agency, credits one, was out early, shares most; then
    by the ordinal: as one by one."""
    members = [make_witness(0)] + [
        make_witness(
            at, f"2031-05-07T{at % 24:02}:00+00:00" if at % 3 else None,
            agency="AP" if at % 7 == 0 else None, own_agency="AP" if at % 31 == 0 else None,
        )
        for at in range(1, MOST + 40)
    ]  # fmt: skip
    ties = [
        make_tie(0, at, 0.5 + 0.05 * (at % 9), own_left=0.1 * (at % 5))
        for at in range(1, len(members))
    ]
    found = entries(members, Ties.of(ties))
    strongest = sorted(
        ties,
        key=lambda t: (-round(t.probability, 1), *rank(members[t.right]),
                       -(t.own_left + t.own_right), t.right),
    )[:MOST]  # fmt: skip
    assert found.others()[0] == [tie.right for tie in strongest]
    assert all(found.others()[at] == [0] for at in range(1, len(members)))


def test_some_entries_alone() -> None:
    """Those that are kept keep their order, and each article its own."""
    ties = Ties.of([make_tie(0, 1), make_tie(0, 2), make_tie(1, 2)])
    found = entries([make_witness(at) for at in range(3)], ties)
    kept = found.kept(found.tie != 0)
    assert kept.others() == [[2], [2], [0, 1]]
    assert found.kept(np.ones(6, dtype=np.bool_)).others() == found.others()
