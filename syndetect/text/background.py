"""How rare a word is in its language at large: frozen, versioned, the same for any collection.

The table is that of the package ``wordfreq`` 3.1.1 (Speer 2022), whose data are frozen: word
frequencies of 42 languages up to 2021, in steps of a hundredth of a power of ten. Rarity is
-log10 of the frequency in hundredths: "the" has 127, an unknown word ``UNKNOWN``. So a folder of
two files is judged with the same weights as a crawl of a million.
"""

from __future__ import annotations

from functools import lru_cache

import wordfreq

VERSION = "wordfreq-3.1.1"
UNKNOWN = 850  # rarer than what the table lists (its longest lists end near 800)
COMMON = 340  # at most this rare: function words and their like
_GUESS_WORDS = 40


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Two-letter codes (and "fil") of the languages that the table has."""
    return frozenset(wordfreq.available_languages("best"))


@lru_cache(maxsize=64)
def _frequencies(language: str) -> dict[str, int]:
    """Rarity of each listed word; empty for a language without a list."""
    if language not in languages():
        return {}
    listed: dict[str, int] = {}
    for rarity, words in enumerate(wordfreq.get_frequency_list(language, "best")):
        for word in words:
            listed[word] = rarity
    return listed


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


@lru_cache(maxsize=1)
def _common_words() -> dict[str, frozenset[str]]:
    """Languages by each of their commonest words that only some languages share."""
    by_word: dict[str, set[str]] = {}
    for language in sorted(wordfreq.available_languages("small")):
        words = [
            w for bucket in wordfreq.get_frequency_list(language, "small")[:330] for w in bucket
        ]
        for word in words[:_GUESS_WORDS]:
            by_word.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in by_word.items()}


def guess_language(words: list[str]) -> str:
    """The language whose commonest words the text uses most; "en" where nothing tells.

    Ties go to the language first in the alphabet, but English before all.
    """
    english = _english_words()
    hits = sum(word in english for word in words)
    if hits * 4 >= len(words):  # a quarter of English running text; no other language gets there
        return "en"
    votes: dict[str, float] = {}
    table = _common_words()
    for word in words:
        languages = table.get(word, frozenset())
        for language in languages:
            votes[language] = votes.get(language, 0.0) + 1.0 / len(languages)
    if not votes:
        return "en"
    return min(votes, key=lambda language: (-votes[language], language != "en", language))


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    buckets = wordfreq.get_frequency_list("en", "small")
    return frozenset([w for bucket in buckets for w in bucket][:_GUESS_WORDS])
