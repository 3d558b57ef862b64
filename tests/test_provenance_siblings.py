"""Unseen sources of whole trees that no arrow joins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import make_tie, make_witness

from syndetect.model import RelationKind
from syndetect.provenance.parents import Choice, Parent
from syndetect.provenance.siblings import joined
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Side, Tie, Witness

MEMBERS = {at: make_witness(at) for at in range(5)}
HALF = Side(0.5, 0.4, 9, 3, 0.1, 0)


def below(parent: int | None, source: str | None = None) -> Choice:
    """A choice of this parent."""
    return Choice(Parent(parent, source, 0.0, 0.9, RelationKind.PARTIAL, True, ("said",)), 0.8)


def join(
    ties: list[Tie],
    chosen: dict[int, Choice],
    unseen: float = 0.9,
    members: dict[int, Witness] = MEMBERS,
) -> dict[int, Choice]:
    return joined(Ties.of(ties), members, chosen, dict.fromkeys(members, unseen))


def told(left: int, right: int, probability: float = 0.95) -> Tie:
    return replace(make_tie(left, right, probability), left_has=HALF, right_has=HALF)


def test_roots_of_two_trees_have_one_unseen_source() -> None:
    """Two trees whose branches share what neither root explains hang on one source: 1 is from 0,
    3 from 2, and it is 1 and 3 that share; the roots get the source, with reasons that say so."""
    chosen = {1: below(0), 3: below(2)}
    found = join([told(0, 1), told(2, 3), told(1, 3)], chosen)
    assert {a: (c.parent.article, c.parent.source) for a, c in found.items()} == {
        0: (None, ""), 1: (0, None), 2: (None, ""), 3: (2, None),
    }  # fmt: skip
    assert (found[0].parent.kin, found[2].parent.kin) == (2, 0)
    assert not found[0].parent.decided
    assert found[0].parent.reasons[0].startswith("the child and a2 tell the same")
    direct = join([told(0, 2)], {})
    assert any("each have what the other lacks" in one for one in direct[0].parent.reasons)


def test_what_a_merge_explains_joins_nothing() -> None:
    """An article made of two is in both trees: what it shares with either says nothing of them."""
    made = below(0)
    made.second = below(1)
    assert join([told(0, 2), told(1, 2)], {2: made}) == {2: made}
    assert join([told(2, 3)], {2: made}) == {2: made}


@pytest.mark.parametrize(("probability", "unseen"), [(0.65, 0.9), (0.95, 0.2)])
def test_a_doubtful_source_is_not_named(probability: float, unseen: float) -> None:
    """Neither on a doubtful pair nor where a seen parent is likely."""
    assert join([told(0, 1, probability)], {}, unseen) == {}


def test_a_third_sibling_needs_less() -> None:
    """A pair that alone would not make a source joins a third to one that is known to be there."""
    found = join([told(0, 1), told(1, 2, 0.65)], {})
    assert set(found) == {0, 1, 2}
    assert found[1].siblings == (0, 2)


def test_named_sources_and_one_hand_stay_as_they_are() -> None:
    """A root that credits an agency keeps it, and versions of one outlet have no such source."""
    named = {0: below(None, "AP")}
    assert join([told(0, 1)], named) == named
    mail = {at: make_witness(at, outlet="Skarn Mail") for at in range(2)}
    assert join([told(0, 1)], {}, members=mail) == {}
