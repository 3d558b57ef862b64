"""A likely parent for every derived article: never a circle, never more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import looked_up_by, make_credit, make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.model import CreditRole, RelationKind, Trust
from syndetect.provenance import wording
from syndetect.provenance.parents import Choice, Parent
from syndetect.provenance.ties import Ties
from syndetect.provenance.tree import Family, of_lone
from syndetect.provenance.witness import Side, Tie, Witness
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=120)
HOURS = tuple(f"2031-05-07T{hour:02}:00+00:00" for hour in range(24))


def family_of(
    members: Sequence[Witness], ties: Sequence[Tie], limits: Provenance | None = None
) -> Family:
    """The family of articles in whatever order."""
    ordered = sorted(members, key=lambda one: one.article)
    return Family(ordered, Ties.of(ties), limits or Provenance())


def choose(
    members: Sequence[Witness], ties: Sequence[Tie], limits: Provenance | None = None
) -> dict[int, Choice]:
    return family_of(members, ties, limits).choose()


def parents(
    members: Sequence[Witness], ties: Sequence[Tie], limits: Provenance | None = None
) -> dict[int, int | str | None]:
    """The parent of each article that has one: an ordinal, an agency, or "" for a nameless one."""
    found = choose(members, ties, limits)
    return {
        article: one.parent.source if one.parent.article is None else one.parent.article
        for article, one in found.items()
    }


@st.composite
def families(draw: st.DrawFn) -> tuple[list[Witness], list[Tie]]:
    """Articles with any metadata, and any ties among them."""
    count = draw(st.integers(1, 7))
    agency = st.sampled_from([None, None, None, "Reuters", "AP"])
    members = []
    for at in range(count):
        links = draw(st.sets(st.integers(0, count - 1), max_size=1))
        members.append(
            make_witness(
                at,
                draw(st.sampled_from([None, *HOURS[:6], "2031-05-07"])),
                trust=draw(st.sampled_from(list(Trust))),
                agency=draw(agency),
                own_agency=draw(agency),
                outlet=draw(st.sampled_from([None, "Mail", "Post", "Echo"])),
                url=f"https://x.example/{at}",
                declared_sources=tuple(f"https://x.example/{link}" for link in links),
            )
        )
    share = st.floats(0, 1)
    pairs = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=12)
    )
    ties = [
        make_tie(a, b, draw(st.floats(0.5, 1)), own_left=draw(share), own_right=draw(share))
        for a, b in sorted(set(pairs))
        if a < b
    ]
    return members, ties


@LAW
@given(family=families(), margin=st.sampled_from([0.0, 1.0, 3.0]))
def test_no_circle_ever(family: tuple[list[Witness], list[Tie]], margin: float) -> None:
    """Whatever the ties, dates, links and credits: following parents always ends."""
    chosen = parents(*family, Provenance(margin=margin))
    for start in chosen:
        here: int | str | None = start
        steps = 0
        while isinstance(here, int):
            here = chosen.get(here)
            steps += 1
            assert steps <= len(family[0])


@LAW
@given(family=families())
def test_probabilities_are_probabilities(family: tuple[list[Witness], list[Tie]]) -> None:
    """No parent is impossible or certain, and each has a reason."""
    for one in choose(*family).values():
        assert 0.0 < one.probability <= 0.995
        assert one.parent.reasons
        assert (one.parent.article is None) != (one.parent.source is None)


@LAW
@given(family=families(), data=st.data())
def test_order_of_ties_does_not_matter(
    family: tuple[list[Witness], list[Tie]], data: st.DataObject
) -> None:
    """The same family given in another order has the same parents."""
    members, ties = family
    shuffled = data.draw(st.permutations(ties)), data.draw(st.permutations(members))
    assert parents(shuffled[1], shuffled[0]) == parents(members, ties)


@LAW
@given(family=families())
def test_a_parent_article_is_a_kin(family: tuple[list[Witness], list[Tie]]) -> None:
    """An article is only the parent of articles that it shares text with."""
    members, ties = family
    tied = {(t.left, t.right) for t in ties} | {(t.right, t.left) for t in ties}
    for child, parent in parents(members, ties).items():
        assert not isinstance(parent, int) or (child, parent) in tied


def test_two_texts_without_dates_have_an_unknown_source() -> None:
    """Two identical texts and nothing else: both from a source nobody names, undecided."""
    tie = make_tie(0, 1, 0.999, own_left=1.0, own_right=1.0, kind=RelationKind.REPRINT)
    found = choose([make_witness(0), make_witness(1)], [tie])
    for one in found.values():
        assert (one.parent.source, one.parent.decided) == ("", False)
        assert one.parent.relation is RelationKind.REPRINT
        assert any("who was first cannot be told" in reason for reason in one.parent.reasons)
        assert one.parent.reasons[0].startswith("100% of the child's own wording")
    assert sorted(found) == [0, 1]


def test_a_declared_time_makes_a_parent() -> None:
    """With declared times the later article has its text from the earlier one, which has none."""
    members = [make_witness(0, HOURS[9]), make_witness(1, HOURS[3])]
    assert parents(members, [make_tie(0, 1)]) == {0: 1}


def test_versions_of_one_outlet_have_no_unknown_source() -> None:
    """Two undated versions of one outlet's story are no syndication."""
    members = [make_witness(at, outlet="Skarn Mail") for at in (0, 1)]
    assert parents(members, [make_tie(0, 1)]) == {}


def test_a_later_version_comes_from_the_earlier() -> None:
    """An outlet's own earlier version is the parent, before the agency that both credit."""
    members = [make_witness(at, HOURS[at], outlet="Mail", agency="Reuters") for at in (0, 1)]
    assert parents(members, [make_tie(0, 1)]) == {0: "Reuters", 1: 0}


def test_an_agencys_own_dispatch_is_no_source_unseen() -> None:
    """Where the dispatch itself is there, a copy without a credit is from it, and not from an
    unseen source that other copies credit; where it came later, it explains nothing."""
    copied = {"kind": RelationKind.REPRINT, "own_left": 0.9, "own_right": 0.9, "likeness": 0.8}

    def parent_of_copy(time: str) -> Parent:
        dispatch = make_witness(0, time, outlet="AP", own_agency="AP")
        credited = make_witness(1, "2031-05-07T10:00+00:00", agency="AP", outlet="Mail")
        copy = make_witness(2, "2031-05-07T10:00+00:00", outlet="Post")
        ties = [make_tie(a, b, 0.99, **copied) for a, b in ((0, 1), (0, 2), (1, 2))]
        return choose([dispatch, credited, copy], ties)[2].parent

    assert parent_of_copy("2031-05-07T09:00+00:00").article == 0
    assert parent_of_copy("2031-05-09T09:00+00:00").source == "AP"


def test_a_credit_alone_names_a_source() -> None:
    """An article that credits an agency has that source, without any kin."""
    found = choose([make_witness(0, agency="Reuters")], [])
    assert found[0].parent.source == "Reuters"
    assert found[0].parent.relation is RelationKind.CREDITED
    assert found[0].parent.reasons == ("the child credits Reuters: “(Reuters)”",)
    assert found[0].probability == pytest.approx(0.95)


def test_a_weak_credit_names_none() -> None:
    """A credit below ``provenance.credit`` makes no source."""
    weak = make_credit("a0", "Reuters", strength=0.5)
    one = make_witness(0, agency="Reuters", credit=weak)
    assert parents([one], []) == {}
    assert parents([one], [], Provenance(credit=0.4)) == {0: "Reuters"}


def test_a_part_credit_is_a_partial_source() -> None:
    """A contribution names its agency as the source of a part."""
    part = make_credit("a0", "AFP", CreditRole.CONTRIBUTION)
    found = choose([make_witness(0, part=part)], [])
    assert found[0].parent.source == "AFP"
    assert found[0].parent.relation is RelationKind.PARTIAL
    assert found[0].parent.reasons[0].startswith("the child credits AFP with a part")


def test_an_agencys_own_article_has_no_source() -> None:
    """The agency's own page does not come from the agency unseen."""
    assert parents([make_witness(0, agency="AP", own_agency="AP")], []) == {}


def test_the_agencys_page_is_taken_before_an_unseen_one() -> None:
    """Where the agency's own article is in the folder, it is the parent, not a source unseen."""
    page = make_witness(0, outlet="reuters.com", own_agency="Reuters")
    copy = make_witness(1, agency="Reuters")
    found = choose([page, copy], [make_tie(0, 1)])
    assert found[1].parent.article == 0
    assert "the child credits Reuters, whose own article the parent is" in found[1].parent.reasons


def test_both_crediting_one_agency_share_it() -> None:
    """Two that credit one agency both have it as their source, even where dates differ."""
    members = [make_witness(at, HOURS[4 * at], agency="Reuters") for at in (0, 1)]
    found = choose(members, [make_tie(0, 1, kind=RelationKind.REPRINT)])
    assert {one.parent.source for one in found.values()} == {"Reuters"}
    assert {one.parent.relation for one in found.values()} == {RelationKind.REPRINT}


def test_kin_lend_their_credit() -> None:
    """An article with the text of one that credits an agency has it from there too, less surely."""
    found = choose([make_witness(0, agency="Reuters"), make_witness(1)], [make_tie(0, 1)])
    assert found[1].parent.source == "Reuters"
    assert found[1].parent.reasons[0] == "the child shares text with a0, which credits Reuters"
    assert found[1].probability < found[0].probability


def test_several_parents_share_the_probability() -> None:
    """With two equally likely parents neither has more than half."""
    members = [make_witness(0, HOURS[1]), make_witness(1, HOURS[1]), make_witness(2, HOURS[20])]
    ties = [make_tie(0, 2), make_tie(1, 2)]
    found = choose(members, ties)
    assert found[2].parent.article == 0
    assert found[2].probability <= 0.5


def test_who_was_first_is_told_apart_from_which_it_was() -> None:
    """Of two equally likely parents the first is named; that it was before the child is decided,
    that it is the one is not, and it says so."""
    members = [*(make_witness(at, HOURS[1]) for at in range(2)), make_witness(2, HOURS[20])]
    found = choose(members, [make_tie(at, 2) for at in range(2)])[2]
    assert (found.parent.article, found.parent.decided) == (0, True)
    assert found.probability < 0.5
    assert found.parent.reasons[-1] == wording.OLDER_UNCLEAR


def test_an_equally_likely_child_is_no_parent() -> None:
    """Where the two directions weigh the same, no article is named, whatever the likeness."""
    side = Side(0.3, 0.1, 3, 5, 0.1, 0)
    tie = replace(make_tie(0, 1, own_left=0.1, own_right=0.1), left_has=side, right_has=side)
    found = choose([make_witness(0), make_witness(1)], [tie])
    assert all(one.parent.article is None for one in found.values())


def test_the_most_alike_is_the_parent() -> None:
    """Of two earlier articles the one that is more like the child is its parent."""
    members = [make_witness(at, HOURS[4 * at]) for at in range(3)]
    for near in (0, 1):
        alike = {near: 0.5, 1 - near: 0.25}
        ties = [replace(make_tie(at, 2), likeness=alike[at]) for at in (0, 1)]
        assert parents(members, [replace(make_tie(0, 1), likeness=0.4), *ties])[2] == near


def test_a_running_story_goes_on_from_its_last_version() -> None:
    """Three versions of one outlet hang one below the other, not all below the first."""
    members = [make_witness(at, HOURS[4 * at], outlet="Skarn Mail") for at in range(3)]
    ties = [make_tie(0, 1), make_tie(0, 2), make_tie(1, 2)]
    assert parents(members, ties) == {1: 0, 2: 1}


def test_an_article_of_two_has_two_parents() -> None:
    """An article that has of each of two strangers what the other lacks comes from both, without
    any date; the second has a share and a probability that is not above the first's."""
    one, other = Side(0.4, 0.2, 5, 8, 0.1, 0), Side(0.45, 0.2, 6, 8, 0.1, 0)
    ties = [
        replace(
            make_tie(at, 2, 0.98, own_left=0.1, own_right=0.1),
            likeness=0.45, left_has=other, right_has=one,
        )
        for at in (0, 1)
    ]  # fmt: skip
    members = [make_witness(at) for at in range(3)]
    found = Family(
        members, Ties.of(ties), Provenance(), looked_up_by(lambda a, b: (0.05, 0.9))
    ).choose()
    made = found[2]
    assert made.parent.article in (0, 1)
    assert made.second is not None
    assert {made.parent.article, made.second.parent.article} == {0, 1}
    assert 0.0 < made.second.probability <= made.probability
    assert made.second.share is not None
    assert 0.0 < made.second.share <= 0.4
    assert "leaves over" in made.second.parent.reasons[-1]
    kin = Family(
        members, Ties.of(ties), Provenance(), looked_up_by(lambda a, b: (0.95, 0.5))
    ).choose()
    assert all(choice.second is None for choice in kin.values())


def test_no_text_is_a_version_of_a_source_unseen() -> None:
    """Two versions of one story both have a part of it from the agency they credit."""
    members = [make_witness(at, agency="AP") for at in (0, 1)]
    found = choose(members, [make_tie(0, 1, kind=RelationKind.UPDATE)])
    assert {one.parent.relation for one in found.values()} == {RelationKind.PARTIAL}


def test_a_rewrite_tells_the_same() -> None:
    """Where no wording is shared the reason does not say that text is."""
    tie = make_tie(0, 1, kind=RelationKind.REWRITE)
    found = choose([make_witness(0, agency="AP"), make_witness(1)], [tie])
    assert found[1].parent.reasons[0] == "the child tells the same as a0, which credits AP"
    assert found[1].parent.kin == 0


def test_a_circle_gives_way_to_the_next_best() -> None:
    """Of three pages that name each other in a ring, the weakest link is left out."""
    members = [
        make_witness(
            at, url=f"https://x.example/{at}", declared_sources=(f"https://x.example/{to}",)
        )
        for at, to in ((0, 1), (1, 2), (2, 0))
    ]
    ties = [make_tie(0, 1, 0.99), make_tie(1, 2, 0.9), make_tie(0, 2, 0.6)]
    assert parents(members, ties) == {0: 1, 1: 2}


def test_of_many_likely_parents_the_first_is_named() -> None:
    """An article that may come from any of nine, which all come from one, is said to come from
    that one, undecided; no parent less likely than three in ten is named."""
    members = [make_witness(at, HOURS[2 * at]) for at in range(10)]
    ties = [make_tie(a, b) for b in range(10) for a in range(b)]
    found = choose(members, ties)
    assert [found[article].parent.article for article in range(2, 10)] == [0] * 8
    assert not found[9].parent.decided
    assert found[9].parent.reasons[-1] == wording.any_of(9, first=True)
    assert min(one.probability for one in found.values()) >= 0.3


def test_articles_weigh_their_strongest_ties() -> None:
    """Of a hundred copies each weighs sixty ties: those with the agency's own page, with credits
    and early dates first; the rest is counted."""
    members = [make_witness(at) for at in range(99)]
    members.append(make_witness(99, outlet="ap.example", own_agency="AP"))
    ties = [make_tie(a, b) for b in range(100) for a in range(b)]
    family = family_of(members, ties)
    near = family.kin.entries.others()
    assert all(len(kin) <= 60 for kin in near)
    assert all(99 in near[a] for a in range(99))
    assert 0 < family.left_out.sum() < len(ties)
    assert not family_of(members[:60], [t for t in ties if t.right < 60]).left_out.any()


def test_of_many_likely_parents_the_source_is_named() -> None:
    """Where the many likely parents are six that nobody puts in order, all of an unknown source,
    the later article has that source too."""
    members = [*(make_witness(at, HOURS[1]) for at in range(6)), make_witness(6, HOURS[20])]
    found = choose(members, [make_tie(a, b) for b in range(7) for a in range(b)])
    assert [found[article].parent.source for article in range(7)] == [""] * 7
    assert not found[6].parent.decided
    assert found[6].parent.reasons[0] == wording.any_of(6, first=False)


@LAW
@given(data=st.data(), strength=st.floats(0.05, 0.99), part=st.floats(0.05, 0.99))
def test_an_article_without_kin_is_a_family_of_its_own(
    data: st.DataObject, strength: float, part: float
) -> None:
    """Its parent, and how likely nothing is above it, are those of a family of one."""
    credit = make_credit("a4", "AP", strength=strength) if data.draw(st.booleans()) else None
    some = make_credit("a4", "Reuters", CreditRole.CONTRIBUTION, strength=part)
    one = make_witness(
        4,
        agency=credit.agency if credit else None,
        credit=credit,
        part=some if data.draw(st.booleans()) else None,
        own_agency=data.draw(st.sampled_from([None, None, "AP"])),
    )
    family = family_of([one], [])
    chosen = family.choose()
    [(choice, nobody)] = of_lone([one], Provenance())
    assert (choice, nobody) == (chosen.get(4), family.alone[4])
