"""What a single line of a page looks like when it is furniture: its form, whatever stands around.

The phrases and shapes are data (``forms.toml``). Where in the article the line stands is the
business of ``intrinsic``.
"""

from __future__ import annotations

import re

from syndetect.ingest.furniture import captions
from syndetect.ingest.furniture.lines import Line
from syndetect.ingest.furniture.phrases import (
    DATA,
    MOST_WORDS_HELD,
    PHRASES,
    SHORT_WORDS,
    Form,
    either,
    fold,
)

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

_SHARE_WORDS = frozenset(DATA["share"]["words"])
_CLOCK_WORDS = frozenset(DATA["clock"]["words"])
_CLOCK_PARTS = re.compile(r"\d+(?:st|nd|rd|th|er|º|ª)?|[^\W\d_]+")
_DAY = re.compile(r"\d[-./]\d+[-./]\d|^\W*\d{1,2}:\d\d\W*$")
_DATED = re.compile(r"\b(?:19|20)\d\d\b(?! ?(?:gmt|utc|h))|updated|published|posted|ago\b")
_SHAPES = DATA["shape"]
_LONE_AGENCY, _BYLINE, _COUNTER = (
    either(_SHAPES[name], after=r"\s*$") for name in ("lone_agency", "byline", "counter")
)
_CREDIT_BEGINS, _CREDIT_HOLDS, _COPYRIGHT, _CARD = (
    either(_SHAPES[name]) for name in ("credit_begins", "credit_holds", "copyright", "author_card")
)


def form_of(line: Line) -> Form | None:
    """The form that *line* has, or None."""
    if line.words > SHORT_WORDS and not line.holds and not line.opens:
        return _by_ending(line)
    return _by_phrase(line) or _by_shape(line)


def _by_phrase(line: Line) -> Form | None:
    folded = line.folded
    if line.words <= 9:
        key = fold(folded)
        form = PHRASES.whole.get(key)
        if form is None and " " in key and _SHARE_WORDS.issuperset(key.split()):
            form = SHARE
        if form is not None:
            return form
    for phrase, form, needs in PHRASES.begins.get(line.first, ()):
        if line.words <= form.most and folded.startswith(phrase):
            whole = not (phrase[-1].isalnum() and folded[len(phrase) : len(phrase) + 1].isalnum())
            if whole and (not needs or any(part in folded for part in needs)):
                return form
    return _by_word(line) if line.holds else None


def _by_word(line: Line) -> Form | None:
    if line.words > MOST_WORDS_HELD:
        return None
    for word in filter(PHRASES.holds.__contains__, line.folded.split()):
        for phrase, form in PHRASES.holds[word]:
            if line.words <= form.most and phrase in line.folded:
                return form
    return None


def _by_shape(line: Line) -> Form | None:
    text, count = line.text, line.words
    if count <= SHORT_WORDS:
        form = _by_short_shape(line)
        if form is not None:
            return form
    if count <= 80 and _CREDIT_BEGINS.match(text):
        return CREDIT_LINE
    return captions.by_beginning(line) or _by_ending(line)


def _by_ending(line: Line) -> Form | None:
    text, count = line.text, line.words
    if count > SHORT_WORDS and not line.tells:
        return None
    if count <= 45:
        signs = "contribut" in text or " reported from " in text or " is a" in text
        if signs and _CREDIT_HOLDS.search(text):
            return CREDIT_LINE
    if count <= 80 and ("©" in text or "opyright" in line.folded) and _COPYRIGHT.match(text):
        return COPYRIGHT_LINE
    return captions.by_ending(line)


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
    if captions.is_credit(line):
        return captions.PHOTO_CREDIT
    return MENU if _is_bar_menu(text, count) else None


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
