"""Which language a text is in: what its first words say, and what its page declares.

A text is English where a quarter of its first words are English function words, several different
ones; no other language gets there, and to look costs next to nothing. Of all others ``py3langid``
is asked (Lui and Baldwin 2012, "langid.py": naive Bayes over the bytes of n-grams; the model is in
the package, and frozen). It chooses among written standards of news: Nynorsk counts as Norwegian,
Bosnian, Croatian and Serbian as one, as the background has them. Where nothing tells, the text
counts as English.

A page that declares its language is believed where the text is short or leaves a doubt; else the
text is, for templates declare what is easily wrong. Between languages that are nearly the same in
writing the page is believed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.text import background

_LOOKED_AT = 200  # words of a text, from the first on
_ENGLISH_WORDS = 70  # the commonest: function words, with most of their weight
_ENGLISH_ENOUGH = 4  # different ones of them
_COMMON = 420  # rarity up to which they are looked for
_READ = 600  # bytes of a text that the identifier is given: a paragraph or two
_LIKELY = 0.5  # probability from which it is believed
_SURE = 0.95  # and from which it is believed against the page
_SURE_WORDS = 20  # in a text of so many words

# What news is written in, of what the identifier knows, and what else the background has.
NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "as": "Assamese", "az": "Azerbaijani",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy":
    "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr":
    "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "ig": "Igbo", "is":
    "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km":
    "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lb":
    "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy", "mk":
    "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt":
    "Maltese", "my": "Burmese", "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch", "or": "Odia",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru":
    "Russian", "rw": "Kinyarwanda", "sh": "Bosnian/Croatian/Serbian", "si": "Sinhala", "sk":
    "Slovak", "sl": "Slovene", "sn": "Shona", "so": "Somali", "sq": "Albanian", "st": "Sotho",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai",
    "tk": "Turkmen", "tr": "Turkish", "tt": "Tatar", "uk": "Ukrainian", "ur": "Urdu", "uz":
    "Uzbek", "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
_NO_LANGUAGE = "zxx"
_CODES = {  # as the background has them
    "bs": "sh", "hr": "sh", "sr": "sh", "in": "id", "iw": "he", "nn": "nb", "no": "nb", "tl": "fil",
}  # fmt: skip
_KIN = {"nb": "da", "ms": "id"}  # nearly the same in writing

Flags = npt.NDArray[np.bool_]


class Guess(NamedTuple):
    """What a text says of its language: a code, None where nothing tells, and whether it is sure
    enough to contradict the page."""

    language: str | None
    sure: bool


def guess(
    offsets: schema.I64,
    numbers: schema.I32,
    words: schema.U64,
    beginning: Callable[[int, int], bytes],
) -> list[Guess]:
    """The language of each text, whose words are ``numbers[offsets[i]:offsets[i + 1]]``.

    A number stands for a folded word, of which *words* has the XXH64, 0 where nothing is left of
    it. ``beginning(i, n)`` gives the first n bytes of text i in UTF-8, and is asked for texts only
    that are not clearly English.
    """
    sizes = np.minimum(np.diff(offsets), _LOOKED_AT)
    row = np.repeat(np.arange(len(sizes)), sizes)
    number = numbers[
        np.repeat(offsets[:-1] - np.cumsum(sizes) + sizes, sizes) + np.arange(len(row))
    ]
    english = _are_english(row, _english_ranks(words)[number], sizes)
    long = sizes >= _SURE_WORDS
    return [
        Guess("en", is_long) if is_english else _identify(beginning(text, _READ), is_long)
        for text, (is_english, is_long) in enumerate(
            zip(english.tolist(), long.tolist(), strict=True)
        )
    ]


def settle(guessed: Guess, declared: str | None) -> str:
    """The language in which a text is read."""
    page = code(declared)
    if page is None:
        return guessed.language or "en"
    if guessed.sure and guessed.language and standard(guessed.language) != standard(page):
        return guessed.language
    return page


def code(declared: str | None) -> str | None:
    """The code of a declared language ("de_AT", "iw") as readings have it; None for one that
    nobody here knows."""
    base = (declared or "").replace("_", "-").split("-")[0].strip().lower()
    found = _CODES.get(base, base)
    return found if found in NAMES else None


def standard(language: str) -> str:
    """One code for languages that are nearly the same in writing: Danish and Norwegian, Indonesian
    and Malay."""
    return _KIN.get(language, language)


def _identify(text: bytes, long: bool) -> Guess:
    found, probability = _identifier().classify(text)
    if found == _NO_LANGUAGE or probability < _LIKELY:
        return Guess(None, sure=False)
    return Guess(_CODES.get(found, found), sure=long and probability >= _SURE)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Read when the first text comes that is not clearly English: that takes half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages(known & {*NAMES, *_CODES, _NO_LANGUAGE})
    return identifier


def _are_english(row: schema.I64, rank: npt.NDArray[np.int64], sizes: schema.I64) -> Flags:
    """Which texts are English; *rank* is the function word that each word is, or -1."""
    hits = row[rank >= 0]
    different = np.unique(hits * _ENGLISH_WORDS + rank[rank >= 0]) // _ENGLISH_WORDS
    enough = np.bincount(different, minlength=len(sizes)) >= _ENGLISH_ENOUGH
    often = np.bincount(hits, minlength=len(sizes)) * 4 >= sizes
    found: Flags = enough & often
    return found


def _english_ranks(words: schema.U64) -> npt.NDArray[np.int64]:
    known, ranks = _english()
    at = np.minimum(np.searchsorted(known, words), len(known) - 1)
    return np.where(known[at] == words, ranks[at], -1)


@lru_cache(maxsize=1)
def _english() -> tuple[schema.U64, npt.NDArray[np.int64]]:
    """The hashes of the function words, ascending, and the rank of each."""
    listed = [word for words in background.by_rarity("en", _COMMON) for word in words]
    hashes = np.array([background.digest(word) for word in listed[:_ENGLISH_WORDS]], np.uint64)
    order = np.argsort(hashes)
    return hashes[order], order
