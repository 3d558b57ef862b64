"""Text that a page repeats around articles: spans with a reason; the body stays as it is.

Two kinds of knowledge, kept apart. *Intrinsic*: the form of a line and where it stands in the one
article. *Repeated*: the same line in otherwise unrelated articles of one outlet. That many outlets
print a line says nothing here: that is what syndication looks like.
The costly error is to take a paragraph of the story for furniture, so a doubtful line stays text.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from xxhash import xxh3_64_intdigest

from syndetect.ingest import furniture_forms as forms
from syndetect.ingest.furniture_forms import Form, Line
from syndetect.model import Article, Furniture

_RULES_STAND_BELOW = ("comment form", "comment rules", "sign-up box", "cookie notice")
_OPENED = {"headlines": 8, "headline": 3, "rest": 0, "labels": 15, "name": 1}
_QUOTES = "\"“„«'‘"
_LEAST_UNRELATED = 3
_TELLING_WORDS = 8
_AGAIN = 3  # one longer word in so many must come again for a line to belong to its story


def find_furniture(articles: Sequence[Article]) -> list[tuple[Furniture, ...]]:
    """The furniture of each article, in the order given: sorted spans that do not overlap.

    What the form of an article tells wins over what repetition tells.
    """
    own, repeated = _both(articles)
    return [_merged(mine, more) for mine, more in zip(own, repeated, strict=True)]


def intrinsic_furniture(article: Article) -> list[Furniture]:
    """The furniture that form and position in this one article tell, sorted by offset.

    A body of one line keeps all its text but a credit in brackets at its end.
    """
    return _intrinsic(article, forms.lines_of(article.body))


def repeated_furniture(articles: Sequence[Article]) -> list[list[Furniture]]:
    """The lines that stand in at least three otherwise unrelated articles of their outlet.

    One list an article, in the order given. Articles without an outlet neither count nor get any.
    The answer does not depend on the order of the articles.
    """
    return _both(articles)[1]


def _intrinsic(article: Article, lines: list[Line]) -> list[Furniture]:
    marks = [""] * len(lines)
    if len(lines) < 2:
        return _spans(lines, marks)
    found = [forms.form_of(line) for line in lines]
    _find_captions(lines, found)
    _release_running_clocks(lines, found)
    first, last = _story(lines, found, marks)
    for i, form in enumerate(found):
        if form is not None and _counts_at(form, i, first, last):
            marks[i] = form.reason
    _mark_titles(article.headline, lines, marks, first)
    for i, form in enumerate(found):
        if form is not None and form.opens and marks[i]:
            _mark_opened(form, i, lines, marks, last)
    _mark_menus(lines, marks, 0, first)
    _mark_menus(lines, marks, last + 1, len(lines))
    _mark_closing_headlines(lines, marks, last)
    _mark_remainder(lines, marks, last)
    return _spans(lines, marks)


def _counts_at(form: Form, i: int, first: int, last: int) -> bool:
    return not form.edge or i > last or (form.edge == "both" and i < first)


def _find_captions(lines: list[Line], found: list[Form | None]) -> None:
    """A line that describes a picture, above a line that credits it."""
    for i in range(1, len(lines)):
        credit = found[i] is forms.PHOTO_CREDIT or found[i] is forms.AGENCY_LINE
        if credit and found[i - 1] is None and forms.describes_picture(lines[i - 1]):
            found[i - 1] = forms.CAPTION


def _release_running_clocks(lines: list[Line], found: list[Form | None]) -> None:
    """Bare times that head the entries of a running story are part of it."""
    clocks = [i for i, form in enumerate(found) if form is forms.CLOCK]
    bare = [i for i in clocks if forms.is_bare_time(lines[i].folded)]
    if len(bare) >= 2:
        for i in bare:
            found[i] = None


def _story(lines: list[Line], found: list[Form | None], marks: list[str]) -> tuple[int, int]:
    """The first and the last paragraph of the story; (0, end) where nothing looks like one.

    Rules for comments are paragraphs too: those below the story are marked on the way.
    """
    prose = [i for i, line in enumerate(lines) if line.prose and found[i] is None]
    rules = []
    while len(prose) > 1 and forms.house_words(lines[prose[-1]]) >= 3:
        rules.append(prose.pop())
    above = found[rules[-1] - 1] if rules else None
    if above is not None and above.reason in _RULES_STAND_BELOW:
        for i in rules:
            marks[i] = "comment rules"
    else:
        prose.extend(reversed(rules))
    return (prose[0], prose[-1]) if prose else (0, len(lines))


def _mark_titles(headline: str | None, lines: list[Line], marks: list[str], first: int) -> None:
    """The title again: a line above the story that says what the headline or one above it says."""
    seen = {forms.fold(headline)} if headline else set()
    for i in range(min(first, 12)):
        if lines[i].words >= 3 and not marks[i]:
            title = forms.fold(lines[i].text)
            if title and title in seen:
                marks[i] = "repeated title"
            seen.add(title)


def _mark_opened(form: Form, i: int, lines: list[Line], marks: list[str], last: int) -> None:
    """Mark what belongs to the line *i* that opens a box, a list or the end of the page."""
    below = i > last
    most = _OPENED[form.opens]
    if form.opens == "headline" and lines[i].words > 3:
        return
    if form.opens in ("labels", "name") and not below:
        return
    if form.opens in ("headlines", "rest") and below:
        most = len(lines)
    for j in range(i + 1, min(i + 1 + most, len(lines))):
        if marks[j]:
            continue
        if form.opens in ("labels", "name"):
            fits = lines[j].words <= 5
        elif form.opens == "rest":
            fits = lines[j].words <= 40
        else:
            fits = forms.is_headline(lines[j]) or (below and lines[j].words <= 3)
        if not fits:
            return
        marks[j] = form.reason


def _mark_menus(lines: list[Line], marks: list[str], begin: int, end: int) -> None:
    """Four and more lines in a row of a word or three, before or after the story."""
    run: list[int] = []
    for i in range(begin, end + 1):
        if i < end and lines[i].words <= 3 and lines[i].text[-1] not in ".:?!,;":
            run.append(i)
            continue
        numbers = sum(any(c.isdigit() for c in lines[k].text) for k in run)
        introduced = bool(run) and run[0] > 0 and lines[run[0] - 1].text.endswith(":")
        if len(run) >= 4 and 3 * numbers <= len(run) and not introduced:
            for k in run:
                marks[k] = marks[k] or "menu"
        run = []


def _mark_closing_headlines(lines: list[Line], marks: list[str], last: int) -> None:
    """Three and more headlines of other stories in a row, below the story."""
    if sum(line.prose for line in lines[: last + 1]) < 2:
        return
    run: list[int] = []
    for i in range(last + 1, len(lines) + 1):
        if i < len(lines) and not marks[i] and forms.is_headline(lines[i]):
            run.append(i)
            continue
        introduced = bool(run) and lines[run[0] - 1].text.endswith(":")
        if len(run) >= 3 and not introduced and _are_others([lines[k] for k in run], lines, last):
            for k in run:
                marks[k] = "related headlines"
        run = []


def _are_others(run: list[Line], lines: list[Line], last: int) -> bool:
    """Whether lines are headlines of other stories: in title case, or with other words than this.

    A list that ends a story (results, prizes) has its colons and numbers, or speaks of the story.
    """
    listed = sum(":" in line.text or line.text.lstrip("-•* ")[:1].isdigit() for line in run)
    if 2 * listed > len(run):
        return False
    if 2 * sum(map(forms.is_title_case, run)) > len(run):
        return True
    story = " ".join(line.folded for line in lines[: last + 1])
    words = forms.terms(" ".join(line.folded for line in run))
    again = sum(word in story for word in words)
    return min(line.words for line in run) >= 5 and 4 * again < len(words)


def _mark_remainder(lines: list[Line], marks: list[str], last: int) -> None:
    """Crumbs of a word or three below the story, once furniture has begun there."""
    begun = False
    for i in range(last + 1, len(lines)):
        if marks[i]:
            begun = True
        elif begun and lines[i].words <= 3 and lines[i].text[-1] not in '.?!:"”':
            marks[i] = "menu" if any(map(str.isalnum, lines[i].text)) else ""


def _spans(lines: list[Line], marks: list[str]) -> list[Furniture]:
    """Marked lines as spans, neighbours with one reason joined; and credits that end a line."""
    spans: list[Furniture] = []
    before = ""
    for line, reason in zip(lines, marks, strict=True):
        if reason and reason == before:
            spans[-1] = Furniture(spans[-1].begin, line.end, reason)
        elif reason:
            spans.append(Furniture(line.begin, line.end, reason))
        else:
            tail = forms.tail_credit(line.text)
            if tail is not None:
                spans.append(Furniture(line.begin + tail[0], line.begin + tail[1], "credit line"))
        before = reason
    return spans


class _Page:
    """The lines of an article as offsets and hashes: all that repetition needs, and small."""

    __slots__ = ("begins", "ends", "keys", "text")

    def __init__(self, lines: list[Line], own: list[Furniture]) -> None:
        marked = {span.begin for span in own}
        self.begins = array("q", [line.begin for line in lines])
        self.ends = array("q", [line.end for line in lines])
        self.keys = array("Q", [_digest(line.folded) for line in lines])


def _digest(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))
