"""Spans of a body that are somebody's words: in marks, or standing without any.

Marks: “ ” „ “ « » » « ‹ › 「 」 " " and ‘ ’ where they cannot be apostrophes.
Without marks: embedded posts ("— Name (@handle) July 15, 2018", "pic.twitter.com/…") and block
statements, that is the paragraphs behind a line that ends in "said in a statement:" or the like.
Everybody may print public words: what two articles share of them says nothing of derivation.
"""

from __future__ import annotations

import re

from syndetect.text.sentences import paragraphs

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "〝": "〞"}
_MARK = re.compile('[“”„«»‹›「」『』〝〞"]')
# A single opening mark stands behind space or a bracket, a closing one before space or a stop.
_SINGLE = re.compile(
    r"(?<![^\s(\[—–\-“\"])[‘'](?=\S)([^‘\n]{3,600}?)(?<=\S)[’'](?=[\s.,;:!?)\]—–”\"]|$)"
)
_POST_SIGN = re.compile(
    r"(?:^|\s)[—–-]{1,2}\s?[^\n—–]{2,60}\(@\w{1,30}\)|pic\.twitter\.com/\w+|(?:^|\s)https?://t\.co/\w+"
)
_SAYS = (
    r"(?:statement|tweet(?:ed)?|wrote|posted|post|message|letter|transcript|remarks|Erklärung|"
    r"Mitteilung|déclaration|communiqué|comunicado|declaración|dichiarazione|nota)"
)
_INTRODUCES = re.compile(rf"\b{_SAYS}\b[^.!?\n]{{0,60}}:\s*$", re.IGNORECASE)
_LONGEST = 1500  # an unclosed mark is not believed further than this


def quotations(body: str) -> list[tuple[int, int]]:
    """Spans of quotations in *body*, merged, in order; marks belong to their span."""
    blocks = paragraphs(body)
    spans: list[tuple[int, int]] = []
    for place, (begin, end) in enumerate(blocks):
        following = body[blocks[place + 1][0]] if place + 1 < len(blocks) else ""
        spans.extend(_in_marks(body, begin, end, following))
        spans.extend(_in_single_marks(body, begin, end))
    spans.extend(_posts(body, blocks))
    spans.extend(_statements(body, blocks))
    return _merge(spans)


def _in_marks(body: str, begin: int, end: int, following: str) -> list[tuple[int, int]]:
    """Pairs of double marks in one paragraph; the last may stay open if the next one goes on."""
    spans: list[tuple[int, int]] = []
    opened = -1
    closers = ""
    for match in _MARK.finditer(body, begin, end):
        mark = match.group()
        if opened >= 0 and (mark in closers or (mark == '"' and closers == "”")):
            spans.append((opened, match.end()))
            opened = -1
        elif opened < 0 and (mark == '"' or mark in _CLOSERS):
            opened = match.start()
            closers = '"”' if mark == '"' else _CLOSERS[mark]
    if opened >= 0 and end - opened <= _LONGEST:
        curly = body[opened] != '"'
        goes_on = bool(following) and (following == '"' or following in _CLOSERS)
        if goes_on or curly or opened == begin:
            spans.append((opened, end))
    return spans


def _in_single_marks(body: str, begin: int, end: int) -> list[tuple[int, int]]:
    text = body[begin:end]
    if "‘" not in text and " '" not in text and not text.startswith("'"):
        return []
    return [(begin + m.start(), begin + m.end()) for m in _SINGLE.finditer(text)]


def _posts(body: str, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A post's signature stands behind its words: in the same paragraph, or in one of its own."""
    spans: list[tuple[int, int]] = []
    for place, (begin, end) in enumerate(blocks):
        sign = _POST_SIGN.search(body, begin, end)
        if not sign:
            continue
        first = begin
        if (
            sign.start() - begin < 3
            and place > 0
            and body[sign.start() : end].lstrip()[:1] in "—–-"
        ):
            before_begin, before_end = blocks[place - 1]
            if before_end - before_begin <= _LONGEST:
                first = before_begin
        spans.append((first, end))
    return spans


def _statements(body: str, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraph behind "…said in a statement:", where it is not in marks already."""
    spans: list[tuple[int, int]] = []
    for (begin, end), after in zip(blocks, blocks[1:], strict=False):
        if body[end - 1] == ":" and _INTRODUCES.search(body, max(begin, end - 120), end):
            spans.append(after)
    return spans


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
