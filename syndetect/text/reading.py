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
from syndetect.text.quotations import quotations
from syndetect.text.sentences import sentences
from syndetect.text.stems import stem
from syndetect.text.tokens import count_invisible, fold, tokenise

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
    body = article.body
    tokens = tokenise(body)
    language = _language(article, tokens.raw)
    lexicon = lexicons.of(language)
    places = np.array([lexicon[raw] for raw in tokens.raw], dtype=np.int64)
    kept = places > 0
    spans = np.array(tokens.spans, dtype=np.int32).reshape(-1, 2)[kept]
    begin, end = np.ascontiguousarray(spans[:, 0]), np.ascontiguousarray(spans[:, 1])
    marks = np.zeros(len(begin), dtype=np.uint8)
    starts = _sentence_starts(body, begin)
    marks[starts] |= schema.FIRST
    quoted = [(first, last, schema.QUOTED) for first, last in quotations(body)]
    for first, last, flag in (*quoted, *asides):
        low, high = np.searchsorted(begin, (first, last))
        marks[low:high] |= flag
    return _Row(language, count_invisible(body), places[kept], begin, end, starts, marks)


def _language(article: Article, raw: Sequence[str]) -> str:
    """The declared language where the background knows it, else the guessed one."""
    declared = (article.language or "").replace("_", "-").split("-")[0].lower()
    if declared and declared in background.languages():
        return declared
    return background.guess_language([word.lower() for word in raw[:_GUESS_FROM]])


def _sentence_starts(body: str, begin: schema.I32) -> schema.I32:
    """Tokens that begin a sentence, ascending."""
    firsts = np.array([first for first, _ in sentences(body)], dtype=np.int32)
    found = np.searchsorted(begin, firsts).astype(np.int32)
    starts: schema.I32 = np.unique(found[found < len(begin)])
    return starts
