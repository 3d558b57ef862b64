"""What is marked in each article, its credits and its page furniture, as a table and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.model import Credit, CreditRole, Furniture

CREDIT = pa.struct([field for field in schema.RESULT_CREDITS if field.name != "article"])
_FURNITURE = pa.struct(
    [("begin", pa.int32()), ("end", pa.int32()), ("reason", pa.string()), ("repeated", pa.bool_())]
)
_NAMES = {kind: [field.name for field in kind] for kind in (CREDIT, _FURNITURE)}
CREDIT_FIELDS = tuple(_NAMES[CREDIT])
TABLE = pa.schema([("credits", pa.large_list(CREDIT)), ("furniture", pa.large_list(_FURNITURE))])


def table(
    credits: Sequence[Sequence[Credit]], furniture: Sequence[Sequence[Furniture]]
) -> pa.Table:
    """The ``TABLE`` of some articles, a row each."""
    return schema.build(
        TABLE,
        {
            "credits": [[_fields(one, CREDIT) for one in some] for some in credits],
            "furniture": [[_fields(one, _FURNITURE) for one in some] for some in furniture],
        },
    )


def with_furniture(marks: pa.Table, furniture: Sequence[Sequence[Furniture]]) -> pa.Table:
    """The ``TABLE`` of articles whose *marks* have the credits, with *furniture*."""
    spans = [[_fields(one, _FURNITURE) for one in some] for some in furniture]
    return schema.build(TABLE, {"credits": marks.column("credits"), "furniture": spans})


def credits_in(marks: pa.Table, ids: Sequence[str]) -> list[list[Credit]]:
    """The credits of each row; *ids* are the articles'."""
    rows = marks.column("credits").to_pylist()
    return [
        [Credit(**{**one, "article": id, "role": CreditRole(one["role"])}) for one in some]
        for id, some in zip(ids, rows, strict=True)
    ]


def furniture_in(marks: pa.Table) -> list[tuple[Furniture, ...]]:
    """The furniture of each row, sorted."""
    rows = marks.column("furniture").to_pylist()
    return [tuple(Furniture(**one) for one in some) for some in rows]


def spans(marks: pa.Table, column: str, asked: str) -> tuple[npt.NDArray[Any], ...]:
    """Row, begin and end (int64) of all marks of a *column* that have a place, in order of the
    rows, and what stands in the field *asked* of each.
    """
    lists = marks.column(column).combine_chunks()
    items = lists.flatten()
    placed = pc.is_valid(pc.struct_field(items, "begin"))
    placed = pc.and_(placed, pc.is_valid(pc.struct_field(items, "end")))
    columns = [pc.list_parent_indices(lists)]
    columns += [pc.struct_field(items, name) for name in ("begin", "end", asked)]
    row, begin, end, field = (
        found.filter(placed).to_numpy(zero_copy_only=False) for found in columns
    )
    return row.astype(np.int64), begin.astype(np.int64), end.astype(np.int64), field


def carrying(marks: pa.Table, role: CreditRole) -> npt.NDArray[np.bool_]:
    """Which rows have a credit of *role*."""
    found = []
    for chunk in marks.column("credits").chunks:
        of_role = pc.equal(pc.struct_field(chunk.flatten(), "role"), role.value)
        rows = chunk.value_parent_indices().filter(of_role).to_numpy()
        found.append(np.bincount(rows, minlength=len(chunk)) > 0)
    return np.concatenate([np.empty(0, dtype=np.bool_), *found])


def credit_rows(marks: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    """All credits as ``schema.RESULT_CREDITS``."""
    return _rows(marks.column("credits"), ids, schema.RESULT_CREDITS)


def furniture_rows(marks: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    """All furniture as ``schema.RESULT_FURNITURE``."""
    return _rows(marks.column("furniture"), ids, schema.RESULT_FURNITURE)


def _rows(column: pa.ChunkedArray, ids: pa.ChunkedArray, declared: pa.Schema) -> pa.Table:
    """A row an item of the lists, with the id of its article."""
    items = pc.list_flatten(column).combine_chunks()
    columns: dict[str, Any] = {"article": ids.take(pc.list_parent_indices(column))}
    for name in declared.names[1:]:
        columns[name] = pc.struct_field(items, name)
    return schema.build(declared, columns)


def _fields(record: Credit | Furniture, declared: pa.StructType) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _NAMES[declared]}
