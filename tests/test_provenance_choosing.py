"""Who is asked for parents, and that families come out the same however they are sent."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import make_credit, make_tie, make_witness

from syndetect import schema
from syndetect.engines import Local
from syndetect.model import CreditRole, RelationKind
from syndetect.provenance import choosing
from syndetect.provenance.choosing import Chosen, Families, chosen
from syndetect.provenance.classes import Classes
from syndetect.provenance.families import families
from syndetect.provenance.reprints import looked_up
from syndetect.provenance.ties import Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

COUNT = 8
PART = make_credit("a5", "AFP", CreditRole.CONTRIBUTION)
# 0, 1 and 2 are tied, 4 is a copy of 3, 5 and 6 credit somebody, and 7 is tied to nobody.
STORY = [make_witness(at, f"2031-05-0{9 - at}T08:00+00:00") for at in range(5)]
STORY += [make_witness(5, part=PART), make_witness(6, agency="AP"), make_witness(7)]
COPY = Ties.of([make_tie(3, 3, 0.99, kind=RelationKind.REPRINT, own_left=1.0, own_right=1.0)])


def story(*aside: int) -> Families:
    """The families, of which some articles are not judged."""
    copies = Classes(
        np.array([3]), np.array([0, 1]), np.array([4]), COPY,
        np.array([3], dtype=np.int32), np.array([3], dtype=np.int32),
    )  # fmt: skip
    texts = np.arange(COUNT, dtype=np.int32)
    joined = Ties.of([make_tie(0, 1), make_tie(1, 2), make_tie(3, 4)])
    labels = families(joined, COUNT)
    known = looked_up(nothing, texts, texts)
    judged = ~np.isin(np.arange(COUNT), aside)
    witnesses = Witnesses.of(STORY)
    return Families.of(witnesses, judged, joined, labels, copies, Provenance(), known, 0.3)


def test_who_may_have_a_parent_is_asked() -> None:
    """Who is tied, who credits anybody, and who heads copies; no copy, and not who is alone."""
    assert np.flatnonzero(story().asked).tolist() == [0, 1, 2, 3, 5, 6]
    assert story().sizes().tolist() == [3, 3, 3, 1, 1, 1, 1, 0]


def test_who_is_not_judged_is_not_asked() -> None:
    """Nor is who is tied to it alone; ties with it are none."""
    given = story(1, 5)
    assert np.flatnonzero(given.asked).tolist() == [0, 2, 3, 6]
    assert len(given.ties) == 0


def test_large_families_stay_and_are_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are not sent to a process have the parents that they have if they are."""
    given = story()
    small = Chosen.joined(chosen(given, given.asked, Local(1)), COUNT)
    monkeypatch.setattr(choosing, "_LARGE", 0)
    large = Chosen.joined(chosen(given, given.asked, Local(1)), COUNT)
    assert large.choices.equals(small.choices)
    assert schema.plain(small.choices, "child").tolist() == [0, 1, 3, 4, 5, 6]
    assert large.nobody.tolist() == small.nobody.tolist()
    assert small.nobody[7] == 1.0 > small.nobody[0]


def test_some_families_alone_are_told_as_beside_the_others() -> None:
    """Parts are put together by child, whichever came first; who is in none has no parent."""
    given = story()
    one = np.arange(COUNT) < 3
    parts = [*chosen(given, given.asked & ~one, Local(1)), *chosen(given, one, Local(1))]
    whole = Chosen.joined(chosen(given, given.asked, Local(1)), COUNT)
    found = Chosen.joined(parts, COUNT)
    assert found.choices.equals(whole.choices)
    assert found.nobody.tolist() == whole.nobody.tolist()
    assert Chosen.joined([], 2).choices.num_rows == 0
