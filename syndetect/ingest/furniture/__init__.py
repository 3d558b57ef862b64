"""Text that a page repeats around articles: spans with a reason; the body stays as it is.

Two kinds of knowledge, kept apart. *Intrinsic*: form and position of a line in the one article.
*Repeated*: the same line in otherwise unrelated articles of one outlet.

``find_furniture`` does all of it at once. A large collection goes slice by slice: ``read_pages``
and ``weigh`` look at the articles of a slice, ``count_lines`` and ``settle`` at numbers of all
slices, ``mark`` marks those of a slice.
"""

from __future__ import annotations

from collections.abc import Sequence

from syndetect.ingest.furniture.intrinsic import intrinsic
from syndetect.ingest.furniture.lines import Lines
from syndetect.ingest.furniture.pages import Pages, read_pages
from syndetect.ingest.furniture.repeated import (
    Counts,
    Repeated,
    Weighed,
    count_lines,
    mark,
    marked,
    settle,
    weigh,
)
from syndetect.model import Article, Furniture

__all__ = [
    "Counts",
    "Pages",
    "Repeated",
    "Weighed",
    "count_lines",
    "find_furniture",
    "intrinsic_furniture",
    "mark",
    "read_pages",
    "repeated_furniture",
    "settle",
    "weigh",
]


def find_furniture(articles: Sequence[Article]) -> list[tuple[Furniture, ...]]:
    """The furniture of each article, in the order given: sorted spans that do not overlap.

    What the form of an article tells wins over what repetition tells.
    """
    pages = read_pages(articles)
    return mark(_outlets(articles), pages, _repeated(articles, pages))


def intrinsic_furniture(article: Article) -> list[Furniture]:
    """The furniture that form and position in this one article tell, sorted by offset.

    A body of one line keeps all its text but a credit in brackets at its end.
    """
    return intrinsic(article, Lines(article.body))


def repeated_furniture(articles: Sequence[Article]) -> list[list[Furniture]]:
    """The lines that stand in at least three otherwise unrelated articles of their outlet.

    One list an article, in the order given. Articles without an outlet neither count nor get any.
    The answer does not depend on the order of the articles.
    """
    pages = read_pages(articles)
    return marked(_outlets(articles), pages, _repeated(articles, pages))


def _repeated(articles: Sequence[Article], pages: Pages) -> Repeated:
    counts = count_lines([pages])
    bodies = [article.body for article in articles]
    return settle([weigh(bodies, pages, counts, counts.first)], counts)


def _outlets(articles: Sequence[Article]) -> list[str | None]:
    return [article.outlet for article in articles]
