"""The ledger unfolded: one row for every pair of articles that a compared pair of classes means.

Identical copies are compared once, by their first article; here each of them gets its pairs,
with passages as code points of its own body. What one pair of classes may unfold to is capped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.evidence.ledger import SIGNALS
from syndetect.evidence.passages import FIELDS, KINDS

_SIDES = (("containment_left", "containment_right"), ("own_left", "own_right"))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Rows of pairs: *left* < *right* are ordinals, *row* the ledger row each stands on."""

    left: schema.I32
    right: schema.I32
    row: schema.I64
    swapped: npt.NDArray[np.bool_]  # the ledger's left is this row's right
    dropped: int  # pairs that the cap cut


def unfold(ledger: pa.Table, representative: schema.I32, most: int) -> Unfolded:
    """Every pair of articles behind the rows of *ledger*, in order of left and right.

    A row (a, a) stands for the pairs inside the class of a.
    """
    left, right = schema.plain(ledger, "left"), schema.plain(ledger, "right")
    sizes = np.bincount(representative, minlength=len(representative))
    single = (sizes[left] == 1) & (sizes[right] == 1)
    lefts = [left[single].astype(np.int64)]
    rights = [right[single].astype(np.int64)]
    rows = [np.flatnonzero(single)]
    order = np.argsort(representative, kind="stable")
    starts = np.searchsorted(representative[order], np.arange(len(representative)))
    dropped = 0
    for row in np.flatnonzero(~single).tolist():
        one = order[starts[left[row]] : starts[left[row]] + sizes[left[row]]]
        other = order[starts[right[row]] : starts[right[row]] + sizes[right[row]]]
        pairs_left, pairs_right, cut = _cross(one, other, most)
        lefts.append(pairs_left)
        rights.append(pairs_right)
        rows.append(np.full(len(pairs_left), row, dtype=np.int64))
        dropped += cut
    a, b = np.concatenate(lefts), np.concatenate(rights)
    low, high = np.minimum(a, b), np.maximum(a, b)
    placed = np.lexsort((high, low))
    return Unfolded(
        left=low[placed].astype(np.int32),
        right=high[placed].astype(np.int32),
        row=np.concatenate(rows)[placed],
        swapped=(a > b)[placed],
        dropped=dropped,
    )


def _cross(one: schema.I64, other: schema.I64, most: int) -> tuple[schema.I64, schema.I64, int]:
    """All pairs of two classes, or inside one; the first members meet where a cap cuts."""
    if one[0] == other[0]:
        total = len(one) * (len(one) - 1) // 2
        kept = len(one)
        if total > most:
            kept = max(2, int((2 * most) ** 0.5))
        i, j = np.triu_indices(kept, 1)
        return one[i], one[j], total - len(i)
    total = len(one) * len(other)
    width = max(1, min(len(other), most // min(len(one), most)))
    height = max(1, min(len(one), most // width))
    return np.repeat(one[:height], width), np.tile(other[:width], height), total - height * width


def signals(ledger: pa.Table, pairs: Unfolded) -> dict[str, npt.NDArray[np.float64]]:
    """The signals of each unfolded pair, left and right as the pair has them."""
    columns = {name: ledger.column(name).to_numpy()[pairs.row] for name in SIGNALS}
    for one, other in _SIDES:
        first, second = columns[one], columns[other]
        columns[one] = np.where(pairs.swapped, second, first)
        columns[other] = np.where(pairs.swapped, first, second)
    return columns


def passages(ledger: pa.Table, pairs: Unfolded, readings: pa.Table) -> pa.Array:
    """The passages of each unfolded pair (``schema.PASSAGES``), as code points of both bodies."""
    offsets, values = schema.flat(ledger, "passages_tokens")
    counts = (offsets[1:] - offsets[:-1])[pairs.row] // FIELDS
    total = int(counts.sum())
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(offsets[:-1][pairs.row], counts) + within * FIELDS
    swapped = np.repeat(pairs.swapped, counts)
    article_l, article_r = np.repeat(pairs.left, counts), np.repeat(pairs.right, counts)
    left_at, right_at = np.where(swapped, 2, 0), np.where(swapped, 0, 2)
    token_offsets, begins = schema.flat(readings, "begin")
    _, ends = schema.flat(readings, "end")
    kinds = np.array([kind.value for kind in KINDS])
    columns: list[Any] = [
        begins[token_offsets[article_l] + values[at + left_at]],
        ends[token_offsets[article_l] + values[at + left_at + 1] - 1],
        begins[token_offsets[article_r] + values[at + right_at]],
        ends[token_offsets[article_r] + values[at + right_at + 1] - 1],
    ]
    arrays = [pa.array(column.astype(np.int32)) for column in columns]
    arrays.append(pa.array(kinds[values[at + 4]], type=pa.string()))
    arrays.append(pa.array(values[at + 5].astype(np.int32)))
    fields = list(schema.PASSAGES.value_type)
    structs = pa.StructArray.from_arrays(arrays, fields=fields)
    bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(bounds), structs, type=schema.PASSAGES)


def table(columns: dict[str, Any], names: Sequence[str] = SIGNALS) -> pa.Table:
    """The rows of ``relations.parquet`` from all their columns."""
    declared = pa.schema(
        [*schema.RELATION_HEAD, *((name, pa.float64()) for name in names), *schema.RELATION_TAIL]
    )
    return schema.build(declared, columns)
