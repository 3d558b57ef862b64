"""Readings as steps are readings."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from syndetect import schema
from syndetect.archive.steps import stepped, whole

# Of a text: gaps and lengths of its words, and gaps between the words that sentences begin with.
texts = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=6),
        st.lists(st.integers(1, 4), max_size=3),
    ),
    max_size=5,
)


def readings(told: list[tuple[list[tuple[int, int]], list[int]]]) -> pa.Table:
    rows = []
    for words, sentences in told:
        at, begins, ends = 0, [], []
        for gap, length in words:
            begins.append(at + gap)
            ends.append(at + gap + length)
            at += gap + length
        firsts = [sum(sentences[:n]) for n in range(len(sentences))]
        rows.append(
            {
                "language": "en", "invisible": 0, "word": [0] * len(words), "begin": begins,
                "end": ends, "flags": [0] * len(words), "sentence": firsts,
            }
        )  # fmt: skip
    return pa.Table.from_pylist(rows, schema.PACKED)


@given(texts)
def test_steps_lead_back(told: list[tuple[list[tuple[int, int]], list[int]]]) -> None:
    """Whatever texts are read, also empty ones: their places come back from steps."""
    read = readings(told)
    assert whole(stepped(read)).equals(read)


def test_steps_are_small() -> None:
    """Each word is told by the way from the one before it, and by its length."""
    found = stepped(readings([([(0, 3), (1, 4), (1, 2)], [1, 2]), ([(5, 6)], [1])])).to_pylist()
    assert [row["begin"] for row in found] == [[0, 4, 5], [5]]
    assert [row["end"] for row in found] == [[3, 4, 2], [6]]
    assert [row["sentence"] for row in found] == [[0, 1], [0]]
