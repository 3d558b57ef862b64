"""A page's text, block by block."""

from __future__ import annotations

from lxml import html

from syndetect.ingest.blocks import Block, blocks_of


def blocks(body: str) -> list[Block]:
    return blocks_of(html.fromstring(f"<html><body>{body}</body></html>"))[0]


def test_blocks_are_what_a_page_shows_apart() -> None:
    """Block elements and line breaks part the text, inline ones and comments do not."""
    found = blocks(
        "<p>One <b>two</b><!-- x --> three<br>four</p>five<div>six<p>seven</p>eight</div>"
    )
    assert [one.text for one in found] == ["One two three", "four", "five", "six", "seven", "eight"]


def test_what_nobody_sees_is_no_text() -> None:
    """Scripts, styles, templates and frames are left out; what follows them is not."""
    found = blocks("<p>a<script>x</script>b</p><style>y</style>c<noscript><p>z</p></noscript>d")
    assert [one.text for one in found] == ["ab", "cd"]


def test_links_menus_pictures_and_bylines_are_told() -> None:
    """The place of a block comes from its elements and their names."""
    found = {
        one.text: one
        for one in blocks(
            "<nav><p>menu</p></nav><figure><figcaption>cap</figcaption></figure>"
            '<div class="photo-credit"><p>pic</p></div><div class="Byline"><b>Jane</b></div>'
            '<p><a href="x">link</a>text</p><p>plain</p>'
        )
    }
    assert found["menu"].around
    assert found["cap"].picture
    assert found["pic"].picture
    assert found["Jane"].byline
    assert found["linktext"].linked == 0.5
    assert found["plain"] == Block("plain", "p", 0.0, around=False, picture=False, byline=False)


def test_the_name_of_a_far_element_does_not_make_a_byline() -> None:
    """A whole page within "author-page" is no byline."""
    near = '<div class="author">' + "<div>" * 3 + "a"
    far = '<div class="author">' + "<div>" * 4 + "b"
    assert [one.byline for one in blocks(near)] == [True]
    assert [one.byline for one in blocks(far)] == [False]


def test_the_names_of_the_whole_page_mark_nothing() -> None:
    """A body of the class "image-page" is no picture."""
    tree = html.fromstring('<html class="video"><body class="image-page"><p>a</p></body></html>')
    assert not blocks_of(tree)[0][0].picture


def test_depth_is_told() -> None:
    """Levels of elements from the page's own."""
    assert blocks_of(html.fromstring("<html><body><div><p>a</p></div></body></html>"))[1] == 4
