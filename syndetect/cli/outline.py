"""What ``scan`` tells a person, as data: events, in each the lines of derivation, largest first.

Copies of one text are folded into one entry; articles no derivation touches are listed apart.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syndetect.cli.doubts import Doubt, doubts_of
from syndetect.cli.forest import End, Forest
from syndetect.export.openings import openings
from syndetect.model import Role
from syndetect.provenance.graph import source

if TYPE_CHECKING:
    from syndetect.findings import Findings

_UNTRUSTED = ("page", "file")  # clocks that often show the visit, not the news


@dataclass(frozen=True, slots=True)
class Mention:
    """An article by what a reader knows it by; of an unseen source, ``outlet`` is its name."""

    id: str
    kind: str  # article, source
    outlet: str | None
    headline: str | None
    url: str | None
    published: str | None
    trust: str | None
    signs: tuple[str, ...] = ()  # of a source that is not there, in words


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a tree: what it is, how deep it hangs, and how it came from what it hangs on."""

    mention: Mention
    depth: int  # 0: a root
    relation: str | None = None
    probability: float | None = None
    decided: bool = True
    reasons: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()  # identical articles folded into this entry
    also_from: tuple[str, ...] = ()  # further parents


@dataclass(frozen=True, slots=True)
class EventOutline:
    """One event; ``trees`` in print order, ``alone`` without a source found, ``digests`` apart."""

    event: str | None
    headline: str
    first: str | None  # as in ``events.jsonl``, with the three that follow ``dated``
    last: str | None
    dated: int | None  # None: a result of an older version, whose dates are days
    first_article: str | None
    spread_hours: float | None
    articles: int
    outlets: int
    voices_least: int | None  # None: articles that belong to no event
    voices_most: int | None
    reason: str
    trees: tuple[Entry, ...]
    alone: tuple[Mention, ...]
    digests: tuple[Mention, ...]
    undecided: tuple[Doubt, ...]  # likeliest first


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole scan: what was read, the events worth a line, the unseen sources, and counts."""

    articles: int
    outlets: int
    single: int  # articles with no source found whose event is not worth a line
    no_source_found: int  # these, and those with no source found in the events told
    invisible: tuple[int, int]  # articles with invisible characters; how many these are
    counts: Mapping[str, int]
    skipped: Sequence[Mapping[str, Any]]
    dropped: Mapping[str, int]
    notes: Sequence[str]
    templates: Sequence[Mapping[str, Any]]  # as in ``summary.json``, the largest first
    events: tuple[EventOutline, ...]
    sources: tuple[dict[str, Any], ...]
    flows: tuple[dict[str, Any], ...]  # which outlets and agencies feed which outlets

    def plain(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return dataclasses.asdict(self)

    def example(self) -> tuple[str, str] | None:
        """Two articles that are worth explaining: the first two that stand in one tree."""
        for event in self.events:
            first: str | None = None
            for entry in event.trees:
                if not entry.depth:
                    first = None
                if entry.mention.kind == "article":
                    if first is not None:
                        return first, entry.mention.id
                    first = entry.mention.id
        return None


def outline(findings: Findings) -> Outline:
    """The outline of *findings*; same findings, same outline."""
    articles = {row["id"]: row for row in findings.articles.to_pylist()}
    for name, opening in openings(findings).items():
        if name in articles:
            articles[name]["headline"] = opening
    sources = {row["source"]: row for row in findings.sources.to_pylist()}
    forest = Forest(articles, sources, findings.derivations.to_pylist())
    doubts = doubts_of(findings, articles, forest)
    places = _places(articles, forest)
    trees: dict[str | None, list[End]] = {}
    for root in forest.roots:
        trees.setdefault(places[root], []).append(root)
    events = []
    for row in (*findings.events.to_pylist(), *_strays(articles)):
        roots = trees.pop(row["event"], [])
        if len(row["articles"]) > 1 or any(forest.children.get(root) for root in roots):
            members = [articles[name] for name in row["articles"] if name in articles]
            events.append(_event(row, members, roots, forest, doubts.get(row["event"], ())))
    events.sort(key=lambda event: (-event.articles, event.event or ""))
    summary = findings.summary
    told = {event.event for event in events}
    sourceless = [row for row in articles.values() if row["role"] == Role.NO_SOURCE_FOUND]
    invisible = [row["invisible"] for row in articles.values() if row["invisible"]]
    return Outline(
        articles=len(articles),
        outlets=_distinct(row["outlet"] for row in articles.values()),
        single=sum(row["event"] not in told for row in sourceless),
        no_source_found=len(sourceless),
        invisible=(len(invisible), sum(invisible)),
        counts=summary.get("counts", {}),
        skipped=summary.get("skipped", ()),
        dropped=summary.get("dropped", {}),
        notes=summary.get("notes", ()),
        templates=summary.get("templates", ()),
        events=tuple(events),
        sources=tuple({**row, "children": forest.size(("source", name)) - 1,
                       "called": source(row).called}
                      for name, row in sources.items()),
        flows=tuple(findings.flows.to_pylist()),
    )  # fmt: skip


def _strays(articles: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row like those of events for articles that are in none: nothing is left untold."""
    stray = [name for name, row in articles.items() if row["event"] is None]
    voices = {"voices_least": None, "voices_most": None}
    return [{"event": None, "articles": stray, "reason": "", **voices}] if stray else []


def _distinct(values: Any) -> int:
    return len({value for value in values if value})


def _places(articles: Mapping[str, Any], forest: Forest) -> dict[End, str | None]:
    """The event that each root is told under: the one most of its tree belongs to."""
    places: dict[End, str | None] = {}
    for root in forest.roots:
        members = Counter(
            articles[name]["event"] for kind, name in forest.below(root) if kind == "article"
        )
        best = sorted(members.items(), key=lambda item: (-item[1], item[0] or ""))
        places[root] = best[0][0] if best else None
    return places


def _event(
    row: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    roots: Sequence[End],
    forest: Forest,
    doubts: Sequence[Doubt],
) -> EventOutline:
    grown = [root for root in roots if forest.children.get(root)]
    grown.sort(key=lambda root: (-forest.size(root), forest.when(root), root))
    trees = tuple(entry for root in grown for entry in _entries(root, forest))
    lone = sorted((root for root in roots if not forest.children.get(root)), key=forest.order)
    alone = [forest.node(end) for end in lone if end[0] == "article"]
    return EventOutline(
        event=row["event"],
        headline=_headline(trees, members),
        **_seen(row, members),
        articles=len(members),
        outlets=_distinct(member["outlet"] for member in members),
        voices_least=row["voices_least"],
        voices_most=row["voices_most"],
        reason=row["reason"] or "",
        trees=trees,
        alone=tuple(_mention(one) for one in alone if one["role"] != "digest"),
        digests=tuple(_mention(one) for one in alone if one["role"] == "digest"),
        undecided=tuple(doubts),
    )


def _seen(row: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """When an event appeared; of older results, and of articles of no event, the days alone."""
    fields = ("first", "last", "dated", "first_article", "spread_hours")
    if row.get("dated") is not None:
        return {name: row[name] for name in fields}
    days = sorted(
        member["published"][:10]
        for member in members
        if member["published"] and member["published_trust"] not in _UNTRUSTED
    )
    return dict.fromkeys(fields) | ({"first": days[0], "last": days[-1]} if days else {})


def _entries(root: End, forest: Forest) -> list[Entry]:
    """A tree in print order, by hand rather than by recursion: chains may be long."""
    entries: list[Entry] = []
    stack: list[tuple[End, int]] = [(root, 0)]
    while stack:
        end, depth = stack.pop()
        children, copies = forest.folded(end)
        row = forest.parents[end][0] if end in forest.parents and depth else None
        further = forest.parents[end][1:] if row else ()
        entries.append(
            Entry(
                mention=_mention(forest.node(end)),
                depth=depth,
                relation=row["relation"] if row else None,
                probability=row["probability"] if row else None,
                decided=bool(row["decided"]) if row else True,
                reasons=tuple(row["reasons"] or ()) if row else (),
                copies=tuple(copies + forest.twins.get(end, [])),
                also_from=tuple(other["parent"] for other in further),
            )
        )
        stack.extend((child, depth + 1) for child in reversed(children))
    return entries


def _mention(row: Mapping[str, Any]) -> Mention:
    if "source" in row:
        return Mention(
            row["source"], "source", source(row).called, None, row["url"], row["published"], None
        )
    return Mention(
        row["id"], "article", row["outlet"], row["headline"], row["url"],
        row["published"], row["published_trust"], tuple(row["signs"] or ()),
    )  # fmt: skip


def _headline(trees: Sequence[Entry], members: Sequence[Mapping[str, Any]]) -> str:
    """The headline that stands for an event: that of the largest tree's first article."""
    for entry in trees:
        if entry.mention.headline:
            return entry.mention.headline
    for member in sorted(members, key=lambda one: (one["published"] or "9", one["id"])):
        if member["headline"]:
            return str(member["headline"])
    return str(members[0]["id"]) if members else "(no article)"
