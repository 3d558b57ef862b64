"""The result folder: which files there are, how they are written whole or not at all, and read.

A folder is written beside its final place and renamed into it. Same tables, same bytes.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema, stored
from syndetect.errors import ResultError, UsageError
from syndetect.export.jsonlines import dump, lines
from syndetect.replacing import replacing
from syndetect.stored import Rows, Stored, parts_of, together

FORMAT = 1  # raised only when an older version could no longer read a folder
TOOL = "syndetect"
SUMMARY = "summary.json"
GRAPH = "graph.graphml"
TEXTS = "texts.parquet"
RELATIONS = "relations.parquet"
LINES: Mapping[str, pa.Schema] = {
    "articles": schema.RESULT_ARTICLES,
    "credits": schema.RESULT_CREDITS,
    "furniture": schema.RESULT_FURNITURE,
    "derivations": schema.RESULT_DERIVATIONS,
    "sources": schema.RESULT_SOURCES,
    "events": schema.RESULT_EVENTS,
    "families": schema.RESULT_FAMILIES,
}
FILES = frozenset({f"{name}.jsonl" for name in LINES} | {SUMMARY, GRAPH, TEXTS, RELATIONS})
_TEXTS = 8192  # rows in a row group of whole bodies
_LINES = 4096  # that are read together


def check(folder: Path) -> None:
    """Raise UsageError where a result must not be written: so a long scan need not end there.

    A folder that is missing, empty or a result may be written; what holds anything else may not.
    """
    try:
        folder.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UsageError(f"{folder}: a link leads to itself: name a folder") from error
    place = folder.resolve().parent
    while not os.path.exists(place):  # noqa: PTH110 - Path.exists raises where it may not look
        place = place.parent
    if not os.access(place, os.W_OK | os.X_OK):
        raise UsageError(f"{folder}: the result cannot be written there (no right to, in {place})")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder for the result")
    names = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    if not names:
        return
    if not _is_ours(folder):
        raise UsageError(
            f"{folder} is not empty and no result of syndetect: name a new or an empty folder"
        )
    foreign = [name for name in names if name not in FILES]
    if foreign:
        raise UsageError(
            f"{folder} holds a result and {_some(foreign)} beside it, which writing would remove: "
            "move that away, or name another folder"
        )


def write(
    folder: Path,
    tables: Mapping[str, Rows],
    graph: Iterable[str],
    summary: Mapping[str, Any],
) -> None:
    """Write *tables* (``texts`` may be left out), *graph* (GraphML) and *summary* to *folder*.

    An older result there is replaced. Raises UsageError where ``check`` does, or where the
    disk refuses.
    """
    folder = folder.resolve()
    check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with replacing(folder) as made:
            with ThreadPoolExecutor(1) as beside:  # Parquet is written by other than Python
                waiting = [beside.submit(_write_parquet, made / RELATIONS, tables["relations"])]
                if "texts" in tables:
                    texts = beside.submit(_write_parquet, made / TEXTS, tables["texts"], _TEXTS)
                    waiting.append(texts)
                for name in LINES:
                    _write_text(made / f"{name}.jsonl", lines(tables[name]))
                _write_text(made / GRAPH, graph)
                for one in waiting:
                    one.result()
            whole = {**summary, "tool": TOOL, "format": FORMAT}
            _write_text(made / SUMMARY, [dump(whole, indent=2, sort_keys=True), "\n"])
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{folder}: the result cannot be written there ({reason})") from error


def read(folder: Path) -> tuple[dict[str, Rows], dict[str, Any]]:
    """The tables of a result folder by name (no ``texts`` where they were left out), and summary.

    Columns of later versions are passed over, but for those of ``relations``, which are signals.
    Raises ResultError where *folder* is missing, no result, not whole, or of a later format.
    """
    if not folder.is_dir():
        what = "this is a file" if folder.is_file() else "there is no such folder"
        raise ResultError(f"{folder}: {what}. Name a folder that `scan --out` wrote")
    summary = _summary(folder)
    try:
        tables: dict[str, Rows] = {
            name: _read_lines(folder, name, wanted) for name, wanted in LINES.items()
        }
        around = pa.schema([*schema.RELATION_HEAD, *schema.RELATION_TAIL])
        tables["relations"] = _read_parquet(folder / RELATIONS, around)
        _check_ids(folder, tables)
        pa.default_memory_pool().release_unused()  # what checking took: as much as a small result
        if (folder / TEXTS).exists():
            tables["texts"] = _read_parquet(folder / TEXTS, schema.RESULT_TEXTS)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ResultError(f"{folder}: the result cannot be read ({reason})") from error
    return tables, summary


def _write_text(path: Path, chunks: Iterable[str]) -> None:
    # A lone surrogate, as in a file name that is no UTF-8, becomes the escape JSON has for it.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(chunks)


def _write_parquet(path: Path, table: Rows, rows: int = stored.GROUP) -> None:
    """*rows* at a time, so that no more of a table that lies in a file is in memory."""
    if isinstance(table, Stored):
        table.copy(path)
        return
    parts = (table.slice(at, rows) for at in range(0, max(table.num_rows, 1), rows))
    stored.write(path, table.schema, parts, rows)


def _is_ours(folder: Path) -> bool:
    try:
        _summary(folder)
    except ResultError:
        return False
    return True


def _summary(folder: Path) -> dict[str, Any]:
    path = folder / SUMMARY
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ResultError(f"{folder}: no result of syndetect, for it has no {SUMMARY}") from None
    except OSError as error:
        raise ResultError(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:  # no JSON, or no UTF-8
        raise ResultError(f"{path}: is damaged ({error}). Scan again") from error
    if not isinstance(found, dict) or found.pop("tool", None) != TOOL:
        raise ResultError(f"{folder}: no result of syndetect, for its {SUMMARY} is of another tool")
    form = found.pop("format", None)
    if not isinstance(form, int) or form > FORMAT:
        raise ResultError(
            f"{folder} was written by syndetect {found.get('version', '(unknown)')}, in a form "
            "that this version cannot read: update syndetect, or scan again"
        )
    return found


# Fields that older results do not have: null there.
_ADDED = {
    "articles": ("signs", "forms", "origin", "origin_kind", "origin_probability", "depth"),
    "derivations": ("order", "share", "spans"),
    "sources": ("style",),
    "events": ("first", "first_article", "last", "spread_hours", "dated"),
}


def _check_ids(folder: Path, tables: Mapping[str, Rows]) -> None:
    """Raise ResultError where a table names an article that is not there."""
    ids = tables["articles"].select(["id"]).column("id").combine_chunks()
    for name, columns in (("relations", ("left", "right")), ("derivations", ("child",))):
        table = tables[name]
        for part, column in product(together(parts_of(table, columns)), columns):
            named = part.column(column)
            known = pc.is_in(named, value_set=ids)
            if not pc.all(known, min_count=0).as_py():
                one = named.filter(pc.invert(known))[0].as_py()
                raise ResultError(
                    f"{folder}: {name} names the article {one!r}, which articles.jsonl lacks. "
                    "Scan again"
                )


def _read_lines(folder: Path, name: str, wanted: pa.Schema) -> pa.Table:
    path, added = folder / f"{name}.jsonl", dict.fromkeys(_ADDED.get(name, ()))
    parts = [wanted.empty_table()]
    rows: list[list[Any]] = []
    read = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            while some := list(islice(file, _LINES)):
                rows = []
                for line in some:
                    row = added | json.loads(line)
                    rows.append([row[field] for field in wanted.names])
                columns = zip(*rows, strict=True)
                parts.append(schema.build(wanted, dict(zip(wanted.names, columns, strict=True))))
                read, rows = read + len(rows), []
        return pa.concat_tables(parts)
    except FileNotFoundError:
        raise _incomplete(path) from None
    except (ValueError, KeyError, TypeError) as error:  # Arrow's errors are among these
        where = f"about line {read + len(rows) + 1}"
        reason = f"{type(error).__name__}: {error}"
        raise ResultError(f"{path}, {where}: cannot be read ({reason}). Scan again") from error


def _read_parquet(path: Path, wanted: pa.Schema) -> Stored:
    """A Parquet file; the columns of *wanted* must be there, and get its very types."""
    try:
        found = Stored(path, wanted)
    except FileNotFoundError:
        raise _incomplete(path) from None
    written = Stored(path).schema
    for field in wanted:
        if field.name not in written.names or written.field(field.name).type != field.type:
            raise ResultError(f"{path}: column {field.name} ({field.type}) is missing. Scan again")
    return found


def _incomplete(path: Path) -> ResultError:
    return ResultError(
        f"{path.parent}: the result is not whole, {path.name} is missing. Scan again"
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
