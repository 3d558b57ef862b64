"""An archive written anew: without the room of what has gone, and in an order that is quick to ask.

The new file is made beside the old one and takes its place when it is whole and on the disk: a
process that is killed leaves the old one, or the new one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from syndetect.archive import tables, views
from syndetect.archive.faults import COMPACTING
from syndetect.unfinished import on_disk

_ORDER = {
    "lexicon": ("place",),
    "verdicts": ("left", "right"),
    "ledger": ("left", "right"),
    "batches": ("batch",),
    "postings": ("part", "bucket"),
}


def compacted(con: Any, path: Path) -> Path:
    """The file beside *path* into which all that *con* has is written anew, whole.

    Where that fails, what was begun stays until *con* is closed, and goes with ``File.compact``.
    """
    made = path.with_name(path.name + COMPACTING)
    old = con.execute("SELECT current_database()").fetchall()[0][0]
    new = f"{old} anew"  # another name than that of the old file, whatever that is
    con.execute(f"ATTACH '{_quoted(made)}' AS {_named(new)}").fetchall()
    con.execute(f"USE {_named(new)}").fetchall()
    con.execute("BEGIN TRANSACTION").fetchall()
    for one in (*tables.statements(), *views.statements()):
        con.execute(one).fetchall()
    for name in (*tables.TABLES, *tables.OF_POSTINGS):
        columns = tables.TABLES[name].names if name in tables.TABLES else ()
        keys = _ORDER.get(name, ("serial",) if "serial" in columns else ())
        order = f" ORDER BY {', '.join(map(_named, keys))}" if keys else ""
        con.execute(
            f"INSERT INTO kept.{name} SELECT * FROM {_named(old)}.kept.{name}{order}"
        ).fetchall()
    con.execute("COMMIT").fetchall()
    con.execute(f"CHECKPOINT {_named(new)}").fetchall()  # here, where a failure is told as one
    con.execute(f"USE {_named(old)}").fetchall()
    con.execute(f"DETACH {_named(new)}").fetchall()
    on_disk(made)
    return made


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
