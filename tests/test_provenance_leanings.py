"""What two texts say by themselves of who has it from whom."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance import leanings
from syndetect.provenance.witness import Side

LAW = settings(deadline=None, derandomize=True, max_examples=100)
SHARE = st.floats(0, 1)
SIDES = st.builds(Side, SHARE, SHARE, st.integers(0, 80), st.floats(0, 900), SHARE,
                  st.integers(0, 9))  # fmt: skip


@LAW
@given(one=SIDES, other=SIDES)
def test_leanings_are_odd(one: Side, other: Side) -> None:
    """Exchanged sides give the same numbers with the other sign, for copies and versions alike,
    and the same for a common source."""
    for lean in (leanings.parent, leanings.version):
        gains = sorted(gain for gain, _ in lean(one, other))
        back = sorted(-gain for gain, _ in lean(other, one))
        assert gains == pytest.approx(back)
    assert leanings.common(one, other)[0] == pytest.approx(leanings.common(other, one)[0])


@LAW
@given(one=SIDES, other=SIDES)
def test_no_fact_decides_alone(one: Side, other: Side) -> None:
    """Each leaning is bounded by its weight, and novelty by two."""
    most = leanings.coefficients()["parent"]
    assert all(abs(gain) <= max(most.values()) for gain, _ in leanings.parent(one, other))
    assert abs(leanings.common(one, other)[0]) <= 2.0


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
        leanings.common(bare._replace(novel=n, novel_facts=n), bare._replace(novel=n))[0]
        for n in (0.2, 0.4, 0.5, 0.6)
    ]
    assert gains == sorted(gains)
    assert gains[0] < 0 < gains[-1]


def test_weights_have_their_signs_and_their_record() -> None:
    """Copies lose and versions grow; the file says what it was fitted on."""
    found = leanings.coefficients()
    assert all(weight > 0 for weight in found["parent"].values())
    assert all(weight < 0 for weight in found["version"].values())
    assert set(found["fitted_on"]) == {"cascades", "rewrites", "versions", "siblings"}
