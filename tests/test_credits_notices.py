"""Notices about the text, citations, and credits that name no agency."""

from __future__ import annotations

import pytest

from syndetect import Article
from syndetect.credits import UNSPECIFIED, read_credits, text_agencies

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
MORE = (
    "More people came to the square than anyone had counted on, and the mayor thanked them for "
    "their patience in a short speech beside the fountain in the evening."
)


def read(tail: str, middle: str = MORE):
    body = f"Harbour wall to be rebuilt\n\n{TEXT}\n\n{middle}\n\n{TEXT[::-1]}\n\n{tail}"
    return read_credits(Article("a", body))


def roles(tail: str) -> set[tuple[str, str]]:
    return {(credit.agency, str(credit.role)) for credit in read(tail)}


@pytest.mark.parametrize(
    ("tail", "agencies"),
    [
        ("Copyright © 2020 The Associated Press. All rights reserved.", ("AP",)),
        ("© 2018 Thomson/Reuters.  All rights reserved.", ("Reuters",)),
        ("Copyright 2018 by CNN NewSource. All rights reserved.", ("CNN",)),
        ("©2025 Bloomberg L.P.", ("Bloomberg",)),
        ("(c) 2018, The Washington Post", ("Washington Post",)),
        ("© dpa-infocom, dpa:210503-930-1/1", ("dpa",)),
        ("Our Standards: The Thomson Reuters Trust Principles.", ("Reuters",)),
        ("(Reporting by Jane Doe; Editing by John Roe)", ("Reuters",)),
        ("(Reporting By Jane Doe in Oslo; writing by Ann Poe)", ("Reuters",)),
        ("(Editing by John Roe)", ("Reuters",)),
        ("___\n\nAssociated Press writer Jane Doe in London contributed to this report.", ("AP",)),
        ("AP writers Jane Doe and John Q. Roe contributed to this report.", ("AP",)),
        ("Jane Doe is an Associated Press writer.", ("AP",)),
        ("This article originally appeared in The New York Times.", ("New York Times",)),
        ("Originally published by the Los Angeles Times", ("Los Angeles Times",)),
        ("This story was reported by The Associated Press.", ("AP",)),
        ("Distributed by Tribune Content Agency, LLC.", ("TNS",)),
        ("Credit: Reuters", ("Reuters",)),
        ("Quelle: dpa", ("dpa",)),
        ("Fuente: EFE", ("EFE",)),
        ("Fonte: ANSA", ("ANSA",)),
        ("- PTI", ("PTI",)),
        ("--IANS ab/cd", ("IANS",)),
        ("PTI ABC XYZ", ("PTI",)),
        ("(ANI)", ("ANI",)),
        ("(ANSA).", ("ANSA",)),
        ("Reuters", ("Reuters",)),
        (
            "This article is republished from The Conversation under a Creative Commons license.",
            ("The Conversation",),
        ),
        ("This report by The Canadian Press was first published May 3.", ("Canadian Press",)),
    ],
)
def test_notices_of_the_text(tail: str, agencies: tuple[str, ...]) -> None:
    """Copyright, sign-offs and notes of origin below the text make it the agency's."""
    assert text_agencies(read(tail)) == agencies


@pytest.mark.parametrize(
    ("tail", "agency"),
    [
        ("The Associated Press contributed to this report.", "AP"),
        ("The Associated Press and Herald reporter Jane Doe contributed to this report.", "AP"),
        ("Herald's Jane Doe and the Associated Press contributed to this story.", "AP"),
        ("• Associated Press writer Jane Doe contributed to this report.", "AP"),
        ("(With inputs from PTI)", "PTI"),
        ("With files from Reuters", "Reuters"),
        ("With additional reporting by AFP", "AFP"),
        ("Contributing: Jane Doe, Harbour Herald; The Associated Press", "AP"),
        ("Some information for this report came from The Associated Press.", "AP"),
        ("(mit Material der dpa)", "dpa"),
        ("(avec AFP)", "AFP"),
        ("Con información de EFE", "EFE"),
        ("Com informações da AFP", "AFP"),
    ],
)
def test_contributions_are_a_part_only(tail: str, agency: str) -> None:
    """An agency that contributed gave a part: no text credit comes of it."""
    assert roles(tail) == {(agency, "contribution")}


def test_each_contributor_is_named() -> None:
    """A list of agencies gives one contribution each."""
    assert roles("With inputs from ANI, PTI and Reuters") == {
        ("ANI", "contribution"),
        ("PTI", "contribution"),
        ("Reuters", "contribution"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor told Reuters that the work would begin in spring.",
        "Reuters reported that the work would begin in spring.",
        "According to Reuters, the work would begin in spring.",
        "The plan was first reported by Reuters on Monday.",
        "The mayor said in an interview with Reuters that he was glad.",
    ],
)
def test_citations_are_no_text_credit(sentence: str) -> None:
    """An agency that is quoted is a source of words, not of the text."""
    found = read("", middle=f"{MORE} {sentence}")
    assert [str(credit.role) for credit in found] == ["citation"]
    assert text_agencies(found) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Bloomberg Intelligence keeps a list of such walls.",
        "The UPI payments system was down, and PA was asked to mend it.",
        "Under the DPA the company must keep the data for a year.",
        "Fans of CNN and Reuters disagreed.",
        "El capó del coche y el mapa AP de la zona.",
    ],
)
def test_plain_mentions_and_acronyms_are_nothing(sentence: str) -> None:
    """A name in running text without a form around it is no credit."""
    assert read("", middle=f"{MORE} {sentence}") == []


def test_footer_does_not_outweigh_the_byline() -> None:
    """An agency's footer under another agency's story is weaker than what stands above it."""
    body = f"Head\n\nOSLO (Reuters) - {TEXT}\n\n{MORE}\n\nCopyright 2021 The Associated Press."
    assert text_agencies(read_credits(Article("a", body))) == ("Reuters",)


@pytest.mark.parametrize(
    ("tail", "role"),
    [
        ("(With inputs from agencies)", "contribution"),
        ("Herald wire services contributed to this report.", "contribution"),
        ("With Post Wires", "contribution"),
        ("(avec agences)", "contribution"),
        ("mit Agenturmaterial", "contribution"),
        ("(This story has not been edited and is published from a syndicated feed.)", "text"),
    ],
)
def test_unnamed_agencies(tail: str, role: str) -> None:
    """A credit that names no agency is kept under one common name."""
    assert roles(tail) == {(UNSPECIFIED, role)}


def test_agencies_of_the_state_are_no_wire() -> None:
    """ "Intelligence agencies" and "wire fraud" credit nobody."""
    words = "Intelligence agencies and other agencies looked into wire fraud and a news feed."
    assert read("", middle=f"{MORE} {words}") == []


def test_best_selling_authors_are_no_staff() -> None:
    """ "a New York Times best-selling author" says nothing of the text."""
    assert text_agencies(read("Jane Doe is a New York Times best-selling author.")) == ()
