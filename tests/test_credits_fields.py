"""Credits in the byline, the headline and the page's declared sources."""

from __future__ import annotations

import pytest

from syndetect import Article
from syndetect.credits import UNSPECIFIED, read_credits, text_agencies

BODY = "The council agreed on Friday to rebuild the old harbour wall."


@pytest.mark.parametrize(
    ("byline", "agencies"),
    [
        ("Reuters", ("Reuters",)),
        ("Reuters Staff", ("Reuters",)),
        ("Jane Doe, Associated Press", ("AP",)),
        ("By Jane Doe, AP", ("AP",)),
        ("Afp Afp", ("AFP",)),
        ("AFP", ("AFP",)),
        ("Jane Doe (dpa)", ("dpa",)),
        ("PA Media", ("PA",)),
        ("Agencies", (UNSPECIFIED,)),
        ("Michael Bloomberg", ()),
        ("Le Journal avec AFP", ()),
        ("Photo by Jane Doe, AFP", ()),
        ("Ap Dijksterhuis", ()),
        ("", ()),
    ],
)
def test_byline_field(byline: str, agencies: tuple[str, ...]) -> None:
    """The byline field names the agency under the rules of a byline line."""
    found = read_credits(Article("a", BODY, byline=byline))
    assert text_agencies(found) == agencies
    assert all(credit.begin is None and credit.end is None for credit in found)


@pytest.mark.parametrize(
    ("headline", "role"),
    [
        ("AP FACT CHECK: What the council said", "text"),
        ("UPDATE 2-Council agrees to rebuild wall", "text"),
        ("Council agrees to rebuild wall | Reuters", "text"),
        ("Council to rebuild wall - Reuters", "citation"),
        ("Mayor told CNN he was glad", "citation"),
    ],
)
def test_headline_field(headline: str, role: str) -> None:
    """An agency's own headline forms are text credits; "- Reuters" only cites."""
    found = read_credits(Article("a", BODY, headline=headline))
    assert [str(credit.role) for credit in found] == [role]


def test_headline_that_mentions_an_agency() -> None:
    """An agency as the subject of the news is no credit."""
    assert read_credits(Article("a", BODY, headline="Bloomberg and CNN cut jobs")) == []


def test_declared_sources() -> None:
    """A URL that the page declares as its source is a text credit, dated by its slug."""
    url = "https://www.reuters.com/world/wall-2021-05-03"
    found = read_credits(Article("a", BODY, declared_sources=(url, "https://herald.example/x")))
    assert [(c.agency, str(c.role), c.url, c.published) for c in found] == [
        ("Reuters", "text", url, "2021-05-03"),
        ("herald.example", "text", "https://herald.example/x", None),
    ]


def test_declared_self_is_own() -> None:
    """A page that declares itself, or the agency's page, names no other source."""
    own = Article(
        "a", BODY, url="https://herald.example/y", declared_sources=("https://herald.example/x",)
    )
    agency = Article("a", BODY, outlet="Reuters", declared_sources=("https://reuters.com/x",))
    assert [str(credit.role) for credit in read_credits(own)] == ["own"]
    assert [str(credit.role) for credit in read_credits(agency)] == ["own"]
