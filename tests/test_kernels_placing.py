"""Tokens at places and in spans, against looking at each token."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import placing

LAW = settings(deadline=None, derandomize=True, max_examples=200)
BEGINS = st.lists(st.integers(0, 30), max_size=8, unique=True).map(sorted)
PLACES = st.lists(st.integers(0, 35), max_size=5).map(sorted)
SPANS = st.lists(
    st.tuples(st.integers(0, 35), st.integers(0, 35), st.sampled_from([1, 2, 4, 64])), max_size=5
)


def flat(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, rows)])
    return offsets, np.array([value for row in rows for value in row], dtype=np.int32)


@LAW
@given(st.lists(st.tuples(BEGINS, PLACES), max_size=4))
def test_a_place_has_the_next_token(texts: list[tuple[list[int], list[int]]]) -> None:
    """Of each text the tokens at its places or next behind, each once; none behind the last."""
    tokens, places = flat([begins for begins, _ in texts]), flat([some for _, some in texts])
    ends, found = placing.firsts(*tokens, *places)
    for row, (begins, some) in enumerate(texts):
        behind = [[at for at, begin in enumerate(begins) if begin >= place] for place in some]
        expected = sorted({tokens[0] for tokens in behind if tokens})
        assert found[ends[row] : ends[row + 1]].tolist() == expected


@LAW
@given(st.lists(st.tuples(BEGINS, SPANS), max_size=4))
def test_tokens_get_the_bits_of_their_spans(
    texts: list[tuple[list[int], list[tuple[int, int, int]]]],
) -> None:
    """A token has the bits of all spans of its text that it begins in, beside those it had."""
    offsets, begin = flat([begins for begins, _ in texts])
    spans = np.array([span[:2] for _, some in texts for span in some], np.int32).reshape(-1, 2)
    bits = np.array([span[2] for _, some in texts for span in some], dtype=np.uint8)
    flags = np.full(len(begin), 8, dtype=np.uint8)
    bounds = np.cumsum([0, *(len(some) for _, some in texts)])
    placing.mark(offsets, begin, flags, spans, bounds, bits)
    for row, (begins, some) in enumerate(texts):
        got = flags[offsets[row] : offsets[row + 1]].tolist()
        for place, flag in zip(begins, got, strict=True):
            inside = [bit for low, high, bit in some if low <= place < high]
            assert flag == int(np.bitwise_or.reduce([8, *inside]))
