"""Datelines of agencies, and what only looks like one."""

from __future__ import annotations

import pytest

from syndetect import Article
from syndetect.credits import read_credits, text_agencies

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
MORE = (
    "More people came to the square than anyone had counted on, and the mayor thanked them for "
    "their patience in a short speech beside the fountain in the evening."
)


def read(opening: str, head: str = "Harbour wall to be rebuilt"):
    return read_credits(Article("a", f"{head}\n\n{opening}{TEXT}\n\n{MORE}"))


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("OSLO (Reuters) - ", "Reuters"),
        ("BERGEN, Jan 27 (Reuters) - ", "Reuters"),
        ("Aug 12 (Reuters) - ", "Reuters"),
        ("OSLO/BERGEN, Norway (Reuters) – ", "Reuters"),
        ("GENEVA (Thomson Reuters Foundation) - ", "Reuters"),
        ("Wien (reuters) - ", "Reuters"),
        ("BERGEN, Norway (AP) — ", "AP"),
        ("OSLO - OSLO (AP) - ", "AP"),
        ("(AP) — ", "AP"),
        ("Panamá (AFP) - ", "AFP"),
        ("Paris, le 3 mai 2021 (AFP) -- ", "AFP"),
        ("Berlin (dpa) - ", "dpa"),
        ("Kiel (dpa/lno) - ", "dpa"),
        ("Berlín (DPA) - ", "dpa"),
        ("Londres, 21 mar (EFE).- ", "EFE"),
        ("EFE.- ", "EFE"),
        ("Madrid, 18 de marzo (EFE) - ", "EFE"),
        ("(ANSA) - ROMA, 22 MAR - ", "ANSA"),
        ("Roma (ANSA) - ", "ANSA"),
        ("DAYTON, March 18 (UPI) -- ", "UPI"),
        ("MOSCOW, January 21. /TASS/. ", "TASS"),
        ("MINSK, August 25. /TASS/ ", "TASS"),
        ("МОСКВА, 10 фев — РИА Новости. ", "RIA Novosti"),
        ("BEIJING, Sept. 2 (Xinhua) -- ", "Xinhua"),
        ("LISBOA, 18 jun (Xinhua) -- ", "Xinhua"),
        ("TOKYO (Kyodo) -- ", "Kyodo"),
        ("Mumbai, Dec 9 (PTI) ", "PTI"),
        ("New Delhi [India], March 18 (ANI): ", "ANI"),
        ("Bhopal, May 3 (IANS) ", "IANS"),
        ("(Bloomberg) -- ", "Bloomberg"),
        ("SÃO PAULO, 5 mai (Reuters) - ", "Reuters"),
        ("Washington (CNN) ", "CNN"),
        ("Washington (CNN)", "CNN"),
        ("(CNN) ― ", "CNN"),
        ("SEOUL, Nov. 24 (Yonhap) -- ", "Yonhap"),
        ("PRAHA 18. června (ČTK) - ", "ČTK"),
    ],
)
def test_datelines_name_the_agency(opening: str, agency: str) -> None:
    """A dateline of any agency, language and dash makes the text the agency's."""
    found = read(opening)
    assert text_agencies(found) == (agency,)
    assert found[0].zone == "dateline"


@pytest.mark.parametrize(
    "opening",
    [
        "COLUMBIA, Mo. (KMIZ) — ",
        "TULSA, Okla. (KTUL) - ",
        "NEW YORK (WABC) -- ",
        "PHILADELPHIA (PA) - ",
        "DENVER (KUSA/KDVR) — ",
    ],
)
def test_local_call_signs_are_no_agencies(opening: str) -> None:
    """Only names of the closed list count; a station in the same place is nothing."""
    assert [credit for credit in read(opening) if credit.role == "text"] == []


def test_two_agencies_share_a_dateline() -> None:
    """ "(AP/Reuters)" names both."""
    assert set(text_agencies(read("OSLO (AP/Reuters) - "))) == {"AP", "Reuters"}


@pytest.mark.parametrize(
    "glue",
    [
        "Share this: OSLO (Reuters) - ",
        "Wall to riseOSLO (Reuters) - ",
        "By Ann Poe OSLO (Reuters) - ",
    ],
)
def test_dateline_inside_a_glued_line(glue: str) -> None:
    """A city in capitals right before the agency opens the text on a line that holds more."""
    assert text_agencies(read_credits(Article("a", f"{glue}{TEXT} {MORE}"))) == ("Reuters",)


def test_dateline_below_captions() -> None:
    """A gallery above the text does not push its dateline into the depth."""
    gallery = "\n\n".join(
        f"Boat {number} leaves the harbour under a grey sky while two cranes are moved to the far "
        f"end of the pier, Friday, May {number}, 2021.\n\nPhoto: Ann Poe, AP\n\nImage {number} of 8"
        for number in range(1, 9)
    )
    body = f"Harbour wall to be rebuilt\n\n{gallery}\n\nOSLO (AP) — {TEXT}\n\n{MORE}"
    assert text_agencies(read_credits(Article("a", body))) == ("AP",)


def test_excerpt_deep_in_a_page_does_not_sign_it() -> None:
    """A dateline below several paragraphs opens an excerpt, not the article."""
    above = "\n\n".join(f"{number}. {TEXT}" for number in range(6))
    found = read_credits(Article("a", f"Roundup\n\n{above}\n\nOSLO (Reuters) - {MORE}"))
    assert text_agencies(found) == ()
    assert [credit.strength < 0.5 for credit in found if credit.agency == "Reuters"] == [True]


def test_span_of_a_dateline() -> None:
    """The credit's span is the dateline itself, place and dash included."""
    body = f"Head\n\nOSLO, May 3 (Reuters) - {TEXT}"
    credit = read_credits(Article("a", body))[0]
    assert body[credit.begin : credit.end] == "OSLO, May 3 (Reuters) - " == credit.text
