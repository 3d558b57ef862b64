"""What repetition tells of furniture: one line in otherwise unrelated articles of one outlet.

That many outlets print a line says nothing here: that is what syndication looks like.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

from xxhash import xxh3_64_intdigest

from syndetect.ingest.furniture.lines import Lines, terms
from syndetect.model import Furniture

LEAST_UNRELATED = 3
_QUOTES = "\"“„«'‘"
_TELLING_WORDS = 8
_AGAIN = 3  # one longer word in so many must come again for a line to belong to its story


class Page:
    """An article of an outlet with its lines as offsets and hashes: all that repetition needs."""

    __slots__ = ("begins", "body", "digest", "ends", "keys", "marked", "size")

    def __init__(self, body: str, lines: Lines, own: list[Furniture]) -> None:
        self.body = body
        self.digest = _digest(body)
        self.begins = array("q", lines.begins)
        self.ends = array("q", lines.ends)
        self.keys = array("Q", lines.keys.tolist())
        self.size = sum(lines.ends) - sum(lines.begins)
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


def reasons_of(outlet: str, pages: list[Page]) -> dict[int, str]:
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
        if count >= LEAST_UNRELATED
    }


def _told(pages: list[Page], repeats: list[dict[int, int]], counts: Counter[int]) -> set[int]:
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
                words[key] = terms(text)
                post = text[0] in _QUOTES or "(@" in text or not any(map(str.isalnum, text))
                if post or (counts[key] < LEAST_UNRELATED and _is_telling(text)):
                    told.add(key)
            again = sum(story.count(word) > text.count(word) for word in words[key])
            votes[key] += bool(words[key]) and _AGAIN * again >= len(words[key])
    told.update(key for key, count in votes.items() if 2 * count > counts[key])
    return told


def _is_telling(text: str) -> bool:
    return text.count(" ") + 1 >= _TELLING_WORDS or len(text) >= 12 * _TELLING_WORDS


def _shared(page: Page, lines: dict[int, int], told: set[int]) -> set[int]:
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
