"""Words of a body with their offsets: Unicode-aware, folded for comparing, never altering the body.

A token is a run of letters, digits and combining marks, joined over apostrophes; a number keeps
its inner points and commas. Scripts that put no spaces between words are read by character pairs,
which overlap. Invisible characters (variation selectors, zero-width and direction marks, soft
hyphens) are looked past wherever they stand; how many there are is reported.

Folding is NFKC and case folding until nothing changes (Unicode 3.13, "toNFKC_Casefold" but for
the ignorables listed here), with typographic apostrophes made plain, decimal digits of every
script made 0 to 9, and the marks between thousands dropped where they can be nothing else.
Cutting is compiled (``kernels/tokens.py``), and folding is done once a spelling (``lexicon.py``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.kernels import tokens as kernel
from syndetect.kernels import utf8
from syndetect.text.alphabets import INVISIBLE, INVISIBLE_CHARACTERS, MARKS, UNSPACED

APOSTROPHES = "'\u2019\u02bc\uff07\u2018"
_ASCII_RUN = re.compile(r"[\x00-\x7f]+")
_INVISIBLE_ONE = re.compile(f"[{INVISIBLE}]")
_SPELT_OTHERWISE = re.compile(rf"[\d{APOSTROPHES}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_FOLDS = 4  # rounds of folding; two are the most that any word is known to need
_CLASSES = (
    (kernel.LETTER, r"[^\W\d]+"),
    (kernel.DIGIT, r"\d+"),
    (kernel.MARK, f"[{MARKS}]+"),
    (kernel.APOSTROPHE, f"[{APOSTROPHES}]+"),
    (kernel.POINT, "[.,]+"),
    (kernel.UNSPACED, f"[{UNSPACED}]+"),
    (kernel.INVISIBLE, f"[{INVISIBLE}]+"),
)
# Planes of Unicode that hold letters or marks, or may come to (Unicode 16, 2.9).
_PLANES = ((0x0, 0x20000), (0x20000, 0x40000), (0xE0000, 0xE0200))
_CODES = 0x110000


class Tokens(NamedTuple):
    """The tokens of a body: where each stands, and the characters there."""

    spans: list[tuple[int, int]]
    raw: list[str]


class Sight(NamedTuple):
    """A body without its invisible characters, and the way back.

    ``places`` is the place in the body of each character of ``text``, None where nothing is
    invisible.
    """

    text: str
    places: list[int] | None

    def back(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans of ``text``, none of them empty, as spans of the body."""
        places = self.places
        if places is None:
            return list(spans)
        return [(places[begin], places[end - 1] + 1) for begin, end in spans]


@dataclass(frozen=True)
class Cut:
    """Tokens of some texts, in order of text and begin.

    ``offsets`` (int64) are the tokens before each text, ``begin`` and ``end`` (int32) code points
    within it, ``hashes`` (uint64) stand for a token's characters.
    """

    offsets: schema.I64
    begin: schema.I32
    end: schema.I32
    hashes: schema.U64

    @cached_property
    def row(self) -> schema.I64:
        """The text of each token."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.int64), np.diff(self.offsets))

    def only(self, kept: npt.NDArray[np.bool_]) -> Cut:
        """The tokens that *kept* tells (one flag a token)."""
        if kept.all():
            return self
        counts = np.concatenate(([0], np.cumsum(kept)))
        return Cut(counts[self.offsets], self.begin[kept], self.end[kept], self.hashes[kept])

    def in_bodies(self, sights: Mapping[int, Sight]) -> Cut:
        """The same tokens by their places in the bodies, where texts are *sights* of these."""
        begin, end = self.begin.copy(), self.end.copy()
        for row, sight in sights.items():
            if sight.places is not None:
                some = slice(*self.offsets[row : row + 2].tolist())
                back = np.array(sight.places, dtype=np.int32)
                begin[some], end[some] = back[begin[some]], back[end[some] - 1] + 1
        return replace(self, begin=begin, end=end)


def look(body: str) -> Sight:
    """*body* as a reader sees it."""
    if body.isascii() or not _INVISIBLE_ONE.search(_ASCII_RUN.sub("", body)):
        return Sight(body, None)
    places = [i for i, character in enumerate(body) if character not in INVISIBLE_CHARACTERS]
    return Sight(_INVISIBLE_ONE.sub("", body), places)


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


def fold_each(characters: Iterable[str]) -> list[str]:
    """What each character folds to by itself; an apostrophe or underscore stays at the end."""
    text = "\n".join(characters)  # joins nothing
    for _ in range(_FOLDS):
        before = text
        text = unicodedata.normalize("NFKC", text).casefold()
        text = _INVISIBLE_ONE.sub("", unicodedata.normalize("NFKC", text))
        text = _SPELT_OTHERWISE.sub(lambda found: _character(found.group()), text)
        if text == before:
            break
    return text.split("\n")


def _character(character: str) -> str:
    if character in APOSTROPHES:
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
    tokens = cut([sight.text])
    pairs = np.column_stack((tokens.begin, tokens.end)).tolist()
    spans = sight.back((begin, end) for begin, end in pairs)
    return Tokens(spans, [body[begin:end] for begin, end in spans])


def cut(texts: Sequence[str]) -> Cut:
    """All tokens of *texts*, which hold no invisible characters."""
    text, offsets = encode(texts)
    ends, begin, end, hashes = kernel.cut_rows(text, offsets, classes())
    utf8.to_characters(text, offsets, ends, begin, end)
    return Cut(ends, begin, end, hashes)


def encode(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], schema.I64]:
    """*texts* one behind the other in UTF-8, and where each begins; last the length of all.

    The bytes that kernels ask for stand behind them. Lone surrogates, which some
    scraped text has, are written as others are, and are no letters.
    """
    packed = [text.encode("utf-8", "surrogatepass") for text in texts]
    whole = b"".join([*packed, bytes(utf8.SPARE)])
    return np.frombuffer(whole, dtype=np.uint8), _before([len(one) for one in packed])


def encoded(texts: pa.ChunkedArray) -> tuple[npt.NDArray[np.uint8], schema.I64]:
    """The same of a column of large strings, none of them null."""
    sizes = pc.binary_length(texts).to_numpy()
    whole = bytearray()
    for chunk in texts.chunks:
        bounds = np.frombuffer(chunk.buffers()[1], dtype=np.int64)
        first, last = bounds[[chunk.offset, chunk.offset + len(chunk)]].tolist()
        if first < last:
            whole += memoryview(chunk.buffers()[2])[first:last]
    whole += bytes(utf8.SPARE)
    return np.frombuffer(whole, dtype=np.uint8), np.concatenate(([0], np.cumsum(sizes)))


def _before(lengths: Sequence[int]) -> schema.I64:
    return np.fromiter(accumulate(lengths, initial=0), dtype=np.int64, count=len(lengths) + 1)


@lru_cache(maxsize=1)
def classes() -> npt.NDArray[np.uint8]:
    """The classes of all code points, as ``kernels/tokens.py`` names them."""
    table = np.zeros(_CODES, dtype=np.uint8)
    for first, last in _PLANES:
        characters = "".join(map(chr, range(first, last)))
        for bit, expression in _CLASSES:
            for found in re.finditer(expression, characters):
                table[first + found.start() : first + found.end()] |= bit
    return table


def without_invisible(
    text: npt.NDArray[np.uint8], offsets: schema.I64
) -> tuple[npt.NDArray[np.uint8], schema.I64]:
    """What ``encode`` gives of texts, without their invisible characters."""
    without: tuple[npt.NDArray[np.uint8], schema.I64]
    without = utf8.without_rows(text, offsets, classes(), kernel.INVISIBLE, _leads())
    return without


@lru_cache(maxsize=1)
def _leads() -> npt.NDArray[np.bool_]:
    """Which bytes begin an invisible character: to look them up takes as long as a long text."""
    leads: npt.NDArray[np.bool_] = utf8.leads_of(classes(), kernel.INVISIBLE)
    return leads
