"""Credits of pictures never make a text an agency's."""

from __future__ import annotations

import pytest

from syndetect import Article
from syndetect.credits import read_credits, text_agencies

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
LINES = [
    "AP Photo/Jane Doe",
    "(AP Photo/Jane Doe, File)",
    "AFP PHOTO / Jane Doe",
    "REUTERS/Jane Doe",
    "Jane Doe / Reuters",
    "Jane Doe/Harbour Pool via AP",
    "(Jane Doe/The Canadian Press via AP)",
    "Photo: Jane Doe, AP",
    "(Photo: The Associated Press)",
    "Photograph by Jane Doe / TASS via Getty",
    "Jane Doe | Bloomberg | Getty Images",
    "Jane Doe/AFP/Getty Images",
    "© AFP 2019 / Jane Doe",
    "AP/File 2017",
    "From the council via CNN",
    "Boats lie in the harbour below the old wall on a quiet evening. (Jane Doe, AP)",
    "Boats lie in the harbour below the old wall on a quiet evening.          (AP)",
    "Boats lie in the harbour below the old wall on a quiet evening. Reuters",
    "Boats lie in the harbour below the old wall on a quiet evening. Jane Doe AP",
    "The mayor says the wall will be finished before the winter comes. (May 3) AP",
    "Boats lie in the harbour. (AP Photo/Jane Doe) (Copyright 2017 The Associated Press.)",
    "Fire in the harbour, 2014.Jane Doe / Reuters",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("place", ["above", "within", "below"])
def test_picture_credits_are_image_only(line: str, place: str) -> None:
    """Wherever it stands, a picture's credit has the role image and no other."""
    parts = ["Harbour wall to be rebuilt", TEXT, TEXT[::-1], TEXT.upper()]
    parts.insert({"above": 1, "within": 2, "below": 4}[place], line)
    found = read_credits(Article("a", "\n\n".join(parts)))
    assert found
    assert {str(credit.role) for credit in found} == {"image"}
    assert text_agencies(found) == ()


def test_rows_of_credits_among_captions() -> None:
    """ "Credit: AGENCY" repeated between captions signs the pictures."""
    rows = "Credit: The Associated Press\n\nA boat in the harbour. (Jane Doe via AP)\n\n" * 3
    found = read_credits(Article("a", f"Head\n\nBy Ann Poe\n\n{rows}"))
    assert text_agencies(found) == ()


def test_pictures_do_not_hide_the_text_credit() -> None:
    """A page may credit pictures to one agency and the text to another."""
    body = f"Head\n\nAFP PHOTO / Jane Doe\n\nOSLO (Reuters) - {TEXT}"
    assert text_agencies(read_credits(Article("a", body))) == ("Reuters",)
