"""``syndetect explain``: all there is to say about two articles of a result."""

from __future__ import annotations

from pathlib import Path

import click

from syndetect.cli.options import a_path, as_json


@click.command("explain", short_help="Show what two articles of a result share, and why.")
@click.argument("result", type=a_path)
@click.argument("left")
@click.argument("right")
@as_json
@click.option("--all", "everything", is_flag=True, help="Print every shared passage in full.")
def command(result: Path, left: str, right: str, as_json: bool, everything: bool) -> None:
    """Show what two articles share, the evidence, and why they relate as they do.

    RESULT is a folder that `scan --out` wrote; LEFT and RIGHT are ids of articles in it.
    """
    import syndetect
    from syndetect.cli.paint_pair import show

    findings = syndetect.open(result)
    found = findings.explain(left, right)
    columns = findings.articles.select(("id", "invisible")).to_pydict()
    known = zip(columns["id"], columns["invisible"], strict=True)
    told = {name: number or 0 for name, number in known if name in (left, right)}
    unseen = told[left], told[right]
    show(found, unseen, as_json=as_json, everything=everything)
