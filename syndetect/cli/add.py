"""``syndetect add``: articles into an archive, and what that changes."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, inputs, with_engine, with_reading, with_settings
from syndetect.cli.progress import watching
from syndetect.cli.talk import called_for, hint_at_versions, nothing_read, warn_of_versions
from syndetect.errors import InputError

if TYPE_CHECKING:
    from syndetect.archive import Archive
    from syndetect.findings import Findings


@click.command("add", short_help="Add articles to an archive, and say what that changes.")
@click.argument("archive", type=a_path)
@click.argument("paths", nargs=-1, required=True, type=a_path)
@with_reading
@with_settings
@with_engine
@as_json
@click.option("--all", "everything", is_flag=True, help="Print all events, and all of each.")
def command(
    archive: Path, paths: tuple[Path, ...], as_json: bool, everything: bool, **given: Any
) -> None:
    """Add articles to an archive, and say what is new and what that changes.

    ARCHIVE is a file, which is made where there is none; it keeps the settings it is made with.
    PATHS are files and folders as `syndetect scan` takes them. What is there already is passed
    over; other content of an id that is there is a new version, and both stand.
    """
    add(archive, paths, given, as_json=as_json, everything=everything)


def add(
    archive: Path,
    paths: tuple[Path, ...],
    given: dict[str, Any],
    *,
    as_json: bool,
    everything: bool,
) -> None:
    """What the command does; *given* are its other options."""
    own = any(given[name] for name in ("settings_file", "agencies_file", "changes"))
    settings, engine = called_for(given)
    with opened(archive, settings if own else None, make=True) as kept:
        with watching() as (progress, tell):
            found = kept.add(inputs(paths), engine=engine, progress=progress, tell=tell, **given)
        added = found.summary["added"]
        if not added["counts"].get("articles"):
            raise InputError(nothing_read(added))
        articles = len(kept)
    print_change(found, archive, articles, as_json=as_json, everything=everything)
    first = articles == len(added["new"])
    warn_of_versions(added)
    if given["outlet_from"] is None and not added["retold"]:
        hint_at_versions(archive, found, first=first)
    if first:
        name = shlex.quote(str(archive))
        say(f"The archive lies in {archive}. Next: syndetect query {name} FILE")


@contextmanager
def opened(path: Path, settings: Any = None, *, make: bool = False) -> Iterator[Archive]:
    """The archive in the file *path*, to be changed. Where there is none and *make* is true, one is
    made, which goes again if nothing comes into it."""
    import syndetect

    new = not path.exists()
    if new and not make:
        syndetect.Archive.open(path, write=False)  # says that there is none
    kept = syndetect.Archive.open(path, settings=settings)
    try:
        yield kept
    finally:
        with kept:
            empty = new and not len(kept)
        if empty:
            path.unlink(missing_ok=True)


def print_change(
    findings: Findings, archive: Path, articles: int, *, as_json: bool, everything: bool
) -> None:
    """Print what an ``add`` or ``remove`` has changed, on data to stdout; *articles* are there
    now."""
    from dataclasses import replace

    from syndetect.cli.outline import outline

    added = findings.summary["added"]
    # What was read and skipped is that of this time, not of the archive.
    found = replace(
        outline(findings), counts=added.get("counts", {}), skipped=added.get("skipped", ())
    )
    if as_json:
        told = {name: value for name, value in added.items() if name not in ("counts", "skipped")}
        sys.stdout.writelines(found.json(findings, archive=articles, **told))
    else:
        from syndetect.cli.paint_change import paint_change

        paint_change(found, added, archive, articles, everything=everything)
    sys.stdout.flush()
