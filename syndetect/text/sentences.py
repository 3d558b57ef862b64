"""Where sentences and paragraphs begin, by rule, for the languages of European news and more.

A blank line ends a paragraph. A single line break ends one too, but for text that is wrapped at
a fixed width, which shows by many lines that go on in lower case. Functions ending in ``_in`` take
text without invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from syndetect.text.tokens import look

Spans = list[tuple[int, int]]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
# An end mark, closing quotes or brackets behind it, then space and the next visible character;
# or the full stops of Chinese and Japanese, which need no space. One class of characters comes
# first, which the engine finds fast, and no run is long enough to be tried over and over.
_END = re.compile(
    r"([.!?…।॥۔؟։።။。！？｡])(?:(?<=[。！？｡])[。！？｡]*[」』”’）]*"
    r"|(?<![。！？｡])([.!?…।॥۔؟։።။]{0,20}+)[\"'”’»“)\]]{0,9}+(?:[ \xa0\u202f]»)?"
    r"(?=\s+[\"'“‘„«»(\[¿¡—–-]*(\S)))"
)
_NEXT_WORD = re.compile(r"\W*(\w+)")
_BRACKETS = '("“‘„«['
# Never the last word of a sentence.
_TITLES = frozenset(
    str.split(
        "Mr Mrs Ms Dr Prof St Sen Sens Rep Reps Gov Gen Lt Col Sgt Capt Cpl Cmdr Maj Adm Rev Hon "
        "Pres Atty Supt Messrs vs Nr Art Fig approx e.g i.e z.B u.a d.h ca c.f cf Mme Mlle MM Sr "
        "Sra Srta Dra Sig Dott On Hr Fr bzw Abs ul pl im prof mgr inż ks np tzw EE ул им г т.е "
        "т.н см"
    )
)
# May close a sentence: then a word follows that opens one.
_ABBREVIATED = frozenset(
    str.split(
        "No Nos Jr Inc Corp Co Ltd Bros Cos etc Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont "
        "Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo Ave Blvd Rd Dept Est Mio Mrd Mill usw UU"
    )
)
_OPENERS = frozenset(
    str.split(
        "The A An He She It They We I You In On At But And This That There If When His Her Its "
        "Their Our My As For By After Before While With Not No What Who How Why Some Many Most "
        "Under Since So Then These Those One Still Yet"
    )
)
_MONTHS = frozenset(
    str.split(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember "
        "Jänner Jahrhundert Jahrhunderts"
    )
)
_BEFORE = 12  # characters looked back for an abbreviation


def paragraphs(body: str) -> Spans:
    """Spans of the paragraphs of *body*, trimmed, in order."""
    sight = look(body)
    return sight.back(paragraphs_in(sight.text))


def sentences(body: str) -> Spans:
    """Spans of the sentences of *body*, trimmed, in order; none crosses a paragraph."""
    sight = look(body)
    return sight.back(sentences_in(sight.text, paragraphs_in(sight.text)))


def paragraphs_in(text: str) -> Spans:
    """Spans of the paragraphs of *text*."""
    lines = [line.span() for line in _LINE.finditer(text) if not line.group().isspace()]
    if _is_wrapped(text, lines):
        lines = _unwrap(text, lines)
    return [trim(text, begin, end) for begin, end in lines]


def sentences_in(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Spans of the sentences of *text*, whose paragraphs are *blocks*."""
    found: Spans = []
    for begin, end in blocks:
        start = begin
        for mark in _END.finditer(text, begin, end):
            if not _breaks(text, start, mark):
                continue
            found.append(trim(text, start, mark.end()))
            start = mark.end()
        if start < end:
            found.append(trim(text, start, end))
    return found


def _breaks(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether an end mark really ends a sentence: not after "Mr.", not before a small letter."""
    stop, more, following = mark.groups()
    if following is None:
        return True
    if following.islower():
        return False
    if stop != "." or more:
        return True
    before = text[max(start, mark.start() - _BEFORE) : mark.start()]
    words = before.split()
    if not words or before[-1].isspace():
        return True
    return _ends_after(words[-1].lstrip(_BRACKETS), text, mark.end())


def _ends_after(word: str, text: str, place: int) -> bool:
    """Whether the point behind *word* ends a sentence that goes on with a capital at *place*."""
    if word in _TITLES:
        return False
    if word.isdecimal() and len(word) < 3:
        return _word_at(text, place) not in _MONTHS
    letters = word.split(".")
    if word in _ABBREVIATED or all(len(part) == 1 and part.isalpha() for part in letters):
        return _word_at(text, place) in _OPENERS
    return True


def _word_at(text: str, place: int) -> str:
    word = _NEXT_WORD.match(text, place, place + 40)
    return word.group(1) if word else ""


def _is_wrapped(text: str, lines: Spans) -> bool:
    """Whether single line breaks are layout: a fifth of the lines go on in lower case."""
    if len(lines) < 3:
        return False
    going_on = 0
    for (_, before), (begin, end) in pairwise(lines):
        if text[begin:end].lstrip()[0].islower() and text.count("\n", before, begin) == 1:
            going_on += 1
    return going_on * 5 >= len(lines)


def _unwrap(text: str, lines: Spans) -> Spans:
    """Join the lines of wrapped text up to the next blank line."""
    joined = [lines[0]]
    for begin, end in lines[1:]:
        last_begin, last_end = joined[-1]
        if text.count("\n", last_end, begin) == 1:
            joined[-1] = (last_begin, end)
        else:
            joined.append((begin, end))
    return joined


def trim(text: str, begin: int, end: int) -> tuple[int, int]:
    """The span without the space around it."""
    if begin < end and not (text[begin].isspace() or text[end - 1].isspace()):
        return begin, end
    part = text[begin:end]
    return begin + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
