"""Pages outside cascades: round-ups with pieces of several events, and templates (weather, results,
numbers drawn) that come back word for word with other figures and derive from nothing."""

from __future__ import annotations

import re

from syndetect.newsroom.cascade import Node
from syndetect.newsroom.chance import Chance
from syndetect.newsroom.draft import Desk, Draft, Piece, copied
from syndetect.newsroom.grammar import expand
from syndetect.newsroom.house import House
from syndetect.newsroom.operators import page
from syndetect.newsroom.tables import table


def digest(key: str, nodes: list[Node], house: House, chance: Chance, deepest: int) -> Node | None:
    """A round-up of three to six events among *nodes*, which may not be deeper than *deepest*;
    None where there are not so many."""
    by_event: dict[str, list[Node]] = {}
    for node in nodes:
        if node.event is not None and node.depth <= deepest and node.draft.told():
            by_event.setdefault(node.event.key, []).append(node)
    if len(by_event) < 3:
        return None
    sources = [
        chance.pick(by_event[name]) for name in chance.some(sorted(by_event), chance.between(3, 6))
    ]
    words = table("rounds")["digest"]
    draft = Draft(_said(chance, chance.pick(words["headline"])), [])
    draft.paragraphs.append([Piece(_said(chance, chance.pick(words["opening"])), "brief")])
    operator = draft.begin("digest", 1.0)
    for source in sources:
        pieces = copied(source.draft, source.key).told()[: chance.between(1, 3)]
        for piece in pieces:
            piece.mark(operator)
        if chance.maybe(0.6):
            draft.paragraphs.append([Piece(source.draft.headline, "brief")])
        draft.paragraphs.append(pieces)
    draft.paragraphs.append([Piece(_said(chance, chance.pick(words["closing"])), "brief")])
    time = max(source.time for source in sources) + chance.lag(180, 0.8)
    event = sources[0].event
    if event is not None and chance.maybe(0.5):
        page.furniture(draft, chance, 0.3, Desk(event, house, time // 1440, key))
    roots = frozenset().union(*(source.roots for source in sources))
    depth = 1 + max(source.depth for source in sources)
    return Node(key, "digest", house, draft, time, None, depth, sources, roots)


def _said(chance: Chance, grammar: str) -> str:
    return expand(grammar, chance.below, lambda name, _: name, lambda name: name)


def template(key: str, house: House, time: int, chance: Chance) -> Node:
    """A page that an outlet fills with today's figures."""
    name = chance.pick(("weather", "weather", "results", "lottery"))
    words = table("rounds")[name]
    values = _figures(chance)

    def filled(line: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], line)

    paragraphs = [[Piece(filled(str(line)), "brief")] for line in words["lines"]]
    draft = Draft(filled(str(words["headline"])), paragraphs)
    return Node(key, "template", house, draft, time, None)


def _figures(chance: Chance) -> dict[str, str]:
    names = table("names")

    def town() -> str:
        return f"{chance.pick(names['stems'])}{chance.pick(names['ends'])}"

    skies = chance.some(table("rounds")["weather"]["sky"], 3)
    drawn = sorted(chance.some(range(1, 50), 7))
    low = chance.between(-6, 16)
    return {
        "place": town(),
        "sky": skies[0],
        "sky2": skies[1],
        "sky3": skies[2],
        "when": chance.pick(("today", "this morning", "for most of the day")),
        "hi": str(low + chance.between(3, 13)),
        "lo": str(low),
        "dir": chance.pick(("north", "southwest", "east", "northwest", "south")),
        "wind": str(chance.between(5, 38)),
        "gust": str(chance.between(39, 80)),
        "chance": str(chance.between(1, 9) * 10),
        "rise": f"{chance.between(5, 7)}:{chance.between(10, 59)} a.m.",
        "set": f"{chance.between(5, 8)}:{chance.between(10, 59)} p.m.",
        "level": chance.pick(("low", "moderate", "high")),
        "uv": str(chance.between(0, 9)),
        **{f"t{number}": town() for number in range(1, 7)},
        **{letter: str(chance.between(0, 4)) for letter in "abcdef"},
        **{f"p{number}": str(70 - 7 * number + chance.below(6)) for number in range(1, 4)},
        **{f"n{number}": str(drawn[number - 1]) for number in range(1, 8)},
        "jack": str(chance.between(2, 90)),
    }
