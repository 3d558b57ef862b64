"""Text whose letters were broken before it came here: UTF-8 read as windows-1252."""

from __future__ import annotations

import re

# How the bytes of one character of UTF-8 look as windows-1252: a first byte and those after it.
_AFTER = "\x80-\xbf" + bytes(
    byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
).decode("cp1252")
_BROKEN = re.compile(f"[\xc2-\xdf][{_AFTER}]|[\xe0-\xef][{_AFTER}]{{2}}|[\xf0-\xf4][{_AFTER}]{{3}}")
_LEAST = 3  # such characters in a text; one may be chance, or a name


def is_mojibake(text: str) -> bool:
    """Whether *text* holds letters broken that way, and they are most of those beyond ASCII.

    >>> is_mojibake("cafÃ© crÃ¨me, dÃ©jÃ\\xa0 vu")
    True
    """
    if text.isascii():
        return False
    broken = [len(match[0]) for match in _BROKEN.finditer(text)]
    beyond = sum(1 for letter in text if letter > "\x7f")
    return len(broken) >= _LEAST and 2 * sum(broken) > beyond
