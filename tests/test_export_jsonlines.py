"""Rows as lines of JSON."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from syndetect.export.jsonlines import lines, rounded

ROWS: list[dict[str, Any]] = [
    {
        "id": 'a "quoted"\n100 %', "count": 3, "share": 0.12345678, "sure": True,
        "names": ["Ann", None, "Bo, Cy"], "spans": [{"begin": 1, "share": 0.5}],
    },
    {"id": None, "count": None, "share": None, "sure": None, "names": None, "spans": None},
    {
        "id": "ü", "count": 0, "share": float("nan"), "sure": False, "names": [],
        "spans": [None, {"begin": None, "share": -1e-9}],
    },
]  # fmt: skip
SPANS = pa.list_(pa.struct([("begin", pa.int32()), ("share", pa.float64())]))
DECLARED = pa.schema(
    [
        ("id", pa.string()),
        ("count", pa.int32()),
        ("share", pa.float64()),
        ("sure", pa.bool_()),
        ("names", pa.list_(pa.string())),
        ("spans", SPANS),
    ]
)


def test_a_line_is_what_json_gives_of_the_row() -> None:
    """Column by column or row by row: the same text, whatever is null, empty or within lists, and
    of a part of a table as of the whole."""
    table = pa.Table.from_pylist(ROWS, schema=DECLARED)
    obvious = [json.dumps(rounded(row), ensure_ascii=False) + "\n" for row in ROWS]
    assert list(lines(table)) == obvious
    assert list(lines(table.slice(1, 2))) == obvious[1:]
    assert list(lines(table.slice(0, 0))) == []
