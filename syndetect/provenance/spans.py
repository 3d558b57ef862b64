"""Where in a child's body its parents' text stands, from the passages of the compared pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.gather import find_pairs
from syndetect.model import PassageKind
from syndetect.stored import Rows, rows_of

_TAKEN = (PassageKind.VERBATIM.value, PassageKind.EDITED.value)
_AT_ONCE = 1 << 12  # derivations whose passages are looked at together
_Stretch = tuple[int, int]
Ends = tuple[schema.I32, schema.I32]  # of pairs, or of derivations: children, and parents


def table(related: Rows, pairs: Ends, derivations: pa.Table, ends: Ends) -> pa.Table:
    """*derivations* as the result folder has them, their spans found in *related*: the relations of
    *pairs*. *ends* are those of the derivations; all by ordinals, and -1 for a source."""
    place = derivations.schema.get_field_index("spans")
    found = spans(related, pairs, ends, schema.plain(derivations, "order"))
    return derivations.set_column(place, derivations.schema.field(place), found)


def spans(related: Rows, pairs: Ends, ends: Ends, order: schema.I32) -> pa.ChunkedArray:
    """The ``spans`` of derivations (``schema.SPANS``): stretches of the child's body that stand in
    the parent, word for word or edited, merged and in order. *pairs* ascend; of *ends* and *order*
    first and second parents of a child stand beside each other.

    Of a second parent, what the first does not have. Empty where a parent is told anew; null for
    a source, and where the passages of the pair were not kept (``candidates.unfold``).
    """
    rows, children = find_pairs(*pairs, *ends), ends[0]
    known = rows >= 0
    kept = rows_of(related, rows[known], ["passages"]).column("passages")
    is_left = np.zeros(len(rows), dtype=np.bool_)
    is_left[known] = pairs[0][rows[known]] == children[known]
    before = np.concatenate(([0], np.cumsum(known)))
    parts = [pa.array([], type=schema.SPANS)]
    begin = 0
    while begin < len(rows):
        end = min(begin + _AT_ONCE, len(rows))
        end += int(end < len(rows) and children[end] == children[end - 1])
        some = slice(begin, end)
        coming = iter(kept.slice(before[begin], before[end] - before[begin]).to_pylist())
        stretches = [
            _merged(_stretches(next(coming), left)) if there else None
            for there, left in zip(known[some].tolist(), is_left[some].tolist(), strict=True)
        ]
        parts.append(_told(stretches, children[some].tolist(), order[some].tolist()))
        begin = end
    return pa.chunked_array(parts)


def _told(
    stretches: Sequence[list[_Stretch] | None], children: Sequence[int], orders: Sequence[int]
) -> pa.Array:
    """The stretches of some derivations as a column, those of second parents without those of the
    first."""
    found = list(stretches)
    first = {
        child: own
        for child, own, order in zip(children, found, orders, strict=True)
        if order == 1 and own
    }
    for at, (child, order) in enumerate(zip(children, orders, strict=True)):
        own = found[at]
        if order > 1 and own:
            found[at] = _without(own, first.get(child, []))
    told = [own if own is None else [{"begin": b, "end": e} for b, e in own] for own in found]
    return pa.array(told, type=schema.SPANS)


def _stretches(passages: Sequence[Mapping[str, Any]] | None, is_left: bool) -> list[_Stretch]:
    side = "left" if is_left else "right"
    return [
        (one[f"{side}_begin"], one[f"{side}_end"])
        for one in passages or ()
        if one["kind"] in _TAKEN
    ]


def _merged(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """The same places without overlaps, in order; stretches that touch become one."""
    found: list[_Stretch] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _without(own: Sequence[_Stretch], taken: Sequence[_Stretch]) -> list[_Stretch]:
    """What of *own* no stretch of *taken* covers; both merged and in order."""
    left: list[_Stretch] = []
    for begin, end in own:
        reached = begin
        for its_begin, its_end in taken:
            if its_begin < end and its_end > reached:
                if reached < its_begin:
                    left.append((reached, its_begin))
                reached = its_end
        if reached < end:
            left.append((reached, end))
    return left
