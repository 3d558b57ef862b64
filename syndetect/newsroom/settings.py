"""What a newsroom is made of: how many events, how they are copied, what is hidden, what lies.

Shares are of 0 to 1. Settings and a seed together say every byte that is written.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from syndetect.errors import SettingsError

_Field = dataclasses.Field


def _of(default: Any, meaning: str, least: float, most: float) -> Any:
    return field(default=default, metadata={"meaning": meaning, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class NewsroomSettings:
    """All settings of a newsroom; each has a meaning and a range, both ends allowed."""

    events: int = _of(40, "events", 1, 100_000)
    reports: int = _of(3, "independent reports of an event at most; at least one", 1, 8)
    staff: float = _of(0.35, "share of independent reports by an outlet's own reporter", 0, 1)
    copies: float = _of(7.0, "derived articles of an event on average; heavy-tailed", 0, 60)
    most: int = _of(40, "derived articles of an event at most", 0, 400)
    depth: int = _of(4, "steps of copying from an independent report at most", 1, 4)
    relayed: float = _of(0.3, "share of derived articles taken from an outlet, not a wire", 0, 1)
    merged: float = _of(
        0.2, "share of copies that get a second source, where there is another report", 0, 1
    )
    versions: int = _of(4, "versions of one wire at most", 1, 4)
    hidden_least: float = _of(0.3, "least share of an event's articles that is hidden", 0, 0.9)
    hidden_most: float = _of(0.5, "greatest share of an event's articles that is hidden", 0, 0.9)
    digests: float = _of(0.1, "round-ups with pieces of several events, for each event", 0, 1)
    templates: float = _of(0.3, "weather, results and the like, for each event", 0, 2)
    reprint: float = _of(0.26, "weight of copies that keep every word", 0, 1)
    trimmed: float = _of(0.22, "weight of copies with cuts and a new top", 0, 1)
    light: float = _of(0.22, "weight of copies that are edited lightly", 0, 1)
    heavy: float = _of(0.16, "weight of copies that are told anew", 0, 1)
    translated: float = _of(0.07, "weight of copies through another language and back", 0, 1)
    simplified: float = _of(0.07, "weight of copies in simple words", 0, 1)
    kept: float = _of(0.35, "share of copies of wires that keep the credit in its place", 0, 1)
    moved: float = _of(0.2, "share of copies of wires with the credit in another place", 0, 1)
    forged: float = _of(0.03, "share of articles with a credit to an agency they owe nothing", 0, 1)
    typos: float = _of(0.15, "share of articles with a typing slip of their own", 0, 1)
    furniture: float = _of(0.6, "share of outlets' articles with page furniture in the text", 0, 1)
    lag: float = _of(14.0, "median minutes from a source to its copy", 1, 10_000)
    spread: float = _of(1.2, "spread of that lag, in logarithms", 0, 3)
    zone_lost: float = _of(0.15, "share of times printed without a zone", 0, 1)
    midnight: float = _of(0.1, "share of times of which only the date is left", 0, 1)
    updated: float = _of(0.08, "share of times that are those of a later touch", 0, 1)
    page_clock: float = _of(0.05, "share of times that are those of a visit to the page", 0, 1)
    missing: float = _of(0.1, "share of articles without a time", 0, 1)
    false: float = _of(0.02, "share of times that are wrong by hours or days", 0, 1)

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):
            _check(entry, getattr(self, entry.name))
        if self.hidden_least > self.hidden_most:
            raise SettingsError("newsroom setting hidden_least may not exceed hidden_most")
        for names in (
            ("zone_lost", "midnight", "updated", "page_clock", "missing", "false"),
            ("kept", "moved"),
        ):
            total = sum(getattr(self, name) for name in names)
            if total > 1 + 1e-9:
                raise SettingsError(
                    f"newsroom settings {', '.join(names)} add up to {total:g}: they are shares "
                    "of one whole, lower some"
                )
        if not any(self.recipes().values()):
            raise SettingsError(
                f"newsroom settings {', '.join(self.recipes())} are all 0: raise one"
            )

    def recipes(self) -> dict[str, float]:
        """How often a copy is made in which way."""
        names = ("reprint", "trimmed", "light", "heavy", "translated", "simplified")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def profile(cls, name: str) -> NewsroomSettings:
        """The settings that a name of PROFILES stands for. Raises SettingsError."""
        if name not in PROFILES:
            raise SettingsError(
                f"unknown newsroom profile {name!r}: known are {', '.join(PROFILES)}"
            )
        return cls(**PROFILES[name])

    def changed(self, changes: Mapping[str, Any]) -> NewsroomSettings:
        """These settings with some others. Raises SettingsError for what does not fit."""
        known = {entry.name: entry for entry in dataclasses.fields(self)}
        values: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in known:
                raise SettingsError(f"unknown newsroom setting {name!r}: see docs/newsroom.md")
            whole = isinstance(known[name].default, float) and type(value) is int
            values[name] = float(value) if whole else value
        return dataclasses.replace(self, **values)

    @classmethod
    def from_toml(cls, text: str) -> tuple[int | None, NewsroomSettings]:
        """Seed (None where none is named) and settings of a TOML text.

        ``seed`` and ``profile`` may stand beside the settings; what is not named is the profile's.
        """
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"the newsroom settings are no TOML: {error}") from error
        seed = tree.pop("seed", None)
        if seed is not None and type(seed) is not int:
            raise SettingsError(f"newsroom seed: {seed!r} is no whole number")
        name = tree.pop("profile", "mixed")
        if not isinstance(name, str):
            raise SettingsError(f"newsroom profile: {name!r} is no name")
        return seed, cls.profile(name).changed(tree)

    def to_toml(self) -> str:
        """Every setting with its meaning and range, as TOML that ``from_toml`` reads."""
        lines = []
        for entry in dataclasses.fields(self):
            least, most = entry.metadata["least"], entry.metadata["most"]
            lines.append(f"# {entry.metadata['meaning']} ({least:g} to {most:g})")
            lines.append(f"{entry.name} = {getattr(self, entry.name)}")
        return "\n".join(lines) + "\n"


def _check(entry: _Field[Any], value: Any) -> None:
    wanted = type(entry.default)
    fits = isinstance(value, wanted) or (wanted is float and isinstance(value, int))
    if isinstance(value, bool) or not fits:
        raise SettingsError(f"newsroom setting {entry.name}: {value!r} is no {wanted.__name__}")
    least, most = entry.metadata["least"], entry.metadata["most"]
    if not least <= value <= most:
        raise SettingsError(
            f"newsroom setting {entry.name}: {value!r} lies outside {least:g} to {most:g}"
        )


_TRUE_CLOCKS = {
    "zone_lost": 0.0,
    "midnight": 0.0,
    "updated": 0.0,
    "page_clock": 0.0,
    "missing": 0.0,
    "false": 0.0,
}
PROFILES: Mapping[str, Mapping[str, Any]] = {
    "mixed": {},
    "independent": {
        "copies": 0.0,
        "merged": 0.0,
        "versions": 1,
        "reports": 5,
        "hidden_least": 0.0,
        "hidden_most": 0.0,
        "digests": 0.0,
        "forged": 0.0,
    },
    "hidden": {"hidden_least": 0.5, "hidden_most": 0.7},
    "open": {"hidden_least": 0.0, "hidden_most": 0.0, **_TRUE_CLOCKS},
    "dates": {**_TRUE_CLOCKS, "false": 0.1},
    "rewrites": {"reprint": 0.0, "trimmed": 0.0, "light": 0.2, "heavy": 0.5, "kept": 0.1},
}
