"""``syndetect compare``: two files, nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syndetect.cli.options import as_json, chosen, with_settings
from syndetect.errors import InputError, UsageError

if TYPE_CHECKING:
    from syndetect.model import Article


@click.command("compare", short_help="Say how two files relate, and why.")
@click.argument("left", type=click.Path(path_type=Path))
@click.argument("right", type=click.Path(path_type=Path))
@with_settings
@as_json
@click.option("--all", "everything", is_flag=True, help="Print every shared passage in full.")
def command(
    left: Path,
    right: Path,
    settings_file: Path | None,
    changes: dict[str, str],
    as_json: bool,
    everything: bool,
) -> None:
    """Say how two files relate: the kind, how likely one text comes from the other, and why.

    LEFT and RIGHT are files with one article each.
    """
    settings = chosen(settings_file, changes)
    import syndetect
    from syndetect.cli.paint_pair import show
    from syndetect.explanation import explain_pair

    one, other = _article(left), _article(right)
    if one.id == other.id:
        raise UsageError(f"{left} is named twice: name two files")
    relation = syndetect.compare(one, other, settings=settings)
    show(explain_pair(one, other, relation), as_json=as_json, everything=everything)


def _article(path: Path) -> Article:
    """The one article of a file, called by its path. Raises InputError where there is not one."""
    from syndetect.ingest import collect

    found = collect([path], strict=True).articles
    if len(found) != 1:
        raise InputError(f"{path} holds {len(found)} articles: name a file with one")
    return replace(found[0], id=str(path))
