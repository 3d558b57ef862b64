"""Text that a page repeats around articles: spans with a reason; the body stays as it is.

Two kinds of knowledge, kept apart. *Intrinsic*: form and position of a line in the one article.
*Repeated*: the same line in otherwise unrelated articles of one outlet. That many outlets print a
line says nothing here: that is what syndication looks like.
The costly error is to take a paragraph of the story for furniture, so a doubtful line stays text.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from xxhash import xxh3_64_intdigest

from syndetect.ingest import furniture_forms as forms
from syndetect.ingest.furniture_forms import Form, Line
from syndetect.model import Article, Furniture

_RULES_STAND_BELOW = ("comment form", "comment rules", "sign-up box", "cookie notice")
_AFTER_STORY = (*_RULES_STAND_BELOW, "related headlines", "share buttons", "menu", "tag list")
_OPENED = {"headlines": 8, "headline": 3, "rest": 0, "labels": 15, "name": 1}
_QUOTES = "\"“„«'‘"
_LEAST_UNRELATED = 3
_TELLING_WORDS = 8
_AGAIN = 3  # one longer word in so many must come again for a line to belong to its story


def find_furniture(articles: Sequence[Article]) -> list[tuple[Furniture, ...]]:
    """The furniture of each article, in the order given: sorted spans that do not overlap.

    What the form of an article tells wins over what repetition tells.
    """
    merged = []
    for own, repeated in zip(*_both(articles), strict=True):
        more = [s for s in repeated if all(s.end <= o.begin or o.end <= s.begin for o in own)]
        merged.append(tuple(sorted(own + more, key=lambda span: span.begin)))
    return merged


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
    return _spans(lines, marks)


def _settle(lines: list[Line], found: list[Form | None]) -> None:
    """What lines say of each other: a picture is described above its credit, and times without a
    year, more than one, head the entries of a running story.
    """
    for i in range(1, len(lines)):
        credit = found[i] is forms.PHOTO_CREDIT or found[i] is forms.AGENCY_LINE
        if credit and found[i - 1] is None and forms.describes_picture(lines[i - 1]):
            found[i - 1] = forms.CAPTION
    loose = [i for i, form in enumerate(found) if form is forms.LOOSE_CLOCK]
    for i in loose if len(loose) > 1 else ():
        found[i] = None


def _story(lines: list[Line], found: list[Form | None], marks: list[str]) -> tuple[int, int, int]:
    """The first, third and last paragraph of the story; (0, 0, end) where nothing looks like one.

    Rules for comments are paragraphs too: those below the story are marked on the way.
    """
    prose = [i for i, line in enumerate(lines) if line.prose and found[i] is None]
    while len(prose) > 1 and forms.is_author_card(lines[prose[-1]]):
        found[prose.pop()] = forms.AUTHOR_CARD
    rules = []
    while len(prose) > 1 and forms.house_words(lines[prose[-1]]) >= 3:
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


def _mark_titles(headline: str | None, lines: list[Line], marks: list[str], third: int) -> None:
    """The title again: a line above the story that says what the headline or one above it says."""
    seen = {forms.fold(headline)} if headline else set()
    for i in range(min(third, 12)):
        if 3 <= lines[i].words <= 25 and not lines[i].prose and not marks[i]:
            title = forms.fold(lines[i].text)
            if title and title in seen:
                marks[i] = "repeated title"
            seen.add(title)


def _mark_opened(form: Form, i: int, lines: list[Line], marks: list[str], last: int) -> None:
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
            fits = forms.is_headline(lines[j]) or (below and lines[j].words <= 3)
        if not fits and not marks[j]:
            return
        marks[j] = marks[j] or form.reason


def _mark_menus(lines: list[Line], marks: list[str], begin: int, end: int) -> None:
    """Four and more lines of a word or three in a row, some with a form, outside the story."""
    part = lines[begin:end]
    short = [line.words <= 3 and not forms.is_entry(line) for line in part]
    for run in _runs(begin, short):
        if len(run) >= 4 and any(marks[k] for k in run):
            for k in run:
                marks[k] = marks[k] or "menu"


def _runs(begin: int, flags: list[bool]) -> list[list[int]]:
    """The runs of true flags, as line numbers from *begin*."""
    runs = groupby(range(len(flags)), key=flags.__getitem__)
    return [[begin + k for k in run] for flag, run in runs if flag]


def _mark_closing_headlines(lines: list[Line], marks: list[str], last: int) -> None:
    """Three and more headlines of other stories in a row, below the story."""
    if sum(line.prose for line in lines[: last + 1]) < 2:
        return
    below = range(last + 1, len(lines))
    for run in _runs(last + 1, [not marks[i] and forms.is_headline(lines[i]) for i in below]):
        others = _are_others([lines[k] for k in run], lines[: last + 1])
        if len(run) >= 3 and others and not lines[run[0] - 1].text.endswith(":"):
            for k in run:
                marks[k] = "related headlines"


def _are_others(run: list[Line], story: list[Line]) -> bool:
    """Whether lines are headlines of other stories: in title case, or with other words than this.

    A list that ends a story (results, fixtures, prizes) has its marks and numbers and is terse, or
    speaks of the story.
    """
    listed = sum(forms.is_entry(line) for line in run)
    if 2 * listed > len(run) or sum(line.words for line in run) < 7 * len(run):
        return False
    if 2 * sum(map(forms.is_title_case, run)) > len(run):
        return True
    told = "\n".join(line.folded for line in story)
    words = forms.terms(" ".join(line.folded for line in run))
    return 4 * sum(word in told for word in words) < len(words)


def _mark_remainder(lines: list[Line], marks: list[str], last: int) -> None:
    """Crumbs of a word or three below the story, once the page has gone on to other things."""
    begun = False
    for i in range(last + 1, len(lines)):
        if marks[i]:
            begun = begun or marks[i] in _AFTER_STORY
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
        elif ")" in line.text[-3:] and (tail := forms.tail_credit(line.text)):
            spans.append(Furniture(line.begin + tail[0], line.begin + tail[1], "credit line"))
        before = reason
    return spans


def _both(articles: Sequence[Article]) -> tuple[list[list[Furniture]], list[list[Furniture]]]:
    """What form tells and what repetition tells, for each article; each body is read once."""
    sizes = Counter(article.outlet for article in articles if article.outlet)
    outlets: dict[str, dict[int, _Page]] = {}
    own = []
    for i, article in enumerate(articles):
        lines = forms.lines_of(article.body)
        own.append(_intrinsic(article, lines))
        if article.outlet and sizes[article.outlet] >= _LEAST_UNRELATED:
            outlets.setdefault(article.outlet, {})[i] = _Page(article.body, lines, own[i])
    repeated: list[list[Furniture]] = [[] for _ in articles]
    for outlet, pages in outlets.items():
        reasons = _reasons(outlet, list(pages.values()))
        for i, page in pages.items():
            repeated[i] = page.furniture(reasons)
    return own, repeated


class _Page:
    """An article of an outlet with its lines as offsets and hashes: all that repetition needs."""

    __slots__ = ("begins", "body", "digest", "ends", "keys", "marked", "size")

    def __init__(self, body: str, lines: list[Line], own: list[Furniture]) -> None:
        self.body = body
        self.digest = _digest(body)
        self.begins = array("q", [line.begin for line in lines])
        self.ends = array("q", [line.end for line in lines])
        self.keys = array("Q", [_digest(line.folded) for line in lines])
        self.size = sum(line.end - line.begin for line in lines)
        self.marked = [(span.begin, span.end) for span in own]

    def line(self, at: int) -> str:
        return self.body[self.begins[at] : self.ends[at]].casefold()

    def story(self) -> str:
        """The case-folded text outside intrinsic furniture."""
        parts, at = [], 0
        for begin, end in self.marked:
            parts.append(self.body[at:begin])
            at = end
        return "".join([*parts, self.body[at:]]).casefold()

    def furniture(self, reasons: dict[int, str]) -> list[Furniture]:
        """The lines with a reason; a line that makes up most of the body is never furniture."""
        return [
            Furniture(begin, end, reasons[key], repeated=True)
            for begin, end, key in zip(self.begins, self.ends, self.keys, strict=True)
            if key in reasons and 2 * (end - begin) <= self.size
        ]


def _digest(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _reasons(outlet: str, pages: list[_Page]) -> dict[int, str]:
    """Which lines of an outlet are furniture, by their hash, each with its reason.

    Some repeated lines are *told*: part of a story. They show which articles share text, and
    articles that share such a line count as one. Equal bodies count once. The pages are taken in
    an order of their own, so that the order given never matters.
    """
    distinct = {page.digest: page for page in pages}
    ordered = [distinct[digest] for digest in sorted(distinct)]
    counts: Counter[int] = Counter()
    for page in ordered:
        counts.update(set(page.keys))
    repeats = [{k: at for at, k in enumerate(page.keys) if counts[k] > 1} for page in ordered]
    told = _told(ordered, repeats, counts)
    shared = [_shared(page, lines, told) for page, lines in zip(ordered, repeats, strict=True)]
    where: dict[int, list[set[int]]] = {}
    for lines, telling in zip(repeats, shared, strict=True):
        for key in lines.keys() - told:
            where.setdefault(key, []).append(telling)
    unlike = {key: _unlike(key, sets) for key, sets in where.items()}
    return {
        key: f"stands in {count} otherwise unrelated articles of {outlet}"
        for key, count in unlike.items()
        if count >= _LEAST_UNRELATED
    }


def _told(pages: list[_Page], repeats: list[dict[int, int]], counts: Counter[int]) -> set[int]:
    """The repeated lines that are part of a story.

    A line of a story speaks of what its article speaks of: its longer words come again elsewhere
    in most of its articles. Furniture does not. A line in two articles only, a quotation and a
    post cannot be furniture by repetition.
    """
    told: set[int] = set()
    votes: Counter[int] = Counter()
    words: dict[int, list[str]] = {}
    for page, lines in zip(pages, repeats, strict=True):
        story = page.story() if lines else ""
        for key, at in lines.items():
            if key in told:
                continue
            text = page.line(at)
            if key not in words:
                words[key] = forms.terms(text)
                post = text[0] in _QUOTES or "(@" in text or not any(map(str.isalnum, text))
                if post or (counts[key] < _LEAST_UNRELATED and _is_telling(text)):
                    told.add(key)
            again = sum(story.count(word) > text.count(word) for word in words[key])
            votes[key] += bool(words[key]) and _AGAIN * again >= len(words[key])
    told.update(key for key, count in votes.items() if 2 * count > counts[key])
    return told


def _is_telling(text: str) -> bool:
    return text.count(" ") + 1 >= _TELLING_WORDS or len(text) >= 12 * _TELLING_WORDS


def _shared(page: _Page, lines: dict[int, int], told: set[int]) -> set[int]:
    """The lines by which other articles may be like this one: what is told of what it shares.

    All longer ones where they make up more than half of it: the versions of a brief.
    """
    long = {key: at for key, at in lines.items() if _is_telling(page.line(at))}
    size = sum(page.ends[at] - page.begins[at] for at in long.values())
    return set(long) if 2 * size > page.size else {key for key in long if key in told}


def _unlike(key: int, sets: Iterable[set[int]]) -> int:
    """How many articles, one after the other, share nothing telling but *key* with those before."""
    used: set[int] = set()
    unlike = 0
    for telling in sets:
        if used.isdisjoint(telling):
            unlike += 1
            used |= telling - {key}
    return unlike
