"""Crowds: a few pairs an article, and always the first and the most alike."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from syndetect import schema
from syndetect.candidates import crowds
from syndetect.candidates.classes import classes
from syndetect.candidates.gather import PASSAGES, Candidates, pair_keys
from syndetect.candidates.resemblance import resemblance
from syndetect.fingerprint import fingerprint
from syndetect.settings import Candidates as Limits
from syndetect.settings import Fingerprints

WIRE = list(range(1, 101))


class Scan:
    """Copies of a wire by twos, each two with a word of their own, the second with one more."""

    def __init__(self, count: int, limits: Limits | None = None) -> None:
        rows = [self._copy(at // 2, at % 2) for at in range(count)]
        self.count = count
        self.table = fingerprint(oracles.readings(rows), Fingerprints())
        self.representative = classes(self.table)
        self.pairs = resemblance(self.table, self.representative, limits or Limits())
        self.groups = oracles.near_duplicates(self.pairs, self.table, self.representative, 0.7)

    def _copy(self, two: int, more: int) -> list[int]:
        place = two % 90
        return [*WIRE[:place], 1000 + two, *WIRE[place + 1 :], *([9000] * more)]

    def thinned(
        self,
        orders: list[schema.I64] | None = None,
        outlets: list[int] | None = None,
        aside: bool = False,
    ) -> Candidates:
        return crowds.thinned(
            self.pairs,
            self.table,
            self.representative,
            self.groups,
            orders or [np.arange(self.count)],
            np.array(outlets or [-1] * self.count, dtype=np.int32),
            np.full(self.count, aside),
        )


def ends(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.fixture(scope="module")
def crowd() -> Scan:
    return Scan(crowds.LARGE + 40)


def test_a_group_of_usual_size_keeps_all_pairs() -> None:
    """Up to the mark nothing changes, nothing is counted."""
    scan = Scan(30)
    assert scan.thinned() is scan.pairs


def test_all_of_a_crowd_meet_its_first(crowd: Scan) -> None:
    """Whoever comes first in any of the orders meets everybody, band in common or not."""
    backwards = np.arange(crowd.count)[::-1].copy()
    found = ends(crowd.thinned([np.arange(crowd.count), backwards]))
    for first in (0, 1, 2, crowd.count - 1, crowd.count - 2, crowd.count - 3):
        others = set(range(crowd.count)) - {first}
        assert {a + b - first for a, b in found if first in (a, b)} == others


def test_pairs_of_a_crowd_are_few(crowd: Scan) -> None:
    """The pairs an article are bounded, each pair stands once and in order, and what is cut is
    counted."""
    found = crowd.thinned()
    assert len(found) <= 12 * crowd.count < len(crowd.pairs)
    assert (np.diff(pair_keys(found.left, found.right).astype(object)) > 0).all()
    lost = ends(crowd.pairs) - ends(found)
    assert found.dropped[crowds.CUT] == len(lost)


def test_the_most_alike_stay(crowd: Scan) -> None:
    """Two that share what others lack meet, as far as any channel brought them together."""
    twos = {(at, at + 1) for at in range(0, crowd.count, 2)} & ends(crowd.pairs)
    assert len(twos) > crowd.count // 4
    assert twos <= ends(crowd.thinned())


def test_versions_of_one_outlet_meet(crowd: Scan) -> None:
    """An outlet's articles meet the one before them."""
    outlets = [at // 2 if at > 200 else -1 for at in range(crowd.count)]
    wanted = {(at, at + 1) for at in range(202, crowd.count - 1, 2)}
    assert wanted <= ends(crowd.thinned(outlets=outlets))


def test_who_stands_aside_is_of_no_crowd(crowd: Scan) -> None:
    """Pairs of articles that follow a template have been judged already."""
    assert crowd.thinned(aside=True) is crowd.pairs


def test_a_stranger_meets_a_few_of_a_crowd(crowd: Scan) -> None:
    """One outside that shares text with all of a crowd meets the most alike, by its own channel."""
    count = crowd.count
    groups = crowd.groups.copy()
    groups[count - 1] = count - 1
    others = np.arange(count - 1, dtype=np.int32)
    keys = pair_keys(others, np.full(count - 1, count - 1, dtype=np.int32))
    found = crowds.thinned(
        Candidates.of(np.sort(keys), PASSAGES, {}),
        crowd.table,
        crowd.representative,
        groups,
        [np.arange(count)],
        np.full(count, -1, dtype=np.int32),
        np.zeros(count, dtype=np.bool_),
    )
    met = found.right == count - 1
    assert 0 < met.sum() < 8
    assert (found.channel[met] == PASSAGES).all()


def test_each_told_come_first_in_an_order_of_their_own() -> None:
    """An order for each flag: who has it before all others, and each of the two by rank."""
    told = [np.array([False, False, True, False]), np.array([False, True, True, False])]
    own, text = crowds.orders(told, np.array([1, 3, 2, 0]))
    assert own.tolist() == [2, 3, 0, 1]
    assert text.tolist() == [3, 1, 0, 2]
