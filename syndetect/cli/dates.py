"""``syndetect dates``: every date that an article may go by."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from syndetect.cli.options import a_path, as_json


@click.command("dates", short_help="Every date an article may go by, and why not the others.")
@click.argument("files", type=a_path, nargs=-1, required=True, metavar="FILE...")
@as_json
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Print every date that each FILE declares or tells, where it stands, how far it is trusted,
    and why it is not gone by.

    A FILE holds one article: a web page or a text.
    """
    from syndetect.cli.paint import Page
    from syndetect.cli.paint_table import paint_table
    from syndetect.ingest.filedates import dates_of

    found = [(file, dates_of(file)) for file in files]
    if as_json:
        told = [{"file": str(file), "dates": [asdict(one) for one in some]} for file, some in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    page = Page()
    for file, some in found:
        page.line(str(file))
        if not some:
            page.line("no date is told", "  ")
            continue
        rows = []
        for one in some:
            fate = "gone by" if one.chosen else one.rejected or ""
            rows.append([one.published or one.written, one.source, str(one.trust), fate])
        paint_table(page, ("date", "where", "trust", "fate"), rows, (False,) * 4)
