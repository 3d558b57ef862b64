"""Who prints: host names, and names that mean one outlet."""

from __future__ import annotations

import pytest

from syndetect.ingest.outlets import hostname, same_outlet


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Courier.example/news/1", "courier.example"),
        ("http://m.courier.example:8080/", "courier.example"),
        ("//amp.courier.example/x", "courier.example"),
        ("courier.example/news", "courier.example"),
        ("https://uk.courier.example/", "uk.courier.example"),
        ("https://www.example", "www.example"),
        ("https://zeitung-über.example/", "xn--zeitung-ber-0hb.example"),
        ("https://localhost/x", None),
        ("http://[broken", None),
        ("not a url", None),
        ("", None),
        (None, None),
    ],
)
def test_hostnames(url: str | None, host: str | None) -> None:
    """A host comes without port and device; what is no host gives None and never raises."""
    assert hostname(url) == host


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://www.courier.com/a", "courier.com"),
        ("uk.courier.com", "in.courier.com"),
        ("news.courier.co.uk", "courier.co.uk"),
        ("Lem Valley Courier", "lemvalleycourier.com"),
        ("The Courier", "courier.com"),
        ("The Courier", "thecourier.com"),
        ("lem-courier.com", "Lem Courier"),
        ("Lem Courier", "LEM COURIER"),
    ],
)
def test_one_outlet(a: str, b: str) -> None:
    """Subdomains, spellings and the article "the" do not make another outlet, in either order."""
    assert same_outlet(a, b)
    assert same_outlet(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("courier.com", "gazette.com"),
        ("courier.co.uk", "gazette.co.uk"),
        ("ann.wordpress.com", "ben.wordpress.com"),
        ("Lem Courier", "Lem Gazette"),
        ("", "courier.com"),
        (None, None),
        ("", ""),
    ],
)
def test_two_outlets(a: str | None, b: str | None) -> None:
    """Country endings and blog platforms do not join outlets, and unknown equals nothing."""
    assert not same_outlet(a, b)
