"""``syndetect compare``: two files, nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, chosen, with_settings
from syndetect.errors import UsageError


@click.command("compare", short_help="Say how two files relate, and why.")
@click.argument("left", type=a_path)
@click.argument("right", type=a_path)
@with_settings
@as_json
@click.option("--all", "everything", is_flag=True, help="Print every shared passage in full.")
def command(
    left: Path,
    right: Path,
    settings_file: Path | None,
    changes: dict[str, str],
    agencies_file: Path | None,
    as_json: bool,
    everything: bool,
) -> None:
    """Say how two files relate: the kind, how likely one text comes from the other, and why.

    LEFT and RIGHT are files with one article each.
    """
    settings = chosen(settings_file, changes, agencies_file)
    import syndetect
    from syndetect.cli.paint_pair import show
    from syndetect.explanation import explain_pair
    from syndetect.ingest import read_one
    from syndetect.text.tokens import count_invisible

    one, other = read_one(left), read_one(right)
    if one.id == other.id:
        raise UsageError(f"{left} is named twice: name two files")
    relation = syndetect.compare(one, other, settings=settings, tell=say)
    unseen = count_invisible(one.body), count_invisible(other.body)
    found = explain_pair(one, other, relation)
    show(found, unseen, as_json=as_json, everything=everything)
