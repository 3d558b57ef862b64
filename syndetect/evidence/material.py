"""What kinds of evidence share: words of some articles, windows, and sorted rows of keys.

A row depends on its reading alone. Weights are rarities in hundredths of a power of ten, exact
integers, so that sums do not depend on their order. Marks say where a key stands: ``ASIDE`` when
it stands only inside quotations or furniture, ``REPEATED`` when only there or in repeated lines.

A kind of evidence is a module (``Kind``): what it prepares of an article by itself, what it counts
within an event, and what it measures on a pair. ``ledger.KINDS`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.pools import Around
from syndetect.kernels.shared import (
    APART,
    ASIDE,
    KEY_BITS,
    REPEATED,
    gather_rows,
    order_rows,
    own_weight,
)
from syndetect.settings import Evidence

LEAST = 3000  # hundredths: weight below which a share is damped, so that scraps do not shine

_PLAIN = 150  # rarity of the commonest words: it carries no weight in a shingle

U8 = npt.NDArray[np.uint8]
Columns = dict[str, Any]  # by name: numpy or Arrow arrays, one row an article, event or pair


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs to be measured: rows of *material*, and what kinds before have measured on them."""

    left: schema.I32
    right: schema.I32
    material: pa.Table
    settings: Evidence
    measured: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a module of evidence provides. Its names stand in no other kind.

    ``prepare`` gives the columns of ``material``, one row for each article of the words.
    ``measure`` gives ``facts`` and ``context`` as columns, one row a pair; others, for kinds
    behind it to read, may stand beside them. ``count`` gives the columns of ``pool``, one row an
    event: its articles, each class of copies by its first, are rows ``bounds[i]`` to
    ``bounds[i + 1]`` of the words; ``words.around`` has them for ``prepare``.
    """

    facts: tuple[str, ...]  # signals that depend on the two texts alone
    context: tuple[str, ...]  # signals that counts of the collection have a say in
    material: tuple[pa.Field, ...]  # what of an article is compared
    prepare: Callable[[Words], Columns] | None  # none where other kinds have made all of it
    measure: Callable[[Pairs], Columns]
    pool: tuple[pa.Field, ...] = ()  # what is counted within an event
    count: Callable[[Words, schema.I64], Columns] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Keys of one kind, a row an article, ascending without doubles; weights and marks of each."""

    offsets: schema.I64
    keys: schema.U64
    weights: schema.I32
    marks: U8

    def columns(self, name: str) -> Columns:
        """The columns that ``fields`` declares."""
        return {
            f"{name}_keys": schema.ragged(self.offsets, self.keys),
            f"{name}_weights": schema.ragged(self.offsets, self.weights),
            f"{name}_marks": schema.ragged(self.offsets, self.marks),
            f"{name}_own": own_weight(self.offsets, self.weights, self.marks),
        }


def fields(name: str) -> tuple[pa.Field, ...]:
    """Columns for ``Rows``: keys, weights, marks, and the weight of all own keys of an article."""
    parts = {"keys": pa.uint64(), "weights": pa.int32(), "marks": pa.uint8()}
    lists = [pa.field(f"{name}_{part}", pa.large_list(dtype)) for part, dtype in parts.items()]
    return (*lists, pa.field(f"{name}_own", pa.int64()))


def distinct(row: schema.I64, keys: schema.U64, weights: Any, marks: U8, count: int) -> Rows:
    """``Rows`` of *count* articles from entries, those of a *row* side by side, rows ascending."""
    order = order_rows(bounds(row, count), keys)
    return Rows(*gather_rows(row, keys, weights.astype(np.int32), marks, order, count))


@dataclass(frozen=True, slots=True)
class Windows:
    """Every run of *width* words of some articles, in the order of the text."""

    starts: schema.I64  # flat place of the first word
    row: schema.I64
    bounds: schema.I64  # windows before each row
    keys: schema.U64
    order: schema.I64  # by row and key, equal keys in the order of the text


class Words:
    """The tokens of some articles as flat arrays, and what several kinds make of them, once."""

    def __init__(self, readings: pa.Table, width: int, around: Around, house: Around) -> None:
        """*readings* are ``schema.READINGS``; *width* words make a shingle; *around* are the
        pools of the articles' events, *house* the stock wording of their outlets."""
        self.readings = readings
        self.around = around
        self.house = house
        self.width = width
        self.count = readings.num_rows
        self.offsets, self.word = schema.flat(readings, "word")
        self.stem = schema.flat(readings, "stem")[1]
        self.rarity = schema.flat(readings, "rarity")[1]
        self.flags = schema.flat(readings, "flags")[1]
        self.row = np.repeat(np.arange(self.count, dtype=np.int64), np.diff(self.offsets))
        self.marks = _marks(self.flags)
        self.telling = np.flatnonzero(self.flags & schema.COMMON == 0)  # content words

    @cached_property
    def windows(self) -> Windows:
        """All shingles, at every place."""
        lengths = np.maximum(np.diff(self.offsets) - self.width + 1, 0)
        ends = np.concatenate(([0], np.cumsum(lengths)))
        row = np.repeat(np.arange(self.count, dtype=np.int64), lengths)
        starts = np.arange(int(ends[-1])) + (self.offsets[:-1] - ends[:-1])[row]
        keys = _hashes(self.word, starts, self.width)
        return Windows(starts, row, ends, keys, order_rows(ends, keys))

    @cached_property
    def shingles(self) -> Rows:
        """Distinct shingles of each article, at what their words are rarer than the commonest."""
        seen = self.windows
        weight = np.full(len(seen.starts), -self.width * _PLAIN, dtype=np.int32)
        for k in range(self.width):
            weight += self.rarity[seen.starts + k]
        weight = np.maximum(weight, 0).astype(np.int32)
        marks = _mark_windows(self.marks, seen.starts, self.width)
        return Rows(*gather_rows(seen.row, seen.keys, weight, marks, seen.order, self.count))

    @cached_property
    def stock(self) -> npt.NDArray[np.bool_]:
        """Which words stand in stock wording of their article's outlet."""
        seen, rows = self.windows, self.shingles
        known = self.house.places("stock_keys", rows.offsets, rows.keys) >= 0
        ordered = seen.keys[seen.order]
        fresh = np.ones(len(ordered), dtype=np.bool_)  # where another of ``shingles`` begins
        fresh[1:] = (ordered[1:] != ordered[:-1]) | np.diff(seen.row[seen.order]).astype(np.bool_)
        starts = seen.starts[seen.order[known[np.cumsum(fresh) - 1]]]
        found = np.zeros(len(self.word), dtype=np.bool_)
        for k in range(self.width):
            found[starts + k] = True
        return found

    @cached_property
    def content(self) -> Rows:
        """Stems of the words that are not common, at their rarity."""
        at = self.telling
        return distinct(
            self.row[at], short(self.stem[at]), self.rarity[at], self.marks[at], self.count
        )


def short(hashes: schema.U64) -> schema.U64:
    """The upper ``KEY_BITS`` of hashes: of 10^8 pairs, one takes two keys for the same."""
    return hashes >> np.uint64(64 - KEY_BITS)


def bounds(row: schema.I64, count: int) -> schema.I64:
    """Offsets of *count* rows from the row of each entry."""
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=count)))).astype(np.int64)


def _marks(flags: U8) -> U8:
    table = np.zeros(256, dtype=np.uint8)
    for flag in range(256):
        aside = (ASIDE | REPEATED | APART) if flag & schema.ASIDE else 0
        table[flag] = aside | (REPEATED if flag & schema.REPEATED else 0)
    return table[flags]


def _mark_windows(marks: U8, starts: schema.I64, width: int) -> U8:
    """A window stands aside where any word of it does, and apart where all of them do."""
    some = marks[starts]
    every = marks[starts]
    for k in range(1, width):
        some = some | marks[starts + k]
        every = every & marks[starts + k]
    return np.asarray((some & ~np.uint8(APART)) | (every & np.uint8(APART)), dtype=np.uint8)


def _hashes(word: schema.U64, starts: schema.I64, width: int) -> schema.U64:
    """A hash of each window, by multiply and rotate (equality is all that is asked of it)."""
    mixed = np.zeros(len(starts), dtype=np.uint64)
    for k in range(width):
        mixed = (mixed ^ word[starts + k]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return short(mixed)
