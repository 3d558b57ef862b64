"""Small collections for the tests of the archive, and what holds between an archive and a scan."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
from conftest import NEWSWIRE

from syndetect import Findings, scan
from syndetect.archive import Archive
from syndetect.newsroom import NewsroomSettings, generate

Row = dict[str, Any]
TABLES = (
    "articles", "credits", "furniture", "relations", "derivations", "sources", "events", "families",
    "texts",
)  # fmt: skip


def newswire(names: str = "") -> list[Row]:
    """The articles of the newswire with these ids, separated by blanks; all without."""
    return [dict(row) for row in NEWSWIRE if not names or row["id"] in names.split()]


@functools.cache
def _newsroom() -> tuple[str, ...]:
    return tuple(generate(1, NewsroomSettings(events=40)).article_lines())


def newsroom() -> list[Row]:
    """Some hundred articles of a newsroom."""
    return [json.loads(line) for line in _newsroom()]


def made(path: Path, rows: Iterable[Row] = ()) -> Path:
    """A new archive at *path*, with *rows*, which nobody has open."""
    given = list(rows)
    with Archive.open(path) as archive:
        if given:
            archive.add(given)
    return path


def meddle(path: Path, *statements: str) -> None:
    """Let somebody else change the file."""
    con = duckdb.connect(str(path))
    try:
        for one in statements:
            con.execute(one).fetchall()
    finally:
        con.close()


def assert_tables_same(one: Findings, other: Findings) -> None:
    """Table by table, cell by cell."""
    for name in TABLES:
        assert getattr(one, name).equals(getattr(other, name)), name


def assert_same(one: Findings, other: Findings) -> None:
    """Tables and summary."""
    assert_tables_same(one, other)
    assert one.summary == other.summary


def assert_scanned(archive: Archive, rows: Iterable[Row]) -> None:
    """The archive finds what one scan of *rows* finds."""
    assert_same(archive.findings(), scan(list(rows)))
