"""Where two result folders say different things, file by file and cell by cell."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

_TABLES = (".jsonl", ".parquet")


def unlike(one: Path, other: Path) -> list[str]:
    """Each file that differs, with how many of its rows do; empty where the folders are alike."""
    found = []
    names = sorted({file.name for folder in (one, other) for file in folder.iterdir()})
    for name in names:
        pair = [folder / name for folder in (one, other)]
        missing = [file for file in pair if not file.exists()]
        if missing:
            found.append(f"{name} is not in both")
        elif pair[0].read_bytes() != pair[1].read_bytes():
            found.append(f"{name}{_rows(*pair)}")
    return found


def _rows(one: Path, other: Path) -> str:
    if one.suffix not in _TABLES:
        return ""
    cells = [_read(file) for file in (one, other)]
    count = sum(a != b for a, b in zip_longest(*cells))
    return f" ({count} rows)"


def _read(path: Path) -> list[Any]:
    if path.suffix == ".parquet":
        return [json.dumps(row, sort_keys=True) for row in pq.read_table(path).to_pylist()]
    return path.read_text(encoding="utf-8").splitlines()
