"""Who prints: host names, and names that mean one outlet."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from syndetect.ingest.outlets import aliases, hostname, keys, same_outlet


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
        ("edition.cnn.com", "cnn.com"),
        ("https://www.bbc.co.uk/news", "bbc.com"),
        ("The New York Times", "https://www.nytimes.com/2018/x"),
        ("NYT", "New York Times"),
        ("hosted.ap.org", "apnews.com"),
        ("abcnews.go.com", "abcnews.com"),
        ("L.A. Times", "latimes.com"),
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
        ("New York Times", "New York Post"),
        ("ft.com", "faz.net"),
        ("", "courier.com"),
        (None, None),
        ("", ""),
    ],
)
def test_two_outlets(a: str | None, b: str | None) -> None:
    """Country endings and blog platforms do not join outlets, and unknown equals nothing."""
    assert not same_outlet(a, b)


def test_every_alias_leads_to_one_outlet() -> None:
    """No host or name stands under two outlets, and each is recognised by the outlet's key."""
    source = resources.files("syndetect.ingest").joinpath("outlets.toml").read_text("utf-8")
    listed = tomllib.loads(source)["outlet"]
    spelled = [name for one in listed for name in (one["name"], *one["hosts"], *one["names"])]
    squashed = ["".join(c for c in name.casefold() if c.isalnum() or c == ".") for name in spelled]
    assert len(set(squashed)) == len(squashed)
    for one in listed:
        shared = [keys(name) for name in (one["name"], *one["hosts"], *one["names"])]
        assert frozenset.intersection(*shared)
    assert set(aliases().values()) <= set(aliases())
