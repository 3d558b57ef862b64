"""Words of a body with their offsets: Unicode-aware, folded for comparing, never altering the body.

A token is a run of letters, digits and combining marks, joined over apostrophes; a number keeps
its inner points and commas. Scripts that put no spaces between words are read by character pairs,
which overlap. Invisible characters (variation selectors, zero-width and direction marks, soft
hyphens) are part of no token's folded form; how many there are is reported.

Folding is NFKC, case folding, NFKC again (Unicode 3.13, "toNFKC_Casefold" but for the ignorables
listed here), with typographic apostrophes made plain and thousands commas dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Combining marks, which Python's \w leaves out; as ranges, so that the class stays compact.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71"
    "\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3e-\u0d4d\u0d57"
    "\u0dca-\u0ddf\u0f71-\u0f84\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    "\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
# Han, kana, Thai, Lao, Myanmar, Khmer: no spaces between words.
_UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u309f\u30a1-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_APOSTROPHES = "'\u2019\u02bc\uff07\u2018"
# Letters and digits, and over marks and invisible characters to more of them. The look ahead
# spares ASCII the search through all those ranges.
_WORD = rf"\w+(?:(?=[^\x00-\x7f])[{_MARKS}{INVISIBLE}]+\w*)*"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+(?:{_WORD})?|{_WORD}(?:[{_APOSTROPHES}](?=\w){_WORD})*")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_PIECE = re.compile(rf"[{_UNSPACED}{_MARKS}{INVISIBLE}]+|[^{_UNSPACED}]+")
_INVISIBLE_RUN = re.compile(f"[{INVISIBLE}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class Tokens(NamedTuple):
    """The tokens of a body: where each stands, and the characters there."""

    spans: list[tuple[int, int]]
    raw: list[str]


def fold(raw: str) -> str:
    """The form in which a token is compared; empty where nothing comparable is left."""
    if raw.isascii():
        folded = raw.lower()
    else:
        visible = _INVISIBLE_RUN.sub("", raw)
        folded = unicodedata.normalize("NFKC", visible).casefold()
        folded = unicodedata.normalize("NFKC", folded)
        for mark in _APOSTROPHES[1:]:
            folded = folded.replace(mark, "'")
    folded = folded.strip("_'")
    if "," in folded and _THOUSANDS.fullmatch(folded):
        folded = folded.replace(",", "")
    return folded


def count_invisible(body: str) -> int:
    """How many invisible characters the body holds."""
    if body.isascii():
        return 0
    return len(_INVISIBLE_RUN.findall(body))


def tokenise(body: str) -> Tokens:
    """All tokens of *body* in order of their begin; character pairs of unspaced scripts overlap."""
    if body.isascii() or not _HAS_UNSPACED.search(body):
        return Tokens([m.span() for m in _TOKEN.finditer(body)], _TOKEN.findall(body))
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(body):
        if not _HAS_UNSPACED.search(match.group()):
            spans.append(match.span())
            continue
        for piece in _PIECE.finditer(match.group()):
            begin, end = match.start() + piece.start(), match.start() + piece.end()
            if _HAS_UNSPACED.match(piece.group()):
                spans.extend(_pairs(body, begin, end))
            else:
                spans.append((begin, end))
    return Tokens(spans, [body[begin:end] for begin, end in spans])


def _pairs(body: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Overlapping pairs of visible characters (a character carries the marks behind it)."""
    starts = [
        i
        for i in range(begin, end)
        if not unicodedata.combining(body[i]) and not _INVISIBLE_RUN.match(body[i])
    ]
    if len(starts) == 1:
        return [(begin, end)]
    return list(zip(starts, [*starts[2:], end], strict=False))
