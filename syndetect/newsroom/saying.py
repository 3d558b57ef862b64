"""What people say: passages of public statements, which all writers hear alike, and what somebody
told one reporter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.grammar import expand, tidy
from syndetect.newsroom.house import agencies
from syndetect.newsroom.tables import finder, raised, table
from syndetect.newsroom.values import Person, Value, Wording

_VOICES = (9, 4, 2)  # people in the street, experts, officials that reporters of an event meet
_VARIED = 0.6  # share of the words with a spoken variant that have it


@dataclass(frozen=True, slots=True)
class Passage:
    """Some *sentences* in their official wording, a grammar of what they mean, and *bits* that may
    be quoted alone."""

    sentences: tuple[str, ...]
    told: str
    bits: tuple[str, ...] = ()


def plain(chance: Chance, grammar: str, slots: dict[str, Value]) -> str:
    """A wording that belongs to the event, not to a writer."""
    house = agencies()[0]
    words = _shared_words()
    used: list[str] = []

    def slot(name: str, form: str) -> str:
        value = slots[name]
        return (
            plain(chance, value.grammar, slots)
            if isinstance(value, Wording)
            else value.show(form or "name", house, False)
        )

    def phrase(name: str) -> str:
        used.append(chance.pick([one for one in words[name] if one not in used]))
        return used[-1]

    return tidy(expand(grammar, chance.below, slot, phrase))


@cache
def _shared_words() -> dict[str, list[str]]:
    """Phrases for which there is one wording an event."""
    return {**table("phrases")["shared"], **table("background")["words"]}


@cache
def _families() -> list[tuple[str, ...]]:
    """The family names of the tables, each with its spellings."""
    return [tuple(one.split("/")) for one in table("names")["families"]]


def person(chance: Chance, role: str, slots: dict[str, Value]) -> Person:
    """Somebody in a *role*, whose family name nobody else of the event has."""
    taken = {one.family for one in slots.values() if isinstance(one, Person)}
    names = table("names")
    she = bool(re.search(r"woman|mother|midwife|widow\b", role))
    he = bool(re.search(r"(?<!wo)man\b|father|widower", role))
    given = chance.pick(names["women" if she or (not he and chance.maybe(0.45)) else "men"])
    left = [one for one in _families() if one not in taken]
    return Person(tuple(given.split("/")), chance.pick(left), role)


def passages(
    chance: Chance, entry: dict[str, Any], slots: dict[str, Value], turn: int
) -> list[Passage]:
    """What the speaker of a table's *entry* says at this event, number *turn* of its domain: two
    passages, the first of which another opens the next time."""
    all_of = list(zip(entry["say"], entry["told"], strict=True))
    pairs = [all_of[(turn + place) % len(all_of)] for place in range(2)]
    return [_passage(chance, plain(chance, say, slots), told) for say, told in pairs]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom one reporter met, under the name of a slot."""

    slot: str
    person: Person
    passage: Passage


def voices(chance: Chance, slots: dict[str, Value]) -> list[Voice]:
    """People round an event, each with two or three lines that no other has."""
    found: list[Voice] = []
    known = dict(slots)
    for kind, count in zip(table("background")["voice"], _VOICES, strict=True):
        roles, lines = chance.some(kind["roles"], count), _dealt(chance, kind["lines"], 3 * count)
        for number, role in enumerate(roles):
            name = f"voice{len(found)}"
            who = person(chance, plain(chance, f"a {role}", slots), known)
            known[name] = who
            mine = lines[3 * number :][: chance.between(2, 3)]
            words = ". ".join(raised(plain(chance, say, slots)) for say, _ in mine)
            found.append(Voice(name, who, _passage(chance, f"{words}.", mine[0][1])))
    return found


def _dealt(chance: Chance, lines: Sequence[list[str]], count: int) -> list[list[str]]:
    """*count* lines, in rounds: none comes twice before all have come once."""
    dealt: list[list[str]] = []
    while len(dealt) < count:
        dealt += chance.shuffled(lines)
    return dealt[:count]


def _passage(chance: Chance, words: str, told: str) -> Passage:
    sentences = [
        _spoken(chance, raised(one.strip()))
        for one in re.split(r"(?<=[.?!]) ", words)
        if one.strip()
    ]
    bits = [bit for one in sentences for bit in re.findall(r"\*([^*]+)\*", one)]
    whole = [one.replace("*", "") for one in sentences]
    return Passage(
        tuple(one if one[-1] in ".?!" else f"{one}." for one in whole), told, tuple(bits)
    )


def _spoken(chance: Chance, sentence: str) -> str:
    """*sentence* as this person says it."""
    words: dict[str, list[str]] = table("phrases")["spoken"]

    def other(found: re.Match[str]) -> str:
        return chance.pick(words[found.group()]) if chance.maybe(_VARIED) else found.group()

    varied = finder("phrases", "spoken").sub(other, sentence)
    if chance.maybe(0.15):
        opening = chance.pick(table("phrases")["openings"]["lines"])
        # A small letter only where the first word is surely no name.
        begins = re.match(r"(?:The|There|They|We|You|My|People|Ask|It|A|Half|Our|This)\b", varied)
        if begins:
            varied = opening + varied[0].lower() + varied[1:]
    return tidy(varied)
