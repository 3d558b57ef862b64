"""Examples and counter-examples of each agency, and those of a user's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndetect.agency import Agency, Entry
from syndetect.credits.agencies import lexicon, own_entries
from syndetect.credits.examples import failures, proven, shown
from syndetect.errors import SettingsError

LEAST = 45


def test_agencies_enough() -> None:
    """At least 45 agencies and syndicators are known."""
    assert len(own_entries()) >= LEAST


@pytest.mark.parametrize("entry", own_entries(), ids=lambda entry: entry.agency.name)
def test_each_agency_is_shown(entry: Entry) -> None:
    """Each agency has examples that are read as its text, and counter-examples that are not."""
    assert entry.examples
    assert entry.wrong
    assert failures(entry, lexicon()) == []


@pytest.mark.parametrize("entry", own_entries(), ids=lambda entry: entry.agency.name)
def test_call_signs_in_the_place_of_the_agency_are_nothing(entry: Entry) -> None:
    """Another name where an example has the agency's makes no text of any agency: the list is
    closed.
    """
    agency = entry.agency
    names = sorted((*agency.full, *agency.short), key=len, reverse=True)
    first = entry.examples[0]
    for name in names:
        for form in (name, name.upper(), name.strip("()/（）】【=＝©")):
            first = first.replace(form, "KMIZ")
    other = Entry(agency, (), (first,))
    assert "KMIZ" in first
    assert failures(other, lexicon()) == []


def test_a_story_stands_for_a_line() -> None:
    """A line of an ellipsis is paragraphs; all else stays."""
    assert shown("a … b") == "a … b"
    first, *story, last = shown("one\n…\ntwo").split("\n")
    assert (first, last) == ("one", "two")
    assert len(story) > 2
    assert all(len(line) >= 140 for line in story)


def test_agencies_of_a_user(tmp_path: Path) -> None:
    """A file whose examples hold gives its agencies."""
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[agency]]\nname = "Fjord"\nfull = ["Fjord News"]\nshort = ["(FN)"]\n'
        'domains = ["fjord.example"]\nopens = ["parens"]\n'
        'examples = ["OSLO (FN) - The port reopened."]\nnot = ["He told Fjord News a lot."]\n',
        encoding="utf-8",
    )
    assert proven(path) == (
        Agency(
            "Fjord",
            full=("Fjord News",),
            short=("(FN)",),
            domains=("fjord.example",),
            opens=("parens",),
        ),
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            'opens = []\nexamples = ["OSLO (FN) - Text."]',
            "field examples: .* is not read as a text",
        ),
        ('opens = ["parens"]\nnot = ["OSLO (FN) - Text."]', "field not: .* is read as a text"),
        ('domains = ["reuters.com"]', "agency Fjord: 'reuters.com' is of the agency Reuters"),
    ],
)
def test_a_file_that_contradicts_itself(tmp_path: Path, body: str, told: str) -> None:
    """An example that does not hold, or a domain of another agency, is named with its file."""
    path = tmp_path / "mine.toml"
    path.write_text(f'[[agency]]\nname = "Fjord"\nshort = ["(FN)"]\n{body}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"mine\.toml: .*{told}"):
        proven(path)
