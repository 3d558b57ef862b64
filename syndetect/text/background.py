"""How rare a word is in its language at large: frozen, versioned, the same for any collection.

The table is that of the package ``wordfreq`` 3.1.1 (Speer 2022), whose data are frozen: word
frequencies of 42 languages up to 2021, in steps of a hundredth of a power of ten. Rarity is
-log10 of the frequency in hundredths: "the" has 127, an unknown word ``UNKNOWN``. So a folder of
two files is judged with the same weights as a crawl of a million.
"""

from __future__ import annotations

import gzip
import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgpack
import numpy as np
import xxhash

from syndetect import schema
from syndetect.kernels import facts
from syndetect.kernels.lexicon import Numbers
from syndetect.text import inflection

VERSION = "wordfreq-3.1.1"
UNKNOWN = facts.UNKNOWN  # rarer than what the table lists (its longest lists end near 800)
COMMON = 340  # at most this rare: function words and their like
_BY_PAIRS = frozenset({"ja", "zh"})  # read by pairs of characters, while the list is of words
_HAN = "\u2e80"  # of these: kana and Han
_READ = 1 << 14  # bytes of a list read at a time: the commonest words are in the first few


def languages() -> frozenset[str]:
    """Two-letter codes (and "fil") of the languages that the table has."""
    return _known_languages()


@lru_cache(maxsize=1)
def _known_languages() -> frozenset[str]:
    return frozenset(_files("best"))


@lru_cache(maxsize=3)
def _files(size: str) -> dict[str, Path]:
    """The lists of a size, by language; of "best" the large one where there is one."""
    if size == "best":
        return _files("small") | _files("large")
    package = find_spec("wordfreq")  # to find it is not to import it, which takes longer than us
    folders = package.submodule_search_locations if package else None
    found = sorted(Path(next(iter(folders or ()))).glob(f"data/{size}_*.msgpack.gz"))
    return {path.name.split(".")[0].removeprefix(f"{size}_"): path for path in found}


def by_rarity(language: str, most: int) -> list[list[str]]:
    """The words of a language by rarity, from 0 to below *most*."""
    return _listed(language, "small", most)


def _listed(language: str, size: str, most: int | None = None) -> list[list[str]]:
    """Words by rarity, the first *most* lists or all of them."""
    with gzip.open(_files(size)[language], "rb") as file:
        unpacker = msgpack.Unpacker(file, read_size=_READ, max_buffer_size=0)
        lists = unpacker.read_array_header() - 1
        if unpacker.unpack() != {"format": "cB", "version": 1}:
            raise ValueError(f"{file.name} is no word list of wordfreq 3.1.1")
        return [unpacker.unpack() for _ in range(lists if most is None else min(most, lists))]


@lru_cache(maxsize=64)
def listed(language: str) -> tuple[schema.U64, schema.I32, schema.I32]:
    """Rarity of each listed word, as ``kernels/facts.py`` looks it up: a table of hashes, their
    numbers in it, and the rarity of each number. Empty for a language without a list.

    What no list has, ``kernels/facts.py`` rates: a number is as rare as its digits are many, and a
    year rather less; a compound over an apostrophe as its rarest part; all else is ``UNKNOWN``.
    """
    rows = _listed(language, "best") if language in languages() else []
    if inflection.has_keys(language):
        rows = _keyed(rows, language)
    hashes = np.array([digest(word) for words in rows for word in words], dtype=np.uint64)
    rarities = np.repeat(np.arange(len(rows), dtype=np.int32), list(map(len, rows)))
    known = Numbers()
    first = known.add(hashes[::-1])[1]  # of a word listed twice the last counts
    return known.table, known.numbers, rarities[::-1][first]


def _keyed(rows: Sequence[Sequence[str]], language: str) -> list[list[str]]:
    """The same lists by the keys of words, each key once, as rare as its commonest word."""
    seen: set[str] = set()
    keyed: list[list[str]] = []
    for words in rows:
        keys = dict.fromkeys(inflection.key(word, language) for word in words)
        keyed.append([key for key in keys if key not in seen])
        seen.update(keys)
    return keyed


def pair_rarities(words: Sequence[str], language: str) -> schema.I32:
    """The rarity of those of *words* that are pairs of characters, by how often two stand side by
    side in Chinese or Japanese; -1 of other words, and in other languages."""
    if language not in _BY_PAIRS:
        return np.full(len(words), -1, dtype=np.int32)
    pairs = _pairs(language)
    return np.array(
        [pairs.rarity(word) if len(word) == 2 and min(word) >= _HAN else -1 for word in words],
        dtype=np.int32,
    )


class _Pairs(NamedTuple):
    """How often two characters stand side by side: within the listed words, and where one word
    follows on another, as if words came by chance."""

    within: dict[str, float]
    first: dict[str, float]  # by character, how often a word begins with it
    last: dict[str, float]

    def rarity(self, pair: str) -> int:
        chance = self.last.get(pair[0], 0.0) * self.first.get(pair[1], 0.0)
        often = self.within.get(pair, 0.0) + chance
        return min(UNKNOWN, round(-100 * math.log10(often))) if often > 0 else UNKNOWN


@lru_cache(maxsize=2)
def _pairs(language: str) -> _Pairs:
    found = _Pairs(defaultdict(float), defaultdict(float), defaultdict(float))
    for rarity, words in enumerate(_listed(language, "best")):
        often = 10 ** (-rarity / 100)
        for word in words:
            found.first[word[0]] += often
            found.last[word[-1]] += often
            for one, other in pairwise(word):
                found.within[one + other] += often
    return found


def digest(word: str) -> int:
    """The XXH64 of a folded word in UTF-8."""
    return xxhash.xxh64_intdigest(word.encode("utf-8", "replace"))
