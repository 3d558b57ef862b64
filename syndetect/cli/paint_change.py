"""What an archive has more, or less, than before; painted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from syndetect.cli.outline import Outline
from syndetect.cli.paint import Page, count, listed
from syndetect.cli.paint_events import paint_events
from syndetect.cli.paint_reading import paint_notes
from syndetect.cli.safe import flowing

_NAMED = 5  # of a list of ids, without --all


def paint_change(
    found: Outline, added: Mapping[str, Any], archive: Path, articles: int, *, everything: bool
) -> None:
    """Print which articles came or went, and the events that this touches."""
    page = Page(place="archive")
    for line in _lines(added, archive, articles, None if everything else _NAMED):
        page.line(line, "", "  ")
    paint_notes(page, found, everything=everything)
    if found.articles:
        paint_events(page, found, everything=everything)


def _lines(added: Mapping[str, Any], archive: Path, articles: int, most: int | None) -> list[str]:
    new, versions, changed = added["new"], added["versions"], added["changed"]
    name, there = flowing(archive.name), added["unchanged"]
    lines = []
    if gone := added.get("removed", ()):
        lines.append(f"Removed {count(len(gone), 'article')} from {name}; {_are(articles)} left.")
    elif new:
        lines.append(f"Added {count(len(new), 'article')} to {name}; {_are(articles)} there now.")
    else:
        lines.append(f"Nothing new: {name} stays as it is, with {count(articles, 'article')}.")
    if versions:
        who = "It is" if len(new) == 1 else f"Of them {_are(len(versions))}"
        what = "a new version" if len(versions) == 1 else "new versions"
        lines.append(f"{who} {what} of what was there under the same id: {_ids(versions, most)}.")
    if there:
        verb = "was" if there == 1 else "were"
        lines.append(f"{count(there, 'article')} {verb} there already, with the same content.")
    if changed:
        lines.append(
            f"Of {count(len(changed), 'earlier article')} something else is told now: "
            f"{_ids(changed, most)}."
        )
    return lines


def _are(number: int) -> str:
    return f"{number:,} {'is' if number == 1 else 'are'}"


def _ids(names: list[str], most: int | None) -> str:
    shown = [flowing(name) for name in names]
    return listed(shown, len(shown) if most is None else most)
