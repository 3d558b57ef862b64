"""Articles to readings: tokens, stems, rarity, sentences and flags as flat columns.

A row depends on its article and the frozen background alone. Folding and rarity are looked up
once a spelling and language; the lexicon only saves time and never changes a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
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


@dataclass
class Lexicon:
    """What is known of each spelling in one language, as parallel lists."""

    language: str
    codes: dict[str, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)
    stems: list[int] = field(default_factory=list)
    rarities: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)

    def code(self, raw: str) -> int:
        """The place of *raw* in the lists; -1 where nothing comparable is left of it."""
        known = self.codes.get(raw)
        if known is None:
            known = self.codes[raw] = self._add(raw)
        return known

    def _add(self, raw: str) -> int:
        folded = fold(raw)
        if not folded:
            return -1
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
    columns = {
        "language": [row[0] for row in rows],
        "invisible": [row[1] for row in rows],
    }
    for place, (name, dtype) in enumerate(_RAGGED, start=2):
        columns[name] = schema.ragged_from([row[place] for row in rows], dtype)
    return schema.build(schema.READINGS, columns)


_RAGGED = (
    ("word", np.uint64),
    ("stem", np.uint64),
    ("begin", np.int32),
    ("end", np.int32),
    ("rarity", np.int32),
    ("flags", np.uint8),
    ("sentence", np.int32),
)


def _read(article: Article, asides: Iterable[tuple[int, int, int]], lexicons: Lexicons) -> tuple:  # type: ignore[type-arg]
    body = article.body
    tokens = tokenise(body)
    language = _language(article, tokens)
    lexicon = lexicons.of(language)
    codes = np.array([lexicon.code(token[2]) for token in tokens], dtype=np.int64)
    kept = codes >= 0
    codes = codes[kept]
    begin = np.array([token[0] for token in tokens], dtype=np.int32)[kept]
    end = np.array([token[1] for token in tokens], dtype=np.int32)[kept]
    flags = np.array([lexicon.flags[c] for c in codes], dtype=np.uint8)
    starts = _sentence_starts(body, begin)
    flags[starts] |= schema.FIRST
    for span_begin, span_end in quotations(body):
        _mark(flags, begin, span_begin, span_end, schema.QUOTED)
    for span_begin, span_end, flag in asides:
        _mark(flags, begin, span_begin, span_end, flag)
    return (
        language,
        count_invisible(body),
        np.array([lexicon.words[c] for c in codes], dtype=np.uint64),
        np.array([lexicon.stems[c] for c in codes], dtype=np.uint64),
        begin,
        end,
        np.array([lexicon.rarities[c] for c in codes], dtype=np.int32),
        flags,
        starts,
    )


def _language(article: Article, tokens: Sequence[tuple[int, int, str]]) -> str:
    """The declared language where the background knows it, else the guessed one."""
    declared = (article.language or "").replace("_", "-").split("-")[0].lower()
    if declared and declared in background.languages():
        return declared
    return background.guess_language([fold(token[2]) for token in tokens[:_GUESS_FROM]])


def _sentence_starts(body: str, begin: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    firsts = np.array([s for s, _ in sentences(body)], dtype=np.int32)
    places = np.searchsorted(begin, firsts).astype(np.int32)
    return np.unique(places[places < len(begin)])


def _mark(flags: np.ndarray, begin: np.ndarray, first: int, last: int, flag: int) -> None:  # type: ignore[type-arg]
    low, high = np.searchsorted(begin, (first, last))
    flags[low:high] |= flag
