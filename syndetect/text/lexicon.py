"""What every spelling stands for: looked up once a spelling, language and slice, in columns.

A spelling is known by the hash that the tokeniser gives it. A slice of the articles has a lexicon
of its own, which goes with its readings; ``Lexicons`` puts those of all slices together. Places
depend on the order in which articles are read, what they stand for does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels import facts, folding
from syndetect.kernels import lexicon as kernel
from syndetect.kernels.lexicon import Numbers
from syndetect.text import background, inflection
from syndetect.text.spelling import capitals, digits, letters
from syndetect.text.stems import endings
from syndetect.text.tokens import encode, fold
from syndetect.text.words import folds

# Packed readings of a slice, places being those of its own lexicon: what that has stands in the
# first row. A key is that of a spelling in a language.
_MET = {"key": pa.uint64()} | {entry.name: entry.type for entry in schema.LEXICON}
LOCAL = pa.schema(
    [*schema.PACKED, *((f"met {name}", pa.large_list(kind)) for name, kind in _MET.items())]
)


KEYED = pa.schema([("key", pa.uint64()), *schema.LEXICON])  # of all places, to go on from


class Spellings(NamedTuple):
    """Some spellings, each once: the hash of each, and its folded form in UTF-8, which is
    ``text[begin:end]``; and whether it begins with a capital.
    """

    hashes: schema.U64
    text: npt.NDArray[np.uint8]
    begin: schema.I64
    end: schema.I64
    capital: npt.NDArray[np.bool_]

    @property
    def empty(self) -> npt.NDArray[np.bool_]:
        """Of which nothing comparable is left."""
        empty: npt.NDArray[np.bool_] = self.begin == self.end
        return empty

    @classmethod
    def of(
        cls, hashes: schema.U64, raw: npt.NDArray[np.uint8], begin: schema.I64, end: schema.I64
    ) -> Spellings:
        """The spellings ``raw[begin:end]`` (UTF-8)."""
        capital = capitals()[facts.heads(raw, begin, end)[1]]
        text, ends, odd = folding.folded(raw, begin, end, folds())
        first, last = ends[:-1].copy(), ends[1:].copy()
        spelt = [raw[begin[at] : end[at]].tobytes().decode("utf-8", "surrogatepass") for at in odd]
        more, offsets = encode([fold(one) for one in spelt])
        first[odd], last[odd] = len(text) + offsets[:-1], len(text) + offsets[1:]
        return cls(hashes, np.concatenate([text, more]), first, last, capital)


class Facts(NamedTuple):
    """What spellings stand for in one language, row for row: ``schema.LEXICON``, and flags."""

    word: schema.U64
    stem: schema.U64
    rarity: schema.I32
    spelling: schema.U64
    flags: npt.NDArray[np.uint8]  # those that a spelling has wherever it stands

    @classmethod
    def of(cls, known: Spellings, some: npt.NDArray[np.integer], language: str) -> Facts:
        """The facts of *some* of the spellings."""
        begin, end = known.begin[some], known.end[some]
        word, stem, rarity, spelling = _told(known.text, begin, end, language)
        if language != "en":
            words = [
                known.text[a:b].tobytes().decode("utf-8", "surrogatepass")
                for a, b in zip(begin, end, strict=True)
            ]
            stem, rarity, spelling = _inflected(words, language, (stem, rarity, spelling))
        common = rarity <= background.COMMON
        number = digits()[facts.heads(known.text, begin, end)[1]] != 0
        flags = number * np.uint8(schema.NUMBER) | common * np.uint8(schema.COMMON)
        flags |= (known.capital[some] & ~common) * np.uint8(schema.NAME)
        return cls(word, stem, rarity, spelling, flags)


def _told(
    text: npt.NDArray[np.uint8], begin: schema.I64, end: schema.I64, language: str
) -> tuple[schema.U64, schema.U64, schema.I32, schema.U64]:
    """What ``kernels.facts`` tells of words of a language."""
    listed = background.listed(language)
    english = language == "en"
    found: tuple[schema.U64, schema.U64, schema.I32, schema.U64]
    found = facts.facts(text, begin, end, listed, english, endings(), letters(), digits())
    return found


def _inflected(
    words: Sequence[str], language: str, plain: tuple[schema.U64, schema.I32, schema.U64]
) -> tuple[schema.U64, schema.I32, schema.U64]:
    """Stem, rarity and spelling of folded *words* by what is known of their language; *plain* is
    what is told of them as of any other."""
    stem, rarity, spelling = plain
    written = [inflection.written(word, language) for word in words]
    keys = [inflection.key(word, language) for word in written]
    if keys != list(words):
        text, offsets = encode(keys)
        _, stem, rarity, spelling = _told(text, offsets[:-1], offsets[1:], language)
    if inflection.has_stems(language):
        stems = inflection.stems(written, language)
        text, offsets = encode([inflection.key(one, language) for one in stems])
        listed = language if language in inflection.WORDS else ""
        stem, _, known, keyed = _told(text, offsets[:-1], offsets[1:], listed)
        rarity = np.minimum(rarity, known)
        spelling = np.where(rarity >= facts.SPELT, keyed, np.uint64(0))
    pairs = background.pair_rarities(words, language)
    return stem, np.where(pairs >= 0, pairs, rarity), spelling


class Lexicon(NamedTuple):
    """What the spellings of one slice stand for, in the languages that they are met in."""

    keys: list[schema.U64]  # of each language, as the facts are
    facts: list[Facts]
    places: schema.I32  # of each token in all of these
    flags: npt.NDArray[np.uint8]  # of each token

    @classmethod
    def of(
        cls, known: Spellings, languages: Sequence[str], offsets: schema.I64, numbers: schema.I32
    ) -> Lexicon:
        """The lexicon of texts in *languages*, whose tokens have the spellings
        ``numbers[offsets[i]:offsets[i + 1]]``.
        """
        names = sorted(set(languages))
        kinds = np.array([names.index(name) for name in languages], dtype=np.int32)
        met = kernel.met(offsets, kinds, numbers, (len(names), len(known.hashes)))
        places, flags = np.zeros(met.shape, dtype=np.int32), np.zeros(met.shape, dtype=np.uint8)
        keys, told, count = [], [], 0
        for row, name in enumerate(names):
            some = np.flatnonzero(met[row])
            told.append(Facts.of(known, some, name))
            keys.append(known.hashes[some] ^ np.uint64(background.digest(name)))
            places[row, some] = np.arange(count, count + len(some))
            flags[row, some] = told[-1].flags
            count += len(some)
        return cls(keys, told, *kernel.look_up(offsets, kinds, numbers, places, flags))

    def columns(self, rows: int) -> dict[str, pa.Array]:
        """The columns of ``LOCAL`` that say what places stand for, of so many *rows*."""
        offsets = np.full(rows + 1, sum(map(len, self.keys)), dtype=np.int64)
        offsets[0] = 0
        found = {"key": self.keys}
        for name in schema.LEXICON.names:
            found[name] = [getattr(one, name) for one in self.facts]
        made = {}
        for name, kind in _MET.items():
            dtype = kind.to_pandas_dtype()
            parts = [np.empty(0, dtype=dtype), *found[name]]
            made[f"met {name}"] = schema.ragged(offsets, np.concatenate(parts))
        return made


class Lexicons:
    """What every spelling met so far stands for; it grows with what is read. *known* is a ``KEYED``
    table of what an earlier run has met, whose places stay."""

    def __init__(self, known: pa.Table | None = None) -> None:
        self._numbers = Numbers()
        known = KEYED.empty_table() if known is None else known
        self._parts: dict[str, list[npt.NDArray[np.generic]]] = {
            name: [schema.plain(known, name)] for name in KEYED.names
        }
        self._numbers.add(schema.plain(known, "key"))

    def packed(self, local: pa.Table) -> pa.Table:
        """The ``LOCAL`` readings of some articles as ``schema.PACKED``."""
        numbers, first = self._numbers.add(schema.flat(local, "met key")[1])
        for name, parts in self._parts.items():
            parts.append(schema.flat(local, f"met {name}")[1][first])
        offsets, places = schema.flat(local, "word")
        columns = {name: local.column(name) for name in schema.PACKED.names}
        columns["word"] = schema.ragged(offsets, numbers[places].astype(np.uint32))
        return schema.build(schema.PACKED, columns)

    def table(self) -> pa.Table:
        """What all places given so far stand for (``KEYED``): all that ``unpack`` needs to know."""
        columns = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        return schema.build(KEYED, columns)
