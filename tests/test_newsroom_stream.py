"""A newsroom of any size, article by article: the same as the one that is held."""

from __future__ import annotations

from itertools import islice

import pytest

from syndetect.errors import UsageError
from syndetect.newsroom import NewsroomSettings, generate, stream

SETTINGS = NewsroomSettings(events=24, digests=0.5)


def test_a_stream_has_the_articles_of_the_newsroom() -> None:
    """In the order of events, where ``generate`` has the order of ids."""
    found = sorted(stream(5, SETTINGS), key=lambda article: article.id)
    assert tuple(found) == generate(5, SETTINGS).articles


@pytest.mark.parametrize("first", [1, 7, 8, 20])
def test_a_stream_can_begin_at_any_event(first: int) -> None:
    """Round-ups look back on events before the first, so that the parts make up the whole."""
    head = list(stream(5, NewsroomSettings(events=first, digests=0.5)))
    assert [*head, *stream(5, SETTINGS, first)] == list(stream(5, SETTINGS))


def test_a_stream_makes_no_event_that_nobody_asks_for() -> None:
    """A hundred thousand events are as near as one."""
    large = stream(5, NewsroomSettings(events=100_000, digests=0.5))
    assert list(islice(large, 40)) == list(islice(stream(5, SETTINGS), 40))


def test_what_is_no_event_is_refused() -> None:
    """Before anything is made."""
    with pytest.raises(UsageError, match="first event -1"):
        next(stream(5, SETTINGS, -1))
    with pytest.raises(UsageError, match="seed"):
        next(stream("5", SETTINGS))  # type: ignore[arg-type]
