"""From credits to the agency whose text it is."""

from __future__ import annotations

from syndetect.credits import UNSPECIFIED, text_agencies, text_agency
from syndetect.model import Credit, CreditRole


def credit(
    agency: str,
    strength: float = 0.9,
    zone: str = "byline",
    role: CreditRole = CreditRole.TEXT,
) -> Credit:
    return Credit("a", agency, role, 0, 1, "x", zone, strength)


def test_no_credit_no_agency() -> None:
    """Without a text credit that is sure enough there is no answer."""
    assert text_agency([]) is None
    assert text_agency([credit("AP", 0.5)]) is None
    assert text_agency([credit("AP", role=role) for role in CreditRole if role != "text"]) is None


def test_surest_first() -> None:
    """Agencies that sign together come surest first; equal strength goes to the byline."""
    assert text_agencies([credit("AP", 0.88), credit("CNN", 0.93)]) == ("CNN", "AP")
    pair = [credit("Reuters", zone="dateline"), credit("AP", zone="byline")]
    assert text_agencies(pair) == text_agencies(pair[::-1]) == ("AP", "Reuters")


def test_much_weaker_credits_give_way() -> None:
    """A footer does not stand beside a dateline."""
    assert text_agencies([credit("AP", 0.95, "dateline"), credit("CNN", 0.8, "tail")]) == ("AP",)


def test_unnamed_agency_gives_way() -> None:
    """An unnamed agency is the answer only where no other is named."""
    assert text_agency([credit(UNSPECIFIED, 0.75)]) == UNSPECIFIED
    assert text_agencies([credit(UNSPECIFIED, 0.75), credit("AP", 0.7)]) == ("AP",)


def test_digests_belong_to_nobody() -> None:
    """A page of several agencies' excerpts is not the text of the one on top."""
    excerpts = [credit(name, 0.4, "body") for name in ("Reuters", "AFP", "CNN")]
    assert text_agencies([credit("AP", 0.95, "dateline"), *excerpts]) == ()
    same = [credit("AP", 0.4, "body")] * 5
    assert text_agencies([credit("AP", 0.95, "dateline"), *same]) == ("AP",)
