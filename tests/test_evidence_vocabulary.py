"""What is asked of a word once: the same as asking it wherever the word stands."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.evidence import exactness
from syndetect.evidence.exactness import hashed
from syndetect.evidence.vocabulary import Vocabulary

LAW = settings(deadline=None, derandomize=True, max_examples=60)
WORDS = st.sampled_from(
    ["monday", "reporting", "by", "1200", "3.7", "0", "lantern", "ferry", "märz"]
)


def known(words: list[str]) -> Vocabulary:
    """The vocabulary of a lexicon of words, each its own stem."""
    hashes = np.array([hashed(word) for word in words], dtype=np.uint64)
    rarity = np.arange(len(words), dtype=np.int32)
    columns = {"word": hashes, "stem": hashes, "rarity": rarity, "spelling": hashes}
    return Vocabulary.of(schema.build(schema.LEXICON, columns))


@LAW
@given(words=st.lists(WORDS, max_size=12))
def test_ranks_are_equal_and_ordered_as_hashes_are(words: list[str]) -> None:
    """Two places have one rank where their word is the same, and ranks ascend as hashes do."""
    hashes = [hashed(word) for word in words]
    places = sorted(set(hashes))
    assert known(words).rank.tolist() == [places.index(one) for one in hashes]


@LAW
@given(words=st.lists(WORDS, max_size=12))
def test_closed_lists_are_looked_up_by_word(words: list[str]) -> None:
    """Days and months, words that begin a job, and numbers with their worth are known by word."""
    found = known(words)
    assert found.calendar.tolist() == [word in ("monday", "märz") for word in words]
    assert found.job.tolist() == [word == "reporting" for word in words]
    _, values, _ = exactness.numbers()
    worth = {"1200": 120_000, "3.7": 370}
    for word, number in zip(words, found.number.tolist(), strict=True):
        assert (int(values[number]) if number >= 0 else None) == worth.get(word)


def test_keys_are_the_upper_part_of_stems() -> None:
    """A key has 48 bits of the hash of its stem."""
    found = known(["lantern", "ferry"])
    assert found.key.tolist() == [hashed(word) >> 16 for word in ("lantern", "ferry")]
