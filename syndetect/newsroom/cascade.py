"""A cascade: independent reports of one event, and the articles made from them, step by step.

A few wires feed many outlets; some outlets take from outlets; some take from two. What is hidden
is chosen last, so that it changes no text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from syndetect.newsroom.beat import Beat
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Desk, Draft, copied
from syndetect.newsroom.event import Event
from syndetect.newsroom.house import House, agencies
from syndetect.newsroom.operators import OPERATORS, page, rewrite, structure
from syndetect.newsroom.reporting import report, update
from syndetect.newsroom.settings import NewsroomSettings


@dataclass(slots=True)
class Node:
    """An article and its history. *roots* are the independent reports it goes back to."""

    key: str
    role: str  # wire, version, staff, copy, merge, digest, template
    house: House
    draft: Draft
    time: int
    event: Event | None
    depth: int = 0
    sources: list[Node] = field(default_factory=list)
    roots: frozenset[str] = frozenset()
    agency: str | None = None
    chain: str | None = None
    version: int = 1
    recipe: str = ""
    hidden: bool = False


class Cascade:
    """Makes the articles of one event."""

    def __init__(
        self, event: Event, settings: NewsroomSettings, outlets: tuple[House, ...]
    ) -> None:
        self.event, self.settings = event, settings
        self.chance = Chance(event.key, "cascade")
        self.nodes: list[Node] = []
        self._outlets = self.chance.shuffled(outlets)

    def run(self) -> list[Node]:
        """All articles of the event, sources before what is made of them."""
        self._reports()
        mean = self.settings.copies
        # Log-normal with deviation 1 has a mean of 1.65 medians.
        count = round(mean / 1.65 * math.exp(self.chance.normal())) if mean else 0
        for _ in range(min(count, self.settings.most, len(self._outlets))):
            self._copy()
        self._hide()
        return self.nodes

    def _next(self) -> str:
        return f"{self.event.key}/{len(self.nodes)}"

    def _desk(self, house: House, time: int, key: str, agency: str | None = None) -> Desk:
        return Desk(self.event, house, (time + house.zone) // 1440, key, agency)

    def _reports(self) -> None:
        chance = self.chance
        count = chance.between(1, self.settings.reports)
        writers = []
        for number, agency in enumerate(chance.some(agencies(), count)):
            own = chance.maybe(self.settings.staff * (0.4 if number == 0 else 1.0))
            writers.append(self._outlets.pop() if own and self._outlets else agency)
        beat = Beat(self.event, tuple(writers))
        for house in writers:
            time = self.event.start + chance.lag(25, 0.8)
            if house.agency:
                self._wire(beat, house, time)
            else:
                self._staff(beat, house, time + chance.lag(60, 0.7))

    def _staff(self, beat: Beat, house: House, time: int) -> None:
        draft = report(beat, house, self.chance.between(9, 20))
        key = self._next()
        self._finish(draft, house, time, key, set())
        self.nodes.append(
            Node(key, "staff", house, draft, time, self.event, roots=frozenset((key,)))
        )

    def _wire(self, beat: Beat, agency: House, time: int) -> None:
        chance = self.chance
        most = self.settings.versions
        versions = chance.heavy(range(1, most + 1), (0.45, 0.3, 0.15, 0.1)[:most])
        size = chance.between(6, 11) if versions > 1 else chance.between(9, 20)
        draft = report(beat, agency, size, early=versions > 1)
        first = before = None
        for version in range(1, versions + 1):
            key = self._next()
            if before is not None:
                draft = update(beat, agency, before.draft, before.key, version)
                time += chance.lag(45, 0.7)
            desk = self._desk(agency, time, key)
            if chance.maybe(0.3 * self.settings.typos):
                OPERATORS["typo"](draft, chance, 0.2, desk)
            page.sign(draft, agency, chance, desk)
            first = first or key
            node = Node(
                key,
                "wire" if before is None else "version",
                agency,
                draft,
                time,
                self.event,
                sources=[before] if before else [],
                roots=frozenset((first,)),
                agency=agency.name,
                chain=first,
                version=version,
            )
            self.nodes.append(node)
            before = node

    def _copy(self) -> None:
        chance, settings = self.chance, self.settings
        source = self._source()
        if source is None:
            return
        house = self._outlets.pop()
        recipes = settings.recipes()
        recipe = chance.heavy(list(recipes), list(recipes.values()))
        key = self._next()
        draft = copied(source.draft, source.key)
        sources = [source]
        second = self._second(source) if chance.maybe(settings.merged) else None
        if second is not None:
            structure.splice(
                draft, copied(second.draft, second.key), chance, chance.spread(0.2, 1.0)
            )
            sources.append(second)
        relayed = not source.house.agency
        median = settings.lag * (3.0 if relayed else 1.0)
        time = max(one.time for one in sources) + chance.lag(median, settings.spread)
        desk = self._desk(house, time, key, source.agency)
        rewrite(draft, recipe, chance, desk)
        owed = self._credit(draft, sources, recipe, desk)
        self._finish(draft, house, time, key, owed)
        self.nodes.append(
            Node(
                key,
                "copy" if second is None else "merge",
                house,
                draft,
                time,
                self.event,
                1 + max(one.depth for one in sources),
                sources,
                frozenset().union(*(one.roots for one in sources)),
                source.agency,
                recipe=recipe,
            )
        )

    def _source(self) -> Node | None:
        """Where the next outlet takes its text: mostly from the first wires, late versions."""
        wires = [node for node in self.nodes if node.house.agency]
        below = [
            node
            for node in self.nodes
            if not node.house.agency and node.depth < self.settings.depth
        ]
        if below and (not wires or self.chance.maybe(self.settings.relayed)):
            return self.chance.heavy(below, [1.0 + node.depth for node in below])
        if not wires:
            return None
        chains = list(dict.fromkeys(node.chain for node in wires))
        rank = {chain: 1.0 / (1 + place) ** 1.3 for place, chain in enumerate(chains)}
        return self.chance.heavy(wires, [rank[n.chain] * (0.5 + n.version) for n in wires])

    def _second(self, first: Node) -> Node | None:
        others = [
            node
            for node in self.nodes
            if not node.roots & first.roots and node.depth < self.settings.depth
        ]
        return self.chance.pick(others) if others else None

    def _credit(self, draft: Draft, sources: list[Node], recipe: str, desk: Desk) -> set[str]:
        """Keep, move or strip the credits of *sources*; gives the agencies owed."""
        chance, settings = self.chance, self.settings
        owed = {
            node.agency
            for node in self.nodes
            for one in sources
            if one.roots & node.roots
            if node.agency
        }
        houses = {house.name: house for house in agencies()}
        for source in sources:
            seen = [mark for mark in source.draft.credits if mark.true]
            if not seen:
                continue
            agency, luck = houses[seen[0].agency], chance.unit()
            plain = recipe in ("reprint", "trimmed", "light") and len(sources) == 1
            if luck < settings.kept and plain and source.house.agency:
                name, forms = "credit_kept", [mark.form for mark in seen]
            elif luck < settings.kept + settings.moved:
                name, forms = "credit_moved", ["source"]
            else:
                name, forms = "credit_stripped", []
            operator = draft.begin(name, 1.0)
            for form in dict.fromkeys(forms):
                page.credit(draft, agency, form, chance, desk, true=True)
                draft.credits[-1].piece.mark(operator)
            if not forms:
                gone = {id(mark.piece) for mark in seen}
                for number, piece in enumerate(source.draft.pieces()):
                    if id(piece) in gone:
                        draft.changes[operator].gone.append((source.key, number))
        return owed

    def _finish(self, draft: Draft, house: House, time: int, key: str, owed: set[str]) -> None:
        chance, settings = self.chance, self.settings
        desk = self._desk(house, time, key)
        if chance.maybe(settings.typos):
            OPERATORS["typo"](draft, chance, chance.unit(), desk)
        if chance.maybe(settings.forged):
            page.forge(draft, chance, desk, owed)
        if chance.maybe(settings.furniture):
            OPERATORS["furniture"](draft, chance, chance.unit(), desk)

    def _hide(self) -> None:
        """Hide some articles, first of all the wires that others stand on."""
        chance, settings = self.chance, self.settings
        share = chance.spread(settings.hidden_least, settings.hidden_most)
        count = min(math.floor(settings.hidden_most * len(self.nodes)), len(self.nodes) - 1)
        count = min(count, round(share * len(self.nodes)))
        used = {source.key for node in self.nodes for source in node.sources}
        left = list(self.nodes)
        for _ in range(count):
            weights = [
                (6.0 if node.house.agency else 1.5) if node.key in used else 0.5 for node in left
            ]
            node = chance.heavy(left, weights)
            node.hidden = True
            left.remove(node)
