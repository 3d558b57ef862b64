"""The thread of two texts: what the slow twin finds, and laws that need no twin."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import thread as kernel
from syndetect.kernels.meetings import meet
from syndetect.kernels.thread import thread, whole_weight

LAW = settings(deadline=None, derandomize=True, max_examples=150)
PLAIN = settings(deadline=None, derandomize=True, max_examples=40)
REACH, ANEW, OFTEN = 32, 400, 8
Text = list[tuple[int, int]]  # (word, quoted)
WORDS = st.integers(1, 9) | st.integers(2**48 - 3, 2**48 - 1)
TEXT = st.lists(st.tuples(WORDS, st.sampled_from([0, 0, 0, 1])), max_size=40)
WEIGHTS = st.dictionaries(WORDS, st.sampled_from([0, 3, 100, 250, 900]))


def told(*words: int) -> Text:
    return [(word, 0) for word in words]


def places(text: Text) -> dict[int, list[tuple[int, int]]]:
    """The places of each word, (place, quoted)."""
    found: dict[int, list[tuple[int, int]]] = {}
    for at, (word, quoted) in enumerate(text):
        found.setdefault(word, []).append((at, quoted))
    return dict(sorted(found.items()))


def arrays(texts: Sequence[Text], weights: Sequence[Mapping[int, int]] | None = None) -> Any:
    """Offsets, keys, weights, bounds and places of texts, as the kernel takes them."""
    rows = [places(text) for text in texts]
    of_text = weights or [{}] * len(texts)
    offsets, keys = oracles.ragged([list(row) for row in rows])
    weighed = [w.get(word, 300) for row, w in zip(rows, of_text, strict=True) for word in row]
    listed = [stands for row in rows for stands in row.values()]
    flat = [2 * place + quoted for stands in listed for place, quoted in stands]
    bounds = np.cumsum([0, *map(len, listed)]).astype(np.int64)
    return offsets, keys, np.array(weighed, np.int32), bounds, np.array(flat, np.int32)


def between(
    texts: Sequence[Text], pairs: Sequence[tuple[int, int]], whole: Any = None, **known: Any
) -> list[int]:
    """The threads of pairs of texts."""
    offsets, keys, weights, bounds, flat = arrays(texts, **known)
    if whole is None:
        whole = whole_weight(offsets, weights, bounds, flat)
    left, right = np.array(pairs, dtype=np.int32).reshape(-1, 2).T.copy()
    met = meet(left, right, offsets, keys)
    found = thread(left, right, *met, offsets, keys, weights, bounds, flat, whole)
    return [int(weight) for weight in found]


def of(one: Text, other: Text, **known: Any) -> int:
    """The thread of two texts, of which the lighter is the first."""
    return between([one, other], [(0, 1)], **known)[0]


def weighed(text: Text, weights: Mapping[int, int]) -> dict[int, tuple[int, list[Any]]]:
    return {word: (weights.get(word, 300), stands) for word, stands in places(text).items()}


def sums(text: Text, weights: Mapping[int, int]) -> int:
    """The weight of all places of a text."""
    return sum(weights.get(word, 300) // (4 if quoted else 1) for word, quoted in text)


@LAW
@given(one=TEXT, other=TEXT, weights=st.tuples(WEIGHTS, WEIGHTS))
def test_thread_is_what_the_slow_twin_finds(one: Text, other: Text, weights: Any) -> None:
    """The weight is that of the heaviest chain that a look at every pair of anchors finds, where
    the lighter text is the first."""
    light, heavy = sums(one, weights[0]), sums(other, weights[1])
    [found] = between([one, other], [(0, 1)], weights=weights)
    ways = [oracles.thread(weighed(one, weights[0]), weighed(other, weights[1]))]
    ways.append(oracles.thread(weighed(other, weights[1]), weighed(one, weights[0])))
    assert found in (ways if light == heavy else ways[int(light > heavy) :][:1])


@PLAIN
@given(one=TEXT, other=TEXT, weights=st.tuples(WEIGHTS, WEIGHTS))
def test_plain_python_finds_the_same(one: Text, other: Text, weights: Any) -> None:
    """Compiled or not, the kernels give the same integers."""
    given_ = arrays([one, other], weights)
    names = ("thread", "_anchors", "_heaviest", "_precedes", "whole_weight")
    plain = {name: getattr(getattr(kernel, name), "py_func", None) for name in names}
    if not all(plain.values()):
        pytest.skip("nothing is compiled here")
    whole = whole_weight(*given_[:1], *given_[2:])
    pairs = np.array([0, 1, 0, 1], dtype=np.int32), np.array([1, 0, 0, 1], dtype=np.int32)
    everything = (*pairs, *meet(*pairs, *given_[:2]), *given_, whole)
    expected = thread(*everything).tolist()
    with pytest.MonkeyPatch.context() as patch:
        for name, function in plain.items():
            patch.setattr(kernel, name, function)
        assert kernel.whole_weight(*given_[:1], *given_[2:]).tolist() == whole.tolist()
        assert kernel.thread(*everything).tolist() == expected


@LAW
@given(texts=st.lists(TEXT, min_size=1, max_size=4), weights=WEIGHTS)
def test_each_pair_by_itself(texts: list[Text], weights: dict[int, int]) -> None:
    """A pair's thread is the same whatever stands beside it, and whole weights are plain sums."""
    known = [weights] * len(texts)
    offsets, _, weight, bounds, flat = arrays(texts, known)
    whole = whole_weight(offsets, weight, bounds, flat).tolist()
    assert whole == [sums(text, weights) for text in texts]
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    alone = [
        of(texts[a], texts[b], weights=[weights, weights])
        if a != b
        else between([texts[a]], [(0, 0)], weights=[weights])[0]
        for a, b in pairs
    ]
    assert between(texts, pairs, weights=known) == alone


@LAW
@given(one=TEXT, other=TEXT, weights=st.tuples(WEIGHTS, WEIGHTS))
def test_a_thread_weighs_no_more_than_either_text(one: Text, other: Text, weights: Any) -> None:
    """A thread is never negative, and never weighs more than all places of the poorer text."""
    most = min(sums(one, weights[0]), sums(other, weights[1]))
    assert 0 <= of(one, other, weights=weights) <= most


@LAW
@given(one=TEXT, other=TEXT, weights=st.tuples(WEIGHTS, WEIGHTS))
def test_texts_change_places(one: Text, other: Text, weights: Any) -> None:
    """Turned round, two texts have the same thread."""
    there, back = between([one, other], [(0, 1), (1, 0)], weights=weights)
    assert there == back == of(other, one, weights=weights[::-1])


@LAW
@given(data=st.data(), size=st.integers(2, 70))
def test_one_text_in_two_orders_changes_places(data: st.DataObject, size: int) -> None:
    """Two texts of the very same words, which weigh the same, have one thread either way."""
    words = data.draw(st.lists(st.integers(1, 60), min_size=size, max_size=size))
    mixed = data.draw(st.permutations(words))
    there, back = between([told(*words), told(*mixed)], [(0, 1), (1, 0)])
    assert there == back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2, 3, 4, 5, 6], [1, 4, 5, 6, 2, 3]),
        ([1, 1, 1, 2, 2], [1, 2, 2, 2, 2]),
        ([1, 2, 2], [1, 1, 2]),
    ],
)
def test_texts_of_the_same_words_and_weight_by_hand(one: list[int], other: list[int]) -> None:
    """Which text is the first is not settled by the side it stands on, even where both have the
    same words at other places, or as often at the same places together."""
    there, back = between([told(*one), told(*other)], [(0, 1), (1, 0)])
    assert there == back > 0


@LAW
@given(text=st.lists(st.tuples(st.integers(1, 400), st.just(0) | st.just(1)), max_size=80))
def test_a_text_with_itself_reaches_all_of_it(text: Text) -> None:
    """Where no word has more than eight places, the thread of a text with itself, or with another
    that reads the same, has its whole weight."""
    kept = [(word, quoted) for word, quoted in text if len(places(text)[word]) <= OFTEN]
    assert between([kept, kept], [(0, 0), (0, 1)]) == [sums(kept, {})] * 2


@LAW
@given(
    anchors=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 900)),
        min_size=1,
        max_size=25,
        unique_by=lambda anchor: anchor[:2],
    ),
    left_out=st.integers(0, 24),
)
def test_one_more_anchor_never_lowers_it(
    anchors: list[tuple[int, int, int]], left_out: int
) -> None:
    """Of anchors where they stand, more are never a lighter way through than some of them."""

    def heaviest(some: list[tuple[int, int, int]]) -> int:
        first, second, weights = np.array(sorted(some), dtype=np.int64).reshape(-1, 3).T.copy()
        return int(kernel._heaviest(first, second, weights, kernel._costs()))

    fewer = [anchor for at, anchor in enumerate(anchors) if at != left_out % len(anchors)]
    assert heaviest(fewer) <= heaviest(anchors)


@LAW
@given(
    one=st.lists(st.integers(1, 30), min_size=1, max_size=60),
    other=st.lists(st.integers(1, 60), min_size=1, max_size=60),
    data=st.data(),
)
def test_one_more_word_in_common_never_lowers_it(
    one: list[int], other: list[int], data: st.DataObject
) -> None:
    """A foreign word that becomes one of the first text's, which both have seldom enough, takes
    nothing away. (It must not change which text is the first, nor shift a place.)"""
    foreign = [at for at, word in enumerate(other) if word not in one]
    seldom = sorted(word for word in set(one) if other.count(word) < OFTEN)
    if not foreign or not seldom:
        return
    more = list(other)
    more[data.draw(st.sampled_from(foreign))] = data.draw(st.sampled_from(seldom))
    first = np.array([0, 1])
    before = of(told(*one), told(*other), whole=first)
    assert before <= of(told(*one), told(*more), whole=first)


def test_a_gap_costs_the_logarithm_of_its_length() -> None:
    """Foreign words between two words of the heavier text cost 25 times the natural logarithm of
    one more than they are; so it never pays to have more of them."""
    found = []
    for gap in (0, 1, 2, 10, 100, 1000, 4095, 5000):
        one, other = told(1, 2), told(1, *range(10, 10 + gap), 2)
        found.append(2 * 300 - of(one, other))
    assert found == [0, 17, 27, 60, 115, 173, 208, 208]
    assert found == sorted(found)


def test_words_left_out_cost_one_gap_and_words_put_for_others_none() -> None:
    """What the heavier text leaves out of the lighter one costs as a gap of one word, and as many
    other words in the place of some cost nothing."""
    rest = told(*range(100, 140))  # makes the other text the heavier
    one = told(1, 2, 3, 4, 5, 6)
    assert of(one, told(1, 6) + rest) == 2 * 300 - 17
    assert of(one, told(1, 92, 93, 94, 95, 6) + rest) == 2 * 300


def test_a_thread_goes_on_within_its_reach_only() -> None:
    """Over 32 words of the first text a thread goes on; farther off it starts anew."""
    for step, expected in ((REACH, 2 * 300), (REACH + 1, 2 * 300 - ANEW)):
        between_ = list(range(10, 9 + step))
        one, other = told(1, *between_, 2), told(1, *[w + 1000 for w in between_], 2, 3000)
        assert of(one, other) == max(expected, 300)
    far = told(1, *range(10, 60), 2)
    heavy = {1: 900, 2: 900}
    other = told(1, *range(1010, 1061), 2, 3000)
    assert of(far, other, weights=[heavy, heavy]) == 1800 - ANEW


@LAW
@given(data=st.data(), sizes=st.lists(st.integers(1, 40), min_size=1, max_size=7))
def test_a_moved_paragraph_starts_anew_at_most(data: st.DataObject, sizes: list[int]) -> None:
    """Paragraphs in another order cost at most one start anew for each two that followed one
    another and do not any more."""
    words = iter(range(1, 1000))
    parts = [[next(words) for _ in range(size)] for size in sizes]
    order = data.draw(st.permutations(range(len(parts))))
    one = told(*[word for part in parts for word in part])
    other = told(*[word for at in order for word in parts[at]])
    kept = sum(after == before + 1 for before, after in pairwise(order))
    broken = len(parts) - 1 - kept
    for found in between([one, other], [(0, 1), (1, 0)]):
        assert found >= len(one) * 300 - broken * ANEW
    assert of(one, other) == len(one) * 300 or broken


def test_the_last_paragraph_put_first_costs_one_start_anew() -> None:
    """To go back costs a start anew and no gap, however long what is moved."""
    for size in (2, 30, 500):
        first, last = list(range(1, 200)), list(range(1000, 1000 + size))
        expected = max((199 + size) * 300 - ANEW, 199 * 300)
        assert of(told(*first, *last), told(*last, *first)) == expected


def test_a_shuffled_text_keeps_a_part() -> None:
    """The words of a text in any order are never without a thread, and far below the text."""
    chance = random.Random(5)
    words = list(range(1, 121))
    mixed = chance.sample(words, len(words))
    assert 300 <= of(told(*words), told(*mixed)) < 120 * 300 / 2


@pytest.mark.parametrize(("here", "there"), [(1, 0), (0, 1), (1, 1)])
def test_a_quoted_word_weighs_a_quarter(here: int, there: int) -> None:
    """Quoted in one text or in both, a word weighs a quarter of what it does, rounded down."""
    weights = [{7: 303}, {7: 350}]
    assert of(told(7), told(7), weights=weights) == 303
    assert of([(7, here)], [(7, there)], weights=weights) == 303 // 4


def test_the_free_place_of_a_word_counts_whole() -> None:
    """A word quoted in one place and told in another weighs in each as it stands there."""
    one: Text = [(7, 1), (7, 0)]
    assert of(one, one) == 300 + 75
    assert of([(7, 1)], told(7, 8)) == 75
    assert of(told(7), [(7, 1), (8, 0), (7, 0)]) == 300


@pytest.mark.parametrize("often", [OFTEN, OFTEN + 1])
def test_a_word_of_more_than_eight_places_counts_for_nothing(often: int) -> None:
    """Eight places of a word in a text are anchors, and of nine none is, in whichever text."""
    many, few = [7] * often, list(range(20, 40))
    counted = often <= OFTEN
    assert between([told(*many)], [(0, 0)]) == [often * 300 * counted]
    for one, other in ((told(7), told(*many)), (told(*many), told(7, *few))):
        assert of(one, other) == 300 * counted


def test_the_smaller_of_two_weights_counts() -> None:
    """A word that weighs more in one text than in the other weighs the less."""
    assert of(told(7, 8), told(7, 8), weights=[{7: 10, 8: 500}, {7: 900, 8: 20}]) == 30


@pytest.mark.parametrize(
    ("one", "other"), [([], []), ([], [1]), ([1], [2]), ([7] * 500, [7] * 500), ([7] * 9, [7])]
)
def test_nothing_in_common_is_no_thread(one: list[int], other: list[int]) -> None:
    """Empty texts, foreign ones and ones of a single word over and over have no thread."""
    assert between([told(*one), told(*other)], [(0, 1), (1, 0)]) == [0, 0]


def test_no_pairs_and_no_texts() -> None:
    """Without pairs there are no threads; without texts too."""
    assert between([told(1)], []) == []
    assert between([], []) == []
