"""How an archive was made, and keeps being made."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

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
                facts.note(con, "settings", as_json(asdict(used)))
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
