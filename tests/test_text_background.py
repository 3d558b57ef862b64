"""Rarity: frozen, the same for every collection."""

from __future__ import annotations

import subprocess
import sys

from syndetect.kernels.facts import facts
from syndetect.text import background
from syndetect.text.background import languages
from syndetect.text.spelling import digits, letters
from syndetect.text.stems import endings
from syndetect.text.tokens import encode


def rarity(word: str, language: str) -> int:
    """Rarity of a folded word."""
    text, offsets = encode([word])
    listed = background.listed(language)
    tables = endings(), letters(), digits()
    return int(facts(text, offsets[:1], offsets[1:], listed, language == "en", *tables)[2][0])


def test_table_has_its_languages() -> None:
    """The frozen table knows 41 languages or more, by two-letter code."""
    assert {"en", "de", "fr", "es", "zh", "ja", "ar", "fil"} <= languages()
    assert len(languages()) >= 41
    assert background.VERSION == "wordfreq-3.1.1"


def test_rarity_is_frozen() -> None:
    """Figures that every stored result rests on."""
    assert rarity("the", "en") == 127
    assert rarity("ferry", "en") == 498
    assert rarity("der", "de") == 154
    assert rarity("qwxzv", "en") == background.UNKNOWN
    assert rarity("the", "xx") == background.UNKNOWN


def test_rarity_orders_words() -> None:
    """Function words are common, names are not, and nothing is rarer than unknown."""
    assert rarity("of", "en") <= background.COMMON < rarity("harbour", "en")
    assert rarity("harbour", "en") < rarity("helsinki", "en") < background.UNKNOWN


def test_compounds_are_as_rare_as_their_rarest_part() -> None:
    """A word over an apostrophe that the table lacks takes the figure of its parts."""
    assert rarity("reykjavik'll", "en") == max(rarity("reykjavik", "en"), rarity("ll", "en"))
    assert rarity("l'helsinki", "fr") == rarity("helsinki", "fr")


def test_numbers_are_as_rare_as_they_are_long() -> None:
    """Digits count; a year is commoner than other numbers of four digits."""
    figures = [rarity(number, "en") for number in ("7", "12", "345", "6789", "45678", "1234567")]
    assert figures == sorted(figures)
    assert rarity("2018", "en") < rarity("6789", "en")
    assert figures[-1] <= background.UNKNOWN


def test_lists_are_those_that_the_package_reads() -> None:
    """The files are read as wordfreq reads them, the first lists alone too, without importing it,
    which takes longer than all of our own modules."""
    code = (
        "import sys; from syndetect.text import background as b; b.listed('es');"
        "assert 'wordfreq' not in sys.modules; import wordfreq as w\n"
        "for size in ('small', 'best'):\n"
        "    files = w.available_languages(size)\n"
        "    assert {k: str(path) for k, path in b._files(size).items()} == files\n"
        "    whole = w.read_cBpack(files['fi'])\n"
        "    assert b._listed('fi', size) == whole and b._listed('fi', size, 400) == whole[:400]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
