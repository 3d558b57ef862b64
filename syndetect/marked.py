"""What is marked in each article, its credits and its page furniture, as a table and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
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
CREDIT_FIELDS = tuple(field.name for field in CREDIT)
TABLE = pa.schema([("credits", pa.large_list(CREDIT)), ("furniture", pa.large_list(_FURNITURE))])


def table(
    credits: Sequence[Sequence[Credit]], furniture: Sequence[Sequence[Furniture]]
) -> pa.Table:
    """The ``TABLE`` of some articles, a row each."""
    listed = {"credits": _listed(credits, CREDIT), "furniture": _listed(furniture, _FURNITURE)}
    return schema.build(TABLE, listed)


def with_furniture(marks: pa.Table, furniture: Sequence[Sequence[Furniture]]) -> pa.Table:
    """The ``TABLE`` of articles whose *marks* have the credits, with *furniture*."""
    listed = {"credits": marks.column("credits"), "furniture": _listed(furniture, _FURNITURE)}
    return schema.build(TABLE, listed)


def credits_in(marks: pa.Table, ids: Sequence[str]) -> list[list[Credit]]:
    """The credits of each row; *ids* are the articles'."""
    columns, counts = _columns(marks, "credits")
    columns["role"] = map(CreditRole, columns["role"])
    columns["article"] = np.repeat(np.array(ids, dtype=object), counts)
    made = map(Credit, *(columns[field.name] for field in fields(Credit)))
    return [list(islice(made, count)) for count in counts.tolist()]


def furniture_in(marks: pa.Table) -> list[tuple[Furniture, ...]]:
    """The furniture of each row, sorted."""
    columns, counts = _columns(marks, "furniture")
    made = map(Furniture, *(columns[field.name] for field in fields(Furniture)))
    return [tuple(islice(made, count)) for count in counts.tolist()]


def _listed(rows: Sequence[Sequence[Any]], declared: pa.StructType) -> pa.LargeListArray:
    """Some records of each row as an array; column by column, which spares a mapping of each."""
    records = [record for some in rows for record in some]
    columns = [pa.array(map(attrgetter(one.name), records), one.type) for one in declared]
    offsets = pa.array(np.cumsum([0, *map(len, rows)]))
    structs = pa.StructArray.from_arrays(columns, fields=list(declared))
    return pa.LargeListArray.from_arrays(offsets, structs)


def _columns(marks: pa.Table, name: str) -> tuple[dict[str, Iterable[Any]], schema.I64]:
    """The fields of all records in a column of lists, and how many records each row has."""
    items = pc.list_flatten(marks.column(name)).combine_chunks()
    columns = {one.name: pc.struct_field(items, one.name).to_pylist() for one in items.type}
    return columns, schema.lengths(marks, name)


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
