"""Where the tables of one run lie: in memory while there is room, else in Arrow files.

A table in a file is mapped, not read: its pages come from the disk when a stage looks at them, and
go when memory is wanted elsewhere. Where a table lies changes nothing in it.

A shelf with a folder keeps what is finished: a run that was stopped finds it again. One without
writes to files that have no name, which the system removes with the run, however it ends.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect.errors import UsageError
from syndetect.schema import flat, in_one, plain
from syndetect.stored import GROUP, Rows, Stored, write
from syndetect.unfinished import END, PART, STORED, Unfinished


class Shelf:
    """Named tables. *room* is how many bytes of them stay in memory, *work* how many a stage may
    take beside for what it sorts; None: all.

    *folder* is made where a table first leaves memory. What lies there from an earlier run of the
    same *key* is taken up (``found`` names it), what lies there of another key is removed. Raises
    UsageError where the folder holds anything else, or another run is at work there.
    """

    def __init__(
        self,
        room: int | None = None,
        folder: Path | None = None,
        key: Mapping[str, Any] | None = None,
        work: int | None = None,
    ) -> None:
        self.work = work
        self._room = room
        self._folder = None if folder is None else Unfinished(folder, key)
        self._tables: dict[str, pa.Table] = {}
        self._sizes: dict[str, int] = {}  # bytes of those in memory
        self._maps: dict[str, mmap.mmap] = {}  # those in files
        self._flat: set[str] = set()  # those in memory that no later run asks for
        self.found: tuple[str, ...] = self._folder.found() if self._folder else ()
        self.removed = self._folder is not None and self._folder.removed  # of another key

    def keep(self, name: str, declared: pa.Schema, parts: Iterable[pa.Table]) -> pa.Table:
        """The table *name*: what an earlier run kept under it, else *parts*, tables of *declared*.

        *parts* are taken one at a time, and not at all where the table is there. The table has as
        many chunks a column as there are parts. Raises UsageError where the disk refuses.
        """
        if name not in self._tables:
            if self._folder is not None and name in self.found:
                with self._disk(name), self._folder.file(name).open("rb") as file:
                    self._tables[name] = self._mapped(name, file)
            else:
                self._tables[name] = self._put(name, declared, parts)
        return self._tables[name]

    def keep_flat(self, name: str, declared: pa.Schema, parts: Iterable[pa.Table]) -> pa.Table:
        """The table of *parts*, whose columns are numbers and ragged numbers without nulls, in one
        chunk a column: kernels take such a column as one array.

        Beyond the room, columns lie in files without a name, and no later run finds them.
        """
        held, rest = self._within(parts)
        if rest is not None:
            with self._disk(name):
                self._tables[name] = self._spread(name, declared, chain(_emptied(held), rest))
            return self._tables[name]
        self._sizes[name] = sum(part.nbytes for part in held)
        self._flat.add(name)
        self._tables[name] = in_one(held, declared)
        return self._tables[name]

    def store(self, name: str, declared: pa.Schema, parts: Iterable[pa.Table]) -> Rows:
        """The table of *parts*, of ``stored.GROUP`` rows each but the last: in memory, or beyond
        the room in a Parquet file. No later run finds it.
        """
        held, rest = self._within(parts)
        if rest is None:
            return pa.concat_tables(held) if held else declared.empty_table()
        with self._disk(name), self._opened(name, STORED) as file:
            write(file, declared, self._rested(chain(_emptied(held), rest)), GROUP)
            file.flush()
            path = self._folder and self._folder.file(name, STORED)
            return Stored(path or self._buffer(name, file), declared)

    def rename(self, name: str, new: str) -> pa.Table:
        """Give a table another name."""
        self._tables[new] = self._tables.pop(name)
        if name in self._sizes:
            self._sizes[new] = self._sizes.pop(name)
        if name in self._maps:
            self._maps[new] = self._maps.pop(name)
        if self._folder is not None and self._folder.file(name).exists():
            self._folder.file(name).rename(self._folder.file(new))
        return self._tables[new]

    def drop(self, *names: str) -> None:
        """Forget tables that no stage asks for any more, and their files."""
        for name in names:
            self.found = tuple(one for one in self.found if one != name)
            self._tables.pop(name, None)
            self._sizes.pop(name, None)
            for mapped in [one for one in self._maps if one.split(".")[0] == name]:
                del self._maps[mapped]
            if self._folder is not None:
                self._folder.file(name).unlink(missing_ok=True)

    def rest(self) -> None:
        """Give back the pages of files that were looked at, which are read again when wanted, and
        what allocators keep of what was let go: threads leave half of their heaps empty.
        """
        for mapped in self._maps.values():
            if hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)
        pa.default_memory_pool().release_unused()
        if trim := _trim():
            trim(0)

    def close(self) -> None:
        """Let another run have the folder, as it is."""
        if self._folder is not None:
            self._folder.leave()

    def clear(self) -> None:
        """Remove the folder; tables in hand stay whole."""
        if self._folder is not None:
            self._folder.clear()

    def _within(
        self, parts: Iterable[pa.Table]
    ) -> tuple[list[pa.Table], Iterator[pa.Table] | None]:
        """*parts*, and None, where they fit into the room; else those up to the first that does
        not, and the rest."""
        held: list[pa.Table] = []
        taken = sum(self._sizes.values())
        coming = iter(parts)
        for part in coming:
            held.append(part)
            taken += part.nbytes
            if self._room is not None and taken > self._room:
                return held, coming
        return held, None

    def _put(self, name: str, declared: pa.Schema, parts: Iterable[pa.Table]) -> pa.Table:
        """*parts* in memory, or, where they are too many, all of them in a file."""
        held, rest = self._within(parts)
        if rest is not None or (self._folder is not None and self._folder.begun()):
            return self._written(name, declared, held, rest or iter(()))
        self._sizes[name] = sum(part.nbytes for part in held)
        return pa.concat_tables(held) if held else declared.empty_table()

    def _written(
        self, name: str, declared: pa.Schema, held: list[pa.Table], parts: Iterator[pa.Table]
    ) -> pa.Table:
        with self._disk(name):
            file = self._opened(name, f"{END}{PART}")  # it has its name only when it is whole
        with file:
            writer = pa.ipc.new_file(file, declared)
            for part in self._rested(chain(_emptied(held), parts)):
                with self._disk(name):
                    writer.write_table(part)
            with self._disk(name):
                writer.close()
                if self._folder is None:
                    file.flush()
                else:
                    self._folder.finish(name, file)
                return self._mapped(name, file)

    def _spread(self, name: str, declared: pa.Schema, parts: Iterator[pa.Table]) -> pa.Table:
        """*parts* with a file a column, which has the values of all rows behind one another."""
        lengths: dict[str, list[npt.NDArray[np.int64]]] = {field.name: [] for field in declared}
        with ExitStack() as stack:
            files = {field.name: stack.enter_context(self._nameless()) for field in declared}
            rows = 0
            for part in parts:
                rows += part.num_rows
                for field in declared:
                    if pa.types.is_large_list(field.type):
                        offsets, values = flat(part, field.name)
                        lengths[field.name].append(np.diff(offsets))
                    else:
                        values = plain(part, field.name)
                    files[field.name].write(values.data)
            columns = []
            for field in declared:
                ragged_ = pa.types.is_large_list(field.type)
                file = files[field.name]
                file.flush()
                buffer = self._buffer(f"{name}.{field.name}", file)
                kind = field.type.value_type if ragged_ else field.type
                count = buffer.size // (kind.bit_width // 8)
                column = pa.Array.from_buffers(kind, count, [None, buffer])
                if ragged_:
                    ends = np.cumsum(np.concatenate([[0], *lengths.pop(field.name)]))
                    column = pa.LargeListArray.from_arrays(pa.array(ends), column)
                columns.append(column)
        return pa.Table.from_arrays(columns, schema=declared)

    def _rested(self, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """*parts*; what each was made of has been looked at when the next is asked for."""
        for part in parts:
            yield part
            self.rest()

    def _nameless(self) -> IO[bytes]:
        """A new file that goes with the process; on the disk of the folder, where there is one."""
        begun = self._folder is not None and self._folder.begun()
        return tempfile.TemporaryFile(dir=self._folder.place if self._folder and begun else None)

    def _opened(self, name: str, end: str) -> IO[bytes]:
        """A new file of that name and end, in the folder, which is made where it is not there."""
        if self._folder is None:
            return self._nameless()
        if not self._folder.begun():
            self._folder.begin()
            # Who finds a table finds all that were finished before it.
            for earlier in [one for one in self._sizes if one not in self._flat]:
                table = self._tables[earlier]
                self._written(earlier, table.schema, [table], iter(()))
        path = self._folder.file(name, end)
        path.unlink(missing_ok=True)  # a result may have the same file under its own name
        return path.open("w+b")

    def _mapped(self, name: str, file: IO[bytes]) -> pa.Table:
        return pa.ipc.open_file(self._buffer(name, file)).read_all()

    def _buffer(self, name: str, file: IO[bytes]) -> pa.Buffer:
        """What *file* holds, mapped."""
        if os.fstat(file.fileno()).st_size == 0:
            return pa.py_buffer(b"")
        self._maps[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return pa.py_buffer(self._maps[name])

    @contextmanager
    def _disk(self, name: str) -> Iterator[None]:
        """What goes wrong with the disk, as an error that says where."""
        try:
            yield
        except OSError as error:
            where = self._folder.place if self._folder else tempfile.gettempdir()
            reason = error.strerror or str(error)
            raise UsageError(
                f"{where}: what a scan keeps there for a while cannot be written, {name} this time "
                f"({reason}). {self._advice(error)}"
            ) from error

    def _advice(self, error: OSError) -> str:
        """What to do where the disk has refused."""
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return "Name another folder with --out" if self._folder else "Mend that, or set TMPDIR"
        if self._folder is None:
            return "Make room on that disk, or name another with TMPDIR"
        return (
            "Make room on that disk: the same command then goes on. Or name a folder on another "
            f"with --out, and remove {self._folder.place}"
        )


@cache
def _trim() -> Any:
    """``malloc_trim`` of the GNU C library; None on systems with another."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None


def _emptied(held: list[pa.Table]) -> Iterator[pa.Table]:
    """What *held* has, let go on the way."""
    while held:
        yield held.pop(0)
