"""Events: what happened, as facts with an importance, before anyone writes it up.

An event has 60 facts. Public statements have an official wording that all writers hear alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from syndetect.errors import SettingsError
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.saying import Passage, passages, person, plain, voices
from syndetect.newsroom.tables import DOMAINS, table
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
    """One thing that can be told: in *ways*, as *passages* from a *speaker*, or by its *parts*.

    A way that begins with "=" is whole sentences; others are clauses that may be attributed to one
    of *by*. What is *own* came to one reporter, and to others only by chance.
    """

    key: str
    weight: float
    ways: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    speaker: str = ""
    passages: tuple[Passage, ...] = ()
    own: bool = False
    parts: tuple[Fact, ...] = ()

    def covers(self) -> set[str]:
        """Of the fact, or of the facts that it is made of."""
        return {part.key for part in self.parts} or {self.key}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. *start* is in minutes since 1970, GMT; the event is number *number* of the
    newsroom of *seed*, and number *turn* of its domain there."""

    key: str
    seed: int
    number: int
    turn: int
    domain: str
    start: int
    slots: dict[str, Value]
    early: dict[str, Value]  # slots that a first version has lower
    facts: tuple[Fact, ...]
    heads: tuple[str, ...]
    phrases: dict[str, list[str]]
    section: str
    people: tuple[tuple[str, tuple[str, ...]], ...]  # slots, and spellings of the family names


def make_event(seed: int, number: int) -> Event:
    """Event *number* of a newsroom."""
    chance = Chance(seed, "event", number)
    turn, place = divmod(number, len(DOMAINS))
    domain = Chance(seed, "domains", turn).shuffled(DOMAINS)[place]
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
        _fact(chance, entry, f"{domain}{kind}{index}", slots, turn)
        for kind in ("fact", "quote")
        for index, entry in enumerate(tree[kind])
    ]
    heard = voices(chance, slots)
    for voice in heard:
        slots[voice.slot] = voice.person
        weight = 20 * chance.spread(0.1, 1.5)
        facts.append(
            Fact(voice.slot, weight, speaker=voice.slot, passages=(voice.passage,), own=True)
        )
    around = [
        (f"background{index}", entry)
        for index, entry in enumerate(ground["fact"])
        if domain not in entry.get("not", ())
    ]
    facts += [
        _fact(chance, entry, name, slots, turn)
        for name, entry in chance.some(around, _POOL - len(facts))
    ]
    return Event(
        f"{seed}/{number}",
        seed,
        number,
        turn,
        domain,
        start,
        slots,
        early,
        tuple(facts),
        tuple(tree["heads"]),
        phrases,
        tree["section"],
        tuple((name, one.family) for name, one in slots.items() if isinstance(one, Person)),
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
        return person(chance, plain(chance, rest, slots), slots)
    if kind in _NUMBERS:
        least, most = (int(word) for word in rest.split())
        return _NUMBERS[kind](chance, least, most)
    if kind == "firm":
        return Wording(f"{chance.pick(names['firms'])} {chance.pick(rest.split('|'))}")
    if kind == "body":
        place = plain(chance, chance.pick(("{region}", "{demonym}", "{city}")), slots)
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
        full, short = plain(chance, chance.pick(names["titles"]), slots).split(" // ")
        return Wording(f"[{full}|{short}|{short}]")
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


def _fact(
    chance: Chance, entry: dict[str, Any], key: str, slots: dict[str, Value], turn: int
) -> Fact:
    around = key.startswith("background")
    if "speaker" in entry:
        speaker = slots[entry["speaker"]]
        street = isinstance(speaker, Person) and speaker.role.startswith(("a ", "an "))
        return Fact(
            key,
            46 * chance.spread(0.1, 1.5),
            speaker=entry["speaker"],
            passages=tuple(passages(chance, entry, slots, turn)),
            own=street,
        )
    spread = (0.2, 1.4) if around else (0.7, 1.3)
    weight = entry["weight"] * chance.spread(*spread) if entry["weight"] < 100 else 1000.0
    return Fact(key, weight, tuple(entry["ways"]), tuple(entry.get("by", ())), own=around)
