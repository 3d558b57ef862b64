"""The ledger unfolded: one row for every pair of articles that a compared pair of classes means.

Identical copies are compared once, by their first article; here each of them gets its pairs,
with passages as code points of its own body. What one pair of classes may unfold to is capped,
and the cap falls until all that unfolds is in proportion to the articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.ledger import SIGNALS
from syndetect.evidence.passages import FIELDS, KINDS
from syndetect.kernels.ordering import by_pair

_AN_ARTICLE = 50  # unfolded pairs an article, on average, that classes of copies may add up to
_KIND_NAMES = pa.array([kind.value for kind in KINDS], type=pa.string())
_SIDES = tuple(
    (name, name.removesuffix("_left") + "_right") for name in SIGNALS if name.endswith("_left")
)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Rows of pairs: *left* < *right* are ordinals, *row* the ledger row each stands on."""

    left: schema.I32
    right: schema.I32
    row: schema.I32
    swapped: npt.NDArray[np.bool_]  # the ledger's left is this row's right
    dropped: int  # pairs that the cap cut

    def part(self, begin: int, end: int) -> Unfolded:
        """Some of the rows."""
        some = slice(begin, end)
        return Unfolded(self.left[some], self.right[some], self.row[some], self.swapped[some], 0)


def unfold(
    ledger: pa.Table, representative: schema.I32, most: int, ranks: schema.I64 | None = None
) -> Unfolded:
    """Every pair of articles behind the rows of *ledger*, in order of left and right.

    A row (a, a) stands for the pairs inside the class of a. A row unfolds to *most* pairs at the
    utmost, and to half, a quarter ... of that where all rows of copies together would unfold to
    more than 50 pairs an article; each keeps one at least. The copies of least rank are kept,
    where *ranks* are told, else the smallest ordinals.
    """
    left, right = schema.plain(ledger, "left"), schema.plain(ledger, "right")
    sizes = np.bincount(representative, minlength=len(representative))
    single = (sizes[left] == 1) & (sizes[right] == 1)
    of_copies = np.flatnonzero(~single)
    one, other = left[of_copies], right[of_copies]
    room = _AN_ARTICLE * len(representative)
    tall, wide, total = _extents(sizes[one], sizes[other], one == other, most, room)
    ordinals = np.arange(len(representative))
    order = np.lexsort((ordinals if ranks is None else ranks, representative))
    starts = np.searchsorted(representative[order], ordinals)
    # A field for every two members; inside a class those above the diagonal count.
    of, i, j = _fields(tall, wide)
    kept = np.flatnonzero((one != other)[of] | (i < j))
    of, i, j = of[kept], i[kept], j[kept]
    a = np.concatenate([left[single], order[starts[one[of]] + i].astype(np.int32)])
    b = np.concatenate([right[single], order[starts[other[of]] + j].astype(np.int32)])
    rows = np.concatenate([np.flatnonzero(single), of_copies[of]]).astype(np.int32)
    del left, right, single, one, other  # pairs are many: what is done with goes
    placed = by_pair(np.minimum(a, b), np.maximum(a, b), len(representative))
    a, b = a[placed], b[placed]
    return Unfolded(
        left=np.minimum(a, b),
        right=np.maximum(a, b),
        row=rows[placed],
        swapped=a > b,
        dropped=int(total.sum()) - len(of),
    )


def _fields(tall: schema.I64, wide: schema.I64) -> tuple[schema.I64, schema.I64, schema.I64]:
    """Every field of some rectangles: which it is of, and its place from the top and the left."""
    areas = tall * wide
    of = np.repeat(np.arange(len(areas)), areas)
    place = np.arange(len(of)) - (np.cumsum(areas) - areas)[of]
    return of, place // wide[of], place % wide[of]


def _extents(
    one: schema.I64, other: schema.I64, inside: npt.NDArray[np.bool_], most: int, room: int
) -> tuple[schema.I64, schema.I64, schema.I64]:
    """How many first members of two classes meet, on either side, and how many pairs there are.

    *inside* says that both are one class, whose members meet each other once. *most* is halved
    until all kept pairs fit into *room*.
    """
    total = np.where(inside, one * (one - 1) // 2, one * other)
    while True:
        corner = np.where(total > most, max(2, int((2 * most) ** 0.5)), one)
        wide = np.maximum(np.minimum(other, most // np.minimum(one, most)), 1)
        tall = np.where(inside, corner, np.maximum(np.minimum(one, most // wide), 1))
        wide = np.where(inside, corner, wide)
        kept = np.where(inside, tall * (tall - 1) // 2, tall * wide)
        if most == 1 or int(kept.sum()) <= room:
            return tall, wide, total
        most //= 2


def signals(ledger: pa.Table, pairs: Unfolded) -> dict[str, npt.NDArray[np.float64]]:
    """The signals of each unfolded pair, left and right as the pair has them.

    *ledger* has a row for each of *pairs* here, in their order.
    """
    columns = {name: ledger.column(name).to_numpy() for name in SIGNALS}
    for one, other in _SIDES:
        first, second = columns[one], columns[other]
        columns[one] = np.where(pairs.swapped, second, first)
        columns[other] = np.where(pairs.swapped, first, second)
    return columns


def passages(ledger: pa.Table, pairs: Unfolded, readings: pa.Table) -> pa.Array:
    """The passages of each unfolded pair (``schema.PASSAGES``), as code points of both bodies.

    *ledger* has a row for each of *pairs* here, in their order.
    """
    offsets, values = schema.flat(ledger, "passages_tokens")
    counts = np.diff(offsets) // FIELDS
    at = np.arange(int(counts.sum())) * FIELDS
    swapped = np.repeat(pairs.swapped, counts)
    left_at, right_at = np.where(swapped, 2, 0), np.where(swapped, 0, 2)
    ends = [np.repeat(side, counts) for side in (pairs.left, pairs.right)]
    columns = [
        _taken(readings, name, ends[side], values[at + place + step] - step)
        for side, place in enumerate((left_at, right_at))
        for step, name in enumerate(("begin", "end"))
    ]
    arrays: list[Any] = [pa.array(column) for column in columns]
    # Not by way of numpy strings: of these pyarrow makes chunks, which a struct cannot be made of.
    arrays.append(_KIND_NAMES.take(pa.array(values[at + 4])))
    arrays.append(pa.array(values[at + 5].astype(np.int32)))
    fields = list(schema.PASSAGES.value_type)
    structs = pa.StructArray.from_arrays(arrays, fields=fields)
    bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(bounds), structs, type=schema.PASSAGES)


def _taken(readings: pa.Table, name: str, article: schema.I32, token: schema.I32) -> schema.I32:
    """What the ragged column *name* of *readings* has for tokens of articles. Nothing is copied but
    that, however large the collection.
    """
    chunks = readings.column(name).chunks
    ends = np.cumsum([len(chunk) for chunk in chunks])
    of_chunk = np.searchsorted(ends, article, side="right")
    order = np.argsort(of_chunk, kind="stable")
    found = np.empty(len(article), dtype=np.int32)
    for some in np.split(order, np.flatnonzero(np.diff(of_chunk[order])) + 1):
        if len(some):
            number = of_chunk[some[0]]
            chunk = chunks[number]
            row = article[some] - (ends[number] - len(chunk))
            offsets, values = chunk.offsets.to_numpy(), chunk.values.to_numpy()
            found[some] = values[offsets[row] + token[some]]
    return found


TABLE = pa.schema(
    [*schema.RELATION_HEAD, *((name, pa.float64()) for name in SIGNALS), *schema.RELATION_TAIL]
)  # of relations.parquet
