"""Forms of one word in many languages: one stem, one key, and the rarity of the list."""

from __future__ import annotations

import math
from functools import lru_cache

import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tongues import NEWS

from syndetect import schema
from syndetect.text import background, inflection
from syndetect.text.languages import NAMES
from syndetect.text.reading import Lexicons, unpack
from syndetect.text.tokens import fold, tokenise

FORMS = {
    "ar": "الحكومة والحكومة حكومة حُكُومَة حكـــومة",
    "bg": "стачка стачката стачки стачките",
    "ca": "l'illa illa illes",
    "cs": "stávka stávky stávku stávkou",
    "da": "strejke strejken strejker strejkerne",
    "de": "Gewerkschaft Gewerkschaften GEWERKSCHAFT",
    "el": "κυβέρνηση κυβέρνησης κυβερνήσεις ΚΥΒΕΡΝΗΣΗ",
    "es": "negociación negociaciones",
    "fa": "کشتی کشتی‌ها كشتي",
    "fi": "satama sataman satamassa",
    "fr": "l'équipage équipage équipages d'équipage qu'équipage",
    "hi": "सरकार सरकारों सरकारें",
    "hu": "kikötő kikötőt kikötőben kikötők",
    "id": "pulau pulaunya",
    "it": "dell'isola isola isole",
    "ko": "정부 정부는 정부가 정부의 정부를 정부에서",
    "nb": "streik streiken streiker streikene",
    "nl": "onderhandeling onderhandelingen",
    "pl": "strajk strajku strajkiem strajki",
    "pt": "negociação negociações negociar",
    "ro": "greșeală greşeală",
    "ru": "забастовка забастовки забастовку забастовкой",
    "sh": "влада vlada vlade владе",
    "sv": "regering regeringen regeringens regeringar",
    "tr": "liman limanı limanda LİMAN",
    "uk": "страйк страйку страйком страйки страйків",
}
DIFFERENT = {
    "ar": "حكومة ميناء رئيس",
    "de": "Hafen Wahl Rat",
    "fr": "grève élection île",
    "ko": "정부 국가 파업",
    "ru": "порт забастовка власть",
    "tr": "liman grev ücret",
    "uk": "порт страйк влада острів",
}


def rows(body: str, language: str) -> list[dict[str, int]]:
    """What is read of each word of a body in a language."""
    got = unpack(*oracles.read_texts([body], [language], [[]], Lexicons())).to_pylist()[0]
    assert got["language"] == language
    columns = ("word", "stem", "rarity", "flags")
    return [
        dict(zip(columns, one, strict=True)) for one in zip(*map(got.get, columns), strict=True)
    ]


@pytest.mark.parametrize("language", FORMS)
def test_forms_of_a_word_have_one_stem(language: str) -> None:
    """Case, number, article, particle, points and ways of writing leave the stem as it is."""
    found = [row["stem"] for row in rows(FORMS[language], language)]
    assert len(set(found)) == 1, found


@pytest.mark.parametrize("language", DIFFERENT)
def test_different_words_have_different_stems(language: str) -> None:
    """Short words of different meaning stay apart."""
    found = [row["stem"] for row in rows(DIFFERENT[language], language)]
    assert len(set(found)) == len(found)


def test_words_stay_as_they_are_spelt() -> None:
    """Stems are language's; words, of which shingles are made, are what the tokeniser folds."""
    for language, (first, *_) in NEWS.items():
        folded = [fold(raw) for raw in tokenise(first).raw]
        assert [row["word"] for row in rows(first, language)] == [
            background.digest(word) for word in folded if word
        ]


def test_confused_letters_are_one() -> None:
    """Turkish words in capitals and in small letters, and Russian ones with ё and without, have
    one stem and one rarity, that of the list."""
    for language, pair in (("tr", "ılık ILIK"), ("tr", "istanbul İSTANBUL"), ("ru", "ещё еще")):
        one, other = rows(pair, language)
        assert one["stem"] == other["stem"]
        assert one["rarity"] == other["rarity"] < background.UNKNOWN


def test_points_and_bars_leave_the_rarity() -> None:
    """Arabic, Hebrew and Serbian words are as rare as their list says, however written."""
    for language, plain, other in (
        ("ar", "حكومة", "حُكُومَة"),
        ("he", "שלום", "שָׁלוֹם"),
        ("sh", "vlada", "влада"),
        ("ro", "știe", "ştie"),
        ("fa", "کشتی", "كشتي"),
    ):
        known, found = rows(f"{plain} {other}", language)
        assert known["rarity"] == found["rarity"] < background.UNKNOWN, language


def test_particles_leave_the_rarity_of_a_korean_word() -> None:
    """A word that no list has with its particle is as rare as without."""
    bare, joined = rows("노조 노조에게서", "ko")
    assert bare["rarity"] == joined["rarity"] < background.UNKNOWN


def test_stems_are_for_known_languages_alone() -> None:
    """English has its own stems, and what is listed here has a name."""
    assert not inflection.has_stems("en")
    assert {name for name in NAMES if inflection.has_stems(name)} == {
        *inflection._SNOWBALL,
        *inflection._ENDINGS,
    }


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4), st.sampled_from(sorted(NAMES)))
def test_any_word_has_a_stem(words: list[str], language: str) -> None:
    """One stem a word, the same beside others as alone."""
    if inflection.has_stems(language):
        found = inflection.stems(words, language)
        assert found == [inflection.stems([word], language)[0] for word in words]


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_pairs_are_as_rare_as_their_characters_stand_together(language: str) -> None:
    """The rarity of a pair is that of counting every listed word, and every two, one by one."""
    words = _frequencies(language)
    body = NEWS[language][0]
    raw = [fold(one) for one in tokenise(body).raw]
    found = rows(body, language)
    for word, row in list(zip(raw, found, strict=True))[:12]:
        if len(word) == 2:
            assert row["rarity"] == slowly(word, words)
    assert {row["rarity"] for row in found} - {background.UNKNOWN}
    assert any(row["flags"] & schema.COMMON for row in found)


def slowly(pair: str, words: dict[str, float]) -> int:
    inside = sum(
        often * sum(word[at : at + 2] == pair for at in range(len(word) - 1))
        for word, often in words.items()
        if pair in word
    )
    ending = sum(often for word, often in words.items() if word.endswith(pair[0]))
    beginning = sum(often for word, often in words.items() if word.startswith(pair[1]))
    often = inside + ending * beginning
    return min(background.UNKNOWN, round(-100 * math.log10(often))) if often else 850


@lru_cache(maxsize=2)
def _frequencies(language: str) -> dict[str, float]:
    listed = background._listed(language, "best")
    return {word: 10 ** (-rarity / 100) for rarity, words in enumerate(listed) for word in words}
