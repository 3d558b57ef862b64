"""The file of an archive: opened, made, checked, and brought to the form of today."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from syndetect.archive import facts, faults, place, tables, views
from syndetect.archive.faults import COMPACTING
from syndetect.errors import ArchiveError
from syndetect.unfinished import on_disk

_TOOL = "syndetect"
_CONFIG: Any = {
    "default_block_size": "65536",  # of a file that is made: it is a tenth smaller than by default
    "autoinstall_known_extensions": "false",  # a file of another format asks the network for none
    "autoload_known_extensions": "false",
}
_READING = "{} is open for reading: open it with Archive.open(path)"
_ALONE: Any = {"enable_external_access": "false"}  # who asks in SQL reads no other files
_LOGS = ("", ".wal", ".wal.checkpoint", ".wal.recovery")  # behind the name of a database's files
_LEAST = 256 * 10**6  # bytes of memory that the database needs
_STOPPED = "Query interrupted"  # what a RuntimeError of the database says of Ctrl-C
_OPEN: set[str] = set()  # that this process writes to
# A checkpoint after no change leaves a log that breaks off where it lies: so there is a change, of
# nothing.
_CHANGE = ("BEGIN", "CREATE TABLE change (one INTEGER)", "DROP TABLE change", "COMMIT")
_TAKE_UP = (*_CHANGE, "CHECKPOINT")

# Of form 1 places of words were the order of their rows, and the number of a version was how many
# there were when it came: another, maybe, than its id has.
_FROM_1 = """
CREATE TABLE kept.placed_words AS
    SELECT (row_number() OVER (ORDER BY rowid) - 1)::INTEGER AS place, * FROM kept.lexicon;
DROP TABLE kept.lexicon;
ALTER TABLE kept.placed_words RENAME TO lexicon;
CREATE TABLE kept.retired (name VARCHAR, version INTEGER, content UBIGINT);
UPDATE kept.given
    SET version = CASE WHEN id = name THEN 1 ELSE substr(id, length(name) + 2)::INTEGER END
    WHERE id <> name OR version <> 1;
"""
# Of form 2 the digest of an article did not know where its date is from.
_FROM_2 = "".join(
    f"UPDATE kept.given SET content = xor(content, {number}::UBIGINT) "
    f"WHERE published_trust = '{trust}';"
    for trust, number in tables.TRUSTED.items()
)
MIGRATIONS = {
    1: _FROM_1,
    2: _FROM_2,
}  # from one form to the next, in SQL, by the form they begin with


class File:
    """A connection to the file, and what may be done with it.

    Raises ArchiveError where *path* is no archive, damaged, of a later form, or in use.
    """

    def __init__(self, path: Path, *, write: bool) -> None:
        self.path = path
        self.write = write
        self._real = os.path.realpath(path)
        self._taken = False
        self._changed = False  # whether the log may have what the file has not
        if write:
            self._take()
        try:
            self.con = self._connect()
            with self.told():
                self._check()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let others have the file, which has all changes now. Raises ArchiveError where the disk
        has no room for them, and they stay in the log."""
        con = getattr(self, "con", None)
        try:
            if con is not None:
                with self.told():
                    self._settle(con)
        finally:
            if self._taken:
                _OPEN.discard(self._real)
                self._taken = False

    def _settle(self, con: Any) -> None:
        """Take what was changed from the log into the file, and close it: that alone says nothing
        where it fails."""
        import duckdb

        first = sys.exception()
        try:
            if self._changed:
                con.execute("CHECKPOINT").fetchall()
        except duckdb.Error:
            if first is None:  # what went wrong first is told
                raise
        finally:
            self._changed = False
            con.close()

    def allow(self, memory: int) -> None:
        """Let the database itself take so many bytes of memory, about."""
        with self.told():
            self.con.execute(f"SET memory_limit = '{max(memory, _LEAST)}B'").fetchall()

    def compact(self, memory: int) -> tuple[int, int]:
        """Write the file anew, see ``compacting``, with so many bytes of *memory* (``allow``); its
        bytes before and after. Where that fails, or is stopped, the old file stays as it is."""
        if not self.write:
            raise ArchiveError(_READING.format(self.path))
        self.allow(memory)
        with self.told():
            self.con.execute("CHECKPOINT").fetchall()
            self._changed = False
            before = Path(self._real).stat().st_size
            try:
                self._replace()
            except BaseException:
                with suppress(ArchiveError):  # what went wrong first is told
                    self._reopen()
                raise
            self._reopen()
        return before, Path(self._real).stat().st_size

    def _replace(self) -> None:
        """Put a file that is written anew in place of the old, and close that."""
        from syndetect.archive.compacting import compacted

        made = compacted(self.con, Path(self._real))
        self.con.close()
        if Path(f"{self._real}.wal").exists():  # of the old file: nothing may follow the new
            raise ArchiveError(f"{self.path}: what was changed is not in the file yet")
        made.replace(self._real)
        on_disk(Path(self._real).parent)

    def _reopen(self) -> None:
        """Open the file again: a failure may have made the connection useless, and left a file."""
        self.con.close()
        self.con = self._connect()

    @contextmanager
    def change(self, memory: int | None = None) -> Iterator[Any]:
        """One transaction: all that is done in it, or nothing; where *memory* is given, see
        ``allow``. Raises ArchiveError for reading."""
        import duckdb

        if not self.write:
            raise ArchiveError(_READING.format(self.path))
        if memory is not None:
            self.allow(memory)
        with self.told():
            self.con.execute("BEGIN TRANSACTION").fetchall()
            try:
                yield self.con
            except BaseException:
                with suppress(duckdb.Error):  # what went wrong first is told
                    self.con.execute("ROLLBACK").fetchall()
                raise
            self.con.execute("COMMIT").fetchall()
            self._changed = True

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the database says is wrong, as an error that says what to do; where somebody has
        stopped it, KeyboardInterrupt."""
        import duckdb

        try:
            yield
        except (duckdb.Error, RuntimeError) as error:
            stopped = type(error) is RuntimeError and str(error) == _STOPPED
            if stopped or isinstance(error, duckdb.InterruptException):
                raise KeyboardInterrupt from error
            found = faults.told(self.path, error) if isinstance(error, duckdb.Error) else None
            if found is None:
                raise
            raise found from error

    def _connect(self) -> Any:
        place.check(self.path, write=self.write)
        log = Path(f"{self._real}.wal").exists()  # of a process that was killed
        with self.told():
            con = self._opened()
            try:
                self._prepare(con, log)
            except BaseException:
                con.close()
                raise
        return con

    def _prepare(self, con: Any, log: bool) -> None:
        if not _is_in_file(con):  # an empty file, called like one of another format
            raise ArchiveError(faults.FOREIGN.format(self.path))
        if self.write:  # the file is ours now: nobody else compacts it
            self._clear(con, log)
            self._alone(con)
        con.execute("SET arrow_large_buffer_size = true").fetchall()
        con.execute("SET preserve_insertion_order = true").fetchall()

    def _opened(self) -> Any:
        """The database in the file, which is made where there is none, or an unfinished one."""
        import duckdb

        own = _CONFIG if self.write else {**_CONFIG, **_ALONE}
        try:
            return duckdb.connect(self._real, read_only=not self.write, config=own)
        except duckdb.IOException as error:
            alone = self.write and not faults.is_locked(error)  # nobody is making it now
            if not alone or not place.is_unfinished(Path(self._real)):
                raise faults.told(self.path, error) or ArchiveError(
                    f"{self.path} cannot be opened ({str(error).rpartition(': ')[2]}): look "
                    "whether it may be read and written"
                ) from error
            Path(self._real).unlink()
            return duckdb.connect(self._real, config=own)

    def _clear(self, con: Any, log: bool) -> None:
        """Remove what a process that was killed has left: a *log*, a file that it compacted to."""
        for left in _LOGS:
            Path(f"{self._real}{COMPACTING}{left}").unlink(missing_ok=True)
        for one in _TAKE_UP if log else ():
            con.execute(one).fetchall()

    def _alone(self, con: Any) -> None:
        """Let the database have no other file than that which `compact` makes, while it does."""
        ours = [f"{self._real}{COMPACTING}{end}" for end in _LOGS]
        con.execute("SET allowed_paths = $ours", {"ours": ours}).fetchall()
        for name, value in _ALONE.items():
            con.execute(f"SET {name} = {value}").fetchall()

    def _take(self) -> None:
        if self._real in _OPEN:
            raise ArchiveError(faults.HERE.format(self.path))
        _OPEN.add(self._real)
        self._taken = True

    def _check(self) -> None:
        named = "SELECT count(*), count(*) FILTER (schema_name = 'kept' AND table_name = 'facts') "
        [(tables_, ours)] = self.con.execute(f"{named} FROM duckdb_tables()").fetchall()
        empty = not tables_  # made now, or by a process that was killed before it had any
        if empty and self.write:
            with self.change() as con:
                for one in (*tables.statements(), *views.statements()):
                    con.execute(one).fetchall()
                facts.note(con, "tool", _TOOL)
                facts.note(con, "format", str(tables.FORMAT))
            return
        if empty:
            raise ArchiveError(
                f"{self.path} has nothing in it: add articles with `syndetect add {self.path} "
                "FOLDER`"
            )
        known = facts.all_of(self.con) if ours else {}
        if known.get("tool") != _TOOL:
            raise ArchiveError(f"{self.path} is a database of something else: name another file")
        form = int(known["format"])
        if form > tables.FORMAT:
            raise ArchiveError(
                f"{self.path} is of form {form}, which a later syndetect has written; this one "
                f"knows forms up to {tables.FORMAT}: update syndetect"
            )
        if form < tables.FORMAT:
            self._migrate(form)

    def _migrate(self, form: int) -> None:
        if not self.write:
            raise ArchiveError(
                f"{self.path} is of form {form}, this syndetect writes {tables.FORMAT}: bring it "
                f"up to date with `syndetect archive compact {self.path}`"
            )
        with self.change() as con:
            for step in range(form, tables.FORMAT):
                con.execute(MIGRATIONS[step]).fetchall()
            facts.note(con, "format", str(tables.FORMAT))


def _is_in_file(con: Any) -> bool:
    """Whether a database lies in a file at all."""
    where = "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    return con.execute(where).fetchall()[0][0] is not None


def as_json(value: Any) -> str:
    """JSON that is equal where values are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
