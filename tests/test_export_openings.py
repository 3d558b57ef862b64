"""The line that stands for a headline."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from syndetect.export import export
from syndetect.export.openings import named, opening, openings
from syndetect.findings import Findings

LEAD = "The old bridge over the Lem is open again."


@pytest.mark.parametrize(
    "before",
    [
        "By Odile Marsh",
        "By Odile Marsh and Emil Tarnow, Staff Writers",
        "odile.marsh@lem.example",
        "Supported by the Lem Fund for Bridges",
        "/ Source: Lem News Agency",
        "Published 3 March 2031 at noon",
        "•",
        "– * –",
        "Lem Courier",
        "March 3, 2031 4:49 pm",
        "read our other stories here",
    ],
)
def test_what_stands_before_a_text_is_passed_over(before: str) -> None:
    """Bylines, addresses, sponsors, points and scraps give way to a line that tells something."""
    assert opening(f"{before}\n\n{LEAD}\nMore of it.") == LEAD


@pytest.mark.parametrize(
    "line",
    [
        "Bridge opens after two years",
        "62 walk over the new bridge",
        "“We danced on it,” says the mayor",
        "By Tuesday the bridge had cracked again.",
        "列姆河上的老桥今天重新开放",
        "By Tuesday most of the ferries were back at work",
    ],
)
def test_a_headline_is_kept(line: str) -> None:
    """A first line that reads like a headline or a sentence is the one, in any script."""
    assert opening(f"{line}\n\n{LEAD}") == line


def test_without_a_better_line_the_first_stands() -> None:
    """Scraps alone are shown as they are; three words go before fewer; far lines are not read."""
    assert opening("Ferries stop.") == "Ferries stop."
    assert opening("Bridge.\nbridge opens today\nNow.") == "bridge opens today"
    assert opening("Fog.\n" * 15 + LEAD) == "Fog."
    assert opening(" \n\n") is None


def test_furniture_is_no_opening() -> None:
    """A line that begins inside page furniture is passed over; long lines are cut."""
    assert opening(f"Menu of this page here\n{LEAD}", [(0, 22)]) == LEAD
    assert opening("Word " * 40) == "Word " * 17 + "Word…"


def test_openings_are_for_articles_without_headline(findings: Findings) -> None:
    """Only what has no headline gets an opening; without texts there is none."""
    ids = findings.articles["id"].to_pylist()
    found = dict(zip(ids, openings(findings).to_pylist(), strict=True))
    assert found["post/brief.txt"] == "Ferries stop."
    assert found["wire-room/strike.txt"] is None
    called = dict(zip(ids, named(findings)["headline"].to_pylist(), strict=True))
    assert called["post/brief.txt"] == "Ferries stop."
    assert called["wire-room/strike.txt"] == "Ferry strike cuts off Ostrey"
    assert openings(dataclasses.replace(findings, bodies=None)).null_count == len(ids)


def test_csv_has_openings_for_headlines(findings: Findings) -> None:
    """A line of the table has a name for both ends where there is a text."""
    rows = csv.DictReader(io.StringIO("".join(export(findings, "csv"))))
    assert all(row["child_headline"] for row in rows)
