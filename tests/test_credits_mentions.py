"""Names of agencies in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.credits.agencies import lexicon
from syndetect.credits.mentions import find_mentions, surfaces, without_names


def names(body: str) -> list[str]:
    return [mention.agency.name for mention in find_mentions(body, lexicon())]


@pytest.mark.parametrize("form", surfaces(lexicon()), ids=lambda form: form.text)
def test_every_form_is_found(form) -> None:
    """Each written form of each agency is found, in plain and in non-ASCII text."""
    for body in (f"said {form.text} today", f"«{form.text}» – přes noc"):
        found = find_mentions(body, lexicon())
        assert form.agency in [mention.agency for mention in found], body


def test_longest_name_wins() -> None:
    """A name inside a longer one is not counted again."""
    assert names("the Australian Associated Press wrote") == ["AAP"]
    assert names("by Agencia EFE and Europa Press") == ["EFE", "Europa Press"]


@pytest.mark.parametrize(
    "body",
    [
        "a MAPA and a CNNX and an APP",
        "the AP-NORC poll",
        "on CNN.com and at reuters.com",
        "@CNN #AFP",
        "the EPA-EFE picture",
        "Hollywoodreuters",
        "UPIs and ANIs",
    ],
)
def test_parts_of_words_are_nothing(body: str) -> None:
    """Acronyms inside words, handles, hosts and compounds are no mention."""
    assert names(body) == []


def test_names_glued_to_a_person() -> None:
    """A full name glued to a surname, or to the city behind it, is still found."""
    assert names("By Karl IsachenkovAssociated Press") == ["AP"]
    assert names("Ann Poe, Associated PressOSLO") == ["AP"]


@given(st.text(alphabet="AP CNRreutsdpa()/-.,'š\n", max_size=80))
def test_mentions_are_ordered_and_apart(body: str) -> None:
    """Mentions lie in the body, in order, without overlap."""
    found = find_mentions(body, lexicon())
    assert all(0 <= mention.begin < mention.end <= len(body) for mention in found)
    assert all(a.end <= b.begin for a, b in pairwise(found))


def test_names_can_be_taken_out() -> None:
    """What is left of a line without its agencies."""
    assert without_names("Los Angeles Times (TNS)", lexicon()).split() == ["(", ")"]


def test_broken_text_is_read() -> None:
    """Lone surrogates are no reason to fail."""
    assert names("\ud800 Reuters \udfff") == ["Reuters"]
