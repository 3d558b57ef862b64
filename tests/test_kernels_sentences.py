"""Sentences laid along sentences: what a slow twin finds that looks at every two of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import oracles
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.asymmetry import FACT, SAID, SPOKEN, own_sentences, told
from syndetect.kernels.meetings import meet
from syndetect.kernels.sentences import align_sentences, mentioned

LAW = settings(deadline=None, derandomize=True, max_examples=150)
STEMS = st.dictionaries(st.integers(1, 12), st.sampled_from([0, 60, 250, 400, 900]), max_size=6)
Text = list[dict[int, int]]  # of each sentence its stems and what they weigh there
TEXTS = st.lists(st.lists(STEMS, max_size=7), min_size=1, max_size=4)


def arrays(texts: list[Text]) -> tuple[Any, Any, Any, Any, Any, Any, Any]:
    """Offsets, keys, lists, places, weights, sentence offsets and totals, as kernels take them."""
    stems = [sorted({stem for sentence in text for stem in sentence}) for text in texts]
    offsets, keys = oracles.ragged(stems)
    standing = [
        [(at, sentence[stem]) for at, sentence in enumerate(text) if stem in sentence]
        for text, row in zip(texts, stems, strict=True)
        for stem in row
    ]
    lists = np.cumsum([0, *map(len, standing)]).astype(np.int32)
    flat = np.array([one for row in standing for one in row], dtype=np.int64).reshape(-1, 2)
    totals = [sum(sentence.values()) for text in texts for sentence in text]
    sentences = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    places, weights = flat[:, 0].astype(np.int32), flat[:, 1].astype(np.int16)
    return offsets, keys, lists, places, weights, sentences, np.array(totals, dtype=np.int64)


def laid(one: Text, other: Text) -> tuple[float, float]:
    """How much of the first text the other explains in order, and how steady that order is."""
    grid = [
        [
            sum(min(a[stem], b[stem]) for stem in a.keys() & b.keys())
            / math.sqrt((sum(a.values()) + 200) * (sum(b.values()) + 200))
            for b in other
        ]
        for a in one
    ]
    best = [0.0] * (len(other) + 1)
    for a, row in zip(one, grid, strict=True):
        gains = [sum(a.values()) * max(alike - 0.1, 0.0) for alike in row]
        best = [0.0] + [
            max(max(best[: y + 2]), max(best[: y + 2]) + gains[y]) for y in range(len(other))
        ]
    whole = float(sum(sum(a.values()) for a in one))
    met = [row.index(max(row)) for row in grid if max(row) > 0.25]
    few = len(met)
    if few < 2:
        return max(best) / max(whole, 1500.0), 0.0
    steady = sum(met[x] >= met[y] for x in range(few) for y in range(x))
    tau = 4.0 * steady / (few * (few - 1)) - 1.0
    return max(best) / max(whole, 1500.0), max(tau, 0.0) * min(1.0, few / 6.0)


def rank(text: Text) -> tuple[Any, ...]:
    """What tells the first of two texts."""
    totals = [sum(sentence.values()) for sentence in text]
    mentions = sorted(stem for sentence in text for stem in sentence)
    return sum(totals), len(totals), totals, mentions


@LAW
@given(texts=TEXTS)
def test_alignment_is_what_the_slow_twin_finds(texts: list[Text]) -> None:
    """The lighter text is laid along the other, whichever is on the left; where nothing tells the
    two apart, either way is right."""
    offsets, keys, lists, places, weights, sentences, totals = arrays(texts)
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    left, right = np.array(pairs, dtype=np.int32).T.copy()
    met = meet(left, right, offsets, keys)
    found = align_sentences(
        left, right, *met, offsets, keys, lists, places, weights, sentences, totals
    )
    for (a, b), row in zip(pairs, found.tolist(), strict=True):
        one, other = sorted((texts[a], texts[b]), key=rank)
        if not texts[a] or not texts[b]:
            assert row == [0.0, 0.0]
            continue
        ways = [laid(one, other)]
        if rank(one) == rank(other):
            ways.append(laid(other, one))
        assert any(np.allclose(row, way, rtol=0, atol=1e-12) for way in ways)


@LAW
@given(texts=TEXTS, data=st.data())
def test_own_sentences_are_those_the_other_says_less_than_half_of(
    texts: list[Text], data: st.DataObject
) -> None:
    """Of three stems or more the other has said less than half; filler has no fact, and is not
    spoken for the better half. Every mentioned stem is said where it is mentioned."""
    offsets, keys, lists, places, _, sentences, _ = arrays(texts)
    kinds = st.sampled_from([SAID, SAID | FACT, SAID | SPOKEN])
    size = len(keys)
    marks = np.array(data.draw(st.lists(kinds, min_size=size, max_size=size)), dtype=np.uint8)
    stems, filler = told(offsets, marks, lists, places, sentences)
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts))]
    left, right = np.array(pairs, dtype=np.int32).T.copy()
    met = meet(left, right, offsets, keys)
    some = filler.view(np.uint8)
    found = own_sentences(left, right, *met, marks, lists, places, sentences, stems, some)
    marked = [
        dict(zip(row, of, strict=True))
        for row, of in zip(
            oracles.rows_of(offsets, keys), oracles.rows_of(offsets, marks), strict=True
        )
    ]

    def count(own: int, other: int) -> list[int]:
        listed = [
            s for s in texts[own] if len(s) >= 3 and len(s.keys() - marked[other]) > len(s) // 2
        ]
        plain = [
            s
            for s in listed
            if not any(marked[own][stem] & FACT for stem in s)
            and sum(marked[own][stem] & SPOKEN != 0 for stem in s) <= len(s) // 2
        ]
        return [len(listed), len(plain)]

    for (a, b), row in zip(pairs, found.tolist(), strict=True):
        assert row == count(a, b) + count(b, a)


@LAW
@given(
    words=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.booleans(), st.booleans()), max_size=20
    )
)
def test_a_stem_is_mentioned_once_in_a_sentence(words: list[tuple[int, int, bool, bool]]) -> None:
    """Of each stem, in each sentence, one word: the first that counts and is free, else the first
    that counts; quoted it weighs half."""
    words = sorted(words, key=lambda word: word[1])  # sentences ascend
    at = sorted(range(len(words)), key=lambda place: (words[place][0], place))
    spots = np.cumsum([0, *(sum(w[0] == k for w in words) for k in range(4))])
    sentence, counted, quoted = (
        np.array([word[k] for word in words], dtype=dtype)
        for k, dtype in ((1, np.int64), (2, np.bool_), (3, np.bool_))
    )
    rarity = np.arange(len(words), dtype=np.int32) + 101
    found = mentioned(spots, np.array(at, dtype=np.int64), sentence, counted, quoted, rarity)
    expected, counts = [], []
    for stem in range(4):
        places = [place for place in at if words[place][0] == stem and counted[place]]
        met = sorted({words[place][1] for place in places})
        counts.append(len(met))
        for number in met:
            here = [place for place in places if words[place][1] == number]
            place = min(here, key=lambda one: (bool(quoted[one]), one))
            weight = int(rarity[place]) // (2 if quoted[place] else 1)
            expected.append((number, weight, bool(quoted[place])))
    assert found[0].tolist() == counts
    assert list(zip(*(column.tolist() for column in found[1:]), strict=True)) == expected
