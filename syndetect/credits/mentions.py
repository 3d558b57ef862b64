"""Every place where a text names an agency: where, which, and how surely it is meant.

One pass names the forms that a text holds, exact search says where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from syndetect.agency import Agency
from syndetect.text.needles import Needles

from .agencies import Lexicon
from .zones import UNSPACED


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


_LEXICONS = 16  # sets of agencies whose forms a process keeps at hand
_OPEN, _CLOSE = "([/（【=＝", ")]/）】"  # marks that a form may bring along, to count only there


@lru_cache(maxsize=_LEXICONS)
def surfaces(known: Lexicon) -> tuple[Surface, ...]:
    """All written forms, longest first; a full name also stands in capitals."""
    forms: dict[str, Surface] = {}
    for agency in known.agencies:
        for name in agency.full:
            for text in (name, name.upper()):
                forms.setdefault(text, Surface(text, agency, short=False))
        for name in agency.short:
            forms.setdefault(name, Surface(name, agency, short=True))
    return tuple(sorted(forms.values(), key=lambda form: (-len(form.text), form.text)))


@lru_cache(maxsize=_LEXICONS)
def _by_text(known: Lexicon) -> dict[str, Surface]:
    return {form.text: form for form in surfaces(known)}


@lru_cache(maxsize=_LEXICONS)
def _names(known: Lexicon) -> Needles:
    return Needles(form.text for form in surfaces(known))


def find_mentions(body: str, known: Lexicon, signs: Iterable[str] | None = None) -> list[Mention]:
    """The agencies named in *body*, in order, without overlaps; the longest name wins.

    *signs* are strings that stand in *body*, all written forms of names that do among them;
    without them they are looked for.
    """
    forms = _by_text(known)
    found: list[tuple[int, int, Surface]] = []
    for text in _names(known).found(body) if signs is None else signs:
        form = forms.get(text)
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
        name = begin + (form.text[0] in _OPEN), end - (form.text[-1] in _CLOSE)
        mentions.append(Mention(form.agency, *name, form.short))
    return mentions


def _stands_alone(body: str, begin: int, end: int, form: Surface) -> bool:
    """Whether the name is a word of its own, or a full name glued to a person's."""
    first, last = form.text[0], form.text[-1]
    before = " " if first in _OPEN or first >= UNSPACED or not begin else body[begin - 1]
    after = " " if last in _CLOSE or last >= UNSPACED or end == len(body) else body[end]
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


@lru_cache(maxsize=_LEXICONS)
def _any_name(known: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form.text) for form in surfaces(known)))


def without_names(text: str, known: Lexicon) -> str:
    """*text* with every agency's name taken out; for lines, not for bodies."""
    return _any_name(known).sub(" ", text)
