"""Short news in many languages: two paragraphs and a headline each, from ``tongues.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FOUND = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

NEWS: dict[str, tuple[str, str, str]] = {
    language: (told["first"], told["second"], told["headline"]) for language, told in _FOUND.items()
}
