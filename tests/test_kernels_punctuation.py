"""Lines, ends of sentences and quotation marks, against the expressions that say what they are."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import numpy as np
import pytest

from syndetect.kernels import punctuation as kernel
from syndetect.text import marks, sentences
from syndetect.text.characters import kinds
from syndetect.text.marks import Marks, double_marks, marks_in
from syndetect.text.needles import codes_of
from syndetect.text.quotations import merge
from syndetect.text.sentences import Spans, paragraphs_in, sentences_in

LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
END = re.compile(
    r"([.!?…।॥۔؟։።။。！？｡])(?:(?<=[。！？｡])[。！？｡]*[」』”’）]*"
    r"|(?<![。！？｡])([.!?…।॥۔؟։።။]{0,20}+)[\"'”’»“)\]]{0,9}+(?:[ \xa0\u202f]»)?"
    r"(?=\s+[\"'“‘„«»(\[¿¡—–-]*(\S)))"
)
DOUBLE = re.compile("([“”„‟«»‹›「」『』〝〞\"＂״‘’`'])(?:(?<=[‘’`'])\\1{1,2}|(?<![‘’`']))")
BEFORE = frozenset("([{—–-/<>|…:;*#¿¡=")
BEHIND = frozenset(".,:;!?)]}—–-/<>|*…%&=。，、！？；：")
ANY = frozenset("“”„‟«»‹›\"＂״‘’'`")
FIXED = frozenset("“„‟`‘「『〝")
STRAIGHT = frozenset("\"＂״'")

PIECES = [
    "Mr", "No", "U.S", "approx", "harbour", "harbours", "12", "Then", "then", "É", "И", "水", "é",
    "i.e", "'90s", "rock", ".", ".", "!", "?", "…", "。", "！", "」", "„", "“", "”", '"', '"', "'",
    "‘", "’", "''", "’’", "``", "«", "»", "「", "(", ")", "[", "]", "—", "-", ":", ",", " ", " ",
    " ", " ", "\xa0", "\u202f", "\n", "\n", "\n\n", "\r\n", "\x0b", "\x1c", "\u2028", "״", "9",
    "." * 22, '"' * 10, "_", "\U0001f600", "\ud800",
]  # fmt: skip


def texts(seed: int, count: int = 1500) -> list[str]:
    rng = random.Random(seed)
    wide = ["".join(rng.choices(PIECES, k=rng.randint(0, 40))) for _ in range(count)]
    plain = [piece for piece in PIECES if piece.isascii()]
    return wide + ["".join(rng.choices(plain, k=rng.randint(0, 40))) for _ in range(count)]


def trim(text: str, begin: int, end: int) -> tuple[int, int]:
    part = text[begin:end]
    return begin + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def slow_paragraphs(text: str) -> Spans:
    lines = [line.span() for line in LINE.finditer(text) if not line.group().isspace()]
    going_on = sum(
        text[begin:end].lstrip()[0].islower() and text.count("\n", before, begin) == 1
        for (_, before), (begin, end) in pairwise(lines)
    )
    if len(lines) > 2 and going_on * 5 >= len(lines):
        joined = lines[:1]
        for begin, end in lines[1:]:
            if text.count("\n", joined[-1][1], begin) == 1:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((begin, end))
        lines = joined
    return [trim(text, *line) for line in lines]


def slow_breaks(text: str, start: int, mark: re.Match[str]) -> bool:
    stop, more, following = mark.groups()
    if following is None:
        return True
    if following.islower():
        return False
    if stop != "." or more:
        return True
    before = text[max(start, mark.start() - 12) : mark.start()]
    words = before.split()
    if not words or before[-1].isspace():
        return True
    return sentences._ends_after(words[-1].lstrip('("“‘„«['), text, mark.end())


def slow_sentences(text: str, blocks: Spans) -> Spans:
    found = []
    for begin, end in blocks:
        start = begin
        for mark in END.finditer(text, begin, end):
            if slow_breaks(text, start, mark):
                found.append(trim(text, start, mark.end()))
                start = mark.end()
        if start < end:
            found.append(trim(text, start, end))
    return found


def around(text: str, first: int, last: int, begin: int, end: int) -> tuple[str, str]:
    for _ in range(3):
        if first > begin and text[first - 1] in ANY:
            first -= 1
        elif last >= end or text[last] not in ANY:
            break
        if last < end and text[last] in ANY:
            last += 1
    return text[first - 1] if first > begin else " ", text[last] if last < end else " "


def slow_marks(text: str, begin: int, end: int) -> list[list[int]]:
    rows = []
    for match in DOUBLE.finditer(text, begin, end):
        first, last = match.span()
        form = match.group()[0]
        before, behind = around(text, first, last, begin, end)
        if form in STRAIGHT and before.isalnum() and behind.isalnum():
            if before >= "\u2e80" or behind >= "\u2e80":
                rows.append([first, last, ord('"'), 0, 0])
            continue
        form = '"' if form in STRAIGHT else "”" if form == "’" else form
        free_before = before.isspace() or before in BEFORE
        free_behind = behind.isspace() or behind in BEHIND
        if first == begin and form != "”":
            free_behind = False
        elif last == end:
            free_before = False
        closes = free_behind and not free_before
        opens = not closes if form in FIXED else free_before and not free_behind
        rows.append([first, last, ord(form), int(opens), int(closes)])
    return rows


def test_paragraphs_and_sentences_are_those_of_the_expressions() -> None:
    """Whatever marks, spaces and abbreviations stand in a row, in any script."""
    for text in texts(1):
        blocks = paragraphs_in(text)
        assert blocks == slow_paragraphs(text), text
        assert sentences_in(text, blocks) == slow_sentences(text, blocks), text


def test_a_sure_end_is_one_by_the_rules_of_words() -> None:
    """No point that the kernel is sure of is left to them, and some are left."""
    left = 0
    for text in texts(2, 300):
        blocks = np.array(paragraphs_in(text), dtype=np.int32).reshape(-1, 2)
        out = np.empty((len(text) // 2 + 1, 4), dtype=np.int32)
        count = kernel.ends(codes_of(text), kinds(), blocks, sentences._LETTERS, out)
        left += int((out[:count, 3] == 0).sum())
        assert all(text[mark] == "." for mark, _, _, sure in out[:count].tolist() if not sure)
    assert left > 20


def test_marks_are_those_of_the_expression() -> None:
    """Each double mark with its form and the way it looks, and whether single ones may open."""
    for text in texts(3):
        blocks = paragraphs_in(text)
        found = marks_in(text, blocks)
        assert found.rows == [row for block in blocks for row in slow_marks(text, *block)], text
        if not found.singles:
            assert marks.single_marks(text, blocks, []) == []


def test_plain_pairs_need_no_walk() -> None:
    """Paragraphs of pairs are quoted as they are where every mark is walked through."""
    plain = 0
    for text in [*texts(4), *("“One.” “Two,” he said.\n" * 3, '"One," he said. "Two."')]:
        blocks = paragraphs_in(text)
        found = marks_in(text, blocks)
        plain += sum(what == kernel.PAIRS for what, _ in found.has)
        walked = [[kernel.WALK, count] for _, count in found.has]
        every = double_marks(text, blocks, Marks(found.rows, walked, found.singles))
        assert merge(double_marks(text, blocks, found)) == merge(every), text
    assert plain > 20


@pytest.mark.parametrize(
    ("bit", "question"),
    [(kernel.SPACE, str.isspace), (kernel.WORD, str.isalnum), (kernel.LOWER, str.islower)],
)
def test_kinds_are_what_python_says(bit: int, question: object) -> None:
    """Space, letters and digits, and small letters are Python's, and none is beyond the table."""
    assert callable(question)
    table = kinds()
    codes = [*range(0x3100), 0x10428, 0x1F600, 0x2B740]
    assert [bool(table[code] & bit) for code in codes] == [question(chr(code)) for code in codes]
    assert not any(question(chr(code)) for code in range(len(table), 0x110000))
