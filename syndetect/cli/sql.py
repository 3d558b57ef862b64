"""``syndetect sql``: a question to an archive in SQL, as a table, CSV or JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path
from syndetect.errors import UsageError


@click.command("sql", short_help="Ask an archive in SQL.")
@click.argument("archive", type=a_path)
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: one row a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, lists as JSON.")
def command(archive: Path, query: str, as_json: bool, as_csv: bool) -> None:
    """Ask an archive in SQL, as DuckDB speaks it; nothing is changed.

    QUERY is one question, in quotation marks: "SELECT outlet, count(*) FROM articles GROUP BY
    ALL". `syndetect archive tables ARCHIVE` lists what there is to ask.
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms: choose one")
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept:
        found = kept.sql(query)
    from syndetect.export import values

    if as_json:
        sys.stdout.writelines(values.json_lines(found))
    elif as_csv:
        sys.stdout.writelines(values.csv_lines(found))
    else:
        from syndetect.cli.paint import Page, count
        from syndetect.cli.paint_table import paint_table

        rows = [[values.cell(one) for one in row] for row in values.rows(found)]
        cut = paint_table(Page(most=None), values.names(found), rows, values.numeric(found))
        sys.stdout.flush()
        more = " Cells are cut to the width: --csv and --json print them whole." if cut else ""
        say(f"{count(len(rows), 'row')}.{more}")
