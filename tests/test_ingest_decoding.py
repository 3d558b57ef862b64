"""Bytes to text: what is believed, and what is noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.ingest.decoding import BinaryError, clean, decode

TEXT = "Die Brücke über die Lem ist offen – endlich.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_needs_no_note(encoding: str) -> None:
    """UTF-8, with or without a mark, is read as it stands, line ends included."""
    assert decode(TEXT.encode(encoding)) == (TEXT, None)


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-16", "decoded as utf-16"), ("utf-32", "decoded as utf-32")]
)
def test_a_mark_is_believed(encoding: str, note: str) -> None:
    """A byte order mark names the encoding and is no part of the text."""
    assert decode(TEXT.encode(encoding)) == (TEXT, note)


def test_western_bytes_are_read_and_noted() -> None:
    """A text that is not UTF-8 but windows-1252 is read, and the note says so."""
    assert decode(TEXT.encode("cp1252")) == (TEXT, "decoded as windows-1252")


def test_what_the_file_declares_goes_before_a_guess() -> None:
    """A declared encoding is tried first; one that is unknown or fails is passed over."""
    raw = "Most je otevřen, říká město.".encode("iso-8859-2")
    assert decode(raw, "ISO-8859-2") == ("Most je otevřen, říká město.", "decoded as iso-8859-2")
    assert decode(TEXT.encode("cp1252"), "latin1")[0] == TEXT
    for wrong in ("no-such-code", "hex", "ascii", "utf-8", "undefined"):
        assert decode(TEXT.encode("cp1252"), wrong) == (TEXT, "decoded as windows-1252")


def test_dense_high_bytes_are_no_accents() -> None:
    """A Cyrillic text in an old encoding comes out in Cyrillic letters."""
    text = "Мост через реку снова открыт, сообщает городская администрация в понедельник. " * 5
    decoded, note = decode(text.encode("cp1251"))
    assert decoded == text
    assert note is not None


def test_utf8_with_a_few_bad_bytes_stays_utf8() -> None:
    """One cut character does not turn the other accents into rubbish."""
    decoded, note = decode(TEXT.encode() * 4 + b"\xc3")
    assert decoded == TEXT * 4 + "\ufffd"
    assert note == "broken bytes replaced"


@pytest.mark.parametrize("raw", [b"text\0text", bytes(range(1, 32)) * 4, b"\x89PNG\r\n\x1a\n\0\0"])
def test_binaries_are_no_text(raw: bytes) -> None:
    """NUL bytes, or many control bytes, raise BinaryError."""
    with pytest.raises(BinaryError):
        decode(raw)


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "latin-1", "cp1253", "?"]))
def test_bytes_are_text_or_binary(raw: bytes, declared: str | None) -> None:
    """Any bytes give text that can be written again, or BinaryError."""
    try:
        text, _ = decode(raw, declared)
    except BinaryError:
        return
    clean(text)[0].encode("utf-8")


def test_lone_surrogates_are_replaced() -> None:
    """Text from JSON escapes can be written again; other text is handed back as it is."""
    assert clean("a\ud800b") == ("a\ufffdb", True)
    assert clean("über 🌉") == ("über 🌉", False)
