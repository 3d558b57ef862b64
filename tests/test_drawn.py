"""Rows that are drawn from chunks are the rows that Arrow takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.drawn import Drawn

DECLARED = pa.schema(
    [
        ("word", pa.large_list(pa.int32())),
        ("share", pa.float64()),
        ("flags", pa.large_list(pa.uint8())),
        ("channel", pa.uint8()),
    ]
)
ROWS = st.lists(st.lists(st.integers(0, 255), max_size=4), min_size=1, max_size=12)


@given(ROWS, st.data())
@settings(deadline=None, derandomize=True, max_examples=150)
def test_rows_are_drawn_in_any_order(rows: list[list[int]], data: st.DataObject) -> None:
    """Twice or not at all, from whatever chunks, also where a chunk is a slice of a longer one."""
    columns: dict[str, list[Any]] = {
        "word": rows,
        "share": [len(row) / 7 for row in rows],
        "flags": rows,
        "channel": list(range(len(rows))),
    }
    whole = schema.build(DECLARED, columns)
    cut = data.draw(st.integers(0, len(rows)))
    chunks = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=20))
    found = Drawn(chunks, DECLARED.names).rows(np.array(wanted, dtype=np.int64))
    assert found.to_pydict() == {
        name: [column[row] for row in wanted] for name, column in columns.items()
    }
    assert found.schema == DECLARED
    assert all(column.num_chunks == 1 for column in found.columns)
