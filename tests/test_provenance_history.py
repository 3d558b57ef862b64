"""Verdicts to history: families, parents, unseen sources, roles and voices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from conftest import (
    FIRE,
    FIRE_OWN,
    NEWSWIRE,
    PILOTS,
    make_credit,
    make_tie,
    make_witness,
    told,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import scan
from syndetect.findings import Findings
from syndetect.model import CreditRole, Derivation, RelationKind, Role, Trust
from syndetect.provenance.history import History, write
from syndetect.provenance.parents import LEAST
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Tie, Witness
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=100)
DAYS = tuple(f"2031-05-{day:02}T08:00+00:00" for day in range(1, 29))
WHOLE = {"kind": RelationKind.REPRINT, "own_left": 1.0, "own_right": 1.0}


class Told(NamedTuple):
    """A history as records, for people to read."""

    derivations: tuple[Any, ...]
    sources: tuple[Any, ...]
    events: tuple[Any, ...]
    families: tuple[Any, ...]
    roles: tuple[Role, ...]
    family: tuple[str | None, ...]
    event: tuple[str, ...]
    lines: tuple[Any, ...]


def records(table: pa.Table, id: str = "id") -> tuple[Any, ...]:
    """The rows of a table; what it calls *id* is the id."""
    rows = [
        {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in table.to_pylist()
    ]
    return tuple(SimpleNamespace(id=row.pop(id, None), **row) for row in rows)


def history(
    witnesses: Sequence[Witness],
    ties: Sequence[Tie],
    representative: Sequence[int] | None = None,
    events: Sequence[int] | None = None,
    digests: frozenset[int] = frozenset(),
    least: float = LEAST,
) -> Told:
    """The history of articles that are, unless told, on one event and no copies."""
    count = len(witnesses)
    found = write(
        Witnesses.of(witnesses),
        Ties.of(ties),
        np.array(range(count) if representative is None else representative, dtype=np.int32),
        np.array(events or [0] * count, dtype=np.int32),
        digests,
        Provenance(),
        least=least,
    )
    assert [end.tolist() for end in found.ends] == ends(found, [one.id for one in witnesses])
    columns = {name: column.to_pylist() for name, column in found.columns.items()}
    lines = ("origin", "origin_kind", "origin_probability", "depth")
    return Told(
        derivations=records(found.derivations),
        sources=records(found.sources, "source"),
        events=records(found.events, "event"),
        families=records(found.families, "family"),
        roles=tuple(Role(role) for role in columns["role"]),
        family=tuple(columns["family"]),
        event=tuple(columns["event"]),
        lines=records(pa.table({name: found.columns[name] for name in lines})),
    )


def ends(found: History, ids: list[str]) -> list[list[int]]:
    """The ordinals of children and parents, from their ids."""
    rows = found.derivations.to_pylist()
    return [
        [ids.index(row["child"]) for row in rows],
        [ids.index(row["parent"]) if row["parent_kind"] == "article" else -1 for row in rows],
    ]


def parents(found: Told) -> dict[str, str]:
    return {row.child: row.parent for row in found.derivations}


def test_two_identical_texts_without_dates_are_undecided() -> None:
    """A class of two undated copies: both from one unknown source, and who was first cannot be
    told."""
    found = history([make_witness(0), make_witness(1)], [make_tie(0, 0, **WHOLE)], [0, 0])
    assert parents(found) == {"a0": "source:unknown:a0", "a1": "source:unknown:a0"}
    assert not any(row.decided for row in found.derivations)
    assert all("who was first cannot be told" in row.reasons[-1] for row in found.derivations)
    assert found.sources[0].agency is found.sources[0].url is None
    assert "2 articles share text" in found.sources[0].reasons[0]
    assert found.roles == (Role.DERIVATIVE, Role.DERIVATIVE)
    assert (found.events[0].voices_least, found.events[0].voices_most) == (1, 1)


def test_two_identical_lines_are_no_history() -> None:
    """Copies that the verdict does not call derived have no parents: two short lines alike."""
    found = history([make_witness(0), make_witness(1)], [], [0, 0])
    assert found.derivations == found.sources == found.families == ()
    assert found.roles == (Role.NO_SOURCE_FOUND,) * 2


def test_dated_copies_have_one_origin() -> None:
    """Of copies with declared times the first is the origin, and the others come from it."""
    dated = [make_witness(at, DAYS[day]) for at, day in enumerate((7, 2, 20))]
    found = history(dated, [make_tie(0, 0, **WHOLE)], [0, 0, 0])
    assert parents(found) == {"a0": "a1", "a2": "a1"}
    assert found.roles == (Role.DERIVATIVE, Role.ORIGIN, Role.DERIVATIVE)
    assert found.families[0].origin == "a1"
    assert found.families[0].articles == ("a0", "a1", "a2")


def test_a_clock_on_a_page_puts_no_copy_first() -> None:
    """A page's clock, however early, does not stand between copies whose dates are declared."""
    witnesses = [
        make_witness(0, DAYS[0], trust=Trust.PAGE),
        make_witness(1, DAYS[3]),
        make_witness(2, DAYS[9]),
    ]
    found = history(witnesses, [make_tie(0, 0, **WHOLE)], [0, 0, 0])
    assert parents(found)["a2"] == "a1"


def test_copies_hang_on_the_agencys_own_page() -> None:
    """Where one of the copies is the agency's own page, the others that credit it come from it."""
    page = make_witness(1, outlet="reuters.com", own_agency="Reuters")
    witnesses = [
        make_witness(0, DAYS[5], agency="Reuters"),
        page,
        make_witness(2, agency="Reuters"),
    ]
    found = history(witnesses, [make_tie(0, 0, **WHOLE)], [0, 0, 0])
    assert parents(found) == {"a0": "a1", "a2": "a1"}
    assert found.sources == ()
    assert found.roles[1] is Role.ORIGIN


def test_copies_share_the_ties_of_their_class() -> None:
    """What a class derives from, its copies derive from over the one that stands for them."""
    witnesses = [make_witness(0, DAYS[0]), make_witness(1, DAYS[4]), make_witness(2, DAYS[2])]
    ties = [make_tie(0, 1, own_left=0.3, own_right=0.9), make_tie(1, 1, **WHOLE)]
    found = history(witnesses, ties, [0, 1, 1])
    assert parents(found) == {"a2": "a0", "a1": "a2"}
    [row] = [row for row in found.derivations if row.child == "a2"]
    assert row.reasons[1].startswith("90% of the child's own wording")


def test_a_version_follows_the_last_copy_of_the_one_before() -> None:
    """Where an outlet put one text out twice and then a version of it, that is from the second of
    the two; another outlet's is from the first, which stands for both."""
    for outlet, parent in (("Skarn Mail", "a1"), ("Quay Weekly", "a0")):
        witnesses = [
            make_witness(0, DAYS[0], outlet="Skarn Mail"),
            make_witness(1, DAYS[3], outlet="Skarn Mail"),
            make_witness(2, DAYS[9], outlet=outlet),
        ]
        ties = [make_tie(0, 0, **WHOLE), make_tie(0, 2)]
        found = history(witnesses, ties, [0, 0, 2])
        assert parents(found) == {"a1": "a0", "a2": parent}


def test_one_outlets_background_makes_no_family_across_events() -> None:
    """Two articles of one outlet on different events that share a passage are no history; as a
    whole they are one text published twice; on one event they are versions."""
    pair = [make_witness(at, DAYS[9 * at], outlet="Skarn Mail") for at in (0, 1)]
    assert history(pair, [make_tie(0, 1)], events=[0, 1]).derivations == ()
    assert parents(history(pair, [make_tie(0, 1)], events=[0, 0])) == {"a1": "a0"}
    assert parents(history(pair, [make_tie(0, 1, **WHOLE)], events=[0, 1])) == {"a1": "a0"}


def test_two_of_one_outlet_are_never_syndication() -> None:
    """Undated, they have no parent and no source, and count as one voice."""
    pair = [make_witness(at, outlet="Skarn Mail") for at in (0, 1)]
    found = history(pair, [make_tie(0, 1)])
    assert found.derivations == found.sources == ()
    assert (found.events[0].voices_least, found.events[0].voices_most) == (1, 1)
    assert found.families[0].articles == ("a0", "a1")


def test_a_credit_alone_gives_an_unseen_source() -> None:
    """An article alone that credits an agency has an unseen source with the credit's URL and
    date, and is a family with it."""
    credit = make_credit("a0", "Reuters", url="https://wire.example/x", published="2031-05-07")
    found = history([make_witness(0, agency="Reuters", credit=credit)], [])
    [source] = found.sources
    assert (source.id, source.agency) == ("source:reuters:a0", "Reuters")
    assert (source.url, source.published) == ("https://wire.example/x", "2031-05-07")
    assert source.reasons == ("1 article straight from it credits Reuters",)
    assert found.families[0].origin == source.id
    assert found.roles == (Role.DERIVATIVE,)


def test_kin_of_credited_articles_share_their_source() -> None:
    """A family has one unseen source an agency; who only shares the text is counted apart."""
    witnesses = [make_witness(0, agency="AP"), make_witness(1), make_witness(2, agency="AP")]
    found = history(witnesses, [make_tie(0, 1), make_tie(1, 2), make_tie(0, 2)])
    assert set(parents(found).values()) == {"source:ap:a0"}
    assert found.sources[0].reasons == (
        "2 articles straight from it credit AP",
        "1 more shares text with them",
    )


def test_what_is_left_of_an_unlikely_parent_is_the_first_of_its_line() -> None:
    """Of two that a retelling may be from, the likelier is named; where more is asked than it has,
    the one that both come from, for all that leads there, and undecided."""
    times = (8, 9, 12)
    witnesses = [
        make_witness(at, f"2031-05-01T{hour:02}:00+00:00", outlet=outlet)
        for at, (hour, outlet) in enumerate(zip(times, ("Mail", "Post", "Echo"), strict=True))
    ]
    anew = {"kind": RelationKind.REWRITE, "own_left": 0.05, "own_right": 0.05}
    copied = {"kind": RelationKind.REPRINT, "own_left": 0.9, "own_right": 0.9}
    ties = [
        make_tie(0, 1, 0.99, **copied, likeness=0.8),
        make_tie(0, 2, 0.97, **anew, likeness=0.3),
        make_tie(1, 2, 0.97, **anew, likeness=0.28),
    ]
    [usual] = [d for d in history(witnesses, ties).derivations if d.child == "a2"]
    [strict] = [d for d in history(witnesses, ties, least=0.55).derivations if d.child == "a2"]
    assert 0.3 < usual.probability < 0.55 < strict.probability
    assert (usual.parent, strict.parent) == ("a0", "a0")
    assert (usual.decided, strict.decided) == (True, False)
    assert (usual.relation, strict.relation) == (RelationKind.REWRITE, RelationKind.REWRITE)


def test_an_agencys_dispatches_are_many() -> None:
    """Two that credit one agency and share a paragraph come from two dispatches of it, which are
    one voice; where half of a text stands in the other, from one."""
    witnesses = [make_witness(at, agency="AP") for at in (0, 1)]
    apart = history(witnesses, [make_tie(0, 1, own_left=0.2, own_right=0.3)])
    assert [source.id for source in apart.sources] == ["source:ap:a0", "source:ap:a1"]
    assert (apart.events[0].voices_least, apart.events[0].voices_most) == (1, 1)
    one = history(witnesses, [make_tie(0, 1, own_left=0.2, own_right=0.6)])
    assert [source.id for source in one.sources] == ["source:ap:a0"]


def test_apart_families_have_sources_apart() -> None:
    """Two stories of one agency come from two unseen sources."""
    witnesses = [make_witness(at, agency="AP") for at in range(4)]
    found = history(witnesses, [make_tie(0, 1), make_tie(2, 3)])
    assert sorted(set(parents(found).values())) == ["source:ap:a0", "source:ap:a2"]


def test_unknown_sources_are_shared_by_those_that_share_text() -> None:
    """Two pairs that a page with pieces of both joins to one family have each their own unknown
    source: nobody shares a source with whom it shares no text."""
    page = make_witness(4, "2031-05-20T08:00+00:00", agency="AP")
    witnesses = [*(make_witness(at) for at in range(4)), page]
    ties = [make_tie(0, 1), make_tie(2, 3), make_tie(1, 4, 0.6), make_tie(2, 4, 0.6)]
    found = history(witnesses, ties)
    assert len(found.families) == 1
    by_child = parents(found)
    assert by_child["a0"] != by_child["a3"]
    for row in found.sources:
        children = {child for child, parent in by_child.items() if parent == row.id}
        assert row.agency or children in ({"a0"}, {"a3"}, {"a0", "a1"}, {"a2", "a3"})


def test_digests_are_kept_out_of_ancestry() -> None:
    """A page with pieces of everything is nobody's parent or child, not even of an agency that it
    credits, nor are its copies, and joins no families; without it the stories stand as they
    are."""
    witnesses = [make_witness(at, DAYS[at]) for at in range(3)]
    witnesses += [make_witness(at, DAYS[at], agency="AP") for at in (3, 4)]
    ties = [make_tie(0, 1), make_tie(1, 3), make_tie(0, 3), make_tie(3, 3, **WHOLE)]
    found = history(witnesses, ties, [0, 1, 2, 3, 3], digests=frozenset({3}))
    assert parents(found) == {"a1": "a0"}
    assert found.roles[3:] == (Role.DIGEST, Role.DIGEST)
    assert found.families[0].articles == ("a0", "a1")
    joined = history(witnesses, ties, [0, 1, 2, 3, 3])
    assert {"a3", "a4"} <= set(parents(joined))


def test_digests_have_no_voice() -> None:
    """A digest is no voice of its event; an event of digests only says so."""
    witnesses = [make_witness(at) for at in range(3)]
    found = history(witnesses, [], digests=frozenset({2}))
    assert found.events[0].voices_most == 2
    alone = history(witnesses[:2], [], digests=frozenset({0, 1})).events[0]
    assert (alone.voices_least, alone.voices_most, alone.reason) == (1, 2, "digests only")


def test_roles_tell_what_is_known() -> None:
    """Origin, derivative, and no source found, which is not called independent."""
    witnesses = [make_witness(0, DAYS[0]), make_witness(1, DAYS[1]), make_witness(2, DAYS[1])]
    found = history(witnesses, [make_tie(0, 1)])
    assert found.roles == (Role.ORIGIN, Role.DERIVATIVE, Role.NO_SOURCE_FOUND)
    assert found.family == ("family:a0", "family:a0", None)
    assert found.event == ("event:a0",) * 3


def test_an_unnamed_agency_is_no_named_voice() -> None:
    """ "Agencies" without a name make a source, but none known to differ from the others."""
    from syndetect.credits import UNSPECIFIED

    witnesses = [make_witness(0, agency=UNSPECIFIED), make_witness(1, agency="AP")]
    found = history(witnesses, [])
    assert (found.events[0].voices_least, found.events[0].voices_most) == (1, 2)
    assert found.events[0].id == "event:a0"


def test_a_contribution_is_a_source_of_a_part() -> None:
    """A contribution gives an unseen source whose relation is partial."""
    part = make_credit("a0", "AFP", CreditRole.CONTRIBUTION)
    [row] = history([make_witness(0, part=part)], []).derivations
    assert (row.parent, row.relation) == ("source:afp:a0", RelationKind.PARTIAL)


def test_nothing_gives_nothing() -> None:
    """No articles have no history."""
    found = history([], [])
    assert found == Told((), (), (), (), (), (), (), ())


@st.composite
def collections(
    draw: st.DrawFn,
) -> tuple[list[Witness], list[Tie], list[int], list[int], frozenset[int]]:
    """Articles in classes and events with any ties of classes, and some digests."""
    count = draw(st.integers(1, 8))
    chosen = [draw(st.integers(0, 4)) for _ in range(count)]
    representative = [chosen.index(label) for label in chosen]
    firsts = sorted(set(representative))
    event = {first: draw(st.sampled_from(firsts)) for first in firsts}
    event = {first: min(f for f in firsts if event[f] == event[first]) for first in firsts}
    witnesses = [
        make_witness(
            at,
            draw(st.sampled_from([None, *DAYS[:4]])),
            trust=draw(st.sampled_from([Trust.DECLARED, Trust.PAGE])),
            agency=draw(st.sampled_from([None, None, "AP", "Reuters"])),
            own_agency=draw(st.sampled_from([None, None, "AP"])),
            outlet=draw(st.sampled_from([None, "Mail", "Post"])),
        )
        for at in range(count)
    ]
    share = st.floats(0, 1)
    ties = [
        make_tie(a, b, draw(st.floats(0.5, 1)), own_left=draw(share), own_right=draw(share))
        for a in firsts
        for b in firsts
        if (a < b or (a == b and representative.count(a) > 1)) and draw(st.booleans())
    ]
    digests = frozenset(a for a in firsts if draw(st.integers(0, 5)) == 0)
    return witnesses, ties, representative, [event[r] for r in representative], digests


@LAW
@given(given_all=collections())
def test_history_is_sound(
    given_all: tuple[list[Witness], list[Tie], list[int], list[int], frozenset[int]],
) -> None:
    """Any ties: each article has one parent at most, that is an article or a listed source; no
    line of parents comes back; roles, families and voices agree with the derivations."""
    found = history(*given_all)
    ids = [one.id for one in given_all[0]]
    children = [row.child for row in found.derivations]
    assert len(children) == len(set(children))
    known = {*ids, *(source.id for source in found.sources)}
    assert {row.parent for row in found.derivations} <= known
    up = parents(found)
    for start in ids:
        line = [start]
        while line[-1] in up:
            line.append(up[line[-1]])
            assert len(line) == len(set(line))
    for name, role in zip(ids, found.roles, strict=True):
        assert (role is Role.DERIVATIVE) == (name in up)
        assert (role is Role.ORIGIN) == (name not in up and name in up.values())
    for name, role, line in zip(ids, found.roles, found.lines, strict=True):
        assert (line.origin is None) == (role in (Role.NO_SOURCE_FOUND, Role.DIGEST))
        assert (line.depth is None) == (role is Role.DIGEST)
        assert line.depth != 0 or name not in up
    assert {source.id for source in found.sources} <= set(up.values())
    for row in found.families:
        assert row.origin is None or row.origin in known
    members = [name for row in found.families for name in row.articles]
    assert len(members) == len(set(members))
    for event in found.events:
        assert 1 <= event.voices_least <= event.voices_most <= len(event.articles)
    assert sorted(a for event in found.events for a in event.articles) == sorted(ids)


FOUR = (
    {"agency": "AFP", "outlet": "Skarn Mail"},
    {"outlet": "Tollby Echo"},
    {"outlet": "Quay Weekly"},
    {"outlet": "Lake Courier"},
)


def named(order: Sequence[int], scene: Sequence[dict[str, Any]], other: Tie) -> dict[int, str]:
    """The parent of each article of a scene of four copies and a fifth, with ids in *order*:
    the article's place in the scene, or the agency."""
    witnesses = [make_witness(at, **scene[one]) for at, one in enumerate(order)]
    first = min(at for at, one in enumerate(order) if one < 4)
    fifth = order.index(4)
    shares = (other.own_left, other.own_right)
    left, right = sorted((first, fifth))
    shares = shares if left == first else shares[::-1]
    tie = make_tie(left, right, own_left=shares[0], own_right=shares[1])
    classes = [at if one == 4 else first for at, one in enumerate(order)]
    found = history(witnesses, [tie, make_tie(first, first, **WHOLE)], classes)
    agencies = {source.id: source.agency or "unknown" for source in found.sources}
    return {
        order[int(row.child[1:])]: agencies.get(row.parent)
        or str(order[int(row.parent.removeprefix("a"))])
        for row in found.derivations
    }


@LAW
@given(
    order=st.permutations(range(5)),
    scene=st.tuples(
        *(
            st.fixed_dictionaries(
                {
                    "outlet": st.just(f"Outlet {name}"),
                    "agency": st.sampled_from([None, None, "AFP", "AP"]),
                    "own_agency": st.sampled_from([None, None, None, "AFP"]),
                    "published": st.sampled_from([None, *DAYS[:3]]),
                }
            )
            for name in "vwxyz"
        )
    ),
    share=st.sampled_from([0.2, 0.9]),
)
def test_ids_choose_no_origin(
    order: list[int], scene: tuple[dict[str, Any], ...], share: float
) -> None:
    """Four copies and a fifth article under any ids: each has the same parent."""
    other = make_tie(0, 1, own_left=share, own_right=0.9)
    assert named(order, scene, other) == named(range(5), scene, other)


def test_copies_pool_their_credits() -> None:
    """Where one of four copies credits AFP, whichever it is, all come from AFP; the others say
    whose credit that is."""
    for place in range(4):
        scene = [dict(FOUR[(at - place) % 4]) for at in range(4)]
        found = history(
            [make_witness(at, **known) for at, known in enumerate(scene)],
            [make_tie(0, 0, **WHOLE)],
            [0] * 4,
        )
        assert [source.agency for source in found.sources] == ["AFP"]
        assert set(parents(found).values()) == {"source:afp:a0"}
        assert len(parents(found)) == 4
        assert {row.relation for row in found.derivations} == {RelationKind.REPRINT}
        said = {row.child: row.reasons[0] for row in found.derivations}
        assert said.pop(f"a{place}").startswith("the child credits AFP")
        assert all(f"a{place}" in reason and "credits AFP" in reason for reason in said.values())


def test_a_text_credited_to_two_is_one_voice_at_least() -> None:
    """Two texts much alike, AP here and Reuters there: one voice or two, and it says why; the same
    text is one."""
    pair = [make_witness(0, agency="AP"), make_witness(1, agency="Reuters")]
    [event] = history(pair, [make_tie(0, 1, **WHOLE | {"own_left": 0.9})]).events
    assert (event.voices_least, event.voices_most) == (1, 2)
    assert event.reason == "1 agency named for another's text"
    [apart] = history(pair, []).events
    assert (apart.voices_least, apart.voices_most) == (2, 2)
    [copies] = history(pair, [make_tie(0, 0, **WHOLE)], [0, 0]).events
    assert (copies.voices_least, copies.voices_most) == (1, 1)


def test_one_page_is_one_hand() -> None:
    """Three pages without a source, two of them one URL under two names: two voices at most."""
    pages = [
        make_witness(0, outlet="Mail", url="https://mail.example/x"),
        make_witness(1, outlet="Mail Online", url="http://www.mail.example/x/?utm_medium=feed"),
        make_witness(2),
    ]
    assert history(pages, []).events[0].voices_most == 2


@pytest.fixture(scope="module")
def by_child(scanned: Findings) -> dict[str, Derivation]:
    return {row.child: row for row in scanned.graph.derivations}


def test_the_newswire_is_told_as_it_was_written(by_child: dict[str, Derivation]) -> None:
    """The wire's copies come from Reuters unseen, the update from its outlet's first version, the
    second fire from the first; who shares a quotation only has no source."""
    assert {by_child[f"p{at}"].parent for at in (1, 2, 3, 4)} == {"source:reuters:p1"}
    assert (by_child["p7"].parent, by_child["p7"].relation) == ("p1", RelationKind.UPDATE)
    assert (by_child["f2"].parent, by_child["f2"].decided) == ("f1", True)
    assert not {"p6", "f1", "f3", "h1", "s1", "s2"} & by_child.keys()


def test_a_wide_enough_page_is_a_digest() -> None:
    """With the limit at three, the page with a paragraph of three events is a digest, nobody's
    parent or child, and joins no families."""
    from syndetect.settings import Settings

    rows = [dict(row) for row in NEWSWIRE]
    found = scan(rows, settings=Settings().changed({"events.digest": 2}))
    assert found.graph.role_of("r1") is Role.DIGEST
    assert found.graph.parents_of("r1") == found.graph.children_of("r1") == ()
    families = {row["family"]: row["articles"] for row in found.families.to_pylist()}
    assert families["family:f1"] == ["f1", "f2"]
    assert "c1" not in {name for articles in families.values() for name in articles}


def test_a_credit_in_the_text_gives_url_and_date() -> None:
    """Read from a page: the agency with the address and day that stand in its credit."""
    text = "\n\n".join(
        [
            NEWSWIRE[5]["text"],
            "Source: Reuters https://www.reuters.com/world/quillmere-pilots-2031-05-07/",
        ]
    )
    found = scan([{"id": "a", "text": text}])
    [source] = found.sources.to_pylist()
    assert source["agency"] == "Reuters"
    assert source["url"] == "https://www.reuters.com/world/quillmere-pilots-2031-05-07/"
    assert source["published"] == "2031-05-07"
    assert found.graph.role_of("a") is Role.DERIVATIVE


@pytest.mark.parametrize("seed", range(3))
def test_names_say_nothing_of_history(seed: int) -> None:
    """Articles that are called otherwise have the same parents, with the same probabilities; what
    stands for a class of copies need not come first in the alphabet."""
    stories = [told(*FIRE), told(*FIRE[1:], *FIRE_OWN), told(*PILOTS), told(*PILOTS[:4], *FIRE_OWN)]
    outlets = ("Quay Mail", "Fish Report", "Skarn Courier")
    rows = [
        {"text": text, "outlet": outlets[copy], "published": f"2031-02-{1 + at + 4 * copy:02}"}
        for at, text in enumerate(stories)
        for copy in range(3)
    ]
    order = random.Random(seed).sample(range(100), len(rows))
    said = []
    for names in ([f"n{at:02}" for at in range(len(rows))], [f"n{at:02}" for at in order]):
        found = scan([{"id": name, **row} for name, row in zip(names, rows, strict=True)])
        place = {name: at for at, name in enumerate(names)}
        said.append(
            sorted(
                (place[row["child"]], place.get(row["parent"], -1), round(row["probability"], 6))
                for row in found.derivations.to_pylist()
            )
        )
    assert said[0] == said[1]
    assert said[0]
