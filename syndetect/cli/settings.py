"""``syndetect settings``: every setting with its meaning, as TOML that can be read back."""

from __future__ import annotations

from pathlib import Path

import click

from syndetect.cli.options import chosen, with_settings


@click.command("settings", short_help="Print every setting with its meaning, as TOML.")
@with_settings
def command(
    settings_file: Path | None, changes: dict[str, str], agencies_file: Path | None
) -> None:
    """Print every setting with its meaning, range and value, as TOML.

    What it prints can be changed and passed on with --settings FILE.
    """
    click.echo(chosen(settings_file, changes, agencies_file).to_toml(), nl=False)
