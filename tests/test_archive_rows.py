"""Rows that are written where they have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from syndetect.archive import Archive
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
