"""The shell door: a command parses, makes one library call, prints.

Data goes to stdout, talk to stderr. Only click and the standard library are imported here and at
the top of the commands: ``--help`` must be quick.
"""

from __future__ import annotations

import click

from syndetect.cli import (
    add,
    archive,
    compare,
    crediting,
    dates,
    explain,
    export,
    newsroom,
    query,
    rejudge,
    scan,
    settings,
    sql,
)
from syndetect.cli.boundary import Shell


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"syndetect {version('syndetect')}")
        ctx.exit()


@click.group(
    cls=Shell,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 2 usage or settings, 3 input, 4 archive.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version and exit.",
)
def main() -> None:
    """Find which news articles have their text from which others, or from a source not at hand.

    Start with `syndetect scan FOLDER`.
    """


for _door in (
    scan, add, query, sql, archive, compare, explain, crediting, dates, rejudge, export, newsroom,
    settings,
):  # fmt: skip
    main.add_command(_door.command)
