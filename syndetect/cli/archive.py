"""``syndetect archive``: what there is in an archive, and what keeps it in order."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from syndetect.cli.add import opened, print_change
from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, with_engine
from syndetect.cli.progress import watching
from syndetect.cli.safe import safe
from syndetect.errors import ArchiveError, InputError, UsageError

_STDIN = "-"


@click.group("archive", short_help="Look into an archive, check it, export it, remove articles.")
def command() -> None:
    """Look into an archive, check it, compact it, export it, or remove articles.

    An archive is a file that `syndetect add` makes and adds to.
    """


@command.command("info", short_help="How much there is in an archive, and what made it.")
@click.argument("archive", type=a_path)
@as_json
def info(archive: Path, as_json: bool) -> None:
    """Print how much there is in an archive, how large it is, and what made it."""
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept:
        found = kept.info()
    from syndetect.cli.paint_archive import paint_info

    _told(found, paint_info, as_json=as_json)


@command.command("tables", short_help="The tables and columns to ask in SQL.")
@click.argument("archive", type=a_path)
@click.argument("table", required=False)
@as_json
def tables(archive: Path, table: str | None, as_json: bool) -> None:
    """Print which tables and columns `syndetect sql` can ask, and what each means.

    TABLE is one of them; without it, all are printed.
    """
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept:
        rows = [one for one in kept.columns().to_pylist() if table in (None, one["table"])]
    if not rows:
        raise UsageError(f"there is no table {table!r}: `syndetect archive tables {archive}`")
    from syndetect.cli.paint_archive import paint_columns

    _told(rows, paint_columns, as_json=as_json)


def _told(found: Any, paint: Callable[[Any], None], *, as_json: bool) -> None:
    """Print what was found as JSON, or as *paint* does."""
    if as_json:
        from syndetect.export.jsonlines import dump

        click.echo(dump(found, indent=2))
    else:
        paint(found)


@command.command("verify", short_help="Check that an archive is whole; exit 4 where it is not.")
@click.argument("archive", type=a_path)
@click.option("--again", is_flag=True, help="Scan all articles again, too, and compare each table.")
def verify(archive: Path, again: bool) -> None:
    """Check that an archive is whole, block by block and row by row.

    What is wrong goes to stdout, a line each, and the exit code is 4.
    """
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept, watching() as (progress, _):
        wrong = kept.verify(again=again, progress=progress)
    for one in wrong:
        click.echo(safe(one))
    sys.stdout.flush()
    if wrong:
        raise ArchiveError(
            f"{archive} is not as it should be: restore it from a copy, or make it anew from the "
            "articles"
        )
    say(f"{archive} is whole" + ("; a scan has the same tables." if again else "."))


@command.command("compact", short_help="Write an archive anew, without what has gone.")
@click.argument("archive", type=a_path)
def compact(archive: Path) -> None:
    """Write an archive anew, without the room of what has gone, and bring it up to date."""
    from syndetect.cli.paint_archive import size

    with opened(archive) as kept:
        before, after = kept.compact()
    say(f"{archive}: {size(before)} before, {size(after)} now.")


@command.command("export", short_help="Write all tables as Parquet, or a result folder.")
@click.argument("archive", type=a_path)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write every table as a Parquet file. An older export there is replaced.",
)
@click.option(
    "--result",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a result folder, as `scan --out` does, for `explain`, `rejudge` and `export`.",
)
def export(archive: Path, out: Path | None, result: Path | None) -> None:
    """Write all of an archive into a folder, as Parquet files or as a result."""
    if (out is None) == (result is None):
        raise UsageError("name a folder with --out DIR, or with --result DIR")
    import syndetect
    from syndetect import store

    if result is not None:
        store.check(result)
    with syndetect.Archive.open(archive, write=False) as kept:
        if out is not None:
            kept.export(out)
        elif result is not None:
            kept.findings().save(result)
    say(f"The {'export' if out is not None else 'result'} lies in {out or result}.")


@command.command("remove", short_help="Take articles out, as if they had never come.")
@click.argument("archive", type=a_path)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@with_engine
@as_json
@click.option("--all", "everything", is_flag=True, help="Print all events, and all of each.")
def remove(
    archive: Path,
    ids: tuple[str, ...],
    threads: int,
    batch_size: int,
    memory: str | None,
    as_json: bool,
    everything: bool,
) -> None:
    """Take articles out of an archive, as if they had never come, and say what that changes.

    ID is that of an article: `syndetect sql ARCHIVE "SELECT id FROM articles"`. - stands for the
    ids that stdin gives, one a line.
    """
    from syndetect.engines import Local

    engine = Local(threads=threads, batch=batch_size)
    wanted = _named(ids)  # who prints them may have the archive open until then
    with opened(archive) as kept:
        with watching() as (progress, tell):
            found = kept.remove(wanted, engine=engine, memory=memory, progress=progress, tell=tell)
        articles = len(kept)
    print_change(found, archive, articles, as_json=as_json, everything=everything)
    say(f"The room goes with `syndetect archive compact {shlex.quote(str(archive))}`.")


def _named(ids: tuple[str, ...]) -> list[str]:
    """The *ids*, with the lines of stdin for ``-``. Raises InputError where these are none."""
    if _STDIN not in ids:
        return list(ids)
    from syndetect.ingest.decoding import BinaryError, decode

    try:
        lines = decode(sys.stdin.buffer.read())[0].split("\n")
    except BinaryError as error:
        raise InputError("stdin is no text: give ids, one a line") from error
    listed = [line.rstrip("\r") for line in lines if line.strip()]
    if not listed:
        raise InputError("stdin names no article: give ids, one a line")
    return [one for one in ids if one != _STDIN] + listed
