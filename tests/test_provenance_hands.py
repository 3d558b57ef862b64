"""Whose many articles are: what is true of each pair by itself."""

from __future__ import annotations

import numpy as np
from conftest import make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.provenance.hands import Hands, numbered
from syndetect.provenance.witness import same_hand

LAW = settings(deadline=None, derandomize=True, max_examples=120)
OUTLETS = (None, "", "Skarn Mail", "The Skarn Mail", "skarn-mail.example", "uk.skarnmail.example",
           "skarnmail", "Echo", "echo.blogspot.com", "quay.blogspot.com")  # fmt: skip
URLS = (None, "https://a.example/1?x=2", "http://www.a.example/1/", "https://b.example/1")


@LAW
@given(
    known=st.lists(st.tuples(st.sampled_from(OUTLETS), st.sampled_from(URLS)), max_size=6),
)
def test_pairs_are_of_one_hand_as_one_by_one(known: list[tuple[str | None, str | None]]) -> None:
    """Names of one outlet in any spelling, and one address."""
    some = [make_witness(at, outlet=outlet, url=url) for at, (outlet, url) in enumerate(known)]
    ends = np.array([(a, b) for a in range(len(some)) for b in range(len(some))], dtype=np.int64)
    left, right = ends.reshape(-1, 2).T
    found = Hands(some).same(left, right)
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    assert found.tolist() == [same_hand(some[a], some[b]) for a, b in pairs]


def test_who_credits_the_agency_that_another_is() -> None:
    """An agency's page and who credits it are of one agency; who credits nobody is of none."""
    some = [
        make_witness(0, own_agency="Reuters"),
        make_witness(1, agency="Reuters"),
        make_witness(2, agency="AP"),
        make_witness(3),
        make_witness(4),
    ]
    left, right = np.array([0, 1, 3], dtype=np.int32), np.array([1, 2, 4], dtype=np.int32)
    assert Hands(some).credited(left, right).tolist() == [True, False, False]


def test_numbers_go_on_from_those_given() -> None:
    """Equal names have equal numbers, also over several calls; None has none."""
    known: dict[str, int] = {}
    assert numbered(["b", None, "a", "b"], known).tolist() == [0, -1, 1, 0]
    assert numbered(["c", "a"], known).tolist() == [2, 1]
    assert numbered([]).tolist() == []
