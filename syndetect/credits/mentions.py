"""Every place where a text names an agency: where, which, and how surely it is meant.

One pass names the forms that a text holds, exact search says where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from syndetect.text.needles import Needles

from .agencies import Agency, lexicon


@dataclass(frozen=True, slots=True)
class Mention:
    """One name of an agency in a text; ``short`` names count in position only."""

    agency: Agency
    begin: int
    end: int
    short: bool


@dataclass(frozen=True, slots=True)
class Surface:
    """One written form of a name."""

    text: str
    agency: Agency
    short: bool


@cache
def surfaces() -> tuple[Surface, ...]:
    """All written forms, longest first; a full name also stands in capitals."""
    forms: dict[str, Surface] = {}
    for agency in lexicon().agencies:
        for name in agency.full:
            for text in (name, name.upper()):
                forms.setdefault(text, Surface(text, agency, short=False))
        for name in agency.short:
            forms.setdefault(name, Surface(name, agency, short=True))
    return tuple(sorted(forms.values(), key=lambda form: (-len(form.text), form.text)))


@cache
def _by_text() -> dict[str, Surface]:
    return {form.text: form for form in surfaces()}


@cache
def _names() -> Needles:
    return Needles(form.text for form in surfaces())


def find_mentions(body: str, signs: Iterable[str] | None = None) -> list[Mention]:
    """The agencies named in *body*, in order, without overlaps; the longest name wins.

    *signs* are strings that stand in *body*, all written forms of names that do among them;
    without them they are looked for.
    """
    known = _by_text()
    found: list[tuple[int, int, Surface]] = []
    for text in _names().found(body) if signs is None else signs:
        form = known.get(text)
        begin = body.find(text) if form is not None else -1
        while form is not None and begin >= 0:
            end = begin + len(text)
            if _stands_alone(body, begin, end, form):
                found.append((begin, end, form))
            begin = body.find(text, end)
    found.sort(key=lambda item: (item[0], -item[1]))
    mentions: list[Mention] = []
    reached = 0
    for begin, end, form in found:
        if begin < reached:
            continue
        reached = end
        inset = form.text[0] == "("
        mentions.append(Mention(form.agency, begin + inset, end - inset, form.short))
    return mentions


def _stands_alone(body: str, begin: int, end: int, form: Surface) -> bool:
    """Whether the name is a word of its own, or a full name glued to a person's."""
    before = body[begin - 1] if begin else " "
    after = body[end] if end < len(body) else " "
    if form.text[0] == "(":
        return True
    if form.short:
        return _short_stands(body, begin, end, before, after)
    if before in "@#_" or (before.isalnum() and not _glued_before(before, form.text)):
        return False
    if after == "." and body[end + 1 : end + 4] in ("com", "co.", "org"):
        return False
    return not after.isalnum() or (after.isupper() and form.text[-1].islower())


def _glued_before(before: str, name: str) -> bool:
    return before.islower() and name[0].isupper() and len(name) > 4


def _short_stands(body: str, begin: int, end: int, before: str, after: str) -> bool:
    if before.isalnum() or after.isalnum() or before in "@#_&'’$" or after in "_&":
        return False
    further = body[end + 1 : end + 2]
    if after in "-–" and further.isalnum():  # AP-NORC
        return False
    if after == "." and further.islower():  # CNN.com
        return False
    if before in "-–" and begin > 1:  # EPA-EFE, but "--IANS"
        return not body[begin - 2].isalnum()
    return not (before == "." and begin > 1 and body[begin - 2 : begin - 1].isupper())


@cache
def _any_name() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form.text) for form in surfaces()))


def without_names(text: str) -> str:
    """*text* with every agency's name taken out; for lines, not for bodies."""
    return _any_name().sub(" ", text)
