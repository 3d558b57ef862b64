"""JSON Lines: one article a line.

A line that cannot be read is skipped with its number; a file that breaks off keeps those before.
Lines count from 1, blank ones included.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.decoding import BinaryError, decode, marked
from syndetect.ingest.formats.tables import Row, with_texts
from syndetect.ingest.records import Columns
from syndetect.ingest.unpacking import PackedError, buffered, pieces_of

_PIECE = 2**20  # bytes of a line that is too long which are passed over at a time
_MARK = b"\xef\xbb\xbf"


def rows(file: BinaryIO, name: str, columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """Rows of a JSON Lines file."""
    return with_texts(_objects(file, name, ledger), columns, name, ledger)


def _objects(file: BinaryIO, name: str, ledger: Ledger) -> Iterator[tuple[int, dict[str, object]]]:
    number = 0
    try:
        for number, line in enumerate(_lines(file, ledger.limits.line), 1):
            if line is None:
                ledger.too_large(name, number, "line", "line")
            elif not line or line.isspace():
                ledger.count("blank lines")
            elif (record := _object(line, name, number, ledger)) is not None:
                yield number, record
    except PackedError as error:
        ledger.skip(name, number + 1 if number else None, error.reason, error.detail)
        return
    if not number:
        ledger.skip(name, None, "empty file")


def _lines(file: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """The lines of *file*, None for one of more bytes than *longest*."""
    first = file.readline(longest + 1)
    encoding = marked(first)
    if encoding not in {None, "utf-8"}:
        yield from _recoded(first, file, str(encoding), longest)
        return
    line = first.removeprefix(_MARK)
    while line:
        if len(line) > longest:
            _to_the_end(file, line)
            yield None
        else:
            yield line
        line = file.readline(longest + 1)


def _to_the_end(file: BinaryIO, line: bytes) -> None:
    """Pass over the rest of the line that begins with *line*."""
    while line and not line.endswith(b"\n"):
        line = file.readline(_PIECE)


def _recoded(first: bytes, file: BinaryIO, encoding: str, longest: int) -> Iterator[bytes | None]:
    """The lines of a file in UTF-16 or UTF-32, of which *first* was read, as UTF-8."""
    whole = buffered(chain([first], pieces_of(file)))
    with io.TextIOWrapper(whole, encoding[:6], "replace", newline="\n") as lines:
        while line := lines.readline(longest + 1):
            if len(line) <= longest:
                yield line.encode("utf-8", "replace")
                continue
            while line and not line.endswith("\n"):
                line = lines.readline(_PIECE)
            yield None


def _object(line: bytes, name: str, number: int, ledger: Ledger) -> dict[str, object] | None:
    try:
        text, note = decode(line)
        record = json.loads(text)
    except BinaryError as error:
        ledger.skip(name, number, "binary", str(error))
        return None
    except RecursionError:
        ledger.skip(name, number, "not JSON", "nested too deep")
        return None
    except ValueError as error:
        ledger.skip(name, number, "not JSON", str(error))
        return None
    if not isinstance(record, dict):
        ledger.skip(name, number, "not a JSON object", f"it is {type(record).__name__}")
        return None
    if note:
        ledger.count(note)
    return record
