"""Events: what happened, as facts with an importance, before anyone writes it up.

An event has about 60 facts. Its quotations have an official wording that all writers hear alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from syndetect.errors import SettingsError
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.grammar import expand, tidy
from syndetect.newsroom.house import House, agencies
from syndetect.newsroom.tables import DOMAINS, raised, table
from syndetect.newsroom.values import Clock, Count, Day, Money, Percent, Person, Value, Wording

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_POOL = 60  # facts of an event
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be told: in *ways*, or as the words of a *speaker*.

    *quote* has the sentences of the official wording, *told* a grammar of what they mean.
    """

    key: str
    template: str
    weight: float
    ways: tuple[str, ...] = ()
    speaker: str = ""
    quote: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. *start* is in minutes since 1970, GMT."""

    key: str
    domain: str
    start: int
    slots: dict[str, Value]
    early: dict[str, Value]  # slots that a first version has lower
    facts: tuple[Fact, ...]
    heads: tuple[str, ...]
    phrases: dict[str, list[str]]
    section: str


def make_event(seed: int, number: int) -> Event:
    """Event *number* of a newsroom."""
    chance = Chance(seed, "event", number)
    domain = DOMAINS[chance.below(len(DOMAINS))]
    tree, ground = table(f"domains/{domain}"), table("background")
    start = (20_090 + number // 6) * 1440 + chance.between(5 * 60, 21 * 60)
    slots = _base(chance, start)
    phrases = {**table("phrases")["shared"], **tree.get("phrases", {})}
    wanted = {**ground["slots"], **tree["slots"]}
    # People last: their offices name firms and towns.
    for name, meaning in sorted(wanted.items(), key=lambda pair: str(pair[1])[:7] == "person "):
        slots[name] = _value(chance, meaning, slots)
    early: dict[str, Value] = {}
    for name in tree["rising"]:
        value = slots[name]
        if isinstance(value, Count):
            early[name] = Count(max(2, int(value.number * chance.spread(0.35, 0.75))))
    facts = [
        _fact(chance, entry, f"{domain}{kind}{index}", kind, slots)
        for kind in ("fact", "quote")
        for index, entry in enumerate(tree[kind])
    ]
    around = [
        (f"background{kind}{index}", kind, entry)
        for kind in ("fact", "quote")
        for index, entry in enumerate(ground[kind])
        if domain not in entry.get("not", ())
    ]
    facts += [
        _fact(chance, entry, name, kind, slots)
        for name, kind, entry in chance.some(around, _POOL - len(facts))
    ]
    return Event(
        f"{seed}/{number}",
        domain,
        start,
        slots,
        early,
        tuple(facts),
        tuple(tree["heads"]),
        phrases,
        tree["section"],
    )


def _base(chance: Chance, start: int) -> dict[str, Value]:
    names = table("names")
    stem, other, third = chance.some(names["stems"], 3)
    country, adjective = chance.pick(names["countries"])
    river = chance.pick(names["rivers"])
    region = chance.pick((f"the {river} Valley", f"{third}land", f"{third}shire", f"Upper {third}"))
    day = start // 1440
    month = chance.below(12)
    zone = 60 * chance.between(-6, 9)
    slots: dict[str, Value] = {
        "town": Wording(stem + chance.pick(names["ends"])),
        "city": Wording(other + chance.pick(names["ends"])),
        "country": Wording(country),
        "demonym": Wording(adjective),
        "river": Wording(river),
        "region": Wording(region),
        "day": Day(weekday(day)),
        "nextday": Day(weekday(day + 1)),
        "lastday": Day(weekday(day - 1)),
        "month": Wording(MONTHS[month]),
    }
    minute = (start - chance.between(20, 200)) % 1440
    slots["clock"] = Clock((minute + zone) % 1440, minute)
    return slots


def weekday(day: int) -> str:
    """The name of a day, counted from 1970-01-01."""
    return DAYS[(day + 3) % 7]


def _value(chance: Chance, meaning: str | list[str], slots: dict[str, Value]) -> Value:
    if isinstance(meaning, list):
        return Wording(chance.pick(meaning))
    kind, _, rest = meaning.partition(" ")
    names = table("names")
    if kind == "person":
        return _person(chance, _plain(chance, rest, slots), slots)
    if kind in _NUMBERS:
        least, most = (int(word) for word in rest.split())
        return _NUMBERS[kind](chance, least, most)
    if kind == "firm":
        return Wording(f"{chance.pick(names['firms'])} {chance.pick(rest.split('|'))}")
    if kind == "body":
        place = _plain(chance, chance.pick(("{region}", "{demonym}", "{city}")), slots)
        what = f"{chance.pick(rest.split('|'))} {chance.pick(names['bodies'])}"
        return Wording(f"{place.removeprefix('the ')} {what}")
    if kind == "party":
        return Wording(chance.pick(names["parties"]))
    if kind == "club":
        place = chance.pick(names["stems"]) + chance.pick(names["ends"])
        return Wording(f"{place} {chance.pick(names['clubs'])}")
    if kind == "uni":
        place = chance.pick(names["stems"]) + chance.pick(names["ends"])
        return Wording(chance.pick((f"University of {place}", f"{place} Institute")))
    if kind == "title":
        return Wording(_plain(chance, chance.pick(names["titles"]), slots))
    raise SettingsError(f"newsroom table with a slot of unknown kind {meaning!r}")


def _big(chance: Chance, least: int, most: int) -> Count:
    number = chance.between(least, most)
    return Count(max(number // 100, 1) * 100 if chance.maybe(0.8) else number)


def _money(chance: Chance, least: int, most: int) -> Money:
    number = chance.spread(least, most)
    return Money(round(number, 1) if number < 100 else float(round(number)))


_NUMBERS: dict[str, Callable[[Chance, int, int], Value]] = {
    "count": lambda chance, least, most: Count(chance.between(least, most)),
    "big": _big,
    "percent": lambda chance, least, most: Percent(round(chance.spread(least, most), 1)),
    "money": _money,
    "year": lambda chance, least, most: Wording(str(chance.between(least, most))),
}


def _person(chance: Chance, role: str, slots: dict[str, Value]) -> Person:
    taken = {one.family for one in slots.values() if isinstance(one, Person)}
    names = table("names")
    she = "woman" in role or (not role.endswith("man") and chance.maybe(0.45))
    given = chance.pick(names["women" if she else "men"]).split("/")
    families = [tuple(one.split("/")) for one in names["families"]]
    return Person(tuple(given), chance.pick([one for one in families if one not in taken]), role)


def _plain(chance: Chance, grammar: str, slots: dict[str, Value]) -> str:
    """A wording that belongs to the event, not to a writer."""
    house = agencies()[0]

    def slot(name: str, form: str) -> str:
        value = slots[name]
        return (
            _plain(chance, value.grammar, slots)
            if isinstance(value, Wording)
            else value.show(form or "name", house, False)
        )

    return tidy(
        expand(grammar, chance.below, slot, lambda name: table("phrases")["shared"][name][0])
    )


def _fact(
    chance: Chance,
    entry: dict[str, Any],
    template: str,
    kind: str,
    slots: dict[str, Value],
) -> Fact:
    if kind == "fact":
        spread = (0.2, 1.4) if template.startswith("background") else (0.7, 1.3)
        weight = entry["weight"] * chance.spread(*spread) if entry["weight"] < 100 else 1000.0
        return Fact(template, template, weight, tuple(entry["ways"]))
    words = _plain(chance, entry["say"], slots)
    sentences = [raised(one.strip()) for one in words.replace("? ", "?. ").split(". ")]
    quote = tuple(one if one[-1] in ".?!" else f"{one}." for one in sentences)
    return Fact(
        template,
        template,
        (20 if template.startswith("background") else 46) * chance.spread(0.1, 1.5),
        speaker=entry["speaker"],
        quote=quote,
        told=entry["told"],
    )


def house_day(event: Event, house: House) -> str:
    """The event's day as *house* writes it."""
    return event.slots["day"].show("", house, False)  # type: ignore[union-attr]
