"""Articles to readings: tokens, stems, rarity, sentences and flags as flat columns.

A row depends on its article and the frozen background alone. ``read`` gives a slice of readings
with a lexicon of its own, ``Lexicons`` one for all. Readings are kept packed, a token as its place
in the lexicon; ``unpack`` gives what a stage reads of them, a slice at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels import facts, placing, utf8
from syndetect.kernels import tokens as kernel
from syndetect.kernels.lexicon import Numbers
from syndetect.text.languages import guess, settle
from syndetect.text.lexicon import LOCAL, Lexicon, Lexicons, Spellings
from syndetect.text.quotations import quotations_in
from syndetect.text.sentences import paragraphs_in, sentences_in
from syndetect.text.tokens import Cut, Sight, classes, look, without_invisible

__all__ = ["ASIDES", "LOCAL", "STRUCTURE", "Lexicons", "read", "structure", "unpack"]

# Places in a body without its invisible characters: where each sentence begins, and begin and end
# of each quotation.
STRUCTURE = pa.schema(
    [("sentences", pa.large_list(pa.int32())), ("quoted", pa.large_list(pa.int32()))]
)
# Spans of a body, and the flag that lies on what begins in each.
ASIDES = pa.schema(
    [
        ("begin", pa.large_list(pa.int32())),
        ("end", pa.large_list(pa.int32())),
        ("flag", pa.large_list(pa.uint8())),
    ]
)


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
    texts: tuple[npt.NDArray[np.uint8], schema.I64],
    declared: Sequence[str | None],
    structures: pa.Table,
    asides: pa.Table,
) -> pa.Table:
    """The ``lexicon.LOCAL`` readings of *texts*, which are as ``encode`` gives them.

    *declared* is the language that each says it is in, *structures* what ``structure`` gives of
    them, *asides* the ``ASIDES`` of each body.
    """
    text, offsets = without_invisible(*texts)
    ends, begin, end, hashes = kernel.cut_rows(text, offsets, classes())
    numbers, first = Numbers().add(hashes)
    base = offsets[np.searchsorted(ends, first, side="right") - 1]
    known = Spellings.of(hashes[first], text, base + begin[first], base + end[first])
    utf8.to_characters(text, offsets, ends, begin, end)
    firsts, lasts = offsets[:-1].tolist(), offsets[1:].tolist()
    languages = _languages(
        declared,
        ends,
        numbers,
        known,
        lambda row, size: text[firsts[row] : min(firsts[row] + size, lasts[row])].tobytes(),
    )
    lexicon = Lexicon.of(known, languages, ends, numbers)
    kept = ~known.empty[numbers]
    tokens = Cut(ends, begin, end, hashes).only(kept)
    places, flags = lexicon.places[kept], lexicon.flags[kept]
    bounds, sentences = _mark_structure(tokens, structures, flags)
    sights, hidden = _sights(*texts, offsets)
    tokens = tokens.in_bodies(sights)
    spans = np.column_stack([schema.flat(asides, name)[1] for name in ("begin", "end")])
    placing.mark(tokens.offsets, tokens.begin, flags, spans, *schema.flat(asides, "flag"))
    columns = {
        "language": languages,
        "invisible": hidden,
        "word": schema.ragged(tokens.offsets, places.astype(np.uint32)),
        "begin": schema.ragged(tokens.offsets, tokens.begin),
        "end": schema.ragged(tokens.offsets, tokens.end),
        "flags": schema.ragged(tokens.offsets, flags),
        "sentence": schema.ragged(bounds, sentences),
    }
    return schema.build(LOCAL, columns | lexicon.columns(len(languages)))


def _mark_structure(
    tokens: Cut, structures: pa.Table, flags: npt.NDArray[np.uint8]
) -> tuple[schema.I64, schema.I32]:
    """Offsets and the first tokens of sentences, counted within each text; *flags* get these and
    the quotations.
    """
    at = tokens.offsets, tokens.begin
    bounds, firsts = placing.firsts(*at, *schema.flat(structures, "sentences"))
    flags[np.repeat(tokens.offsets[:-1], np.diff(bounds)) + firsts] |= schema.FIRST
    quoted, spans = schema.flat(structures, "quoted")
    bits = np.full(len(spans) // 2, schema.QUOTED, dtype=np.uint8)
    placing.mark(*at, flags, spans.reshape(-1, 2), quoted // 2, bits)
    return bounds, firsts


def _sights(
    text: npt.NDArray[np.uint8], whole: schema.I64, offsets: schema.I64
) -> tuple[dict[int, Sight], schema.I32]:
    """The bodies that hold invisible characters, by their row, and how many each body holds.

    *whole* are the offsets of bodies, *offsets* those of the texts without.
    """
    sights, hidden = {}, np.zeros(len(offsets) - 1, dtype=np.int32)
    for row in np.flatnonzero(np.diff(whole) != np.diff(offsets)).tolist():
        body = text[whole[row] : whole[row + 1]].tobytes().decode("utf-8", "surrogatepass")
        sights[row] = look(body)
        hidden[row] = len(body) - len(sights[row].text)
    return sights, hidden


def _languages(
    declared: Sequence[str | None],
    offsets: schema.I64,
    numbers: schema.I32,
    known: Spellings,
    beginning: Callable[[int, int], bytes],
) -> list[str]:
    """The language in which each text is read, by its words and what it is declared to be in."""
    words, _ = facts.heads(known.text, known.begin, known.end)
    guessed = guess(offsets, numbers, words, beginning)
    return [settle(*one) for one in zip(guessed, declared, strict=True)]


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
