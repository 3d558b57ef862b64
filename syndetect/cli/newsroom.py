"""``syndetect newsroom``: an invented newswire with known truth, to test a detector on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path
from syndetect.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from syndetect.newsroom import NewsroomSettings

_SEED = 1


@click.command("newsroom", short_help="Write an invented newswire with known truth.")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--seed", type=int, help="Another seed, another newsroom.  [default: 1]")
@click.option("--events", type=int, help="How many events.  [default: 40]")
@click.option(
    "--profile", metavar="NAME", help="mixed, independent, hidden, open, dates, rewrites."
)
@click.option(
    "--settings", "settings_file", type=a_path, metavar="FILE", help="Read settings from TOML."
)
@click.option(
    "--files",
    type=click.Choice(("text", "html")),
    help="Write one file an article, under OUT/pages, in place of OUT/articles.jsonl.",
)
def command(
    out: Path,
    seed: int | None,
    events: int | None,
    profile: str | None,
    settings_file: Path | None,
    files: str | None,
) -> None:
    """Write an invented newswire with known truth to the folder OUT.

    OUT can be scanned as it is; OUT/truth/truth.jsonl says who took what from whom, and is not
    read as an article. A newsroom that stands in OUT is replaced.
    The same seed and settings give the same bytes everywhere.
    """
    from syndetect.newsroom import generate

    named, settings = _chosen(profile, settings_file)
    if events is not None:
        settings = settings.changed({"events": events})
    if seed is None:
        seed = _SEED if named is None else named
    room = generate(seed, settings)
    room.write(out, files)
    hidden = sum(one.hidden for one in room.truth)
    say(f"wrote {len(room.articles)} articles to {out}, {hidden} more are hidden")


def _chosen(profile: str | None, settings_file: Path | None) -> tuple[int | None, NewsroomSettings]:
    from syndetect.newsroom import NewsroomSettings

    if settings_file is None:
        return None, NewsroomSettings.profile(profile or "mixed")
    if profile is not None:
        raise UsageError(
            "--profile and --settings exclude each other: name the profile in the file"
        )
    try:
        return NewsroomSettings.from_toml(settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SettingsError(f"{settings_file}: the settings cannot be read ({reason})") from error
    except SettingsError as error:
        raise SettingsError(f"{settings_file}: {error}") from error
