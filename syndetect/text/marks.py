"""Quotations between marks, double and single, in the styles of European languages and CJK.

A mark opens or closes by its form („ « 「) and by what stands around it: behind a space and before
a letter it opens, behind a letter and before a space it closes. So a lost mark spoils one
quotation and not all that follow. Between marks that do not fit each other nothing is quoted:
prose taken for a quotation would hide copying. All functions take text without invisible
characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from syndetect.kernels import punctuation as kernel
from syndetect.text.characters import kinds
from syndetect.text.needles import codes_of

Spans = list[tuple[int, int]]

_CLOSERS = {
    "“": "”",
    "‘": "”",
    "`": "”",
    "‟": "”",
    '"': "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "〝": "〞",
}
_GUILLEMETS = frozenset("«»‹›")
_LONGEST = 2000  # a pair of marks further apart is none
_UNSURE = 400  # so is one with an unclear mark, from here on
_GOES_ON = 1500  # a quotation of several paragraphs, before its last mark
_ACROSS = 3  # paragraphs without any mark that it may hold
_DEPTH = 3
_STOPS = ".!?…"
_STOP = re.compile(r"[.!?…](?=\s|$)")

_ANY = frozenset("“”„‟«»‹›\"＂״‘’'`")
_SINGLE = re.compile("[‘’']")
# What may stand before an opening mark and behind a closing one, besides space.
_BEFORE = frozenset("([{—–-/<>|…:;*#¿¡=")
_BEHIND = frozenset(".,:;!?)]}—–-/<>|*…%&=。，、！？；：")
_SINGLE_LONGEST = 600
# "the '90s", "rock 'n' roll", Dutch "'s avonds": apostrophes before a word.
_ELISION = re.compile(
    r"\d\ds?\b|(?:em|til|cause|tis|twas|round|bout|[nst])(?=[\s'’]|$)", re.IGNORECASE
)


class Mark(NamedTuple):
    """A double mark: where it stands, its first character, and which way it looks.

    ``opens`` and ``closes`` tell what its surroundings allow; both or neither is unclear.
    """

    begin: int
    end: int
    form: str
    opens: bool
    closes: bool


class Marks(NamedTuple):
    """The marks of a text, as ``kernels.punctuation.marks`` gives them.

    ``rows`` has the double marks, ``has`` what and how many each paragraph has, ``singles``
    whether a single mark may open anywhere.
    """

    rows: list[list[int]]
    has: list[list[int]]
    singles: bool


def marks_in(text: str, blocks: Sequence[tuple[int, int]]) -> Marks:
    """The marks of *text*, whose paragraphs are *blocks*."""
    out = np.empty((len(text), 5), dtype=np.int32)
    has = np.empty((len(blocks), 2), dtype=np.int32)
    bounds = np.array(blocks, dtype=np.int32).reshape(len(blocks), 2)
    count, singles = kernel.marks(codes_of(text), kinds(), bounds, out, has)
    return Marks(out[:count].tolist(), has.tolist(), bool(singles))


def double_marks(text: str, blocks: Sequence[tuple[int, int]], marks: Marks) -> Spans:
    """Spans between the double ones of *marks*, in no order; they may overlap."""
    walk = _Walk(text)
    at = 0
    for (begin, end), (what, count) in zip(blocks, marks.has, strict=True):
        rows = marks.rows[at : at + count]
        at += count
        if what == kernel.WALK or walk.pending is not None:
            walk.paragraph(begin, end, [_mark(row) for row in rows])
        elif what == kernel.PAIRS:
            pairs = zip(rows[::2], rows[1::2], strict=True)
            spans = ((opened[0], closed[1]) for opened, closed in pairs)
            walk.spans += [(begin, end) for begin, end in spans if end - begin <= _LONGEST]
    walk.settle()
    return walk.spans


def _mark(row: Sequence[int]) -> Mark:
    begin, end, form, opens, closes = row
    return Mark(begin, end, chr(form), opens=bool(opens), closes=bool(closes))


def _inward(text: str) -> bool:
    """Whether guillemets point at the words between them: »so«, and not «so»."""
    balance = 0
    for match in re.finditer("[«»‹›]", text):
        at = match.start()
        before = text[at - 1] if at else " "
        behind = text[at + 1 : at + 2] or " "
        opens = not before.isalnum() and behind.isalnum()
        closes = before.isalnum() and not behind.isalnum()
        if opens or closes:
            balance += 1 if (match.group() in "»›") == opens else -1
    return balance > 0


class _Walk:
    """From mark to mark through a text: what is open, and what is known to be quoted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: Spans = []
        self.open: list[Mark] = []
        self.pending: tuple[Mark, int] | None = None  # unclosed at a paragraph's end, and that end
        self.across = 0

    @cached_property
    def inward(self) -> bool:
        """Whether guillemets point at the words between them."""
        return _inward(self.text)

    def paragraph(self, begin: int, end: int, marks: Iterable[Mark]) -> None:
        """Read the *marks* of one paragraph; what they leave open waits for the next one."""
        self.open = []
        first = True
        for mark in marks:
            taken = first and self._join(mark, begin)
            first = False
            if not taken:
                self._step(mark)
        if first and self.pending is not None:
            self.across += 1
            if self.across > _ACROSS:
                self.settle()
            return
        self.settle()
        if self.open:
            self.pending = (self.open[-1], end)
            self.across = 0

    def _join(self, mark: Mark, begin: int) -> bool:
        """Whether *mark*, the first of its paragraph, closes what an earlier one left open."""
        if self.pending is None:
            return False
        opened, end = self.pending
        if mark.begin == begin and self._may_open(mark):
            if mark.form == opened.form and end - opened.begin <= _GOES_ON:
                self.spans.append((opened.begin, end))
                self.pending = None
            return False
        near = mark.end - opened.begin <= _GOES_ON
        if near and mark.closes and self._closes(mark, opened):
            self.spans.append((opened.begin, mark.end))
            self.pending = None
            return True
        return False

    def settle(self) -> None:
        """Take an unclosed quotation for one sentence, where its mark surely opens."""
        if self.pending is None:
            return
        opened, end = self.pending
        self.pending = None
        if not opened.opens:
            return
        stop = _STOP.search(self.text, opened.end, min(end, opened.end + _UNSURE))
        if stop:
            self.spans.append((opened.begin, stop.end()))
        elif end - opened.begin <= _UNSURE:
            self.spans.append((opened.begin, end))

    def _step(self, mark: Mark) -> None:
        at = self._closed_by(mark)
        if at is not None:
            opened = self.open[at]
            del self.open[at:]
            sure = opened.form not in '"”' or (opened.opens and mark.closes)
            if mark.end - opened.begin <= (_LONGEST if sure else _UNSURE):
                self.spans.append((opened.begin, mark.end))
        elif self._may_open(mark):
            self._reopen(mark)
            self.open = [*self.open[: _DEPTH - 1], mark]

    def _closed_by(self, mark: Mark) -> int | None:
        """Place of the open mark that *mark* closes: the last one that fits."""
        for at in range(len(self.open) - 1, -1, -1):
            if self._closes(mark, self.open[at]):
                return at
        return None

    def _closes(self, mark: Mark, opened: Mark) -> bool:
        form = mark.form
        if form == '"':
            fits = _CLOSERS[opened.form][-1] == "”"
            return fits and not mark.opens
        if form == "”" and opened.form == "”":
            return not mark.opens
        if form == "“" and opened.form != "„":
            return mark.closes and _CLOSERS[opened.form] == "”"
        if form == opened.form and form in _GUILLEMETS:
            return mark.closes  # »so» as in Finnish
        return form in _CLOSERS[opened.form]

    def _may_open(self, mark: Mark) -> bool:
        form = mark.form
        if form not in _CLOSERS or mark.closes:
            return False
        if form in _GUILLEMETS:
            return mark.opens or (form in "»›") == self.inward
        if form == "”":
            return mark.opens
        return True

    def _reopen(self, mark: Mark) -> None:
        """The same mark opens again: nested, a further paragraph, or the closing mark was lost."""
        if not self.open or self.open[-1].form != mark.form or mark.form in _GUILLEMETS:
            return
        last = self.open[-1]
        if mark.begin - last.end > _GOES_ON:
            self.open.pop()
            return
        between = self.text[last.end : mark.begin].rstrip()
        ended = between[-1:] in _STOPS
        if not ended and mark.form != '"':
            return
        self.open.pop()
        if ended and last.opens and mark.opens:
            self.spans.append((last.begin, last.end + len(between)))


def single_marks(text: str, blocks: Sequence[tuple[int, int]], taken: Spans) -> Spans:
    """Spans between single marks that open outside *taken* (sorted) and are no apostrophes."""
    spans: Spans = []
    begins = [begin for begin, _ in taken]
    left = (-1, -1)  # a mark left open at the end of the last paragraph, and that end
    for begin, end in blocks:
        opened = -1
        for match in _SINGLE.finditer(text, begin, end):
            at, form = match.start(), match.group()
            before = text[at - 1] if at > begin else " "
            behind = text[at + 1] if at + 1 < end else " "
            if form != "’" and _opens_single(text, at, before, behind):
                held = bisect_right(begins, at) - 1
                opened = -1 if held >= 0 and at < taken[held][1] else at
                if opened == begin and left[0] >= 0 and text[left[0]] == form:
                    spans.append(left)  # each paragraph of a long quotation opens anew
            elif opened >= 0 and form != "‘" and _closes_single(text[opened], form, before, behind):
                if 3 < at - opened <= _SINGLE_LONGEST:
                    spans.append((opened, at + 1))
                opened = -1
        left = (opened, end) if opened >= 0 and end - opened <= _SINGLE_LONGEST else (-1, -1)
    return spans


def _opens_single(text: str, at: int, before: str, behind: str) -> bool:
    free = before.isspace() or before in _BEFORE or before in '“„«"'
    if not free or behind.isspace() or behind in _BEHIND:
        return False
    return not _ELISION.match(text, at + 1)


def _closes_single(opened: str, form: str, before: str, behind: str) -> bool:
    if before.isspace() or (opened == "'" and form == "’"):
        return False
    return behind.isspace() or behind in _BEHIND or behind in _ANY
