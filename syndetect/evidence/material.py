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
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.held import Held
from syndetect.evidence.pools import Around
from syndetect.evidence.vocabulary import Vocabulary
from syndetect.kernels.meetings import Met, meet
from syndetect.kernels.sealed import sealed
from syndetect.kernels.shared import (
    APART,
    ASIDE,
    REPEATED,
    bits_of,
    group_rows,
    largest,
    mark_stock,
    order_rows,
    own_weight,
    windows,
)
from syndetect.settings import Evidence

LEAST = 3000  # hundredths: weight below which a share is damped, so that scraps do not shine

_PLAIN = 150  # rarity of the commonest words: it carries no weight in a shingle

T = TypeVar("T")
U8 = npt.NDArray[np.uint8]
I16 = npt.NDArray[np.int16]
Columns = dict[str, Any]  # by name: numpy or Arrow arrays, one row an article, event or pair


class Pairs:
    """Pairs to be measured: rows of *material*, and what kinds before have measured on them."""

    def __init__(
        self,
        left: schema.I32,
        right: schema.I32,
        material: Held,
        settings: Evidence,
        measured: Mapping[str, Any],
    ) -> None:
        self.left = left
        self.right = right
        self.material = material
        self.settings = settings
        self.measured = measured

    @cached_property
    def stems(self) -> Met:
        """The content stems that each pair has in common: places among ``content_keys``."""
        return meet(self.left, self.right, *self.material.flat("content_keys"))

    @cached_property
    def shingles(self) -> Met:
        """The shingles that each pair has in common: places among ``shingle_keys``."""
        return meet(self.left, self.right, *self.material.flat("shingle_keys"))


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
    weights: I16  # of a stem below 1,000, of a shingle that times its width
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
    parts = {"keys": pa.uint64(), "weights": pa.int16(), "marks": pa.uint8()}
    lists = [pa.field(f"{name}_{part}", pa.large_list(dtype)) for part, dtype in parts.items()]
    return (*lists, pa.field(f"{name}_own", pa.int64()))


class Windows(NamedTuple):
    """Runs of words, a row an article, see ``kernels.shared.windows``."""

    offsets: schema.I64
    keys: schema.U64
    weights: schema.I32
    marks: U8


@dataclass(frozen=True, slots=True)
class Grouped:
    """Entries of some articles by article and key: key k of all has ``at[spots[k]:spots[k + 1]]``,
    in the order of the text."""

    offsets: schema.I64  # keys before each article
    keys: schema.U64  # ascending within an article, without doubles
    spots: schema.I64
    at: schema.I64  # places of entries

    def heaviest(self, weights: schema.I32) -> I16:
        """The largest weight of the entries of each key."""
        found: I16 = largest(self.spots, self.at, sealed(weights, np.int32))
        return found

    def common(self, marks: U8) -> U8:
        """The marks that all entries of each key carry."""
        found: U8 = bits_of(self.spots, self.at, sealed(marks, np.uint8))[0]
        return found

    def some(self, marks: U8) -> U8:
        """The marks that an entry of each key carries."""
        found: U8 = bits_of(self.spots, self.at, sealed(marks, np.uint8))[1]
        return found


def grouped(offsets: schema.I64, keys: schema.U64, at: schema.I64 | None = None) -> Grouped:
    """Entries ``keys[offsets[i]:offsets[i + 1]]`` of each article i by key; *at* is where they
    stand, in the order of the text, if not one after the other."""
    offsets, keys = sealed(offsets, np.int64), sealed(keys, np.uint64)
    order = order_rows(offsets, keys)
    starts, found, spots = group_rows(offsets, keys, order)
    return Grouped(starts, found, spots, order if at is None else at[order])


class Words:
    """The tokens of some articles as flat arrays, and what several kinds make of them, once."""

    def __init__(
        self, packed: pa.Table, known: Vocabulary, width: int, around: Around, house: Around
    ) -> None:
        """*packed* are ``schema.PACKED`` readings; *width* words make a shingle; *around* are the
        pools of the articles' events, *house* the stock wording of their outlets."""
        self.known = known
        self.around = around
        self.house = house
        self.width = width
        self.count = packed.num_rows
        self.offsets, self.place = schema.flat(packed, "word")  # places in the vocabulary
        self.flags = schema.flat(packed, "flags")[1]
        self.sentences = schema.flat(packed, "sentence")
        self.rarity = known.rarity[self.place]
        self.row = np.repeat(np.arange(self.count, dtype=np.int64), np.diff(self.offsets))
        self.marks = _MARKS[self.flags]
        self.telling = np.flatnonzero(self.flags & schema.COMMON == 0)  # content words
        self._made: dict[Any, Any] = {}

    def once(self, make: Callable[[Words], T]) -> T:
        """What *make* makes of these words, for all kinds of evidence that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def word(self) -> schema.U64:
        """The hash of each word."""
        found: schema.U64 = self.known.word[self.place]
        return found

    @cached_property
    def stems(self) -> Grouped:
        """Where each content stem stands."""
        at = self.telling
        return grouped(bounds(self.row[at], self.count), self.known.key[self.place[at]], at)

    @cached_property
    def content(self) -> Rows:
        """Stems of the words that are not common, at their rarity."""
        seen = self.stems
        return Rows(seen.offsets, seen.keys, seen.heaviest(self.rarity), seen.common(self.marks))

    @cached_property
    def windows(self) -> Windows:
        """Every run of *width* words, in the order of the text."""
        return Windows(
            *windows(
                sealed(self.offsets, np.int64),
                sealed(self.word, np.uint64),
                sealed(self.rarity, np.int32),
                sealed(self.marks, np.uint8),
                self.width,
                _PLAIN,
            )
        )

    @cached_property
    def places(self) -> Grouped:
        """All shingles by key, and where each begins, counted through all articles: the place of
        its first word, less the windows that the articles before are too short for."""
        return grouped(self.windows.offsets, self.windows.keys)

    @cached_property
    def shingles(self) -> Rows:
        """Distinct shingles of each article, at what their words are rarer than the commonest."""
        seen, (_, _, weights, marks) = self.places, self.windows
        return Rows(seen.offsets, seen.keys, seen.heaviest(weights), seen.common(marks))

    @cached_property
    def in_stock(self) -> npt.NDArray[np.bool_]:
        """Which of ``shingles`` are stock wording of their article's outlet."""
        seen = self.shingles
        return self.house.places("stock_keys", seen.offsets, seen.keys) >= 0

    @cached_property
    def stock(self) -> npt.NDArray[np.bool_]:
        """Which words stand in stock wording of their article's outlet."""
        seen = self.places
        found: npt.NDArray[np.bool_] = mark_stock(
            self.in_stock, seen.offsets, seen.spots, seen.at, self.offsets, self.width
        )
        return found


def bounds(row: schema.I64, count: int) -> schema.I64:
    """Offsets of *count* rows from the row of each entry."""
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=count)))).astype(np.int64)


def _marks() -> U8:
    """The marks of a word by its flags."""
    table = np.zeros(256, dtype=np.uint8)
    for flag in range(256):
        aside = (ASIDE | REPEATED | APART) if flag & schema.ASIDE else 0
        table[flag] = aside | (REPEATED if flag & schema.REPEATED else 0)
    return table


_MARKS = _marks()
