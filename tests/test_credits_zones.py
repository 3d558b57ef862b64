"""Lines, paragraphs and zones of a page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.credits.zones import (
    PROSE,
    Page,
    is_caption,
    is_date,
    is_names,
    is_place,
    opens_dateline,
    read_lines,
)

PARAGRAPH = (
    "The council of the small harbour town agreed on Friday to rebuild its old sea wall after a "
    "debate that had gone on for three winters, and nobody left the hall in a hurry."
)
MORE = (
    "Fishermen had asked for the work since the great storm, which tore forty metres of granite "
    "out of the northern arm and left the smaller boats without a safe place to lie."
)
PAGE = (
    f"Town to rebuild sea wall\n\nBy Ann Poe\n\nOSLO, May 3 — {PARAGRAPH}\n\n"
    f"{MORE}\n\n{MORE[::-1]}\n\nRead more here"
)


def test_zones_follow_the_page() -> None:
    """Headline, byline, dateline, body and tail are told by form and position."""
    page = Page(PAGE)
    at = PAGE.index
    assert page.zone_at(0) == "head"
    assert page.zone_at(at("By Ann")) == "byline"
    assert page.zone_at(at("OSLO")) == "dateline"
    assert page.zone_at(at("nobody left")) == "body"
    assert page.zone_at(at("Read more")) == "tail"


@given(st.text(max_size=300))
def test_lines_read_back(body: str) -> None:
    """A line's offsets cut its own text out of the body, whatever the body holds."""
    lines = read_lines(body)
    assert all(body[line.begin : line.end] == line.text for line in lines)
    assert all(left.end <= right.begin for left, right in pairwise(lines))


@given(st.text(max_size=200), st.integers(0, 250))
def test_every_offset_has_a_zone(body: str, offset: int) -> None:
    """No page and no offset is too odd for a zone."""
    assert Page(body).zone_at(offset) in {"head", "byline", "dateline", "body", "tail"}


def test_captions_are_no_paragraphs() -> None:
    """A long caption, by its own mark or by the picture's row beside it, is not counted."""
    caption = "A crane lifts a block of granite out of the water. " * 4
    assert len(caption) > PROSE
    marked = Page(f"Head\n\n{caption}(AP Photo/Ann Poe)\n\n{PARAGRAPH}")
    rowed = Page(f"Head\n\n{caption}\n\nPhoto: Ann Poe, AP\n\nClose\n\n{PARAGRAPH}")
    assert marked.paragraphs == (2,)
    assert rowed.paragraphs == (4,)


def test_what_is_said_twice_counts_once() -> None:
    """Galleries repeat a caption; only its first line can be a paragraph."""
    assert Page(f"{MORE}\n\n{MORE}\n\n{MORE}").paragraphs == (0,)


def test_code_is_no_paragraph() -> None:
    """A script that a scraper left in the page is not the text."""
    script = "window.box = window.box || []; box.push({mode: 'thumbs', place: 'below'}); " * 3
    assert Page(f"Head\n\n{script}\n\n{PARAGRAPH}").paragraphs == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "OSLO",
        "OSLO, May 3",
        "Aug 12",
        "Panamá",
        "Lisboa, 18 mar 2025",
        "New Delhi [India], March 18",
        "BONN/KÖLN",
        "São Paulo, 5 de maio",
        "МОСКВА, 10 фев —",
        "PRAHA 18. června",
    ],
)
def test_places_and_dates(text: str) -> None:
    """What stands before the agency of a dateline, in several languages."""
    assert is_place(text)


@pytest.mark.parametrize("text", ["The mayor said that he", "in a long interview", "he told", ""])
def test_prose_is_no_place(text: str) -> None:
    """Running words are no place."""
    assert not is_place(text)


@pytest.mark.parametrize(
    "text",
    ["July 15, 2018", "Published 7:50 a.m. ET", "Sunday, May 2, 2021", "15 Jul 2018", "2021-05-03"],
)
def test_dates(text: str) -> None:
    """Date lines in the forms that pages print."""
    assert is_date(text)


def test_names() -> None:
    """Names joined by commas and "and" are names; a headline with small words is not."""
    assert is_names("JANE DOE, John Roe and Karl van der Berg")
    assert not is_names("Town agrees to rebuild wall")
    assert not is_names("")


def test_captions_and_datelines_by_form() -> None:
    """A picture's mark makes a caption; a place and a dash open a dateline."""
    assert is_caption("Boats at noon. (Ann Poe/Pool via AP)")
    assert not is_caption(PARAGRAPH)
    assert opens_dateline("OSLO — The town")
    assert not opens_dateline("The town agreed - at last - to build")
