"""The phrases and words of page furniture, arranged for lookup, and how shapes become expressions.

Every line of every article passes through, so phrases become tables that answer at once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

_MARKS = re.compile(r"[\W\d_]+")
# Marks that may touch a word.
STRIP = ".,;:!?()[]\"'“”‘’«»•*|…-–—"
_MOST_WORDS = 25
SHORT_WORDS = 16
"""Words of the longest line whose shape is looked at, whatever it begins with."""
_NAMED = re.compile(r"\{([a-z_]+)\}")
# A word may touch a mark: splitting at white space is all the time there is for long lines.
_BEFORE = ("", "(", '"', "“", "*")
_AFTER = ("", ".", ",", "!", ":", ";", "?", ")", '"', "”", "*")


@dataclass(frozen=True, slots=True)
class Form:
    """A known form of furniture.

    ``edge``: "both" counts only before the first or after the last paragraph of the story, "tail"
    only after the last, "" anywhere.
    ``opens``: what may belong to it below: "headlines", "headline", "rest", "labels", "name" or "".
    """

    reason: str
    edge: str = ""
    opens: str = ""
    most: int = _MOST_WORDS


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


DATA = _load("forms.toml")
CAPTIONS: dict[str, list[str]] = _load("captions.toml")


def fold(text: str) -> str:
    """*text* case-folded, with every run of marks, digits and white space as one space."""
    return _MARKS.sub(" ", text.casefold()).strip()


def first_word(word: str) -> str:
    """The first word of a line without marks; the marks themselves where it is nothing else."""
    return word.strip(STRIP) or word


def either(parts: list[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """Regular expressions as alternatives of one; *before* and *after* must stand around any.

    ``{name}`` stands for the alternatives in the list *name* of ``captions.toml``.
    """
    text = "|".join(parts)
    for name in _NAMED.findall(text):
        text = text.replace(f"{{{name}}}", "|".join(CAPTIONS[name]))
    return re.compile(f"{before}(?:{text}){after}")


class _Phrases:
    """Phrases by the line they are, by the word they begin with, and by their longest word."""

    def __init__(self, forms: list[dict[str, Any]]) -> None:
        self.whole: dict[str, Form] = {}
        self.begins: dict[str, list[tuple[str, Form, tuple[str, ...]]]] = {}
        self.holds: dict[str, list[tuple[str, Form]]] = {}
        for raw in forms:
            edge = "both" if raw.get("edge") else ""
            form = Form(raw["reason"], edge, raw.get("opens", ""), raw.get("most", _MOST_WORDS))
            holds, both = tuple(raw.get("holds", ())), raw.get("both", False)
            for phrase in raw.get("line", ()):
                self.whole.setdefault(fold(phrase), Form(form.reason, opens=form.opens))
            for phrase in raw.get("begins", ()):
                entry = (phrase.rstrip(), form, holds if both else ())
                self.begins.setdefault(first_word(phrase.split()[0]), []).append(entry)
            for phrase in () if both else holds:
                trigger = max(phrase.split(), key=len)
                for word in (a + trigger + b for a in _BEFORE for b in _AFTER):
                    self.holds.setdefault(word, []).append((phrase, form))


PHRASES = _Phrases(DATA["form"])
TRIGGERS = frozenset(PHRASES.holds)
"""Words that a line with a phrase of ``holds`` must have, marks and all."""
MOST_WORDS_HELD = max(form.most for held in PHRASES.holds.values() for _, form in held)
"""Words of the longest line that a phrase of ``holds`` makes furniture."""
FIRST = frozenset(PHRASES.begins) | frozenset(DATA["shape"]["first"])
"""First words of lines that may have a form however long they are."""
TELLING = (
    "contribut", " reported from ", *(
        f"is {article} {agency} "
        for article in ("a", "an")
        for agency in ("AP", "Associated Press", "Reuters", "AFP")
    ),
    "opyright", "OPYRIGHT", "©", "(c)", "(C)", "™",
    ", 20", ", 19", "left", "right", "(L", ", cent",
)  # fmt: skip
"""Strings of which a long line has one, if what stands in it may make it furniture: credits and
copyright lines (``forms``), and first sentences that show a picture (``captions``)."""
