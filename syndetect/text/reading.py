"""Articles to readings: tokens, stems, rarity, sentences and flags as flat columns.

A row depends on its article and the frozen background alone. Readings are kept packed, a token as
its place in the lexicon; ``unpack`` gives what a stage reads of them, a slice at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.model import Article
from syndetect.text import background
from syndetect.text.lexicon import Lexicons, Spell
from syndetect.text.quotations import quotations_in
from syndetect.text.sentences import paragraphs_in, sentences_in
from syndetect.text.tokens import Cut, cut, fold, look

__all__ = ["STRUCTURE", "Lexicons", "read", "structure", "unpack"]

# Places in a body without its invisible characters: where each sentence begins, and begin and end
# of each quotation.
STRUCTURE = pa.schema(
    [("sentences", pa.large_list(pa.int32())), ("quoted", pa.large_list(pa.int32()))]
)
_GUESS_FROM = 200  # tokens from which the language is guessed


def structure(bodies: Sequence[str]) -> pa.Table:
    """The ``STRUCTURE`` of *bodies*: a fact of each alone, found without a word being looked up."""
    sentences, quoted = [], []
    for body in bodies:
        text = look(body).text
        blocks = paragraphs_in(text)
        sentences.append([first for first, _ in sentences_in(text, blocks)])
        quoted.append([place for span in quotations_in(text, blocks) for place in span])
    return schema.build(STRUCTURE, {"sentences": sentences, "quoted": quoted})


def read(
    articles: Sequence[Article],
    structures: pa.Table,
    asides: Sequence[Iterable[tuple[int, int, int]]],
    lexicons: Lexicons,
) -> pa.Table:
    """The ``PACKED`` readings of *articles*, places in *lexicons*, which grow.

    *structures* are what ``structure`` gives of their bodies, *asides* (begin, end, flag) spans
    of each body.
    """
    sights = [look(article.body) for article in articles]
    texts = [sight.text for sight in sights]
    tokens = cut(texts)
    languages, places = _look_up(articles, texts, tokens, lexicons)
    tokens, places = tokens.only(places > 0), places[places > 0]
    flags = lexicons.flags()[places]
    sentences = tokens.firsts_behind(structures.column("sentences").to_pylist())
    flags[sentences] |= schema.FIRST
    quoted = structures.column("quoted").to_pylist()
    tokens.mark(
        flags,
        [[(*span, schema.QUOTED) for span in zip(p[::2], p[1::2], strict=True)] for p in quoted],
    )
    tokens = tokens.in_bodies(sights)
    tokens.mark(flags, asides)
    hidden = [len(a.body) - len(text) for a, text in zip(articles, texts, strict=True)]
    columns = {
        "language": languages,
        "invisible": hidden,
        "word": schema.ragged(tokens.offsets, places.astype(np.uint32)),
        "begin": schema.ragged(tokens.offsets, tokens.begin),
        "end": schema.ragged(tokens.offsets, tokens.end),
        "flags": schema.ragged(tokens.offsets, flags),
        "sentence": tokens.by_text(sentences),
    }
    return schema.build(schema.PACKED, columns)


def unpack(
    packed: pa.Table, lexicon: pa.Table, columns: Collection[str] = schema.READINGS.names
) -> pa.Table:
    """The ``READINGS`` of packed ones, row for row: what *lexicon* says in the stead of places.

    *columns* are those that the caller looks at.
    """
    offsets, places = schema.flat(packed, "word")
    made: dict[str, Any] = {}
    for name in columns:
        if name in schema.LEXICON.names:
            made[name] = schema.ragged(offsets, schema.plain(lexicon, name)[places])
        else:
            made[name] = packed.column(name)
    return schema.build(pa.schema([schema.READINGS.field(name) for name in columns]), made)


def _look_up(
    articles: Sequence[Article], texts: Sequence[str], tokens: Cut, lexicons: Lexicons
) -> tuple[list[str], schema.I32]:
    """The language of each article, and the place of each token in the lexicon."""

    def spell(token: int) -> str:
        text = texts[int(tokens.row[token])]
        return text[int(tokens.begin[token]) : int(tokens.end[token])]

    numbers = lexicons.numbers(tokens.hashes, spell)
    languages = _languages(articles, tokens, lexicons.english(numbers), spell)
    places = np.zeros(len(numbers), dtype=np.int32)
    for language in sorted(set(languages)):
        rows = np.array([one == language for one in languages], dtype=np.bool_)
        some = np.flatnonzero(rows[tokens.row])

        def spell_some(token: int, some: npt.NDArray[np.intp] = some) -> str:
            return spell(int(some[token]))

        places[some] = lexicons.places(numbers[some], language, spell_some)
    return languages, places


def _languages(
    articles: Sequence[Article], tokens: Cut, english: npt.NDArray[np.int8], spell: Spell
) -> list[str]:
    """The declared language where the background knows it, else the guessed one.

    *english* is the number of the English function word that each token is, or -1.
    """
    first = np.arange(len(tokens.row)) - tokens.offsets[tokens.row] < _GUESS_FROM
    row, english = tokens.row[first], english[first]
    hits, count = row[english >= 0], len(articles)
    ranks = np.unique(hits * (np.iinfo(np.int8).max + 1) + english[english >= 0])
    is_english = background.is_english(
        np.bincount(hits, minlength=count),
        np.bincount(ranks // (np.iinfo(np.int8).max + 1), minlength=count),
        np.bincount(row, minlength=count),
    )
    known = background.languages()
    languages = []
    for at, article in enumerate(articles):
        declared = (article.language or "").replace("_", "-").split("-")[0].lower()
        if declared and declared in known:
            languages.append(declared)
        elif is_english[at]:
            languages.append("en")
        else:
            begin, end = tokens.offsets[at : at + 2].tolist()
            raw = map(spell, range(begin, min(end, begin + _GUESS_FROM)))
            words = [word.lower() if word.isascii() else fold(word) for word in raw]
            languages.append(background.guess_language(words))
    return languages
