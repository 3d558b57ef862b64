"""Small grammars of wording: ``[one|other|]`` is a choice, ``{slot.form}`` a value of the event,
``<phrase>`` an entry of a table of phrases. Choices nest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from syndetect.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value, in a form of it."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place for an entry of a table of phrases."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several wordings."""

    options: tuple[tuple[Node, ...], ...]


Node: TypeAlias = "str | Slot | Phrase | Choice"
_MARKS = re.compile(r"[\[\]|]|\{[a-zA-Z_0-9.]+\}|<[a-z_]+>|[^\[\]|{<]+|.", re.DOTALL)


@lru_cache(maxsize=20_000)
def parsed(text: str) -> tuple[Node, ...]:
    """The grammar of *text*. Raises SettingsError where brackets do not match."""
    stack: list[list[list[Node]]] = [[[]]]
    for found in _MARKS.finditer(text):
        mark = found.group()
        if mark == "[":
            stack.append([[]])
        elif mark == "|" and len(stack) > 1:
            stack[-1].append([])
        elif mark == "]" and len(stack) > 1:
            options = stack.pop()
            stack[-1][-1].append(Choice(tuple(tuple(option) for option in options)))
        elif mark[0] == "{" and mark[-1] == "}":
            name, _, form = mark[1:-1].partition(".")
            stack[-1][-1].append(Slot(name, form))
        elif mark[0] == "<" and mark[-1] == ">":
            stack[-1][-1].append(Phrase(mark[1:-1]))
        else:
            stack[-1][-1].append(mark)
    if len(stack) > 1:
        raise SettingsError(f"newsroom grammar with an open bracket: {text!r}")
    return tuple(stack[0][0])


def expand(
    text: str,
    choose: Callable[[int], int],
    slot: Callable[[str, str], str],
    phrase: Callable[[str], str],
) -> str:
    """One wording of *text*: *choose* takes a number of options and gives one's index.

    *phrase* gives a grammar, which is expanded in turn.
    """
    out: list[str] = []
    todo: list[Node] = list(reversed(parsed(text)))
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Choice):
            todo.extend(reversed(node.options[choose(len(node.options))]))
        elif isinstance(node, Slot):
            out.append(slot(node.name, node.form))
        else:
            todo.extend(reversed(parsed(phrase(node.name))))
    return "".join(out)


_ARTICLES = (
    (
        re.compile(
            r"\b([Aa]) (?=(?:[aeio]|[AEIO][a-z]|8\d*\b|1[18]\b|u[nmp](?!i|an))(?!ne\b|uro))"
        ),
        r"\1n ",
    ),
    (re.compile(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwxyz])"), r"\1 "),
)
_TIDY = (
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r" +([,.;:!?])"), r"\1"),
    (re.compile(r",+([,.;:!?])"), r"\1"),
    (re.compile(r",(['’]s?\b)"), r"\1"),
    (re.compile(r"\b(the|The) the\b"), r"\1"),
    (re.compile(r"\b(until|from|for|before|[Bb]y|at least) on (?=[A-Z][a-z]+day\b)"), r"\1 "),
)


# Where none of these stands, no pattern of _TIDY finds anything: most texts are left at one look.
_SEAM = re.compile(r"[ \t]{2}| [,.;:!?]|,[,.;:!?'’]|[Tt]he the\b| on [A-Z]")


def articles(text: str) -> str:
    """*text* with "a" and "an" before the sounds they belong to."""
    if "a " in text or "A " in text:
        text = _ARTICLES[0][0].sub(_ARTICLES[0][1], text)
    if "an " in text or "An " in text:
        text = _ARTICLES[1][0].sub(_ARTICLES[1][1], text)
    return text


def tidy(text: str) -> str:
    """*text* without the seams of a grammar: double blanks, stray commas, "a" for "an"."""
    if _SEAM.search(text):
        for pattern, better in _TIDY:
            text = pattern.sub(better, text)
    return articles(text).strip()
