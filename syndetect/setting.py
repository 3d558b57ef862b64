"""One setting: its default, its meaning, and what values it may have."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import field
from typing import Any

from syndetect.errors import SettingsError


def of(default: Any, meaning: str, least: float | None = None, most: float | None = None) -> Any:
    """A field with its meaning and its range, both ends allowed."""
    return field(default=default, metadata={"meaning": meaning, "least": least, "most": most})


def one_of(default: str, meaning: str, *choices: str) -> Any:
    """A field that is one of some words."""
    return field(default=default, metadata={"meaning": meaning, "choices": choices})


def parse(value: Any) -> Any:
    """Text as the TOML value it is; what is none stays text."""
    if not isinstance(value, str):
        return value
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def typed(value: Any, entry: dataclasses.Field[Any]) -> Any:
    """*value*, as a float where a whole number stands for one: 96 and 96.0 are one setting."""
    if isinstance(entry.default, float) and type(value) is int and abs(value) < 2**53:
        return float(value)
    return value


def check(name: str, value: Any, entry: dataclasses.Field[Any]) -> None:
    """Raise SettingsError where *value* is none that the setting *name* may have."""
    wanted = type(entry.default)
    fits = isinstance(value, wanted) or (wanted is float and isinstance(value, int))
    if isinstance(value, bool) or not fits:
        raise SettingsError(f"setting {name}: {value!r} is no {wanted.__name__}")
    if "choices" in entry.metadata:
        inside = value in entry.metadata["choices"]
    else:
        inside = entry.metadata["least"] <= value <= entry.metadata["most"]
    if not inside:
        raise SettingsError(f"setting {name}: {value!r} lies outside {range_of(entry)}")


def range_of(entry: dataclasses.Field[Any]) -> str:
    """What values a field may have, in words."""
    if "choices" in entry.metadata:
        return ", ".join(entry.metadata["choices"])
    return f"{entry.metadata['least']:g} to {entry.metadata['most']:g}"
