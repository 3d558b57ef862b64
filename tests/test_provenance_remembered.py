"""History that goes on from an earlier one is the history of all articles."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from conftest import NEWSWIRE, make_credit, make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import scan
from syndetect.errors import ResultError
from syndetect.model import CreditRole, RelationKind
from syndetect.newsroom import NewsroomSettings, generate
from syndetect.provenance import choosing, history, remembered, voices
from syndetect.provenance.history import History, write
from syndetect.provenance.merges import Compared
from syndetect.provenance.parents import LEAST
from syndetect.provenance.placing import Batch, Placed, placed
from syndetect.provenance.remembered import Remembered
from syndetect.provenance.ties import Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.witness import Side, Witness
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=25)
ROOM = generate(11, NewsroomSettings(events=6, copies=6.0, templates=0.2))
ROOM_ROWS = tuple(
    {"id": one.id, "outlet": one.outlet, "published": one.published, "text": one.text}
    for one in ROOM.articles
)


@dataclass
class Counted:
    """The articles whose parents are sought, and those of events that are judged."""

    placed: list[str]
    voiced: list[str]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    found = Counted([], [])

    def place(given: Batch) -> Placed:
        known = dict(zip(given.named.tolist(), given.witnesses["id"].to_pylist(), strict=True))
        found.placed += [known[one] for one in given.articles.tolist()]
        return placed(given)

    def voice(given: Any, judge: Any = voices._events) -> pa.Table:
        found.voiced += given.witnesses["id"].to_pylist()
        return judge(given)

    monkeypatch.setattr(choosing, "placed", place)
    monkeypatch.setattr(voices, "_events", voice)
    return found


def asked(rows: Sequence[Any]) -> tuple[Any, ...]:
    """What a scan of *rows* asks history for, but for the engine."""
    with patch.object(history, "write", wraps=history.write) as called:
        scan([dict(row) for row in rows])
    return called.call_args.args[:8]


def assert_same(found: History, whole: History) -> None:
    """All tables, cell by cell."""
    for one in fields(History):
        mine, its = getattr(found, one.name), getattr(whole, one.name)
        if one.name == "columns":
            assert {name: column.to_pylist() for name, column in mine.items()} == {
                name: column.to_pylist() for name, column in its.items()
            }
        elif one.name == "ends":
            assert [end.tolist() for end in mine] == [end.tolist() for end in its]
        elif isinstance(mine, pa.Table):
            mine.validate(full=True)
            assert mine.equals(its), one.name
        elif one.name != "remembered":
            assert mine == its


def shuffled(known: Remembered, seed: int) -> Remembered:
    """The same, out of tables whose rows a database has given back in another order."""
    tables = {}
    for name, table in known.tables().items():
        order = list(range(table.num_rows))
        random.Random(seed).shuffle(order)
        tables[name] = table.take(pa.array(order, pa.int64()))
    return Remembered.of(tables)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rows", [NEWSWIRE, ROOM_ROWS], ids=["newswire", "newsroom"])
def test_batches_in_any_order_give_the_history_of_all(rows: Sequence[Any], seed: int) -> None:
    """After each batch what goes on from the one before is what a whole scan gives, with what can
    be gone on from."""
    chance = random.Random(seed)
    order = chance.sample(rows, len(rows))
    cuts = sorted({*chance.sample(range(1, len(rows)), 3), len(rows)})
    known = Remembered.nothing()
    for cut in cuts:
        given = asked(order[:cut])
        whole = write(*given)
        found = write(*given, remembered=known)
        assert_same(found, whole)
        assert whole.remembered is None
        assert found.remembered is not None
        afresh = write(*given, remembered=Remembered.nothing()).remembered
        assert afresh is not None
        for name, table in found.remembered.tables().items():
            table.validate(full=True)
            assert table.equals(afresh.tables()[name]), name
        known = shuffled(found.remembered, seed)


def test_nothing_that_is_known_is_judged_again(counted: Counted) -> None:
    """Of the same collection no family and no event; of a larger one those of the new story. Who
    is alone, with none of its own copies, is not kept."""
    apart = [row for row in NEWSWIRE if row["id"] != "r1"]  # which prints of every story
    given = asked(apart)
    first = write(*given, remembered=Remembered.nothing())
    assert first.remembered is not None
    assert set(counted.placed) >= {"p1", "p4", "f1"}
    alone = set(counted.placed) - set(first.remembered.families["id"].to_pylist())
    assert {"f1", "f2", "f3"} < set(counted.voiced)
    counted.placed.clear(), counted.voiced.clear()
    write(*given, remembered=first.remembered)
    assert set(counted.placed) == alone
    assert counted.voiced == []
    fewer = [row for row in apart if row["id"] not in ("f2", "f3")]
    before = write(*asked(fewer), remembered=Remembered.nothing())
    counted.placed.clear(), counted.voiced.clear()
    assert_same(write(*given, remembered=before.remembered), first)
    assert "f1" in counted.placed
    assert not {"p1", "p2", "p4"} & set(counted.placed)
    assert set(counted.voiced) == {"f1", "f2", "f3"}


def test_nothing_is_made_where_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without anything remembered no key is made."""
    monkeypatch.setattr(remembered, "of_families", None)
    monkeypatch.setattr(remembered, "of_events", None)
    assert write(*asked(NEWSWIRE)).remembered is None


def test_what_names_others_is_refused() -> None:
    """Tables that were damaged, or are of another collection, are told as such."""
    given = asked(NEWSWIRE)
    known = write(*given, remembered=Remembered.nothing()).remembered
    assert known is not None
    tables = known.tables()
    at = tables["families"].schema.get_field_index("id")
    named = pa.array([f"no {one}" for one in tables["families"]["id"].to_pylist()])
    tables["families"] = tables["families"].set_column(at, "id", named)
    with pytest.raises(ResultError, match="not there"):
        write(*given, remembered=Remembered.of(tables))


def test_only_tables_of_pairs_can_be_gone_on_from() -> None:
    """A lookup that nobody can look into has no key."""
    with pytest.raises(TypeError, match="table of pairs"):
        write(*asked(NEWSWIRE)[:6], lambda a, b: nothing(a, b), remembered=Remembered.nothing())


@dataclass(frozen=True)
class World:
    """Articles, their classes of one text, events by classes, and what is known of two classes."""

    witnesses: tuple[Witness, ...]
    classes: tuple[int, ...]
    events: tuple[int, ...]
    ties: dict[tuple[int, int], Any]
    facts: dict[tuple[int, int], tuple[float, float, float]]
    crowd: frozenset[int]
    digests: frozenset[int]

    def some(self, present: Sequence[int]) -> tuple[Any, ...]:
        """What ``write`` is given of those *present*, whose ordinals count from 0."""
        first: dict[int, int] = {}
        event: dict[int, int] = {}
        for at, one in enumerate(present):
            first.setdefault(self.classes[one], at)
            event.setdefault(self.events[self.classes[one]], at)
        representative = [first[self.classes[one]] for one in present]
        sizes = np.bincount(representative, minlength=len(present))
        ties = []
        for (a, b), tie in self.ties.items():
            if a in first and b in first and (a != b or sizes[first[a]] > 1):
                left, right = sorted((first[a], first[b]))
                ties.append(replace(tie, left=left, right=right))
        pairs = sorted(
            (*sorted((first[a], first[b])), *facts)
            for (a, b), facts in self.facts.items()
            if a in first and b in first
        )
        columns = [np.array(column) for column in zip(*pairs, strict=True)] or [np.empty(0)] * 5
        crowd = np.full(len(present), -1, dtype=np.int32)
        own = [first[one] for one in self.crowd if one in first]
        crowd[own] = min(own, default=-1)
        classes = np.array(representative, dtype=np.int32)
        known = (replace(self.witnesses[one], article=at) for at, one in enumerate(present))
        return (
            Witnesses.of(known),
            Ties.of(ties),
            classes,
            np.array([event[self.events[self.classes[one]]] for one in present], dtype=np.int32),
            frozenset(first[one] for one in self.digests if one in first),
            Provenance(),
            Compared(
                columns[0].astype(np.int32), columns[1].astype(np.int32),
                *(column.astype(np.float64) for column in columns[2:]), classes, crowd,
            ),
            LEAST,
        )  # fmt: skip


SHARE = st.sampled_from([0.0, 0.1, 0.4, 0.7, 0.96, 1.0])
DATE = "2031-05-0{}T08:00+00:00"
DATES = st.none() | st.integers(1, 9).map(DATE.format)
AGENCY = st.sampled_from([None, None, "AP", "AFP"])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = draw(st.integers(2, 9))
    witnesses = []
    for at in range(count):
        published = draw(DATES)
        agency, own = draw(AGENCY), draw(st.sampled_from([None] * 5 + ["AP"]))
        part = draw(st.sampled_from([None, None, "DPA"]))
        told = {
            "outlet": draw(st.sampled_from([None, "Mail", f"Outlet {at}"])),
            "agency": agency,
            "own_agency": own,
            "url": draw(st.sampled_from([None, f"https://post.example/{at}"])),
            "declared_sources": draw(
                st.sampled_from([(), (f"https://post.example/{(at + 1) % count}",)])
            ),
            "part": part and make_credit(f"a{at}", part, CreditRole.CONTRIBUTION),
        }
        witnesses.append(make_witness(at, published, **told))
    classes = tuple(draw(st.integers(0, count - 1)) for _ in range(count))
    events = tuple(draw(st.integers(0, 2)) for _ in range(count))
    ties: dict[tuple[int, int], Any] = {}
    facts: dict[tuple[int, int], tuple[float, float, float]] = {}
    for a in range(count):
        for b in range(a, count):
            if a != b and draw(st.booleans()):
                facts[a, b] = tuple(draw(SHARE) for _ in range(3))  # type: ignore[assignment]
            if draw(st.integers(0, 2)) == 0:
                continue
            kind = draw(
                st.sampled_from(
                    [RelationKind.REPRINT, RelationKind.PARTIAL, RelationKind.UPDATE,
                     RelationKind.REWRITE]
                )
            )  # fmt: skip
            own = {name: draw(SHARE) for name in ("own_left", "own_right", "likeness", "between")}
            if a != b and draw(st.booleans()):
                own |= {
                    side: Side(*(draw(SHARE) for _ in Side._fields))
                    for side in ("left_has", "right_has")
                }
            probability = draw(st.sampled_from([0.6, 0.8, 0.99]))
            ties[a, b] = make_tie(a, b, probability, kind=kind, **own)
    some = st.frozensets(st.integers(0, count - 1), max_size=2)
    return World(tuple(witnesses), classes, events, ties, facts, draw(some), draw(some))


def altered(world: World, data: st.DataObject) -> World:
    """The same articles, of one of which, or of two, something else is known."""
    what = data.draw(st.sampled_from(["ties", "facts", "witnesses", "crowd", "nothing"]))
    if what == "ties" and world.ties:
        pair = data.draw(st.sampled_from(sorted(world.ties)))
        told = {"probability": data.draw(st.sampled_from([0.55, 0.75, 0.97]))}
        told["passage_words"] = data.draw(st.sampled_from([20.0, 40.0]))
        return replace(world, ties=world.ties | {pair: replace(world.ties[pair], **told)})
    if what == "facts" and world.facts:
        pair = data.draw(st.sampled_from(sorted(world.facts)))
        return replace(world, facts=world.facts | {pair: data.draw(st.tuples(SHARE, SHARE, SHARE))})
    if what == "witnesses":
        at = data.draw(st.integers(0, len(world.witnesses) - 1))
        one = make_witness(at, data.draw(DATES), outlet="Herald", agency=data.draw(AGENCY))
        return replace(world, witnesses=(*world.witnesses[:at], one, *world.witnesses[at + 1 :]))
    if what == "crowd":
        return replace(world, crowd=data.draw(st.frozensets(st.integers(0, 8), max_size=4)))
    return world


def steps(world: World, data: st.DataObject) -> Iterator[tuple[World, list[int]]]:
    """What is known, and which articles are there, one time after the other."""
    everybody = list(range(len(world.witnesses)))
    for _ in range(2):
        yield world, sorted(data.draw(st.frozensets(st.sampled_from(everybody), min_size=1)))
    for _ in range(3):
        yield world, everybody
        world = altered(world, data)


@LAW
@given(world=worlds(), data=st.data())
def test_whatever_comes_goes_or_changes_the_history_is_that_of_now(
    world: World, data: st.DataObject
) -> None:
    """Articles are added and taken away, texts are told by other articles, and something else is
    known of the same ones; what goes on from before is what is made anew."""
    known = Remembered.nothing()
    for now, present in steps(world, data):
        given = now.some(present)
        found = write(*given, remembered=known)
        assert_same(found, write(*given))
        assert found.remembered is not None
        known = found.remembered


HALF = {"left_has": Side(*[0.5] * 11), "right_has": Side(*[0.5] * 11)}
BETWEEN = World(
    tuple(make_witness(at, DATE.format(day)) for at, day in enumerate((1, 5, 2))),
    (0, 1, 2),
    (0, 0, 0),
    {(0, 1): make_tie(0, 1, **HALF), (1, 2): make_tie(1, 2, 0.9, **HALF)},
    {(0, 2): (0.1, 1.0, 1.0)},
    frozenset(),
    frozenset(),
)


@pytest.mark.parametrize(
    "other",
    [
        {"ties": {**BETWEEN.ties, (1, 2): make_tie(1, 2, 0.7, **HALF)}},
        {"facts": {(0, 2): (0.9, 0.1, 0.1)}},
        {"witnesses": (*BETWEEN.witnesses[:2], make_witness(2, DATE.format(9)))},
        {"crowd": frozenset({0, 2}), "facts": {}},
        {"events": (0, 1, 0)},
        {"digests": frozenset({0})},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_same_articles_of_which_something_else_is_known_are_judged_again(
    other: dict[str, Any],
) -> None:
    """Of an article between two strangers: what is remembered of it holds no more."""
    first = write(*BETWEEN.some(range(3)), remembered=Remembered.nothing())
    given = replace(BETWEEN, **other).some(range(3))
    whole = write(*given)
    with pytest.raises(AssertionError):
        assert_same(whole, first)
    assert_same(write(*given, remembered=first.remembered), whole)


def test_ties_that_were_not_weighed_are_counted_from_memory() -> None:
    """Of seventy copies each weighs sixty: how many ties are left out is known again."""
    count = 70
    world = World(
        tuple(make_witness(at) for at in range(count)),
        tuple(range(count)),
        (0,) * count,
        {(a, b): make_tie(a, b) for b in range(count) for a in range(b)},
        {},
        frozenset(),
        frozenset(),
    )
    given = world.some(range(count))
    first = write(*given, remembered=Remembered.nothing())
    assert first.ties_left_out > 0
    assert_same(write(*given, remembered=first.remembered), first)
