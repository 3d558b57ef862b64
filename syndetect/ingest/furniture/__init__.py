"""Text that a page repeats around articles: spans with a reason; the body stays as it is.

Two kinds of knowledge, kept apart. *Intrinsic*: form and position of a line in the one article.
*Repeated*: the same line in otherwise unrelated articles of one outlet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from syndetect.ingest.furniture.intrinsic import intrinsic
from syndetect.ingest.furniture.lines import Lines
from syndetect.ingest.furniture.repeated import LEAST_UNRELATED, Page, reasons_of
from syndetect.model import Article, Furniture

__all__ = ["find_furniture", "intrinsic_furniture", "repeated_furniture"]


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
    return intrinsic(article, Lines(article.body))


def repeated_furniture(articles: Sequence[Article]) -> list[list[Furniture]]:
    """The lines that stand in at least three otherwise unrelated articles of their outlet.

    One list an article, in the order given. Articles without an outlet neither count nor get any.
    The answer does not depend on the order of the articles.
    """
    return _both(articles)[1]


def _both(articles: Sequence[Article]) -> tuple[list[list[Furniture]], list[list[Furniture]]]:
    """What form tells and what repetition tells, for each article; each body is read once."""
    sizes = Counter(article.outlet for article in articles if article.outlet)
    outlets: dict[str, dict[int, Page]] = {}
    own = []
    for i, article in enumerate(articles):
        lines = Lines(article.body)
        own.append(intrinsic(article, lines))
        if article.outlet and sizes[article.outlet] >= LEAST_UNRELATED:
            outlets.setdefault(article.outlet, {})[i] = Page(article.body, lines, own[i])
    repeated: list[list[Furniture]] = [[] for _ in articles]
    for outlet, pages in outlets.items():
        reasons = reasons_of(outlet, list(pages.values()))
        for i, page in pages.items():
            repeated[i] = page.furniture(reasons)
    return own, repeated
