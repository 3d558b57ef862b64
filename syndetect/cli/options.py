"""Options that several commands share, and what they mean to the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from syndetect.errors import SettingsError

if TYPE_CHECKING:
    from syndetect.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

# Whether it is there and may be read, the library says: that is input (exit 3), not usage.
a_path = click.Path(path_type=Path, readable=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def with_settings(command: Command) -> Command:
    """``--settings FILE`` and ``--set name=value``, as *settings_file* and *changes*."""
    command = click.option(
        "--set",
        "changes",
        multiple=True,
        metavar="NAME=VALUE",
        callback=pairs,
        help="Change one setting, for example evidence.width=4. May be repeated.",
    )(command)
    return click.option(
        "--settings",
        "settings_file",
        type=a_path,
        metavar="FILE",
        help="Read settings from a TOML file, as `syndetect settings` prints it.",
    )(command)


def with_reading(command: Command) -> Command:
    """What articles are read as: ``--columns``, ``--outlet-from``, ``--extraction`` and
    ``--strict``."""
    for one in (
        click.option("--strict", is_flag=True, help="Stop (exit 3) at what cannot be read."),
        click.option(
            "--extraction",
            type=click.Choice(("precision", "balanced", "recall")),
            default="balanced",
            show_default=True,
            help="What is taken of a web page where that is open: rather too little (precision) or "
            "rather too much (recall).",
        ),
        click.option(
            "--outlet-from",
            type=click.Choice(("folder", "url")),
            help="folder: what declares no outlet in a field, column or front matter gets the name "
            "of its folder, even before a page's own host; url: the host of the URL goes first.",
        ),
        click.option(
            "--columns",
            multiple=True,
            metavar="OURS=THEIRS",
            callback=pairs,
            help="Read a column of another name, for example text=content. May be repeated.",
        ),
    ):
        command = one(command)
    return command


def with_engine(command: Command) -> Command:
    """``--threads``, ``--batch-size`` and ``--memory``, which change no answer."""
    for one in (
        click.option(
            "--memory",
            metavar="SIZE",
            help="Memory for tables and work, for example 4GB: what does not fit lies in files for "
            "a while. Libraries and processes come on top. By default a share of what is free. "
            "Changes no answer.",
        ),
        click.option(
            "--batch-size",
            type=click.IntRange(min=1),
            default=2048,
            show_default=True,
            metavar="N",
            help="Articles worked on at a time; more need more memory. Changes no answer.",
        ),
        click.option(
            "--threads",
            type=click.IntRange(min=0),
            default=0,
            metavar="N",
            help="Threads; 0, the default, is all processors. Changes no answer.",
        ),
    ):
        command = one(command)
    return command


def pairs(_ctx: click.Context, _option: click.Parameter, given: Iterable[str]) -> dict[str, str]:
    """``name=value`` texts as a mapping; a name may be given once."""
    found: dict[str, str] = {}
    for text in given:
        name, mark, value = text.partition("=")
        if not (mark and name.strip() and value.strip()):
            raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE")
        if name.strip() in found:
            raise click.BadParameter(f"{name.strip()} is given twice")
        found[name.strip()] = value.strip()
    return found


def chosen(settings_file: Path | None, changes: dict[str, str]) -> Settings:
    """The settings of the file, or the defaults, with *changes*. Raises SettingsError."""
    from syndetect.settings import Settings

    settings = Settings()
    if settings_file is not None:
        try:
            settings = Settings.from_toml(settings_file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
            message = f"{settings_file}: the settings cannot be read ({reason})"
            raise SettingsError(message) from error
        except SettingsError as error:
            raise SettingsError(f"{settings_file}: {error}") from error
    return settings.changed(changes)
