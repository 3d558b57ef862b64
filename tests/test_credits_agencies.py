"""The agencies as data."""

from __future__ import annotations

import pytest

from syndetect.agency import OPENS
from syndetect.credits import is_own, lexicon
from syndetect.credits.agencies import host_of

ISSUE = (
    "Reuters", "AP", "AFP", "CNN", "Bloomberg", "Washington Post", "New York Times",
    "Los Angeles Times", "TNS", "dpa", "EFE", "ANSA", "PA", "UPI", "TASS", "Xinhua", "Kyodo",
    "PTI", "ANI", "IANS",
)  # fmt: skip


def test_the_first_twenty_are_there() -> None:
    """The file has every agency that the first release promises."""
    known = lexicon()
    names = [agency.name for agency in known.agencies]
    assert set(ISSUE) <= set(names)
    assert len(names) == len(set(names))


def test_entries_are_complete() -> None:
    """Each agency has a name to look for, a domain, a kind, and known ways to open a text."""
    for agency in lexicon().agencies:
        assert agency.full or agency.short, agency.name
        assert agency.domains, agency.name
        assert agency.kind in {"agency", "outlet"}
        assert set(agency.opens) <= set(OPENS)


def test_no_name_or_domain_belongs_to_two() -> None:
    """A name or a domain leads to one agency."""
    names = [name for agency in lexicon().agencies for name in (*agency.full, *agency.short)]
    domains = [domain for agency in lexicon().agencies for domain in agency.domains]
    assert len(names) == len(set(names))
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.reuters.com/world/x", "Reuters"),
        ("in.reuters.com", "Reuters"),
        ("apnews.com/article/1", "AP"),
        ("https://edition.cnn.com/", "CNN"),
        ("https://notreuters.com/", None),
        ("https://reuters.com.example.org/", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_domains_lead_to_agencies(url: str, name: str | None) -> None:
    """A host is an agency's where it is its domain or below it, and nowhere else."""
    found = lexicon().of_url(url)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("outlet", "url", "own"),
    [
        ("apnews.com", None, True),
        ("The Associated Press", None, True),
        ("AP", None, True),
        (None, "https://apnews.com/article/harbour", True),
        ("harbour-herald.example", None, False),
        ("Apple Valley News", None, False),
        (None, None, False),
    ],
)
def test_own_pages(outlet: str | None, url: str | None, own: bool) -> None:
    """An article is on the agency's own pages by domain or by the outlet's name."""
    agency = next(agency for agency in lexicon().agencies if agency.name == "AP")
    assert is_own(agency, outlet, url) is own


def test_hosts_are_plain() -> None:
    """Scheme, www and case do not matter."""
    assert host_of("HTTPS://WWW.Example.COM/a") == host_of("example.com/a") == "example.com"
