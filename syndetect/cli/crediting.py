"""``syndetect credits``: what articles say of whose text they are, and where they say it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syndetect.cli.boundary import say
from syndetect.cli.options import a_path, as_json, chosen, with_agencies, with_reading
from syndetect.errors import InputError

if TYPE_CHECKING:
    from rich.text import Text

    from syndetect.credits.account import Account, Place

_BESIDE = 50  # characters of a line that are shown to each side of a credit
_LONGEST = 200  # characters of a credit that are shown
_SKIPS = 5  # skips that are named


@click.command(
    "credits", short_help="Show which agencies articles credit, where, and in what form."
)
@click.argument("paths", nargs=-1, required=True, type=a_path)
@with_reading
@with_agencies
@as_json
@click.option("--all", "everything", is_flag=True, help="Name articles without any credit, too.")
def command(
    paths: tuple[Path, ...],
    columns: dict[str, str],
    outlet_from: str | None,
    base: Path | None,
    strict: bool,
    agencies_file: Path | None,
    as_json: bool,
    everything: bool,
) -> None:
    """Show what each article says of whose text it is: agency, role, place, and why it counts.

    PATHS are files and folders as `syndetect scan` takes them. In the line of text the credit
    stands between [[ and ]]. With --json each article is one line of JSON.
    """
    settings = chosen(None, {}, agencies_file)
    from syndetect.credits import lexicon
    from syndetect.credits.account import account
    from syndetect.ingest import collect

    found = collect(
        list(paths), columns=columns, outlet_from=outlet_from, base=base, strict=strict,
        limits=settings.reading,
    )  # fmt: skip
    if not len(found.articles):
        raise InputError(_nothing(found))
    known = lexicon(settings.agencies)
    accounts = (account(article, known) for article in found.articles)
    if as_json:
        sys.stdout.writelines(_json(one) for one in accounts)
    else:
        _paint(accounts, everything=everything)
    sys.stdout.flush()
    _say_skips(found.skipped)


def _nothing(found: Any) -> str:
    from dataclasses import asdict

    from syndetect.cli.talk import nothing_read

    skipped = [asdict(skip) for skip in found.skipped]
    return nothing_read({"skipped": skipped, "counts": found.counts})


def _say_skips(skipped: Sequence[Any]) -> None:
    from syndetect.cli.safe import safe

    for skip in skipped[:_SKIPS]:
        place = skip.path if skip.row is None else f"{skip.path}, row {skip.row}"
        say(safe(f"Skipped {place}: {skip.reason}"))
    if len(skipped) > _SKIPS:
        say(f"Skipped {len(skipped) - _SKIPS:,} more: --strict stops at the first.")


def _json(one: Account) -> str:
    from dataclasses import asdict

    from syndetect.export.jsonlines import dump

    return dump(asdict(one)) + "\n"


def _paint(accounts: Iterable[Account], *, everything: bool) -> None:
    from rich.text import Text

    from syndetect.cli.paint import Page, count
    from syndetect.cli.safe import flowing

    page = Page()
    articles = of_agencies = 0
    for one in accounts:
        articles += 1
        of_agencies += bool(one.agencies)
        if not one.places and not everything:
            continue
        whose = f"text of {', '.join(one.agencies)}" if one.agencies else "nobody credited with it"
        page.line(Text.assemble((flowing(one.article), "bold"), f": {flowing(whose)}"))
        for place in one.places:
            where = f"line {place.line}" if place.line else "field"
            zone = None if place.zone in place.form else place.zone
            what = [place.role, place.agency, place.form, zone]
            page.line(flowing(" · ".join(part for part in what if part)), f"  {where:10}")
            page.line(_shown(place), " " * 12)
        page.line()
    page.line(f"{count(articles, 'article')}, {of_agencies:,} with an agency's text.")


def _shown(place: Place) -> Text:
    """The line of a find, with its span marked."""
    from rich.text import Text

    from syndetect.cli.safe import flowing

    text = place.text.rstrip()
    before, after = place.before, place.text[len(text) :] + place.after
    left = ("…" if len(before) > _BESIDE else "") + flowing(f"{before[-_BESIDE:]}|")[:-1]
    right = flowing(f"|{after[:_BESIDE]}")[1:] + ("…" if len(after) > _BESIDE else "")
    cut = text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")
    return Text.assemble((left, "dim"), (f"[[{flowing(cut)}]]", "bold"), (right, "dim"))
