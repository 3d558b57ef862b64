"""The lines of a page, each with what every later question asks of it."""

from __future__ import annotations

from typing import NamedTuple

from syndetect.ingest.furniture.phrases import DATA, STRIP, TRIGGERS, first_word

_STOPS = tuple(".!?…:;\"”’'»“)]。！？")
_PARAGRAPH_WORDS = 12
_LONG_WORDS = 25
_LONG_LINE = 320
_LONGEST_LINE = 2400
_EDGE_LINES = 16
_RULES = 1200  # code points by which rules for comments show
_HOUSE_WORDS = frozenset(DATA["house"]["words"])


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
    if size > (_LONG_LINE if inside else _LONGEST_LINE):
        # Too long for a box where it stands: its words need no look.
        words, holds, count = folded[:40].split(), False, folded.count(" ") + 1
    else:
        words = folded.split()
        holds, count = not TRIGGERS.isdisjoint(words), len(words)
    # Scripts without spaces are judged by length.
    prose = count >= _LONG_WORDS or (size >= 30 and 12 * (count + 1) <= size)
    prose = prose or (count >= _PARAGRAPH_WORDS and text.endswith(_STOPS))
    return Line(begin, begin + size, text, folded, first_word(words), count, prose, holds)


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
    words = (word.strip(STRIP) for word in folded.split())
    return list(dict.fromkeys(word for word in words if len(word) >= 5))


def house_words(line: Line) -> int:
    """How many different words of comment rules and accounts stand in the first lines of a line."""
    words = [word.strip(STRIP) for word in line.folded[:_RULES].split()]
    return len(_HOUSE_WORDS.intersection(words))
