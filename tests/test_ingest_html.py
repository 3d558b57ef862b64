"""Web pages: text, and what the page says about itself."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.ingest import html as reader
from syndetect.ingest.html import Extraction, declared_encoding, html_fields, why_unread

TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The old bridge over the Lem opened to walkers again on Sunday after two years of repairs.",
        "The city paid four million for the work, which took eight months longer than was planned.",
        "Mayor Ines Falk said that the stones of the north pier were in worse shape than feared.",
    )
)


def page(head: str = "", body: str = TEXT, lang: str = "en-GB") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Bridge opens - Courier</title>{head}'
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>Old bridge opens</h1>{body}"
        "</article><footer>All rights reserved</footer></body></html>"
    )


def linked(**data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_text_and_headline_of_an_article() -> None:
    """The body holds the paragraphs and not the menu; headline and language are found."""
    fields = html_fields(page())
    assert "eight months longer" in str(fields["text"])
    assert "Home" not in str(fields["text"])
    assert fields["headline"] == "Old bridge opens"
    assert fields["language"] == "en"
    assert "published" not in fields


def test_the_page_declares_url_date_outlet_and_byline() -> None:
    """Canonical URL, published time and author come from the page's metadata."""
    fields = html_fields(
        page(
            '<link rel="canonical" href="https://www.courier.example/2018/bridge">'
            '<meta property="article:published_time" content="2018-07-15T08:30:00+02:00">'
            '<meta property="article:modified_time" content="2018-07-16T08:30:00+02:00">'
            '<meta property="og:site_name" content="Courier Online">'
            '<meta name="author" content="AFP">'
            + linked(**{"@type": "NewsArticle", "author": {"name": "Courier"}})
        )
    )
    assert fields["url"] == "https://www.courier.example/2018/bridge"
    assert fields["published"] == "2018-07-15T08:30+02:00"
    assert fields["outlet"] == "courier.example"
    assert fields["byline"] == "AFP"
    assert "declared_sources" not in fields


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        (linked(**{"@type": "NewsArticle", "datePublished": "2018-07-15T08:30:00Z"}),
         "2018-07-15T08:30+00:00"),
        (linked(**{"@graph": [{"@type": ["NewsArticle", 1], "datePublished": "2018-07-15"}]}),
         "2018-07-15"),
        ('<script type="application/ld+json">{"datePublished": "2018-07-15", broken</script>',
         "2018-07-15"),
        ('<meta name="date" content="2018-07-15">'
         + linked(**{"@type": "Article", "datePublished": "2018-07-15T08:30:00+02:00"}),
         "2018-07-15T08:30+02:00"),
        ('<meta itemprop="datePublished" content="2018-07-15">', "2018-07-15"),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', None),
        ('<meta property="article:modified_time" content="2018-07-15">', None),
    ],
)  # fmt: skip
def test_dates_are_those_the_page_declares(head: str, iso: str | None) -> None:
    """JSON-LD and meta elements tell the date, the finest that agrees; a changed date is none."""
    assert html_fields(page(head)).get("published") == iso


def test_one_time_element_is_a_date_and_several_are_not() -> None:
    """Several times may belong to other articles on the page."""
    time = '<time datetime="2018-07-15T08:30:00Z">15 July</time>'
    assert html_fields(page(body=time + TEXT))["published"] == "2018-07-15T08:30+00:00"
    other = '<time datetime="2018-07-10T08:30:00Z">10 July</time>'
    assert "published" not in html_fields(page(body=time + TEXT + other))


def test_visible_text_and_numbers_are_no_declared_date() -> None:
    """A copyright year, or a day in a sentence, is never taken for the page's own date."""
    body = TEXT + "<p>The bridge was built in May 1998 and closed on 3 May 2016.</p><p>© 2024</p>"
    assert "published" not in html_fields(page(body=body))


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="syndication-source" content="https://wire.example/a/1">',
        '<meta name="original-source" content="https://wire.example/a/1">',
        linked(**{"@type": "NewsArticle", "isBasedOn": "https://wire.example/a/1"}),
        linked(**{"@type": "NewsArticle", "isBasedOn": [{"url": "https://wire.example/a/1"}]}),
        '<link rel="canonical" href="https://wire.example/a/1">',
    ],
)
def test_sources_that_a_page_declares(head: str) -> None:
    """Old tags, isBasedOn and a canonical URL on another site name the source of a copy."""
    own = '<meta property="og:url" content="https://courier.example/bridge">'
    fields = html_fields(page(own + head))
    assert fields["declared_sources"] == ("https://wire.example/a/1",)
    assert fields["url"] == "https://courier.example/bridge"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://www.courier.example/bridge">',
        '<link rel="canonical" href="https://news.courier.example/bridge">',
        '<link rel="shortlink" href="https://shrt.example/x1">',
        linked(**{"@type": "NewsArticle", "sourceOrganization": {"url": "https://owner.example/"}}),
        '<meta name="original-source" content="our own reporters">',
    ],
)
def test_what_is_no_declared_source(head: str) -> None:
    """A site's own canonical URL, short links, owners and plain words name no source."""
    own = '<meta property="og:url" content="https://courier.example/bridge">'
    assert "declared_sources" not in html_fields(page(own + head))


def test_the_place_a_browser_saved_from_is_the_own_url() -> None:
    """A saved copy with its source's canonical URL is told by the browser's comment."""
    saved = "<!-- saved from url=(0032)https://courier.example/bridge -->"
    fields = html_fields(saved + page('<link rel="canonical" href="https://wire.example/a/1">'))
    assert fields["url"] == "https://courier.example/bridge"
    assert fields["declared_sources"] == ("https://wire.example/a/1",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no markup at all",
        "<html></html>",
        "<p>",
        "<" * 5000,
        "<div>" * 3000,
        "\x00<html>",
        "]]>",
    ],
)
def test_pages_without_an_article_have_no_text(text: str) -> None:
    """Empty, broken and bottomless pages give no text and never raise."""
    assert not html_fields(text).get("text")


PARAGRAPHS = "".join(
    f"<p>Stone number {n} of the old bridge was lifted out of the river, cleaned and put back.</p>"
    for n in range(9)
)


@pytest.mark.parametrize(
    "nest", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<span class=x>"]
)
def test_bottomless_nesting_keeps_the_text(nest: str) -> None:
    """A parser stops some hundred levels deep; the text below is read all the same."""
    times = 100_000 if nest == "<div>" else 9_000
    fields = html_fields(f"<html><body>{nest * times}{PARAGRAPHS}</body></html>")
    assert "Stone number 8" in str(fields["text"])


def test_a_huge_page_is_read_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of elements the text is what reads as text, without a choice that takes
    minutes: menus and links stay out.
    """
    monkeypatch.setattr(reader, "LARGEST", 30)
    links = "<p><a href='/x'>A link to another story of the same day on this very site</a></p>"
    fields = html_fields(page(body=PARAGRAPHS + links * 40))
    assert str(fields["text"]).count("Stone number") == 9
    assert "another story" not in str(fields["text"])
    assert fields["headline"] == "Old bridge opens"


def test_nul_bytes_and_a_missing_body_do_not_hide_the_text() -> None:
    """What browsers show is read."""
    assert "Stone number 8" in str(html_fields(f"<article>\x00{PARAGRAPHS}\x00")["text"])
    assert "Stone number 8" in str(html_fields(PARAGRAPHS)["text"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n", "empty"),
        ("<html><frameset cols='50%,50%'><frame src='a'><frame src='b'></frameset></html>",
         "made of frames"),
        ("<div " * 1000, "no HTML"),
        ("<html><body>" + "<x>" * 400 + "a", "nested 250 deep"),
        ("<html><body><p>Short.</p></body></html>", "6 characters of text"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_why(text: str, reason: str) -> None:
    """The reason of a skip tells frames, nesting and thin pages apart."""
    assert reason in why_unread(text)


PIECES = st.sampled_from((
    "<p>", "</p>", "<div class='byline'>", "</div>", "<article>", "<a href='//x.example/y'>",
    "</a>", "<script type='application/ld+json'>", '{"@type":"NewsArticle","author":["AP"]}',
    "</script>", "<meta property='og:url' content='http://[x'>", "<time datetime=''>", "<!--",
    "<link rel=canonical href='http://a.example/b'>", "-->", "<![CDATA[", "\x00", "&#xD800;",
    "<div itemscope itemtype='https://schema.org/NewsArticle' itemprop='a b'>", "&#0;", "<h1>",
    "By Reuters", "(AP) - ", "<br>", "© 2025 Reuters.",
    "The old bridge over the Lem opened to walkers again on Sunday. " * 3,
))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_no_page_raises(pieces: list[str]) -> None:
    """Whatever the markup, there are fields or none, a reason, and never an error."""
    text = "".join(pieces)
    fields = html_fields(text, url="https://courier.example/a", crawled="2025-03-18T10:00Z")
    assert isinstance(fields.get("text", ""), str)
    assert why_unread(text)


def test_precision_takes_no_more_than_recall_does() -> None:
    """The setting moves what is taken where that is open."""
    doubtful = "<div><span>Also of note today</span><ul><li>One more thing</li></ul></div>"
    sizes = [
        len(str(html_fields(page(body=PARAGRAPHS + doubtful), extraction=mode).get("text", "")))
        for mode in Extraction
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    with pytest.raises(ValueError, match="thorough"):
        html_fields(page(), extraction="thorough")


def test_senseless_metadata_is_passed_over() -> None:
    """Values of the wrong type in JSON-LD hide neither the text nor the rest."""
    head = linked(
        **{"@type": ["Article", 3], "author": [[[{"name": {}}]]], "isBasedOn": {"url": 3}}
    )
    fields = html_fields(page(head + linked(**{"@type": 5, "@graph": "x"}), lang="?"))
    assert set(fields) == {"text", "headline"}


def test_the_parsers_do_not_talk(caplog: pytest.LogCaptureFixture) -> None:
    """What trafilatura drops is in our own account: it logs nothing, and its level is kept."""
    logger = logging.getLogger("trafilatura")
    before = logger.level
    html_fields("<html></html>")
    assert not caplog.records
    assert logger.level == before


def test_encodings_that_pages_name() -> None:
    """Both spellings of the charset, and that of XHTML, are found in the first bytes."""
    assert declared_encoding(b'<meta charset="iso-8859-2">') == "iso-8859-2"
    assert (
        declared_encoding(b'<meta http-equiv=x content="text/html; charset=cp1250"/>') == "cp1250"
    )
    assert declared_encoding(b'<?xml version="1.0" encoding="koi8-r"?>') == "koi8-r"
    assert declared_encoding(b"<html><body>charset=none</body>") is None


def test_reading_a_page_opens_no_connection() -> None:
    """With sockets taken away, a page full of links is read all the same."""
    code = f"""
        import socket
        def refuse(*args, **kwargs):
            raise AssertionError("network")
        socket.socket.connect = socket.create_connection = refuse
        from syndetect.ingest.html import html_fields
        html = {page('<link rel="canonical" href="https://courier.example/b">')!r}
        assert "Ines Falk" in html_fields(html)["text"]
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)
