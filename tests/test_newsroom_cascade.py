"""Cascades: who has it from whom, how deep, what is hidden, and how alike rivals are."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from syndetect.newsroom import Newsroom, NewsroomSettings, Truth, generate

INDEPENDENT = ("wire", "staff")


@pytest.fixture(scope="module")
def room() -> Newsroom:
    return generate(5, NewsroomSettings(events=120))


@pytest.fixture(scope="module")
def known(room: Newsroom) -> dict[str, Truth]:
    return {one.id: one for one in room.truth}


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def bodies(room: Newsroom) -> dict[str, str]:
    seen = {article.id: article.text for article in room.articles}
    return seen | {one.id: one.written for one in room.truth if one.written is not None}


def test_history_has_no_cycle(known: dict[str, Truth]) -> None:
    """Parents are known, and each is truly older than its child."""
    for one in known.values():
        for parent in one.parents:
            assert known[parent.id].time < one.time


def test_depth_counts_steps(known: dict[str, Truth]) -> None:
    """Depth is one more than that of the deepest parent, versions stay, and none passes four."""
    depths = set()
    for one in known.values():
        above = max((known[p.id].depth for p in one.parents), default=-1)
        step = 0 if one.role == "version" or not one.parents else 1
        assert one.depth == max(above, 0) + step
        depths.add(one.depth)
    assert depths == {0, 1, 2, 3, 4}


def test_a_smaller_depth_is_kept() -> None:
    """With a depth of one, all copies are of independent reports."""
    room = generate(5, NewsroomSettings(events=30, depth=1))
    assert max(one.depth for one in room.truth) == 1


def test_roles_have_their_parents(known: dict[str, Truth]) -> None:
    """Reports have none, versions and copies one, merges two of different roots."""
    counts = {"wire": 0, "staff": 0, "template": 0, "version": 1, "copy": 1, "merge": 2}
    for one in known.values():
        if one.role == "digest":
            assert 3 <= len(one.parents) <= 6
            assert one.event is None
            continue
        assert len(one.parents) == counts[one.role]
        if one.role == "merge":
            first, second = (set(known[p.id].roots) for p in one.parents)
            assert not first & second


def test_shares_are_as_set(room: Newsroom, known: dict[str, Truth]) -> None:
    """Merges, copies of copies and fan-out stand where the settings put them."""
    made = [one for one in room.truth if one.role in ("copy", "merge")]
    assert 0.1 < sum(one.role == "merge" for one in made) / len(made) < 0.2
    from_outlets = [one for one in made if known[one.parents[0].id].role not in ("wire", "version")]
    assert 0.2 < len(from_outlets) / len(made) < 0.45
    fed = [parent.id for one in made for parent in one.parents]
    counts = sorted((fed.count(name) for name in set(fed)), reverse=True)
    assert counts[0] >= 8
    assert counts[len(counts) // 2] <= 2


@pytest.mark.parametrize(("profile", "least", "most"), [("mixed", 0.3, 0.5), ("hidden", 0.5, 0.7)])
def test_hidden_shares_hold_an_event(profile: str, least: float, most: float) -> None:
    """In each event at most the greatest share is hidden, over all between both, wires first."""
    truth = generate(6, NewsroomSettings.profile(profile).changed({"events": 80})).truth
    events: dict[str, list[Truth]] = {}
    for one in truth:
        if one.event is not None:
            events.setdefault(one.event, []).append(one)
    for group in events.values():
        assert sum(one.hidden for one in group) <= most * len(group)
    told = [one for group in events.values() if len(group) > 5 for one in group]
    assert least - 0.05 < sum(one.hidden for one in told) / len(told) <= most
    wires = [one.hidden for one in told if one.role == "wire"]
    assert 0.5 < sum(wires) / len(wires) < 1


def test_independents_share_no_edge() -> None:
    """A newsroom of independent reports has no parents, nothing hidden and no forged credit."""
    room = generate(7, NewsroomSettings.profile("independent"))
    assert all(not one.parents and not one.hidden for one in room.truth)
    assert {one.role for one in room.truth} == {"wire", "staff", "template"}
    assert all(credit.true for one in room.truth for credit in one.credits)


def test_rivals_are_alike_as_rivals_are() -> None:
    """Independent reports of one event: mean resemblance .01 to .04, as in real news; some have a
    quotation or a title of ten words in common, most have not."""
    changes = {"events": 120, "furniture": 0.0, "templates": 0.0}
    room = generate(8, NewsroomSettings.profile("independent").changed(changes))
    texts = bodies(room)
    groups: dict[str | None, list[str]] = {}
    for one in room.truth:
        groups.setdefault(one.event, []).append(texts[one.id])
    values, long = [], 0
    for group in groups.values():
        for left, right in combinations(group, 2):
            one, other = shingles(left), shingles(right)
            values.append(len(one & other) / len(one | other))
            runs = (
                set(zip(*(w[i:] for i in range(10)), strict=False))
                for w in (re.findall(r"\w+", text.lower()) for text in (left, right))
            )
            long += bool(set.intersection(*runs))
    assert 0.01 < sum(values) / len(values) < 0.04
    assert sorted(values)[int(0.95 * len(values))] < 0.09
    assert 0.05 < long / len(values) < 0.4


def test_strangers_are_less_alike_than_rivals() -> None:
    """Reports of two events of one domain: mean resemblance below .02."""
    changes = {"events": 120, "furniture": 0.0, "templates": 0.0, "reports": 1}
    room = generate(9, NewsroomSettings.profile("independent").changed(changes))
    texts = bodies(room)
    groups: dict[str | None, list[str]] = {}
    for one in room.truth:
        groups.setdefault(one.domain, []).append(texts[one.id])
    values = []
    for group in groups.values():
        for left, right in pairwise(group):
            one, other = shingles(left), shingles(right)
            values.append(len(one & other) / len(one | other))
    assert sum(values) / len(values) < 0.02


def test_versions_form_chains(known: dict[str, Truth]) -> None:
    """A version follows the one before, of the same agency, and keeps most of its text."""
    shares = []
    for one in known.values():
        if one.role == "version":
            before = known[one.parents[0].id]
            assert (before.chain, before.version + 1) == (one.chain, one.version)
            assert before.agency == one.agency
            shares.append(one.parents[0].share)
    assert sum(shares) / len(shares) > 0.5


def test_false_credits_owe_nothing(room: Newsroom, known: dict[str, Truth]) -> None:
    """A false credit names an agency that none of the article's roots is from; true ones do."""
    forged = 0
    for one in room.truth:
        owed = {known[root].agency for root in one.roots}
        for credit in one.credits:
            assert (credit.agency in owed) == credit.true
            forged += not credit.true
    assert forged
