"""What two texts say by themselves of who has it from whom."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance import leanings
from syndetect.provenance.witness import Side

LAW = settings(deadline=None, derandomize=True, max_examples=100)
SHARE = st.floats(0, 1)
COUNT = st.integers(0, 9)
SIDES = st.builds(Side, SHARE, SHARE, st.integers(0, 80), st.floats(0, 900), SHARE,
                  COUNT, COUNT, COUNT, SHARE, st.floats(0, 5), COUNT)  # fmt: skip


@LAW
@given(one=SIDES, other=SIDES)
def test_leanings_are_odd(one: Side, other: Side) -> None:
    """Exchanged sides give the same numbers with the other sign, for copies and versions alike,
    and the same for a common source."""
    for lean in (leanings.parent, leanings.version):
        gains = sorted(gain for gain, _ in lean(one, other))
        back = sorted(-gain for gain, _ in lean(other, one))
        assert gains == pytest.approx(back)
    assert leanings.common(one, other) == pytest.approx(leanings.common(other, one))


@LAW
@given(one=SIDES, other=SIDES)
def test_no_fact_decides_alone(one: Side, other: Side) -> None:
    """Each leaning is bounded by its weight, and novelty by two."""
    most = max(map(abs, leanings.coefficients()["parent"].values()))
    assert all(abs(gain) <= most for gain, _ in leanings.parent(one, other))
    assert abs(leanings.common(one, other)) <= 2.0


@LAW
@given(side=SIDES)
def test_equal_sides_lean_nowhere(side: Side) -> None:
    """Two that lack the same of each other say nothing of direction."""
    assert leanings.parent(side, side) == []
    assert leanings.version(side, side) == []


def test_more_novelty_is_more_for_a_common_source() -> None:
    """The more each has that the other lacks, the more is said for a source of both."""
    bare = Side(0.0, 0.0, 0, 0, 0, 0)
    gains = [
        leanings.common(bare._replace(novel=n, novel_facts=n), bare._replace(novel=n))
        for n in (0.2, 0.4, 0.5, 0.6)
    ]
    assert gains == sorted(gains)
    assert gains[0] < 0 < gains[-1]


def test_weights_have_their_signs_and_their_record() -> None:
    """Copies lose what the source has, and add filler and slips; versions grow; the file says
    what it was fitted on."""
    found = leanings.coefficients()
    added = {"sentences without a fact", "odd forms"}
    assert all((weight < 0) == (name in added) for name, weight in found["parent"].items())
    assert all(weight < 0 for weight in found["version"].values())
    assert found["common"]["weight"] > 0
    assert found["through others"]["weight"] > 0
    assert set(found["fitted_on"]) == {
        "cascades", "rewrites", "versions", "siblings", "siblings of a seen parent",
    }  # fmt: skip


def test_what_no_third_has_never_speaks_for_a_pair() -> None:
    """Beside others that both are kin with, a pair that has nothing of its own is less likely one
    from the other; how much more it has adds nothing."""
    gains = [leanings.through_others(share) for share in (0.0, 0.01, 0.02, 0.1, 0.9)]
    assert gains == sorted(gains)
    assert gains[0] < -1.0
    assert gains[-2:] == [0.0, 0.0]
