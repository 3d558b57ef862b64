"""Keys of families and events: two that have one key have one outcome.

A key is made of all that an outcome hangs on, by columns, and names articles by their ids:
ordinals shift when articles are added. What is in a family goes into its key in any order; the
order of its articles, by which ties are broken, is that of their ids, and does not change. A key
says nothing of the code: who keeps outcomes keeps them for one version of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import hashed, schema
from syndetect.provenance.choosing import Families
from syndetect.provenance.merges import Compared
from syndetect.provenance.reprints import LookedUp
from syndetect.provenance.ties import Flags, Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.voices import Ends
from syndetect.provenance.witnesses import Witnesses

_AT_ONCE = 1 << 14  # ties hashed at a time: a row has three hundred bytes
_PAIRS = 1 << 20  # compared pairs that are looked at together
_MEMBER, _CLASS, _COPY, _TIE, _PAIR = range(5)  # what a hash is of
_FACTS = (
    "kind", "probability", "own_left", "own_right", "passage_words", "likeness", "signed",
    "between", "told",
)  # fmt: skip


class _Sums:
    """For each label the sum of the hashes of what belongs to it, and how many these are."""

    def __init__(self, size: int) -> None:
        self.sums = np.zeros(size, dtype=np.uint64)
        self.counts = np.zeros(size, dtype=np.uint64)

    def add(self, labels: npt.NDArray[np.integer], what: int, columns: list[Any]) -> None:
        """Rows of *columns*, each of which belongs to one of *labels*."""
        if len(labels):
            tags = np.full(len(labels), what)
            np.add.at(self.sums, labels, hashed.together([tags, *columns]))
            np.add.at(self.counts, labels, 1)


def of_families(given: Families, some: Flags) -> schema.U64:
    """The key of the family of each article, where it is one of *some*, else 0.

    *some* are whole families of those that are *given*, each of several articles or of a head of
    copies. What was compared is ``merges.Compared``, or ``tree.nothing``.
    """
    articles, labels = np.flatnonzero(some), given.labels
    ids = hashed.column(given.witnesses.ids)
    found = _Sums(len(labels))
    _add_members(found, given, articles, ids)
    _add_copies(found, given, some, ids)
    ties = given.ties.take(some[given.ties.left])
    for begin in range(0, len(ties), _AT_ONCE):
        part = ties.take(np.arange(begin, min(begin + _AT_ONCE, len(ties))))
        found.add(labels[part.left], _TIE, [ids[part.left], ids[part.right], *_told(part)])
    for home, columns in _pairs(given.compared, articles, labels, ids):
        found.add(home, _PAIR, columns)
    limits = np.array([*astuple(given.settings), given.least], dtype=np.float64)
    mine = labels[articles]
    asked = np.broadcast_to(limits, (len(articles), len(limits)))
    keys = np.zeros(len(labels), dtype=np.uint64)
    keys[articles] = hashed.together([found.sums[mine], found.counts[mine], asked])
    return keys


def of_events(
    witnesses: Witnesses,
    events: schema.I32,
    ends: Ends,
    sources: pa.Table,
    some: schema.I64,
) -> schema.U64:
    """The key of the event of each article of *some*, which are whole events, else 0.

    *events* labels the articles, *ends* tell of all of them, *sources* are those behind the last.
    """
    ids = hashed.column(witnesses.ids)
    names = np.concatenate([ids, hashed.column(sources.column("source"))])
    speaks = np.concatenate(
        [np.zeros(len(ids), dtype=np.uint64), hashed.column(sources.column("agency"))]
    )
    found, mine = _Sums(len(ids)), ends.of(some)
    found.add(
        events[some],
        _MEMBER,
        [
            hashed.rows(witnesses.rows(some)), ids[mine.family], mine.root >= len(ids),
            names[mine.root], speaks[mine.root], mine.digest, mine.alone,
        ],
    )  # fmt: skip
    label = events[some]
    keys = np.zeros(len(ids), dtype=np.uint64)
    keys[some] = hashed.together([found.sums[label], found.counts[label], ids[label]])
    return keys


def _add_members(found: _Sums, given: Families, articles: schema.I64, ids: schema.U64) -> None:
    """What is known of the articles, and by which texts what they were compared with is asked."""
    witness = hashed.rows(given.witnesses.rows(articles))
    columns = [witness]
    if (known := _compared(given.compared)) is not None:
        for text in _texts(given.compared, known, articles):
            crowd = known.crowd[text]
            columns.append(np.where(text >= 0, ids[text], 0))
            columns.append(np.where((text >= 0) & (crowd >= 0), ids[crowd], 0))
    found.add(given.labels[articles], _MEMBER, columns)


def _add_copies(found: _Sums, given: Families, some: Flags, ids: schema.U64) -> None:
    """The classes of copies that any of *some* heads, with their ties and all others of them."""
    copies = given.copies.some(np.flatnonzero(some[given.copies.heads]))
    found.add(given.labels[copies.heads], _CLASS, [ids[copies.heads], *_told(copies.ties)])
    heads, sizes = copies.of_each(), np.diff(copies.begins)
    witness = hashed.rows(given.witnesses.rows(copies.others))
    same = np.repeat(copies.head_texts, sizes) == copies.texts
    found.add(given.labels[heads], _COPY, [ids[heads], witness, same])


def _told(ties: Ties) -> list[npt.NDArray[Any]]:
    """What is told of *ties*, but for their ends."""
    told = ties.told[:, None]
    sides = [np.where(told, some, 0.0) for some in (ties.left_has, ties.right_has)]
    return [*(getattr(ties, name) for name in _FACTS), *sides]


def _compared(lookup: LookedUp) -> Compared | None:
    if lookup.compared is nothing:
        return None
    if not isinstance(lookup.compared, Compared):
        raise TypeError("outcomes are kept where what was compared is a table of pairs")
    return lookup.compared


def _texts(lookup: LookedUp, known: Compared, articles: schema.I64) -> Iterator[schema.I64]:
    """The texts by which *articles* are looked up, -1 where there are no more: first their own."""
    yield known.representative[articles].astype(np.int64)
    for texts in lookup.texts[articles].T:
        yield np.where(texts >= 0, known.representative[texts], -1)


def _pairs(
    lookup: LookedUp, articles: schema.I64, labels: schema.I32, ids: schema.U64
) -> Iterator[tuple[schema.I32, list[npt.NDArray[Any]]]]:
    """What was compared within a family, with its label, some pairs at a time.

    A text is of one family: of its class of copies one article alone has ties.
    """
    if (known := _compared(lookup)) is None:
        return
    home = np.full(len(labels), -1, dtype=np.int32)
    for text in _texts(lookup, known, articles):
        home[text[text >= 0]] = labels[articles[text >= 0]]
    for begin in range(0, len(known.left), _PAIRS):
        left, right = (end[begin : begin + _PAIRS] for end in (known.left, known.right))
        rows = np.flatnonzero((home[left] >= 0) & (home[left] == home[right]))
        facts = (known.probability, known.novel_left, known.novel_right)
        columns = [some[begin : begin + _PAIRS][rows] for some in facts]
        yield home[left[rows]], [ids[left[rows]], ids[right[rows]], *columns]
