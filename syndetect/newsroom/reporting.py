"""Who saw it for themselves: agencies and staff reporters write up an event, each from its own
choice of facts, in its own order; wires go out in versions."""

from __future__ import annotations

from syndetect.newsroom.beat import Beat
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import QUOTED, Draft, Piece, copied
from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.house import House
from syndetect.newsroom.telling import Teller, joined

_JOINED = 0.3  # share of neighboring short sentences that become one
_LONGEST = 190  # characters of two sentences that may become one


def report(beat: Beat, house: House, size: int, *, early: bool = False) -> Draft:
    """An independent report with about *size* facts; *early* has the lower, first numbers."""
    chance = Chance(beat.event.key, house.name, "order")
    facts = ordered(chance, beat.facts(house)[:size])
    teller = Teller(beat.event, house, "report", early=early, beat=beat)
    paragraphs: list[list[Piece]] = []
    for fact in facts:
        piece = _piece(teller, fact)
        room = paragraphs and sum(len(p.text) for p in paragraphs[-1]) < 170 * house.sentences
        last = paragraphs[-1][-1] if room and len(paragraphs) > 1 else None
        if last is not None and _short(last, piece) and chance.maybe(_JOINED):
            _join(last, piece)
        elif last is not None and len(paragraphs[-1]) < house.sentences:
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([piece])
    return Draft(teller.headline("report"), paragraphs)


def ordered(chance: Chance, facts: list[Fact]) -> list[Fact]:
    """The lead, then the others: what matters mostly stands higher, but no two writers agree."""
    lead, rest = facts[:1], facts[1:]
    place = {fact.key: min(fact.weight, 90) ** 0.25 * chance.spread(0.05, 1.95) for fact in rest}
    return [*lead, *sorted(rest, key=lambda fact: -place[fact.key])]


def _piece(teller: Teller, fact: Fact) -> Piece:
    told = teller.tell(fact)
    return Piece(told.text, "quote" if told.quote else "fact", fact, told.quote, told.way)


def _short(one: Piece, two: Piece) -> bool:
    """Whether two pieces are single plain sentences of one kind that can stand as one."""
    if one.fact is None or two.fact is None or one.fact.own != two.fact.own:
        return False
    return (
        len(one.text) + len(two.text) < _LONGEST
        and all(p.text[-1] == "." for p in (one, two))
        and not (one.fact.parts or two.fact.parts)
        and not any(". " in p.text or ": " in p.text or QUOTED.search(p.text) for p in (one, two))
    )


def _join(one: Piece, two: Piece) -> None:
    if one.fact is None or two.fact is None:
        return
    key = f"{one.fact.key}+{two.fact.key}"
    weight = max(one.fact.weight, two.fact.weight)
    one.fact = Fact(key, weight, parts=(one.fact, two.fact))
    one.text, one.way = joined(one.text, two.text, key), one.way + two.way


def update(beat: Beat, house: House, before: Draft, key: str, version: int) -> Draft:
    """The next version of a wire: a new top and new facts under it, the background stands.

    *before* is version *key*. Sentences with numbers that rose are put right.
    """
    event = beat.event
    chance = Chance(event.key, house.name, "version", version)
    draft = copied(before, key)
    operator = draft.begin("update", 1.0)
    known = {key for piece in draft.told() if piece.fact for key in piece.fact.covers()}
    fresh = [fact for fact in beat.facts(house) if fact.key not in known]
    fresh = ordered(chance, fresh[: chance.between(2, 6)])
    lead = next(piece for piece in draft.told())
    _put_right(beat, house, draft, operator)
    teller = Teller(event, house, f"version{version}", beat=beat, version=version)
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


def _put_right(beat: Beat, house: House, draft: Draft, operator: int) -> None:
    """Numbers below the top that rose since the first version."""
    again = Teller(beat.event, house, "report", beat=beat)
    for place, piece in enumerate(draft.told()):
        if place and piece.fact and _rises(beat.event, piece.fact):
            told = again.tell(piece.fact)
            if told.text != piece.text:
                piece.renew(told.text, operator, told)
        again.know(piece.text)


def _rises(event: Event, fact: Fact) -> bool:
    ways = [way for one in (fact, *fact.parts) for way in one.ways]
    return any("{" + name + "}" in way for name in event.early for way in ways)
