"""Any table as rows of JSON and CSV."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import json
from typing import Any

import pyarrow as pa
import pytest

from syndetect.export import values


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (decimal.Decimal(38), 38),
        (decimal.Decimal("1.5"), 1.5),
        (dt.datetime(2025, 3, 3, 6, 40, tzinfo=dt.UTC), "2025-03-03T06:40:00+00:00"),
        (dt.date(2025, 3, 3), "2025-03-03"),
        (b"a\xff", "a\\xff"),
        (0.12345678, 0.123457),
        (float("nan"), None),
        ({"a": [decimal.Decimal(1), None]}, {"a": [1, None]}),
        ([("key", 1)], [["key", 1]]),
        (True, True),
        (None, None),
        (dt.timedelta(days=1), "1 day, 0:00:00"),
    ],
)
def test_values_become_what_json_knows(given: Any, told: Any) -> None:
    """Sums are whole numbers, moments ISO 8601, and what JSON lacks is text."""
    assert values.plain(given) == told
    json.dumps(values.plain(given), allow_nan=False)


def test_columns_of_one_name_are_told_apart() -> None:
    """A second column of a name gets a number that no other has."""
    table = pa.Table.from_arrays([pa.array([1])] * 4, names=["a", "a", "a_2", "a"])
    assert values.names(table) == ["a", "a_2", "a_2_2", "a_3"]
    assert json.loads("".join(values.json_lines(table))) == dict.fromkeys(values.names(table), 1)


def test_csv_reads_back() -> None:
    """Quotes, commas, line ends and lists survive; null is nothing."""
    table = pa.table({"text": ['a, "b"\nc', None], "some": [["x"], []], "n": [1.5, 2.0]})
    read = list(csv.reader(io.StringIO("".join(values.csv_lines(table)), newline="")))
    assert read == [["text", "some", "n"], ['a, "b"\nc', '["x"]', "1.5"], ["", "[]", "2.0"]]


def test_an_empty_table_has_its_names() -> None:
    """CSV has a header without rows, JSON Lines nothing."""
    table = pa.table({"a": pa.array([], pa.string())})
    assert list(values.csv_lines(table)) == ["a\n"]
    assert list(values.json_lines(table)) == []


def test_numbers_are_known_by_their_type() -> None:
    """Decimals, as sums are, are numbers; truth and text are none."""
    table = pa.table(
        {"d": pa.array([1], pa.decimal128(38, 0)), "f": [1.0], "b": [True], "t": ["1"]}
    )
    assert values.numeric(table) == [True, True, False, False]
