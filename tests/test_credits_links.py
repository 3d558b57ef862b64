"""URLs and dates in credits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect import Article
from syndetect.credits import read_credits, text_agencies
from syndetect.credits.links import date_in_url, date_in_words, read_links

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
URL = "https://www.reuters.com/world/europe/harbour-wall-rises-2021-05-03"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        (URL, "2021-05-03"),
        (f"{URL}/", "2021-05-03"),
        ("https://example.com/2021/05/03/wall.html", "2021-05-03"),
        ("https://example.com/2021/5/3/wall.html", "2021-05-03"),
        ("https://example.com/news/20210503/wall", "2021-05-03"),
        ("https://example.com/wall-2021-13-45", None),
        ("https://example.com/item/120210503999", None),
        ("https://example.com/2021/wall", None),
    ],
)
def test_dates_in_urls(url: str, day: str | None) -> None:
    """A real day in the path or slug is read; anything else is not."""
    assert date_in_url(url) == day


def test_dates_in_words() -> None:
    """Full English dates in both orders; a date without a year is none."""
    assert date_in_words("AP June 1, 2018, 10:35 PM") == "2018-06-01"
    assert date_in_words("The AP, 15 Jul 2018") == "2018-07-15"
    assert date_in_words("OSLO, May 3 (AP)") is None


@given(st.text(max_size=200))
def test_links_read_back(body: str) -> None:
    """A link's offsets cut its own URL out of the body."""
    assert all(body[link.begin : link.end] == link.url for link in read_links(body))


@pytest.mark.parametrize("between", ["\n", "\n\n", " ", ": ", " ("])
def test_credit_takes_the_url_below_it(between: str) -> None:
    """ "Credit: Reuters" and a URL beside or below it are one credit, dated by the slug."""
    body = f"Wall\n\n{TEXT}\n\n{TEXT[::-1]}\n\nCredit: Reuters{between}{URL}"
    credit = next(c for c in read_credits(Article("a", body)) if c.role == "text")
    assert (credit.agency, credit.url, credit.published) == ("Reuters", URL, "2021-05-03")


def test_source_and_url_without_a_name() -> None:
    """A labelled URL on an agency's domain names the agency."""
    body = f"Wall\n\n{TEXT}\n\n{TEXT[::-1]}\n\nSource: {URL}"
    found = read_credits(Article("a", body))
    assert text_agencies(found) == ("Reuters",)
    assert found[0].url == URL


def test_a_mere_link_is_a_citation() -> None:
    """A URL in running text points at a source of words."""
    body = f"Wall\n\n{TEXT} See {URL} for more.\n\n{TEXT[::-1]}"
    found = read_credits(Article("a", body))
    assert [str(credit.role) for credit in found] == ["citation"]
    assert found[0].url == URL
    assert text_agencies(found) == ()


def test_links_elsewhere_are_nothing() -> None:
    """URLs outside the agencies' domains are no credit."""
    body = f"Wall\n\n{TEXT}\n\nhttps://harbour.example/wall-2021-05-03"
    assert read_credits(Article("a", body)) == []
