"""Whose text an article is, judged from its marks."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Credit, CreditRole
from .agencies import UNSPECIFIED

THRESHOLD = 0.6  # a weaker text credit does not decide
MARGIN = 0.12  # agencies this close to the strongest sign together ("By NAME, CNN, AP")
DIGEST = 3  # excerpts with other agencies' datelines from which a page is a digest
_ZONES = ("byline", "dateline", "head", "tail", "body")


def text_agencies(marks: Iterable[Credit]) -> tuple[str, ...]:
    """The agencies whose text the article is, surest first; empty where no credit is sure enough.

    Bylines and datelines come before notices below the text: an outlet's own footer, or an
    agency's under an inset, does not outweigh what stands above the text. A page that holds
    several excerpts of other agencies is nobody's.
    """
    best: dict[str, tuple[float, int]] = {}
    excerpts: list[str] = []
    for credit in marks:
        if credit.role is not CreditRole.TEXT:
            continue
        if credit.zone == "body" and credit.strength < THRESHOLD:
            excerpts.append(credit.agency)
        rank = (credit.strength, -_ZONES.index(credit.zone))
        if credit.strength >= THRESHOLD and rank > best.get(credit.agency, (0.0, 0)):
            best[credit.agency] = rank
    if not best or sum(agency not in best for agency in excerpts) >= DIGEST:
        return ()
    if len(best) > 1:
        best.pop(UNSPECIFIED, None)
    top = max(strength for strength, _ in best.values())
    close = [name for name, (strength, _) in best.items() if strength >= top - MARGIN - 1e-9]
    return tuple(sorted(close, key=lambda name: (-best[name][0], -best[name][1], name)))


def text_agency(marks: Iterable[Credit]) -> str | None:
    """The one agency whose text the article most surely is, or None."""
    agencies = text_agencies(marks)
    return agencies[0] if agencies else None
