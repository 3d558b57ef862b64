"""Words of one language in several forms: one way to write each, and one stem for its forms.

Stems are those of Snowball (Porter 2001; ``PyStemmer`` 3.1.0, whose algorithms are frozen with its
version). For Ukrainian, Bulgarian and Korean, which it does not have, the longest of some endings
or particles is cut off, as in the light stemmers of Savoy (2007). English has its own
(``stems.py``); other languages keep the plain cut of long words. A stem is a key, never shown.

Before anything else a language is written one way: Arabic and Hebrew without points and the bar
that lengthens words, Romanian with commas below, Serbian in Latin letters. Where a letter is
mistaken for another when case is folded (Turkish ı and i), or left out at will (Russian ё), both
are one in keys and in the list of the background.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ms": "indonesian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sh": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_ENDINGS = {
    "bg": "ището ищата ището ието ията овете евете иите ите ове еве ата ето ото ята ият ът ят та "
    "то те ия ие ии а я о е и у",
    "ko": "에서는 에서도 으로는 으로도 에게서 이라고 이라는 에서 에게 에는 에도 으로 부터 까지 "
    "처럼 보다 라고 라는 들은 들이 들을 들의 들에 은 는 이 가 을 를 의 에 로 와 과 도 만 들",
    "uk": "ування увань ання ання ення ень ями ами ові еві єві ого ього ому ьому ими іми ої ою ею "
    "єю ів їв ам ям ах ях ом ем єм ий ій им їм их їх ую юю а я о е є и і ї у ю ь й",
}
_LEFT = {"ko": 2}  # letters that an ending leaves at least
_ENOUGH = 3
_ELIDED = frozenset({"fr", "it", "ca"})  # "l'île"; what is joined in front is no part of the word

_JOINED = re.compile("^[وفبك](?=ال...)")  # "and the", "in the": light10 of Larkey et al. (2002)

_POINTS = dict.fromkeys([*range(0x591, 0x5C8), 0x640, *range(0x64B, 0x653), 0x670])
_CYRILLIC = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
_WRITTEN: dict[str, dict[int, str | None]] = {
    "ar": {**_POINTS},
    "fa": {**_POINTS, 0x643: "\u06a9", 0x64A: "\u06cc"},
    "he": {**_POINTS},
    "ro": {0x15F: "\u0219", 0x163: "\u021b"},
    "sh": {**_CYRILLIC},
    "tr": {0x307: None},  # the dot of İ, when that is made small
    "ur": {**_POINTS, 0x643: "\u06a9", 0x64A: "\u06cc"},
}
_ONE = {"ru": str.maketrans("ё", "е"), "tr": str.maketrans("ı", "i")}

# Stems of these are words again, which the background knows.
WORDS = frozenset({"fa", "ko"})


def written(word: str, language: str) -> str:
    """A folded *word* as the list of its *language* writes it."""
    return word.translate(_WRITTEN.get(language, {}))


def key(word: str, language: str) -> str:
    """A word or a stem, as ``written`` or ``stems`` gives it, so that confused letters are one."""
    return word.translate(_ONE.get(language, {}))


def has_keys(language: str) -> bool:
    """Whether ``key`` may change a word of a *language*."""
    return language in _ONE


def has_stems(language: str) -> bool:
    """Whether there are stems for a *language* here."""
    return language in _SNOWBALL or language in _ENDINGS


def stems(words: Sequence[str], language: str) -> list[str]:
    """The stem of each of *words*, which are as ``written`` gives them."""
    if language in _ELIDED:
        words = [word.rpartition("'")[2] if len(word) > _ENOUGH else word for word in words]
    if language == "ar":
        words = [_JOINED.sub("", word) for word in words]
    if language in _SNOWBALL:
        stemmer = Stemmer.Stemmer(_SNOWBALL[language], 0)  # one a call: it is not made for threads
        return [str(stem) for stem in stemmer.stemWords(words)]
    endings, left = _endings(language), _LEFT.get(language, _ENOUGH)
    return [_cut(word, endings, left) for word in words]


def _cut(word: str, endings: Sequence[str], left: int) -> str:
    for ending in endings:
        if len(word) - len(ending) >= left and word.endswith(ending):
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=8)
def _endings(language: str) -> list[str]:
    """The endings of a language, the longest first."""
    return sorted(set(_ENDINGS[language].split()), key=lambda ending: (-len(ending), ending))
