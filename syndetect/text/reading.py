"""Articles to readings: tokens, stems, rarity, sentences and flags as flat columns.

A row depends on its article and the frozen background alone. Folding and rarity are looked up
once a spelling and language; the lexicon only saves time and never changes a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema
from syndetect.model import Article
from syndetect.text import background
from syndetect.text.quotations import quotations_in
from syndetect.text.sentences import paragraphs_in, sentences_in
from syndetect.text.stems import stem
from syndetect.text.tokens import Sight, cut, fold, look

_GUESS_FROM = 200  # tokens from which the language is guessed


class Lexicon(dict[str, int]):
    """What is known of each spelling in one language: its place in parallel lists.

    Place 0 is for spellings of which nothing comparable is left.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.words = [0]
        self.stems = [0]
        self.rarities = [0]
        self.flags = [0]

    def __missing__(self, raw: str) -> int:
        """Look a new spelling up, once."""
        place = self[raw] = self._add(raw)
        return place

    def _add(self, raw: str) -> int:
        folded = fold(raw)
        if not folded:
            return 0
        rarity = background.rarity(folded, self.language)
        flags = schema.NUMBER if folded[0].isdigit() else 0
        flags |= schema.COMMON if rarity <= background.COMMON else 0
        flags |= schema.NAME if raw[:1].isupper() and not flags & schema.COMMON else 0
        self.words.append(xxhash.xxh64_intdigest(folded.encode("utf-8", "replace")))
        stemmed = stem(folded, self.language)
        self.stems.append(xxhash.xxh64_intdigest(stemmed.encode("utf-8", "replace")))
        self.rarities.append(rarity)
        self.flags.append(flags)
        return len(self.words) - 1


class Lexicons:
    """One lexicon a language, made when first needed."""

    def __init__(self) -> None:
        self._by_language: dict[str, Lexicon] = {}

    def of(self, language: str) -> Lexicon:
        if language not in self._by_language:
            self._by_language[language] = Lexicon(language)
        return self._by_language[language]


def read(
    articles: Sequence[Article],
    asides: Sequence[Iterable[tuple[int, int, int]]],
    lexicons: Lexicons | None = None,
) -> pa.Table:
    """The ``READINGS`` of *articles*; *asides* are (begin, end, flag) spans of each body."""
    lexicons = lexicons or Lexicons()
    rows = [_read(a, spans, lexicons) for a, spans in zip(articles, asides, strict=True)]
    columns: dict[str, Any] = {
        "language": [row.language for row in rows],
        "invisible": [row.invisible for row in rows],
        "begin": schema.ragged_from([row.begin for row in rows], np.int32),
        "end": schema.ragged_from([row.end for row in rows], np.int32),
        "sentence": schema.ragged_from([row.sentence for row in rows], np.int32),
    }
    for name, listed, dtype in (
        ("word", "words", np.uint64),
        ("stem", "stems", np.uint64),
        ("rarity", "rarities", np.int32),
        ("flags", "flags", np.uint8),
    ):
        known: dict[str, npt.NDArray[Any]] = {
            language: np.array(getattr(lexicons.of(language), listed), dtype=dtype)
            for language in sorted({row.language for row in rows})
        }
        values = [known[row.language][row.places] for row in rows]
        if name == "flags":
            values = [value | row.marks for value, row in zip(values, rows, strict=True)]
        columns[name] = schema.ragged_from(values, dtype)
    return schema.build(schema.READINGS, columns)


class _Row(NamedTuple):
    """One article read: its places in the lexicon, and what depends on where words stand."""

    language: str
    invisible: int
    places: npt.NDArray[np.int64]
    begin: schema.I32
    end: schema.I32
    sentence: schema.I32
    marks: npt.NDArray[np.uint8]


def _read(article: Article, asides: Iterable[tuple[int, int, int]], lexicons: Lexicons) -> _Row:
    sight = look(article.body)
    bounds, raw = cut(sight)
    language = _language(article, raw)
    places = np.array(list(map(lexicons.of(language).__getitem__, raw)), dtype=np.int64)
    seen = np.array(bounds, dtype=np.int32).reshape(-1, 2)
    kept = places > 0
    if not kept.all():
        places, seen = places[kept], seen[kept]
    begin, end = np.ascontiguousarray(seen[:, 0]), np.ascontiguousarray(seen[:, 1])
    marks = np.zeros(len(begin), dtype=np.uint8)
    blocks = paragraphs_in(sight.text)
    starts = _sentence_starts(sight, blocks, begin)
    marks[starts] |= schema.FIRST
    _mark(marks, begin, [(*span, schema.QUOTED) for span in quotations_in(sight.text, blocks)])
    if sight.places is not None:
        back = np.array(sight.places, dtype=np.int32)
        begin, end = back[begin], back[end - 1] + 1
    _mark(marks, begin, asides)
    return _Row(language, len(article.body) - len(sight.text), places, begin, end, starts, marks)


def _mark(
    marks: npt.NDArray[np.uint8], begin: schema.I32, spans: Iterable[tuple[int, int, int]]
) -> None:
    """Set the flag of each (begin, end, flag) on the tokens that begin in it."""
    listed = list(spans)
    if not listed:
        return
    bounds = np.searchsorted(begin, np.array([span[:2] for span in listed])).tolist()
    for (low, high), (_, _, flag) in zip(bounds, listed, strict=True):
        marks[low:high] |= flag


def _language(article: Article, raw: Sequence[str]) -> str:
    """The declared language where the background knows it, else the guessed one."""
    declared = (article.language or "").replace("_", "-").split("-")[0].lower()
    if declared and declared in background.languages():
        return declared
    first = raw[:_GUESS_FROM]
    return background.guess_language([w.lower() if w.isascii() else fold(w) for w in first])


def _sentence_starts(
    sight: Sight, blocks: Sequence[tuple[int, int]], begin: schema.I32
) -> schema.I32:
    """Tokens that begin a sentence, ascending."""
    firsts = np.array([first for first, _ in sentences_in(sight.text, blocks)], dtype=np.int32)
    found = np.searchsorted(begin, firsts).astype(np.int32)
    starts: schema.I32 = np.unique(found[found < len(begin)])
    return starts
