"""Plain text that reads well, with colour where the terminal has it.

Lines are wrapped here, with hanging indents; rich only paints.
"""

from __future__ import annotations

import shutil

from rich.console import Console
from rich.text import Text

from syndetect.cli.safe import flowing
from syndetect.model import RelationKind

WIDTH = 100  # where there is no terminal to ask; lists are never wider
_LEAST = 40

# What a relation means, in the words of README.md.
MEANINGS = {
    RelationKind.REPRINT: "the same text, perhaps under another headline",
    RelationKind.UPDATE: "two versions of one running story",
    RelationKind.PARTIAL: "a stretch of one stands in the other; the rest is different",
    RelationKind.REWRITE: "told in other words, but the same facts, chosen and ordered alike",
    RelationKind.QUOTES_ONLY: "only public words are shared: a speech, a statement, a post",
    RelationKind.SAME_EVENT: "the same news, told independently as far as the texts show",
    RelationKind.FURNITURE_ONLY: "only what a page prints around every article is shared",
    RelationKind.UNRELATED: "nothing of note in common",
    RelationKind.UNDECIDED: "the evidence is not enough for any kind of relation",
    RelationKind.CREDITED: "a credit names the source; no text is there to tell how much of it is",
}
_STYLES = {
    "reprint": "bold green",
    "update": "bold cyan",
    "partial": "bold yellow",
    "rewrite": "bold magenta",
}


class _Quiet(Console):
    """A console that leaves a broken pipe to the boundary of the commands."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  # rich calls this while it handles the error


class Page:
    """Lines on stdout, wrapped at *width* columns; *place* is what the articles lie in."""

    def __init__(self, most: int | None = WIDTH, place: str = "folder") -> None:
        self.place = place
        found = shutil.get_terminal_size((WIDTH, 24)).columns
        self.width = max(_LEAST, found if most is None else min(found, most))
        self._console = _Quiet(
            width=self.width, highlight=False, markup=False, emoji=False, soft_wrap=True
        )

    @property
    def coloured(self) -> bool:
        """Whether styles show."""
        return self._console.color_system is not None and not self._console.no_color

    def line(self, text: Text | str = "", first: str = "", rest: str | None = None) -> None:
        """One paragraph: *first* stands before its first line, *rest* before the others."""
        rest = " " * len(first) if rest is None else rest
        for at, part in enumerate(self.wrapped(text, self.width - max(len(first), len(rest)))):
            self.print(Text.assemble((rest if at else first, "dim"), part))

    def wrapped(self, text: Text | str, width: int) -> list[Text]:
        """*text* in lines of at most *width* cells; at least one line."""
        text = Text(text) if isinstance(text, str) else text
        parts = list(text.wrap(self._console, max(12, width), overflow="fold"))
        for part in parts:
            part.rstrip()
        return parts or [Text()]

    def print(self, text: Text) -> None:
        """One line as it stands."""
        text.rstrip()
        self._console.print(text)


def percent(probability: float) -> str:
    """A probability without false certainty: never 0 % or 100 %."""
    if probability > 0.99:
        return "over 99 %"
    if probability < 0.01:
        return "under 1 %"
    return f"{probability * 100:.0f} %"


def date(published: str) -> str:
    """An ISO date as one reads it: "2025-03-18 06:40 UTC"."""
    text = flowing(published).replace("T", " ")
    for end in ("+00:00", "Z"):
        text = text.removesuffix(end) + " UTC" if text.endswith(end) else text
    return text


def kind_style(relation: str) -> str:
    """How the name of a relation is painted."""
    return _STYLES.get(relation, "bold")


def spoken(name: str) -> str:
    """A word of the result as one reads it: ``same_event`` is "same event"."""
    return flowing(name.replace("_", " "))


def invisible(number: int) -> str:
    """What is told of invisible characters, behind "… holds"."""
    return f"invisible characters ({number:,} in all); they are ignored for comparing."


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 article", "13 articles", "12,000 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: list[str], most: int) -> str:
    """Names with commas, the rest counted."""
    if len(names) <= most:
        return ", ".join(names)
    return ", ".join(names[:most]) + f" and {len(names) - most:,} more"
