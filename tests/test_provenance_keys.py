"""Keys of families and events: made of all that an outcome hangs on, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from conftest import make_credit, make_tie, make_witness
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.model import CreditRole, RelationKind
from syndetect.provenance import keys as module
from syndetect.provenance.choosing import Families
from syndetect.provenance.classes import Classes
from syndetect.provenance.keys import of_events, of_families
from syndetect.provenance.merges import Compared
from syndetect.provenance.reprints import LookedUp
from syndetect.provenance.ties import Sides, Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.voices import Ends
from syndetect.provenance.witness import Side, Witness
from syndetect.provenance.witnesses import TABLE, Witnesses
from syndetect.settings import Provenance

LAW = settings(deadline=None, derandomize=True, max_examples=60)
PART = make_credit("a2", "AFP", CreditRole.CONTRIBUTION)
# 0, 1 and 2 are one family, and 3 is a copy of 2; 4 and 5 are another.
STORY = (
    make_witness(0, "2031-05-02T08:00+00:00", url="https://post.example/0"),
    make_witness(1, "2031-05-01T08:00+00:00", agency="AP", declared_sources=("https://a.example",)),
    make_witness(2, "2031-05-04T08:00+00:00", part=PART, own_agency="DPA"),
    make_witness(3, "2031-05-03T08:00+00:00", agency="AP"),
    make_witness(4),
    make_witness(5),
)
HAS = {"left_has": Side(*np.arange(11) / 16), "right_has": Side(*np.arange(11) / 32)}
LABELS = np.array([0, 0, 0, 0, 4, 4], dtype=np.int32)
FAMILY, OTHERS = [0, 1, 2], [4, 5]
OTHER_CELL: dict[str, Any] = {
    "begin": 7,
    "end": 8,
    "trust": "page",
    "declared_sources": ["https://b.example"],
    "forms": ["a: b: c"],
}


def story(witnesses: tuple[Witness, ...] = STORY) -> Families:
    """What the two families are asked by; ordinals are those of *witnesses*."""
    at = {one.id: place for place, one in enumerate(witnesses)}
    a = [at[one.id] for one in STORY]
    ties = [
        make_tie(a[0], a[1], **HAS),
        make_tie(a[1], a[2], 0.8),
        make_tie(a[4], a[5], kind=RelationKind.REWRITE),
    ]
    count = len(witnesses)
    representative = np.arange(count, dtype=np.int32)
    texts = np.full((count, 4), -1)
    texts[a[2], :2] = a[2], a[3]
    copies = Classes(
        heads=np.array([a[2]]),
        begins=np.array([0, 1]),
        others=np.array([a[3]]),
        ties=Ties.of([make_tie(a[3], a[3], 0.99, kind=RelationKind.REPRINT)]),
        head_texts=np.array([a[2]], dtype=np.int32),
        texts=np.array([a[3]], dtype=np.int32),
    )
    pairs = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 4), (4, 5))
    known = Compared(
        np.array([a[left] for left, _ in pairs], dtype=np.int32),
        np.array([a[right] for _, right in pairs], dtype=np.int32),
        *np.linspace(0.1, 0.9, 18).reshape(3, 6),
        representative,
        np.full(count, -1, dtype=np.int32),
    )
    labels = np.arange(count, dtype=np.int32)
    labels[a] = np.array(a)[LABELS]
    asked = np.zeros(count, dtype=np.bool_)
    asked[[a[one] for one in FAMILY + OTHERS]] = True
    return Families(
        Witnesses.of(replace(one, article=at) for at, one in enumerate(witnesses)),
        asked, Ties.of(ties), labels, copies, Provenance(), LookedUp(known, texts), 0.3,
    )  # fmt: skip


def keys(given: Families) -> schema.U64:
    return of_families(given, given.asked)


def with_cell(given: Witnesses, name: str, row: int) -> Witnesses:
    """One cell of the table changed."""
    cells = given.table.column(name).to_pylist()
    if name in ("credit", "part"):
        cells[row] = None if cells[row] else cells[1] or cells[2]
    else:
        cells[row] = OTHER_CELL.get(name, f"{cells[row]} of others")
    at = TABLE.get_field_index(name)
    return Witnesses(given.table.set_column(at, TABLE.field(at), pa.array(cells, TABLE.types[at])))


def changed(values: Any, row: int) -> Any:
    """A column with another value in one row."""
    found = values.copy()
    found[row] = ~found[row] if found.dtype == np.bool_ else found[row] + 1
    return found


def ties_changed(ties: Ties, row: int) -> Iterator[tuple[str, Ties]]:
    """Each of the columns that says something of the pair, with the row changed."""
    for one in fields(Ties):
        if one.name not in ("left", "right", "place", "turned", "sides"):
            yield one.name, replace(ties, **{one.name: changed(getattr(ties, one.name), row)})


def looked_up_otherwise(given: LookedUp) -> Iterator[tuple[str, LookedUp]]:
    """What was compared, with one thing that is asked of the first family changed."""
    known = given.compared
    assert isinstance(known, Compared)
    for name in ("probability", "novel_left", "novel_right"):
        for row in range(4):
            told = changed(getattr(known, name), row)
            yield f"{name} {row}", replace(given, compared=replace(known, **{name: told}))
    for row in (0, 2, 3):
        crowd = known.crowd.copy()
        crowd[row] = 0
        yield f"crowd {row}", replace(given, compared=replace(known, crowd=crowd))
    texts = given.texts.copy()
    texts[2, 1] = -1
    yield "texts", replace(given, texts=texts)
    first = known.representative.copy()
    first[1] = 0
    yield "representative", replace(given, compared=replace(known, representative=first))
    fewer = {
        one.name: np.delete(getattr(known, one.name), 1)
        for one in fields(Compared)
        if one.name not in ("representative", "crowd")
    }
    yield "pairs", replace(given, compared=replace(known, **fewer))
    yield "nothing", replace(given, compared=nothing)


def alterations() -> Iterator[tuple[str, Callable[[Families], Families]]]:
    """Each thing that the outcome of the first family may hang on, otherwise."""
    base = story()
    for name in TABLE.names:
        for row in (1, 2, 3):
            made = with_cell(base.witnesses, name, row)
            yield f"witness {name} {row}", lambda g, made=made: g._replace(witnesses=made)
    for name, ties in ties_changed(base.ties, 0):
        yield f"tie {name}", lambda g, ties=ties: g._replace(ties=ties)
    for side in (0, 1):
        for column in range(len(Side._fields)):
            sides = [some.copy() for some in base.ties.sides]
            sides[side][0, column] += 1
            ties = replace(base.ties, sides=Sides(*sides))
            yield f"side {side} {column}", lambda g, ties=ties: g._replace(ties=ties)
    turned = replace(base.ties, turned=changed(base.ties.turned, 0))
    yield "tie turned", lambda g: g._replace(ties=turned)
    moved = replace(base.ties, right=np.array([2, 2, 5]))
    yield "tie ends", lambda g: g._replace(ties=moved)
    yield "fewer ties", lambda g: g._replace(ties=g.ties.take(np.array([1, 2])))
    for name, ties in ties_changed(base.copies.ties, 0):
        yield f"class {name}", lambda g, ties=ties: g._replace(copies=g.copies._replace(ties=ties))
    same = np.array([2], dtype=np.int32)
    yield "texts of copies", lambda g: g._replace(copies=g.copies._replace(texts=same))
    other_head = {"heads": np.array([1]), "head_texts": np.array([1], dtype=np.int32)}
    yield "head", lambda g: g._replace(copies=g.copies._replace(**other_head))
    yield "copies", lambda g: g._replace(copies=g.copies.some(np.empty(0, dtype=np.int64)))
    fewer = base.asked.copy()
    fewer[0] = False
    yield "asked", lambda g: g._replace(asked=fewer)
    for what, lookup in looked_up_otherwise(base.compared):
        yield f"compared {what}", lambda g, lookup=lookup: g._replace(compared=lookup)


@pytest.mark.parametrize("what", [name for name, _ in alterations()])
def test_all_that_an_outcome_hangs_on_changes_the_key(what: str) -> None:
    """Of the family it is of, and not of another."""
    before, after = keys(story()), keys(dict(alterations())[what](story()))
    assert before[FAMILY[-1]] != after[FAMILY[-1]] != 0
    if what != "compared nothing":
        assert before[OTHERS].tolist() == after[OTHERS].tolist()


@pytest.mark.parametrize("limits", [{"margin": 2.0}, {"credit": 0.7}])
def test_settings_change_all_keys(limits: dict[str, float]) -> None:
    """So does how likely a parent must be."""
    for other in (
        story()._replace(settings=Provenance(**limits)),
        story()._replace(least=0.31),
    ):
        assert not (keys(other) == keys(story()))[FAMILY + OTHERS].any()


def test_a_family_has_one_key_and_who_is_not_asked_none() -> None:
    """The first three have one, the last two another; the copy follows its head."""
    found = keys(story())
    assert len(set(found[FAMILY].tolist())) == len(set(found[OTHERS].tolist())) == 1
    assert len(set(found.tolist())) == 3
    assert found[3] == 0


def test_what_is_of_no_family_changes_nothing() -> None:
    """A pair of two families that was compared, and sides that nobody has looked at."""
    given = story()
    known = given.compared.compared
    assert isinstance(known, Compared)
    across = replace(known, probability=changed(known.probability, 4))
    sides = [some.copy() for some in given.ties.sides]
    sides[0][1] += 1
    other = given._replace(
        ties=replace(given.ties, sides=Sides(*sides)),
        compared=replace(given.compared, compared=across),
    )
    assert keys(other).tolist() == keys(given).tolist()


def test_how_many_are_looked_at_together_changes_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ties and pairs one by one."""
    whole = keys(story())
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    monkeypatch.setattr(module, "_PAIRS", 1)
    assert keys(story()).tolist() == whole.tolist()


@LAW
@given(places=st.lists(st.integers(0, 6), max_size=6))
def test_keys_name_articles_and_not_ordinals(places: list[int]) -> None:
    """Other articles between them change no key."""
    more = list(STORY)
    for number, place in enumerate(sorted(places, reverse=True)):
        more.insert(place, replace(STORY[0], id=f"other {number}"))
    at = [[one.id for one in more].index(one.id) for one in STORY]
    assert keys(story(tuple(more)))[at].tolist() == keys(story()).tolist()


SOURCES = pa.table({"source": ["source:ap:a1", "source:unknown:a4"], "agency": ["AP", None]})
ENDS = Ends(
    family=LABELS,
    root=np.array([6, 6, 1, 3, 7, 5]),
    digest=np.zeros(6, dtype=np.bool_),
    alone=np.array([False] * 5 + [True]),
)
ON = np.array([0, 0, 0, 0, 4, 4], dtype=np.int32)


def event_keys(
    witnesses: Witnesses | None = None, ends: Ends = ENDS, sources: pa.Table = SOURCES
) -> schema.U64:
    known = witnesses or story().witnesses
    return of_events(known, ON, ends, sources, np.arange(6))


def test_all_that_voices_hang_on_changes_the_key_of_the_event() -> None:
    """What is known of an article, its family, where its line ends, and whom that is by; and not
    that of another event."""
    before, known = event_keys(), story().witnesses
    assert len(set(before[:4].tolist())) == 1
    assert before[0] != before[4] == before[5]
    others = [event_keys(with_cell(known, name, 2)) for name in TABLE.names]
    others += [
        event_keys(ends=ENDS._replace(**{name: changed(getattr(ENDS, name), 0)}))
        for name in ENDS._fields
    ]
    for at, (name, cell) in enumerate((("source", "source:ap:a0"), ("agency", "DPA"))):
        cells = [cell, *SOURCES.column(name).to_pylist()[1:]]
        others.append(event_keys(sources=SOURCES.set_column(at, name, [cells])))
    for after in others:
        assert before[0] != after[0] == after[3]
        assert before[4] == after[4] == after[5]


def test_an_event_is_called_by_its_label() -> None:
    """The same articles under another name are another event."""
    other = np.array([1, 1, 1, 1, 4, 4], dtype=np.int32)
    found = of_events(story().witnesses, other, ENDS, SOURCES, np.arange(6))
    assert (found == event_keys()).tolist() == [False] * 4 + [True] * 2


def test_an_article_and_a_source_of_one_name_are_two() -> None:
    """Whose line ends in an article has another key than whose ends in a source so called."""
    named = SOURCES.set_column(0, "source", [["a1", "source:unknown:a4"]])
    named = named.set_column(1, "agency", pa.array([None, None], pa.string()))
    ends = ENDS._replace(root=np.array([1, 1, 1, 1, 7, 5]))
    assert event_keys(sources=named)[0] != event_keys(ends=ends, sources=named)[0]
