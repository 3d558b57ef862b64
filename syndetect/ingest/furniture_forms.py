"""What a single line of a page looks like when it is furniture: its form, whatever stands around.

The phrases and shapes are data (``furniture.toml``); here they become tables that answer in a few
lookups, because every line of every article passes through.
Where in the article the line stands is the business of ``furniture``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

_MARKS = re.compile(r"[\W\d_]+")
_STRIP = ".,;:!?()[]\"'“”‘’«»•*|…-–—"
_STOPS = tuple(".!?…:;\"”’'»“)]。！？")
_PARAGRAPH_WORDS = 12
_LONG_WORDS = 25
_MOST_WORDS = 25
# A word may touch a mark: splitting at white space is all the time there is for long lines.
_BEFORE = ("", "(", '"', "“", "*")
_AFTER = ("", ".", ",", "!", ":", ";", "?", ")", '"', "”", "*")


class Line(NamedTuple):
    """A line that is not blank; offsets are code points of the body, white space trimmed.

    ``words`` counts its words, ``prose`` says whether it looks like a paragraph, ``holds`` whether
    a word of a phrase stands in it.
    """

    begin: int
    end: int
    text: str
    folded: str
    words: int
    prose: bool
    holds: bool


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
    both: bool = False


CAPTION = Form("photo caption")
PHOTO_CREDIT = Form("photo credit")
AGENCY_LINE = Form("agency line")
CLOCK = Form("page clock", edge="both")
BYLINE = Form("byline", edge="both")
CREDIT_LINE = Form("credit line")
COPYRIGHT_LINE = Form("copyright line")
AUTHOR_CARD = Form("author card", edge="tail")
MENU = Form("menu")
COUNTER = Form("share buttons")
LINK = Form("link", edge="both")

_EDGES = {False: "", True: "both"}
_DATA: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
)


def fold(text: str) -> str:
    """*text* case-folded, with every run of marks, digits and white space as one space."""
    return _MARKS.sub(" ", text.casefold()).strip()


def _first_word(folded: str) -> str:
    """The first word without marks; the mark itself where the line begins with a lone one."""
    word = folded.split(None, 1)[0]
    return word.strip(_STRIP) or word


class _Phrases:
    """The phrases of ``furniture.toml``, arranged for lookup."""

    def __init__(self, forms: list[dict[str, Any]]) -> None:
        self.whole: dict[str, Form] = {}
        self.begins: dict[str, list[tuple[str, Form, tuple[str, ...]]]] = {}
        self.holds: dict[str, list[tuple[str, Form]]] = {}
        for raw in forms:
            edge = _EDGES[raw.get("edge", False)]
            opens = raw.get("opens", "")
            both = raw.get("both", False)
            form = Form(raw["reason"], edge, opens, raw.get("most", _MOST_WORDS), both)
            holds = tuple(raw.get("holds", ()))
            for phrase in raw.get("line", ()):
                self.whole.setdefault(fold(phrase), Form(form.reason, opens=opens))
            for phrase in raw.get("begins", ()):
                entry = (phrase.rstrip(), form, holds if both else ())
                self.begins.setdefault(_first_word(phrase), []).append(entry)
            for phrase in () if both else holds:
                trigger = max(phrase.split(), key=len)
                for word in (a + trigger + b for a in _BEFORE for b in _AFTER):
                    self.holds.setdefault(word, []).append((phrase, form))


def _shape(name: str, after: str = "") -> re.Pattern[str]:
    """The alternatives of one shape as one expression; *after* must follow any of them."""
    pictures = "|".join(_DATA["shape"]["pictures"])
    parts = [part.replace("{pictures}", pictures) for part in _DATA["shape"][name]]
    return re.compile(f"(?:{'|'.join(parts)}){after}")


_PHRASES = _Phrases(_DATA["form"])
_TRIGGERS = frozenset(_PHRASES.holds)
_HOUSE_WORDS = frozenset(_DATA["house"]["words"])
_CLOCK_WORDS = frozenset(_DATA["clock"]["words"])
_CLOCK_PARTS = re.compile(r"\d+(?:st|nd|rd|th|er|º|ª)?|[^\W\d_]+")
_DAY = re.compile(r"\d[-./]\d+[-./]\d")
_BARE_TIME = re.compile(r"\W*\d{1,2}[:.]\d{2}\W*(?:[ap]\.?\s?m\.?)?(?: [a-z]{2,4})?\W*")
_RESTS = "|".join(_DATA["shape"]["caption_rests"])
_CAPTION_BEGINS = _shape("caption_begins")
_CAPTION_ENDS = _shape("caption_ends", rf"(?: (?:{_RESTS}))?[\s.]*$")
_CAPTION_SIGNS = _shape("caption_signs")
_PHOTO_CREDIT = _shape("photo_credit", r"\s*$")
_LONE_AGENCY = _shape("lone_agency", "$")
_BYLINE = _shape("byline", "$")
_CREDIT_BEGINS = _shape("credit_begins")
_CREDIT_HOLDS = _shape("credit_holds")
_CREDIT_TAIL = _shape("credit_tail", r"[\s.]*$")
_COPYRIGHT = _shape("copyright")
_CARD = _shape("author_card")
_COUNTER = _shape("counter")


def lines_of(body: str) -> list[Line]:
    """The lines of *body* that are not blank, in order."""
    lines = []
    at = 0
    for raw in body.splitlines(keepends=True):
        text = raw.strip()
        if text:
            begin = at if raw[0] == text[0] else at + raw.index(text[0])
            folded = text.casefold()
            words = folded.split()
            count, size = len(words), len(text)
            # Scripts without spaces are judged by length.
            prose = count >= _LONG_WORDS or (30 <= size and 12 * (count + 1) <= size)
            prose = prose or (count >= _PARAGRAPH_WORDS and text.endswith(_STOPS))
            holds = not _TRIGGERS.isdisjoint(words)
            lines.append(Line(begin, begin + size, text, folded, count, prose, holds))
        at += len(raw)
    return lines


def form_of(line: Line) -> Form | None:
    """The form that *line* has, or None."""
    return _by_phrase(line) or _by_shape(line)


def _by_phrase(line: Line) -> Form | None:
    folded = line.folded
    if line.words <= 9:
        form = _PHRASES.whole.get(_MARKS.sub(" ", folded).strip())
        if form is not None:
            return form
    for phrase, form, needs in _PHRASES.begins.get(_first_word(folded), ()):
        begins = line.words <= form.most and folded.startswith(phrase) and _ends(folded, phrase)
        if begins and (not needs or any(part in folded for part in needs)):
            return form
    if line.holds:
        for word in folded.split():
            for phrase, form in _PHRASES.holds.get(word, ()):
                if line.words <= form.most and phrase in folded:
                    return form
    return None


def _ends(folded: str, phrase: str) -> bool:
    """Whether *phrase*, with which *folded* starts, ends where a word ends."""
    size = len(phrase)
    return len(folded) == size or not (phrase[-1].isalnum() and folded[size].isalnum())


def _by_shape(line: Line) -> Form | None:
    text, count = line.text, line.words
    if count <= 16:
        form = _by_short_shape(line)
        if form is not None:
            return form
    if count > 80:
        return None
    if _CREDIT_BEGINS.match(text) or (count <= 45 and _holds_credit(text)):
        return CREDIT_LINE
    if ("©" in text or "opyright" in line.folded) and _COPYRIGHT.match(text):
        return COPYRIGHT_LINE
    if (count <= 50 and _CAPTION_BEGINS.match(text)) or _ends_as_caption(text):
        return CAPTION
    if 4 <= count <= 70 and _CARD.match(text):
        return AUTHOR_CARD
    return None


def _by_short_shape(line: Line) -> Form | None:
    text, count = line.text, line.words
    if text[0].isdigit() and _COUNTER.match(text):
        return COUNTER
    if is_clock(line.folded):
        return CLOCK
    if count == 1 and line.folded.startswith(("http://", "https://", "www.")):
        return LINK
    if count <= 4 and _LONE_AGENCY.match(text):
        return AGENCY_LINE
    if text[-1] not in "?!:" and _BYLINE.match(text):
        return BYLINE
    if count <= 10 and _PHOTO_CREDIT.match(text):
        return PHOTO_CREDIT
    return MENU if _is_bar_menu(text, count) else None


def _holds_credit(text: str) -> bool:
    signs = "contribut" in text or " reported from " in text or " is a" in text
    return signs and _CREDIT_HOLDS.search(text) is not None


def _ends_as_caption(text: str) -> bool:
    tail = text[-130:]
    signs = "/" in tail or "|" in tail or "(" in tail or "Getty" in tail or "aption" in tail
    return (signs or "EPA" in tail or "Photo" in tail) and _CAPTION_ENDS.search(tail) is not None


def _is_bar_menu(text: str, count: int) -> bool:
    """Whether the line is cells between bars: "Home | Business | Weather | Contact"."""
    for bar in ("|", "•", "›", "»", " > "):
        cells = text.count(bar) + 1
        if cells >= 4 and count - cells + 1 <= 3 * cells:
            return True
    return False


def is_clock(folded: str) -> bool:
    """Whether a case-folded line is made of a date or a time and nothing else."""
    parts = _CLOCK_PARTS.findall(folded)
    digits = [part for part in parts if part[0].isdigit()]
    if not digits or not all(part in _CLOCK_WORDS for part in parts if not part[0].isdigit()):
        return False
    return len(digits) < len(parts) or _DAY.search(folded) is not None or is_bare_time(folded)


def is_bare_time(folded: str) -> bool:
    """Whether a clock names no day: such lines also head the entries of a running story."""
    return _BARE_TIME.fullmatch(folded) is not None


def describes_picture(line: Line) -> bool:
    """Whether a line dates or places what a picture shows, as captions do."""
    return 6 <= line.words <= 80 and _CAPTION_SIGNS.search(line.text) is not None


def is_headline(line: Line) -> bool:
    """Whether the line reads like a headline: a few words that do not end as a sentence does."""
    text = line.text
    if not 4 <= line.words <= 22 or text[0] in '"“«„—':
        return False
    return text[-1] not in ".:;,!" or text.endswith("...")


def is_title_case(line: Line) -> bool:
    """Whether the longer words of a line have capitals, as English headlines do."""
    words = [word for word in line.text.split() if len(word) >= 4 and word[0].isalpha()]
    return len(words) >= 3 and 5 * sum(word[0].isupper() for word in words) >= 4 * len(words)


def terms(folded: str) -> list[str]:
    """The different longer words of a case-folded line, without marks, in order."""
    words = (word.strip(_STRIP) for word in folded.split())
    return list(dict.fromkeys(word for word in words if len(word) >= 5))


def house_words(line: Line) -> int:
    """How many different words of comment rules and accounts a line has."""
    return len(_HOUSE_WORDS.intersection(word.strip(_STRIP) for word in line.folded.split()))


def tail_credit(text: str) -> tuple[int, int] | None:
    """Where a credit in brackets ends the line, as (begin, end) in *text*."""
    if ")" not in text[-3:]:
        return None
    found = _CREDIT_TAIL.search(text, max(0, len(text) - 640))
    return None if found is None or found.start() == 0 else (found.start(), len(text))
