"""What a page says of itself, and what it must not be believed in."""

from __future__ import annotations

import json

import pytest

from syndetect.credits import read_credits
from syndetect.ingest.html import html_fields
from syndetect.model import Article, CreditRole

STORY = "<p>The old bridge over the Lem opened to walkers again after two years of repairs.</p>"
OWN = "https://courier.example/bridge"
WIRE = "https://wire.example/a/1"


def fields(head: str = "", body: str = STORY, **where: str) -> dict[str, object]:
    text = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    return dict(html_fields(text, **where))


def linked(**data: object) -> str:
    data = {"@type": "NewsArticle", **data}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def credits(found: dict[str, object]) -> set[tuple[str, CreditRole]]:
    one = Article(
        "a",
        str(found["text"]),
        byline=found.get("byline"),  # type: ignore[arg-type]
        outlet=found.get("outlet"),  # type: ignore[arg-type]
        url=found.get("url"),  # type: ignore[arg-type]
        declared_sources=found.get("declared_sources", ()),  # type: ignore[arg-type]
    )
    return {(credit.agency, credit.role) for credit in read_credits(one)}


def organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


@pytest.mark.parametrize(
    "head",
    [
        linked(author=organisation("Associated Press")),
        linked(author={"name": "Ines Falk"}, creditText="The Associated Press"),
        linked(provider=organisation("AP")),
        linked(copyrightHolder=organisation("The Associated Press")),
        linked(publisher=organisation("Courier"), sourceOrganization=organisation("AP")),
        '<meta name="parsely-author" content="AP">',
        '<meta name="sailthru.author" content="By AP">',
        '<meta property="article:author" content="Associated Press">',
        '<meta name="author" content="Ines Falk">' + linked(author=organisation("AP")),
        linked(isBasedOn="https://apnews.com/article/bridge-1"),
        '<meta name="syndication-source" content="https://apnews.com/article/bridge-1">',
    ],
)
def test_what_a_page_declares_becomes_a_credit(head: str) -> None:
    """Authors, credit, provider, rights and sources in metadata are credits of the text."""
    own = f'<meta property="og:url" content="{OWN}">'
    assert ("AP", CreditRole.TEXT) in credits(fields(own + head))


def test_a_pictures_credit_in_linked_data_is_no_credit_of_the_text() -> None:
    """Image objects carry captions and credits of agencies; the article's fields do not."""
    image = {"@type": "ImageObject", "creditText": "ČTK", "caption": "Zdroj: ČTK", "author": "ČTK"}
    found = fields(linked(author=organisation("Courier"), image=[image], associatedMedia=image))
    assert credits(found) == set()
    assert found["byline"] == "Courier"


def test_the_tag_goes_before_the_outlet_as_author() -> None:
    """Linked data often calls the outlet the author; the author tag has the agency."""
    head = '<meta name="author" content="ČTK">' + linked(author=organisation("Courier"))
    assert fields(head)["byline"] == "ČTK"


def test_an_owner_is_no_source() -> None:
    """The organisation behind an outlet is not whose text it is: be it no agency, or the publisher
    itself, or the publisher's parent.
    """
    assert credits(fields(linked(sourceOrganization=organisation("Lem Media Group")))) == set()
    ours = organisation("Dow Jones")
    assert credits(fields(linked(publisher=ours, sourceOrganization=ours))) == set()
    daughter = {"name": "Courier", "parentOrganization": ours}
    assert credits(fields(linked(publisher=daughter, copyrightHolder=ours))) == set()
    assert credits(fields(linked(publisher=ours))) == set()


def test_cited_works_are_no_source() -> None:
    """``citation`` names what an article speaks of, not what it is made from."""
    assert "declared_sources" not in fields(linked(citation=WIRE))


def test_an_agencys_own_page_credits_nobody_else() -> None:
    """On its own pages the agency of the metadata is the outlet."""
    head = '<link rel="canonical" href="https://apnews.com/article/bridge-1">'
    found = credits(fields(head + linked(creditText="AP")))
    assert all(role is CreditRole.OWN for _, role in found)


MENU = "".join(f'<a href="https://www.courier.example/{part}">{part}</a>' for part in "abcd")


@pytest.mark.parametrize(("canonical", "og"), [(WIRE, OWN), (OWN, WIRE), (WIRE, WIRE), (OWN, OWN)])
def test_where_the_menus_lead_is_where_the_page_stands(canonical: str, og: str) -> None:
    """A copy may keep its source's address in either tag, and call itself the original in the
    other; the links of the page tell which is its own.
    """
    head = f'<link rel="canonical" href="{canonical}"><meta property="og:url" content="{og}">'
    found = fields(head, MENU + STORY)
    if {canonical, og} == {OWN, WIRE}:
        assert found["url"] == OWN
        assert found["declared_sources"] == (WIRE,)
    else:
        assert found["url"] == canonical
        assert "declared_sources" not in found


def test_where_a_page_was_fetched_is_believed_first() -> None:
    """With the address of the fetching, a copy whose tags all name its source is seen for one."""
    head = f'<link rel="canonical" href="{WIRE}"><meta property="og:url" content="{WIRE}">'
    found = fields(head, url=OWN)
    assert (found["url"], found["outlet"]) == (OWN, "courier.example")
    assert found["declared_sources"] == (WIRE,)


@pytest.mark.parametrize(
    "named", [OWN, OWN + "/", "http://www.courier.example/bridge", "//m.courier.example/bridge#top"]
)
def test_a_page_that_calls_itself_the_original_says_nothing(named: str) -> None:
    """Every copy names itself as the source: that address, however written, is no source."""
    head = f'<meta property="og:url" content="{OWN}">'
    head += f'<meta name="original-source" content="{named}">'
    assert "declared_sources" not in fields(head)


def test_a_translation_names_its_source() -> None:
    """``translationOfWork`` is what the text was made from."""
    own = f'<meta property="og:url" content="{OWN}">'
    found = fields(own + linked(translationOfWork={"@id": WIRE}))
    assert found["declared_sources"] == (WIRE,)


def test_several_original_sources_are_all_kept() -> None:
    """The old tag may stand several times."""
    tags = "".join(f'<meta name="original-source" content="{WIRE}{n}">' for n in "23")
    assert fields(tags)["declared_sources"] == (WIRE + "2", WIRE + "3")
