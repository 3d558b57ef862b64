"""Hashes of Arrow values against plain Python."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import hashed

LAW = settings(deadline=None, derandomize=True, max_examples=60)
RECORD = pa.struct([("name", pa.string()), ("at", pa.int32()), ("sure", pa.float64())])
KINDS = {
    pa.string(): st.text(max_size=40),
    pa.large_string(): st.text(max_size=40),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.uint64(): st.integers(0, 2**64 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.list_(pa.string()): st.lists(st.text(max_size=9) | st.none(), max_size=4),
    pa.large_list(pa.int32()): st.lists(st.integers(0, 3), max_size=4),
    RECORD: st.fixed_dictionaries(
        {
            "name": st.text(max_size=9) | st.none(),
            "at": st.integers(0, 9) | st.none(),
            "sure": st.floats(0, 1),
        }
    ),
}


def words(values: list[int]) -> int:
    return xxhash.xxh64_intdigest(struct.pack(f"<{len(values)}Q", *values))


def slow(value: Any, kind: pa.DataType) -> int:
    """The hash of one value, as the module says it is made."""
    if value is None:
        return 0
    if isinstance(value, str):
        return xxhash.xxh64_intdigest(value.encode())
    if isinstance(value, list):
        return words([slow(one, kind.value_type) for one in value])
    if isinstance(value, dict):
        return words([slow(value[field.name], field.type) for field in kind])
    if isinstance(value, float):
        return xxhash.xxh64_intdigest(struct.pack("<d", value))
    return words([int(value) % 2**64])


@LAW
@given(data=st.data(), kind=st.sampled_from(list(KINDS)))
def test_each_value_has_the_hash_that_python_says(data: st.DataObject, kind: pa.DataType) -> None:
    """Of texts, numbers, truths, lists and records, with nulls in all places; and it is the same
    in a slice, and in chunks."""
    values = data.draw(st.lists(KINDS[kind] | st.none(), max_size=8))
    expected = [slow(value, kind) for value in values]
    array = pa.array(values, type=kind)
    assert hashed.column(array).tolist() == expected
    begin = data.draw(st.integers(0, len(values)))
    assert hashed.column(array.slice(begin)).tolist() == expected[begin:]
    chunks = pa.chunked_array([array.slice(0, begin), array.slice(begin)], type=kind)
    assert hashed.column(chunks).tolist() == expected


def test_no_chunks_have_no_hashes() -> None:
    """A column that nothing was put into."""
    assert hashed.column(pa.chunked_array([], type=pa.string())).tolist() == []


def test_a_row_is_the_hash_of_its_cells() -> None:
    """One behind the other."""
    table = pa.table({"a": ["x", None], "b": [1.5, 2.5]})
    kinds = table.schema.types
    assert hashed.rows(table).tolist() == [
        words([slow("x", kinds[0]), slow(1.5, kinds[1])]),
        words([0, slow(2.5, kinds[1])]),
    ]


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.int32, np.int64, np.uint64, np.float64])
def test_what_stands_side_by_side_is_hashed_in_its_order(dtype: Any) -> None:
    """A matrix counts as its columns, and columns that change places are others."""
    one, other = np.array([1, 0, 1]).astype(dtype), np.array([0, 0, 1]).astype(dtype)
    found = hashed.together([one, other])
    assert found.tolist() == hashed.together([np.column_stack([one, other])]).tolist()
    turned = hashed.together([other, one])
    assert (found == turned).tolist() == [False, True, True]
    assert len(hashed.together([one[:0], other[:0]])) == 0
