"""What an archive is, in figures; and which tables and columns there are to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from syndetect.archive import facts, results
from syndetect.archive.file import File
from syndetect.archive.meanings import MEANINGS
from syndetect.archive.views import VIEWS
from syndetect.settings import Settings

COLUMNS = pa.schema(
    [
        ("table", pa.string()),
        ("column", pa.string()),
        ("type", pa.string()),  # as SQL calls it
        ("meaning", pa.string()),
    ]
)
_COUNTS = {
    "articles": "SELECT count(*) FROM kept.given",
    "versions": "SELECT count(*) FROM kept.given WHERE version > 1",
    "outlets": "SELECT count(DISTINCT outlet) FROM kept.given",
    "batches": "SELECT count(*) FROM kept.batches",
    "events": "SELECT count(*) FROM kept.events",
    "families": "SELECT count(*) FROM kept.families",
    "derivations": "SELECT count(*) FROM kept.derivations",
    "sources": "SELECT count(*) FROM kept.sources",
    "pairs": "SELECT count(*) FROM kept.verdicts",
    "text_bytes": "SELECT coalesce(sum(strlen(body) + strlen(coalesce(headline, ''))), 0)::BIGINT "
    "FROM kept.given",
}


def info(file: File) -> dict[str, Any]:
    """Counts of what is in the archive, sizes in bytes, and what made it.

    ``versions`` are articles that came with an id which was there with other content; ``batches``
    are the calls of ``add`` that brought something new; ``pairs`` those compared, with all copies;
    ``text_bytes`` bodies and headlines in UTF-8; ``free_bytes`` what of the file holds nothing:
    ``compact`` frees that at least. ``first`` and ``last`` are the dates between which the articles
    lie, as given. ``version`` is the syndetect that has last changed it, and ``code`` a digest of
    its code, None where nothing was added yet.
    """
    con = file.con
    known = facts.all_of(con)
    counts = {name: con.execute(query).fetchall()[0][0] for name, query in _COUNTS.items()}
    first, last = con.execute("SELECT min(published), max(published) FROM kept.given").fetchall()[0]
    summary = results.summary(con)
    return {
        "path": str(file.path),
        **counts,
        "first": first,
        "last": last,
        "file_bytes": file.path.stat().st_size,
        "free_bytes": _free(con),
        "format": int(known["format"]),
        "settings_digest": Settings.from_mapping(json.loads(known["settings"])).digest,
        "version": summary.get("version"),
        "background": summary.get("background"),
        "code": known.get("code"),
    }


def _free(con: Any) -> int:
    sizes = "SELECT block_size * free_blocks FROM pragma_database_size() WHERE database_name = "
    return int(con.execute(f"{sizes} current_database()").fetchall()[0][0])


def columns(file: File) -> pa.Table:
    """Every column of every table that people may ask, ``COLUMNS``, in the order they have."""
    rows = file.con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
    ).fetchall()
    place = {name: at for at, name in enumerate(VIEWS)}
    rows = sorted((row for row in rows if row[0] in place), key=lambda row: place[row[0]])
    told = [dict(zip(COLUMNS.names, (*row, _meaning(*row[:2])), strict=True)) for row in rows]
    return pa.Table.from_pylist(told, schema=COLUMNS)


def tables() -> Mapping[str, str]:
    """The tables that people may ask, and what a row of each is."""
    return {name: meaning for name, (meaning, _) in VIEWS.items()}


def _meaning(table: str, column: str) -> str:
    return MEANINGS[table][column]
