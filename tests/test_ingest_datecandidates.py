"""Every date of an article or a page: kept, judged, one chosen."""

from __future__ import annotations

import pytest

from syndetect.ingest.datecandidates import DateCandidate, article_dates, candidate, choose
from syndetect.ingest.dates import best_date
from syndetect.model import Article, Trust

HEAD = "Old bridge opens again\nJuly 15, 2018\nThe bridge is open."


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2018-13-01", "there is no such day"),
        ("2018-02-30T10:00:00Z", "there is no such day"),
        ("0001-01-01T00:00:00", "a year that cannot be"),
        ("07/08/2018", "order of day and month is open"),
        ("yesterday", "not a date"),
        ("1970-01-01T00:00:00Z", "a clock at zero"),
        ("1987-03-01", "before there were web pages"),
        ("2018-07-20T08:00:00Z", "after the page was fetched (2018-07-16T10:00+00:00)"),
    ],
)
def test_impossible_dates_are_kept_with_the_reason(written: str, reason: str) -> None:
    """What cannot be the day of a page is refused, says why, and is not forgotten."""
    one = candidate(written, "meta date", crawled="2018-07-16T10:00+00:00")
    assert one.written == written
    assert reason in str(one.rejected)
    assert choose([one]) == (one,)


def test_zones_and_precision_are_kept() -> None:
    """A candidate is as precise as it was written, in the zone in which it was written."""
    assert candidate("2018-07-15T08:30:00-05:00", "x").published == "2018-07-15T08:30-05:00"
    assert candidate("July 2018", "x").published == "2018-07"


def test_a_weak_source_at_the_minute_of_the_crawl_is_the_pages_clock() -> None:
    """A plain time that is that of the visit is refused; the same in a sure tag is believed."""
    at = {"crawled": "2018-07-16T10:00+00:00"}
    assert "own clock" in str(candidate("2018-07-16T12:01+02:00", "time", weak=True, **at).rejected)
    assert candidate("2018-07-16T12:01+02:00", "x", **at).rejected is None
    assert candidate("2018-07-16", "time", weak=True, **at).rejected is None


def test_an_archive_may_hold_pages_older_than_the_web() -> None:
    """A day before the web is believed where the address of the page says the same year."""
    url = "https://courier.example/1962/03/01/bridge"
    assert candidate("1962-03-01", "x", url=url).rejected is None


def test_the_first_that_is_not_refused_is_chosen_or_a_finer_one_that_agrees() -> None:
    """Of a day and a minute of that day the minute is taken, but no other day."""
    made = [candidate(w, "x") for w in ("1970-01-01", "2018-07-15", "2018-07-15T08:30Z",
                                        "2018-07-16T09:00Z")]  # fmt: skip
    chosen = [one.published for one in choose(made) if one.chosen]
    assert chosen == ["2018-07-15T08:30+00:00"]


def article(body: str = "The bridge is open.", **fields: object) -> Article:
    return Article("a", body, **fields)  # type: ignore[arg-type]


def test_an_articles_dates_are_listed_and_the_one_that_is_gone_by_is_marked() -> None:
    """Declared, URL and head are all there, and the chosen one is that of ``best_date``."""
    one = article(HEAD, published="2018-07-13", url="https://courier.example/2018/07/14/bridge")
    found = {date.source: date for date in article_dates(one)}
    assert {source: date.published for source, date in found.items()} == {
        "declared": "2018-07-13", "url": "2018-07-14", "above the text": "2018-07-15",
    }  # fmt: skip
    assert [source for source, date in found.items() if date.chosen] == ["declared"]


@pytest.mark.parametrize(
    "one",
    [
        article(HEAD),
        article(HEAD, url="https://courier.example/2018/07/14/bridge"),
        article(HEAD, url="https://courier.example/2018/07/bridge"),
        article(HEAD, crawled="2018-07-13"),
        article("LEMFORD, Jan 27 (Newswire) - Open.", url="https://courier.example/2019/x"),
        article(),
    ],
)
def test_what_is_chosen_is_what_best_date_gives(one: Article) -> None:
    """At most one candidate is chosen, and it is the date and trust that a scan goes by."""
    chosen = [(date.published, date.trust) for date in article_dates(one) if date.chosen]
    best = best_date(one)
    assert chosen == ([best] if best[0] else [])


def test_an_article_whose_date_was_filled_in_says_where_it_is_from() -> None:
    """After reading, the date found in a URL is not listed as a declared one."""
    url = "https://courier.example/2018/07/14/bridge"
    (date,) = article_dates(article(published="2018-07-14", published_trust=Trust.URL, url=url))
    assert date == DateCandidate("2018-07-14", "2018-07-14", "url", Trust.URL, None, chosen=True)
