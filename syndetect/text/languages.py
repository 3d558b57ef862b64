"""Which language a text is in, by its first words: by script, and by the common words of each.

A text is English where a quarter of its words are English function words, several different ones;
no other language gets there. Else a script that one language mostly uses names that language ("th"
is one that the background does not have). Else each common word votes for its languages, more
where it is more frequent. Ties go to English, then to the first in the alphabet; English is also
where nothing tells.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.text import background

_LOOKED_AT = 200  # words of a text, from the first on
_ENGLISH_WORDS = 40  # the commonest: function words
_ENGLISH_ENOUGH = 3  # different ones of them
_TELLING = 420  # words up to this rarity vote, the commoner the more
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
_OF_SCRIPTS = sorted({language for *_, language in _SCRIPTS})
_KANA = 8  # Japanese text has at least one word in so many with kana

Flags = npt.NDArray[np.bool_]


class _Votes(NamedTuple):
    """For which languages each common word votes, and how much."""

    names: list[str]  # English, then by the alphabet
    words: schema.U64  # ascending
    offsets: schema.I64  # of the votes of each word
    languages: schema.I32
    weights: schema.I32


def guess(
    offsets: schema.I64, numbers: schema.I32, words: schema.U64, firsts: schema.I32
) -> list[str]:
    """The language of each text, whose words are ``numbers[offsets[i]:offsets[i + 1]]``.

    A number stands for a folded word, of which *words* has the XXH64 and *firsts* the first code
    point; both are 0 where nothing is left of it.
    """
    sizes = np.minimum(np.diff(offsets), _LOOKED_AT)
    row = np.repeat(np.arange(len(sizes)), sizes)
    number = numbers[
        np.repeat(offsets[:-1] - np.cumsum(sizes) + sizes, sizes) + np.arange(len(row))
    ]
    others = np.flatnonzero(~_are_english(row, _english_ranks(words)[number], sizes))
    found = ["en"] * len(sizes)
    if len(others):
        place = np.full(len(sizes), -1)
        place[others] = np.arange(len(others))
        kept = place[row] >= 0
        row, number = place[row[kept]], number[kept]
        of_script = _by_script(row, firsts[number], sizes[others])
        for text, script, voted in zip(
            others.tolist(), of_script, _by_votes(row, words[number], len(others)), strict=True
        ):
            found[text] = script or voted
    return found


def _are_english(row: schema.I64, rank: npt.NDArray[np.int64], sizes: schema.I64) -> Flags:
    """Which texts are English; *rank* is the function word that each word is, or -1."""
    hits = row[rank >= 0]
    different = np.unique(hits * _ENGLISH_WORDS + rank[rank >= 0]) // _ENGLISH_WORDS
    enough = np.bincount(different, minlength=len(sizes)) >= _ENGLISH_ENOUGH
    often = np.bincount(hits, minlength=len(sizes)) * 4 >= sizes
    found: Flags = (enough & often) | (sizes == 0)
    return found


def _english_ranks(words: schema.U64) -> npt.NDArray[np.int64]:
    known, ranks = _english()
    at = np.minimum(np.searchsorted(known, words), len(known) - 1)
    return np.where(known[at] == words, ranks[at], -1)


def _by_script(row: schema.I64, firsts: schema.I32, sizes: schema.I64) -> list[str | None]:
    """The language whose script more than half of the words of each text begin in."""
    begins, lasts, names = zip(*_SCRIPTS, strict=True)
    at = np.searchsorted(begins, firsts, side="right") - 1
    inside = (at >= 0) & (firsts <= np.array(lasts)[at])
    column = np.array([_OF_SCRIPTS.index(name) for name in names])[at[inside]]
    shape = (len(sizes), len(_OF_SCRIPTS))
    cells = np.bincount(row[inside] * shape[1] + column, minlength=shape[0] * shape[1])
    counts = cells.reshape(shape)
    kana, han = (counts[:, _OF_SCRIPTS.index(name)] for name in ("ja", "zh"))
    japanese = kana * _KANA >= kana + han
    kana[japanese] += han[japanese]
    best = np.argmax(counts, axis=1)
    clear = counts[np.arange(len(sizes)), best] * 2 > sizes
    told = zip(best.tolist(), clear.tolist(), strict=True)
    return [_OF_SCRIPTS[one] if is_clear else None for one, is_clear in told]


def _by_votes(row: schema.I64, words: schema.U64, count: int) -> list[str]:
    """The language that most is said for among the words of each text."""
    votes = _votes()
    at = np.minimum(np.searchsorted(votes.words, words), len(votes.words) - 1)
    known = votes.words[at] == words
    row, at = row[known], at[known]
    sizes = np.diff(votes.offsets)[at]
    each = np.repeat(votes.offsets[at] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    cell = np.repeat(row, sizes) * len(votes.names) + votes.languages[each]
    sums = np.bincount(cell, votes.weights[each], minlength=count * len(votes.names))
    best = np.argmax(sums.reshape(count, len(votes.names)), axis=1)
    return [votes.names[one] for one in best.tolist()]


@lru_cache(maxsize=1)
def _english() -> tuple[schema.U64, npt.NDArray[np.int64]]:
    """The hashes of the function words, ascending, and the rank of each."""
    listed = [word for words in background.by_rarity("en", _TELLING) for word in words]
    hashes = np.array([background.digest(word) for word in listed[:_ENGLISH_WORDS]], np.uint64)
    order = np.argsort(hashes)
    return hashes[order], order


@lru_cache(maxsize=1)
def _votes() -> _Votes:
    names = sorted(background.languages(), key=lambda name: (name != "en", name))
    words: list[int] = []
    languages: list[int] = []
    weights: list[int] = []
    for column, name in enumerate(names):
        for rarity, some in enumerate(background.by_rarity(name, _TELLING)):
            words += map(background.digest, some)
            languages += [column] * len(some)
            weights += [_TELLING - rarity] * len(some)
    hashes = np.array(words, dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    known, starts = np.unique(hashes[order], return_index=True)
    return _Votes(
        names=names,
        words=known,
        offsets=np.append(starts, len(order)),
        languages=np.array(languages, dtype=np.int32)[order],
        weights=np.array(weights, dtype=np.int32)[order],
    )
