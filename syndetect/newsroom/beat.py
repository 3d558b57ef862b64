"""Who has what of an event: which facts a reporter comes by, and which of the ways of telling a
fact are left when others have taken theirs.

Reporters of one event share what is public: the lead, some of the facts that matter, some public
statements. The rest each has from sources of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from syndetect.newsroom.chance import Chance
from syndetect.newsroom.event import Event, Fact
from syndetect.newsroom.house import House, favorite

_PUBLIC = 0.75  # how often a reporter comes by the most important public fact
_HEARD = 0.55  # how often a reporter has some of a public speaker's words
_STEP = 3  # ways of a fact that an event uses up, as a rule
_LIKED = (0.7, 0.3)  # how often each passage of a statement is the one taken
_TWICE = 0.08  # how often what one reporter has comes to another too


@dataclass(frozen=True)
class Beat:
    """The *writers* who report an *event*, in the order in which they choose."""

    event: Event
    writers: tuple[House, ...]

    def way(self, house: House, what: str, count: int, version: int = 1) -> int:
        """Which of *count* ways of doing *what* is the house's: no two writers have the same while
        another is left. Later versions go on to ways that are still free."""
        return self._dealt(what, count, self._seat(house), version)[0]

    def told(self, house: House, fact: Fact, version: int = 1) -> tuple[int, int]:
        """Which of a fact's ways is the house's, and how often that way has come before.

        As in ``way``, but among those only who have the fact. Of a statement it is the passage that
        the house likes best; all like the same, mostly.
        """
        seat = self._seat(house)
        if fact.passages:
            chance = Chance(self.event.key, house.name, "passage", fact.key)
            number = range(len(fact.passages))
            return chance.heavy(number, _LIKED[: len(fact.passages)]), 0
        holders = sorted(_holders(self.event.key, fact, len(self.writers)))
        # One without it, who must fill a page, comes behind those who have it.
        place = holders.index(seat) if seat in holders else len(holders) + seat
        return self._dealt(fact.key, len(fact.ways), place, version)

    def _dealt(self, what: str, count: int, place: int, version: int) -> tuple[int, int]:
        """Ways are dealt through all events of a newsroom, so that one that was used comes back
        late: the way, and the round in which it is dealt."""
        event = self.event
        turn = event.turn if what.startswith(event.domain) else event.number
        at = place + (version - 1) * len(self.writers) + _STEP * turn
        return _order(f"{event.seed}/{event.domain}", what, count)[at % count], at // count

    def phrase(self, house: House, what: str, count: int) -> int:
        """Which of *count* phrases is the house's: its favorite, unless one who chose before has
        it; then the next that is left."""
        taken: list[int] = []
        for writer in self.writers[: self._seat(house) + 1]:
            best = favorite(writer.name, what, count)
            while best in taken and len(set(taken)) < count:
                best = (best + 1) % count
            taken.append(best)
        return taken[-1]

    def facts(self, house: House) -> list[Fact]:
        """All facts in the order in which the house would use them: the lead, what it has, and far
        behind what only others have."""
        lead = max(self.event.facts, key=lambda fact: fact.weight)
        chance = Chance(self.event.key, house.name, "report")
        taste, seat = {}, self._seat(house)
        for fact in self.event.facts:
            held = seat in _holders(self.event.key, fact, len(self.writers))
            value = math.sqrt(fact.weight) * chance.spread(0.05, 1.95)
            taste[fact.key] = value if held else value - 1000
        rest = [fact for fact in self.event.facts if fact is not lead]
        return [lead, *sorted(rest, key=lambda fact: -taste[fact.key])]

    def _seat(self, house: House) -> int:
        return self.writers.index(house)


@lru_cache(maxsize=20_000)
def _order(domain: str, what: str, count: int) -> list[int]:
    return Chance(domain, "ways", what).shuffled(range(count))


def _holders(event: str, fact: Fact, writers: int) -> frozenset[int]:
    """Whose fact it is, as places in the order of writers."""
    often = 0.0 if fact.speaker else _TWICE
    if not fact.own:
        often = _HEARD if fact.speaker else _PUBLIC * min(1.0, fact.weight / 90)
    # What all heard two may quote alike; what each found out no two tell alike.
    most = writers if fact.speaker else len(fact.ways)
    return _seats(event, fact.key, writers, often, fact.own, most)


@lru_cache(maxsize=1024)  # every writer of an event asks of every fact
def _seats(
    event: str, fact: str, writers: int, often: float, own: bool, most: int
) -> frozenset[int]:
    chance = Chance(event, "holders", fact)
    owner = chance.below(writers)
    shared = [seat for seat in range(writers) if chance.maybe(often)]
    if own:
        shared = [owner, *(seat for seat in shared if seat != owner)]
    return frozenset(shared[:most])
