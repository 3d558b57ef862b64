"""The known pitfalls of credits: what looks like one and is not, and what is one all the same."""

from __future__ import annotations

import pytest

from syndetect.credits import UNSPECIFIED, read_credits, text_agencies
from syndetect.credits.examples import shown
from syndetect.model import Article, CreditRole


def read(text: str, **given: str) -> dict[str, set[str]]:
    """Agencies by role."""
    found: dict[str, set[str]] = {}
    for credit in read_credits(Article("a", shown(text), **given)):
        found.setdefault(credit.role.value, set()).add(credit.agency)
    return found


def signed(text: str, **given: str) -> tuple[str, ...]:
    return text_agencies(read_credits(Article("a", shown(text), **given)))


@pytest.mark.parametrize(
    "text",
    ["The mayor told Reuters so.", "Reuters reported it.", "It is open, according to Reuters."],
)
def test_mentions_are_no_credit(text: str) -> None:
    """An agency that is told, that reports or that is referred to gave words, not the text."""
    assert read(f"{text}\n…") == {"citation": {"Reuters"}}


def test_a_habit_of_citing_makes_no_credit() -> None:
    """Nine citations are nine citations; beside a credit they make it surer."""
    cited = "\n".join(["The mayor told Reuters so, and the port is open."] * 9)
    assert signed(f"…\n{cited}") == ()
    once = read_credits(Article("a", "OSLO (Reuters) - The port is open.\n" + shown("…")))
    often = read_credits(Article("a", "OSLO (Reuters) - The port is open.\n" + cited))
    assert often[0].strength > once[0].strength


@pytest.mark.parametrize(
    "text",
    [
        "Ships on Friday. (AP Photo/Jane Doe)\n…",
        "AP\n…",
        "REUTERS/Jane Doe\n…",
        "Ships on Friday. (Jane Doe/The Canadian Press via AP)\n…",
        "Jane Doe/AFP via Getty Images\n…",
    ],
)
def test_pictures_are_no_text(text: str) -> None:
    """The credit of a picture is one of a picture alone."""
    assert set(read(text)) <= {"image"}


@pytest.mark.parametrize("job", ["writer", "writers"])
@pytest.mark.parametrize("names", ["Jane Doe", "Jane Doe and John Roe"])
def test_a_contribution_is_a_part(job: str, names: str) -> None:
    """Whoever contributes beside other people gave a part, one writer or several."""
    text = (
        f"…\nHerald reporter Ann Poe and Associated Press {job} {names} contributed to this report."
    )
    assert read(text) == {"contribution": {"AP"}}


@pytest.mark.parametrize(
    "text",
    [
        "COLUMBIA, Mo. (KMIZ) - The port is open.",
        "BOSTON (WBZ) — The port is open.",
        "OSLO (PORT) - It is open.",
        "(KQED) The port of the town is open again after three days, the mayor said.",
    ],
)
def test_call_signs(text: str) -> None:
    """What stands where an agency does, and is on no list, is nothing."""
    assert read(text) == {}


def test_own_domains() -> None:
    """An agency on its own pages credits itself."""
    text = "OSLO (AP) — The port is open."
    assert read(text, url="https://apnews.com/article/1") == {"own": {"AP"}}
    assert read(text, url="https://herald.example/1") == {"text": {"AP"}}


def test_a_name_beside_an_agency() -> None:
    """A reporter's name before the agency does not make the text the outlet's own."""
    assert signed("Jan Příklad, ČTK\n18. června 2025\n…") == ("ČTK",)
    assert signed("By Jane Doe, Associated Press\n…") == ("AP",)


@pytest.mark.parametrize(
    "text",
    [
        "Erie, PA - The port is open.",
        "El capó del coche y un mapa: todo está listo.",
        "Unified Payments Interface (UPI) - How travellers pay.",
        "Data Processing Agreement (DPA) - The firm signed it.",
        "The People's Action Party (PAP) - It met on Friday.",
        "Alcoholics Anonymous (AA) - It met on Friday.",
        "A card game (TT) - It is old.",
        "Air traffic (CNS) is busy.\n…",
        "The MTI of the engine (MTI) is known.\n…",
        "A bond (NTB) - It is for banks.\n…",
        "Charges of CP are rare, said the AA and the UNI, and PAP is a mask.\n…",
        "…\nThe pupils took the APP (AAP) and the TT.",
    ],
)
def test_acronyms_are_noise(text: str) -> None:
    """Acronyms that mean other things need their case, their place and their marks."""
    assert signed(text) == ()


def test_a_language_that_an_agency_does_not_write() -> None:
    """A short name counts where an article says nothing of its language, or the agency's."""
    text = "STOCKHOLM (TT) - Text av en annan."
    assert signed(text) == signed(text, language="sv-SE") == ("TT",)
    assert signed(text, language="de") == ()


def test_credits_keep_their_spans() -> None:
    """Credits are read off the body as it stands, and say where."""
    body = shown(
        "OSLO, 3 May (Reuters) - The port is open.\n…\n(Reporting by Ann Poe; Editing by X)"
    )
    found = read_credits(Article("a", body))
    assert found
    assert all(body[credit.begin : credit.end] == credit.text for credit in found)


def test_a_roundup_is_nobody_s() -> None:
    """A page of excerpts of several agencies is the text of none."""
    parts = [
        f"OSLO, May 3 ({name}) - " + shown("…")
        for name in ("Reuters", "AP", "AFP", "dpa", "Xinhua", "TASS")
    ]
    assert signed("\n".join([shown("…"), *parts])) == ()


def test_roles_are_neutral() -> None:
    """No role says that a text was taken without leave."""
    assert {role.value for role in CreditRole} == {
        "text", "contribution", "citation", "image", "own",
    }  # fmt: skip


def test_no_credit_is_no_claim() -> None:
    """A text without a credit says nothing of whose it is."""
    assert read("…") == {}
    assert signed("…") == ()


@pytest.mark.parametrize(
    ("text", "role", "agencies"),
    [
        ("FRANCE 24 with AFP, AP and Reuters\n…", "contribution", {"AFP", "AP", "Reuters"}),
        ("(FRANCE 24 with AFP, AP and REUTERS)\n…", "contribution", {"AFP", "AP", "Reuters"}),
        (
            "…\n(With files from Sputnik News | Reuters | AFP)",
            "contribution",
            {"Sputnik", "Reuters", "AFP"},
        ),
        ("…\n(With inputs from ANI, PTI and Reuters)", "contribution", {"ANI", "PTI", "Reuters"}),
        ("…\n(With inputs from agencies)", "contribution", {UNSPECIFIED}),
        ("…\nWith inputs from agencies", "contribution", {UNSPECIFIED}),
        ("…\nMit Material von dpa, AFP und Reuters", "contribution", {"dpa", "AFP", "Reuters"}),
        ("…\n(con información de EFE y AP)", "contribution", {"EFE", "AP"}),
        ("By Jane Doe, AP and Reuters\n…", "text", {"AP", "Reuters"}),
        ("…\n/ritzau/AFP", "text", {"Ritzau", "AFP"}),
    ],
)
def test_several_agencies(text: str, role: str, agencies: set[str]) -> None:
    """A form with several agencies credits each of them, and one that names none says so."""
    assert read(text).get(role) == agencies
