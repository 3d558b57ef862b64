"""``syndetect scan``: read articles, say which derives from which, write a result folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, inputs, with_engine, with_reading, with_settings
from syndetect.cli.progress import watching
from syndetect.cli.talk import called_for, hint_at_outlets, nothing_read
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
    "--archive",
    type=a_path,
    metavar="FILE",
    help="Keep articles and findings in a new archive, which `syndetect add` adds to.",
)
@with_reading
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Read N articles, for a first look."
)
@click.option("--near-duplicates", is_flag=True, help="Only groups of near-identical articles.")
@with_settings
@with_engine
@as_json
@click.option("--all", "everything", is_flag=True, help="Print all events, and all of each.")
def command(
    paths: tuple[Path, ...],
    out: Path | None,
    no_texts: bool,
    archive: Path | None,
    near_duplicates: bool,
    as_json: bool,
    everything: bool,
    **given: Any,
) -> None:
    """Say which articles have their text from which others, or from a source not among them.

    PATHS are files of text, Markdown, HTML, JSON Lines, CSV and Parquet, packed (.gz, .xz, .bz2,
    .zst, .zip, .tar) or not, folders of them, and - for stdin.
    """
    if out is None and no_texts:
        raise UsageError("--no-texts is about the result folder: name one with --out DIR")
    if out is not None and near_duplicates:
        raise UsageError("--near-duplicates writes no result folder: leave --out away")
    if archive is not None:
        _into(archive, paths, given, out, near_duplicates, as_json=as_json, everything=everything)
        return
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
        hint_at_outlets(findings)
    if out is not None:
        say(f"The result lies in {out}. Next: {_next(out, found)}")


def _into(
    archive: Path,
    paths: tuple[Path, ...],
    given: dict[str, Any],
    out: Path | None,
    near_duplicates: bool,
    *,
    as_json: bool,
    everything: bool,
) -> None:
    """The first ``add`` to an archive."""
    asked = {"--out": out, "--sample": given.pop("sample"), "--near-duplicates": near_duplicates}
    for name, value in asked.items():
        if value:
            raise UsageError(f"--archive and {name} do not go together: leave one away")
    if archive.exists() and _has_articles(archive):  # none, where the first add was stopped
        raise UsageError(f"{archive} is there already: `syndetect add {archive} PATH` adds to it")
    from syndetect.cli.add import add

    add(archive, paths, given, as_json=as_json, everything=everything)


def _run(paths: tuple[Path, ...], given: dict[str, Any], out: Path | None, *, texts: bool) -> Any:
    """The scan, which may be stopped and taken up again where a result is to be written."""
    settings, engine = called_for(given)
    import syndetect

    try:
        with watching() as (progress, tell):
            found = syndetect.scan(
                inputs(paths),
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
    settings, engine = called_for(given)
    import syndetect

    if given.pop("memory") is not None:
        raise UsageError("--memory is for a whole scan: leave it away")
    with watching() as (progress, tell):
        found = syndetect.near_duplicates(
            inputs(paths), settings=settings, engine=engine, progress=progress, tell=tell, **given
        )
    return _not_empty(found)


def _not_empty(found: Any) -> Any:
    if not len(found.articles):
        raise InputError(nothing_read(found.summary))
    return found


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


def _has_articles(archive: Path) -> bool:
    import syndetect

    with syndetect.Archive.open(archive, write=False) as kept:
        return len(kept) > 0
