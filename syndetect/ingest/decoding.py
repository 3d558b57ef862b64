"""Bytes to text, without ever failing in silence.

UTF-8 is believed first, then a mark at the start, then what the file declares, then a guess.
Every reading that is not plain UTF-8 returns a note, which the caller counts.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (  # UTF-32 before UTF-16: the little-endian marks begin alike
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these labels as windows-1252, and so do pages that carry them.
_WESTERN = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1"})
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACED = "broken bytes replaced"


class BinaryError(ValueError):
    """The bytes are no text."""


def marked(raw: bytes) -> str | None:
    """The encoding that a byte order mark at the start of *raw* names, if there is one."""
    return next((name for mark, name in _MARKS if raw.startswith(mark)), None)


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Text of *raw*, and a note where it was not plain UTF-8.

    *declared* is the encoding that the file names for itself. A byte order mark is no text.
    Raises BinaryError for binaries. Line ends stay as they are.
    """
    name = marked(raw)
    if name is not None:
        mark = next(mark for mark, marked_name in _MARKS if marked_name == name)
        text = raw[len(mark) :].decode(name, "replace")
        note = None if name == "utf-8" else f"decoded as {name[:6]}"
        return text, _REPLACED if "\ufffd" in text and name == "utf-8" else note
    if b"\0" in raw:
        raise BinaryError("it holds NUL bytes")
    if len(_CONTROL.findall(raw)) * 20 > len(raw):
        raise BinaryError("it holds many control bytes")
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return _without_utf8(raw, declared)


def clean(text: str) -> tuple[str, bool]:
    """*text* with lone surrogates replaced by U+FFFD, and whether there were any.

    They come from JSON escapes and file names, and no encoder will write them.
    """
    if text.isascii():
        return text, False
    try:
        text.encode()  # faster than to look for them
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text), True
    return text, False


def _without_utf8(raw: bytes, declared: str | None) -> tuple[str, str | None]:
    damaged = raw.decode("utf-8", "replace")
    wrong = damaged.count("\ufffd")
    if sum(c > "\x7f" for c in damaged) > 3 * wrong:
        return damaged, _REPLACED  # UTF-8 with a few bad bytes: cut or spliced
    for name in _guesses(raw, declared):
        try:
            return raw.decode(name), f"decoded as {name}"
        except (LookupError, ValueError):
            continue
    return damaged, _REPLACED


def _guesses(raw: bytes, declared: str | None) -> list[str]:
    names = []
    if declared:
        label = declared.strip().lower()
        names.append("windows-1252" if label in _WESTERN else label)
    high = sum(byte > 0x7F for byte in raw)
    if high * 4 > len(raw):  # too dense for accents among Latin letters
        from trafilatura.utils import detect_encoding  # slow to import

        names.extend(detect_encoding(raw))
    names.append("windows-1252")
    return names
