"""What a page puts round an article: navigation, related headlines, comments, a clock; and what a
desk does with credits."""

from __future__ import annotations

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Desk, Draft, Mark, Piece
from syndetect.newsroom.event import MONTHS
from syndetect.newsroom.house import House, agencies
from syndetect.newsroom.tables import table
from syndetect.newsroom.telling import Teller
from syndetect.newsroom.times import civil


def furniture(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """The outlet's own lines before, between and behind; the same on all its pages."""
    operator = draft.begin("furniture", strength)
    head, middle, tail = desk.house.furniture
    lines = [(0, line) for line in reversed(head)]
    if middle and len(draft.paragraphs) > 3:
        lines += [(chance.between(2, len(draft.paragraphs) - 1), middle[0])]
    for place, line in lines:
        draft.paragraphs.insert(place, [_printed(line, draft, chance, desk, operator)])
    for line in tail:
        draft.paragraphs.append([_printed(line, draft, chance, desk, operator)])
    if chance.maybe(0.2 + 0.3 * strength):
        clock(draft, chance, strength, desk)
    if chance.maybe(0.3 * strength):
        comments(draft, chance, strength, desk)


def _printed(line: str, draft: Draft, chance: Chance, desk: Desk, operator: int) -> Piece:
    teller = Teller(desk.event, desk.house, desk.salt)
    while "{related}" in line:
        related = chance.pick(table("furniture")["related"])
        fresh = teller.plain(related, chance.unit()).removesuffix(".")
        line = line.replace("{related}", fresh, 1)
    line = line.replace("{outlet}", desk.house.name.removeprefix("The "))
    section = table("furniture")["sections"][desk.event.section]
    line = line.replace("{section}", section).replace("{reading}", str(2 + len(draft.told()) // 8))
    piece = Piece(line, "furniture")
    piece.mark(operator)
    return piece


def comments(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """Readers' remarks below."""
    operator = draft.begin("comments", strength)
    words = table("furniture")
    count = 1 + round(4 * strength * chance.unit())
    head = chance.pick(words["comments"]).replace("{n}", str(count))
    lines = [head]
    for _ in range(count):
        remark = chance.pick(words["remarks"]).replace("{outlet}", desk.house.name)
        teller = Teller(desk.event, desk.house, desk.salt)
        lines.append(f"{chance.pick(words['handles'])}: {teller.plain(remark, chance.unit())}")
    piece = Piece("\n".join(lines), "furniture")
    piece.mark(operator)
    draft.paragraphs.append([piece])


def clock(draft: Draft, chance: Chance, strength: float, desk: Desk) -> None:
    """A clock of the page, which has nothing to do with the article."""
    operator = draft.begin("clock", strength)
    year, month, day = civil(desk.day + chance.between(0, 400))
    at = f"{MONTHS[month - 1]} {day}, {year} {chance.below(24):02d}:{chance.below(60):02d}"
    piece = Piece(chance.pick(table("furniture")["clock"]).replace("{clock}", at), "furniture")
    piece.mark(operator)
    draft.paragraphs.insert(0 if chance.maybe(0.5) else len(draft.paragraphs), [piece])


def dated(form: str, day: int) -> str:
    """A day as a dateline has it."""
    _, month, number = civil(day)
    name = MONTHS[month - 1]
    short = name if len(name) < 5 else "Sept" if name == "September" else name[:3]
    if form == "Mon. D":
        return f"{short}{'' if short == name else '.'} {number}"
    if form == "MON D":
        return f"{short.upper()} {number}"
    return f"{name if form == 'Month D' else short} {number}"


def dateline(agency: House, city: str, country: str, day: int) -> str:
    """The opening of an agency's dispatch, or "" where it has none."""
    text = agency.dateline.replace("{CITY}", city.upper()).replace("{City}", city)
    text = text.replace("{city}", city).replace("{Country}", country)
    return text.replace("{date}", dated(agency.date, day))


def credit(
    draft: Draft, agency: House, form: str, chance: Chance, desk: Desk, *, true: bool
) -> None:
    """Write a credit of *agency* in a form: dateline, byline, footer or source."""
    slots = desk.event.slots
    teller = Teller(desk.event, desk.house, "credit")
    city = teller.plain("{city}" if "city" in slots else "", 0).removesuffix(".")
    country = teller.plain("{country}", 0).removesuffix(".")
    half = len(agency.reporters) // 2
    reporter = chance.pick(agency.reporters[:half])
    if form == "dateline":
        text = dateline(agency, city, country, desk.day)
    elif form == "byline":
        text = agency.byline
    elif form == "footer":
        text = agency.footer
    else:
        text = chance.pick(agency.source)
    text = text.replace("{reporter}", reporter).replace("{city}", city)
    text = text.replace("{editor}", chance.pick(agency.reporters[half:]))
    if not text:
        return
    piece = Piece(text, "credit")
    draft.credits.append(Mark(agency.name, form, true, piece))
    if form == "dateline":
        draft.paragraphs[0].insert(0, piece)
    elif form == "byline":
        draft.paragraphs.insert(0, [piece])
    else:
        draft.paragraphs.append([piece])


def sign(draft: Draft, agency: House, chance: Chance, desk: Desk, *, true: bool = True) -> None:
    """An agency's own credits, as its dispatch carries them."""
    if agency.dateline:
        credit(draft, agency, "dateline", chance, desk, true=true)
    if agency.byline and chance.maybe(0.4 if agency.dateline else 1.0):
        credit(draft, agency, "byline", chance, desk, true=true)
    if agency.footer and chance.maybe(0.7):
        credit(draft, agency, "footer", chance, desk, true=true)


def forge(draft: Draft, chance: Chance, desk: Desk, owed: set[str]) -> None:
    """A credit to an agency that the article owes nothing."""
    operator = draft.begin("forge", 1.0)
    others = [one for one in agencies() if one.name not in owed]
    agency = chance.pick(others)
    form = "dateline" if agency.dateline and chance.maybe(0.4) else "source"
    credit(draft, agency, form, chance, desk, true=False)
    if draft.credits:
        draft.credits[-1].piece.mark(operator)
