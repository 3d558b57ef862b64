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
_SHORT_WORDS = 16
_LONG_LINE = 320
_EDGE_LINES = 16
# A word may touch a mark: splitting at white space is all the time there is for long lines.
_BEFORE = ("", "(", '"', "“", "*")
_AFTER = ("", ".", ",", "!", ":", ";", "?", ")", '"', "”", "*")


class Line(NamedTuple):
    """A line that is not blank; offsets are code points of the body, white space trimmed.

    ``first`` is its first word without marks, ``words`` counts its words, ``prose`` says whether
    it looks like a paragraph, ``holds`` whether a word of a phrase stands in it.
    """

    begin: int
    end: int
    text: str
    folded: str
    first: str
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


CAPTION = Form("photo caption")
PHOTO_CREDIT = Form("photo credit")
AGENCY_LINE = Form("agency line")
CLOCK = Form("page clock", edge="both")
# Without a year: such lines also head the entries and fixtures of a story.
LOOSE_CLOCK = Form("page clock", edge="both")
BYLINE = Form("byline", edge="both")
CREDIT_LINE = Form("credit line")
COPYRIGHT_LINE = Form("copyright line")
AUTHOR_CARD = Form("author card", edge="tail")
MENU = Form("menu")
SHARE = Form("share buttons")
LINK = Form("link", edge="both")

_DATA: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
)


def fold(text: str) -> str:
    """*text* case-folded, with every run of marks, digits and white space as one space."""
    return _MARKS.sub(" ", text.casefold()).strip()


def _first_word(words: list[str]) -> str:
    """The first word without marks; the mark itself where the line begins with a lone one."""
    return words[0].strip(_STRIP) or words[0]


class _Phrases:
    """The phrases of ``furniture.toml``, arranged for lookup."""

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
                self.begins.setdefault(_first_word(phrase.split()), []).append(entry)
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
_FIRST = frozenset(_PHRASES.begins) | frozenset(_DATA["shape"]["first"])
_SHARE_WORDS = frozenset(_DATA["share"]["words"])
_HOUSE_WORDS = frozenset(_DATA["house"]["words"])
_CLOCK_WORDS = frozenset(_DATA["clock"]["words"])
_CLOCK_PARTS = re.compile(r"\d+(?:st|nd|rd|th|er|º|ª)?|[^\W\d_]+")
_DAY = re.compile(r"\d[-./]\d+[-./]\d|^\W*\d{1,2}:\d\d\W*$")
_DATED = re.compile(r"\b(?:19|20)\d\d\b(?! ?(?:gmt|utc|h))|updated|published|posted|ago\b")
_RESTS = "|".join(_DATA["shape"]["caption_rests"])
_CAPTION_ENDS = _shape("caption_ends", rf"(?: (?:{_RESTS}))?[\s.]*$")
_CREDIT_TAIL = _shape("credit_tail", r"[\s.]*$")
_PHOTO_CREDIT, _LONE_AGENCY, _BYLINE, _COUNTER = (
    _shape(name, r"\s*$") for name in ("photo_credit", "lone_agency", "byline", "counter")
)
_CAPTION_BEGINS, _CAPTION_SIGNS, _CREDIT_BEGINS, _CREDIT_HOLDS, _COPYRIGHT, _CARD = map(
    _shape,
    (
        "caption_begins",
        "caption_signs",
        "credit_begins",
        "credit_holds",
        "copyright",
        "author_card",
    ),
)


def lines_of(body: str) -> list[Line]:
    """The lines of *body* that are not blank, in order."""
    lines = []
    raws = body.splitlines(keepends=True)
    tail = len(raws) - _EDGE_LINES
    at = 0
    for row, raw in enumerate(raws):
        text = raw.strip()
        if text:
            begin = at if raw[0] == text[0] else at + raw.index(text[0])
            lines.append(_line(text, begin, _EDGE_LINES <= row < tail))
        at += len(raw)
    return lines


def _line(text: str, begin: int, inside: bool) -> Line:
    folded = text.casefold()
    size = len(text)
    if inside and size > _LONG_LINE:
        # Too long for a box in the middle of a page: its words need no look.
        words, holds, count = folded[:40].split(), False, folded.count(" ") + 1
    else:
        words = folded.split()
        holds, count = not _TRIGGERS.isdisjoint(words), len(words)
    # Scripts without spaces are judged by length.
    prose = count >= _LONG_WORDS or (size >= 30 and 12 * (count + 1) <= size)
    prose = prose or (count >= _PARAGRAPH_WORDS and text.endswith(_STOPS))
    return Line(begin, begin + size, text, folded, _first_word(words), count, prose, holds)


def form_of(line: Line) -> Form | None:
    """The form that *line* has, or None."""
    if line.words > _SHORT_WORDS and not line.holds and line.first not in _FIRST:
        # Nearly every paragraph leaves here.
        return _by_ending(line)
    return _by_phrase(line) or _by_shape(line)


def _by_phrase(line: Line) -> Form | None:
    folded = line.folded
    if line.words <= 9:
        key = _MARKS.sub(" ", folded).strip()
        form = _PHRASES.whole.get(key)
        if form is None and " " in key and _SHARE_WORDS.issuperset(key.split()):
            form = SHARE
        if form is not None:
            return form
    for phrase, form, needs in _PHRASES.begins.get(line.first, ()):
        if line.words <= form.most and folded.startswith(phrase):
            whole = not (phrase[-1].isalnum() and folded[len(phrase) : len(phrase) + 1].isalnum())
            if whole and (not needs or any(part in folded for part in needs)):
                return form
    return _by_word(line) if line.holds else None


def _by_word(line: Line) -> Form | None:
    for word in line.folded.split():
        for phrase, form in _PHRASES.holds.get(word, ()):
            if line.words <= form.most and phrase in line.folded:
                return form
    return None


def _by_shape(line: Line) -> Form | None:
    text, count = line.text, line.words
    if count <= _SHORT_WORDS:
        form = _by_short_shape(line)
        if form is not None:
            return form
    if count <= 80 and _CREDIT_BEGINS.match(text):
        return CREDIT_LINE
    if count <= 50 and _CAPTION_BEGINS.match(text):
        return CAPTION
    return _by_ending(line)


def _by_ending(line: Line) -> Form | None:
    text, count = line.text, line.words
    signs = "contribut" in text or " reported from " in text or " is a" in text
    if signs and count <= 45 and _CREDIT_HOLDS.search(text):
        return CREDIT_LINE
    if count <= 80 and ("©" in text or "opyright" in line.folded) and _COPYRIGHT.match(text):
        return COPYRIGHT_LINE
    # A bracket with a photo credit at the end is surer than a bare name there.
    most = 130 if "Photo" in text[-80:] and ")" in text[-3:] else 80
    return CAPTION if count <= most and _ends_as_caption(text) else None


def _by_short_shape(line: Line) -> Form | None:
    text, count = line.text, line.words
    if text[0].isdigit() and _COUNTER.match(text):
        return SHARE
    clock = _clock(line.folded)
    if clock is not None:
        return clock
    if count == 1 and line.folded.startswith(("http://", "https://", "www.")):
        return LINK
    if count <= 4 and _LONE_AGENCY.match(text):
        return AGENCY_LINE
    if text[-1] not in "?!:" and _BYLINE.match(text):
        return BYLINE
    if count <= 10 and _PHOTO_CREDIT.match(text):
        return PHOTO_CREDIT
    return MENU if _is_bar_menu(text, count) else None


def _ends_as_caption(text: str) -> bool:
    # Nearly every paragraph ends as a sentence does: one look and no search.
    if text[-1] in '.”"?!' and "/" not in text[-40:] and ")" not in text[-3:]:
        return False
    tail = text[-130:]
    signs = any(sign in tail for sign in ("/", "|", "(", "Getty", "aption", "EPA", "Photo"))
    return signs and _CAPTION_ENDS.search(tail) is not None


def _is_bar_menu(text: str, count: int) -> bool:
    """Whether the line is cells between bars: "Home | Business | Weather | Contact"."""
    for bar in ("|", "•", "›", "»", " > "):
        if text.count(bar) >= 3:
            cells = sum(bool(cell.strip()) for cell in text.split(bar))
            return cells >= 4 and count <= 4 * cells
    return False


def _clock(folded: str) -> Form | None:
    """CLOCK or LOOSE_CLOCK where the line is made of a date or a time and nothing else."""
    parts = _CLOCK_PARTS.findall(folded)
    words = [part for part in parts if not part[0].isdigit()]
    if len(words) == len(parts) or not _CLOCK_WORDS.issuperset(words):
        return None
    if not words and not _DAY.search(folded):
        return None
    return CLOCK if _DATED.search(folded) else LOOSE_CLOCK


def is_author_card(line: Line) -> bool:
    """Whether a line says who its writer is or how to reach them; it counts below a story only."""
    return 4 <= line.words <= 90 and _CARD.match(line.text) is not None


def describes_picture(line: Line) -> bool:
    """Whether a line dates or places what a picture shows, as captions do."""
    return 6 <= line.words <= 80 and _CAPTION_SIGNS.search(line.text) is not None


def is_headline(line: Line) -> bool:
    """Whether the line reads like a headline: a few words that do not end as a sentence does."""
    text = line.text
    if not 4 <= line.words <= 22 or text[0] in '"“«„—':
        return False
    return text[-1] not in ".:;,!" or text.endswith("...")


def is_entry(line: Line) -> bool:
    """Whether the line reads like an entry of a list: a prize and who has it, a match, a number."""
    text = line.text.lstrip("-•* ")
    return text[:1].isdigit() or any(
        mark in text for mark in (":", " - ", " – ", " v ", " vs", "(")
    )


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
    found = _CREDIT_TAIL.search(text, max(0, len(text) - 640))
    return None if found is None or found.start() == 0 else (found.start(), len(text))
