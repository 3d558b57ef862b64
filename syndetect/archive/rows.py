"""Arrow tables into the file, and out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa

from syndetect import schema
from syndetect.archive.tables import KEYS, OF_POSTINGS, TABLES

_BATCH = 1 << 13  # rows fetched at a time
_TOGETHER = 1 << 20  # rows compared at a time, about


def fetched(con: Any, query: str, declared: pa.Schema) -> Iterator[pa.Table]:
    """The rows of a *query*, some at a time, as tables of *declared*, whose columns it gives in
    their order."""
    reader = con.sql(query).to_arrow_reader(_BATCH)
    for batch in reader:
        yield typed(pa.Table.from_batches([batch]), declared)


def fetch(con: Any, query: str, declared: pa.Schema) -> pa.Table:
    """All rows of a *query*."""
    return typed(con.sql(query).to_arrow_table(), declared)


def typed(table: pa.Table, declared: pa.Schema) -> pa.Table:
    """*table* with the names and types of *declared*."""
    return table.rename_columns(declared.names).cast(declared)


def stored(con: Any, name: str, order: str | None = None) -> Iterator[pa.Table]:
    """The rows of the kept table *name*, some at a time, in the *order* of a column."""
    columns = ", ".join(f'"{one}"' for one in TABLES[name].names)
    ordered = f" ORDER BY {order}" if order else ""
    return fetched(con, f"SELECT {columns} FROM kept.{name}{ordered}", TABLES[name])


def counts(con: Any) -> dict[str, int]:
    """How many rows each kept table has; nothing of them is read."""
    parts = (f"SELECT '{name}', count(*) FROM kept.{name}" for name in (*TABLES, *OF_POSTINGS))
    return dict(con.execute(" UNION ALL ".join(parts)).fetchall())


@contextmanager
def handed(con: Any, name: str, rows: pa.Table | pa.RecordBatchReader) -> Iterator[None]:
    """*rows* as the table *name* of queries."""
    import duckdb

    con.register(name, rows)
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # after one that was stopped; its own error goes on
            con.unregister(name)


def insert(con: Any, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
    """Add *rows* to the kept table *name*."""
    with handed(con, "arriving", rows):
        con.execute(f"INSERT INTO kept.{name} SELECT * FROM arriving").fetchall()


def delete(con: Any, name: str, rows: pa.Table) -> None:
    """Remove the rows of the kept table *name* that have the values of *rows*, in its columns."""
    if not rows.num_rows:
        return
    with handed(con, "leaving", rows):
        same = " AND ".join(f'old."{one}" = gone."{one}"' for one in rows.column_names)
        con.execute(f"DELETE FROM kept.{name} old USING leaving gone WHERE {same}").fetchall()


def replace(con: Any, name: str, rows: pa.Table | Iterable[pa.Table]) -> pa.Table:
    """Let the kept table *name* have *rows*, a table or parts of one, and write what has changed
    alone: rows are equal where their hashes are.

    Gives the keys of rows that are new, changed or gone.
    """
    named = _named(KEYS[name])
    parts = (rows,) if isinstance(rows, pa.Table) else rows
    if not con.execute(f"SELECT 1 FROM kept.{name} LIMIT 1").fetchall():
        for part in parts:
            insert(con, name, part)
        return con.sql(f"SELECT {named} FROM kept.{name}").to_arrow_table()
    con.execute(f"CREATE TEMP TABLE arrived AS SELECT * FROM kept.{name} LIMIT 0").fetchall()
    for part in parts:
        with handed(con, "arriving", part):
            con.execute("INSERT INTO arrived SELECT * FROM arriving").fetchall()
    found = _changed(con, name)
    if found.num_rows:
        same = " AND ".join(f'o."{one}" = c."{one}"' for one in KEYS[name])  # no key is null
        con.execute(f"DELETE FROM kept.{name} o USING changed c WHERE {same}").fetchall()
        con.execute(
            f"INSERT INTO kept.{name} SELECT * FROM arrived SEMI JOIN changed USING ({named})"
        ).fetchall()
    con.execute("DROP TABLE changed").fetchall()
    con.execute("DROP TABLE arrived").fetchall()
    return found


def _changed(con: Any, name: str) -> pa.Table:
    """The keys of the rows that the table ``arrived`` and the kept one do not have alike, as a
    table of the database, ``changed``, too."""
    named = _named(KEYS[name])
    # To `hash` an empty list is as none.
    told = ", ".join(["r", *(f'r."{one}" IS NULL' for one in _lists(name))])
    con.execute(f"CREATE TEMP TABLE changed AS SELECT {named} FROM arrived LIMIT 0").fetchall()
    for some in _ranges(con, name):
        now = f"SELECT {named}, hash({told}) AS told FROM arrived r WHERE {some}"
        old = f"SELECT {named}, hash({told}) AS told FROM kept.{name} r WHERE {some}"
        con.execute(
            f"INSERT INTO changed SELECT {named} FROM ({old} EXCEPT {now}) "
            f"UNION SELECT {named} FROM ({now} EXCEPT {old})"
        ).fetchall()
    return con.sql(f"SELECT {named} FROM changed").to_arrow_table()


def _ranges(con: Any, name: str) -> list[str]:
    """Conditions of which each row fulfils one, and not too many the same: the database holds rows
    that it compares in memory."""
    key = KEYS[name][0]
    if not pa.types.is_integer(TABLES[name].field(key).type):
        return ["true"]
    told = f'SELECT count(*), min("{key}"), max("{key}") FROM '
    sizes = [con.execute(told + table).fetchall()[0] for table in ("arrived", f"kept.{name}")]
    least = min(low for _, low, _ in sizes if low is not None)
    most = max(high for _, _, high in sizes if high is not None)
    step = (most - least) // -(-max(count for count, _, _ in sizes) // _TOGETHER) + 1
    return [
        f'"{key}" BETWEEN {begin} AND {min(begin + step - 1, most)}'
        for begin in range(least, most + 1, step)
    ]


def listed(serials: schema.I32) -> str:
    """*serials* as SQL has them in brackets behind IN; of none a number that no article has."""
    return ", ".join(map(str, serials.tolist())) or "-1"


def _named(names: Sequence[str]) -> str:
    return ", ".join(f'"{one}"' for one in names)


def _lists(name: str) -> list[str]:
    """The columns of a kept table that hold lists: an empty one, or none at all."""
    kinds = (pa.types.is_list, pa.types.is_large_list)
    return [one.name for one in TABLES[name] if any(is_one(one.type) for is_one in kinds)]
