"""The dates that a page declares, each with its source and fate."""

from __future__ import annotations

import json

from syndetect.ingest.html import declared_dates, html_fields
from syndetect.model import Trust

STORY = "<p>The old bridge over the Lem opened to walkers again after two years of repairs.</p>"


def page(head: str, body: str = STORY) -> str:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def linked(**data: object) -> str:
    data = {"@type": "NewsArticle", **data}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_every_date_of_a_page_is_kept() -> None:
    """A page with many dates lists them all, chooses one and says why not the others."""
    times = '<time datetime="2018-07-15">15</time><time datetime="2018-07-02">2</time>'
    head = linked(datePublished="2018-07-15T08:30:00+02:00", dateModified="2018-07-16") + (
        '<meta name="date" content="2018-13-01">'
        '<meta property="article:modified_time" content="2018-07-16T11:00:00Z">'
    )
    found = declared_dates(page(head, times + STORY))
    assert [one.published for one in found if one.chosen] == ["2018-07-15T08:30+02:00"]
    refused = {(one.source, one.written): one.rejected for one in found if one.rejected}
    changed = "tells of a change, not of the publication"
    several = "one of several times on the page, perhaps another story's"
    assert refused == {
        ("meta date", "2018-13-01"): "there is no such day",
        ("linked data dateModified", "2018-07-16"): changed,
        ("meta article:modified_time", "2018-07-16T11:00:00Z"): changed,
        ("time", "2018-07-02"): several,
        ("time", "2018-07-15"): several,
    }


def test_a_change_is_no_publication() -> None:
    """A page that tells only when it was changed has no date."""
    fields = html_fields(page(linked(dateModified="2018-07-16T08:00:00Z")))
    assert "published" not in fields


def test_a_page_of_the_future_of_its_crawl_has_another_date() -> None:
    """A date after the fetching is passed over for the next that can be."""
    head = (
        '<meta property="article:published_time" content="2019-01-01">'
        '<meta name="pubdate" content="2018-07-15">'
    )
    assert html_fields(page(head))["published"] == "2019-01-01"
    assert html_fields(page(head), crawled="2018-07-16")["published"] == "2018-07-15"


def test_a_whole_date_in_a_dateline_is_a_dateline() -> None:
    """The dateline of linked data gives a date of less trust than a declared one."""
    fields = html_fields(page(linked(dateline="LEMFORD, July 15, 2018")))
    assert (fields["published"], fields["published_trust"]) == ("2018-07-15", Trust.DATELINE)
    assert "published" not in html_fields(page(linked(dateline="LEMFORD, Lem Valley, July 15.")))


def test_microdata_dates_are_read() -> None:
    """``itemprop`` on a time element within the article's scope tells the publication."""
    body = (
        '<div itemscope itemtype="http://schema.org/NewsArticle">'
        '<time itemprop="datePublished" datetime="2018-07-15T08:30Z">x</time></div>'
    )
    assert html_fields(page("", body + STORY))["published"] == "2018-07-15T08:30+00:00"
