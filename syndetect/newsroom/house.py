"""Houses: who writes, and how. An agency's ways stand in ``agencies.toml``, an outlet's are drawn
from its name. No two houses choose alike among wordings: each has its favorites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.tables import table


@dataclass(frozen=True, slots=True)
class House:
    """A writer's ways. *spelling* picks among spellings of names; *gap* parts paragraphs."""

    name: str
    agency: bool
    country: str  # us, uk
    day: str  # on, bare
    percent: str
    quotes: str  # curly, straight
    said_first: float  # share of "said X" among attributions
    titles: str  # large, small, after
    words_below: int  # numbers below are written in letters
    money: str
    spelling: int
    sentences: int  # sentences of a paragraph at most
    gap: str
    dateline: str = ""
    date: str = ""
    footer: str = ""
    byline: str = ""
    source: tuple[str, ...] = ()
    domain: str = ""
    zone: int = 0  # minutes east of GMT
    bare_dates: bool = False  # an outlet whose URLs have no date
    furniture: tuple[tuple[str, ...], ...] = ()  # head, middle, tail
    reporters: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def favorite(house: str, what: str, count: int) -> int:
    """Which of *count* options the house of this name likes best, whatever the event."""
    return Chance("favorite", house, what).below(count)


_MONEY = ("${} million", "{} million dollars", "${}m", "US${} million")
_PERCENTS = ("%", " percent", " per cent")


def _drawn(chance: Chance) -> dict[str, object]:
    return {
        "titles": chance.pick(("large", "small", "after")),
        "words_below": chance.pick((10, 10, 11, 13)),
        "money": chance.pick(_MONEY),
        "spelling": chance.below(2),
        "sentences": chance.pick((1, 2, 2, 3)),
    }


def reporters(chance: Chance, count: int) -> tuple[str, ...]:
    """Names of people who write."""
    names = table("names")
    given = [*names["women"], *names["men"]]
    found = []
    for _ in range(count):
        first = chance.pick(given).split("/")[0]
        found.append(f"{first} {chance.pick(names['families']).split('/')[0]}")
    return tuple(found)


@cache
def agencies() -> tuple[House, ...]:
    """All agencies, in the order of their table."""
    found = []
    for name, form in table("agencies").items():
        chance = Chance("agency", name)
        drawn = _drawn(chance)
        percent = form["percent"]
        found.append(
            House(
                name=name,
                agency=True,
                country=form["country"],
                day=form["day"],
                percent=percent if percent == "%" else f" {percent}",
                quotes=form["quotes"],
                said_first=form["said_first"],
                gap="\n\n",
                dateline=form["dateline"],
                date=form["date"],
                footer=form["footer"],
                byline=form["byline"],
                source=tuple(form["source"]),
                domain=f"{name.lower().replace(' ', '')}.example",
                reporters=reporters(chance, 12),
                **drawn,  # type: ignore[arg-type]
            )
        )
    return tuple(found)


def outlets(seed: int, count: int) -> tuple[House, ...]:
    """*count* different outlets of a newsroom."""
    words, names = table("outlets"), table("names")
    found: dict[str, House] = {}
    number = 0
    while len(found) < count:
        number += 1
        chance = Chance(seed, "outlet", number)
        place = chance.pick(names["stems"]) + chance.pick(names["ends"])
        middle = chance.pick(words["first"]) if chance.maybe(0.4) else place
        name = f"{middle} {chance.pick(words['last'])}"
        if chance.maybe(0.4):
            name = f"The {name}"
        found.setdefault(name.removeprefix("The "), _outlet(name, chance))
    return tuple(found.values())


def _outlet(name: str, chance: Chance) -> House:
    words, page = table("outlets"), table("furniture")
    plain = name.removeprefix("The ").lower().replace(" ", "-")
    uk = chance.maybe(0.4)
    drawn = _drawn(chance)
    return House(
        name=name,
        agency=False,
        country="uk" if uk else "us",
        day=chance.pick(("on", "bare")),
        percent=chance.pick(_PERCENTS if uk else _PERCENTS[:2]),
        quotes=chance.pick(("curly", "straight")),
        said_first=chance.pick((0.05, 0.2, 0.6) if uk else (0.05, 0.1, 0.3)),
        gap=chance.pick(("\n\n", "\n\n", "\n")),
        domain=f"{plain}.{chance.pick(words['tlds'])}",
        zone=chance.pick(words["zones"]),
        bare_dates=chance.maybe(0.5),
        furniture=(
            tuple(chance.some(page["head"], chance.between(0, 3))),
            tuple(chance.some(page["middle"], chance.between(0, 1))),
            tuple(chance.some(page["tail"], chance.between(1, 3))),
        ),
        reporters=reporters(chance, 5),
        **drawn,  # type: ignore[arg-type]
    )
