"""Articles to readings: tokens, stems, rarity, sentences and flags as flat columns.

A row depends on its article and the frozen background alone. Folding and rarity are looked up
once a spelling and language, in a lexicon. Readings are kept packed, a token as its place in
that; ``unpack`` gives what a stage reads of them, a slice at a time. Places depend on the order
in which articles are read, what they stand for does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema
from syndetect.model import Article
from syndetect.text import background
from syndetect.text.quotations import quotations_in
from syndetect.text.sentences import paragraphs_in, sentences_in
from syndetect.text.spelling import spelling
from syndetect.text.stems import stem
from syndetect.text.tokens import Sight, cut, fold, look

_GUESS_FROM = 200  # tokens from which the language is guessed
_SPELT = 450  # rarity from which a word may be spelt in two ways, or meant by one that is


class _Known:
    """What is known of each spelling, in parallel columns that all languages share.

    Place 0 is for spellings of which nothing comparable is left.
    """

    def __init__(self) -> None:
        self.words = array("Q", [0])
        self.stems = array("Q", [0])
        self.rarities = array("i", [0])
        self.spellings = array("Q", [0])
        self.flags = array("B", [0])

    def add(self, raw: str, language: str) -> int:
        """The place of a spelling that is new in its language."""
        folded = fold(raw)
        if not folded:
            return 0
        rarity = background.rarity(folded, language)
        flags = schema.NUMBER if folded[0].isdigit() else 0
        flags |= schema.COMMON if rarity <= background.COMMON else 0
        flags |= schema.NAME if raw[:1].isupper() and not flags & schema.COMMON else 0
        self.words.append(xxhash.xxh64_intdigest(folded.encode("utf-8", "replace")))
        stemmed = stem(folded, language)
        self.stems.append(xxhash.xxh64_intdigest(stemmed.encode("utf-8", "replace")))
        self.rarities.append(rarity)
        self.spellings.append(spelling(stemmed, language) if rarity >= _SPELT else 0)
        self.flags.append(flags)
        return len(self.words) - 1


class _Places(dict[str, int]):
    """Spelling to place, for one language; a new spelling is looked up once."""

    def __init__(self, language: str, known: _Known) -> None:
        super().__init__()
        self._language = language
        self._known = known

    def __missing__(self, raw: str) -> int:
        place = self[raw] = self._known.add(raw, self._language)
        return place


class Lexicons:
    """What every spelling met so far stands for, by language; it grows with what is read."""

    def __init__(self) -> None:
        self._known = _Known()
        self._by_language: dict[str, _Places] = {}

    def of(self, language: str) -> Mapping[str, int]:
        """Spelling to place in the lexicon; one that is new is added when it is asked for."""
        if language not in self._by_language:
            self._by_language[language] = _Places(language, self._known)
        return self._by_language[language]

    def flags(self) -> npt.NDArray[np.uint8]:
        """The flags (uint8) that the spelling at each place has wherever it stands."""
        return np.array(self._known.flags, dtype=np.uint8)

    def table(self) -> pa.Table:
        """The ``LEXICON`` of all places given so far: all that ``unpack`` needs to know."""
        known = self._known
        columns = {
            "word": known.words,
            "stem": known.stems,
            "rarity": known.rarities,
            "spelling": known.spellings,
        }
        return schema.build(schema.LEXICON, {k: np.array(v) for k, v in columns.items()})


def read(
    articles: Sequence[Article],
    asides: Sequence[Iterable[tuple[int, int, int]]],
    lexicons: Lexicons,
) -> pa.Table:
    """The ``PACKED`` readings of *articles*, places in *lexicons*, which grow.

    *asides* are (begin, end, flag) spans of each body.
    """
    rows = [_read(a, spans, lexicons) for a, spans in zip(articles, asides, strict=True)]
    flags = lexicons.flags()
    columns = {
        "language": [row.language for row in rows],
        "invisible": [row.invisible for row in rows],
        "word": schema.ragged_from([row.places for row in rows], np.uint32),
        "begin": schema.ragged_from([row.begin for row in rows], np.int32),
        "end": schema.ragged_from([row.end for row in rows], np.int32),
        "flags": schema.ragged_from([flags[row.places] | row.marks for row in rows], np.uint8),
        "sentence": schema.ragged_from([row.sentence for row in rows], np.int32),
    }
    return schema.build(schema.PACKED, columns)


def unpack(packed: pa.Table, lexicon: pa.Table) -> pa.Table:
    """The ``READINGS`` of packed ones, row for row: what *lexicon* says in the stead of places."""
    offsets, places = schema.flat(packed, "word")
    columns = {name: packed.column(name) for name in schema.PACKED.names}
    for name in schema.LEXICON.names:
        known = schema.plain(lexicon, name)
        columns[name] = schema.ragged(offsets, known[places])
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
