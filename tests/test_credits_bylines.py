"""Bylines and lines that are only an agency's name."""

from __future__ import annotations

import pytest

from syndetect import Article
from syndetect.credits import read_credits, text_agencies

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
CAPTION = "Boats lie in the old harbour below the wall on a quiet Friday evening in early May."


def signed(head: str) -> tuple[str, ...]:
    body = f"Harbour wall to be rebuilt\n\n{head}\n\n{TEXT}\n\n{TEXT[::-1]}"
    return text_agencies(read_credits(Article("a", body)))


@pytest.mark.parametrize(
    ("head", "agencies"),
    [
        ("By Jane Doe, Reuters", ("Reuters",)),
        ("By JANE DOE and JOHN ROE Associated Press", ("AP",)),
        ("By                         JANE DOE Associated Press", ("AP",)),
        ("By Jane Doe and Karl IsachenkovAssociated Press", ("AP",)),
        ("Jane Doe and Karl IsachenkovAssociated Press", ("AP",)),
        ("By The Associated Press", ("AP",)),
        ("By JANE DOE, AP Science Writer | May 3", ("AP",)),
        ("Jane Doe, AP Science Writer", ("AP",)),
        ("The Associated Press — By JANE DOE - Associated Press", ("AP",)),
        ("The Associated Press | Monday, May 3, 2021, 7:24 a.m.", ("AP",)),
        ("Jane Doe and John Roe, Associated Press Published 6:23 a.m. ET May 3, 2021", ("AP",)),
        ("Posted 5:57 am, May 3, 2021, by Associated Press", ("AP",)),
        ("Jane Doe\n\nThe Associated Press", ("AP",)),
        ("JANE DOE and JOHN ROE / AP", ("AP",)),
        ("AP\n\nMay 3, 2021", ("AP",)),
        ("AP May 3, 2021, 10:35 PM", ("AP",)),
        ("Associated Press\n\nPurchase: Order Reprint", ("AP",)),
        ("By PA Reporter", ("PA",)),
        ("Von Jane Doe, dpa", ("dpa",)),
        ("Par AFP", ("AFP",)),
        ("Par Jeanne Dupont (AFP)", ("AFP",)),
        ("Por Agencia EFE", ("EFE",)),
        ("Di Redazione ANSA", ("ANSA",)),
        ("Por Ana Silva, da Reuters", ("Reuters",)),
        ("Reuters India•", ("Reuters",)),
        ("By JANE DOE, CNN", ("CNN",)),
        ("By Jane Doe for The Washington Post", ("Washington Post",)),
        ("By Jane Doe New York Times", ("New York Times",)),
        ("Jane Doe, John Roe and Ann Poe, Bloomberg", ("Bloomberg",)),
        ("/ Source: Associated Press", ("AP",)),
    ],
)
def test_bylines_name_the_agency(head: str, agencies: tuple[str, ...]) -> None:
    """A byline of any form makes the text the agency's."""
    assert signed(head) == agencies


def test_two_houses_sign_together() -> None:
    """ "By NAME, CNN, AP" and "Los Angeles Times (TNS)" name two sources."""
    assert set(signed("By JANE DOE, CNN, AP")) == {"CNN", "AP"}
    assert set(signed("Jane Doe\n\nLos Angeles Times (TNS)")) == {"Los Angeles Times", "TNS"}


def test_agency_wins_over_the_personal_name() -> None:
    """A named reporter beside an agency's mark is the agency's reporter."""
    assert signed("Jan Novák, ČTK\n\nMay 3, 2021") == ("ČTK",)


@pytest.mark.parametrize(
    "head",
    [
        "By Michael Bloomberg",
        "By Jane Doe",
        "Le Journal avec AFP",
        "By Washington Post standards it was a short debate",
        "Jane Doe is angry with CNN",
    ],
)
def test_other_lines_sign_nothing(head: str) -> None:
    """A surname, a plain name, "with AFP" and prose are no agency's byline."""
    assert signed(head) == ()


@pytest.mark.parametrize("name", ["AP", "The Associated Press", "THE ASSOCIATED PRESS"])
def test_name_below_a_caption_signs_the_picture(name: str) -> None:
    """An agency's name alone under a caption or a deck is the picture's credit."""
    assert signed(f"{CAPTION}\n\n{name}") == ()


def test_name_below_a_credited_caption_signs_the_text() -> None:
    """Where the caption has its credit already, the full name below it is the byline."""
    assert signed(f"{CAPTION}\n\n(Ann Poe/Pool/AP)\n\nAssociated Press") == ("AP",)


def test_photographer_below_a_byline() -> None:
    """ "NAME, AGENCY" below another byline is a photographer."""
    assert signed("By Jane Doe\n\nAnn Poe, Associated Press\n\nBoats at rest") == ()


def test_name_inside_the_body_signs_a_box() -> None:
    """A lone name between paragraphs belongs to an inset."""
    body = "\n\n".join(["Head", *(f"{n} {TEXT}" for n in range(5)), "The Associated Press"])
    body = "\n\n".join([body, *(f"{n} {TEXT[::-1]}" for n in range(14))])
    assert text_agencies(read_credits(Article("a", body))) == ()


def test_agency_headline_tags() -> None:
    """ "AP FACT CHECK:" is a headline of the agency's own."""
    body = f"AP FACT CHECK: What the council said\n\n{TEXT}"
    assert text_agencies(read_credits(Article("a", body))) == ("AP",)
