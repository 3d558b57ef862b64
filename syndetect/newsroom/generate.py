"""From a seed and settings to a newsroom: make the cascades, print the articles, note the truth."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from syndetect.errors import UsageError
from syndetect.newsroom.cascade import Cascade, Node
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import TEXT, Draft, laid_out
from syndetect.newsroom.event import Event, make_event
from syndetect.newsroom.house import House, outlets
from syndetect.newsroom.output import Newsroom
from syndetect.newsroom.records import Operation, Parent, Printed, TrueCredit, TrueSlip, Truth
from syndetect.newsroom.rounds import digest, template
from syndetect.newsroom.settings import NewsroomSettings
from syndetect.newsroom.times import Stamp, iso, stamp

_OUTLETS = 160
_NEAR = 8  # events that a round-up looks back on


def generate(seed: int, settings: NewsroomSettings | None = None) -> Newsroom:
    """A newsroom: articles as printed, and their true history.

    The same *seed* and *settings* give the same newsroom everywhere. Raises UsageError for a seed
    that is no whole number.

    >>> room = generate(1)
    >>> room.articles[0].headline, room.truth[0].role
    """
    if type(seed) is not int:
        raise UsageError(f"newsroom seed: {seed!r} is no whole number")
    settings = settings or NewsroomSettings()
    nodes = [node for nodes in _rounds(seed, settings) for node in nodes]
    press = _Press(seed, settings, nodes)
    truth = sorted((press.truth(node) for node in nodes), key=lambda one: one.id)
    printed = sorted(
        (press.printed(node) for node in nodes if not node.hidden), key=lambda one: one.id
    )
    return Newsroom(seed, settings, tuple(printed), tuple(truth))


def stream(
    seed: int, settings: NewsroomSettings | None = None, first: int = 0
) -> Iterator[Printed]:
    """The articles that ``generate`` prints, event by event from event *first* on, without truth.

    Holds no more than the last events, so that a collection of any size can be written. Raises
    UsageError for a seed or first event that is no whole number of 0 or more.

    >>> next(stream(1)).outlet
    """
    if type(seed) is not int or type(first) is not int or first < 0:
        raise UsageError(f"newsroom seed {seed!r}, first event {first!r}: give whole numbers")
    settings = settings or NewsroomSettings()
    for nodes in _rounds(seed, settings, first):
        press = _Press(seed, settings, nodes)
        yield from (press.printed(node) for node in nodes if not node.hidden)


def _rounds(seed: int, settings: NewsroomSettings, first: int = 0) -> Iterator[list[Node]]:
    """The articles of each event from *first* on, and of the round-ups and templates after it."""
    houses = outlets(seed, _OUTLETS)
    recent: list[list[Node]] = []
    for number in range(max(0, first + 1 - _NEAR), settings.events):
        event = make_event(seed, number)
        nodes = Cascade(event, settings, houses).run()
        recent = [*recent[1 - _NEAR :], nodes]
        if number >= first:
            yield [*nodes, *_extras(seed, settings, event, recent, houses)]


def _extras(
    seed: int,
    settings: NewsroomSettings,
    event: Event,
    recent: list[list[Node]],
    houses: tuple[House, ...],
) -> Iterator[Node]:
    """What is printed beside the articles on *event*: a round-up of *recent* ones, templates."""
    number = event.number
    chance = Chance(seed, "rounds", number)
    if chance.maybe(settings.digests):
        seen = [node for nodes in recent for node in nodes]
        page = digest(
            f"{seed}/digest{number}", seen, chance.pick(houses), chance, settings.depth - 1
        )
        if page is not None:
            yield page
    count = int(settings.templates + chance.unit())
    for extra in range(count):
        time = event.start + chance.between(0, 1440)
        yield template(f"{seed}/template{number}/{extra}", chance.pick(houses), time, chance)


class _Press:
    """Lays out every article once, and reads spans off the layouts."""

    def __init__(self, seed: int, settings: NewsroomSettings, nodes: list[Node]) -> None:
        self._seed, self._settings = seed, settings
        self._laid = {node.key: laid_out(node.draft, node.house.gap) for node in nodes}
        self._ids = {node.key: self._id(node.key) for node in nodes}
        self._stamps = {node.key: self._stamp(node) for node in nodes}

    def _id(self, key: str) -> str:
        return hashlib.sha256(f"syndetect newsroom {self._seed} {key}".encode()).hexdigest()[:12]

    def _stamp(self, node: Node) -> Stamp:
        chance = Chance(self._seed, "clock", node.key)
        return stamp(node.time, node.house.zone, chance, self._settings)

    def printed(self, node: Node) -> Printed:
        """The article as readers see it."""
        chance = Chance(self._seed, "url", node.key)
        words = re.findall(r"[a-z0-9]+", node.draft.headline.lower())
        slug = "-".join(words[: chance.between(4, 9)])
        day = (
            ""
            if node.house.bare_dates
            else iso(node.time, node.house.zone)[:10].replace("-", "/") + "/"
        )
        return Printed(
            self._ids[node.key],
            node.house.name,
            f"https://www.{node.house.domain}/{day}{slug}-{chance.between(10_000, 999_999)}",
            self._stamps[node.key].printed,
            node.draft.headline,
            self._laid[node.key][0],
        )

    def truth(self, node: Node) -> Truth:
        """All that is known of the article."""
        body, spans = self._laid[node.key]
        told = " ".join(piece.text for piece in node.draft.told())
        event = node.event
        return Truth(
            id=self._ids[node.key],
            event=None if event is None else "e" + self._id(event.key)[:8],
            domain=None if event is None else event.domain,
            role=node.role,
            hidden=node.hidden,
            outlet=node.house.name,
            agency=node.agency,
            time=iso(node.time),
            clock=self._stamps[node.key].kind,
            depth=node.depth,
            chain=None if node.chain is None else self._ids[node.chain],
            version=node.version,
            recipe=node.recipe,
            kind_of_text=hashlib.sha256(told.encode()).hexdigest()[:12],
            roots=tuple(sorted(self._ids[root] for root in node.roots)),
            parents=tuple(self._parent(node, source) for source in node.sources),
            operators=tuple(self._operations(node.draft, spans)),
            credits=tuple(self._credits(node.draft, spans)),
            slips=tuple(
                TrueSlip(slip.right, slip.wrong, slip.own)
                for slip in node.draft.slips
                if slip.wrong in body
            ),
            furniture=tuple(
                span
                for piece, span in zip(node.draft.pieces(), spans, strict=True)
                if piece.kind == "furniture"
            ),
            written=body if node.hidden else None,
        )

    def _parent(self, node: Node, source: Node) -> Parent:
        _, spans = self._laid[node.key]
        _, there = self._laid[source.key]
        texts = [piece.text for piece in source.draft.pieces()]
        rows, mine, all_words = [], 0, 0
        for piece, (begin, end) in zip(node.draft.pieces(), spans, strict=True):
            if piece.kind not in TEXT:
                continue
            words = len(piece.text.split())
            all_words += words
            refs = [number for key, number in piece.came if key == source.key]
            mine += words if refs else 0
            rows += [(begin, end, *there[n], int(piece.text == texts[n])) for n in refs]
        return Parent(self._ids[source.key], round(mine / max(1, all_words), 4), tuple(rows))

    def _operations(self, draft: Draft, spans: list[tuple[int, int]]) -> Iterator[Operation]:
        touched: dict[int, set[tuple[int, int]]] = {}
        for piece, (begin, _) in zip(draft.pieces(), spans, strict=True):
            for operator, left, right in piece.marks:
                touched.setdefault(operator, set()).add((begin + left, begin + right))
        for number, change in enumerate(draft.changes):
            gone = tuple((self._ids[key], *self._laid[key][1][place]) for key, place in change.gone)
            here = tuple(sorted(touched.get(number, ())))
            if here or gone or change.headline:
                yield Operation(change.name, change.strength, here, gone, change.headline)

    def _credits(self, draft: Draft, spans: list[tuple[int, int]]) -> Iterator[TrueCredit]:
        at = {id(piece): span for piece, span in zip(draft.pieces(), spans, strict=True)}
        for mark in draft.credits:
            if id(mark.piece) in at:
                yield TrueCredit(mark.agency, mark.form, mark.true, *at[id(mark.piece)])
