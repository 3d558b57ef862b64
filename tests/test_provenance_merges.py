"""Articles made of two: what the first parent leaves over, another has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import make_tie

from syndetect.provenance.direction import Direction
from syndetect.provenance.merges import Compared, of_both
from syndetect.provenance.witness import Side, Tie

CHILD = Side(0.4, 0.2, 5, 8, 0.1, 0)
PARENT = Side(0.45, 0.2, 6, 8, 0.1, 0)


def tie(parent: int, own: Side = CHILD, its: Side = PARENT) -> Tie:
    """A pair of article 2 and *parent*: 2 lacks *its*, *parent* lacks *own*."""
    return replace(make_tie(parent, 2), likeness=0.4, left_has=its, right_has=own)


def kin(*ties: Tie) -> list[tuple[Tie, Direction]]:
    return [(one, Direction()) for one in ties]


def test_two_strangers_are_both_parents() -> None:
    """Where two that share nothing have each of the child what the other lacks, both are found,
    each by the other."""
    found = of_both(2, kin(tie(0), tie(1)), lambda a, b: (0.0, 1.0))
    assert {one: both.other for one, both in found.items()} == {0: 1, 1: 0}
    assert all(0.0 < both.gain <= 2.0 and both.part >= 1 / 3 for both in found.values())


def test_kin_are_no_two_parents() -> None:
    """Two that are kin of each other explain the child through one of them."""
    assert of_both(2, kin(tie(0), tie(1)), lambda a, b: (0.9, 0.5)) == {}


def test_what_strangers_share_is_taken_off() -> None:
    """Two reporters on one event share words; only what the second has beyond them counts."""
    assert of_both(2, kin(tie(0), tie(1)), lambda a, b: (0.0, 0.45)) == {}


def test_two_cuts_of_one_text_are_no_parents() -> None:
    """Two strangers that stand wholly in the article are cut from it: nothing is gained."""
    cut = PARENT._replace(novel=0.0)
    found = of_both(2, kin(tie(0, its=cut), tie(1, its=cut)), lambda a, b: (0.0, 1.0))
    assert all(both.gain == 0.0 for both in found.values())


def test_pairs_are_looked_up_by_class() -> None:
    """A copy is known by the first of its class, from both sides; copies of one text are kin, and
    what was not compared is strange."""
    compared = Compared(
        representative=np.array([0, 1, 1], dtype=np.int32),
        keys=np.array([1], dtype=np.int64),
        probability=np.array([0.25]),
        novel_left=np.array([0.6]),
        novel_right=np.array([0.7]),
        crowd=np.array([-1, -1, -1], dtype=np.int32),
    )
    assert compared.pair(0, 2) == pytest.approx((0.25, 0.6))
    assert compared.pair(2, 0) == pytest.approx((0.25, 0.7))
    assert compared.pair(1, 2) == (1.0, 0.0)
    other = replace(compared, keys=np.array([7], dtype=np.int64))
    assert other.pair(0, 1) == (0.0, 1.0)
    crowd = replace(other, crowd=np.array([0, 0, -1], dtype=np.int32))
    assert crowd.pair(0, 1) == crowd.pair(2, 0) == (1.0, 0.0), "few of a crowd are compared"
