"""Where in a child's body its parents' text stands, from the passages of the compared pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.model import Derivation, PassageKind
from syndetect.stored import Rows, rows_of

_TAKEN = (PassageKind.VERBATIM.value, PassageKind.EDITED.value)
_Stretch = tuple[int, int]


Ends = tuple[schema.I32, schema.I32]


def table(
    ids: Sequence[str], related: Rows, ends: Ends, derivations: Sequence[Derivation]
) -> pa.Table:
    """*derivations* as the result folder has them, their spans found in *related*: relations whose
    *ends* are these ordinals of *ids*."""
    made = schema.records(schema.RESULT_DERIVATIONS, derivations)
    place = made.schema.get_field_index("spans")
    found = spans(ids, related, ends, derivations)
    return made.set_column(place, made.schema.field(place), found)


def spans(
    ids: Sequence[str], related: Rows, ends: Ends, derivations: Sequence[Derivation]
) -> pa.Array:
    """The ``spans`` of each of *derivations* (``schema.SPANS``): stretches of the child's body that
    stand in the parent, word for word or edited, merged and in order.

    Of a second parent, what the first does not have. Empty where a parent is told anew; null for
    a source, and where the passages of the pair were not kept (``candidates.unfold``).
    """
    rows = _rows(ids, ends, derivations)
    known = np.array([at for at in rows if at >= 0], dtype=np.int64)
    kept = rows_of(related, known, ["left", "passages"])
    passages = iter(kept.to_pylist())
    found: list[list[_Stretch] | None] = [
        _merged(_stretches(next(passages), one.child)) if row >= 0 else None
        for row, one in zip(rows, derivations, strict=True)
    ]
    first = {
        d.child: own for d, own in zip(derivations, found, strict=True) if d.order == 1 and own
    }
    for at, one in enumerate(derivations):
        own = found[at]
        if one.order > 1 and own:
            found[at] = _without(own, first.get(one.child, []))
    told = [own if own is None else [{"begin": b, "end": e} for b, e in own] for own in found]
    return pa.array(told, type=schema.SPANS)


def _rows(ids: Sequence[str], ends: Ends, derivations: Sequence[Derivation]) -> list[int]:
    """The row of the relation of each derivation from an article, -1 where there is none."""
    names = pa.array(ids, type=pa.string())

    def places(column: Any) -> schema.I64:
        found = pc.index_in(column, value_set=names)
        return np.asarray(pc.fill_null(found, -1)).astype(np.int64)

    keys = np.minimum(*ends).astype(np.int64) * len(ids) + np.maximum(*ends)
    order = np.argsort(keys, kind="stable")
    children = places(pa.array([d.child for d in derivations], type=pa.string()))
    parents = places(
        pa.array(
            [d.parent if d.parent_kind == "article" else None for d in derivations],
            type=pa.string(),
        )
    )
    sought = np.minimum(children, parents) * len(ids) + np.maximum(children, parents)
    at = np.searchsorted(keys, sought, sorter=order)
    rows = []
    for place, key, parent in zip(at.tolist(), sought.tolist(), parents.tolist(), strict=True):
        there = parent >= 0 and place < len(keys) and keys[order[place]] == key
        rows.append(int(order[place]) if there else -1)
    return rows


def _stretches(row: Mapping[str, Any], child: str) -> list[_Stretch]:
    side = "left" if row["left"] == child else "right"
    return [
        (one[f"{side}_begin"], one[f"{side}_end"])
        for one in row["passages"] or ()
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
