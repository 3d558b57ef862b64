"""Marks of a version: (LEAD), (2nd LD), UPDATE 2-, "Corrects paragraph 3", (ATTN: ADDS ...).

Agencies send a story again and again, and say so above it. Such a mark is no word of the story,
and no credit. Which of two versions is the later is not judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Article
from .zones import Page, is_long, read_lines

_NUMBER = r"(?:\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)?\s)?"
_CHANGED = (
    r"(?:[Rr]efile[sd]|REFILE[SD]|[Cc]orrects|CORRECTS|CORRECTED|[Aa]dds|ADDS|[Uu]pdate[sd]|UPDATES"
    r"|[Rr]ecasts|RECASTS|[Rr]epeats|[Rr]ewrites|[Rr]emoves|[Cc]larifies|[Ff]ixes|[Dd]eletes)"
)
_WHAT = (
    r"(?:paragraphs?|paras?|grafs?|headlines?|spelling|names?|dates?|typo|datelines?|bylines?|day"
    r"|details?|comments?|background|quotes?|figures?|links?|attribution|title|lead|lede)"
)
_OPENING = (  # at the very start of a line
    ("lead", rf"\({_NUMBER}(?:LEAD|LD|URGENT)(?:\s[A-Z]+)?\)"),
    ("lead", r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) (?:LEAD|LD)(?=[\s:–—-])"),
    ("update", r"(?:UPDATE|WRAPUP)\s?\d{1,2}\s?[-–—:]"),
    ("repeat", r"(?:RPT|REPEAT)\s?(?:\d{1,2})?\s?[-–—:]"),
    ("refile", r"REFILE(?:[-–—:]|\s\d?[-–—:])"),
    ("correction", r"(?:CORRECTED|CORRECTION)(?:\s?[-–—:])"),
)
_LINE = (  # all of a line, or a bracket that opens one
    ("attention", r"\(ATTN:[^()\n]{0,200}\)"),
    ("change", rf"\((?:This (?:version|story) )?{_CHANGED}\b[^()\n]{{0,200}}\)(?=\s*$|\s+[A-Z])"),
    ("change", rf"{_CHANGED} (?:[\w-]+ ){{0,4}}?{_WHAT}\b[^\n]{{0,120}}$"),
    ("change", r"Refile[sd]?(?:\.|:[^\n]{0,120}| to [^\n]{0,120})?$"),
)
_BELOW = re.compile(
    r"\(?This (?:version|story|article) (?:corrects|clarifies|has been (?:corrected|refiled"
    r"|updated to correct))\b[^()\n]{0,240}\)?"
)
_HEAD = re.compile(
    "|".join(f"(?P<k{at}>{written})" for at, (_, written) in enumerate((*_OPENING, *_LINE)))
)
_KINDS = tuple(kind for kind, _ in (*_OPENING, *_LINE))
_FIRST = frozenset("(123456789UWRCAFD")  # what a mark begins with, in capitals
_ABOVE, _MOST = 2000, 12  # characters and lines of a body that are looked at from its start


@dataclass(frozen=True, slots=True)
class VersionMark:
    """A mark and its kind; offsets are code points of the body, None in the headline."""

    kind: str  # lead, update, repeat, refile, correction, attention, change
    begin: int | None
    end: int | None
    text: str


def read_versions(article: Article) -> list[VersionMark]:
    """The marks of a version in the headline of *article* and in its body, above and below the
    story.

    >>> [m.text for m in read_versions(Article("1", "(2nd LD) Port reopens\\nOSLO - It did."))]
    ['(2nd LD)']
    """
    found = [
        VersionMark(kind, None, None, text) for kind, _, text in _at_start(article.headline or "")
    ]
    for line in read_lines(article.body[:_ABOVE])[:_MOST]:
        marks = _at_start(line.text)
        for kind, at, mark in marks:
            begin = line.begin + at
            found.append(VersionMark(kind, begin, begin + len(mark), mark))
        if is_long(line.text) and sum(len(mark) for _, _, mark in marks) < len(line.text) // 2:
            break  # the first paragraph
    if "This " in article.body:
        found += _below(article.body)
    return found


def _at_start(text: str) -> list[tuple[str, int, str]]:
    """Kind, place and text of the marks that open *text*, one behind the other."""
    found = []
    at = 0
    while text[at : at + 1].upper() in _FIRST and (mark := _HEAD.match(text, at)):
        found.append((_KINDS[int((mark.lastgroup or "k0")[1:])], at, mark.group(0)))
        at = mark.end()
        while text[at : at + 1].isspace():
            at += 1
    return found


def _below(body: str) -> list[VersionMark]:
    """ "This story has been corrected ..." below the story, on a line of its own."""
    page = Page(body)
    found = []
    for match in _BELOW.finditer(body):
        line = page.lines[page.index_at(match.start())]
        if line.begin == match.start() and page.zone_at(match.start()) == "tail":
            found.append(VersionMark("change", match.start(), match.end(), match.group(0)))
    return found
