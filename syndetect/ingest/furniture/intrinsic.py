"""What form and position tell of the furniture in one article.

The costly error is to take a paragraph of the story for furniture, so a doubtful line stays text.
"""

from __future__ import annotations

from itertools import groupby

from syndetect.ingest.furniture import captions, forms
from syndetect.ingest.furniture.inside import has_signs, spans_inside, tail_credit
from syndetect.ingest.furniture.lines import (
    Line,
    Lines,
    is_entry,
    is_headline,
    is_title_case,
    speaks_of_house,
    terms,
)
from syndetect.ingest.furniture.phrases import Form, fold
from syndetect.kernels.furniture import BRACKET, PLAIN, PROSE
from syndetect.model import Article, Furniture

_RULES_STAND_BELOW = ("comment form", "comment rules", "sign-up box", "cookie notice")
_AFTER_STORY = (*_RULES_STAND_BELOW, "related headlines", "share buttons", "menu", "tag list")
_PHOTO_CREDITS = frozenset({captions.PHOTO_CREDIT, forms.AGENCY_LINE})
_OPENED = {"headlines": 8, "headline": 3, "rest": 0, "labels": 15, "name": 1}


def intrinsic(article: Article, lines: Lines) -> list[Furniture]:
    """The furniture of *article*, whose body has these *lines*, sorted by offset.

    An article of one line keeps all its text but a credit in brackets at its end.
    """
    marks = [""] * len(lines)
    if len(lines) < 2:
        return _spans(article.body, lines, marks)
    found = [
        None if what & PLAIN else forms.form_of(lines[i]) for i, what in enumerate(lines.whats)
    ]
    _settle(lines, found)
    first, third, last = _story(lines, found, marks)
    for i, form in enumerate(found):
        # Boxes and bylines reach down among the first paragraphs.
        if form and (not form.edge or i > last or (form.edge == "both" and i < third)):
            marks[i] = form.reason
    _mark_titles(article.headline, lines, marks, third)
    for i, form in enumerate(found):
        if form is not None and form.opens and marks[i]:
            _mark_opened(form, i, lines, marks, last)
    _mark_menus(lines, marks, 0, first)
    _mark_menus(lines, marks, last + 1, len(lines))
    _mark_closing_headlines(lines, marks, last)
    _mark_remainder(lines, marks, last)
    return _spans(article.body, lines, marks)


def _settle(lines: Lines, found: list[Form | None]) -> None:
    """What lines say of each other: captions and their credits; and times without a year, more
    than one, head the entries of a running story.
    """
    captions.settle(lines, found, _PHOTO_CREDITS)
    loose = [i for i, form in enumerate(found) if form is forms.LOOSE_CLOCK]
    for i in loose if len(loose) > 1 else ():
        found[i] = None


def _story(lines: Lines, found: list[Form | None], marks: list[str]) -> tuple[int, int, int]:
    """The first, third and last paragraph of the story; (0, 0, end) where nothing looks like one.

    Rules for comments are paragraphs too: those below the story are marked on the way.
    """
    prose = [i for i, what in enumerate(lines.whats) if what & PROSE and found[i] is None]
    while len(prose) > 1 and forms.is_author_card(lines[prose[-1]]):
        found[prose.pop()] = forms.AUTHOR_CARD
    rules = []
    while len(prose) > 1 and speaks_of_house(lines[prose[-1]]):
        rules.append(prose.pop())
    above = found[rules[-1] - 1] if rules else None
    if above and above.reason in _RULES_STAND_BELOW:
        for i in rules:
            marks[i] = "comment rules"
    else:
        prose.extend(reversed(rules))
    if not prose:
        return 0, 0, len(lines)
    for i in range(prose[-1] + 1, len(lines)):
        if found[i] is None and forms.is_author_card(lines[i]):
            found[i] = forms.AUTHOR_CARD
    return prose[0], prose[min(2, len(prose) - 1)], prose[-1]


def _mark_titles(headline: str | None, lines: Lines, marks: list[str], third: int) -> None:
    """The title again: a line above the story that says what the headline or one above it says."""
    seen = {fold(headline)} if headline else set()
    for i in range(min(third, 12)):
        if 3 <= lines.words[i] <= 25 and not lines[i].prose and not marks[i]:
            title = fold(lines[i].text)
            if title and title in seen:
                marks[i] = "repeated title"
            seen.add(title)


def _mark_opened(form: Form, i: int, lines: Lines, marks: list[str], last: int) -> None:
    """Mark what belongs to the line *i* that opens a box, a list or the end of the page."""
    below = i > last
    named = form.opens in ("labels", "name")
    if (named and not below) or (form.opens == "headline" and lines[i].words > 3):
        return
    most = len(lines) if below and form.opens in ("headlines", "rest") else _OPENED[form.opens]
    for j in range(i + 1, min(i + 1 + most, len(lines))):
        if named or form.opens == "rest":
            fits = lines[j].words <= (5 if named else 40)
        else:
            fits = is_headline(lines[j]) or (below and lines[j].words <= 3)
        if not fits and not marks[j]:
            return
        marks[j] = marks[j] or form.reason


def _mark_menus(lines: Lines, marks: list[str], begin: int, end: int) -> None:
    """Four and more lines of a word or three in a row, some with a form, outside the story."""
    part = range(begin, end)
    short = [lines.words[i] <= 3 and not is_entry(lines[i]) for i in part]
    for run in _runs(begin, short):
        if len(run) >= 4 and any(marks[k] for k in run):
            for k in run:
                marks[k] = marks[k] or "menu"


def _runs(begin: int, flags: list[bool]) -> list[list[int]]:
    """The runs of true flags, as line numbers from *begin*."""
    runs = groupby(range(len(flags)), key=flags.__getitem__)
    return [[begin + k for k in run] for flag, run in runs if flag]


def _mark_closing_headlines(lines: Lines, marks: list[str], last: int) -> None:
    """Three and more headlines of other stories in a row, below the story."""
    if last + 1 >= len(lines) or sum(1 for w in lines.whats[: last + 1] if w & PROSE) < 2:
        return
    below = range(last + 1, len(lines))
    for run in _runs(last + 1, [not marks[i] and is_headline(lines[i]) for i in below]):
        others = _are_others([lines[k] for k in run], lines.some(0, last + 1))
        if len(run) >= 3 and others and not lines[run[0] - 1].text.endswith(":"):
            for k in run:
                marks[k] = "related headlines"


def _are_others(run: list[Line], story: list[Line]) -> bool:
    """Whether lines are headlines of other stories: in title case, or with other words than this.

    A list that ends a story (results, fixtures, prizes) has its marks and numbers and is terse, or
    speaks of the story.
    """
    listed = sum(is_entry(line) for line in run)
    if 2 * listed > len(run) or sum(line.words for line in run) < 7 * len(run):
        return False
    if 2 * sum(map(is_title_case, run)) > len(run):
        return True
    told = "\n".join(line.folded for line in story)
    words = terms(" ".join(line.folded for line in run))
    return 4 * sum(word in told for word in words) < len(words)


def _mark_remainder(lines: Lines, marks: list[str], last: int) -> None:
    """Crumbs of a word or three below the story, once the page has gone on to other things."""
    begun = False
    for i in range(last + 1, len(lines)):
        if marks[i]:
            begun = begun or marks[i] in _AFTER_STORY
        elif begun and lines[i].words <= 3 and lines[i].text[-1] not in '.?!:"”':
            marks[i] = "menu" if any(map(str.isalnum, lines[i].text)) else ""


def _spans(body: str, lines: Lines, marks: list[str]) -> list[Furniture]:
    """Marked lines as spans, neighbours with one reason joined; and what stands inside others."""
    spans: list[Furniture] = []
    before = ""
    signs = has_signs(body)
    for i, reason in enumerate(marks):
        if reason and reason == before:
            spans[-1] = Furniture(spans[-1].begin, lines.ends[i], reason)
        elif reason:
            spans.append(Furniture(lines.begins[i], lines.ends[i], reason))
        elif signs or lines.whats[i] & BRACKET:
            below = lines[i + 1].text if i + 1 < len(lines) else ""
            found = _inside(lines[i], below, signs)
            at = lines.begins[i]
            spans.extend(Furniture(at + begin, at + end, why) for begin, end, why in found)
        before = reason
    return spans


def _inside(line: Line, below: str, signs: bool) -> list[tuple[int, int, str]]:
    """What stands inside a line, and the credit that ends it."""
    found = spans_inside(line.text, below) if signs else []
    tail = tail_credit(line.text) if ")" in line.text[-3:] else None
    if tail and (not found or found[-1][1] <= tail[0]):
        found.append(tail)
    return found
