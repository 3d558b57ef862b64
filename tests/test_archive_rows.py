"""Rows that are written where they have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from syndetect.archive import Archive, rows
from syndetect.archive.rows import fetch, replace
from syndetect.archive.tables import TABLES


def told(archive: Archive, *keys: Any) -> tuple[list[str], list[Any]]:
    """Which outlets another stock of wording is written for, and what all have then."""
    declared = TABLES["stock"]
    names = [f"Outlet {at}" for at in range(len(keys))]
    rows = pa.table({"outlet": names, "stock_keys": list(keys)}, schema=declared)
    with archive._file.change() as con:
        changed = replace(con, "stock", rows)
        kept = fetch(con, "SELECT * FROM kept.stock ORDER BY outlet", declared)
    return sorted(changed.column("outlet").to_pylist()), kept.column("stock_keys").to_pylist()


def test_an_empty_list_is_not_none(tmp_path: Path) -> None:
    """A list that becomes none, or none that becomes a list, is a change; what stays is none."""
    with Archive.open(tmp_path / "news.archive") as archive:
        told(archive, None, [], [1], [2])
        changed, kept = told(archive, [], None, [1], [2, 3])
        assert changed == ["Outlet 0", "Outlet 1", "Outlet 3"]
        assert kept == [[], None, [1], [2, 3]]
        assert told(archive, [], None, [1])[0] == ["Outlet 3"]


@pytest.mark.parametrize("together", [1, 7, 1 << 20])
def test_rows_are_compared_a_range_of_keys_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """However many are compared together, of keys over all of their range, what is new, changed or
    gone is told and written, and no more."""
    monkeypatch.setattr(rows, "_TOGETHER", together)
    declared, random = TABLES["lines"], np.random.default_rng(3)
    keys = random.integers(2**63, 2**64, 32, dtype=np.uint64)
    keys[:2] = 0, 2**64 - 1
    with Archive.open(tmp_path / "news.archive") as archive, archive._file.change() as con:
        for values in (np.arange(32), np.arange(32) // 2 * 2):
            before = fetch(con, "SELECT * FROM kept.lines", declared).to_pylist()
            some = keys[: 32 - 4 * len(before) // 32]
            now = pa.table({"key": some, "unrelated": values[: len(some)]}, schema=declared)
            changed = replace(con, "lines", now).column("key").to_pylist()
            kept = fetch(con, "SELECT * FROM kept.lines", declared).to_pylist()
            alike = [one for one in now.to_pylist() if one in before]
            named = {one["key"] for one in [*before, *now.to_pylist()] if one not in alike}
            assert sorted(changed) == sorted(named)
            order = {int(key): at for at, key in enumerate(keys)}
            assert sorted(kept, key=lambda one: order[one["key"]]) == now.to_pylist()
