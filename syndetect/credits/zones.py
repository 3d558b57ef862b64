"""Where on the page a credit stands: head, byline, dateline, body, tail.

Bodies are scraped text: mostly a headline line, a byline line, a date line, then prose that a
dateline opens; sometimes all of it on one line. Lines carry code-point offsets into the body as
given. A zone is a fact of form alone: no agency is known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .words import any_of

DEEP = 5  # paragraphs that are counted; what is deeper is deep in the text
PROSE = 140  # characters from which a line counts as a paragraph
_PEEP = 16  # characters that tell a script
UNSPACED = "\u2e80"  # from here on scripts set no blanks between words
ROW = 100  # characters below which a line with a picture's mark is a row of its own
TAIL_LINES = 8  # the last lines of a page; a credit below the text stands among them
TAIL_SHARE = 0.85  # where lines are few, the tail begins here
TAIL_EARLIEST = 0.6  # no tail begins above this share of the body

# The marks of a picture: strings of which one must stand there, and how they are written.
_CAPTION_MARKS = (
    (
        ("hoto", "HOTO"),
        (
            r"(?:AP|AFP|Reuters|REUTERS|EPA|Getty)\s(?:[Pp]hoto|PHOTO)|[Ff]ile [Pp]hoto"
            r"|[Pp]hotos?(?:graph)? (?:by|credit|courtesy)|\bPHOTO\b|\bPhotos?\s?:"
        ),
    ),
    (
        ("/",),
        r"/(?:AP|AFP|Reuters|REUTERS|TASS)\b|(?:REUTERS|Reuters|AFP|EPA|AP)\s?/",
    ),
    (("via",), r"\bvia\s(?:AP|AFP|REUTERS|Reuters|CNN|Getty)"),
    (("Getty",), r"Getty"),
    (("FILE",), r"\bFILE\s?[-–—]"),
    (("Imag", "Pict", "Foto", "Bild"), r"\b(?:Image|Picture|Foto|Imagen|Bild)\s?:|Image copyright"),
    (("caption",), r"\bcaption\b"),
    (("Pool",), r"Pool\b"),
    ((", File)",), r", File\)"),
    (("AP",), r"\(AP\)\s*$|\bAP\s*$"),
    (("andout",), r"[Hh]andout"),
)
_CAPTION = tuple((hints, re.compile(written)) for hints, written in _CAPTION_MARKS)
_CODE = re.compile(r"window\.|function\s?\(|\{\s*\w+\s*:|\}\)|[;{}]\s*[;{}]")
_CODE_HINTS = (";", "{", "}", "window.", "function")
_IMAGE_COUNT = re.compile(r"(?i)^(?:image|photo|slide|picture)?\s?\d+\s?(?:of|/)\s?/?\d+$")
_DATE = re.compile(
    r"(?i)^(?:(?:originally )?(?:published|updated|posted|last updated)\b.*\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s.*\d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s?\d{1,2}\b"
    r"|\d{1,2}[./ ]+(?:\d{1,2}|(?:de )?[^\W\d_]{3,10}\.?)[./ ]+(?:de )?\d{2,4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}:\d\d\b|\d{1,2} (?:hrs?|hours?|mins?|minutes?|days?|years?) ago)"
)
_BYLINE = re.compile(
    rf"^(?:\(?(?:By|BY|by|{any_of('by')}:?|Text by|Written by|Story by"
    r"|Reported by)\s+[A-ZÀ-ÞĀ-ŽЀ-Я]"
    r"|Analysis by\s+[A-Z]|From [A-Z]+['’]s\s[A-Z])"
)
_PLACE_WORD = (
    r"(?:[A-ZÀ-ÞĀ-ŽЀ-Я][\w.'’-]*+|\d{1,2}(?:st|nd|rd|th|\.|º)?|\d{4}|\[[A-Z][\w ]+\]"
    r"|de|del|la|le|el|da|do|di|du|am|of|and|und|the|upon|auf|im|an|en|in"
    rf"|{any_of('months')}(?![^\W\d_])\.?"
    r"|\d{1,2}/\d{1,2})"
)
_PLACE = re.compile(
    rf"^\W{{0,3}}{_PLACE_WORD}(?:[\s,/.:–—-]{{1,4}}{_PLACE_WORD}){{0,9}}[\s,.:–—-]*$"
)
# A place in a script without capitals is short.
_CASELESS = r"(?:[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f]+|\d{1,4})"
_CASELESS_PLACE = re.compile(rf"^\W{{0,3}}{_CASELESS}(?:[\s,،/.–—-]{{1,3}}{_CASELESS}){{0,5}}\W*$")
_DATELINE = re.compile(
    rf"^{_PLACE_WORD}(?:[\s,/.]{{1,2}}{_PLACE_WORD}){{0,7}}\s*"
    r"(?:\([^()]{2,24}\)\s*)?[-–—]{1,2}\s"
)
_WORD = re.compile(r"\w")
_NAME = re.compile(r"^(?:[A-ZÀ-ÞĀ-ŽЀ-Я][\w.'’-]*|[a-z]{1,3}-[A-Z]\w+|\"[A-Z]\w+\")$")
_JOIN = frozenset((
    "and", "und", "et", "y", "e", "with", "de", "del", "della", "der", "den", "di", "da", "van",
    "von", "bin", "al", "el", "la", "le", "du", "ter", "ten",
))  # fmt: skip


class Line(NamedTuple):
    """One line with text in it, stripped; ``begin``/``end`` are offsets into the body."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """A body as lines with zones; each part is worked out when it is first asked for."""

    body: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(read_lines(self.body))

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """The first lines that are paragraphs, DEEP at most.

        A paragraph is a long line that is no caption, no code and said for the first time. A long
        line beside a picture's row ("Photo: NAME, AP", "Image 1 of 4") is its caption.
        """
        found: list[int] = []
        said: set[str] = set()
        for at, line in enumerate(self.lines):
            if not is_long(line.text) or line.text in said:
                continue
            said.add(line.text)
            if self._is_paragraph(at):
                found.append(at)
                if len(found) == DEEP:
                    break
        return tuple(found)

    def _is_paragraph(self, index: int) -> bool:
        text = self.lines[index].text
        if is_caption(text) or is_code(text[:200]):
            return False
        beside = self.lines[max(0, index - 1) : index + 2]
        return not any(_is_row(near.text) for near in beside)

    def paragraphs_above(self, index: int) -> int:
        """How many paragraphs stand above a line; DEEP means that many or more."""
        return bisect_left(self.paragraphs, index)

    def opens_text(self, index: int) -> bool:
        """Whether a line is the first paragraph."""
        return bool(self.paragraphs) and self.paragraphs[0] == index

    @cached_property
    def tail_from(self) -> int:
        """The first offset of the tail; the end of the body where there is no paragraph above."""
        lines = self.lines
        if not lines:
            return 0
        by_lines = lines[-min(TAIL_LINES, len(lines))].begin
        by_share = int(TAIL_SHARE * len(self.body))
        return min(max(by_lines, int(TAIL_EARLIEST * len(self.body))), by_share)

    def index_at(self, offset: int) -> int:
        """The line that holds *offset*, or the last one above it."""
        return max(0, bisect_right(self._begins, offset) - 1)

    @cached_property
    def _begins(self) -> list[int]:
        return [line.begin for line in self.lines]

    def zone_at(self, offset: int) -> str:
        """The zone of an offset, by form and position alone."""
        if not self.lines:
            return "body"
        index = self.index_at(offset)
        line = self.lines[index]
        if not self.paragraphs_above(index):
            if not self.opens_text(index):
                return "byline" if is_byline(line.text) else "head"
            opening = _DATELINE.match(line.text)
            at_opening = opening and offset < line.begin + opening.end()
            return "dateline" if at_opening else "body"
        return "tail" if offset >= self.tail_from else "body"

    def neighbour(self, index: int, step: int) -> str:
        """The text of the next line up (-1) or down (1) that holds a word, or nothing."""
        at = index + step
        while 0 <= at < len(self.lines):
            if _WORD.search(self.lines[at].text):
                return self.lines[at].text
            at += step
        return ""


def is_long(text: str) -> bool:
    """Whether a line has the length of a paragraph; a character of a script that sets no blanks
    says as much as two.
    """
    if len(text) >= PROSE:
        return True
    return len(text) >= PROSE // 2 and max(text[:_PEEP]) >= UNSPACED


def read_lines(body: str) -> list[Line]:
    """The lines of a body that are not blank, with offsets, whatever ends them."""
    lines = []
    start = 0
    for raw in body.splitlines(keepends=True):
        text = raw.strip()
        if text:
            begin = start if raw[0] == text[0] else start + raw.index(text[0])
            lines.append(Line(begin, begin + len(text), text))
        start += len(raw)
    return lines


def _is_row(text: str) -> bool:
    return len(text) < ROW and (_IMAGE_COUNT.match(text) is not None or is_caption(text))


def is_caption(text: str) -> bool:
    """Whether a line reads as the words under a picture: it holds a picture's mark at an end."""
    ends = text if len(text) < 220 else f"{text[:80]}\n{text[-120:]}"
    for hints, written in _CAPTION:
        for hint in hints:
            if hint in ends:
                if written.search(ends):
                    return True
                break
    return False


def is_code(text: str) -> bool:
    """Whether *text* has a mark of a programming language."""
    return any(hint in text for hint in _CODE_HINTS) and _CODE.search(text) is not None


def is_credited(text: str) -> bool:
    """Whether a caption ends in a credit of its own, so that the next line is not it."""
    return re.search(r"(?:/|\bvia |[Pp]hoto by )[^()/]{2,40}\)$", text) is not None


def is_date(text: str) -> bool:
    """Whether a line opens as a date or a time of publication and says little more."""
    return len(text) <= 90 and _DATE.match(text) is not None


def is_byline(text: str) -> bool:
    """Whether a line opens as "By NAME" in one of several languages."""
    return len(text) <= 200 and _BYLINE.match(text) is not None


def is_place(text: str) -> bool:
    """Whether *text* is only a place, a date or both, as before the agency of a dateline."""
    if len(text) > 80:
        return False
    if _PLACE.match(text):
        return True
    return not text.isascii() and _CASELESS_PLACE.match(text) is not None


def opens_dateline(text: str) -> bool:
    """Whether a line opens with a place, perhaps a date and a mark, and a dash."""
    return _DATELINE.match(text) is not None


def is_names(text: str) -> bool:
    """Whether *text* is only names of persons, perhaps joined by "and" and commas."""
    words = re.split(r"[\s,;&|/]+", text.strip(" ,;|/-–—•"))
    if not words[0] or len(words) > 24 or re.search(r"\d", text):
        return False
    named = sum(1 for word in words if _NAME.match(word))
    return named >= 1 and all(_NAME.match(word) or word in _JOIN for word in words)
