"""Texts that show how an agency is credited: tried on what the agencies say of themselves.

They stand beside each entry, ours and a user's, so that a pattern that finds nothing, or too
much, is a message and no surprise.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from syndetect.agency import Agency, Entry, read_entries
from syndetect.errors import SettingsError

from ..model import Article
from .agencies import Lexicon, lexicon
from .attribution import text_agencies
from .grammar import read_credits

_STORY = "\n".join(
    " ".join([opening, *["Ships lay at anchor off the town, and lorries waited at the gate."] * 2])
    for opening in (
        "The old harbour opened its gates again this week, days after the storm had gone by.",
        "Men with ropes cleared the last of the boats from the quay before it was light.",
        "A pilot who has worked there for thirty years said that he had seen nothing like it.",
        "On the hill above the town a school and two shops had lost their roofs to the wind.",
    )
)


def shown(text: str) -> str:
    """An example as the body of an article: a line of "…" is a story."""
    return "\n".join(_STORY if line == "…" else line for line in text.split("\n"))


def failures(entry: Entry, known: Lexicon) -> list[str]:
    """What is wrong with an entry's examples, a sentence each."""
    name = entry.agency.name
    told = [(text, text in entry.examples) for text in (*entry.examples, *entry.wrong)]
    wrong = []
    for text, credited in told:
        found = text_agencies(read_credits(Article("example", shown(text)), known))
        if credited and name not in found:
            wrong.append(f"field examples: {text!r} is not read as a text of {name}")
        if not credited and name in found:
            wrong.append(f"field not: {text!r} is read as a text of {name}")
    return wrong


def proven(path: str | Path) -> tuple[Agency, ...]:
    """The agencies of a user's file, whose examples hold. Raises SettingsError."""
    entries: Sequence[Entry] = read_entries(path)
    agencies = tuple(entry.agency for entry in entries)
    try:
        known = lexicon(agencies)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from error
    for at, entry in enumerate(entries, start=1):
        for wrong in failures(entry, known):
            raise SettingsError(
                f"{path}: entry {at} ({entry.agency.name}): {wrong}: mend it, or the fields full, "
                "short, opens, signs and dated, which say how the agency is written"
            )
    return agencies
