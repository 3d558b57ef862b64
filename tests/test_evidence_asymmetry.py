"""What one of two texts has and the other lacks, beside slow twins on plain lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import compare
from syndetect.kernels.asymmetry import (
    FACT,
    MET,
    SAID,
    TIME,
    TWO,
    differences,
    finer,
    inside,
    private,
)
from syndetect.kernels.meetings import meet
from syndetect.model import Article

LAW = settings(deadline=None, derandomize=True, max_examples=80)
ROWS = st.lists(
    st.dictionaries(
        st.integers(1, 9), st.tuples(st.integers(0, 5), st.integers(0, 15)), max_size=7
    ),
    min_size=2,
    max_size=4,
)
TALK = st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=6), max_size=3)


NUMBERS = st.lists(
    st.dictionaries(st.integers(1, 40), st.integers(1, 4), max_size=6), min_size=2, max_size=3
)


@LAW
@given(rows=NUMBERS)
def test_more_exact_numbers_are_counted(rows: list[dict[int, int]]) -> None:
    """A number counts that the other has not, but a near one of fewer figures that it has not."""
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    values = np.array([100 * v for row in rows for v in sorted(row)], dtype=np.int64)
    figures = np.array([row[v] for row in rows for v in sorted(row)], dtype=np.uint8)
    pairs = [(a, b) for a in range(len(rows)) for b in range(len(rows))]
    left, right = (np.array(side, dtype=np.int32) for side in zip(*pairs, strict=True))

    def count(one: dict[int, int], other: dict[int, int]) -> int:
        return sum(
            any(100 * abs(v - w) <= 8 * v and other[w] < one[v] for w in other.keys() - one.keys())
            for v in one.keys() - other.keys()
        )

    for (a, b), row in zip(
        pairs, finer(left, right, offsets, values, figures).tolist(), strict=True
    ):
        assert row == [count(rows[a], rows[b]), count(rows[b], rows[a])]


@LAW
@given(rows=st.lists(st.sets(st.integers(1, 9), max_size=5), min_size=2, max_size=4))
def test_names_of_two_signatures_are_told_apart(rows: list[set[int]]) -> None:
    """What only one of two rows has is counted where both have something."""
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    keys = np.array([key for row in rows for key in sorted(row)], dtype=np.uint64)
    pairs = [(a, b) for a in range(len(rows)) for b in range(len(rows))]
    left, right = (np.array(side, dtype=np.int32) for side in zip(*pairs, strict=True))
    for (a, b), row in zip(pairs, private(left, right, offsets, keys).tolist(), strict=True):
        one, other = rows[a], rows[b]
        both = bool(one and other)
        assert row == ([len(one - other), len(other - one), 1] if both else [0, 0, 0])


@LAW
@given(rows=ROWS)
def test_differences_are_those_of_sets(rows: list[dict[int, tuple[int, int]]]) -> None:
    """Shared weight, private facts, met private weight, private times and the shared weight that
    no third has, as counted key by key."""
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    flat = [(key, *row[key]) for row in rows for key in sorted(row)]
    keys = np.array([f[0] for f in flat], dtype=np.uint64)
    weights = np.array([f[1] for f in flat], dtype=np.int32)
    marks = np.array([f[2] for f in flat], dtype=np.uint8)
    pairs = [(a, b) for a in range(len(rows)) for b in range(len(rows))]
    left, right = (np.array(side, dtype=np.int32) for side in zip(*pairs, strict=True))
    some = [[row[k] for k in sorted(row)] for row in rows]
    facts = np.array([sum(m & FACT != 0 for _, m in row) for row in some])
    known = np.array([sum(w for w, m in row if m & MET) for row in some])
    times = np.array([sum(m & TIME != 0 for _, m in row) for row in some])
    met = meet(left, right, offsets, keys)
    found = differences(left, right, *met, weights, marks | SAID, facts, known, times)
    for (a, b), row in zip(pairs, found.tolist(), strict=True):
        one, other = rows[a], rows[b]
        expected = [sum(min(one[k][0], other[k][0]) for k in one.keys() & other.keys())]
        ways = ((one, other), (other, one))
        expected += [sum(x[k][1] & FACT != 0 for k in x.keys() - y.keys()) for x, y in ways]
        expected += [sum(x[k][0] for k in x.keys() - y.keys() if x[k][1] & MET) for x, y in ways]
        expected += [sum(x[k][1] & TIME != 0 for k in x.keys() - y.keys()) for x, y in ways]
        two = [k for k in one.keys() & other.keys() if one[k][1] & other[k][1] & TWO]
        assert row == [*expected, sum(min(one[k][0], other[k][0]) for k in two)]


def stands_inside(part: list[int], whole: list[int]) -> bool:
    """Whether three words or more stand in a row in a longer quotation."""
    starts = range(len(whole) - len(part) + 1)
    longer = 3 <= len(part) < len(whole)
    return longer and any(whole[at : at + len(part)] == part for at in starts)


def spoken(talk: list[list[int]]) -> str:
    words = {1: "harbour", 2: "lantern", 3: "quarrel"}
    quotes = " ".join(f'The keeper said: "{" ".join(words[w] for w in q)}."' for q in talk)
    return f"Ferries from Skarn stayed in port. {quotes} Nobody on the pier was hurt."


@LAW
@given(one=TALK, other=TALK)
def test_quotations_inside_longer_ones_are_counted(
    one: list[list[int]], other: list[list[int]]
) -> None:
    """The quotations of each side that stand in a longer one of the other, read from text."""
    signals = compare(Article("a", spoken(one)), Article("b", spoken(other))).evidence.signals
    for part, whole, name in ((other, one, "wholes_left"), (one, other, "wholes_right")):
        assert signals[name] == sum(any(stands_inside(p, w) for w in whole) for p in part)


def test_a_kernel_without_quotations() -> None:
    """Articles that quote nobody hold nothing whole."""
    none = np.zeros(0, dtype=np.uint64)
    ends = np.zeros(1, dtype=np.int32)
    offsets = np.zeros(2, dtype=np.int64)
    places = np.zeros(0, dtype=np.int32)
    assert inside(ends, ends, offsets, none, none, none, places).tolist() == [[0, 0]]


FULL = (
    "Harbour master Ines Tolland closed 14 berths at Skarn on Tuesday after the lantern fell. "
    '"We have never lost a lantern in forty winters of storms," said Tolland. '
    "Divers from Dornfeld search the basin until Friday."
)
SHORT = (
    "The harbour master closed berths at Skarn after the lantern fell. "
    '"We have never lost a lantern," she said. Divers search the basin.'
)


def test_a_short_retelling_lacks_what_the_whole_has() -> None:
    """The retelling lacks facts, words and the whole quotation; the other lacks little."""
    found = compare(Article("a", FULL), Article("b", SHORT)).evidence.signals
    assert found["wholes_left"] == 1.0
    assert found["wholes_right"] == 0.0
    assert found["private_facts_left"] > found["private_facts_right"]
    assert found["novel_left"] > found["novel_right"]
    assert found["novel_facts_left"] > found["novel_facts_right"]
    assert 0.0 < found["likeness"] < 1.0


def test_sides_change_places() -> None:
    """Turned round, every asymmetry has its sides exchanged, and likeness stays."""
    one = compare(Article("a", FULL), Article("b", SHORT)).evidence.signals
    other = compare(Article("a", SHORT), Article("b", FULL)).evidence.signals
    for name in ("novel", "novel_facts", "private_facts", "attested", "quoted", "wholes"):
        assert one[f"{name}_left"] == other[f"{name}_right"]
        assert one[f"{name}_right"] == other[f"{name}_left"]
    assert one["likeness"] == other["likeness"]


def test_likeness_follows_from_what_both_lack() -> None:
    """Likeness is what novelty on both sides leaves."""
    found = compare(Article("a", FULL), Article("b", SHORT)).evidence.signals
    sizes = 1 / (1 - found["novel_left"]) + 1 / (1 - found["novel_right"])
    assert found["likeness"] == pytest.approx(1 / (sizes - 1), abs=0.02)


def test_one_text_lacks_nothing_of_itself() -> None:
    """Identical texts are wholly alike, with nothing private on either side."""
    found = compare(Article("a", FULL), Article("b", FULL)).evidence.signals
    assert found["likeness"] == 1.0
    assert all(found[f"{n}_left"] == 0.0 for n in ("novel", "novel_facts", "private_facts"))


def test_empty_texts_have_nothing() -> None:
    """Texts without a content word are measured without error."""
    found = compare(Article("a", "It is."), Article("b", FULL)).evidence.signals
    assert found["likeness"] == 0.0
    assert found["private_facts_left"] == 0.0


EXACT = (
    "The ferry Lantern sank off Skarn on Tuesday, 7 May, at 1,243 metres. "
    "Captain Ines Tolland counted 47 lifeboats in Dornfeld harbour. "
    "The rescue took 3.67 hours, the coast guard said. "
    "(Reporting by Olan Petra and Ines Marek; Editing by Wendel Stock)"
)
VAGUE = (
    "The ferry Lantern sank off Skarn on a calm sea, at about 1,200 metres. "
    "Captain Ines Tolland counted nearly 50 lifeboats in Dornfeld harbour. "
    "The rescue took 3.7 hours, the coast guard said. "
    "Nobody could have imagined such a gloomy turn of mournful fortune. "
    "(Reporting by Olan Petra; Editing by Wendel Stock)"
)


def test_precision_that_a_retelling_loses_is_counted() -> None:
    """The exact side has days and numbers that the other rounds or drops; the other has filler."""
    found = compare(Article("a", EXACT), Article("b", VAGUE)).evidence.signals
    assert (found["times_left"], found["times_right"]) == (1.0, 0.0)
    assert (found["finer_left"], found["finer_right"]) == (3.0, 0.0)
    assert found["filler_left"] == 0.0
    assert found["filler_right"] > 0.0


def test_who_signs_is_compared_where_both_are_signed() -> None:
    """Names that sign one text alone are counted; a text without a sign-off says nothing."""
    found = compare(Article("a", EXACT), Article("b", VAGUE)).evidence.signals
    assert (found["signed"], found["signed_left"], found["signed_right"]) == (1.0, 2.0, 0.0)
    bare = VAGUE[: VAGUE.index("(Reporting")]
    alone = compare(Article("a", EXACT), Article("b", bare)).evidence.signals
    assert (alone["signed"], alone["signed_left"], alone["signed_right"]) == (0.0, 0.0, 0.0)


def test_one_text_is_as_exact_as_itself() -> None:
    """A text is no more exact than itself, names no other days and has no filler of its own."""
    found = compare(Article("a", EXACT), Article("b", EXACT)).evidence.signals
    names = ("times", "finer", "filler", "signed")
    assert all(found[f"{name}_{end}"] == 0.0 for name in names for end in ("left", "right"))
