"""Who took it from whom: three hypotheses, evidence added, nothing a hard rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.model import Trust
from syndetect.provenance.direction import Direction, Way, judge
from syndetect.provenance.witness import Side, Tie, Witness
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=150)
MARGIN = Provenance().margin
FIRST, SECOND = "2031-05-07T09:00+00:00", "2031-05-07T12:30+00:00"
DATES = st.sampled_from(
    [None, FIRST, SECOND, "2031-05-07", "2031-05-08", "2031-05", "2031-06-01T08:00"]
)
AGENCY = st.sampled_from([None, None, "Reuters", "AP"])


@st.composite
def witnesses(draw: st.DrawFn, article: int) -> Witness:
    """Any article, with or without what it may carry."""
    return make_witness(
        article,
        draw(DATES),
        trust=draw(st.sampled_from(list(Trust))),
        agency=draw(AGENCY),
        own_agency=draw(AGENCY),
        outlet=draw(st.sampled_from([None, "Skarn Mail", "Quay Weekly"])),
        url=draw(st.sampled_from([None, "https://a.example/1", "https://b.example/2"])),
        declared_sources=draw(st.sampled_from([(), ("http://www.a.example/1?x=1",)])),
    )


SHARES = st.floats(0, 1)
TIES = st.builds(lambda a, b: make_tie(0, 1, own_left=a, own_right=b), SHARES, SHARES)


def prior() -> Direction:
    return Direction()


def weights(tie: Tie, left: Witness, right: Witness) -> dict[Way, float]:
    return judge(tie, left, right).weights


def turned(tie: Tie) -> Tie:
    return replace(tie, own_left=tie.own_right, own_right=tie.own_left)


def as_ordinal(one: Witness, article: int) -> Witness:
    return replace(one, article=article)


def decided(direction: Direction) -> Way | None:
    return direction.best if direction.lead >= MARGIN else None


def test_nothing_known_leaves_the_prior() -> None:
    """Without dates, credits, links and containment all three weigh as at the start, and the
    common source is ahead by no more than the margin."""
    found = judge(make_tie(0, 1), make_witness(0), make_witness(1))
    assert found.weights == prior().weights
    assert set(found.weights) == set(Way)
    assert found.best is Way.COMMON
    assert not any(found.reasons.values())


@LAW
@given(tie=TIES, left=witnesses(0), right=witnesses(1))
def test_sides_are_alike(tie: Tie, left: Witness, right: Witness) -> None:
    """Turned round, a pair has the same weights with the two directions exchanged."""
    one = weights(tie, left, right)
    other = weights(turned(tie), as_ordinal(right, 0), as_ordinal(left, 1))
    assert one[Way.COMMON] == pytest.approx(other[Way.COMMON])
    assert one[Way.RIGHT_FROM_LEFT] == pytest.approx(other[Way.LEFT_FROM_RIGHT])
    assert one[Way.LEFT_FROM_RIGHT] == pytest.approx(other[Way.RIGHT_FROM_LEFT])


@LAW
@given(tie=TIES, left=witnesses(0), right=witnesses(1), side=st.sampled_from([0, 1]))
def test_a_missing_date_is_no_evidence(tie: Tie, left: Witness, right: Witness, side: int) -> None:
    """With the date gone from one side the weights are those without any date."""
    none = {"window": None, "trust": None, "published": None}
    both = replace(left, **none), replace(right, **none)
    one = (both[0], right) if side == 0 else (left, both[1])
    assert weights(tie, *one) == weights(tie, *both)


@LAW
@given(tie=TIES, left=witnesses(0), right=witnesses(1))
def test_missing_links_and_credits_are_no_evidence(tie: Tie, left: Witness, right: Witness) -> None:
    """Taken from both sides, links and credits leave what times, outlets and containment say;
    a link or credit never speaks against the direction that it points in."""
    none = {"agency": None, "credit": None, "own_agency": None, "declared_sources": ()}
    bare = weights(tie, replace(left, **none), replace(right, **none))
    full = weights(tie, left, right)
    assert all(full[way] >= bare[way] - 1e-12 for way in Way)


@LAW
@given(tie=TIES, left=witnesses(0), right=witnesses(1))
def test_every_step_has_its_reason(tie: Tie, left: Witness, right: Witness) -> None:
    """A hypothesis above its start says why."""
    found = judge(tie, left, right)
    for way in Way:
        if found.weights[way] > prior().weights[way] + 1e-9:
            assert found.reasons[way], way


@pytest.mark.parametrize(
    ("trust", "way"),
    [
        (Trust.DECLARED, Way.RIGHT_FROM_LEFT),
        (Trust.URL, None),
        (Trust.DATELINE, None),
        (Trust.PAGE, None),
        (Trust.FILE, None),
    ],
)
def test_a_date_alone_decides_only_with_trust(trust: Trust, way: Way | None) -> None:
    """Declared times decide by themselves; dates of URLs, datelines and page clocks do not."""
    left, right = (make_witness(at, date, trust=trust) for at, date in enumerate((FIRST, SECOND)))
    assert decided(judge(make_tie(0, 1), left, right)) in (way, Way.COMMON if way is None else way)
    assert decided(judge(make_tie(0, 1), left, right)) is not Way.LEFT_FROM_RIGHT


def test_the_weaker_trust_counts() -> None:
    """A declared date beside a page's clock is worth no more than the clock."""
    left, right = make_witness(0, FIRST), make_witness(1, SECOND, trust=Trust.PAGE)
    clocks = make_witness(0, FIRST, trust=Trust.PAGE)
    assert weights(make_tie(0, 1), left, right) == weights(make_tie(0, 1), clocks, right)
    assert "clock on a page" in judge(make_tie(0, 1), left, right).reasons[Way.RIGHT_FROM_LEFT][0]


def test_no_date_outweighs_nine_to_one() -> None:
    """However trusted, an order of times moves a direction by less than ln 9."""
    for trust in Trust:
        left, right = (make_witness(a, d, trust=trust) for a, d in enumerate((FIRST, SECOND)))
        start, end = prior().weights, weights(make_tie(0, 1), left, right)
        assert all(abs(end[way] - start[way]) < 2.2 for way in Way)


@pytest.mark.parametrize("other", ["2031-05-07", "2031-05", "2031-05-07T10:00"])
def test_times_that_may_be_equal_say_nothing(other: str) -> None:
    """Where two times overlap as far as they are known, neither is first."""
    found = judge(make_tie(0, 1), make_witness(0, FIRST), make_witness(1, other))
    assert found.weights == prior().weights


def test_one_agency_credited_by_both_is_a_common_source() -> None:
    """Two that credit one agency have it in common, and a declared time does not undo that."""
    both = [make_witness(a, d, agency="Reuters") for a, d in enumerate((FIRST, SECOND))]
    undated = [make_witness(a, agency="Reuters") for a in (0, 1)]
    assert decided(judge(make_tie(0, 1), *undated)) is Way.COMMON
    assert judge(make_tie(0, 1), *both).best is Way.COMMON
    assert "a0 and a1 both credit Reuters" in judge(make_tie(0, 1), *both).reasons[Way.COMMON]


def test_a_credit_on_one_side_leans_to_a_common_source() -> None:
    """Where one credits an agency the other may have cut the credit away."""
    found = judge(make_tie(0, 1), make_witness(0, agency="AP"), make_witness(1))
    assert found.weights[Way.COMMON] > prior().weights[Way.COMMON]
    assert decided(found) is Way.COMMON


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
def test_an_agencys_own_page_is_the_parent(swapped: bool, dated: bool) -> None:
    """An article that credits an agency has its text from that agency's own article, without
    dates, and even if the copy's dateline runs ahead."""
    trust = Trust.DATELINE
    page = make_witness(0, SECOND if dated else None, own_agency="Reuters", trust=trust)
    copy = make_witness(1, FIRST if dated else None, agency="Reuters", trust=trust)
    ends = (as_ordinal(copy, 0), as_ordinal(page, 1)) if swapped else (page, copy)
    way = Way.LEFT_FROM_RIGHT if swapped else Way.RIGHT_FROM_LEFT
    assert decided(judge(make_tie(0, 1), *ends)) is way


def test_another_agencys_page_is_no_parent_by_credit() -> None:
    """A credit of AP says nothing for Reuters' own page."""
    page, copy = make_witness(0, own_agency="Reuters"), make_witness(1, agency="AP")
    assert judge(make_tie(0, 1), page, copy).weights == prior().weights


@pytest.mark.parametrize("swapped", [False, True])
def test_an_agencys_own_page_is_rather_the_parent(swapped: bool) -> None:
    """A page of an agency is rather the parent of one that credits nobody, a little; of one that
    credits another agency, or is an agency's too, that is not said. The outlets of the two, known
    or not, change nothing of it: what makes an agency is in the closed list alone."""
    for outlet in (None, "Skarn Mail"):
        page = make_witness(int(swapped), own_agency="Reuters", outlet="reuters.example")
        other = make_witness(int(not swapped), outlet=outlet)
        ends = (other, page) if swapped else (page, other)
        way = Way.LEFT_FROM_RIGHT if swapped else Way.RIGHT_FROM_LEFT
        found = judge(make_tie(0, 1), *ends)
        assert 0.0 < found.weights[way] - prior().weights[way] < MARGIN
        assert found.reasons[way] == ["the parent is a page of Reuters, an agency"]
        for more in ({"agency": "AP"}, {"own_agency": "AP"}):
            told_else = replace(other, **more)
            ends = (told_else, page) if swapped else (page, told_else)
            assert judge(make_tie(0, 1), *ends).weights[way] == prior().weights[way]


def test_the_heaviest_reason_comes_first() -> None:
    """A clock on a page, which is worth little, is told after what is worth more."""
    left = make_witness(0, FIRST, trust=Trust.PAGE, url="https://ledger.example/strike")
    right = make_witness(
        1, SECOND, trust=Trust.PAGE, declared_sources=("https://ledger.example/strike",)
    )
    said = judge(make_tie(0, 1), left, right).reasons[Way.RIGHT_FROM_LEFT]
    assert "names the parent's address" in said[0]
    assert "clock on a page" in said[-1]


def test_names_in_the_sign_off_tell_versions_from_cuts() -> None:
    """Of two texts of one agency, hands unknown, that other names sign, the longer is the later
    version, though one has nothing that the other lacks."""
    inside, whole = POOR._replace(novel=0.0), POOR._replace(novel=0.4, signed=2)
    both = [make_witness(at, outlet=None, agency="Reuters") for at in (0, 1)]
    found = judge(told(inside, whole), *both)
    lead = found.weights[Way.RIGHT_FROM_LEFT] - found.weights[Way.LEFT_FROM_RIGHT]
    assert lead >= MARGIN
    assert (
        "more names sign the child at its end than the parent"
        in (found.reasons[Way.RIGHT_FROM_LEFT])
    )


def test_growth_gives_way_to_a_declared_order() -> None:
    """However much an outlet's text has grown, declared times that say the reverse are stronger."""
    early = POOR._replace(novel=0.0)
    late = POOR._replace(novel=0.9, signed=9)
    pair = [make_witness(at, d, outlet="Skarn Mail") for at, d in enumerate((SECOND, FIRST))]
    found = judge(told(early, late), *pair)
    assert found.weights[Way.LEFT_FROM_RIGHT] - found.weights[Way.RIGHT_FROM_LEFT] >= MARGIN


def test_leanings_say_which_way_and_little_whether() -> None:
    """All that texts told anew lean adds no more than one to a direction: two children of one
    source lean as well."""
    found = judge(told(RICH._replace(times=3, finer=3), POOR._replace(odd=3)),
                  make_witness(0), make_witness(1))  # fmt: skip
    gained = found.weights[Way.RIGHT_FROM_LEFT] - prior().weights[Way.RIGHT_FROM_LEFT]
    assert 0.0 < gained <= 1.0
    assert found.weights[Way.LEFT_FROM_RIGHT] < prior().weights[Way.LEFT_FROM_RIGHT] - 2.0


def test_a_named_source_decides() -> None:
    """A page whose metadata names the other's URL has its text from there, mirrors and queries
    aside, whatever the dates of pages say."""
    left = make_witness(0, SECOND, url="https://www.ledger.example/strike", trust=Trust.PAGE)
    right = make_witness(
        1, FIRST, trust=Trust.PAGE, declared_sources=("http://ledger.example/strike?ref=x",)
    )
    assert decided(judge(make_tie(0, 1), left, right)) is Way.RIGHT_FROM_LEFT


def test_two_of_one_outlet_have_no_common_source_by_default() -> None:
    """Versions of one outlet are ordered by its clock, and without one by nothing."""
    undated = [make_witness(a, outlet="Skarn Mail") for a in (0, 1)]
    found = judge(make_tie(0, 1), *undated)
    assert decided(found) is None
    dated = [make_witness(a, d, outlet="Skarn Mail") for a, d in enumerate((FIRST, SECOND))]
    assert decided(judge(make_tie(0, 1), *dated)) is Way.RIGHT_FROM_LEFT


POOR = Side(novel=0.1, novel_facts=0.0, private_facts=0, attested=0, quoted=0.05, wholes=0)
RICH = Side(novel=0.5, novel_facts=0.4, private_facts=12, attested=30, quoted=0.2, wholes=2)


def told(left: Side, right: Side, own: float = 0.1) -> Tie:
    """A pair of which so much of the wording is shared, and the rest told anew."""
    tie = make_tie(0, 1, own_left=own, own_right=own)
    return replace(tie, left_has=left, right_has=right)


def test_a_retelling_is_the_poorer_of_two() -> None:
    """Told anew, the side that lacks facts, quotations and what others have comes from the other;
    turned round as well, with reasons for each that fires."""
    found = judge(told(RICH, POOR), make_witness(0), make_witness(1))
    assert decided(found) is Way.RIGHT_FROM_LEFT
    assert len(found.reasons[Way.RIGHT_FROM_LEFT]) == 4
    back = judge(told(POOR, RICH), make_witness(0), make_witness(1))
    assert decided(back) is Way.LEFT_FROM_RIGHT
    assert back.weights[Way.COMMON] == pytest.approx(found.weights[Way.COMMON])


def test_a_cut_copy_is_no_ground_against_the_wire() -> None:
    """Where all of both is in the same words, the poorer of the two is not its parent; but that
    it is the child does not gain on the source of both."""
    found = judge(told(RICH, POOR, own=1.0), make_witness(0), make_witness(1))
    assert found.weights[Way.RIGHT_FROM_LEFT] == prior().weights[Way.RIGHT_FROM_LEFT]
    assert found.weights[Way.LEFT_FROM_RIGHT] < prior().weights[Way.LEFT_FROM_RIGHT]


def test_each_lacks_much_of_the_other_under_a_common_source() -> None:
    """Two tellings that both lack half of the other lean to a source of both, two that say the
    same to one of them as the source."""
    half = RICH._replace(novel=0.55, novel_facts=0.35)
    little = RICH._replace(novel=0.2, novel_facts=0.1)
    apart = judge(told(half, half), make_witness(0), make_witness(1))
    close = judge(told(little, little), make_witness(0), make_witness(1))
    assert apart.weights[Way.COMMON] > prior().weights[Way.COMMON] > close.weights[Way.COMMON]
    assert "each have what the other lacks" in apart.reasons[Way.COMMON][0]


def test_versions_by_one_hand_grow() -> None:
    """Of two versions by one outlet the one with more that is new is the later; of two outlets it
    would be the earlier."""
    early = POOR._replace(novel=0.1)
    late = POOR._replace(novel=0.4)
    one_hand = [make_witness(at, outlet="Skarn Mail") for at in (0, 1)]
    found = judge(told(early, late), *one_hand)
    assert decided(found) is Way.RIGHT_FROM_LEFT
    assert "a later version grows" in found.reasons[Way.RIGHT_FROM_LEFT][0]


def test_a_longer_copy_of_an_agencys_text_is_no_version_where_hands_are_unknown() -> None:
    """Two that credit one agency, outlets unknown: one inside the other may as well be cut."""
    inside, whole = POOR._replace(novel=0.0), POOR._replace(novel=0.4)
    both = [make_witness(at, outlet=None, agency="Reuters") for at in (0, 1)]
    found = judge(told(inside, whole), *both)
    assert found.weights[Way.RIGHT_FROM_LEFT] == found.weights[Way.LEFT_FROM_RIGHT]
    grown = judge(told(inside._replace(novel=0.1), whole), *both)
    assert grown.weights[Way.RIGHT_FROM_LEFT] > grown.weights[Way.LEFT_FROM_RIGHT]


def test_a_lag_of_days_is_a_least_lag() -> None:
    """Where only days are known, the lag is at least what the two windows lie apart."""
    found = judge(make_tie(0, 1), make_witness(0, "2031-05-07"), make_witness(1, "2031-05-12"))
    said = "the child was published at least 2 days after the parent (by the declared dates)"
    assert found.reasons[Way.RIGHT_FROM_LEFT] == [said]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("2031-05-07T09:20+00:00", "published 20 min after"),
        ("2031-05-07T12:30+00:00", "published 3 h after"),
        ("2031-05-12T12:30+00:00", "published 5 days after"),
        ("2031-05-07T09:01+00:00", "published 1 min after"),
        ("2031-05-09", "published at least 24 h after"),
        ("2031-05-08T12:00", "published at least 12 h after"),
    ],
)
def test_lags_are_said_in_words(later: str, said: str) -> None:
    """The reason gives the lag in the unit a person would; where a time is not known to the
    minute, and with its zone, the lag is the least that it can be.
    """
    found = judge(make_tie(0, 1), make_witness(0, FIRST), make_witness(1, later))
    assert found.reasons[Way.RIGHT_FROM_LEFT] == [
        f"the child was {said} the parent (by the declared dates)"
    ]
