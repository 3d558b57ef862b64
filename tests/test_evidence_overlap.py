"""Shingles of an article, weighted and marked; what others on its event print as quotations."""

from __future__ import annotations

import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.kernels.shared import APART, ASIDE, PUBLIC, REPEATED

LAW = settings(deadline=None, derandomize=True, max_examples=60)
FLAGS = st.sampled_from(
    [0, 0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, schema.COMMON, schema.NUMBER]
)
TOKENS = st.lists(st.tuples(st.integers(1, 9), FLAGS), max_size=24)
Tokens = list[tuple[int, int]]


def plain(*words: int) -> Tokens:
    return [(word, 0) for word in words]


@LAW
@given(tokens=TOKENS, width=st.integers(2, 5))
def test_shingles_are_all_windows(tokens: Tokens, width: int) -> None:
    """Each distinct window of words is one key, weighted by what its words are rarer than the
    commonest, and marked by the least that all its places are marked."""
    table = oracles.material(oracles.spoken([tokens]), width)
    seen: dict[tuple[int, ...], tuple[int, int]] = {}
    for at in range(len(tokens) - width + 1):
        window = tokens[at : at + width]
        words = tuple(word for word, _ in window)
        weight = max(0, sum(100 * word + 100 - 150 for word in words))
        mark = oracles.marks([flag for _, flag in window])
        seen[words] = (weight, mark & seen.get(words, (0, mark))[1])
    assert sorted(oracles.entries(table, "shingle").values()) == sorted(seen.values())
    own = sum(weight for weight, mark in seen.values() if not mark & ASIDE)
    assert table.column("shingle_own").to_pylist() == [own]


def test_a_shingle_only_quoted_stands_apart() -> None:
    """All of it quoted, a shingle is aside, repeated and apart, and none of it is own."""
    quoted = [(word, schema.QUOTED) for word in (5, 6, 7, 8)]
    table = oracles.material(oracles.spoken([quoted]))
    assert {mark for _, mark in oracles.entries(table, "shingle").values()} == {
        ASIDE | REPEATED | APART
    }
    assert table.column("shingle_own").to_pylist() == [0]


def test_one_word_five_hundred_times() -> None:
    """A text of one word has one shingle."""
    table = oracles.material(oracles.spoken([[(7, 0)] * 500]))
    assert len(oracles.entries(table, "shingle")) == 1


@pytest.mark.parametrize(
    ("rows", "of_event", "expected"),
    [
        (["told", "quoted", "quoted"], [0, 0, 0], True),
        (["told", "quoted"], [0, 0], False),
        (["told", "quoted", "quoted"], [0, 1, 1], False),
        (["told"] * 7 + ["quoted"] * 2, [0] * 9, False),
        (["told"] * 6 + ["quoted"] * 2, [0] * 8, True),
    ],
)
def test_words_set_apart_by_two_are_public(
    rows: list[str], of_event: list[int], expected: bool
) -> None:
    """A shingle is public where two articles on the event quote it, a quarter of its holders."""
    quoted = [(word, schema.QUOTED) for word in range(1, 6)]
    spoken = oracles.spoken([plain(*range(1, 6)) if row == "told" else quoted for row in rows])
    found = oracles.entries(oracles.material(spoken, of_event=of_event), "shingle")
    assert {bool(mark & PUBLIC) for _, mark in found.values()} == {expected}


def test_copies_make_nothing_public() -> None:
    """That one article which quotes words stands there in copies says no more than it alone."""
    quoted = [(word, schema.QUOTED) for word in range(1, 6)]
    table = oracles.spoken([plain(*range(1, 6)), quoted, quoted])
    found = oracles.entries(oracles.material(table, first=[0, 1, 1]), "shingle")
    assert not any(mark & PUBLIC for _, mark in found.values())
