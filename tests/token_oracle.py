"""The slow twin of ``kernels/tokens.py``: tokens by regular expressions."""

from __future__ import annotations

import re

from syndetect.text.alphabets import MARKS, UNSPACED
from syndetect.text.tokens import APOSTROPHES

_MORE = rf"\w*(?:[{MARKS}]+\w*)*"  # what follows the first letter of a part
_JOINED = rf"(?:[{APOSTROPHES}]\w{_MORE})*"
_TOKEN = re.compile(rf"[^\W\d]{_MORE}{_JOINED}|\d+(?:[.,]\d+)+(?:\w{_MORE})?|\d{_MORE}{_JOINED}")
_MARK = re.compile(f"[{MARKS}]")
_UNSPACED_ONE = re.compile(f"[{UNSPACED}]")
_PIECE = re.compile(
    rf"(?![{MARKS}])[{UNSPACED}][{UNSPACED}{MARKS}]*|[^{UNSPACED}](?:[^{UNSPACED}]|[{MARKS}])*"
)


def spans(text: str) -> list[tuple[int, int]]:
    """The tokens of *text*, which holds no invisible characters."""
    found: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        if not _UNSPACED_ONE.search(token.group()):
            found.append(token.span())
            continue
        for piece in _PIECE.finditer(text, *token.span()):
            whole = not _UNSPACED_ONE.match(piece.group())
            found += [piece.span()] if whole else _pairs(text, *piece.span())
    return found


def _pairs(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Overlapping pairs of characters; a character carries the marks behind it."""
    starts = [i for i in range(begin, end) if i == begin or not _MARK.match(text[i])]
    if len(starts) == 1:
        return [(begin, end)]
    return list(zip(starts, [*starts[2:], end], strict=False))
