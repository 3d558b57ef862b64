"""Furniture that stands inside a line of the story: credits, galleries and lists of links."""

from __future__ import annotations

import re

from syndetect.ingest.furniture.phrases import DATA, either

_CREDIT_TAIL = either(DATA["shape"]["credit_tail"], after=r"[\s.]*$")
_HIDE = re.compile(r"Hide Caption(?: \d+ of \d+)?")
_GALLERY = "Photos: "
_GAP = " " * 8
# A surname, the full name once more, and a headline that touches it: "Doe Jo (Joe) DoeFerry opens".
_GLUED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{2,}) (?:(?:[A-ZÀ-Þ][\w.’'-]*|\([A-ZÀ-Þ][\w. ’'-]*\)|de|la|von|van)"
    r" ){0,5}?(?P=name)(?=[A-ZÀ-Þ0-9‘“\"'$])"
)
# A name twice, the second time with a middle name or without: "Jo Doe Jo Ann Doe Ferry opens".
_TWICE = re.compile(
    r"\b(?P<first>[A-ZÀ-Þ][\w’'.-]+) (?P<name>[A-ZÀ-Þ][\w’'-]+?(?: [A-ZÀ-Þ][\w’'-]+?)?)"
    r" ?(?P=first) (?:[A-ZÀ-Þ][\w.’'-]* ){0,2}?(?P=name)(?= ?[A-ZÀ-Þ0-9‘“\"'$])"
)
_LINKS = 900  # code points that three headlines take at most
_SENTENCE_END = re.compile(r"[a-z]{4}\. [A-ZÀ-Þ][a-z]+ [a-z]")


def has_signs(body: str) -> bool:
    """Whether galleries, lists of links or blurbs may stand inside lines of *body*."""
    return " MORE" in body or "Hide Caption" in body or _GAP in body


def spans_inside(text: str, below: str) -> list[tuple[int, int, str]]:
    """Galleries, lists of links and blurbs in a line that is not all furniture, in order.

    *below* is the next line, or "". Gives (begin, end, reason).
    """
    if _GAP in text and below.startswith("Media: "):
        # A player's text, glued to the paragraph above its source.
        begin = text.index(_GAP)
        return [(len(text) - len(text[begin:].lstrip()), len(text), "video blurb")]
    if "Hide Caption" in text and (shown := _gallery(text)):
        return [shown]
    return _link_lists(text) if " MORE" in text else []


def tail_credit(text: str) -> tuple[int, int, str] | None:
    """A credit in brackets that ends the line; never all of it."""
    found = _CREDIT_TAIL.search(text, max(0, len(text) - 640))
    return (found.start(), len(text), "credit line") if found and found.start() else None


def _gallery(text: str) -> tuple[int, int, str] | None:
    """A gallery: its title, and captions each with a button that hides it."""
    first, last = text.find("Hide Caption"), text.rfind("Hide Caption")
    begin = text.find(_GALLERY, 0, first)
    button = _HIDE.match(text, last)
    if begin < 0 or button is None:
        return None
    end = button.end()
    # The caption of the last picture may have lost its button.
    return begin, len(text) if text.startswith(_GALLERY, end + 1) else end, "photo caption"


def _link_lists(text: str) -> list[tuple[int, int, str]]:
    """Headlines on a person behind their name: the name once more, headlines, and "MORE"."""
    spans = []
    at = 0
    while (more := text.find(" MORE", at)) >= 0:
        end = more + len(" MORE")
        if not text[end : end + 1].isalnum():
            part = text[max(at, more - _LINKS) : more]
            name = _GLUED.search(part) or _TWICE.search(part)
            if name and not _SENTENCE_END.search(part, name.end()):
                begin = more - len(part) + name.end("name")
                spans.append((begin + (text[begin] == " "), end, "related headlines"))
        at = end
    return spans
