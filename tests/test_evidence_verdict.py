"""From signals to a probability and a word."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from conftest import (
    CHESS,
    FIRE,
    FIRE_OWN,
    HERRING,
    PILOTS,
    PILOTS_APART,
    PILOTS_OWN,
    SAID,
    compare_texts,
    curled,
    told,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.evidence import verdict
from syndetect.evidence.ledger import SIGNALS
from syndetect.model import DERIVED_KINDS, RelationKind
from syndetect.settings import Settings, Verdict

LAW = settings(deadline=None, derandomize=True, max_examples=150)
RISING = (
    "own_left",
    "own_right",
    "passage_words",
    "thread",
    "one_event",
    "event_articles",
    "content",
)
COUNTS = (
    "passage_count",
    "longest",
    "passage_words",
    "quoted_words",
    "furniture_words",
    "own_words",
    "event_articles",
)
SHARE = st.floats(0, 1)


@st.composite
def signals(draw: st.DrawFn) -> dict[str, float]:
    """Signals as a ledger may hold them."""
    row = {name: draw(SHARE) for name in SIGNALS}
    row |= {name: float(draw(st.integers(0, 400))) for name in COUNTS}
    row["own_weight"] = draw(st.floats(0, 900))
    row["public"] = min(row["public"], 1.0 - row["repeated"])
    return row


def columns(*rows: dict[str, float]) -> dict[str, Any]:
    return {name: np.array([row[name] for row in rows]) for name in SIGNALS}


def probability(row: dict[str, float]) -> float:
    return float(verdict.probability(columns(row))[0])


def kind(row: dict[str, float], limits: Verdict, *, event: bool, hand: bool) -> RelationKind:
    table = columns(row)
    flags = np.array([event]), np.array([hand])
    [number] = verdict.kinds(table, verdict.probability(table), *flags, limits)
    return tuple(RelationKind)[number]


@LAW
@given(row=signals(), name=st.sampled_from(RISING), more=st.floats(0, 1))
def test_more_shared_wording_never_lowers_it(row: dict[str, float], name: str, more: float) -> None:
    """Raising what is shared, all else equal, never lowers the probability."""
    most = 400.0 if name in COUNTS else 1.0
    raised = {**row, name: row[name] + (most - row[name]) * more}
    assert probability(raised) >= probability(row) - 1e-12


@LAW
@given(row=signals())
def test_the_account_adds_up(row: dict[str, float]) -> None:
    """The parts of the account, prior first, sum to the log-odds of the probability."""
    lines = verdict.account(row)
    share = probability(row)
    assert lines[0][0] == verdict.START
    assert [name for name, _, _ in lines[1:]] == list(verdict.CURVES)
    odds = sum(added for _, _, added in lines)
    assert math.isclose(1.0 / (1.0 + math.exp(-odds)), share, rel_tol=1e-9)


@LAW
@given(
    row=signals(), limits=st.tuples(SHARE, SHARE, SHARE), event=st.booleans(), hand=st.booleans()
)
def test_a_higher_threshold_adds_no_derived_relation(
    row: dict[str, float], limits: tuple[float, float, float], event: bool, hand: bool
) -> None:
    """What is derived at one threshold is derived at every lower one."""
    doubtful, low, high = sorted(limits)
    strict = kind(row, Verdict(derived=high, doubtful=doubtful), event=event, hand=hand)
    mild = kind(row, Verdict(derived=low, doubtful=doubtful), event=event, hand=hand)
    assert mild.derived or not strict.derived


@LAW
@given(rows=st.lists(signals(), min_size=1, max_size=5))
def test_rows_are_judged_one_by_one(rows: list[dict[str, float]]) -> None:
    """The probability of a pair is finite, between 0 and 1, and its own."""
    together = verdict.probability(columns(*rows))
    assert np.isfinite(together).all()
    assert ((together >= 0.0) & (together <= 1.0)).all()
    assert together.tolist() == [probability(row) for row in rows]


def test_lines_an_outlet_repeats_say_nothing() -> None:
    """Where all that is shared is repeated lines, which have no place in a thread, the pair is as
    likely derived as any on the event; and what is told beside them is worth what it is anyway."""
    full = dict.fromkeys(SIGNALS, 1.0) | {"own_words": 300.0, "passage_words": 200.0}
    full |= {"thread": 0.0}
    nothing = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 300.0, "one_event": 1.0}
    nothing |= {"event_articles": 1.0}
    assert probability({**full, "repeated": 1.0, "public": 0.0}) == probability(nothing)
    assert probability({**full, "thread": 1.0, "repeated": 0.0, "public": 0.0}) > 0.99
    retold = {"thread": 0.2}
    told = probability({**full, **retold, "repeated": 1.0, "public": 0.0})
    assert told == probability({**nothing, **retold}) > 0.9


def test_formulas_are_no_copied_text() -> None:
    """Five passages of seven words say next to nothing, one of as many words a good deal."""
    row = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 300.0, "one_event": 1.0, "thread": 0.05}
    row |= {"event_articles": 50.0}
    many = probability({**row, "passage_words": 35.0, "passage_count": 5.0})
    one = probability({**row, "passage_words": 35.0, "passage_count": 1.0})
    assert many == probability(row) < one / 3


def test_two_of_few_articles_have_more_in_common_by_chance() -> None:
    """The same thread says the less the fewer articles tell of the event, and nothing else does."""
    row = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 300.0, "one_event": 1.0, "thread": 0.1}
    found = [probability({**row, "event_articles": n}) for n in (1.0, 2.0, 5.0, 20.0, 500.0)]
    assert found == sorted(found)
    assert found[0] < found[-1] - 0.2
    bare = {**row, "thread": 0.0}
    assert probability({**bare, "event_articles": 1.0}) == probability(
        {**bare, "event_articles": 500.0}
    )


def test_public_words_are_no_copied_words() -> None:
    """Wording that others print as quotations counts nothing as copied, and that the repeated and
    the public part round to a little more than all is no error."""
    full = dict.fromkeys(SIGNALS, 1.0) | {"own_words": 300.0, "passage_words": 200.0}
    told_alike = {**full, "thread": 0.0}
    for public in (0.1, 0.3, 0.7, 0.9, 1.0):
        assert probability({**told_alike, "repeated": 1.0 - public, "public": public}) < 0.05
    assert probability({**told_alike, "repeated": 0.9, "public": 0.1}) < 0.05


def test_scraps_go_back_to_the_prior() -> None:
    """The fewer own words a pair has, the nearer its probability is to that of any pair."""
    full = dict.fromkeys(SIGNALS, 1.0) | {"repeated": 0.0, "public": 0.0, "passage_words": 9.0}
    shares = [probability({**full, "own_words": float(count)}) for count in (0, 5, 10, 20, 40, 99)]
    nothing = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 300.0}
    assert shares == sorted(shares)
    assert shares[0] == probability(nothing) < 0.05
    assert shares[4] == shares[5]


def test_coefficients_are_never_negative() -> None:
    """Every curve has a weight, none below 0, and the record says what they were fitted on."""
    fitted = verdict.coefficients()
    assert fitted["weights"].keys() == verdict.CURVES.keys()
    assert all(weight >= 0.0 for weight in fitted["weights"].values())
    assert fitted["prior"] < 0.0
    assert fitted["fitted_on"]


REPRINT_OR_PARTIAL = {RelationKind.REPRINT, RelationKind.PARTIAL}
APART = {RelationKind.UNRELATED, RelationKind.SAME_EVENT}


@pytest.mark.parametrize(
    ("left", "right", "kinds"),
    [
        (PILOTS, PILOTS, {RelationKind.REPRINT}),
        (PILOTS, tuple(map(curled, PILOTS)), {RelationKind.REPRINT}),
        (PILOTS, PILOTS[:6], REPRINT_OR_PARTIAL),
        ((PILOTS[5], *FIRE), (PILOTS[5], *CHESS), {RelationKind.PARTIAL}),
        ((*PILOTS_OWN, PILOTS[2]), PILOTS, {RelationKind.PARTIAL}),
        ((*PILOTS_APART, SAID), PILOTS, {RelationKind.QUOTES_ONLY}),
        (FIRE_OWN, FIRE, APART),
        (PILOTS_OWN, PILOTS_APART, APART),
        (CHESS, HERRING, {RelationKind.UNRELATED}),
        (("Ferries stop.",), ("Cranes stop.",), {RelationKind.UNDECIDED}),
        (("Ferries stop.",), ("Ferries stop.",), {RelationKind.UNDECIDED}),
        (("Ferries stop.",), PILOTS, {RelationKind.UNDECIDED}),
    ],
    ids=[
        "identical", "set otherwise", "first two thirds", "one paragraph",
        "one paragraph of the story", "only a quotation", "one event", "one event, nothing shared",
        "unrelated", "scraps", "one scrap twice", "scrap and story",
    ],
)  # fmt: skip
def test_kinds_are_what_a_reader_says(
    left: tuple[str, ...], right: tuple[str, ...], kinds: set[RelationKind]
) -> None:
    """Reprints, parts, quotations, events and scraps are called by their names."""
    assert compare_texts(told(*left), told(*right))["kind"] in kinds
    assert compare_texts(told(*right), told(*left))["kind"] in kinds


def test_versions_of_one_hand_are_updates() -> None:
    """Of one outlet or agency, shared passages on both sides are an update; of two they are not;
    without shared wording nothing is."""
    row = dict.fromkeys(SIGNALS, 0.5) | {"passage_count": 2.0, "passage_words": 90.0}
    row |= {"own_words": 200.0, "repeated": 0.0, "public": 0.0}
    limits = Settings().verdict
    assert kind(row, limits, event=True, hand=True) is RelationKind.UPDATE
    assert kind(row, limits, event=True, hand=False) is RelationKind.PARTIAL
    told_anew = row | {
        "own_left": 0.0,
        "own_right": 0.0,
        "passage_count": 0.0,
        "passage_words": 0.0,
    }
    assert kind(told_anew, limits, event=True, hand=True) is not RelationKind.UPDATE


def test_derived_beyond_its_passages_is_a_rewrite() -> None:
    """A derived pair whose passages account for little of what is told alike is a rewrite, one
    whose passages account for it a partial copy."""
    row = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 200.0, "thread": 0.9}
    some = row | {"passage_count": 1.0, "passage_words": 14.0, "passage_share": 0.07}
    most = row | {"passage_count": 5.0, "passage_words": 140.0, "passage_share": 0.7}
    limits = Verdict(derived=0.2, doubtful=0.1)
    for event in (True, False):
        assert kind(row, limits, event=event, hand=False) is RelationKind.REWRITE
        assert kind(some, limits, event=event, hand=False) is RelationKind.REWRITE
        assert kind(most, limits, event=event, hand=False) is RelationKind.PARTIAL


def test_furniture_alone_is_called_that() -> None:
    """Pages on different things that share only furniture are ``furniture_only``."""
    row = dict.fromkeys(SIGNALS, 0.0) | {"own_words": 200.0, "furniture_words": 30.0}
    limits = Settings().verdict
    assert kind(row, limits, event=False, hand=True) is RelationKind.FURNITURE_ONLY
    assert kind(row, limits, event=True, hand=True) is RelationKind.SAME_EVENT


def test_what_is_neither_derived_nor_not_is_undecided() -> None:
    """Between ``verdict.doubtful`` and ``verdict.derived`` lies ``undecided``."""
    row = dict.fromkeys(SIGNALS, 0.3) | {"own_words": 200.0, "repeated": 0.0, "public": 0.0}
    share = probability(row)
    limits = Verdict(derived=min(share + 0.01, 1.0), doubtful=share / 2)
    assert kind(row, limits, event=True, hand=False) is RelationKind.UNDECIDED
    assert kind(row, Verdict(derived=share, doubtful=0.0), event=True, hand=False) in DERIVED_KINDS
