"""Keys under which one word spelt in two ways meets itself."""

from __future__ import annotations

import numpy as np
import pytest

from syndetect.kernels.facts import facts
from syndetect.text import background
from syndetect.text.spelling import SKELETON, digits, letters, parts
from syndetect.text.stems import endings
from syndetect.text.tokens import encode


def spelling(word: str, language: str) -> int:
    """The key of a rare word, which is its own stem."""
    text, offsets = encode([word])
    nothing = background.listed("none")
    tables = endings(), letters(), digits()
    return int(facts(text, offsets[:1], offsets[1:], nothing, language == "en", *tables)[3][0])


def skeleton(word: str, language: str = "en") -> int:
    return spelling(word, language) >> SKELETON


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harlan", "harlen"),
        ("kreuger", "krueger"),
        ("baumret", "baumert"),
        ("korbin", "corbin"),
        ("saka", "sakka"),
        ("zelensky", "zelenskyy"),
        ("zelensky", "zelenskiy"),
        ("mäkinen", "makinen"),
        ("öberg", "oberg"),
    ],
)
def test_twins_have_one_skeleton(one: str, other: str) -> None:
    """A word with another vowel, double letter, accent or k has the skeleton it had."""
    assert skeleton(one) == skeleton(other) != 0


def test_cyrillic_twins_have_one_skeleton() -> None:
    """Vowels before the ending do not matter in Cyrillic script either."""
    assert skeleton("зеленский", "ru") == skeleton("зиленский", "ru") != 0


@pytest.mark.parametrize(
    ("one", "other"), [("путина", "путину"), ("блоков", "блокам"), ("вечера", "вечере")]
)
def test_endings_are_no_twins_where_the_stem_keeps_them(one: str, other: str) -> None:
    """The cases of one noun are not taken for spellings of it."""
    assert skeleton(one, "ru") != skeleton(other, "ru")


@pytest.mark.parametrize(
    "word", ["", "eau", "aeiou", "ada", "b52s", "covid19", "x-ray", "12", "漢"]
)
def test_what_is_short_or_no_word_has_no_key(word: str) -> None:
    """Words of few consonants, and what is not letters alone, meet nothing."""
    assert spelling(word, "en") == 0


def test_parts_tell_twins_apart() -> None:
    """The counts of vowels, the pattern of their places and the length can be read off a key."""
    words = ("baumert", "baumret", "saka", "sakka", "banana")
    found = parts(np.array([spelling(word, "en") for word in words], dtype=np.uint64))
    assert found.vowels.tolist() == [
        [1, 1, 0, 0, 1],
        [1, 1, 0, 0, 1],
        [2, 0, 0, 0, 0],
        [2, 0, 0, 0, 0],
        [3, 0, 0, 0, 0],
    ]
    assert found.patterns[0] != found.patterns[1]
    assert found.patterns[2] == found.patterns[3]
    assert found.long.tolist() == [True, True, False, False, True]


def test_many_vowels_are_counted_up_to_seven() -> None:
    """A count does not run over into the one beside it."""
    key = np.array([spelling("b" + "a" * 9 + "tt", "en")], dtype=np.uint64)
    assert parts(key).vowels.tolist() == [[7, 0, 0, 0, 0]]
