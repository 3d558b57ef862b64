"""What words stand for, compiled, against the same told word by word."""

from __future__ import annotations

import numpy as np
import pytest
import word_oracle
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.kernels import facts
from syndetect.text import background
from syndetect.text.spelling import digits, letters
from syndetect.text.stems import endings
from syndetect.text.tokens import encode, fold

LAW = settings(deadline=None, derandomize=True, max_examples=300)
# English endings, double letters, vowels of two scripts, accents, digits, what is no letter.
PIECES = st.sampled_from(
    [
        *("ation", "ations", "ing", "ies", "ied", "ers", "ed", "ly", "es", "s", "ss", "'s", "s'"),
        *("e", "bb", "ll", "tt", "cq", "k", "y", "zelensk", "harb", "ferr", "the", "l", "'"),
        *("\u0451", "\u0439", "\u0457", "\u044b", "\u0431\u043b\u043e\u043a", "\u0430"),
        *("\u00e4", "\u00f6", "\u1ebf", "\u4e2d", "\uac00", "\u0e17", "\u0301", "_", "."),
        *("1", "9", "19", "20", "0", "\u1369", "\u00bd", "\U00010a40"),
    ]
)
WORDS = st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.text(max_size=12)


def told(words: list[str], language: str) -> list[tuple[int, int, int, int]]:
    """The facts of folded words, a row each."""
    text, offsets = encode(words)
    tables = background.listed(language), language == "en", endings(), letters(), digits()
    columns = facts.facts(text, offsets[:-1], offsets[1:], *tables)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def slowly(word: str, language: str) -> tuple[int, int, int, int]:
    stem, rarity = word_oracle.stem(word, language), word_oracle.rarity(word, language)
    key = word_oracle.spelling(stem, language) if rarity >= facts.SPELT else 0
    hashes = (xxhash.xxh64_intdigest(one.encode()) for one in (word, stem))
    return (*hashes, rarity, key)


@LAW
@given(st.lists(WORDS, max_size=4), st.sampled_from(["en", "ru", "fi", "xx"]))
def test_words_stand_for_what_they_do_one_by_one(words: list[str], language: str) -> None:
    """Any folded words have hash, stem, rarity and key of the slow twin, each by itself."""
    spelt = [word for word in map(fold, words) if word]
    assert told(spelt, language) == [slowly(word, language) for word in spelt]


@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_listed_words_stand_for_what_they_do_one_by_one(language: str) -> None:
    """So do two thousand words of a language, from the commonest to the rarest."""
    words = [word for row in background._listed(language, "best") for word in row]
    some = words[:: len(words) // 2000]
    assert told(some, language) == [slowly(word, language) for word in some]


def test_of_nothing_there_is_nothing() -> None:
    """An empty word has no hash and no fact, and none of those beside it."""
    assert told(["", "ferry", ""], "en") == [(0, 0, 0, 0), slowly("ferry", "en"), (0, 0, 0, 0)]


@LAW
@given(st.lists(WORDS, max_size=5))
def test_heads_are_hash_and_first_character(words: list[str]) -> None:
    """Any words have their XXH64 and their first code point; empty ones 0 and 0."""
    spelt = [fold(word) for word in words]
    text, offsets = encode(spelt)
    hashes, firsts = facts.heads(text, offsets[:-1], offsets[1:])
    assert hashes.tolist() == [xxhash.xxh64_intdigest(w.encode()) if w else 0 for w in spelt]
    assert firsts.tolist() == [ord(word[0]) if word else 0 for word in spelt]
    assert (hashes.dtype, firsts.dtype) == (np.uint64, np.int32)
