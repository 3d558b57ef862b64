"""The words in which languages credit: each is tried in a text, and in one that is no credit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from syndetect.credits import read_credits
from syndetect.credits.examples import shown
from syndetect.credits.words import GATED, KINDS, any_of, hints, languages, words
from syndetect.credits.zones import is_place
from syndetect.model import Article, CreditRole

ROLES = {
    "by": CreditRole.TEXT,
    "source": CreditRole.TEXT,
    "photo": CreditRole.IMAGE,
    "beside": CreditRole.CONTRIBUTION,
    "given": CreditRole.CONTRIBUTION,
    "origin": CreditRole.TEXT,
    "unnamed": CreditRole.CONTRIBUTION,
    "closing": CreditRole.CONTRIBUTION,
    "told": CreditRole.CITATION,
    "reports": CreditRole.CITATION,
    "wired": CreditRole.TEXT,
}
SILENT = {"house", "months"}  # they stand inside other forms


def each() -> Iterator[tuple[str, str, str, str, str]]:
    for entry in languages():
        for kind in KINDS:
            for word in entry.get(kind, ()) if kind not in SILENT else ():
                yield entry["code"], kind, word, entry["example"][kind], entry["not"][kind]


def roles(text: str) -> set[CreditRole]:
    return {credit.role for credit in read_credits(Article("a", shown(text)))}


def test_languages_enough() -> None:
    """Twelve languages and more beside English, of which each kind of word has a meaning."""
    codes = [entry["code"] for entry in languages()]
    assert len(codes) == len(set(codes)) >= 12
    assert set(ROLES) | SILENT == set(KINDS)
    for entry in languages():
        assert set(entry) <= {*KINDS, "code", "name", "example", "not"}


@pytest.mark.parametrize(("code", "kind", "word", "example", "wrong"), list(each()))
def test_each_word(code: str, kind: str, word: str, example: str, wrong: str) -> None:
    """A word credits in its example, and does not in a sentence that only has it."""
    assert ROLES[kind] in roles(example.replace("{}", word)), code
    assert ROLES[kind] not in roles(wrong.replace("{}", word)), code


@pytest.mark.parametrize("kind", GATED)
def test_hints_stand_in_what_they_are_of(kind: str) -> None:
    """Whatever a kind matches has one of its hints, or the kind would not be looked for."""
    pattern = re.compile(any_of(kind))
    for word in words(kind):
        for form in (word, word[0].upper() + word[1:], word.upper()):
            if pattern.fullmatch(form):
                assert any(hint in form for hint in hints(kind)), form


@pytest.mark.parametrize("month", words("months"))
def test_months_make_a_place_and_date(month: str) -> None:
    """A city, a day and a month in a language are what stands before a dateline's agency."""
    assert is_place(f"Oslo, 3. {month} ")


def test_words_that_only_begin_as_a_month() -> None:
    """A month is a whole word."""
    assert not is_place("Oslo marketing ")
    assert not is_place("Nobody may decide ")
