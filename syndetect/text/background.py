"""How rare a word is in its language at large: frozen, versioned, the same for any collection.

The table is that of the package ``wordfreq`` 3.1.1 (Speer 2022), whose data are frozen: word
frequencies of 42 languages up to 2021, in steps of a hundredth of a power of ten. Rarity is
-log10 of the frequency in hundredths: "the" has 127, an unknown word ``UNKNOWN``. So a folder of
two files is judged with the same weights as a crawl of a million.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgpack

VERSION = "wordfreq-3.1.1"
UNKNOWN = 850  # rarer than what the table lists (its longest lists end near 800)
COMMON = 340  # at most this rare: function words and their like
_ENGLISH_WORDS = 40  # the commonest: function words
_ENGLISH_ENOUGH = 3  # different ones of them
_TELLING = 420  # words up to this rarity vote in a guess, the commoner the more
_SCRIPTS = (  # first and last code point, and the language that a text in them is taken for
    (0x0370, 0x03FF, "el"),
    (0x0590, 0x05FF, "he"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0E00, 0x0E7F, "th"),
    (0x1100, 0x11FF, "ko"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "zh"),
    (0xAC00, 0xD7A3, "ko"),
)
_READ = 1 << 14  # bytes of a list read at a time: the commonest words are in the first few
_KANA = 8  # Japanese text has at least one word in so many with kana


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


def _listed(language: str, size: str, most: int | None = None) -> list[list[str]]:
    """Words by rarity, the first *most* lists or all of them."""
    with gzip.open(_files(size)[language], "rb") as file:
        unpacker = msgpack.Unpacker(file, read_size=_READ, max_buffer_size=0)
        lists = unpacker.read_array_header() - 1
        if unpacker.unpack() != {"format": "cB", "version": 1}:
            raise ValueError(f"{file.name} is no word list of wordfreq 3.1.1")
        return [unpacker.unpack() for _ in range(lists if most is None else min(most, lists))]


@lru_cache(maxsize=64)
def _frequencies(language: str) -> dict[str, int]:
    """Rarity of each listed word; empty for a language without a list."""
    if language not in languages():
        return {}
    return {
        word: rarity for rarity, words in enumerate(_listed(language, "best")) for word in words
    }


def rarity(word: str, language: str) -> int:
    """Rarity of a folded word, in hundredths of -log10 of its frequency.

    A number is as rare as its digits are many; a compound over an apostrophe as its rarest part;
    a word without any entry is ``UNKNOWN``.
    """
    if word[:1].isdigit():
        return _number_rarity(word)
    listed = _frequencies(language)
    known = listed.get(word)
    if known is not None:
        return known
    if "'" in word:
        parts = [listed.get(part, UNKNOWN) for part in word.split("'") if len(part) > 1]
        if parts:
            return max(parts)
    return UNKNOWN


def _number_rarity(word: str) -> int:
    digits = sum(character.isdigit() for character in word)
    if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20"):
        return 420  # a year
    return min(UNKNOWN, (280, 280, 380, 500, 620, 720)[digits] if digits < 6 else UNKNOWN)


def english_number(word: str) -> int:
    """The rank of a folded word among the English function words, or -1."""
    return _english_words().get(word, -1)


def is_english(hits: Any, different: Any, words: Any) -> Any:
    """Whether so many function words, so many of them different, among *words* make English.

    A quarter of English running text; no other language gets there with several of them. Numbers
    or arrays; of no words it is true.
    """
    return (words == 0) | ((hits * 4 >= words) & (different >= _ENGLISH_ENOUGH))


def guess_language(words: Sequence[str]) -> str:
    """The language of folded *words*, by script and by common words; "en" where nothing tells.

    A script that one language mostly uses names that language ("th" is one that the table does
    not have). Else each common word votes for its languages, more where it is more frequent.
    Ties go to English, then to the first in the alphabet.
    """
    english = _english_words()
    hits = [word for word in words if word in english]
    if is_english(len(hits), len(set(hits)), len(words)):
        return "en"
    by_script = _language_of_script(words)
    if by_script:
        return by_script
    votes: dict[str, int] = {}
    table = _votes()
    for word in words:
        for language, weight in table.get(word, ()):
            votes[language] = votes.get(language, 0) + weight
    if not votes:
        return "en"
    return min(votes, key=lambda language: (-votes[language], language != "en", language))


def _language_of_script(words: Sequence[str]) -> str | None:
    """The language whose script more than half of *words* begin in."""
    if all(map(str.isascii, words)):
        return None
    counts: dict[str, int] = {}
    for word in words:
        code = ord(word[0]) if word else 0
        for first, last, language in _SCRIPTS if code > 0x36F else ():
            if first <= code <= last:
                counts[language] = counts.get(language, 0) + 1
    han = counts.get("zh", 0) + counts.get("ja", 0)
    if counts.get("ja", 0) * _KANA >= han:
        counts["ja"] = han
    best = min(counts, key=lambda language: (-counts[language], language), default=None)
    return best if best and counts[best] * 2 > len(words) else None


@lru_cache(maxsize=1)
def _votes() -> dict[str, tuple[tuple[str, int], ...]]:
    """Languages in which a word is common, each with its weight."""
    by_word: dict[str, tuple[tuple[str, int], ...]] = {}
    for language in sorted(_files("small")):
        for rarity, words in enumerate(_listed(language, "small", _TELLING)):
            vote = ((language, _TELLING - rarity),)  # one for all: most words have no other
            for word in words:
                by_word[word] = by_word.get(word, ()) + vote
    return by_word


@lru_cache(maxsize=1)
def _english_words() -> dict[str, int]:
    ranked = [word for words in _listed("en", "small", _TELLING) for word in words]
    return {word: rank for rank, word in enumerate(ranked[:_ENGLISH_WORDS])}
