"""Hashes against the xxhash package and plain Python."""

from __future__ import annotations

import struct

import numpy as np
import oracles
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import hashing

WORDS = st.integers(0, 2**64 - 1)
ROWS = st.lists(st.lists(WORDS | st.integers(0, 3), max_size=40), max_size=8)
LAW = settings(deadline=None, derandomize=True, max_examples=60)
DEGENERATE = [
    [],
    [[]],
    [[], []],
    [[7]],
    [[7] * 30],
    [[1, 2, 3, 4]],
    [[1, 2, 3, 4, 5]],
    [[], [9], []],
]


@LAW
@given(rows=ROWS, width=st.integers(1, 12))
def test_shingles_are_xxh64_of_packed_words(rows: list[list[int]], width: int) -> None:
    """Anyone gets our shingle hashes with struct and xxhash, for every width and length."""
    starts, values = hashing.shingle_rows(*oracles.ragged(rows), width)
    assert oracles.rows_of(starts, values) == [oracles.shingles(row, width) for row in rows]


@pytest.mark.parametrize("rows", DEGENERATE)
def test_degenerate_rows_have_their_shingles(rows: list[list[int]]) -> None:
    """No article, empty ones, one word, one word many times: all as the slow twin says."""
    starts, values = hashing.shingle_rows(*oracles.ragged(rows), 5)
    assert oracles.rows_of(starts, values) == [oracles.shingles(row, 5) for row in rows]


def test_a_short_row_is_one_shingle_of_its_own() -> None:
    """Fewer words than the width make one shingle, which no longer or other row has."""
    rows = [[1, 2, 3], [1, 2, 3], [1, 2], [3, 2, 1], [1, 2, 3, 4], [1, 2, 3, 4, 5]]
    starts, values = hashing.shingle_rows(*oracles.ragged(rows), 5)
    assert np.diff(starts).tolist() == [1] * 6
    assert values[0] == values[1]
    assert len(set(values.tolist())) == 5


@LAW
@given(rows=ROWS, width=st.integers(1, 7), data=st.data())
def test_outside_keeps_shingles_without_asides(
    rows: list[list[int]], width: int, data: st.DataObject
) -> None:
    """A shingle stays exactly where none of its tokens is aside."""
    aside = [
        data.draw(st.lists(st.sampled_from([0, 0, 0, 2]), min_size=len(row), max_size=len(row)))
        for row in rows
    ]
    offsets, words = oracles.ragged(rows)
    marks = np.array([mark for row in aside for mark in row], dtype=np.uint8)
    starts, values = hashing.shingle_rows(offsets, words, width)
    kept = hashing.outside_rows(offsets, marks, width, starts, values)
    expected = [oracles.outside(row, marks, width) for row, marks in zip(rows, aside, strict=True)]
    assert oracles.rows_of(*kept) == expected


def test_read_only_input_is_taken() -> None:
    """Arrow's read-only arrays and numpy's own give one result."""
    offsets, words = oracles.ragged([[1, 2, 3, 4, 5, 6], [7]])
    expected = hashing.shingle_rows(offsets, words, 5)[1].tolist()
    offsets.flags.writeable = words.flags.writeable = False
    assert hashing.shingle_rows(offsets, words, 5)[1].tolist() == expected


@LAW
@given(rows=ROWS, data=st.data())
def test_rows_are_digested_with_their_marks(rows: list[list[int]], data: st.DataObject) -> None:
    """A row's digest is XXH64 of its packed words, and of one byte a word behind them."""
    marks = [data.draw(st.binary(min_size=len(row), max_size=len(row))) for row in rows]
    packed = [struct.pack(f"<{len(row)}Q", *row) for row in rows]
    offsets, words = oracles.ragged(rows)
    assert hashing.digest_rows(offsets, words).tolist() == [
        xxhash.xxh64_intdigest(one) for one in packed
    ]
    if len(words):
        flat = np.frombuffer(b"".join(marks), dtype=np.uint8)
        assert hashing.digest_rows(offsets, words, flat).tolist() == [
            xxhash.xxh64_intdigest(one + mark) for one, mark in zip(packed, marks, strict=True)
        ]


@LAW
@given(texts=st.lists(st.text(max_size=90), max_size=8))
def test_texts_are_xxh64_of_their_bytes(texts: list[str]) -> None:
    """Of every length, empty ones too, and whatever longer ones stand before them."""
    packed = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, packed)])
    found = hashing.digest_texts(offsets, np.frombuffer(b"".join(packed), dtype=np.uint8))
    assert found.tolist() == [xxhash.xxh64_intdigest(one) for one in packed]
