"""Operators on the order and choice of sentences: cuts, new tops, inserts, two sources in one."""

from __future__ import annotations

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Desk, Draft, Piece
from syndetect.newsroom.house import reporters
from syndetect.newsroom.tables import table


def trim(draft: Draft, _chance: Chance, strength: float, _desk: Desk) -> None:
    """The bottom goes, as print has always cut: the least important stands last."""
    operator = draft.begin("trim", strength)
    told = draft.told()
    keep = max(2, round(len(told) * (1 - (0.15 + 0.6 * strength))))
    draft.drop(told[keep:], operator)


def cut(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """A run in the middle goes."""
    operator = draft.begin("cut", strength)
    told = draft.told()
    if len(told) < 5:
        return
    size = max(1, round((len(told) - 3) * (0.15 + 0.5 * strength)))
    at = chance.between(2, max(2, len(told) - size))
    draft.drop(told[at : at + size], operator)


def headline(draft: Draft, _chance: Chance, strength: float, desk: Desk) -> None:
    """Another title; the body stays."""
    operator = draft.begin("headline", strength)
    fresh = desk.teller(draft).headline(desk.salt)
    draft.changes[operator].headline = fresh != draft.headline
    draft.headline = draft.slipped(fresh)


def relede(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """A new top: the first sentence told anew, or a later one drawn up before it."""
    operator = draft.begin("relede", strength)
    told = draft.told()
    if not told:
        return
    if len(told) > 4 and chance.maybe(0.35):
        piece = chance.pick(told[2 : max(4, len(told) // 2)])
        for paragraph in draft.paragraphs:
            paragraph[:] = [one for one in paragraph if one is not piece]
        draft.paragraphs = [[piece], *(one for one in draft.paragraphs if one)]
        piece.mark(operator)
        return
    first = told[0]
    if first.fact is not None:
        fresh = desk.teller(draft, first).again(first.fact, first.way, first.quote)
        if fresh.text != first.text:
            first.renew(draft.slipped(fresh.text), operator, fresh)


def reorder(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Paragraphs below the top change places with near ones."""
    operator = draft.begin("reorder", strength)
    rest = draft.paragraphs[1:]
    reach = 1 + 3 * strength
    order = sorted(range(len(rest)), key=lambda at: at + chance.spread(0, reach) * 1.5)
    for place, at in enumerate(order):
        if place != at:
            for piece in rest[at]:
                piece.mark(operator)
    draft.paragraphs[1:] = [rest[at] for at in order]


def join(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Paragraphs are run together."""
    operator = draft.begin("join", strength)
    joined: list[list[Piece]] = []
    for paragraph in draft.paragraphs:
        if joined and len(joined[-1]) < 5 and chance.maybe(0.3 + 0.6 * strength):
            for piece in paragraph:
                piece.mark(operator)
            joined[-1].extend(paragraph)
        else:
            joined.append(paragraph)
    draft.paragraphs = joined


def bullets(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Sentences below the top become a list of points."""
    operator = draft.begin("bullets", strength)
    mark = chance.pick(("- ", "• ", "* "))
    told = [piece for piece in draft.told()[1:] if piece.kind == "fact"]
    chosen = {id(piece) for piece in told[: 2 + round(5 * strength)]}
    paragraphs: list[list[Piece]] = []
    for paragraph in draft.paragraphs:
        run: list[Piece] = []
        for piece in paragraph:
            if id(piece) in chosen:
                piece.edit(0, 0, mark, operator)
                paragraphs += [run] if run else []
                paragraphs.append([piece])
                run = []
            else:
                run.append(piece)
        paragraphs += [run] if run else []
    draft.paragraphs = paragraphs


def localise(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """The outlet's own town comes in: one to three sentences that the parent does not have."""
    operator = draft.begin("localise", strength)
    words = table("rewrite")["local"]["lines"]
    place = desk.house.name.removeprefix("The ").rsplit(" ", 1)[0]
    if place in table("outlets")["first"]:
        place = f"our {desk.house.name.rsplit(' ', 1)[-1]} area"
    for line in chance.some(words, 1 + round(2 * strength * chance.unit())):
        extra = {
            "place": place,
            "n": str(chance.between(3, 90)),
            "person": reporters(chance, 1)[0],
        }
        text = desk.teller(draft).plain(line, chance.unit(), **extra)
        piece = Piece(text, "local")
        piece.mark(operator)
        draft.paragraphs.insert(chance.between(1, len(draft.paragraphs)), [piece])


def filler(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Sentences that say nothing, one to four, in the middle and at the end."""
    operator = draft.begin("filler", strength)
    for line in chance.some(table("rewrite")["filler"]["lines"], 1 + round(3 * strength)):
        text = desk.teller(draft).plain(line, chance.unit())
        piece = Piece(text, "filler")
        piece.mark(operator)
        if chance.maybe(0.5):
            draft.paragraphs.append([piece])
        else:
            chance.pick(draft.paragraphs).append(piece)


def openers(draft: Draft, chance: Chance, strength: float, _desk: Desk) -> None:
    """Small words before sentences: meanwhile, for its part."""
    operator = draft.begin("openers", strength)
    for piece in draft.open()[1:]:
        if (
            piece.kind == "fact"
            and piece.text[:4] in _PLAIN
            and chance.maybe(0.15 + 0.3 * strength)
        ):
            line = chance.pick(table("rewrite")["openers"]["lines"])
            piece.edit(0, 1, line + piece.text[0].lower(), operator)


_PLAIN = ("The ", "It w", "In t", "Some", "Many", "Most", "Abou", "A re")


def splice(draft: Draft, other: Draft, chance: Chance, strength: float) -> None:
    """A second source comes in: in one block, or its sentences between those of the first.

    Facts that the first has already are left out, mostly.
    """
    operator = draft.begin("splice", strength)
    known = {key for piece in draft.told() if piece.fact for key in piece.fact.covers()}
    news = [
        piece
        for piece in other.told()
        if piece.fact is None or not piece.fact.covers() <= known or chance.maybe(0.12)
    ]
    least = min(len(news), 2)
    news = news[: max(least, round(len(news) * (0.35 + 0.6 * strength)))]
    for piece in news:
        piece.mark(operator)
    if chance.maybe(0.5):
        at = chance.between(1, len(draft.paragraphs))
        draft.paragraphs[at:at] = [news[i : i + 2] for i in range(0, len(news), 2)]
    else:
        for piece in news:
            at = chance.between(1, len(draft.paragraphs))
            draft.paragraphs.insert(at, [piece])
    draft.slips += [slip for slip in other.slips if all(slip.right != s.right for s in draft.slips)]
