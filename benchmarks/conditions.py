"""What a set shows of its articles: their dates, no dates at all, or a tenth of them false.

Ids are exchanged for digests in every condition, so that nothing is told by their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from syndetect import Article

_SEED = 20180716
_SHARE = 0.1  # of dated articles that get a false date
_FARTHEST = 7 * 24 * 3600  # seconds by which a false date is off at most


def shown(articles: Sequence[Article]) -> list[Article]:
    """The articles as the set has them."""
    return list(articles)


def hidden(articles: Sequence[Article]) -> list[Article]:
    """Nothing but text and headline: no dates, URLs, outlets, bylines or named sources on any
    side. Datelines and credits inside a text stay: they are text.
    """
    return [
        Article(id=one.id, body=one.body, headline=one.headline, language=one.language)
        for one in articles
    ]


def false_dates(articles: Sequence[Article]) -> list[Article]:
    """A tenth of the dated articles, drawn by a fixed seed, with a date up to a week off, as
    precise as the true one.
    """
    random = np.random.default_rng(_SEED)
    dated = [row for row, one in enumerate(articles) if one.published]
    drawn = set(random.permutation(dated)[: round(_SHARE * len(dated))].tolist())
    return [
        replace(one, published=_moved(one.published, int(random.integers(-_FARTHEST, _FARTHEST))))
        if row in drawn and one.published
        else one
        for row, one in enumerate(articles)
    ]


def _moved(published: str, seconds: int) -> str:
    """A date moved by *seconds*, a day at least where only the day is known."""
    if len(published) <= len("2018-07-16"):
        days = seconds // 86_400 or 1
        parts = [*map(int, published.split("-")), 1, 1][:3]
        moved = datetime(*parts) + timedelta(days=days)  # type: ignore[arg-type]  # noqa: DTZ001
        return moved.isoformat()[: len(published)]
    return (datetime.fromisoformat(published) + timedelta(seconds=seconds)).isoformat()


def renamed(articles: Sequence[Article]) -> tuple[list[Article], dict[str, str]]:
    """The articles under digests of their ids, and the way back."""
    back = {hashlib.blake2b(one.id.encode(), digest_size=8).hexdigest(): one.id for one in articles}
    there = {old: new for new, old in back.items()}
    return [replace(one, id=there[one.id]) for one in articles], back


CONDITIONS: dict[str, Callable[[Sequence[Article]], list[Article]]] = {
    "dates shown": shown,
    "dates hidden": hidden,
    "10 % false dates": false_dates,
}
