"""Credit lines that cleaning throws away, and what only looks like one."""

from __future__ import annotations

import pytest

from syndetect.credits import read_credits, text_agencies
from syndetect.ingest.blocks import Block
from syndetect.ingest.creditlines import restore
from syndetect.ingest.html import html_fields
from syndetect.model import Article

TEXT = (
    (
        "The old bridge over the Lem opened to walkers again on Sunday after two years of repairs, "
        "and several hundred people crossed it before noon although it rained."
    ),
    (
        "The city paid four million for the work, which took eight months longer than was planned "
        "when the first stones were lifted out of the river two summers ago."
    ),
    (
        "Mayor Ines Falk said that the stones of the north pier were in worse shape than feared, "
        "and that no other bridge of the town would be closed for as long again."
    ),
)


def block(text: str, tag: str = "div", **place: bool | float) -> Block:
    told = {"linked": 0.0, "around": False, "picture": False, "byline": False} | place
    return Block(text, tag, **told)  # type: ignore[arg-type]


STORY = [block(text, "p") for text in TEXT]
TITLE = block("Old bridge opens", "h1")


def restored(*blocks: Block) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = restore(blocks, "\n".join(TEXT), "courier.example", None)
    return found.bylines, found.notices


@pytest.mark.parametrize(
    "line",
    [
        "By JANE DOE, Associated Press",
        "Jane Doe and Ole Berg, The Associated Press",
        "Reuters November 18, 2019 11:03 PM",
        "By Reuters",
        "PTI, Lemford,",
        "Jane Doe Associated Press",
        "Jane Doe | Reuters Staff",
    ],
)
def test_a_byline_with_an_agency_above_the_text_is_kept(line: str) -> None:
    """Names, jobs, places and dates may stand beside the agency."""
    assert restored(TITLE, block(line), *STORY) == ((line,), ())


@pytest.mark.parametrize(
    "line",
    [
        "Reuters reports that the bridge will close again next spring",
        "Walkers cross the bridge on its first day. (AP Photo/Jane Doe)",
        "By Jane Doe",
        "More from the Associated Press and its partners",
    ],
)
def test_a_line_that_says_more_is_no_byline(line: str) -> None:
    """A standfirst that names an agency, a caption, a person alone: none is an agency's byline."""
    assert restored(TITLE, block(line), *STORY) == ((), ())


@pytest.mark.parametrize("place", ["picture", "around"])
def test_pictures_and_menus_hold_no_credits_of_the_text(place: str) -> None:
    """The same words under a picture or in a menu are not the story's."""
    line = block("Jane Doe, Associated Press", **{place: True})
    assert restored(TITLE, line, *STORY, line) == ((), ())


def test_another_storys_byline_below_the_text_is_not_this_ones() -> None:
    """Only a marked byline right below the text closes it; a teaser's comes later or is a link."""
    close, far = block("By Reuters", byline=True), block("By Reuters", linked=1.0)
    assert restored(TITLE, *STORY, close)[0] == ("By Reuters",)
    others = [block(f"Another story {n}") for n in range(4)]
    assert restored(TITLE, *STORY, *others, close) == ((), ())
    assert restored(TITLE, *STORY, *others, block("By Reuters")) == ((), ())
    assert restored(TITLE, *STORY, far) == ((), ())


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Jane Doe; Editing by Ole Berg)",
        "© 2025 Reuters. All rights reserved.",
        "Copyright 2019 The Associated Press. All rights reserved.",
        "The Associated Press contributed to this report.",
        "This story was originally published by Reuters.",
    ],
)
def test_a_notice_below_the_text_comes_back_to_its_place(line: str) -> None:
    """The text has the line where the page has it, and the reader of credits finds it there."""
    blocks = [TITLE, *STORY, block(line), block("Sign up for our letter")]
    found = restore(blocks, "\n".join(TEXT), "courier.example", None)
    assert found.notices == (line,)
    assert found.text == "\n".join([*TEXT, line])
    assert read_credits(Article("a", found.text))


def test_a_labelled_source_above_the_text_comes_back_too() -> None:
    """What is no byline may be a credit all the same: it stands above the text then."""
    found = restore([TITLE, block("Source: AFP"), *STORY], "\n".join(TEXT), None, None)
    assert found.text == "\n".join(["Source: AFP", *TEXT])


def test_a_notice_within_the_text_comes_back_between_its_neighbours() -> None:
    """A line that was cut out of the middle is put there again."""
    line = "This story was originally published by Reuters."
    blocks = [TITLE, *STORY[:2], block(line), STORY[2]]
    found = restore(blocks, "\n".join(TEXT), None, None)
    assert found.text == "\n".join([*TEXT[:2], line, TEXT[2]])


def test_what_the_text_holds_is_not_put_there_twice() -> None:
    """A credit that the extractor kept stays once."""
    line = "(Reporting by Jane Doe; Editing by Ole Berg)"
    text = "\n".join([*TEXT, line])
    assert restore([TITLE, *STORY, block(line)], text, None, None).text == text


def test_a_page_that_is_nothing_like_the_text_changes_nothing() -> None:
    """Without a line in common there is no place to put anything."""
    found = restore([block("By Reuters")], "Other words.", None, None)
    assert (found.text, found.bylines, found.notices) == ("Other words.", (), ())
    assert restore([], "", None, None).text == ""


def page(top: str = "", tail: str = "", head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in TEXT)
    return (
        f"<html><head><title>Old bridge opens</title>{head}</head><body><article>"
        f"<h1>Old bridge opens</h1>{top}{body}{tail}</article></body></html>"
    )


@pytest.mark.parametrize(
    ("top", "tail", "agency"),
    [
        ('<div class="byline">By JANE DOE, Associated Press</div>', "", "AP"),
        ('<div class="author-name"><a href="/ap">Associated Press</a></div>', "", "AP"),
        ("", '<div class="copyright">© 2025 Reuters. All rights reserved.</div>', "Reuters"),
        ("", '<p class="credit">(Reporting by Jane Doe; Editing by Ole Berg)</p>', "Reuters"),
    ],
)
def test_the_credit_of_a_whole_page_is_read(top: str, tail: str, agency: str) -> None:
    """From markup to agency: what stands beside the story signs it."""
    fields = html_fields(page(top, tail))
    one = Article("a", str(fields["text"]), byline=fields.get("byline"))  # type: ignore[arg-type]
    assert text_agencies(read_credits(one)) == (agency,)


def test_a_visible_byline_completes_the_declared_one() -> None:
    """ "Jane Doe" in a tag and "By Jane Doe, Agency" on the page make one byline; another person is
    kept beside.
    """
    line = '<div class="byline">By Jane Doe, Associated Press</div>'
    tag = '<meta name="author" content="{}">'
    told = {name: html_fields(page(line, head=tag.format(name)))["byline"] for name in
            ("Jane Doe", "Ole Berg", "Associated Press")}  # fmt: skip
    assert told == {
        "Jane Doe": "By Jane Doe, Associated Press",
        "Ole Berg": "Ole Berg | By Jane Doe, Associated Press",
        "Associated Press": "Associated Press",
    }


def test_a_photos_credit_stays_out() -> None:
    """A figure's credit is not put into text or byline."""
    top = "<figure><figcaption>Jane Doe, Associated Press</figcaption></figure>"
    fields = html_fields(page(top))
    assert "Associated Press" not in str(fields["text"]) + str(fields.get("byline"))
