"""What every spelling stands for: looked up once a spelling and language, kept in columns.

A spelling is known by the hash that the tokeniser gives it, and has one number in all languages;
by that it finds its place in each language that it was met in. Places depend on the order in which
articles are read, what they stand for does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from syndetect import schema
from syndetect.kernels.lexicon import number_keys
from syndetect.text import background
from syndetect.text.spelling import spelling
from syndetect.text.stems import stem
from syndetect.text.tokens import fold

Spell = Callable[[int], str]  # the characters of a token, by its place among those handed in

_SPELT = 450  # rarity from which a word may be spelt in two ways, or meant by one that is
_ROOM = 1 << 12


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
        self.words.append(_digest(folded))
        stemmed = stem(folded, language)
        self.stems.append(_digest(stemmed))
        self.rarities.append(rarity)
        self.spellings.append(spelling(stemmed, language) if rarity >= _SPELT else 0)
        self.flags.append(flags)
        return len(self.words) - 1


class Lexicons:
    """What every spelling met so far stands for, by language; it grows with what is read."""

    def __init__(self) -> None:
        self._known = _Known()
        self._keys = np.zeros(_ROOM, dtype=np.uint64)
        self._numbers = np.full(_ROOM, -1, dtype=np.int32)
        self._english = array("b")
        self._places: dict[str, schema.I32] = {}

    def numbers(self, hashes: schema.U64, spell: Spell) -> schema.I32:
        """The number of each token's spelling, from its hash."""
        found = np.empty(len(hashes), dtype=np.int32)
        first = np.empty(len(hashes), dtype=np.int64)
        at = 0
        while at < len(hashes):
            self._make_room()
            new, at = number_keys(
                hashes, at, self._keys, self._numbers, len(self._english), found, first
            )
            for place in first[:new].tolist():
                raw = spell(place)
                word = raw.lower() if raw.isascii() else fold(raw)
                self._english.append(background.english_number(word))
        return found

    def english(self, numbers: schema.I32) -> npt.NDArray[np.int8]:
        """For each number of a spelling that of the English function word it is, or -1."""
        return np.array(self._english, dtype=np.int8)[numbers]

    def places(self, numbers: schema.I32, language: str, spell: Spell) -> schema.I32:
        """The place of each token in the lexicon, from the number of its spelling."""
        known = self._places.get(language, np.empty(0, dtype=np.int32))
        if len(known) < len(self._english):
            more = np.full(2 * len(self._english) - len(known), -1, dtype=np.int32)
            known = self._places[language] = np.concatenate([known, more])
        unknown = np.flatnonzero(known[numbers] < 0)
        new, first = np.unique(numbers[unknown], return_index=True)
        for number, place in zip(new.tolist(), unknown[first].tolist(), strict=True):
            known[number] = self._known.add(spell(place), language)
        return known[numbers]

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

    def _make_room(self) -> None:
        """Make the table longer where half of it is in use."""
        room = len(self._keys)
        if 2 * len(self._english) < room:
            return
        keys = self._keys[self._numbers >= 0][np.argsort(self._numbers[self._numbers >= 0])]
        self._keys = np.zeros(4 * room, dtype=np.uint64)
        self._numbers = np.full(4 * room, -1, dtype=np.int32)
        out, first = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int64)
        number_keys(keys, 0, self._keys, self._numbers, 0, out, first)


def _digest(text: str) -> int:
    return xxhash.xxh64_intdigest(text.encode("utf-8", "replace"))
