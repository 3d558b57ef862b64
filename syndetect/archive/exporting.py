"""All tables of an archive as Parquet, for DuckDB, Polars, Spark, pandas and R."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from syndetect import stored
from syndetect.archive import results
from syndetect.archive.file import File
from syndetect.archive.views import VIEWS
from syndetect.errors import UsageError
from syndetect.export.jsonlines import dump
from syndetect.replacing import replacing
from syndetect.store import SUMMARY, TOOL

FILES = {name: f"{name}.parquet" for name in VIEWS}
_MARK = "export"  # in the summary: by this an export is known
_FORMAT = 1  # of the export: later ones add tables and columns, and rename none
# Rows have an order that hangs on nothing but what they say.
_ORDER = {
    "articles": "id",
    "texts": "id",
    "relations": '"left", "right"',
    "derivations": 'child, "order"',
    "sources": "source",
    "events": "event",
    "families": "family",
    "flows": "outlet, articles DESC, origin, origin_kind",
}
_ROWS = {"texts": 8192}  # in a row group, of whole bodies
_FETCHED = 8192


def export(file: File, folder: Path) -> None:
    """Write every table that people may ask to *folder*, a Parquet file each, and ``summary.json``.

    Columns are as ``docs/archive.md`` has them: UTF-8 strings, booleans, int32, int64, float64, and
    lists and structs of these; zstd. The folder is written whole or not at all; an older export
    there is replaced. Raises UsageError where it holds anything else, or cannot be written.
    """
    folder = folder.resolve()
    _check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with replacing(folder) as made, file.told():
            for name, target in FILES.items():
                _write(file.con, name, made / target)
            told = {**results.summary(file.con), "tool": TOOL, _MARK: _FORMAT}
            text = dump(told, indent=2, sort_keys=True) + "\n"
            (made / SUMMARY).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{folder}: the export cannot be written there ({reason})") from error


def plain(kind: pa.DataType) -> pa.DataType:
    """An Arrow type that every reader of Parquet knows, for the same values."""
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, plain(one.type)) for one in kind])
    return kind


def _write(con: Any, name: str, target: Path) -> None:
    order = _ORDER.get(name, "ALL")
    reader = con.sql(f"SELECT * FROM {name} ORDER BY {order}").to_arrow_reader(_FETCHED)
    declared = pa.schema([(one.name, plain(one.type)) for one in reader.schema])
    rows = _ROWS.get(name, stored.GROUP)
    stored.write(target, declared, _grouped(reader, declared, rows), rows)


def _grouped(reader: Any, declared: pa.Schema, rows: int) -> Iterator[pa.Table]:
    """The batches of *reader* as tables of *declared*, of *rows* rows each but for the last."""
    held = declared.empty_table()
    for batch in reader:
        held = pa.concat_tables([held, pa.Table.from_batches([batch]).cast(declared)])
        while held.num_rows >= rows:
            yield held.slice(0, rows)
            held = held.slice(rows)
    if held.num_rows:
        yield held


def _check(folder: Path) -> None:
    """Raise UsageError where an export must not be written: what holds anything else stays."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder for the export")
    names = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    foreign = sorted(names - {SUMMARY, *FILES.values()})
    if names and (foreign or not _is_ours(folder)):
        raise UsageError(
            f"{folder} is not empty and no export of an archive: name a new or an empty folder"
        )


def _is_ours(folder: Path) -> bool:
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("tool") == TOOL and _MARK in found
