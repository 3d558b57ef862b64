"""Words of a body with their offsets: Unicode-aware, folded for comparing, never altering the body.

A token is a run of letters, digits and combining marks, joined over apostrophes; a number keeps
its inner points and commas. Scripts that put no spaces between words are read by character pairs,
which overlap. Invisible characters (variation selectors, zero-width and direction marks, soft
hyphens) are looked past wherever they stand; how many there are is reported.

Folding is NFKC and case folding until nothing changes (Unicode 3.13, "toNFKC_Casefold" but for
the ignorables listed here), with typographic apostrophes made plain, decimal digits of every
script made 0 to 9, and the marks between thousands dropped where they can be nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from syndetect.text.alphabets import INVISIBLE, INVISIBLE_CHARACTERS, MARKS, UNSPACED

_APOSTROPHES = "'\u2019\u02bc\uff07\u2018"
_ASCII_RUN = re.compile(r"[\x00-\x7f]+")
_INVISIBLE_ONE = re.compile(f"[{INVISIBLE}]")
_MARK = re.compile(f"[{MARKS}]")
_HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
_PIECE = re.compile(
    rf"(?![{MARKS}])[{UNSPACED}][{UNSPACED}{MARKS}]*|[^{UNSPACED}](?:[^{UNSPACED}]|[{MARKS}])*"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_FOLDS = 4  # rounds of folding; two are the most that any word is known to need


def _words(more: str, apostrophes: str) -> str:
    """Expression of a token; *more* is what follows the first letter of a part."""
    joined = rf"(?:[{apostrophes}]\w{more})*"
    return rf"([^\W\d]{more}{joined}|\d+(?:[.,]\d+)+(?:\w{more})?|\d{more}{joined})"


# The same tokens thrice, so that a body pays only for what stands in it.
_ASCII_TOKEN = re.compile(_words(r"\w*", "'"), re.ASCII)
_TOKEN = re.compile(_words(r"\w*", _APOSTROPHES))
_MARKED_TOKEN = re.compile(_words(rf"\w*(?:[{MARKS}]+\w*)*", _APOSTROPHES))


class Tokens(NamedTuple):
    """The tokens of a body: where each stands, and the characters there."""

    spans: list[tuple[int, int]]
    raw: list[str]


class Sight(NamedTuple):
    """A body without its invisible characters, and the way back.

    ``places`` is the place in the body of each character of ``text``, None where nothing is
    invisible. ``beyond_ascii`` is all of ``text`` that is not ASCII, in one string.
    """

    text: str
    places: list[int] | None
    beyond_ascii: str

    def back(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans of ``text``, none of them empty, as spans of the body."""
        places = self.places
        if places is None:
            return list(spans)
        return [(places[begin], places[end - 1] + 1) for begin, end in spans]


class Cut(NamedTuple):
    """Tokens of a sight: begin and end of each, one after the other, and the words."""

    bounds: list[int]
    raw: list[str]


def look(body: str) -> Sight:
    """*body* as a reader sees it."""
    if body.isascii():
        return Sight(body, None, "")
    beyond = _ASCII_RUN.sub("", body)
    if not _INVISIBLE_ONE.search(beyond):
        return Sight(body, None, beyond)
    places = [i for i, character in enumerate(body) if character not in INVISIBLE_CHARACTERS]
    return Sight(_INVISIBLE_ONE.sub("", body), places, _INVISIBLE_ONE.sub("", beyond))


def fold(raw: str) -> str:
    """The form in which a token is compared; empty where nothing comparable is left."""
    if raw.isascii():
        return _plain(raw.lower())
    folded = _INVISIBLE_ONE.sub("", raw)
    for _ in range(_FOLDS):
        before = folded
        folded = unicodedata.normalize("NFKC", folded).casefold()
        folded = _INVISIBLE_ONE.sub("", unicodedata.normalize("NFKC", folded))
        folded = _plain("".join(map(_character, folded)))
        if folded == before:
            break
    return folded


def _character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _plain(folded: str) -> str:
    folded = folded.strip("_' ")
    if ("," in folded or "." in folded) and _THOUSANDS.fullmatch(folded):
        point = folded.rpartition(".")[2] if "," in folded and "." in folded else ""
        whole = folded.removesuffix("." + point) if point else folded
        folded = whole.replace(",", "").replace(".", "") + (f".{point}" if point else "")
    return folded


def count_invisible(body: str) -> int:
    """How many invisible characters the body holds."""
    if body.isascii():
        return 0
    return len(_INVISIBLE_ONE.findall(body))


def tokenise(body: str) -> Tokens:
    """All tokens of *body* in order of their begin; character pairs of unspaced scripts overlap."""
    sight = look(body)
    bounds, raw = cut(sight)
    spans = sight.back(zip(bounds[::2], bounds[1::2], strict=True))
    if sight.places is not None:
        raw = [body[begin:end] for begin, end in spans]
    return Tokens(spans, raw)


def cut(sight: Sight) -> Cut:
    """All tokens of what is seen, in order of their begin."""
    text, beyond = sight.text, sight.beyond_ascii
    spelling = _MARKED_TOKEN if _MARK.search(beyond) else _TOKEN
    token = spelling if beyond else _ASCII_TOKEN
    parts = token.split(text)  # gap, token, gap, ..., token, gap
    bounds = list(accumulate(map(len, parts)))
    bounds.pop()
    raw = parts[1::2]
    if beyond and _HAS_UNSPACED.search(beyond):
        return _paired(text, bounds, raw)
    return Cut(bounds, raw)


def _paired(text: str, bounds: list[int], words: list[str]) -> Cut:
    """The same tokens with stretches of unspaced script cut into pairs."""
    cut_bounds: list[int] = []
    for word, start in zip(words, bounds[::2], strict=True):
        if not _HAS_UNSPACED.search(word):
            cut_bounds += (start, start + len(word))
            continue
        for piece in _PIECE.finditer(word):
            begin, end = start + piece.start(), start + piece.end()
            if _HAS_UNSPACED.match(piece.group()):
                cut_bounds.extend(_pairs(text, begin, end))
            else:
                cut_bounds += (begin, end)
    spans = zip(cut_bounds[::2], cut_bounds[1::2], strict=True)
    return Cut(cut_bounds, [text[begin:end] for begin, end in spans])


def _pairs(text: str, begin: int, end: int) -> list[int]:
    """Bounds of overlapping pairs of characters; a character carries the marks behind it."""
    starts = [i for i in range(begin, end) if i == begin or not _MARK.match(text[i])]
    if len(starts) == 1:
        return [begin, end]
    seconds = [*starts[2:], end]
    return [bound for pair in zip(starts, seconds, strict=False) for bound in pair]
