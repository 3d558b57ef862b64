"""What every spelling stands for: looked up once a spelling, language and slice, in columns.

A spelling is known by the hash that the tokeniser gives it. A slice of the articles has a lexicon
of its own, which goes with its readings; ``Lexicons`` puts those of all slices together. Places
depend on the order in which articles are read, what they stand for does not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels import facts, folding
from syndetect.kernels.lexicon import Numbers
from syndetect.text import background
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
        word, stem, rarity, spelling = facts.facts(
            known.text,
            begin,
            end,
            background.listed(language),
            language == "en",
            endings(),
            letters(),
            digits(),
        )
        common = rarity <= background.COMMON
        number = digits()[facts.heads(known.text, begin, end)[1]] != 0
        flags = number * np.uint8(schema.NUMBER) | common * np.uint8(schema.COMMON)
        flags |= (known.capital[some] & ~common) * np.uint8(schema.NAME)
        return cls(word, stem, rarity, spelling, flags)


class Lexicon:
    """What the spellings of one slice stand for, in the languages that they are met in."""

    def __init__(self, known: Spellings) -> None:
        self._known = known
        self._keys: list[schema.U64] = []
        self._facts: list[Facts] = []
        self._count = 0

    def places(
        self, numbers: schema.I32, language: str
    ) -> tuple[schema.I32, npt.NDArray[np.uint8]]:
        """The place of each token of a language that is not met yet, and its flags.

        *numbers* are those of the spellings.
        """
        met = np.zeros(len(self._known.hashes), dtype=np.bool_)
        met[numbers] = True
        some = np.flatnonzero(met)
        self._facts.append(Facts.of(self._known, some, language))
        tongue = np.uint64(background.digest(language))
        self._keys.append(self._known.hashes[some] ^ tongue)
        row = np.zeros(len(met), dtype=np.int32)
        row[some] = np.arange(len(some))
        self._count += len(some)
        within = row[numbers]
        return within + np.int32(self._count - len(some)), self._facts[-1].flags[within]

    def columns(self, rows: int) -> dict[str, pa.Array]:
        """The columns of ``LOCAL`` that say what places stand for, of so many *rows*."""
        offsets = np.full(rows + 1, self._count, dtype=np.int64)
        offsets[0] = 0
        found = {"key": self._keys}
        found |= {
            name: [getattr(one, name) for one in self._facts] for name in schema.LEXICON.names
        }
        made = {}
        for name, kind in _MET.items():
            dtype = kind.to_pandas_dtype()
            parts = [np.empty(0, dtype=dtype), *found[name]]
            made[f"met {name}"] = schema.ragged(offsets, np.concatenate(parts))
        return made


class Lexicons:
    """What every spelling met so far stands for; it grows with what is read."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._parts: dict[str, list[npt.NDArray[np.generic]]] = {
            entry.name: [np.empty(0, dtype=entry.type.to_pandas_dtype())]
            for entry in schema.LEXICON
        }

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
        """The ``LEXICON`` of all places given so far: all that ``unpack`` needs to know."""
        columns = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        return schema.build(schema.LEXICON, columns)
