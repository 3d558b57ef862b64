"""Readings as they lie in the file: places as steps from one to the next, which take few bits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from syndetect import schema

_AFTER = ("begin", "sentence")  # columns that ascend: each value as what lies before it
_LENGTH = "end"  # as what lies between it and the begin


def stepped(readings: pa.Table) -> pa.Table:
    """*readings* (packed), with places as steps; ``whole`` gives them back."""
    begin = schema.flat(readings, "begin")[1]
    made = {}
    for name in _AFTER:
        offsets, values = schema.flat(readings, name)
        steps = np.diff(values, prepend=values[:1])
        first = offsets[:-1][np.diff(offsets) > 0]
        steps[first] = values[first]
        made[name] = schema.ragged(offsets, steps)
    offsets, end = schema.flat(readings, _LENGTH)
    return _replaced(readings, {**made, _LENGTH: schema.ragged(offsets, end - begin)})


def whole(readings: pa.Table) -> pa.Table:
    """*readings* whose places are steps, as they were read."""
    made = {}
    for name in _AFTER:
        offsets, steps = schema.flat(readings, name)
        sums = np.cumsum(steps, dtype=np.int64)
        before = np.concatenate(([0], sums))[offsets[:-1]]
        values = (sums - np.repeat(before, np.diff(offsets))).astype(np.int32)
        made[name] = schema.ragged(offsets, values)
    offsets, length = schema.flat(readings, _LENGTH)
    begin = made["begin"].values.to_numpy()
    return _replaced(readings, {**made, _LENGTH: schema.ragged(offsets, begin + length)})


def _replaced(readings: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        at = readings.schema.get_field_index(name)
        readings = readings.set_column(at, readings.schema.field(at), column)
    return readings
