"""What provenance knows of one article: who prints it, when, and whose text it says it is."""

from __future__ import annotations

import pytest
from conftest import make_credit, make_tie, make_witness

from syndetect.model import Article, CreditRole, Trust
from syndetect.provenance.witness import Side, bare_url, points_to, same_hand, witness


def test_a_bare_article_knows_nothing() -> None:
    """Without metadata and credits all is None, and nothing is guessed."""
    found = witness(3, Article(id="a", body="Ferries stop."), [])
    assert (found.article, found.id) == (3, "a")
    assert {found.outlet, found.url, found.window, found.trust, found.agency} == {None}
    assert {found.credit, found.part, found.own_agency} == {None}


def test_the_surest_text_credit_is_the_agency() -> None:
    """The agency is that of the surest credit; its URL and date come from any credit of it."""
    credits = [
        make_credit("a", "Reuters", strength=0.95),
        make_credit("a", "Reuters", strength=0.7, url="https://reuters.example/x", zone="tail"),
        make_credit("a", "Reuters", strength=0.65, published="2031-05-07", zone="tail"),
        make_credit("a", "AP", strength=0.62, url="https://ap.example/y", zone="tail"),
        make_credit("a", "Reuters", CreditRole.IMAGE, strength=0.99, url="https://photo.example"),
    ]
    found = witness(0, Article(id="a", body="x"), credits)
    assert found.agency == "Reuters"
    assert found.credit is not None
    assert (found.credit.strength, found.credit.zone) == (0.95, "dateline")
    assert found.credit.url == "https://reuters.example/x"
    assert found.credit.published == "2031-05-07"


@pytest.mark.parametrize("role", [CreditRole.IMAGE, CreditRole.CITATION])
def test_pictures_and_citations_are_no_source_of_the_text(role: CreditRole) -> None:
    """A picture's credit or words told to an agency say nothing of whose text it is."""
    found = witness(0, Article(id="a", body="x"), [make_credit("a", "AP", role)])
    assert found.agency is found.credit is found.part is found.own_agency is None


def test_a_contribution_is_a_part() -> None:
    """A contribution is kept apart from the text's own credit; the surest one stands."""
    credits = [
        make_credit("a", "AP", CreditRole.CONTRIBUTION, strength=0.7),
        make_credit("a", "AFP", CreditRole.CONTRIBUTION, strength=0.9),
    ]
    found = witness(0, Article(id="a", body="x"), credits)
    assert found.agency is None
    assert found.part is not None
    assert found.part.agency == "AFP"


def test_an_agencys_page_is_its_own() -> None:
    """Where the outlet is an agency, the witness says so."""
    found = witness(0, Article(id="a", body="x"), [make_credit("a", "AP", CreditRole.OWN)])
    assert found.own_agency == "AP"


def test_dates_keep_their_trust() -> None:
    """A date becomes a window with its trust; what is no date becomes none."""
    day = Article(id="a", body="x", published="2031-05-07", published_trust=Trust.URL)
    found = witness(0, day, [])
    assert found.window is not None
    assert found.window.end - found.window.begin == (24 + 28) * 3600
    assert found.trust is Trust.URL
    odd = witness(0, Article(id="a", body="x", published="soon"), [])
    assert odd.window is None


def test_one_outlet_or_one_url_is_one_hand() -> None:
    """Two articles are of one hand where outlet or URL agree, never where both are unknown."""
    mail, post = make_witness(0, outlet="Skarn Mail"), make_witness(1, outlet="skarnmail.com")
    assert same_hand(mail, post)
    assert not same_hand(mail, make_witness(2))
    assert not same_hand(make_witness(0, outlet=None), make_witness(1, outlet=None))
    urls = [make_witness(at, url="https://a.example/1") for at in (0, 1)]
    assert same_hand(*urls)


def test_pointing_looks_past_mirrors() -> None:
    """A named source is found with other scheme, host mirror, query and trailing slash."""
    page = make_witness(0, url="https://www.ledger.example/strike/")
    for url in ("http://ledger.example/strike", "https://m.ledger.example/strike?a=1#b"):
        assert points_to(make_witness(1, declared_sources=(url,)), page)
    assert not points_to(make_witness(1, declared_sources=("https://ledger.example/",)), page)
    assert not points_to(make_witness(1, declared_sources=("",)), make_witness(0, url=None))


def test_a_tie_tells_of_both_its_ends() -> None:
    """Seen from one end, what it has comes first; where nobody looked, nothing is told."""
    one, other = Side(0.4, 0.2, 5, 8, 0.1, 0), Side(0.1, 0.6, 2, 3, 0.7, 1)
    tie = make_tie(2, 5, left_has=one, right_has=other)
    assert (tie.sides(2), tie.sides(5)) == ((one, other), (other, one))
    assert make_tie(2, 5).sides(2) is None


def test_one_page_has_many_spellings() -> None:
    """Scheme, www, a last slash, a tracked query and a fragment make no other page; articles
    without a URL are not of one."""
    page = make_witness(0, url="https://www.ledger.example/strike/?utm_source=x#top")
    assert same_hand(page, make_witness(1, url="http://ledger.example/strike"))
    assert not same_hand(page, make_witness(1, url="http://ledger.example/strikes"))
    assert not same_hand(make_witness(0, url="https://"), make_witness(1, url="https://"))
    assert bare_url(None) == ""
