"""How an archive was made, and keeps being made."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from syndetect.archive import facts
from syndetect.archive.file import File, as_json
from syndetect.errors import ArchiveError, SettingsError
from syndetect.settings import Settings
from syndetect.sketch import SketchHeader, differing
from syndetect.unfinished import code


def own_settings(file: File, asked: Settings | None) -> Settings:
    """The settings of an archive; those *asked* for, where it is made now."""
    told = facts.fact(file.con, "settings")
    if told is None:
        used = asked or Settings()
        if file.write:
            with file.change() as con:
                facts.note(con, "settings", as_json(used.to_mapping()))
        return used
    own = Settings.from_mapping(json.loads(told))
    if asked is None:
        return own
    if replace(asked, reading=own.reading).digest != own.digest:
        raise SettingsError(
            f"{file.path} was made with other settings, and keeps them: leave settings out, or "
            "make another archive"
        )
    return replace(own, reading=asked.reading)  # which is of what comes in, not of what is there


def by_other_code(con: Any) -> bool:
    """Whether another version of syndetect has made what is kept."""
    return facts.fact(con, "code") not in (None, code())


def unlike(con: Any, settings: Settings) -> str | None:
    """What is not as this version makes it with these *settings*, in words that go on from the name
    of the archive; None where nothing is, and where nothing was added yet."""
    if facts.fact(con, "code") is None:
        return None
    if by_other_code(con):
        return "was made by another version of syndetect"
    try:
        header = SketchHeader.from_json(facts.fact(con, "sketches") or "")
    except SettingsError:
        return "does not say how its sketches were made"
    told = differing(header, SketchHeader.of(settings.fingerprints))
    return f"has sketches that this version of syndetect does not make: {told}" if told else None


def check_current(file: File, settings: Settings) -> None:
    """Raise ArchiveError where what is kept must be made anew before it is compared with what this
    version makes."""
    if what := unlike(file.con, settings):
        raise ArchiveError(
            f"{file.path} {what}. `syndetect archive compact {file.path}` brings it up to date"
        )
