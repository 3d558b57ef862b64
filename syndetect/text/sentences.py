"""Where sentences and paragraphs begin, by rule, for the languages of European news and more.

A blank line ends a paragraph. A single line break ends one too, but for text that is wrapped at
a fixed width, which shows by many lines that go on in lower case.
"""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# An end mark, closing quotes or brackets behind it, then space; or the full stops of CJK.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”]*")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“‘])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|"
    r"Sgt|Capt|Maj|Adm|Rev|Hon|Jr|Sr|Inc|Corp|Co|Ltd|vs|No|Nr|etc|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|"
    r"Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|bzw|ca|Mio|Mrd|"
    r"Sra|Sr|Dra|Mme|Mlle|Sig|art|Art|fig|Fig)$"
)
_LOWER_START = re.compile(r"\s*[a-zß-öø-ÿа-я]")
_ENDED = re.compile(r"[.!?…:;\"”’»)\]。！？]\s*$")


def paragraphs(body: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs of *body*, trimmed, in order."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(body) if m.group().strip()]
    if _is_wrapped(body, lines):
        lines = _unwrap(body, lines)
    return [_trim(body, begin, end) for begin, end in lines]


def sentences(body: str) -> list[tuple[int, int]]:
    """Spans of the sentences of *body*, trimmed, in order; none crosses a paragraph."""
    found: list[tuple[int, int]] = []
    for begin, end in paragraphs(body):
        start = begin
        for mark in _END.finditer(body, begin, end):
            if not _breaks(body, start, mark, end):
                continue
            found.append(_trim(body, start, mark.end()))
            start = mark.end()
        if body[start:end].strip():
            found.append(_trim(body, start, end))
    return found


def _breaks(body: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Whether an end mark really ends a sentence: not after "Mr.", not before a small letter."""
    rest = body[mark.end() : min(end, mark.end() + 8)].lstrip()
    if mark.group()[0] in "。！？":
        return True
    if not rest or rest[0].islower():
        return False
    if mark.group().startswith(".") and len(mark.group()) == 1:
        return not _ABBREVIATED.search(body, max(start, mark.start() - 12), mark.start())
    return True


def _is_wrapped(body: str, lines: list[tuple[int, int]]) -> bool:
    """Whether single line breaks are layout: a fifth of the lines go on in lower case."""
    if len(lines) < 3:
        return False
    going_on = 0
    for (_, before), (begin, _end) in zip(lines, lines[1:], strict=False):
        gap = body[before:begin]
        if gap.count("\n") == 1 and _LOWER_START.match(body, begin):
            going_on += 1
    return going_on * 5 >= len(lines)


def _unwrap(body: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of wrapped text up to the next blank line."""
    joined = [lines[0]]
    for begin, end in lines[1:]:
        last_begin, last_end = joined[-1]
        if body[last_end:begin].count("\n") == 1:
            joined[-1] = (last_begin, end)
        else:
            joined.append((begin, end))
    return joined


def _trim(body: str, begin: int, end: int) -> tuple[int, int]:
    text = body[begin:end]
    return begin + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


def ends_open(body: str, begin: int, end: int) -> bool:
    """Whether a paragraph stops without an end mark, as headings and list rows do."""
    return not _ENDED.search(body, max(begin, end - 4), end)
