"""Whether one text is many: pages of pieces that have nothing to do with one another.

A story keeps its terms: who and what it is about comes back from the first paragraph to the last.
A page of many stories drops them: what a piece is about is said a few times close together and
never again. So of the pairs of places at which a term stands, the share that lie close together
is measured against chance. This is the lexical cohesion of Hearst's TextTiling (1997) without its
boundaries, for paragraphs are not to be had of every page.

Essays, interviews and long lists of advice wander too, but name few people and places; stories of
many events name many. Both are asked for. Scripts without capital letters show no names: no text
in them is called scattered. In German every noun has one, and the second question asks nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema

_STRETCH = 10  # content words in a stretch, about a sentence
_NEAR = 3  # stretches apart at which two places are close together: a short piece of news
_LEAST = 30  # stretches below which chance has too much of a say
_TIMES = (11, 4)  # close pairs over those of chance, as a fraction: from here on it is scattered
_NAMES = 18  # words to one new name, at most

_Mask = npt.NDArray[np.bool_]
_ASIDE = schema.FURNITURE | schema.REPEATED


class _Pairs(NamedTuple):
    """Pairs of stretches with a term in common, and pairs of stretches at all, by article."""

    near: schema.I64
    all: schema.I64
    near_by_chance: schema.I64
    all_by_chance: schema.I64


def scattered(readings: pa.Table) -> _Mask:
    """Which of *readings* (``schema.READINGS``) are made of pieces that share no terms.

    Each row depends on its own text alone. Short texts are never scattered.
    """
    row, stem, flags = _own_words(readings)
    count = readings.num_rows
    pairs, stretches = _pairs(row, stem, flags, count)
    more, than = _TIMES
    wanders = than * pairs.near * pairs.all_by_chance >= more * pairs.all * pairs.near_by_chance
    words = np.bincount(row, minlength=count)
    many_names = _NAMES * _names(row, stem, flags, count) >= words
    return np.asarray((stretches >= _LEAST) & (pairs.all > 0) & wanders & many_names)


def _own_words(readings: pa.Table) -> tuple[schema.I64, schema.U64, npt.NDArray[np.uint8]]:
    """Article, stem and flags of each word outside furniture, in the order of the text."""
    offsets, stem = schema.flat(readings, "stem")
    _, flags = schema.flat(readings, "flags")
    row = np.repeat(np.arange(readings.num_rows, dtype=np.int64), np.diff(offsets))
    own = flags & _ASIDE == 0
    return row[own], stem[own], flags[own]


def _pairs(
    row: schema.I64, stem: schema.U64, flags: npt.NDArray[np.uint8], count: int
) -> tuple[_Pairs, schema.I64]:
    """Pairs of stretches of each of *count* articles, and its number of stretches."""
    telling = flags & schema.COMMON == 0
    row, stem = row[telling], stem[telling]
    words = np.bincount(row, minlength=count).astype(np.int64)
    stretches = words // _STRETCH
    begins = np.cumsum(words) - words
    stretch = (np.arange(len(row)) - begins[row]) * stretches[row] // words[row]
    row, stem, stretch = _distinct(row, stem, stretch)
    near = np.zeros(count, dtype=np.int64)
    for lag in range(1, _NEAR + 1):
        ahead, behind = slice(lag, None), slice(None, max(len(row) - lag, 0))
        same = (row[ahead] == row[behind]) & (stem[ahead] == stem[behind])
        close = same & (stretch[ahead] - stretch[behind] <= _NEAR)
        near += np.bincount(row[ahead][close], minlength=count)
    n = np.maximum(stretches, _NEAR)
    chance_near = _NEAR * n - _NEAR * (_NEAR + 1) // 2
    return _Pairs(near, _all_pairs(row, stem, count), chance_near, n * (n - 1) // 2), stretches


def _all_pairs(row: schema.I64, stem: schema.U64, count: int) -> schema.I64:
    """By article, pairs of entries of the same term; entries are in order of article and term."""
    fresh = np.ones(len(row), dtype=bool)
    fresh[1:] = (row[1:] != row[:-1]) | (stem[1:] != stem[:-1])
    starts = np.flatnonzero(fresh)
    sizes = np.diff(np.append(starts, len(row)))
    pairs = np.zeros(count, dtype=np.int64)
    np.add.at(pairs, row[starts], sizes * (sizes - 1) // 2)
    return pairs


def _distinct(
    row: schema.I64, stem: schema.U64, stretch: schema.I64
) -> tuple[schema.I64, schema.U64, schema.I64]:
    """The entries by article, term and stretch, each once."""
    order = np.lexsort((stretch, stem, row))
    row, stem, stretch = row[order], stem[order], stretch[order]
    fresh = np.ones(len(row), dtype=bool)
    fresh[1:] = (row[1:] != row[:-1]) | (stem[1:] != stem[:-1]) | (stretch[1:] != stretch[:-1])
    return row[fresh], stem[fresh], stretch[fresh]


def _names(
    row: schema.I64, stem: schema.U64, flags: npt.NDArray[np.uint8], count: int
) -> schema.I64:
    """How many different names stand in each article."""
    named = flags & schema.NAME > 0
    row, stem = row[named], stem[named]
    row, _, _ = _distinct(row, stem, np.zeros(len(row), dtype=np.int64))
    return np.bincount(row, minlength=count).astype(np.int64)
