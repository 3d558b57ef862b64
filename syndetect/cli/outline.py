"""What ``scan`` tells a person, as data: events, in each the lines of derivation, largest first.

Copies of one text are folded into one entry; articles no derivation touches are listed apart.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syndetect.cli.doubts import Doubt, asked_of, doubts
from syndetect.cli.forest import End, Forest
from syndetect.cli.made import Made
from syndetect.export.jsonlines import document, rows
from syndetect.export.openings import openings
from syndetect.model import Role
from syndetect.provenance.graph import source
from syndetect.provenance.standing import Part, Standing

if TYPE_CHECKING:
    from syndetect.findings import Findings
    from syndetect.schema import I64

_AT_ONCE = 256  # events, or sources, of which there are records at a time
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
    languages: Mapping[str, Any]  # as in ``summary.json``
    notes: Sequence[str]
    templates: Sequence[Mapping[str, Any]]  # as in ``summary.json``, the largest first
    events: Sequence[EventOutline]  # made when they are looked at, as the sources are
    sources: Sequence[dict[str, Any]]
    sizes: Sequence[int]  # articles of each event
    derived: int  # articles with text from elsewhere, in all events

    def json(self, findings: Findings, **before: Any) -> Iterator[str]:
        """The same as JSON, an event at a time; behind it the flows of *findings*, and *before* it
        what else is told."""
        found = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        del found["sizes"], found["derived"]
        found["events"] = map(dataclasses.asdict, self.events)
        found["sources"] = iter(self.sources)
        return document({**before, **found, "flows": rows(findings.flows)})

    def example(self) -> tuple[str, str] | None:
        """Two articles that are worth explaining: the first two that stand in one tree."""
        for at in range(len(self.events)):  # one at a time: the first has them, as a rule
            event = self.events[at]
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
    articles, summary = findings.articles, findings.summary
    standing = Standing(
        articles, findings.derivations, findings.sources, findings.events, findings.related
    )
    asked = asked_of(summary)

    def events(rows: I64) -> Iterator[EventOutline]:
        called = openings(findings, standing.articles_of(rows))
        for at in range(0, len(rows), _AT_ONCE):
            yield from _events(standing.part(rows[at : at + _AT_ONCE], called), asked)

    def unseen(rows: Sequence[int]) -> Iterator[dict[str, Any]]:
        below = standing.below()
        for at in range(0, len(rows), _AT_ONCE):
            some = list(rows[at : at + _AT_ONCE])
            found = findings.sources.take(some).to_pylist()
            for row, children in zip(found, below[some].tolist(), strict=True):
                yield {**row, "children": children, "called": source(row).called}

    told = standing.worthwhile()
    sourceless, single = standing.count(Role.NO_SOURCE_FOUND)
    invisible = [number for number in articles.column("invisible").to_pylist() if number]
    return Outline(
        articles=articles.num_rows,
        outlets=_distinct(articles.column("outlet").unique().to_pylist()),
        single=single,
        no_source_found=sourceless,
        invisible=(len(invisible), sum(invisible)),
        counts=summary.get("counts", {}),
        skipped=summary.get("skipped", ()),
        dropped=summary.get("dropped", {}),
        languages=summary.get("languages", {}),
        notes=summary.get("notes", ()),
        templates=summary.get("templates", ()),
        events=Made(told, events),
        sizes=standing.sizes()[told].tolist(),
        derived=standing.derived,
        sources=Made(range(findings.sources.num_rows), unseen),
    )


def _events(part: Part, asked: float) -> Iterator[EventOutline]:
    forest = Forest(part.articles, part.sources, part.derivations)
    for row, ids, roots, pairs in zip(
        part.events, part.members, part.roots, part.open, strict=True
    ):
        members = [part.articles[name] for name in ids]
        yield _event(row, members, roots, forest, doubts(pairs, asked))


def _distinct(values: Any) -> int:
    return len({value for value in values if value})


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
