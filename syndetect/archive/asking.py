"""Questions in SQL, which change nothing and read no other files."""

from __future__ import annotations

from contextlib import suppress

import pyarrow as pa

from syndetect.archive.file import File
from syndetect.errors import UsageError

_ASKED = ("SELECT", "EXPLAIN")  # as duckdb calls what only reads: DESCRIBE is a SELECT, too


def ask(file: File, query: str) -> pa.Table:
    """The answer to one *query*. Raises UsageError for what is no question, or cannot be answered;
    ArchiveError where the file is at fault."""
    import duckdb

    try:
        with file.told():
            told = file.con.extract_statements(query)
            if len(told) != 1 or told[0].type.name not in _ASKED:
                raise UsageError(
                    "ask one question: a query that begins with SELECT, FROM, WITH or DESCRIBE"
                )
            # EXPLAIN ANALYZE does what it explains.
            file.con.execute("BEGIN TRANSACTION READ ONLY").fetchall()
            try:
                return file.con.sql(query).to_arrow_table()
            finally:
                with suppress(duckdb.Error):  # what went wrong first is told
                    file.con.execute("ROLLBACK").fetchall()
    except duckdb.Error as error:
        raise UsageError(f"the query cannot be answered: {_line(str(error))}") from error


def _line(said: str) -> str:
    """What the database says on one line, without its drawing of the place."""
    return " ".join(said.partition("\n\nLINE ")[0].split())
