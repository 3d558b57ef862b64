"""Spans of a body that are somebody's words: in marks, or standing without any.

Marks: “ ” „ “ « » » « ‹ › 「 」 " " and ‘ ’ where they cannot be apostrophes (``marks.py``).
Without marks: embedded posts, block statements, dialogue behind dashes, lines behind ">", and what
speakers say in a transcript (``unmarked.py``).
Everybody may print public words: what two articles share of them says nothing of derivation.
"""

from __future__ import annotations

from collections.abc import Sequence

from syndetect.text.marks import double_marks, marks_in, single_marks
from syndetect.text.sentences import Spans, paragraphs_in
from syndetect.text.tokens import look
from syndetect.text.unmarked import dialogues, posts, statements, transcripts


def quotations(body: str) -> Spans:
    """Spans of quotations in *body*, merged, in order; marks belong to their span."""
    sight = look(body)
    return sight.back(quotations_in(sight.text, paragraphs_in(sight.text)))


def quotations_in(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Spans of quotations in *text* without invisible characters, whose paragraphs are *blocks*."""
    marks = marks_in(text, blocks)
    marked = merge(double_marks(text, blocks, marks))
    if marks.singles:
        marked += single_marks(text, blocks, marked)
    for unmarked in (posts, statements, transcripts, dialogues):
        marked += unmarked(text, blocks)
    return merge(marked)


def merge(spans: Spans) -> Spans:
    """The same stretches as disjoint spans in order; spans that touch become one."""
    merged: Spans = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
