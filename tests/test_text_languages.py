"""The language of a text: what its words say, what its page declares, and who is believed."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import word_oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from tongues import NEWS

from syndetect.text import background
from syndetect.text.languages import NAMES, Guess, code, guess, settle, standard
from syndetect.text.tokens import fold, tokenise

# Common words of many languages, words of none, and nothing.
WORDS = sorted(
    {word for one in ("en", "de", "ru") for word in map(fold, tokenise(NEWS[one][0]).raw)}
)
ODD = ["", "the", "of", "and", "to", "in", "de", "la", "xqzzt", "12"]


def guessed(*texts: str) -> list[Guess]:
    """What texts say of their languages."""
    return guessed_words([[fold(raw) for raw in tokenise(text).raw] for text in texts], texts)


def guessed_words(texts: list[list[str]], bodies: tuple[str, ...]) -> list[Guess]:
    known = sorted({word for words in texts for word in words})
    number = {word: at for at, word in enumerate(known)}
    numbers = [number[word] for words in texts for word in words]
    return guess(
        np.cumsum([0, *map(len, texts)]),
        np.array(numbers, dtype=np.int32),
        np.array([background.digest(word) if word else 0 for word in known], dtype=np.uint64),
        lambda row, size: bodies[row].encode("utf-8", "surrogatepass")[:size],
    )


@pytest.mark.parametrize("language", NEWS)
def test_a_paragraph_tells_its_language(language: str) -> None:
    """Twenty words are enough in any script, with names of other languages among them."""
    first, second, headline = NEWS[language]
    texts = (first, second, f"{first}\n\n{second}", f"{headline}. {first}")
    assert [one.language for one in guessed(*texts)] == [language] * len(texts)


@pytest.mark.parametrize("language", sorted(NEWS.keys() - {"ru", "bg", "id"}))
def test_a_headline_tells_its_language(language: str) -> None:
    """Four to eight words tell it too, but for kin whose letters are nearly the same."""
    assert settle(guessed(NEWS[language][2])[0], None) == language


def test_nothing_tells_means_english() -> None:
    """No words, or words of no language, tell nothing, and count as English; of no texts there is
    nothing to tell."""
    found = guessed("", "xqzzt 12345 bvvrk", "1 2 3 4", "Ann Hale", "\ud800", "STANDINGS W L Pct")
    assert [one.language for one in found] == [None] * 6
    assert {settle(one, None) for one in found} == {"en"}
    assert guessed() == []


def test_the_first_words_tell() -> None:
    """What stands behind the first paragraphs has no say."""
    german, russian, english = (" ".join(NEWS[one][:2]) for one in ("de", "ru", "en"))
    found = guessed(german * 3 + russian * 9, russian * 2 + german * 9, english * 4 + german * 20)
    assert found == [Guess("de", True), Guess("ru", True), Guess("en", True)]


def test_short_texts_are_never_sure() -> None:
    """Below twenty words a guess contradicts no page."""
    found = guessed(
        NEWS["de"][2], "The crews of the ferry walked out, and it was over.", NEWS["de"][0]
    )
    assert found == [Guess("de", False), Guess("en", False), Guess("de", True)]


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.lists(st.lists(st.sampled_from(WORDS + ODD), max_size=30), max_size=4))
def test_texts_are_guessed_as_one_by_one(texts: list[list[str]]) -> None:
    """Which of texts side by side are English is told word by word; whoever is not is read."""
    found = guessed_words(texts, ("",) * len(texts))
    expected = [
        Guess("en", len(one) >= 20) if word_oracle.is_english(one) else Guess(None, False)
        for one in texts
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("found", "declared", "expected"),
    [
        (Guess("de", True), None, "de"),
        (Guess("de", True), "de-AT", "de"),
        (Guess("de", True), "en_US", "de"),
        (Guess("de", False), "en", "en"),
        (Guess("da", True), "no", "nb"),
        (Guess("nb", True), "en", "nb"),
        (Guess("id", True), "ms-MY", "ms"),
        (Guess("sh", True), "hr", "sh"),
        (Guess(None, False), "th", "th"),
        (Guess(None, False), "iw", "he"),
        (Guess("fr", False), "tlh", "fr"),
        (Guess(None, False), "C.UTF-8", "en"),
        (Guess(None, False), "", "en"),
    ],
)
def test_who_is_believed(found: Guess, declared: str | None, expected: str) -> None:
    """The page, unless the text is sure and the two are not nearly the same in writing."""
    assert settle(found, declared) == expected


def test_every_language_has_a_name() -> None:
    """Whatever language may come out has a name and a code that stays as it is."""
    assert background.languages() <= NAMES.keys()
    assert all(code(one) == one and code(standard(one)) == standard(one) for one in NAMES)
    assert len(set(NAMES.values())) == len(NAMES)


def test_english_needs_one_language() -> None:
    """Running English loads the lists of English alone, and asks no identifier."""
    code = (
        "import syndetect\n"
        "import sys\n"
        "from syndetect.text import background\n"
        "text = 'The crews of the ferry walked out and it was not over on that day.'\n"
        "found = syndetect.scan([syndetect.Article('a', text)])\n"
        "assert found.articles.column('language').to_pylist() == ['en']\n"
        "assert 'py3langid' not in sys.modules\n"
        "assert background.listed.cache_info().currsize == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
