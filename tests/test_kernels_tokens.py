"""The compiled tokeniser against its slow twin, and the numbers of spellings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import token_oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels.lexicon import Numbers, look_up, met, number_keys, number_of
from syndetect.text.tokens import cut, look

# Letters, digits of two scripts, marks, points, apostrophes, unspaced scripts, halves of pairs.
ODD = st.text("ab1\u0967.,'\u2019 _-\u0301\u0e01\u0e31\u4e2d\u6587\u306e\u0663\u00b2\u00df\ud800")
LAW = settings(deadline=None, derandomize=True, max_examples=300)
TEXTS = st.lists(st.one_of(ODD, st.text(max_size=40)), max_size=6)


@LAW
@given(TEXTS)
def test_tokens_are_those_of_the_expressions(bodies: list[str]) -> None:
    """The kernel cuts any texts as the expressions do, each text by itself."""
    texts = [look(body).text for body in bodies]
    found = cut(texts)
    for row, text in enumerate(texts):
        some = slice(*found.offsets[row : row + 2].tolist())
        spans = zip(found.begin[some].tolist(), found.end[some].tolist(), strict=True)
        assert list(spans) == token_oracle.spans(text)


@LAW
@given(TEXTS)
def test_equal_spellings_have_equal_hashes_and_no_others(bodies: list[str]) -> None:
    """A hash stands for the characters of a token, wherever it stands."""
    texts = [look(body).text for body in bodies]
    found = cut(texts)
    rows = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), strict=True)
    words = [texts[row][begin:end] for row, begin, end in rows]
    assert len(set(words)) == len(set(found.hashes.tolist()))
    assert len(set(zip(words, found.hashes.tolist(), strict=True))) == len(set(words))


@LAW
@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=15), max_size=3))
def test_keys_are_numbered_as_they_come(batches: list[list[int]]) -> None:
    """A key has one number through all batches, numbers have no gap, and none is lost to room."""
    table, numbers = np.zeros(8, dtype=np.uint64), np.full(8, -1, dtype=np.int32)
    known: dict[int, int] = {}
    for batch in batches:
        keys = np.array(batch, dtype=np.uint64)
        out, first = np.empty(len(keys), np.int32), np.empty(len(keys), np.int64)
        at = 0
        while at < len(keys):
            before = len(known)
            new, stop = number_keys(keys, at, table, numbers, before, out, first)
            for key in batch[at:stop]:
                known.setdefault(key, len(known))
            assert [known[batch[at]] for at in first[:new]] == list(range(before, len(known)))
            assert stop == len(keys) or 2 * len(known) == len(table)
            if stop < len(keys):
                table, numbers = _longer(list(known), 2 * len(table))
            at = stop
        assert out.tolist() == [known[key] for key in batch]


@LAW
@given(st.lists(st.lists(st.integers(0, 9000), max_size=20), max_size=3), st.booleans())
def test_numbers_grow_with_their_keys(batches: list[list[int]], many: bool) -> None:
    """A key keeps its number however many come behind it, and is found by it; others are not."""
    found, known = Numbers(), dict[int, int]()
    for batch in [*batches, list(range(5000)) if many else [], *batches]:
        before = len(known)
        numbers, first = found.add(np.array(batch, dtype=np.uint64))
        for key in batch:
            known.setdefault(key, len(known))
        assert numbers.tolist() == [known[key] for key in batch]
        assert [known[batch[at]] for at in first.tolist()] == list(range(before, len(known)))
        assert len(found) == len(known)
    for key in (*list(known)[:20], 9001):
        assert number_of(np.uint64(key), found.table, found.numbers) == known.get(key, -1)


def _longer(known: list[int], room: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """A table of *room* places that knows the keys *known* by their order."""
    table, numbers = np.zeros(room, dtype=np.uint64), np.full(room, -1, dtype=np.int32)
    out, first = np.empty(len(known), np.int32), np.empty(len(known), np.int64)
    keys = np.array(known, dtype=np.uint64)
    assert number_keys(keys, 0, table, numbers, 0, out, first) == (len(known), len(known))
    return table, numbers


@LAW
@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.integers(0, 6), max_size=6)), max_size=5))
def test_a_number_is_looked_up_by_the_kind_of_its_row(rows: list[tuple[int, list[int]]]) -> None:
    """What each kind has met, and what a number has in each kind, token by token."""
    offsets = np.cumsum([0, *(len(some) for _, some in rows)])
    kinds = np.array([kind for kind, _ in rows], dtype=np.int32)
    numbers = np.array([number for _, some in rows for number in some], dtype=np.int32)
    found = met(offsets, kinds, numbers, (3, 7))
    expected = {(kind, number) for kind, some in rows for number in some}
    assert set(zip(*(side.tolist() for side in np.nonzero(found)), strict=True)) == expected
    places, flags = np.arange(21, dtype=np.int32), np.arange(21, dtype=np.uint8)[::-1]
    place, flag = look_up(offsets, kinds, numbers, places.reshape(3, 7), flags.reshape(3, 7))
    assert place.tolist() == [7 * kind + number for kind, some in rows for number in some]
    assert flag.tolist() == [20 - at for at in place.tolist()]
