"""Text of strangers on a terminal: nothing in it may move the cursor or turn the writing round."""

from __future__ import annotations

import re

# C0 and C1 controls, direction marks and overrides, line and paragraph separators, surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0\u2028\u2029]+")


def safe(text: str) -> str:
    """*text* with control and direction characters as visible escapes."""
    return _UNSAFE.sub(_escape, text)


def flowing(text: str) -> str:
    """*text* on one line, each run of blanks one space, and safe."""
    return safe(_SPACES.sub(" ", text).strip())


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
