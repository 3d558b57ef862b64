"""Captions of pictures and blurbs of videos: how they begin and end, and what they say.

A caption of an agency may be long: what the picture shows, and then some sentences on the story.
Its beginning or its credit tells it; or its first sentence, where someone stands left or right,
or does something in the present tense on a day that is given in full.
"""

from __future__ import annotations

import re

from syndetect.ingest.furniture.lines import Line, Lines
from syndetect.ingest.furniture.phrases import CAPTIONS, Form, either

CAPTION = Form("photo caption")
PHOTO_CREDIT = Form("photo credit")
VIDEO = Form("video blurb")

_LONGEST = 220
_BRACKETED = 130
_SHORT = 80
_HEAD = 420  # code points in which the first sentence should end
_QUOTES = "\"“„«'‘"
_BEHIND = rf"(?:[ .]+{either(CAPTIONS['rests']).pattern}){{0,3}}[\s.]*$"

_OPENS, _DATED_OPENS, _BEGINS, _BUTTON = (
    either(CAPTIONS[name]) for name in ("opens", "dated_opens", "begins", "button")
)
_BRACKET, _BARE = (either(CAPTIONS[name], after=_BEHIND) for name in ("bracket", "ends"))
_FOLDS, _CREDIT = (either(CAPTIONS[name], after=r"\s*$") for name in ("folds", "photo_credit"))
_FULL_DATE, _DATE, _LAST_DATE, _SIGNS, _TOLD, _PAST, _VERBS, _STORY_BEHIND = (
    either(CAPTIONS[name])
    for name in (
        "full_date",
        "date",
        "last_date",
        "signs",
        "told",
        "past",
        "verbs",
        "story_behind",
    )
)
# One by one: the engine finds what begins with a fixed string fast.
_PLACES = tuple(either([part]) for part in CAPTIONS["place"])
_BARE_SIGNS = ("/", "|", "Getty Images", "AP Photo", "EPA-EFE", "aption", "Photo", "Image", "Illus")
_ONE = r"\b[\w’').,-]+ +"
_SEVERAL = r"(?:\b[A-ZÀ-Þ][\w’'.-]*|s|,|\)|\b[Pp]eople|men|children|[Pp]olice) +"
_ACTS = (either(CAPTIONS["act"], _ONE, r"\b"), either(CAPTIONS["acts"], _SEVERAL, r"\b"))
_SEEN = either(CAPTIONS["seen"], r"\b(?:is|are) ", r"\b")
_ACTS_OR_THINGS = (
    either(CAPTIONS["act_or_thing"], _ONE, r"\b"),
    either(CAPTIONS["acts_or_things"], _SEVERAL, r"\b"),
)
_STOP = re.compile(r"[.!?][\"”]?\s+(?=[A-ZÀ-Þ“\"])")
_INSIDE = "_.’'-"  # marks that stand in words
_SHORT_FORMS = frozenset(CAPTIONS["short_forms"])
_DAY = either(CAPTIONS["days"] + CAPTIONS["months"], r"\b", r"(?!\w)")
_COUNTER = re.compile(r"Image \d+ of \d+$")
_LABELS = ("photo", "photos", "image", "picture")
_COPY = 110  # code points by which a caption and its copies are one


def is_credit(line: Line) -> bool:
    """Whether a line is a photo credit and nothing else."""
    return line.words <= 10 and _CREDIT.match(line.text) is not None


def opens(line: Line) -> bool:
    """Whether a line begins as only the captions of agencies do; they may run over lines."""
    return line.words <= _LONGEST and _OPENS.match(line.text) is not None


def by_beginning(line: Line) -> Form | None:
    """The form of a line that begins as a caption or a blurb does."""
    if opens(line) or (line.words <= 50 and _BEGINS.match(line.text)):
        return CAPTION
    button = line.first == "close" and line.words <= _SHORT and _BUTTON.match(line.text)
    return VIDEO if button else None


def by_ending(line: Line) -> Form | None:
    """The form of a line that ends as a caption does, or whose first sentence shows a picture."""
    return CAPTION if _ends(line.text, line.words) or _shows(line) else None


def _ends(text: str, count: int) -> bool:
    """Whether a line ends in a photo credit, or in the button that folds a caption."""
    # Nearly every paragraph ends as a sentence does: one look and no search.
    if text[-1] in '.”"?!' and "/" not in text[-40:] and ")" not in text[-3:]:
        return False
    tail = text[-200:]
    if 8 <= count <= _LONGEST and text[-1] in "seP" and _FOLDS.search(tail):
        return True
    if not any(sign in tail for sign in ("/", "|", "(", "Getty", "aption", "EPA", "Photo")):
        return False
    # A bracket is surer than a bare name.
    if count <= _BRACKETED and ")" in tail and _BRACKET.search(tail):
        return True
    return (
        count <= _SHORT and any(sign in tail for sign in _BARE_SIGNS) and bool(_BARE.search(tail))
    )


def _shows(line: Line) -> bool:
    """Whether the first sentence of a line shows a picture, without any credit."""
    text = line.text
    if not 8 <= line.words <= _LONGEST or text[0] in _QUOTES:
        return False
    head = text[:_HEAD]
    clue = ", 20" in head or ", 19" in head or "left" in head or "right" in head
    if not clue and "(L" not in head and ", cent" not in head:
        return text[:4].isupper() and _DATED_OPENS.match(text) is not None
    sentence = _first_sentence(head)
    return _depicts(sentence) and not _STORY_BEHIND.search(text, max(0, len(sentence) - 30))


def _depicts(sentence: str) -> bool:
    """Whether a sentence says who stands where, or what is done on which day, in a picture."""
    dated = "20" in sentence or "19" in sentence
    placed = _any(sentence, *_PLACES)
    full = dated and "day" in sentence and _FULL_DATE.search(sentence) is not None
    if not (placed or full or (dated and _LAST_DATE.search(sentence))) or _is_told(sentence):
        return False
    acts = _any(sentence, *_ACTS, _SEEN)
    if placed and _DATE.search(sentence):
        return True
    if placed or full:
        return acts or _any(sentence, *_ACTS_OR_THINGS)
    return acts and not _PAST.search(sentence)


def _is_told(sentence: str) -> bool:
    return bool(_TOLD.search(sentence)) or " (Reuters) " in sentence or " (AP) " in sentence


def _any(text: str, *shapes: re.Pattern[str]) -> bool:
    return any(shape.search(text) for shape in shapes)


def _first_sentence(text: str) -> str:
    """*text* up to the first full stop that ends a sentence, abbreviations known."""
    for stop in _STOP.finditer(text):
        begin = end = stop.start()
        while begin and (text[begin - 1].isalnum() or text[begin - 1] in _INSIDE):
            begin -= 1
        word = text[begin:end]
        if word not in _SHORT_FORMS and not (len(word) < 2 or "." in word):
            return text[: stop.end()]
    return text


def describes_picture(line: Line) -> bool:
    """Whether a line may be what the photo credit below it belongs to: it dates or places what a
    picture shows, says it in the present tense, or names it without any verb.
    """
    if not 6 <= line.words <= _BRACKETED or line.text[0] in _QUOTES:
        return False
    sentence = _first_sentence(line.text[:_HEAD])
    if (line.words <= _SHORT and _SIGNS.search(line.text)) or _depicts(sentence):
        return True
    if _is_told(sentence) or not _DAY.search(sentence):
        return False
    return _any(sentence, *_ACTS, _SEEN) or (line.words <= 40 and not _VERBS.search(line.text))


def settle(lines: Lines, found: list[Form | None], credits: frozenset[Form]) -> None:
    """Give the form of captions to lines that the lines around or equal ones tell, in *found*.

    ``credits`` are the forms of lines that may stand below a caption.
    """
    for i, form in enumerate(found):
        if form is None:
            continue
        if (
            i
            and _credits(lines[i], form, credits)
            and found[i - 1] is None
            and describes_picture(lines[i - 1])
        ):
            found[i - 1] = CAPTION
        if form is CAPTION and opens(lines[i]):
            _join_lines(lines, found, i, credits)
        elif lines[i].words <= 4:
            _below(lines, found, i, credits)
    captions = {_start(lines[i]) for i, form in enumerate(found) if form is CAPTION}
    if captions:
        for i, form in enumerate(found):
            if form is None and lines.words[i] >= 12 and _start(lines[i]) in captions:
                found[i] = CAPTION


def _credits(line: Line, form: Form | None, credits: frozenset[Form]) -> bool:
    """Whether a line credits a picture: "Jo Doe, Agency", or with a label before it."""
    labelled = form is CAPTION and line.words <= 10 and line.first in _LABELS
    return labelled or form in credits


def _join_lines(lines: Lines, found: list[Form | None], i: int, credits: frozenset[Form]) -> None:
    """A caption without a credit goes on over two lines at most, where a credit closes it."""
    if _ends(lines[i].text, 8):
        return
    for j in range(i + 1, min(i + 4, len(lines))):
        line, form = lines[j], found[j]
        if form is None and line.words <= _SHORT and not _is_told(line.text):
            continue
        # A caption of its own closes no other.
        closes = form is CAPTION and _ends(line.text, 8) and not (opens(line) or _shows(line))
        if closes or form in credits:
            found[i + 1 : j] = [CAPTION] * (j - i - 1)
        return


def _start(line: Line) -> str:
    """How a caption begins: copies differ in what stands behind it."""
    return line.folded[:_COPY]


def _below(lines: Lines, found: list[Form | None], i: int, credits: frozenset[Form]) -> None:
    """What a player or a gallery shows stands below its button or counter."""
    text, below = lines[i].text, lines.some(i + 1, i + 4)
    if not below or found[i + 1] is not None:
        return
    if text == "CLOSE" and below[0].words <= 45:
        found[i + 1] = VIDEO
    elif text == "Now Playing:" and len(below) > 1 and below[1].text.startswith("Media: "):
        found[i + 1] = found[i + 2] = VIDEO
    elif _COUNTER.match(text):
        for j, line in enumerate(below, i + 1):
            if _credits(line, found[j], credits):
                found[i + 1 : j] = [form or CAPTION for form in found[i + 1 : j]]
                return
