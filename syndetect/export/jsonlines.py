"""JSON Lines: one row a line, keys in the order of the schema, nulls kept.

The one place where numbers are rounded on their way out: to six digits after the point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from syndetect.stored import Rows, parts_of

if TYPE_CHECKING:
    from syndetect.export import Results

DIGITS = 6
_BATCH = 4096  # rows turned into Python objects at a time
PASSAGE = ("left_begin", "left_end", "right_begin", "right_end", "kind")
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_TYPES = ("article", "source", "derivation", "event", "family", "relation")


def stream(findings: Results) -> Iterator[str]:
    """All rows of six tables, each line with its ``type`` first; passages as lists of five."""
    tables = (
        findings.articles,
        findings.sources,
        findings.derivations,
        findings.events,
        findings.families,
        findings.related,
    )
    for kind, table in zip(_TYPES, tables, strict=True):
        yield from lines(table, {"type": kind})


def lines(table: Rows, head: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Each row of *table* as one line of JSON with its line end, *head* before its own keys."""
    fixed = [f"{ENCODER.encode(key)}: {dump(value)}" for key, value in (head or {}).items()]
    own = [ENCODER.encode(name) for name in table.column_names]
    line = ", ".join([*(one.replace("%", "%%") for one in fixed), *_places(own)])
    for batch in (
        batch for part in parts_of(table) for batch in part.to_batches(max_chunksize=_BATCH)
    ):
        columns = [_values(name, batch.column(name)) for name in table.column_names]
        for values in zip(*columns, strict=True):
            yield f"{{{line % values}}}\n"


def _places(keys: Iterable[str]) -> Iterator[str]:
    return (key.replace("%", "%%") + ": %s" for key in keys)


def _values(name: str, column: pa.Array) -> list[str]:
    """Each value of *column* as JSON: what the encoder gives of it, column by column."""
    kind = column.type
    if pa.types.is_list(kind) and name != "passages":
        items = iter(_values(name, column.flatten()))
        counts = pc.list_value_length(column).to_pylist()
        return ["null" if n is None else f"[{', '.join(islice(items, n))}]" for n in counts]
    values = column.to_pylist()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return ["null" if one is None else encode_basestring(one) for one in values]
    if pa.types.is_integer(kind):
        return ["null" if one is None else str(one) for one in values]
    if pa.types.is_floating(kind) or pa.types.is_boolean(kind):  # all at once: each call costs
        return ENCODER.encode(list(map(rounded, values)))[1:-1].split(", ") if values else []
    if name == "passages":
        values = [[[p[key] for key in PASSAGE] for p in some or ()] for some in values]
    if _has_floats(kind):
        values = [rounded(one) for one in values]
    return list(map(ENCODER.encode, values))


def _has_floats(kind: pa.DataType) -> bool:
    """Whether values of an Arrow type are floats or hold some."""
    inside = [kind.field(at).type for at in range(kind.num_fields)]
    return pa.types.is_floating(kind) or any(_has_floats(one) for one in inside)


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Each row of *table* as a mapping; few of them are held at a time."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def dump(value: Any, **how: Any) -> str:
    """*value* as JSON: UTF-8 letters as they are, floats rounded, never NaN (null instead)."""
    return json.dumps(rounded(value), ensure_ascii=False, allow_nan=False, **how)


def document(fields: Mapping[str, Any]) -> Iterator[str]:
    """*fields* as ``dump(fields, indent=2)`` writes them, in chunks: an iterator among them becomes
    a list, of which one item at a time is made."""
    before = "{\n"
    for name, value in fields.items():
        yield f"{before}  {ENCODER.encode(name)}: "
        before = ",\n"
        if not isinstance(value, Iterator):
            yield dump(value, indent=2).replace("\n", "\n  ")
            continue
        between = "[\n    "
        for item in value:
            yield between + dump(item, indent=2).replace("\n", "\n    ")
            between = ",\n    "
        yield "[]" if between.startswith("[") else "\n  ]"
    yield "\n}\n"


def rounded(value: Any) -> Any:
    """*value* with every float in it rounded to ``DIGITS``; what is no number becomes None."""
    if value is None or isinstance(value, str):  # most values are
        return value
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        return round(value, DIGITS) + 0.0  # no minus zero
    if isinstance(value, Mapping):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value
