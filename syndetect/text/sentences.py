"""Where sentences and paragraphs begin, by rule, for the languages of European news and more.

Thai and Lao put no stops: a space behind a stretch of letters ends a sentence.

A blank line ends a paragraph. A single line break ends one too, but for text that is wrapped at
a fixed width, which shows by many lines that go on in lower case. Functions ending in ``_in`` take
text without invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from syndetect.kernels import punctuation as kernel
from syndetect.text.characters import kinds
from syndetect.text.needles import codes_of
from syndetect.text.tokens import look

Spans = list[tuple[int, int]]

_NEXT_WORD = re.compile(r"\W*(\w+)")
_BRACKETS = '("“‘„«['
# Never the last word of a sentence.
_TITLES = frozenset(
    str.split(
        "Mr Mrs Ms Dr Prof St Sen Sens Rep Reps Gov Gen Lt Col Sgt Capt Cpl Cmdr Maj Adm Rev Hon "
        "Pres Atty Supt Messrs vs Nr Art Fig approx e.g i.e z.B u.a d.h ca c.f cf Mme Mlle MM Sr "
        "Sra Srta Dra Sig Dott On Hr Fr bzw Abs ul pl im prof mgr inż ks np tzw EE ул им г т.е "
        "т.н см sog Hrn dott sig Dhr dhr mevr Mevr Ing Bc Mgr Např Tzv Esim esim Kb pág págs "
        "Dna dna Dl dr Örn örn вул Вул Ул проф акад डॉ श्री ThS PGS"
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
# Thai and Lao have no stops: a space behind so many characters stands for one.
_UNSTOPPED = re.compile(r"(?<=[\u0e01-\u0eff])\s+(?=[\u0e01-\u0eff])")
_FROM, _UP_TO = np.uint32(0xE01), np.uint32(0xEFF)
_CLAUSE = 30

_SHORT = _TITLES | _ABBREVIATED
_BEFORE = 12  # characters looked back for an abbreviation
_LETTERS = 1 + max(map(len, _SHORT))  # so many in a row are none


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
    out = np.empty((len(text) // 2 + 1, 2), dtype=np.int32)
    count, going_on = kernel.lines(codes_of(text), kinds(), out)
    lines: Spans = list(map(tuple, out[:count].tolist()))
    # Single line breaks are layout where a fifth of the lines go on in lower case.
    wrapped = count > 2 and going_on * 5 >= count
    return _unwrap(text, lines) if wrapped else lines


def sentences_in(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Spans of the sentences of *text*, whose paragraphs are *blocks*."""
    if not blocks:
        return []
    codes = codes_of(text)
    out = np.empty((len(text) // 2 + 1, 4), dtype=np.int32)
    count = kernel.ends(codes, kinds(), np.array(blocks, dtype=np.int32), _LETTERS, out)
    marks = iter([*out[:count].tolist(), (len(text), 0, 0, 0)])
    mark, stop, following, sure = next(marks)
    found: Spans = []
    for begin, end in blocks:
        start = begin
        while mark < end:
            if sure or _breaks(text, start, mark, stop):
                found.append((start, stop))
                start = following
            mark, stop, following, sure = next(marks)
        if start < end:
            found.append((start, end))
    if codes.dtype != np.uint8 and np.any(codes - _FROM <= _UP_TO - _FROM):  # unsigned
        return [part for span in found for part in _clauses(text, *span)]
    return found


def _clauses(text: str, begin: int, end: int) -> Spans:
    """The sentences of Thai or Lao between *begin* and *end*; all of it in other scripts."""
    found: Spans = []
    for space in _UNSTOPPED.finditer(text, begin, end):
        if space.start() - begin >= _CLAUSE:
            found.append((begin, space.start()))
            begin = space.end()
    return [*found, (begin, end)]


def _breaks(text: str, start: int, mark: int, stop: int) -> bool:
    """Whether the point at *mark* ends the sentence from *start* on: not after "Mr."."""
    before = text[max(start, mark - _BEFORE) : mark]
    word = before[before.rfind(" ") + 1 :]
    if len(word) > 1 and word.isalpha() and word not in _SHORT:  # as nearly everywhere
        return True
    words = before.split()
    if not words or before[-1].isspace():
        return True
    return _ends_after(words[-1].lstrip(_BRACKETS), text, stop)


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
