"""``syndetect scan``: read articles, say which derives from which, write a result folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, chosen, pairs, with_settings
from syndetect.cli.progress import watching
from syndetect.errors import InputError, UsageError


@click.command("scan", short_help="Say which articles have their text from which others.")
@click.argument("paths", nargs=-1, required=True, type=a_path)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a result folder. An older result there is replaced.",
)
@click.option("--no-texts", is_flag=True, help="Leave the texts out of the result folder.")
@click.option(
    "--columns",
    multiple=True,
    metavar="OURS=THEIRS",
    callback=pairs,
    help="Read a column of another name, for example text=content. May be repeated.",
)
@click.option(
    "--outlet-from",
    type=click.Choice(("folder", "url")),
    help="folder: what declares no outlet in a field, column or front matter gets the name of its "
    "folder, even before a page's own host; url: the host of the URL goes first.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Read N articles, for a first look."
)
@click.option("--strict", is_flag=True, help="Stop (exit 3) at what cannot be read.")
@click.option("--near-duplicates", is_flag=True, help="Only groups of near-identical articles.")
@with_settings
@click.option(
    "--threads",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Threads; 0, the default, is all processors. Changes no answer.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(min=1),
    default=2048,
    show_default=True,
    metavar="N",
    help="Articles worked on at a time; more need more memory. Changes no answer.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    help="Memory for tables and work, for example 4GB: what does not fit lies in files for a "
    "while. Libraries and processes come on top. By default a share of what is free. Changes no "
    "answer.",
)
@as_json
@click.option("--all", "everything", is_flag=True, help="Print all events, and all of each.")
def command(
    paths: tuple[Path, ...],
    out: Path | None,
    no_texts: bool,
    near_duplicates: bool,
    as_json: bool,
    everything: bool,
    **given: Any,
) -> None:
    """Say which articles have their text from which others, or from a source not among them.

    PATHS are files (.txt, .md, .html, .jsonl, .jsonl.gz, .csv, .parquet) and folders of them.
    """
    if out is None and no_texts:
        raise UsageError("--no-texts is about the result folder: name one with --out DIR")
    if out is not None and near_duplicates:
        raise UsageError("--near-duplicates writes no result folder: leave --out away")
    if near_duplicates:
        _print_groups(_groups(paths, given), as_json=as_json, everything=everything)
        return
    hint = given["outlet_from"] is None
    findings = _run(paths, given, out, texts=not no_texts)
    from syndetect.cli.outline import outline

    found = outline(findings)
    if as_json:
        sys.stdout.writelines(found.json(findings))
    else:
        from syndetect.cli.paint_events import paint_outline

        paint_outline(found, everything=everything)
    sys.stdout.flush()
    if hint:
        _hint_at_outlets(findings)
    if out is not None:
        say(f"The result lies in {out}. Next: {_next(out, found)}")


def _run(paths: tuple[Path, ...], given: dict[str, Any], out: Path | None, *, texts: bool) -> Any:
    """The scan, which may be stopped and taken up again where a result is to be written."""
    settings, engine = _called_for(given)
    import syndetect

    try:
        with watching() as (progress, tell):
            found = syndetect.scan(
                list(paths),
                settings=settings,
                engine=engine,
                out=out,
                texts=texts,
                progress=progress,
                tell=tell,
                **given,
            )
    except KeyboardInterrupt:
        from syndetect.api import unfinished

        if out is not None and unfinished(out).exists():
            say(f"Finished stages lie in {unfinished(out)}: the same command goes on from there.")
        raise
    return _not_empty(found)


def _groups(paths: tuple[Path, ...], given: dict[str, Any]) -> Any:
    """Near-duplicates alone."""
    settings, engine = _called_for(given)
    import syndetect

    if given.pop("memory") is not None:
        raise UsageError("--memory is for a whole scan: leave it away")
    with watching() as (progress, tell):
        found = syndetect.near_duplicates(
            list(paths), settings=settings, engine=engine, progress=progress, tell=tell, **given
        )
    return _not_empty(found)


def _called_for(given: dict[str, Any]) -> tuple[Any, Any]:
    """Settings and engine that the options call for."""
    from syndetect.engines import Local

    settings = chosen(given.pop("settings_file"), given.pop("changes"))
    return settings, Local(threads=given.pop("threads"), batch=given.pop("batch_size"))


def _not_empty(found: Any) -> Any:
    if not len(found.articles):
        raise InputError(_nothing(found.summary))
    return found


def _nothing(summary: Any) -> str:
    """Why no article was read, and what would be."""
    from syndetect.cli.paint import listed
    from syndetect.ingest.walk import endings

    skipped = [f"{skip['path']} ({skip['reason']})" for skip in summary["skipped"]]
    hidden = sum(n for name, n in summary["counts"].items() if name.startswith("hidden "))
    skipped += [f"{hidden} hidden"] if hidden else []
    results = summary["counts"].get("result folders passed over", 0)
    skipped += [f"{results} that a scan wrote: `syndetect explain` reads them"] if results else []
    why = f"skipped: {listed(skipped, 5)}" if skipped else "there is no file"
    return f"no article was read; {why}. Files that are read end in {endings()}."


def _hint_at_outlets(findings: Any) -> None:
    """Say that folders may name the outlets, where files in several of them have none."""
    from syndetect.export.jsonlines import rows

    places = findings.articles.select(("path", "row"))
    nameless = places.filter(findings.articles["outlet"].is_null())
    folders = {
        row["path"].rpartition("/")[0]
        for row in rows(nameless)
        if row["path"] and row["row"] is None
    }
    if len(folders - {""}) > 1:
        say(
            f"No outlet is known for {nameless.num_rows:,} articles: --outlet-from folder takes it "
            "from the folder."
        )


def _print_json(data: Any) -> None:
    from syndetect.export.jsonlines import dump

    click.echo(dump(data, indent=2))


def _print_groups(found: Any, *, as_json: bool, everything: bool) -> None:
    if as_json:
        _print_json({"groups": found.groups, "summary": found.summary})
        return
    from syndetect.cli.paint_reading import paint_groups

    paint_groups(found.groups, len(found.articles), found.summary, everything=everything)


def _next(out: Path, found: Any) -> str:
    """The command to try next: explain a pair that is joined, or look at the numbers."""
    import shlex

    pair = found.example()
    if pair is None:
        return f"syndetect export {shlex.quote(str(out))} --format jsonl"
    return shlex.join(["syndetect", "explain", str(out), *pair])
