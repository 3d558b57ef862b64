"""Passages of two token rows: what the slow twin tiles and chains, and laws that need no twin."""

from __future__ import annotations

import itertools
import random
from typing import NamedTuple

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.kernels import chain
from syndetect.kernels.meetings import meet

LAW = settings(deadline=None, derandomize=True, max_examples=150)
WIDTH, SHORTEST, GAP = 3, 7, 4
Words = list[int]
FEW = st.integers(1, 4).flatmap(lambda most: st.lists(st.integers(1, most), max_size=40))


class Row(NamedTuple):
    """One passage as the kernel writes it."""

    pair: int
    left: int
    left_end: int
    right: int
    right_end: int
    equal: int
    quoted: int
    furniture: int
    own: int
    edited: int


@st.composite
def edited(draw: st.DrawFn) -> tuple[Words, Words]:
    """A text, and what is left of it after cutting, moving and replacing stretches."""
    source = [draw(st.integers(1, 900)) for _ in range(draw(st.integers(8, 60)))]
    source += draw(st.sampled_from([[], source[:20]]))
    made: Words = []
    at = 0
    for _ in range(draw(st.integers(1, 7))):
        length = draw(st.integers(3, 12))
        made += source[at : at + length]
        made += [draw(st.integers(1000, 1900)) for _ in range(draw(st.integers(0, 7)))]
        at = draw(st.integers(0, 40)) if draw(st.integers(0, 4)) == 0 else at + length
        at += draw(st.integers(0, 6))
    return source, made


TEXTS = edited() | st.tuples(FEW, FEW)


def align(
    rows: list[Words],
    pairs: list[tuple[int, int]],
    flags: list[Words] | None = None,
    gap: int = GAP,
    shortest: int = SHORTEST,
) -> list[Row]:
    """The passages of *pairs* of articles given as words."""
    marks = flags or [[0] * len(row) for row in rows]
    readings = oracles.spoken(
        [list(zip(row, some, strict=True)) for row, some in zip(rows, marks, strict=True)]
    )
    prepared = oracles.material(readings, WIDTH)
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    held = oracles.held([prepared])
    left, right = np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])
    found = chain.align(
        left,
        right,
        *held.flat("words"),
        held.values("flags"),
        *meet(left, right, *held.flat("shingle_keys")),
        held.begins("place_counts"),
        held.values("places"),
        np.arange(len(pairs), dtype=np.int64),
        shortest,
        gap,
        schema.QUOTED,
        schema.FURNITURE,
    )
    return [Row(*row) for row in found.tolist()]


@LAW
@given(texts=TEXTS, gap=st.integers(0, 6), shortest=st.integers(3, 9))
def test_passages_are_those_of_the_slow_twin(
    texts: tuple[Words, Words], gap: int, shortest: int
) -> None:
    """Greedy tiles, longest first, chained in step over small gaps, of so many equal words."""
    left, right = texts
    tiles = oracles.tiles(left, right, WIDTH, chain.SHORTEST, chain._REPEATS)
    expected = [
        Row(
            0,
            runs[0][0],
            runs[-1][0] + runs[-1][2],
            runs[0][1],
            runs[-1][1] + runs[-1][2],
            sum(run[2] for run in runs),
            0,
            0,
            sum(run[2] for run in runs),
            len(runs) > 1,
        )
        for runs in oracles.passages(tiles, gap)
        if sum(run[2] for run in runs) >= shortest
    ]
    assert align([left, right], [(0, 1)], gap=gap, shortest=shortest) == expected


@LAW
@given(texts=TEXTS)
def test_runs_are_really_equal_words(texts: tuple[Words, Words]) -> None:
    """A passage that is not edited reads the same on both sides, one that is has as many equal
    words in order as it says, and gaps no longer than allowed."""
    left, right = texts
    for row in align([left, right], [(0, 1)]):
        one, other = left[row.left : row.left_end], right[row.right : row.right_end]
        if not row.edited:
            assert one == other
            assert len(one) == row.equal
        else:
            runs = row.equal // chain.SHORTEST
            assert max(len(one), len(other)) <= row.equal + (runs - 1) * GAP
            assert in_order(one, other) >= row.equal


def in_order(one: Words, other: Words) -> int:
    """Length of the longest common subsequence."""
    best = [0] * (len(other) + 1)
    for word in one:
        before = list(best)
        for at, same in enumerate(other):
            best[at + 1] = before[at] + 1 if word == same else max(best[at], before[at + 1])
    return best[-1]


@LAW
@given(texts=TEXTS)
def test_passages_are_disjoint_on_both_sides(texts: tuple[Words, Words]) -> None:
    """No word of either text is in two passages' runs, passages ascend on the right without
    overlap on either side, and none is shorter than asked."""
    found = align(list(texts), [(0, 1)])
    for one, next_one in itertools.pairwise(found):
        assert one.right_end <= next_one.right
    for one, next_one in itertools.pairwise(sorted(found, key=lambda row: row.left)):
        assert one.left_end <= next_one.left
    for row in found:
        assert row.equal >= SHORTEST
        assert 0 <= row.left < row.left_end <= len(texts[0])
        assert 0 <= row.right < row.right_end <= len(texts[1])


@LAW
@given(texts=TEXTS, gap=st.integers(0, 6), data=st.data())
def test_sides_change_places(texts: tuple[Words, Words], gap: int, data: st.DataObject) -> None:
    """Turned round, a pair has the same passages with their sides exchanged, and so all sums."""
    marks = st.sampled_from([0, 0, schema.QUOTED, schema.FURNITURE])
    flags = [data.draw(st.lists(marks, min_size=len(t), max_size=len(t))) for t in texts]
    found = align(list(texts), [(0, 1)], flags, gap=gap)
    turned = align(list(texts), [(1, 0)], flags, gap=gap)
    mirrored = [
        row._replace(left=row.right, left_end=row.right_end, right=row.left, right_end=row.left_end)
        for row in turned
    ]
    assert sorted(mirrored) == sorted(found)


def test_two_words_in_turn_change_sides_too() -> None:
    """Where two equally long stretches mirror each other, both sides choose the same one."""
    one, other = [1, 2] * 6, [2, 1] * 6
    [found], [turned] = align([one, other], [(0, 1)]), align([one, other], [(1, 0)])
    assert found.equal == 11
    assert (found.left, found.right) == (turned.right, turned.left)


@pytest.mark.parametrize("times", [2, 8, 13, 40])
def test_a_passage_is_no_more_than_either_text_has(times: int) -> None:
    """Fourteen words that one text says again and again are shared once."""
    said = list(range(1, 15))
    again = [word for k in range(times) for word in (*said, *range(200 + 9 * k, 209 + 9 * k))]
    for pair in ((0, 1), (1, 0)):
        [row] = align([said, again], [pair])
        assert (row.equal, row.own, row.edited) == (14, 14, 0)


@LAW
@given(text=st.lists(st.integers(1, 5), min_size=SHORTEST, max_size=60))
def test_identical_texts_give_one_passage(text: Words) -> None:
    """Two equal texts share one passage, which is all of them, however they repeat themselves."""
    count = len(text)
    expected = Row(0, 0, count, 0, count, count, 0, 0, count, 0)
    assert align([text, list(text)], [(0, 1)]) == [expected]
    assert align([text], [(0, 0)]) == [expected]


@LAW
@given(texts=TEXTS, data=st.data())
def test_words_are_told_apart(texts: tuple[Words, Words], data: st.DataObject) -> None:
    """Quoted, furniture and own words of a passage are those that either side marks so."""
    marks = st.sampled_from([0, 0, schema.QUOTED, schema.FURNITURE, schema.REPEATED, 3])
    flags = [data.draw(st.lists(marks, min_size=len(t), max_size=len(t))) for t in texts]
    for row in align(list(texts), [(0, 1)], flags):
        assert row.own <= row.equal <= row.own + row.quoted + row.furniture
        if row.edited:
            continue
        both = [
            flags[0][row.left + k] | flags[1][row.right + k] for k in range(row.left_end - row.left)
        ]
        assert row.quoted == sum(bool(mark & schema.QUOTED) for mark in both)
        assert row.furniture == sum(bool(mark & schema.FURNITURE) for mark in both)
        assert row.own == sum(not mark & schema.ASIDE for mark in both)


@LAW
@given(texts=st.lists(FEW, min_size=2, max_size=4))
def test_pairs_are_independent(texts: list[Words]) -> None:
    """What a pair shares does not depend on the pairs beside it, nor on its place among them."""
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    together = align(texts, pairs)
    apart = [row._replace(pair=at) for at, pair in enumerate(pairs) for row in align(texts, [pair])]
    assert together == apart


@pytest.mark.parametrize(
    ("left", "right"),
    [([], []), ([], [1] * 9), ([1, 2], [1, 2]), (list(range(1, 40)), list(range(50, 90)))],
    ids=["both empty", "one empty", "shorter than a shingle", "nothing in common"],
)
def test_nothing_in_common_gives_no_passage(left: Words, right: Words) -> None:
    """Empty, tiny and unlike texts share no passage."""
    assert align([left, right], [(0, 1), (1, 0)]) == []
    assert align([left, right], []) == []


def test_one_word_five_hundred_times() -> None:
    """A text of one repeated word is one passage with itself, and with a shorter such text."""
    long, short = [7] * 500, [7] * 120
    assert align([long, long], [(0, 1)]) == [Row(0, 0, 500, 0, 500, 500, 0, 0, 500, 0)]
    assert [row.right_end for row in align([long, short], [(0, 1)])] == [120]
    assert sum(row.equal for row in align([short, long], [(0, 1)])) <= 500


def test_a_repeated_sentence_does_not_explode() -> None:
    """Eight copies of a sentence on both sides give one passage, not sixty-four."""
    sentence = list(range(1, 16))
    own = [100, 101, 102, 103, 104, 105]
    left, right = sentence * 8, own + sentence * 8
    assert [row.equal for row in align([left, right], [(0, 1)])] == [120]
    scattered = [word for k in range(8) for word in (*sentence, *range(200 + 9 * k, 209 + 9 * k))]
    found = align([sentence, scattered], [(0, 1)])
    assert [(row.left, row.left_end) for row in found] == [(0, 15)]


def test_the_copy_that_goes_on_is_taken() -> None:
    """Of two equal places in the left text the one behind the last run continues the passage."""
    phrase, first, second = [1, 2, 3, 4, 5], list(range(10, 20)), list(range(30, 40))
    left = phrase + [90] * 6 + first + [91, *phrase, 92] + second
    right = [*first, 81, *phrase, 82, *second]
    found = align([left, right], [(0, 1)])
    assert len(found) == 1
    assert (found[0].left, found[0].left_end) == (11, len(left))
    assert (found[0].equal, found[0].edited) == (25, 1)


def test_many_passages_outgrow_the_first_room() -> None:
    """More passages than the first thousand rows of memory are all kept, in order."""
    chance = random.Random(3)
    sentences = [[chance.randrange(10**6) for _ in range(8)] for _ in range(400)]
    left = [word for one in sentences for word in (*one, *([0] * 6))]
    moved = [word for one in reversed(sentences) for word in (*one, chance.randrange(10**6))]
    found = align([left, moved], [(0, 1)] * 4)
    assert len(found) == 1600
    assert [row.pair for row in found] == sorted(row.pair for row in found)
    assert {row.equal for row in found} == {8}
