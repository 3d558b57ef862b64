"""An archive in figures, and its tables with their columns; painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.text import Text

from syndetect.cli.paint import Page, count, date
from syndetect.cli.safe import flowing

_UNITS = ("kB", "MB", "GB", "TB")
_LITTLE = 10**6  # bytes of text: of less a file is many times as large, whatever it is
_TEXT = 1 / 3  # of the width at most stands before a column's meaning


def size(number: int) -> str:
    """Bytes as one reads them: "4.2 MB"."""
    if number < 1000:
        return count(number, "byte")
    value, unit = number / 1000, 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if value < 99.5 else f"{value:.0f} {_UNITS[unit]}"


def paint_info(found: Mapping[str, Any]) -> None:
    """Print what an archive is."""
    page = Page()
    for name, said in facts(found):
        page.line(said, f"{name:<12}")


def facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is told of an archive, from ``about.info``: a name and words."""
    articles, batches = found["articles"], found["batches"]
    versions = found["versions"]
    of = f", {versions:,} of them later versions" if versions else ""
    told = [
        ("Archive", flowing(found["path"])),
        ("Articles", f"{articles:,}{of}; from {count(found['outlets'], 'outlet')}"),
        ("Added in", count(batches, "batch", "batches")),
        ("Events", f"{found['events']:,}"),
        ("Families", f"{found['families']:,}, of articles that share text"),
        ("Derivations", f"{found['derivations']:,}; {found['sources']:,} sources are not there"),
        ("Pairs", f"{found['pairs']:,} compared"),
        ("Size", _sizes(found)),
        ("Form", f"{found['format']}, settings {found['settings_digest']}"),
    ]
    if found["first"]:
        told.insert(2, ("Dates", f"{date(found['first'])} to {date(found['last'])}"))
    if found["code"]:
        told.append(("Made by", f"syndetect {found['version']}, code {found['code']}"))
    return told


def _sizes(found: Mapping[str, Any]) -> str:
    file, text = found["file_bytes"], found["text_bytes"]
    if not text:
        return size(file)
    of = f", for {size(text)} of text"
    times = f", {file / text:.1f} times its text ({size(text)})"
    free = found["free_bytes"]
    spare = f"; `compact` would free {size(free)} or more" if free > file / 10 else ""
    return size(file) + (of if text < _LITTLE else times) + spare


def paint_columns(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print columns by table, each with its type and meaning."""
    from syndetect.archive.about import tables

    page, told = Page(), tables()
    for at, (table, some) in enumerate(groupby(rows, key=itemgetter("table"))):
        if at:
            page.line()
        page.line(Text.assemble((table, "bold"), f"  {told[table]}"), "", "  ")
        columns = list(some)
        wide = min(int(page.width * _TEXT), max(len(one["column"]) for one in columns))
        for one in columns:
            page.line(f"{one['meaning']} ({_kind(one['type'])})", f"  {one['column']:<{wide}}  ")


def _kind(kind: str) -> str:
    """A type of SQL as one reads it."""
    if kind.endswith("[]"):
        return "list"
    known = {"VARCHAR": "text", "DOUBLE": "number", "INTEGER": "whole number"}
    return {**known, "BIGINT": "whole number", "BOOLEAN": "true or false"}.get(kind, kind.lower())
