"""Who saw it for themselves: agencies and staff reporters write up an event, each from its own
choice of facts, in its own order; wires go out in versions."""

from __future__ import annotations

import math

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Draft, Piece, copied
from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.house import House
from syndetect.newsroom.telling import Teller


def report(event: Event, house: House, size: int, *, early: bool = False) -> Draft:
    """An independent report with about *size* facts; *early* has the lower, first numbers."""
    chance = Chance(event.key, house.name, "report")
    facts = chosen(event, chance, size)
    teller = Teller(event, house, "report", early=early)
    paragraphs: list[list[Piece]] = []
    for fact in facts:
        piece = _piece(teller, fact)
        room = paragraphs and sum(len(p.text) for p in paragraphs[-1]) < 170 * house.sentences
        if room and len(paragraphs) > 1 and len(paragraphs[-1]) < house.sentences:
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([piece])
    return Draft(teller.headline("report"), paragraphs)


def chosen(event: Event, chance: Chance, size: int) -> list[Fact]:
    """The lead, and *size* - 1 other facts as one writer takes and orders them."""
    lead, *rest = sorted(event.facts, key=lambda fact: -fact.weight)
    taste = {fact.key: math.sqrt(fact.weight) * chance.spread(0.05, 1.95) for fact in rest}
    taken = sorted(rest, key=lambda fact: -taste[fact.key])[: size - 1]
    order = {fact.key: fact.weight * chance.spread(0.4, 1.6) for fact in taken}
    return [lead, *sorted(taken, key=lambda fact: -order[fact.key])]


def _piece(teller: Teller, fact: Fact) -> Piece:
    told = teller.tell(fact)
    return Piece(told.text, "quote" if told.quote else "fact", fact, told.quote)


def update(event: Event, house: House, before: Draft, key: str, version: int) -> Draft:
    """The next version of a wire: a new top and new facts under it, the background stands.

    *before* is version *key*. Sentences with numbers that rose are put right.
    """
    chance = Chance(event.key, house.name, "version", version)
    draft = copied(before, key)
    operator = draft.begin("update", 1.0)
    teller = Teller(event, house, f"version{version}")
    known = {piece.fact.key for piece in draft.told() if piece.fact}
    fresh = [fact for fact in event.facts if fact.key not in known]
    taste = {fact.key: fact.weight * chance.spread(0.4, 1.6) for fact in fresh}
    fresh = sorted(fresh, key=lambda fact: -taste[fact.key])[: chance.between(2, 6)]
    lead = next(piece for piece in draft.told())
    again = Teller(event, house, "report")
    for piece in draft.told()[1:]:
        if piece.fact and _rises(event, piece.fact):
            told = again.tell(piece.fact)
            if told.text != piece.text:
                piece.renew(told.text, operator, told.quote)
    top = [_piece(teller, fact) for fact in ([lead.fact] if lead.fact else []) + fresh]
    top[0].came = lead.came
    for piece in top:
        piece.mark(operator)
    draft.paragraphs = [[piece] for piece in top] + [
        kept
        for paragraph in draft.paragraphs
        if (kept := [piece for piece in paragraph if piece is not lead])
    ]
    if chance.maybe(0.3):
        told_now = draft.told()
        draft.drop(told_now[len(told_now) - 1 :], operator)
    if chance.maybe(0.5):
        draft.headline = teller.headline(version)
    return draft


def _rises(event: Event, fact: Fact) -> bool:
    return any("{" + name + "}" in way for name in event.early for way in fact.ways)
