"""Every place where a text names an agency: where, which, and how surely it is meant.

A few cheap tests name the forms that a text may hold, exact search finds them; one pattern over
all forms costs three times as much. Most articles leave here with nothing found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True, slots=True)
class _Gates:
    """Cheap tests, each of which lets a few forms through to the exact search."""

    capitals: tuple[tuple[bytes, Surface], ...]  # by the form's longest run of capitals
    words: tuple[tuple[str, tuple[Surface, ...]], ...]  # by a word that the forms share
    bracketed: tuple[Surface, ...]
    bracket: re.Pattern[str]


_CAPITALS = bytes(code if 65 <= code <= 90 else 32 for code in range(256))


@cache
def _gates() -> _Gates:
    capitals, rest, bracketed = [], [], []
    for form in surfaces():
        runs = form.text.encode().translate(_CAPITALS).split()
        longest = max(runs, key=len, default=b"")
        if form.text[0] == "(":
            bracketed.append(form)
        elif len(longest) > 1:
            capitals.append((longest, form))
        else:
            rest.append(form)
    pattern = "|".join(re.escape(form.text[1:]) for form in bracketed)
    bracket = re.compile(rf"\((?:{pattern})")
    return _Gates(tuple(capitals), _cover(rest), tuple(bracketed), bracket)


def _cover(left: list[Surface]) -> tuple[tuple[str, tuple[Surface, ...]], ...]:
    """Greedy cover: the word that most of the forms left share comes next."""
    keys: list[tuple[str, tuple[Surface, ...]]] = []
    while left:
        pieces = {piece for form in left for piece in _pieces(form.text)}
        best = max(sorted(pieces), key=lambda piece: sum(piece in form.text for form in left))
        keys.append((best, tuple(form for form in left if best in form.text)))
        left = [form for form in left if best not in form.text]
    return tuple(keys)


def _pieces(text: str) -> list[str]:
    words = [word for word in re.split(r"[\s-]", text) if len(word) >= 4 and word.lower() != "the"]
    return [*words, text]


def _likely(body: str) -> list[Surface]:
    """The forms that *body* may hold."""
    gates = _gates()
    runs = set(body.encode(errors="ignore").translate(_CAPITALS).split())
    forms = [form for run, form in gates.capitals if run in runs]
    for word, group in gates.words:
        if word[0] in body and word in body:  # one character is found much faster than a word
            forms.extend(group)
    if "(" in body and gates.bracket.search(body):
        forms.extend(gates.bracketed)
    return forms


def find_mentions(body: str) -> list[Mention]:
    """The agencies named in *body*, in order, without overlaps; the longest name wins."""
    found: list[tuple[int, int, Surface]] = []
    for form in _likely(body):
        begin = body.find(form.text)
        while begin >= 0:
            end = begin + len(form.text)
            if _stands_alone(body, begin, end, form):
                found.append((begin, end, form))
            begin = body.find(form.text, end)
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
