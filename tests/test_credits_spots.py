"""What a rule of the grammar takes of a line."""

from __future__ import annotations

import pytest

from syndetect.credits.agencies import lexicon
from syndetect.credits.mentions import find_mentions
from syndetect.credits.spots import around, spot_at
from syndetect.credits.zones import Page
from syndetect.model import CreditRole


def taken(line: str) -> str:
    """The text around the first mention in *line*."""
    page = Page(line)
    found = around(
        spot_at(page, find_mentions(line, lexicon())[0], lexicon(), frozenset()),
        CreditRole.TEXT,
        0.5,
        "body",
    )
    return line[found.begin : found.end]


@pytest.mark.parametrize("shift", range(12))
def test_no_word_is_cut(shift: int) -> None:
    """Wherever 80 characters end, the word that stands there is whole."""
    words = "x" * shift + " harbour bridges are reopening" * 6
    found = taken(f"{words} Reuters {words}")
    assert found.startswith(("harbour ", "bridges ", "are ", "reopening "))
    assert found.endswith((" harbour", " bridges", " are", " reopening"))
    assert 160 <= len(found) <= 200


def test_a_stop_ends_it_sooner() -> None:
    """The sentence of the mention is taken where it is short."""
    assert taken("All came. Words by Reuters today. They sang.") == "Words by Reuters today."


def test_text_without_spaces_ends_at_80() -> None:
    """Where no word ends nearby the reach is the end."""
    assert len(taken("字" * 300 + " Reuters " + "字" * 300)) == 80 + 7 + 80
