"""Who has what of an event: facts, ways of telling them, voices."""

from __future__ import annotations

from itertools import combinations

import pytest

from syndetect.newsroom.beat import Beat
from syndetect.newsroom.event import make_event
from syndetect.newsroom.house import agencies
from syndetect.newsroom.reporting import report
from syndetect.newsroom.telling import Teller

WRITERS = agencies()[:5]


def beat(number: int) -> Beat:
    return Beat(make_event(4, number), WRITERS)


@pytest.mark.parametrize("count", [3, 5, 10])
def test_no_two_writers_share_a_way_while_one_is_left(count: int) -> None:
    """Ways are used up before one comes twice, and an event has an order of its own."""
    orders = set()
    for number in range(8):
        ways = [beat(number).way(house, "head", count) for house in WRITERS]
        assert len(set(ways)) == min(count, len(WRITERS))
        orders.add(tuple(ways))
    assert len(orders) > 2


def test_those_who_have_a_fact_tell_it_apart() -> None:
    """No two short reports of an event tell a fact in the same way."""
    alike = told = 0
    for number in range(12):
        one = beat(number)
        seen: dict[str, list[int]] = {}
        for house in WRITERS:
            for piece in report(one, house, 9).told():
                if piece.fact and piece.fact.ways:
                    seen.setdefault(piece.fact.key, []).append(piece.way[0])
        told += sum(len(ways) for ways in seen.values())
        alike += sum(len(ways) - len(set(ways)) for ways in seen.values())
    assert told > 200
    assert alike == 0


def test_a_way_comes_back_late_and_in_other_words() -> None:
    """Through the events of a domain the ways of a fact are dealt in turn; one that is dealt again
    is in a later round, in which its choices have gone on."""
    dealt: list[tuple[int, int]] = []
    for turn in range(6):
        events = (make_event(4, 8 * turn + place) for place in range(8))
        event = next(event for event in events if event.domain == "courts")
        fact = next(one for one in event.facts if one.key == "courtsfact1")
        dealt.append(Beat(event, WRITERS[:1]).told(WRITERS[0], fact))
    assert len(set(dealt)) == len(dealt)
    assert len({way for way, _ in dealt[:5]}) == 5


def test_a_later_version_goes_on_to_free_ways() -> None:
    """The second version of a wire tells the main news in a way that no first version has."""
    one = beat(1)
    first = {one.way(house, "lead", 10) for house in WRITERS}
    assert all(one.way(house, "lead", 10, 2) not in first for house in WRITERS)


def test_phrases_are_favorites_that_are_left() -> None:
    """The first writer has its favorite at every event; no two have the same while one is left."""
    found = [[beat(number).phrase(house, "police", 7) for house in WRITERS] for number in range(5)]
    assert all(phrases == found[0] for phrases in found)
    assert len(set(found[0])) == len(WRITERS)


def test_the_main_news_comes_first_and_voices_stay_apart() -> None:
    """All writers have the lead; what somebody told one reporter no other has in the report."""
    for number in range(6):
        one = beat(number)
        drafts = [report(one, house, 14) for house in WRITERS]
        told = [{key for p in d.told() if p.fact for key in p.fact.covers()} for d in drafts]
        lead = max(one.event.facts, key=lambda fact: fact.weight)
        assert all(lead.key in keys for keys in told)
        for left, right in combinations(told, 2):
            assert not {key for key in left & right if key.startswith("voice")}


def test_rivals_choose_other_facts() -> None:
    """Two reports of one event have some facts in common and most not."""
    shared, all_of = 0, 0
    for number in range(12):
        one = beat(number)
        told = [
            {key for p in report(one, house, 14).told() if p.fact for key in p.fact.covers()}
            for house in WRITERS
        ]
        for left, right in combinations(told, 2):
            shared += len(left & right)
            all_of += min(len(left), len(right))
    assert 0.15 < shared / all_of < 0.5


def test_public_words_are_the_same_for_all() -> None:
    """Two writers who quote the same passage have the same words between their marks."""
    event = make_event(4, 3)
    fact = next(one for one in event.facts if one.speaker and not one.own)
    words = {sentence for passage in fact.passages for sentence in passage.sentences}
    quoted = 0
    for house in agencies():
        told = Teller(event, house, "x", beat=Beat(event, (house,))).tell(fact)
        if told.quote and house.country == "us":
            quoted += 1
            assert set(told.quote.replace('"', "“").split(". ")) & {
                part for one in words for part in (one, one.removesuffix("."))
            }
    assert quoted


def test_a_rewriter_knows_no_more_than_the_parent() -> None:
    """What was only indirect in the parent is never quoted by one who tells it again."""
    event = make_event(4, 3)
    fact = next(one for one in event.facts if one.speaker)
    teller = Teller(event, agencies()[2], "child")
    told = teller.again(fact, (0,), "")
    assert not told.quote
    assert "“" not in told.text
    assert '"' not in told.text
