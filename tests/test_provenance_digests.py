"""Pages that hold pieces of everything."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from conftest import make_credit
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import marked
from syndetect.model import Credit, CreditRole
from syndetect.provenance import digests as module
from syndetect.provenance.digests import roundups

LAW = settings(deadline=None, derandomize=True, max_examples=80)
Piece = tuple[int, int, int, int, int]
PIECES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(18, 30), st.integers(0, 6)).map(
        lambda p: (p[0], 40 * p[1], 40 * p[1] + p[2], p[2], p[3])
    ),
    max_size=20,
)


def digests(pieces: list[Piece], least: int, words: int = 90) -> frozenset[int]:
    """The digests among pages of as many words each."""
    rows = np.array(pieces, dtype=np.int32).reshape(-1, 5)
    return module.digests([rows], least, np.full(9, words))


def test_background_makes_no_digest() -> None:
    """Pieces of five events are a digest where they make up a third of the page, and overlapping
    ones count once; in a longer page they are background."""
    pieces = [(7, 100 * k, 100 * k + 30, 30, k) for k in range(5)]
    assert digests(pieces, 5, 450) == digests([*pieces, *pieces], 5, 450) == {7}
    assert digests(pieces, 5, 451) == digests([*pieces, *pieces], 5, 451) == frozenset()


def test_pieces_of_many_events_make_a_digest() -> None:
    """Five stretches of one page, each shared with another event, are a digest; four are none."""
    pieces = [(7, 100 * k, 100 * k + 30, 30, k) for k in range(5)]
    assert digests(pieces, 5) == {7}
    assert digests(pieces[:4], 5) == frozenset()


def test_one_stretch_in_many_events_is_a_template() -> None:
    """One stretch that stands in articles of a hundred events makes no digest."""
    pieces = [(7, 10, 60, 50, event) for event in range(100)]
    pieces += [(7, 20 + k, 50 + k, 30, 200 + k) for k in range(9)]
    assert digests(pieces, 2) == frozenset()


def test_several_stretches_of_one_event_are_one() -> None:
    """Many pieces of one other event are a shared story, not a digest."""
    assert digests([(7, 100 * k, 100 * k + 30, 30, 3) for k in range(9)], 2) == frozenset()


def test_a_stretch_stands_for_an_event_of_its_own() -> None:
    """Of two stretches, one seen with one event and one with that and another, each stands for
    one."""
    assert digests([(7, 0, 30, 30, 1), (7, 50, 80, 30, 1), (7, 50, 80, 30, 2)], 2) == {7}


def test_stock_wording_is_no_piece() -> None:
    """A stretch of fewer than twenty words is no piece, however many there are."""
    assert digests([(7, 100 * k, 100 * k + 19, 19, k) for k in range(9)], 2) == frozenset()
    assert digests([(7, 100 * k, 100 * k + 20, 20, k) for k in range(9)], 2) == {7}
    assert digests([], 2) == frozenset()


@LAW
@given(pieces=PIECES, least=st.integers(1, 5))
def test_order_does_not_matter_and_more_never_less(pieces: list[Piece], least: int) -> None:
    """The same pieces in another order give the same digests; a higher limit gives fewer."""
    shuffled = random.Random(5).sample(pieces, len(pieces))
    assert digests(shuffled, least) == digests(pieces, least)
    assert digests(pieces, least + 1) <= digests(pieces, least)


def datelines(*texts: str, role: CreditRole = CreditRole.TEXT) -> list[Credit]:
    return [replace(make_credit("a", "AP", role), text=text) for text in texts]


TOWNS = ("TORNHAVEN (AP)", "QUILLMERE (AP)", "DORNFELD (Reuters)", "TOLLBY (AFP)")


def of(*credits: list[Credit]) -> frozenset[int]:
    """The roundups among articles with these credits."""
    return roundups(marked.table(credits, [()] * len(credits)))


def test_datelines_of_several_dispatches_make_a_roundup() -> None:
    """Four different datelines are news in brief; three, or one four times, are not."""
    assert of([], datelines(*TOWNS), datelines(*TOWNS[:3])) == {1}
    assert of(datelines(*[TOWNS[0], "TORNHAVEN  (AP)"] * 4)) == frozenset()
    assert of([]) == of() == frozenset()


def test_pictures_make_no_roundup() -> None:
    """Credits of pictures, and words told to agencies, are no dispatches."""
    for role in (CreditRole.IMAGE, CreditRole.CITATION):
        assert of(datelines(*TOWNS, role=role)) == frozenset()
