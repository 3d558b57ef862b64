"""Fixed strings in one pass, against asking for one after the other."""

from __future__ import annotations

import random

import pytest

from syndetect.text.needles import Needles, codes_of


def slow(strings: list[str], text: str) -> frozenset[str]:
    return frozenset(string for string in strings if string in text)


@pytest.mark.parametrize("alphabet", ["ab", "abc ", "aé“", "я本a\U0001f600", "a\ud800b"])
def test_needles_are_those_that_stand_in_the_text(alphabet: str) -> None:
    """Strings that overlap, hold one another and end in one another are all found, and no other,
    in any script and with lone surrogates."""
    rng = random.Random(5)

    def some(least: int, most: int) -> str:
        return "".join(rng.choices(alphabet, k=rng.randint(least, most)))

    for _ in range(300):
        strings = [some(1, 5) for _ in range(rng.randint(1, 9))]
        text = some(0, 25)
        assert Needles(strings).found(text) == slow(strings, text)


def test_characters_that_no_needle_has_end_no_needle() -> None:
    """A text of other characters, below and beyond those of the needles, has none of them."""
    needles = Needles(["mo", "on"])
    assert needles.found("m o n \u4e00 m\u4e00o") == frozenset()
    assert needles.found("\u4e00moon") == {"mo", "on"}
    assert Needles([]).found("moon") == frozenset()


def test_codes_are_bytes_where_all_is_ascii() -> None:
    """A text has one entry a character, of one byte where all are ASCII."""
    assert codes_of("ab").dtype.itemsize == 1
    assert codes_of("aé\U0001f600").tolist() == [97, 233, 0x1F600]
