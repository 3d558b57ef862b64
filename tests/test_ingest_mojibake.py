"""Letters that were broken before a text came here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.ingest.mojibake import is_mojibake

WELL = (
    "Plain words only.",
    "Déjà vu à la gare: l’été s’achève, dit-elle — enfin.",
    "“Ça ira”, said Zoë Åström of Ærø; 20 °C, £5, §4.",
    "Старый мост снова открыт для пешеходов после ремонта.",
    "古い橋が日曜日に再び開通した。",
)


@pytest.mark.parametrize("text", WELL)
def test_what_is_well_written_is_none(text: str) -> None:
    """Accents, typographic marks and other scripts are not taken for broken letters."""
    assert not is_mojibake(text)


@pytest.mark.parametrize("text", WELL[1:])
def test_utf_8_read_as_windows_1252_is_found(text: str) -> None:
    """The bytes of UTF-8 taken for windows-1252 are told, whatever the script."""
    broken = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode()
    )
    assert broken != text
    assert is_mojibake(broken)


def test_one_broken_letter_among_many_is_no_broken_text() -> None:
    """A quoted tweet with broken marks does not make a text mojibake."""
    assert not is_mojibake("Ã©Ã©Ã© " + "é à ü ö ä ß ñ " * 9)


@given(st.text(max_size=300))
def test_ascii_and_any_text_get_an_answer(text: str) -> None:
    """No text raises, and ASCII is never broken."""
    assert is_mojibake(text) in (True, False)
    assert not is_mojibake(text.encode("ascii", "ignore").decode())
