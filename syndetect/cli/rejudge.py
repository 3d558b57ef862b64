"""``syndetect rejudge``: a finished result under other settings, nothing compared again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, pairs


@click.command("rejudge", short_help="Judge a finished result again with other settings.")
@click.argument("result", type=a_path)
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="NAME=VALUE",
    callback=pairs,
    help="A setting of verdict or provenance, for example verdict.derived=0.7. May be repeated.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the new result folder here; RESULT itself stays as it is.",
)
@as_json
@click.option("--all", "everything", is_flag=True, help="Print all events, and all of each.")
def command(
    result: Path, changes: dict[str, str], out: Path | None, as_json: bool, everything: bool
) -> None:
    """Judge a finished result again, for example with another threshold.

    RESULT is a folder that `scan --out` wrote. No two texts are compared again.
    """
    import syndetect
    from syndetect import store

    if out is not None:
        store.check(out)
    findings = syndetect.open(result).rejudge(changes)
    if out is not None:
        findings.save(out)
    from syndetect.cli.outline import outline

    found = outline(findings)
    if as_json:
        sys.stdout.writelines(found.json(findings))
    else:
        from syndetect.cli.paint_events import paint_outline

        paint_outline(found, everything=everything)
    sys.stdout.flush()
    if out is not None:
        say(f"The result lies in {out}.")
