"""Word hashes of whole texts against folding word by word."""

from __future__ import annotations

import itertools
import unicodedata

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.text import words
from syndetect.text.tokens import fold, tokenise

LAW = settings(deadline=None, derandomize=True, max_examples=300)
# Thousands, marks, apostrophes, underscores, letters that become several, invisible ones, Hangul.
ODD = st.text(
    "aZ019.,'\u2019 _-\u00ad\u200b\u0301\u0e01\u4e2d\u306e\u0663\u00b2\u00df\u0130\u0416\u03a3"
    "\ufb01\uff11\uff0c\u1100\u1161\u11a8\uac00\U0001d7d8\ud800"
)
NUMBERS = st.from_regex(r"\A_?[0-9]{1,4}([.,][0-9]{2,4}){0,3}[ a'_]?\Z")
TEXTS = st.lists(ODD | NUMBERS | st.text(max_size=30), max_size=5)


def slowly(text: str) -> list[int]:
    """XXH64 of each folded token of which something is left."""
    folded = filter(None, (fold(raw) for raw in tokenise(text).raw))
    return [xxhash.xxh64_intdigest(word.encode("utf-8", "replace")) for word in folded]


def rows(texts: list[str]) -> list[list[int]]:
    """The word hashes of each text."""
    offsets, hashes = words.word_hashes(texts)
    assert hashes.dtype == np.uint64
    return [hashes[begin:end].tolist() for begin, end in itertools.pairwise(offsets.tolist())]


@LAW
@given(TEXTS)
def test_words_hash_as_they_fold(texts: list[str]) -> None:
    """Any texts have the hashes of their folded tokens, one after the other."""
    assert rows(texts) == [slowly(text) for text in texts]


@pytest.mark.parametrize("size", [1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 200])
def test_words_of_every_length_are_hashed_whole(size: int) -> None:
    """Long words, of ASCII and beyond, differ where their last letter does."""
    texts = ["x" * size, "x" * (size - 1) + "y", "\u0436" * size, "\u0436" * (size - 1) + "\u0448"]
    found = rows(texts)
    assert found == [slowly(text) for text in texts]
    assert len({row[0] for row in found}) == 4


def test_more_spellings_than_the_table_has_room_for() -> None:
    """The table of spellings grows, and none is lost or taken for another."""
    texts = [" ".join(f"w{row}x{at}" for at in range(9000)) for row in range(5)]
    offsets, hashes = words.word_hashes([*texts, texts[0]])
    assert len(np.unique(hashes)) == 45_000
    assert hashes[offsets[5] :].tolist() == hashes[: offsets[1]].tolist()
    assert hashes[:100].tolist() == slowly(texts[0])[:100]


def test_every_character_that_folds_by_itself_does_so_between_others() -> None:
    """The table agrees with ``fold`` for each character it knows, and knows nearly all letters."""
    table = words.folds()
    known = np.flatnonzero(table)
    for code in known[known < 0x3000].tolist():
        assert fold(f"a{chr(code)}b") == f"a{chr(table[code])}b"
    assert len(known) > 100_000
    assert table[ord("\u00df")] == table[0x0301] == table[0x1161] == table[ord(" ")] == 0


def test_what_joins_a_letter_before_it_is_known() -> None:
    """No second half of a composed character folds by itself."""
    table = words.folds()
    for code in range(0x30000):
        halves = unicodedata.decomposition(chr(code)).split()
        if len(halves) == 2 and not halves[0].startswith("<"):
            assert table[int(halves[1], 16)] == 0
