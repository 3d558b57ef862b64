"""Dates: what is read, how precise it is, and how far it is trusted."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.ingest.dates import (
    Window,
    best_date,
    date_from_url,
    date_in_head,
    parse_published,
    window,
)
from syndetect.model import Article, Trust

DAY, ZONES = 86_400, 14 * 3600
DATA = Path(os.environ.get("SYNDETECT_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.mark.parametrize(
    ("given_value", "iso"),
    [
        ("2018-07-15", "2018-07-15"),
        ("2018-07", "2018-07"),
        ("2018-07-15T14:05", "2018-07-15T14:05"),
        ("2018-07-15T14:05Z", "2018-07-15T14:05+00:00"),
        ("2018-07-15 14:05:09.123+0200", "2018-07-15T14:05+02:00"),
        ("2018-07-15T14:05:09-04:00", "2018-07-15T14:05-04:00"),
        ("2018-07-15T00:00+00:00", "2018-07-15T00:00+00:00"),
        ("20180715", "2018-07-15"),
        ("20180715T101500Z", "2018-07-15T10:15+00:00"),
        ("2018/07/15", "2018-07-15"),
        ("Sun, 15 Jul 2018 10:00:30 +0000", "2018-07-15T10:00+00:00"),
        ("Sun, 15 Jul 2018 10:00:30 GMT", "2018-07-15T10:00+00:00"),
        ("July 15, 2018", "2018-07-15"),
        ("15 July 2018", "2018-07-15"),
        ("Jul. 5th, 2018", "2018-07-05"),
        ("July 2018", "2018-07"),
        ("15. März 2021", "2021-03-15"),
        ("15 de julio de 2018", "2018-07-15"),
        ("1 août 2019", "2019-08-01"),
        ("Monday, July 16, 2018 7:24 a.m. ET", "2018-07-16T07:24-04:00"),
        ("January 16, 2018 7:24 pm ET", "2018-01-16T19:24-05:00"),
        ("12:30 am PDT, Sunday, July 15, 2018", "2018-07-15T00:30-07:00"),
        ("0420 GMT July 15, 2018", "2018-07-15T04:20+00:00"),
        ("15.07.2018", "2018-07-15"),
        ("07/15/2018", "2018-07-15"),
        ("15/07/2018", "2018-07-15"),
        ("6/25/12", "2012-06-25"),
        ("06/01/2018 02:57 pm ET", "2018-06-01T14:57-04:00"),
    ],
)
def test_forms_are_read_with_their_own_precision(given_value: str, iso: str | None) -> None:
    """Each form people and machines write comes out as ISO 8601, no more precise than it was."""
    assert parse_published(given_value) == iso


@pytest.mark.parametrize(
    "nonsense",
    ["", "yesterday", "2018", "1531648468", "2018-13-01", "2018-02-30", "07/08/2018", "0001-01-01",
     "9999-01-01", "1799-12-31", "Trump on July 15, 2018", None, True, float("nan"), 5, [],
     "x" * 999],
)  # fmt: skip
def test_what_is_no_date_gives_none(nonsense: object) -> None:
    """Ambiguous order, digits in a string, impossible days and years are refused, not guessed."""
    assert parse_published(nonsense) is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1_531_648_468, "2018-07-15T09:54+00:00"),
        (1_531_648_468_000, "2018-07-15T09:54+00:00"),
        (1_531_648_468.0, "2018-07-15T09:54+00:00"),
        (20_180_715, "2018-07-15"),
        (date(2018, 7, 15), "2018-07-15"),
        (datetime(2018, 7, 15, 9, 54, 3), "2018-07-15T09:54"),  # noqa: DTZ001
        (datetime(2018, 7, 15, 9, 54, tzinfo=UTC), "2018-07-15T09:54+00:00"),
        (np.datetime64("2018-07-15T09:54:03.000000001"), "2018-07-15T09:54"),
        (np.int64(1_531_648_468), "2018-07-15T09:54+00:00"),
    ],
)
def test_values_of_tables_are_read(value: object, iso: str) -> None:
    """Numbers of a numeric column are times; date and datetime values of any library are read."""
    assert parse_published(value) == iso


@pytest.mark.parametrize(
    "value", ["2018-07-15T00:00:00", "2018-07-15T00:00:00Z", "2018-07-15 00:00:00.000"]
)
def test_midnight_to_the_second_is_a_day(value: str) -> None:
    """Software writes a day without a time as midnight; no minute is claimed for it."""
    assert parse_published(value) == "2018-07-15"


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.none(), st.binary()))
def test_any_value_is_read_or_refused(value: object) -> None:
    """No value raises, and whatever comes out has a window and reads back as itself."""
    iso = parse_published(value)
    if iso is not None:
        assert window(iso) is not None
        assert parse_published(iso) == iso


@given(st.datetimes(datetime(1800, 1, 2), datetime(2100, 12, 30)), st.integers(-840, 840))  # noqa: DTZ001
def test_a_minute_with_a_zone_is_a_minute_of_utc(moment: datetime, offset: int) -> None:
    """The window of a full date is one minute, and shifts against the zone."""
    sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(abs(offset), 60)
    text = f"{moment:%Y-%m-%dT%H:%M}"
    shifted, utc = window(f"{text}{sign}{hours:02d}:{minutes:02d}"), window(f"{text}+00:00")
    assert shifted
    assert utc
    assert utc.begin - shifted.begin == offset * 60
    assert shifted.end - shifted.begin == 60


def test_windows_are_as_wide_as_what_is_known() -> None:
    """Month, day and minute without a zone reach 14 hours further on both sides."""
    begin = int(datetime(2018, 2, 1, tzinfo=UTC).timestamp())
    assert window("2018-02") == Window(begin - ZONES, begin + 28 * DAY + ZONES)
    assert window("2018-02-01") == Window(begin - ZONES, begin + DAY + ZONES)
    assert window("2018-02-01T00:00") == Window(begin - ZONES, begin + 60 + ZONES)
    assert window("2018-02-01T00:00+00:00") == Window(begin, begin + 60)


@pytest.mark.parametrize("text", ["", "2018", "2018-13", "2018-02-30", "2018-7-1", "soon"])
def test_no_iso_date_has_no_window(text: str) -> None:
    """Only the documented forms have a window."""
    assert window(text) is None


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://a.example/2018/07/15/bridge-opens", "2018-07-15"),
        ("https://a.example/2018/7/5/bridge-opens", "2018-07-05"),
        ("https://a.example/news/2018/jul/15/bridge/", "2018-07-15"),
        ("https://a.example/world/2018/0715/Bridge", "2018-07-15"),
        ("https://a.example/world/bridge-opens-2025-03-18/", "2025-03-18"),
        ("https://a.example/20180715/bridge.html", "2018-07-15"),
        ("https://a.example/bridge-20180715-story.html", "2018-07-15"),
        ("https://a.example/2018/07/bridge-opens", "2018-07"),
        ("https://a.example/2016/september/bridge", "2016-09"),
        ("https://a.example/2018/13/bridge", None),
        ("https://a.example/id/20189915/", None),
        ("https://a.example/story?date=2018-07-15", None),
        ("https://a.example/bridge-1201807153", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_dates_of_urls(url: str | None, iso: str | None) -> None:
    """The day in a path is read, else the month; queries and other numbers are not."""
    assert date_from_url(url) == iso


def test_a_line_below_the_headline_is_the_articles_date() -> None:
    """A line that is only a date, between headline and text, has the trust of a dateline."""
    body = "Old bridge opens again\n\nBy Ann Marsh\n\nJuly 15, 2018\n\nThe bridge is open."
    assert date_in_head(body) == ("2018-07-15", Trust.DATELINE)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published 15 July 2018", "2018-07-15"),
        ("Posted: 9:20 AM, July 15, 2018", "2018-07-15T09:20"),
        ("Originally published July 14, 2018 at 6:54 pm", "2018-07-14T18:54"),
        ("By Ann Marsh | July 15, 2018 3:21 PM EDT", "2018-07-15T15:21-04:00"),
        ("Lem Valley Courier Monday, July 16, 2018", "2018-07-16"),
        ("Posted 6:08 am, July 16, 2018, by Valley Wires", "2018-07-16T06:08"),
        ("Published 12:42 p.m. CT July 15, 2018 | Updated 1:48 p.m. CT July 15, 2018",
         "2018-07-15T12:42-05:00"),
        ("Jul.15.2018 / 4:22 PM ET", "2018-07-15T16:22-04:00"),
        ("Updated: July 15, 2018 @ 6:52 am", "2018-07-15T06:52"),
    ],
)  # fmt: skip
def test_labels_and_bylines_may_stand_around_a_date(line: str, iso: str) -> None:
    """A label, a weekday, a clock or a byline leaves a date line a date line."""
    body = f"Old bridge opens again\n{line}\nThe bridge over the Lem is open."
    assert date_in_head(body) == (iso, Trust.DATELINE)


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this July 7, 2017 file photo the bridge is closed.",
        "— Ann Marsh (@annmarsh) July 16, 2018",
        "Sunday, Jul 15th 2018 5-Day Forecast",
        "The mayor said on July 12, 2018 that the bridge would open.",
        "Copyright 2018 by the Valley Courier - All rights reserved.",
        "Photo by Ann Marsh, July 12, 2018",
    ],
)
def test_dates_in_other_lines_are_not_the_articles(line: str) -> None:
    """Captions, embedded posts, forecasts, sentences and copyright lines give no date."""
    assert date_in_head(f"Old bridge opens again\n{line}\nThe bridge is open.") is None


def test_the_publication_goes_before_the_update() -> None:
    """Where a page tells both, the first publication is taken, whatever their order."""
    lines = ["Bridge opens", "Updated: 8:45 AM, July 16, 2018", "Posted: 4:29 AM, July 16, 2018"]
    assert date_in_head("\n".join(lines)) == ("2018-07-16T04:29", Trust.DATELINE)


@pytest.mark.parametrize(
    "body",
    [
        "November 12, 2025 4:49 pm\nMenu\n\nOld bridge opens again\n\nThe bridge is open.",
        "November 12, 2025 4:49 pm\nMenu\nNovember 12, 2025 4:49 pm\n\nOld bridge opens\n\nOpen.",
        "Home\nNovember 12, 2025 4:49 pm\nNews\nNovember 12, 2025 4:49 pm\nOld bridge opens again",
    ],
)
def test_a_clock_above_everything_or_twice_is_the_pages(body: str) -> None:
    """A bare clock at the very top, or one printed twice, is trusted as a page clock only."""
    assert date_in_head(body) == ("2025-11-12T16:49", Trust.PAGE)


def test_a_date_below_a_page_clock_wins() -> None:
    """The article's own line is taken although a page clock stands above it."""
    body = "November 12, 2025 4:49 pm\nOld bridge opens again\nMarch 18, 2025\nThe bridge is open."
    assert date_in_head(body) == ("2025-03-18", Trust.DATELINE)


def test_a_bare_day_on_top_is_the_articles_where_the_headline_stands_apart() -> None:
    """With the headline in a field of its own, the first line of a body may be its date."""
    body = "July 15, 2018\nThe bridge over the Lem is open."
    assert date_in_head(body) == ("2018-07-15", Trust.PAGE)
    assert date_in_head(body, headline_apart=True) == ("2018-07-15", Trust.DATELINE)


def test_dates_far_down_are_not_looked_for() -> None:
    """Only the head is read: a date after a long paragraph is part of the text."""
    assert date_in_head("Headline\n" + "word " * 80 + "\nJuly 15, 2018\n") is None
    assert date_in_head("line\n" * 40 + "July 15, 2018\n") is None


def article(body: str = "Text.", **fields: object) -> Article:
    return Article(id="a", body=body, **fields)  # type: ignore[arg-type]


HEAD = "Bridge opens\nJuly 15, 2018\nThe bridge is open."
URL = "https://a.example/2018/07/14/bridge"


def test_trust_goes_from_declared_to_page() -> None:
    """A declared date beats the URL, the URL beats the head, and nothing at all gives None."""
    declared = article(HEAD, url=URL, published="2018-07-13")
    assert best_date(declared) == ("2018-07-13", Trust.DECLARED)
    assert best_date(article(HEAD, url=URL)) == ("2018-07-14", Trust.URL)
    assert best_date(article(HEAD)) == ("2018-07-15", Trust.DATELINE)
    assert best_date(article()) == (None, None)


def test_a_day_refines_the_month_of_a_url() -> None:
    """Where the URL knows the month and the head a day in it, the day is given as a dateline."""
    url = "https://a.example/2018/{}/bridge"
    assert best_date(article(HEAD, url=url.format("07"))) == ("2018-07-15", Trust.DATELINE)
    assert best_date(article(HEAD, url=url.format("06"))) == ("2018-06", Trust.URL)


def test_nothing_is_published_after_it_was_crawled() -> None:
    """A date more than a day after the crawl is left out; a declared one stays."""
    assert best_date(article(HEAD, crawled="2018-07-13")) == (None, None)
    assert best_date(article(HEAD, crawled="2018-07-14T08:00")) == ("2018-07-15", Trust.DATELINE)
    late = article(published="2019-01-01", crawled="2018-07-13")
    assert best_date(late) == ("2019-01-01", Trust.DECLARED)


@pytest.mark.parametrize(
    ("fields", "iso"),
    [
        ({}, None),
        ({"crawled": "2019-02-03"}, "2019-01-27"),
        ({"crawled": "2019-01-26T23:00"}, "2019-01-27"),
        ({"crawled": "2019-01-20"}, None),
        ({"crawled": "2019-12-03"}, None),
        ({"url": "https://a.example/2019/bridge"}, "2019-01-27"),
        ({"url": "http://[2019/bridge"}, None),
    ],
)
def test_a_dateline_without_a_year_needs_url_or_crawl(fields: dict[str, str], iso: str) -> None:
    """A dateline's day gets its year from URL or a crawl soon after, and is not guessed else."""
    found = best_date(article("LEMFORD, Jan 27 (Newswire) - The bridge is open.", **fields))
    assert found == ((iso, Trust.DATELINE) if iso else (None, None))


def test_a_dateline_may_hold_its_year() -> None:
    """Day before month, and a year in the dateline, are read too."""
    body = "NEW LEM, 3 May 2019 (Newswire) — The bridge is open."
    assert best_date(article(body)) == ("2019-05-03", Trust.DATELINE)


@pytest.mark.corpus
def test_the_visit_is_not_the_publication_of_the_first_seed() -> None:
    """The clock that stands twice on top of seed 000 is a page clock."""
    files = sorted((DATA / "seeds").glob("000_*.txt"))
    if not files:
        pytest.skip(f"no seeds in {DATA}")
    assert date_in_head(files[0].read_text("utf-8")) == ("2025-11-12T16:49", Trust.PAGE)


@pytest.mark.corpus
def test_dates_of_real_heads_lie_close_before_their_crawl() -> None:
    """Of the dates in scraped heads, nineteen in twenty lie within three days of the crawl."""
    path = DATA / "helsinki" / "articles.jsonl"
    if not path.exists():
        pytest.skip(f"no helsinki set in {DATA}")
    days = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found = date_in_head(row["text"])
        if found:
            seen, crawl = found[0][:10], row["crawled"][:10]
            days.append((date.fromisoformat(crawl) - date.fromisoformat(seen)).days)
    assert len(days) > 300
    assert sum(-1 <= day <= 3 for day in days) > 0.95 * len(days)
