"""Many pairs at once: the very numbers that the judge of one pair has."""

from __future__ import annotations

import math

import numpy as np
import pytest
from conftest import make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.model import Trust
from syndetect.provenance import leanings
from syndetect.provenance.direction import Way, judge, ordered, running
from syndetect.provenance.directions import log_sums, weighed
from syndetect.provenance.facts import Facts
from syndetect.provenance.kinship import log_sum
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Side, Tie, Witness, points_to, same_hand

LAW = settings(deadline=None, derandomize=True, max_examples=150)
AGENCY = st.sampled_from([None, None, "Reuters", "AP"])
DATES = st.sampled_from(
    [None, "2031-05-07T09:00+00:00", "2031-05-07T12:30+00:00", "2031-05-07", "2031-05-07T11:00"]
)
SHARE = st.floats(0, 1)
FEW = st.integers(0, 9).map(float)
SIDES = st.builds(
    Side, SHARE, SHARE, FEW, st.floats(0, 9), SHARE, FEW,
    times=FEW, finer=FEW, filler=SHARE, odd=FEW, signed=FEW,
)  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Witness], list[Tie]]:
    """Articles with any metadata, and ties of any two of them, with sides or without."""
    count = draw(st.integers(2, 6))
    members = [
        make_witness(
            at,
            draw(DATES),
            trust=draw(st.sampled_from(list(Trust))),
            agency=draw(AGENCY),
            own_agency=draw(AGENCY),
            outlet=draw(st.sampled_from([None, "Skarn Mail", "skarnmail.example", "Echo"])),
            url=draw(st.sampled_from([None, "https://a.example/1", "https://b.example/2"])),
            declared_sources=draw(st.sampled_from([(), ("http://www.a.example/1?x=1",)])),
        )
        for at in range(count)
    ]
    ties = []
    for left in range(count):
        for right in range(left + 1, count):
            told = draw(st.booleans())
            sides = (draw(SIDES), draw(SIDES)) if told else (None, None)
            shares = {"own_left": draw(SHARE), "own_right": draw(SHARE)}
            ties.append(make_tie(left, right, left_has=sides[0], right_has=sides[1], **shares))
    return members, ties


@LAW
@given(story=stories())
def test_many_pairs_weigh_what_each_weighs_by_itself(
    story: tuple[list[Witness], list[Tie]],
) -> None:
    """To the last digit: links, credits, dates, outlets and texts."""
    members, ties = story
    facts, table = Facts.of(members), Ties.of(ties)
    hand = facts.hands.same(table.left, table.right)
    run = facts.running(table.left, table.right, hand)
    ends = [(members[tie.left], members[tie.right]) for tie in ties]
    assert hand.tolist() == [same_hand(*pair) for pair in ends]
    assert run.tolist() == [running(*pair) for pair in ends]
    assert facts.ordered(table.left, table.right, run).tolist() == [ordered(*p) for p in ends]
    assert facts.pointed(table.left, table.right).tolist() == [points_to(b, a) for a, b in ends]
    found = weighed(table, facts, hand, run).tolist()
    one_by_one = [judge(tie, *pair).weights for tie, pair in zip(ties, ends, strict=True)]
    assert found == [[weights[way] for way in Way] for weights in one_by_one]


@LAW
@given(pairs=st.lists(st.tuples(SIDES, SIDES, SHARE), min_size=1, max_size=5))
def test_many_leanings_are_each_by_itself(pairs: list[tuple[Side, Side, float]]) -> None:
    """The sums of leanings, what speaks for a source of both, and what goes through others."""
    left, right = (np.array([pair[side] for pair in pairs]) for side in range(2))
    between = np.array([pair[2] for pair in pairs])
    for kind, of_one in (("parent", leanings.parent), ("version", leanings.version)):
        sums = [sum(gain for gain, _ in of_one(one, other)) for one, other, _ in pairs]
        assert leanings.all_of(kind, left, right).tolist() == pytest.approx(sums, abs=1e-12)
    common = [leanings.common(one, other) for one, other, _ in pairs]
    assert leanings.all_common(left, right).tolist() == common
    through = [leanings.through_others(share) for _, _, share in pairs]
    assert leanings.all_through_others(between).tolist() == through


@LAW
@given(rows=st.lists(st.tuples(*[st.floats(-40, 40)] * 3), max_size=6))
def test_sums_of_logarithms_row_by_row(rows: list[tuple[float, float, float]]) -> None:
    """Each row has the sum that it has alone."""
    found = log_sums(np.array(rows, dtype=np.float64).reshape(-1, 3))
    assert found.tolist() == pytest.approx([log_sum(row) for row in rows], abs=1e-12)
    assert all(math.isfinite(one) for one in found.tolist())
