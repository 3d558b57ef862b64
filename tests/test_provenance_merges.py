"""Articles made of two: what the first parent leaves over, another has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from conftest import looked_up_by, make_tie, make_witness

from syndetect.provenance.entries import entries
from syndetect.provenance.merges import Compared, Lookup, of_both
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Side, Tie

CHILD = Side(0.4, 0.2, 5, 8, 0.1, 0)
PARENT = Side(0.45, 0.2, 6, 8, 0.1, 0)


def tie(parent: int, own: Side = CHILD, its: Side = PARENT) -> Tie:
    """A pair of article 2 and *parent*: 2 lacks *its*, *parent* lacks *own*."""
    return replace(make_tie(parent, 2), likeness=0.4, left_has=its, right_has=own)


def both(compared: Lookup, *ties: Tie) -> dict[int, tuple[int, float, float]]:
    """What article 2 is found to be from: by parent, the other one, the gain and its part."""
    kin = entries([make_witness(at) for at in range(3)], Ties.of(ties))
    found = of_both(kin, Ties.of(ties), np.arange(3), compared)
    rows = [row for row in kin.at(2) if found.entry[row] >= 0]
    assert all(kin.other[found.entry[row]] == found.other[row] for row in rows)
    return {
        int(kin.other[row]): (int(found.other[row]), found.gain[row], found.part[row])
        for row in rows
    }


def test_two_strangers_are_both_parents() -> None:
    """Where two that share nothing have each of the child what the other lacks, both are found,
    each by the other."""
    found = both(looked_up_by(lambda a, b: (0.0, 1.0)), tie(0), tie(1))
    assert {one: other for one, (other, _, _) in found.items()} == {0: 1, 1: 0}
    assert all(0.0 < gain <= 2.0 and part >= 1 / 3 for _, gain, part in found.values())


def test_kin_are_no_two_parents() -> None:
    """Two that are kin of each other explain the child through one of them."""
    assert both(looked_up_by(lambda a, b: (0.9, 0.5)), tie(0), tie(1)) == {}


def test_what_strangers_share_is_taken_off() -> None:
    """Two reporters on one event share words; only what the second has beyond them counts."""
    assert both(looked_up_by(lambda a, b: (0.0, 0.45)), tie(0), tie(1)) == {}


def test_two_cuts_of_one_text_are_no_parents() -> None:
    """Two strangers that stand wholly in the article are cut from it: nothing is gained."""
    cut = PARENT._replace(novel=0.0)
    found = both(looked_up_by(lambda a, b: (0.0, 1.0)), tie(0, its=cut), tie(1, its=cut))
    assert all(gain == 0.0 for _, gain, _ in found.values())


def test_pairs_are_looked_up_by_class() -> None:
    """A copy is known by the first of its class, from both sides; copies of one text are kin, and
    what was not compared is strange."""
    compared = Compared(
        left=np.array([0], dtype=np.int32),
        right=np.array([1], dtype=np.int32),
        representative=np.array([0, 1, 1], dtype=np.int32),
        probability=np.array([0.25]),
        novel_left=np.array([0.6]),
        novel_right=np.array([0.7]),
        crowd=np.array([-1, -1, -1], dtype=np.int32),
    )
    assert pair(compared, 0, 2) == (0.25, 0.6)
    assert pair(compared, 2, 0) == (0.25, 0.7)
    assert pair(compared, 1, 2) == (1.0, 0.0)
    other = replace(compared, right=np.array([2], dtype=np.int32))
    assert pair(other, 0, 1) == (0.0, 1.0)
    crowd = replace(other, crowd=np.array([0, 0, -1], dtype=np.int32))
    assert pair(crowd, 0, 1) == pair(crowd, 2, 0) == (1.0, 0.0), "few of a crowd are compared"
    nobody = replace(compared, left=compared.left[:0], right=compared.right[:0])
    assert pair(nobody, 0, 1) == (0.0, 1.0)


def pair(compared: Compared, one: int, other: int) -> tuple[float, float]:
    kin, apart = compared(np.array([one]), np.array([other]))
    return kin.item(), apart.item()
