"""The word tables of the newsroom, read once from the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

DOMAINS = ("accident", "politics", "courts", "business", "weather", "sport", "science", "labour")


@cache
def table(name: str) -> dict[str, Any]:
    """The table *name* (``"names"``, ``"domains/sport"``), as TOML has it. Not to be changed."""
    place = files(__package__).joinpath(*f"{name}.toml".split("/"))
    return tomllib.loads(place.read_text(encoding="utf-8"))


@cache
def finder(name: str, section: str) -> re.Pattern[str]:
    """Finds the left words of a table of replacements, the longest first."""
    words = sorted(table(name)[section], key=lambda word: (-len(word), word))
    return re.compile(r"(?<![\w'’-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w'’-])")


@cache
def common_words() -> frozenset[str]:
    """Words that the templates have in small letters or start a sentence with: no names."""
    found: set[str] = set()
    for name in (*(f"domains/{domain}" for domain in DOMAINS), "background", "rewrite"):
        place = files(__package__).joinpath(*f"{name}.toml".split("/"))
        plain = re.sub(r"[{<][^}>]*[}>]", " ", place.read_text(encoding="utf-8"))
        found.update(re.findall(r"(?<![\w.])[a-z]+(?!\w)", plain))
        ways = "\n".join(line for line in plain.split("\n") if line.startswith('  "'))
        found.update(
            word.lower() for word in re.findall(r"(?:[\"\[|]|= |[.?!] )([A-Z][a-z]+)", ways)
        )
    return frozenset(found)


def lowered(text: str) -> str:
    """*text* for the middle of a sentence: a first word that is no name gets a small letter."""
    first = re.match(r"[A-Z][a-z]*(?![\w])", text)
    if first and first.group().lower() in common_words() and text[:2] != "I ":
        return text[0].lower() + text[1:]
    return text


def raised(text: str) -> str:
    """*text* for the start of a sentence."""
    at = 1 if text[:1] in "“\"'‘" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]
