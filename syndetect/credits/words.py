"""The words in which languages credit, as data: ``words.toml``.

What is here is *parsed*; how well it tells whose a text is was measured for English alone, whose
own forms stand in the grammar.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

KINDS = (
    "by", "source", "photo", "beside", "given", "origin", "unnamed", "closing", "told", "reports",
    "house", "months", "wired",
)  # fmt: skip
_CASED = frozenset(("by",))  # kinds whose capitals tell; others may open a sentence
_LABELS = frozenset(("by", "source", "photo"))  # kinds that stand in capitals, too


@cache
def languages() -> tuple[Mapping[str, Any], ...]:
    """The entries of ``words.toml``."""
    source = resources.files(__package__).joinpath("words.toml")
    return tuple(tomllib.loads(source.read_text(encoding="utf-8"))["language"])


@cache
def words(kind: str) -> tuple[str, ...]:
    """What all languages have of one kind, longest first."""
    found = {word for entry in languages() for word in entry.get(kind, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def any_of(kind: str) -> str:
    """A group that matches any word of a kind, with a capital or without, or all in capitals."""
    forms: dict[str, None] = {}
    for word in words(kind):
        forms[re.escape(word)] = None
        if kind not in _CASED:
            forms[re.escape(word[0].upper() + word[1:])] = None
        if kind in _LABELS:
            forms[re.escape(word.upper())] = None
    return f"(?:{'|'.join(forms)})"


@cache
def hints(kind: str) -> frozenset[str]:
    """Strings of which a text has one, if ``any_of(kind)`` matches in it: of each phrase the
    longest word, as it may be written.
    """
    found = set()
    for phrase in words(kind):
        word = max(phrase.split(), key=len)
        found |= {word, word.upper()} if kind in _LABELS else {word}
        if phrase.startswith(word):
            found.add(word[0].upper() + word[1:])
    return frozenset(found)


GATED = ("photo", "given", "origin", "told", "reports")
"""Kinds that are looked for only in a text that has one of their hints."""
