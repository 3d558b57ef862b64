"""What PROV and schema.org are told, and the names under which they are told it."""

from __future__ import annotations

import re

import pytest
from conftest import make_findings
from hypothesis import given
from hypothesis import strategies as st

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.export.claims import (
    agency_of,
    joined,
    local,
    of_article,
    of_derivation,
    qualified,
    text_credits,
    uri,
)

# PN_LOCAL of PROV-N without escapes: what every reader of qualified names takes.
_INSIDE = r"[A-Za-z0-9_/~]|%[0-9A-F]{2}"
_LOCAL = re.compile(rf"(?:{_INSIDE})(?:(?:{_INSIDE}|[.-])*(?:{_INSIDE}|-))?")


@given(st.text(min_size=1), st.text(min_size=1))
def test_ids_become_names_that_never_meet(one: str, other: str) -> None:
    """Any text becomes a local part that needs no escape, and two texts two of them."""
    assert _LOCAL.fullmatch(local(one))
    assert (local(one) == local(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("wire-room/strike.txt", "wire-room/strike.txt"),
        ("a b:c", "a%20b%3Ac"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("-x.", "%2Dx%2E"),
        ("100%", "100%25"),
        ("ü\n", "%C3%BC%0A"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_names_are_percent_encoded(text: str, name: str) -> None:
    """Paths stay readable; the rest is percent-encoded UTF-8."""
    assert local(text) == name


def test_a_name_has_a_uri() -> None:
    """Prefix and local part make one URI; an article and a source never share it."""
    assert uri(qualified("article", "a b")) == "urn:syndetect:article:a%20b"
    assert uri(qualified("source", "a b")) != uri(qualified("article", "a b"))


def test_an_agency_that_is_not_named_is_another_each_time() -> None:
    """Two articles that credit "agencies" do not credit one agency."""
    one, other = (agency_of(UNSPECIFIED, qualified("article", name)) for name in "ab")
    assert one != other
    assert agency_of("AP", "article:a") == agency_of("AP", "article:b") == "agency:AP"
    assert one.startswith("agency:unspecified%20agency/")


def test_what_is_not_known_is_not_told() -> None:
    """A row of an older version tells what it has; a derivation without order is the first."""
    row = {"relation": "reprint", "probability": 0.1234567, "decided": None, "reasons": None}
    assert of_derivation(row) == {
        "relation": "reprint",
        "probability": 0.123457,
        "decided": False,
        "order": 1,
    }
    assert of_article({"role": "origin", "family": None}) == {"role": "origin"}
    spans = [{"begin": 0, "end": 12}, {"begin": 30, "end": 41}]
    assert of_derivation({**row, "spans": spans})["spans"] == ["0-12", "30-41"]


def test_credits_of_the_text_are_gathered() -> None:
    """Credits to one agency in one role are one, with the greatest strength and each wording
    once; images and citations are no credits of the text."""
    row = make_findings().credits.to_pylist()[0]
    rows = [
        {**row, "text": "(Reuters)\n  -", "strength": 0.5},
        {**row, "text": "(Reuters) -"},
        {**row, "text": "by AP", "agency": "AP", "role": "contribution", "strength": None},
        {**row, "text": "Photo: AFP", "agency": "AFP", "role": "image"},
        {**row, "text": "told AFP", "agency": "AFP", "role": "citation"},
    ]
    columns = {name: [one[name] for one in rows] for name in schema.RESULT_CREDITS.names}
    ap, reuters = text_credits(schema.build(schema.RESULT_CREDITS, columns))[row["article"]]
    assert (ap.agency, ap.role, ap.strength, ap.texts) == ("AP", "contribution", 0.0, ("by AP",))
    assert (reuters.strength, reuters.texts) == (0.95, ("(Reuters) -",))


def test_members_are_joined_by_commas() -> None:
    """Nothing, one and many members have as many commas as JSON needs."""
    assert "".join(joined([])) == ""
    assert "".join(joined(["1"])) == "1\n"
    assert "".join(joined(["1", "2"])) == "1,\n2\n"
