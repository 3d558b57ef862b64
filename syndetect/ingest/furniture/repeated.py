"""What repetition tells of furniture: one line in otherwise unrelated articles of one outlet.

That many outlets print a line says nothing here: that is what syndication looks like.

It takes two looks at the articles, a slice at a time, with counting between and after them:
``count_lines`` finds the lines that come again, ``weigh`` looks at these where they stand,
``settle`` says which are furniture, ``mark`` marks them. Between the steps go numbers alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.ingest.furniture.lines import terms
from syndetect.ingest.furniture.pages import Pages
from syndetect.model import Furniture

LEAST_UNRELATED = 3
_QUOTES = "\"“„«'‘"
_TELLING_WORDS = 8
_AGAIN = 3  # one longer word in so many must come again for a line to belong to its story


class Counts(NamedTuple):
    """The lines that come again: ``key`` (uint64, ascending) and in how many articles (int32).

    ``first`` (bool, one an article of the collection): of equal bodies of an outlet one counts.
    """

    key: schema.U64
    articles: schema.I32
    first: npt.NDArray[np.bool_]


class Weighed(NamedTuple):
    """The lines that come again, as they stand in the articles of a slice, one row each.

    ``outlet`` and ``digest`` (uint64) are those of the article, ``key`` (uint64) of the line;
    ``told`` says whether it is a quotation, a post or a longer line of two articles only,
    ``story`` of the others whether they speak of what their article speaks of, ``telling``
    whether it is long, ``most`` whether the long ones that come again make up more than half of
    the article.
    """

    outlet: schema.U64
    digest: schema.U64
    key: schema.U64
    story: npt.NDArray[np.bool_]
    told: npt.NDArray[np.bool_]
    telling: npt.NDArray[np.bool_]
    most: npt.NDArray[np.bool_]


_NONE, _NO = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.bool_)
_NOTHING = Weighed(_NONE, _NONE, _NONE, _NO, _NO, _NO, _NO)


class _Place(NamedTuple):
    """Where a line stands in a body, and in how many articles it does."""

    begin: int
    end: int
    articles: int


class Repeated(NamedTuple):
    """The lines that are furniture by repetition: ``key`` (uint64, ascending), and in how many
    otherwise unrelated articles they stand (int32).
    """

    key: schema.U64
    unrelated: schema.I32


def count_lines(parts: Sequence[Pages]) -> Counts:
    """In how many articles of its outlet each line stands, over all slices of a collection.

    Equal bodies of one outlet count once: the last of them.
    """
    outlet = np.concatenate([np.empty(0, dtype=np.uint64), *(pages.outlet for pages in parts)])
    digest = np.concatenate([np.empty(0, dtype=np.uint64), *(pages.digest for pages in parts)])
    order = np.lexsort((np.arange(len(outlet)), digest, outlet))
    last = np.ones(len(order), dtype=np.bool_)
    same = (np.diff(outlet[order]) == 0) & (np.diff(digest[order]) == 0)
    last[:-1] = ~same
    first = np.zeros(len(order), dtype=np.bool_)
    first[order[last]] = True
    first &= outlet != 0
    keys, at = [np.empty(0, dtype=np.uint64)], 0
    for pages in parts:
        keys.append(_distinct(pages, first[at : at + len(pages.own)]))
        at += len(pages.own)
    key, articles = np.unique(np.concatenate(keys), return_counts=True)
    again = articles > 1
    return Counts(key[again], articles[again].astype(np.int32), first)


def _distinct(pages: Pages, first: npt.NDArray[np.bool_]) -> schema.U64:
    """The keys of the *first* articles, each once an article."""
    row = pages.row
    some = first[row]
    row, key = row[some], pages.key[some]
    order = np.lexsort((key, row))
    row, key = row[order], key[order]
    fresh = np.ones(len(key), dtype=np.bool_)
    fresh[1:] = (np.diff(row) != 0) | (np.diff(key) != 0)
    return key[fresh]


def weigh(
    bodies: Sequence[str], pages: Pages, counts: Counts, first: npt.NDArray[np.bool_]
) -> Weighed:
    """What the lines of a slice say that come again, in the *bodies* of its articles; *first* is
    the slice's part of that.
    """
    place, again = _find(pages.key, counts.key)
    row = pages.row
    found = np.flatnonzero(again & first[row])
    columns = (row, pages.key, pages.begin, pages.end, counts.articles[place[found]])
    listed = (column[found].tolist() for column in columns[:-1])
    by_row: dict[int, dict[int, _Place]] = {}
    for at, key, *where in zip(*listed, columns[-1].tolist(), strict=True):
        by_row.setdefault(at, {})[key] = _Place(*where)  # the last, if it stands there twice
    rows = []
    outlets, digests, sizes = (c.tolist() for c in (pages.outlet, pages.digest, pages.size))
    for at, lines in by_row.items():
        weighed = _weigh_page(bodies[at], pages.own[at], sizes[at], lines)
        rows += [(outlets[at], digests[at], *one) for one in weighed]
    if not rows:
        return _NOTHING
    outlet, digest, key, *flags = zip(*rows, strict=True)
    names = [np.array(column, dtype=np.uint64) for column in (outlet, digest, key)]
    story, told, telling, most = (np.array(column, dtype=np.bool_) for column in flags)
    return Weighed(names[0], names[1], names[2], story, told, telling, most)


def _weigh_page(
    body: str, own: Iterable[Furniture], size: int, lines: dict[int, _Place]
) -> list[tuple[int, bool, bool, bool, bool]]:
    story = _story(body, own)
    rows = []
    long = 0
    for key, line in lines.items():
        text = body[line.begin : line.end].casefold()
        telling = _is_telling(text)
        long += telling * (line.end - line.begin)
        post = text[0] in _QUOTES or "(@" in text or not any(map(str.isalnum, text))
        told = post or (telling and line.articles < LEAST_UNRELATED)
        rows.append((key, not told and _speaks_of(text, story), told, telling))
    return [(*row, 2 * long > size) for row in rows]


def _speaks_of(text: str, story: str) -> bool:
    """Whether enough longer words of a line come again elsewhere in its story."""
    words = terms(text)
    again = 0
    for word in words:
        again += story.count(word) > text.count(word)
        if _AGAIN * again >= len(words):
            return True
    return False


def _story(body: str, own: Iterable[Furniture]) -> str:
    """The case-folded text outside intrinsic furniture."""
    parts, at = [], 0
    for span in own:
        parts.append(body[at : span.begin])
        at = span.end
    return "".join([*parts, body[at:]]).casefold()


def _is_telling(text: str) -> bool:
    return text.count(" ") + 1 >= _TELLING_WORDS or len(text) >= 12 * _TELLING_WORDS


def settle(parts: Iterable[Weighed], counts: Counts) -> Repeated:
    """Which lines are furniture.

    A line that is *told* is part of a story: it speaks of what its article speaks of, its longer
    words come again elsewhere in most of its articles. Furniture does not. Told lines show which
    articles share text, and articles that share such a line count as one. The articles of an
    outlet are taken in an order of their own, so that the order given never matters.
    """
    rows = Weighed(*map(np.concatenate, zip(_NOTHING, *parts, strict=True)))
    place, _ = _find(rows.key, counts.key)
    votes = np.bincount(place, weights=rows.story, minlength=len(counts.key))
    told = 2 * votes > counts.articles
    told[place[rows.told]] = True
    # What other articles may be like this one by: what is told of what it shares, and all of it
    # where it makes up more than half: the versions of a brief.
    shared, asked = rows.telling & (rows.most | told[place]), ~told[place]
    order = np.lexsort((rows.outlet, rows.digest))
    columns = (rows.outlet, rows.digest, rows.key, shared, asked)
    listed = zip(*(column[order].tolist() for column in columns), strict=True)
    unlike: Counter[int] = Counter()
    used: dict[int, set[int]] = {}
    for _, group in groupby(listed, key=itemgetter(0, 1)):
        page = list(group)
        telling = {key for _, _, key, shares, _ in page if shares}
        for key in (key for _, _, key, _, asks in page if asks):
            before = used.setdefault(key, set())
            if before.isdisjoint(telling):
                unlike[key] += 1
                before |= telling - {key}
    kept = sorted(key for key, count in unlike.items() if count >= LEAST_UNRELATED)
    return Repeated(
        np.array(kept, dtype=np.uint64), np.array([unlike[key] for key in kept], dtype=np.int32)
    )


def mark(
    outlets: Sequence[str | None], pages: Pages, repeated: Repeated
) -> list[tuple[Furniture, ...]]:
    """The furniture of each article of a slice: sorted spans that do not overlap. *outlets* are
    those of the articles.

    What the form of an article tells wins over what repetition tells.
    """
    merged = []
    for own, lines in zip(pages.own, marked(outlets, pages, repeated), strict=True):
        more = [s for s in lines if all(s.end <= o.begin or o.end <= s.begin for o in own)]
        merged.append(tuple(sorted(own + more, key=lambda span: span.begin)))
    return merged


def marked(
    outlets: Sequence[str | None], pages: Pages, repeated: Repeated
) -> list[list[Furniture]]:
    """The lines of each article that are furniture by repetition; never most of a body."""
    found: list[list[Furniture]] = [[] for _ in outlets]
    place, known = _find(pages.key, repeated.key)
    row = pages.row
    known &= 2 * (pages.end - pages.begin) <= pages.size[row]
    columns = (row[known], pages.begin[known], pages.end[known], repeated.unrelated[place[known]])
    for at, begin, end, count in zip(*(column.tolist() for column in columns), strict=True):
        why = f"stands in {count} otherwise unrelated articles of {outlets[at]}"
        found[at].append(Furniture(begin, end, why, repeated=True))
    return found


def _find(keys: schema.U64, among: schema.U64) -> tuple[schema.I64, npt.NDArray[np.bool_]]:
    """The place of each key in *among*, which ascend, and whether it stands there."""
    place = np.minimum(np.searchsorted(among, keys), max(len(among) - 1, 0))
    known = among[place] == keys if len(among) else np.zeros(len(keys), dtype=np.bool_)
    return place, known
