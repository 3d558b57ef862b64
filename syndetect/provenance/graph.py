"""The provenance graph as a person asks it: parents, children, origin, event, voices, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import networkx as nx
import pyarrow as pa

from syndetect.errors import UsageError
from syndetect.model import Derivation, Event, RelationKind, Role, Source


class ProvenanceGraph:
    """Read-only view of the result tables; every answer is made of ids and records."""

    def __init__(
        self, articles: pa.Table, derivations: pa.Table, sources: pa.Table, events: pa.Table
    ) -> None:
        self.articles: dict[str, dict[str, Any]] = {row["id"]: row for row in articles.to_pylist()}
        self.sources: dict[str, Source] = {
            row["source"]: Source(
                row["source"], row["agency"], row["url"], row["published"], tuple(row["reasons"])
            )
            for row in sources.to_pylist()
        }
        self.derivations: tuple[Derivation, ...] = tuple(
            _derivation(row) for row in derivations.to_pylist()
        )
        self.events: dict[str, Event] = {
            row["event"]: Event(
                row["event"],
                tuple(row["articles"]),
                row["voices_least"],
                row["voices_most"],
                row["reason"],
            )
            for row in events.to_pylist()
        }

    @cached_property
    def _up(self) -> Mapping[str, tuple[Derivation, ...]]:
        return _grouped(self.derivations, "child")

    @cached_property
    def _down(self) -> Mapping[str, tuple[Derivation, ...]]:
        return _grouped(self.derivations, "parent")

    def parents_of(self, article: str) -> tuple[Derivation, ...]:
        """How the article came by its text; empty where no source was found."""
        self._known(article)
        return self._up.get(article, ())

    def children_of(self, name: str) -> tuple[Derivation, ...]:
        """What derives from an article or an unseen source."""
        self._known(name)
        return self._down.get(name, ())

    def origin_of(self, article: str) -> tuple[str, float]:
        """The article or source at the top of the line, and the probability of the whole line."""
        self._known(article)
        name, probability = article, 1.0
        while self._up.get(name):
            derivation = self._up[name][0]
            name, probability = derivation.parent, probability * derivation.probability
        return name, probability

    def event_of(self, article: str) -> Event:
        """The event of an article."""
        return self.events[self._article(article)["event"]]

    def role_of(self, article: str) -> Role:
        """The part the article plays."""
        return Role(self._article(article)["role"])

    def voices(self, event: str) -> tuple[int, int]:
        """The least and the most voices of an event."""
        if event not in self.events:
            raise UsageError(f"no event {event!r} in this result: see events.jsonl")
        found = self.events[event]
        return found.voices_least, found.voices_most

    def explain(self, child: str) -> tuple[str, ...]:
        """The reasons for the article's parents, likeliest parent first."""
        return tuple(reason for d in self.parents_of(child) for reason in d.reasons)

    def to_networkx(self) -> nx.DiGraph:
        """Articles and sources as nodes, derivations as edges from parent to child."""
        graph = nx.DiGraph()
        for name, row in self.articles.items():
            graph.add_node(name, kind="article", **row)
        for name, source in self.sources.items():
            graph.add_node(
                name,
                kind="source",
                agency=source.agency,
                url=source.url,
                published=source.published,
            )
        for d in self.derivations:
            graph.add_edge(
                d.parent,
                d.child,
                relation=d.relation.value,
                probability=d.probability,
                decided=d.decided,
                reasons=list(d.reasons),
            )
        return graph

    def _article(self, name: str) -> dict[str, Any]:
        self._known(name)
        if name not in self.articles:
            raise UsageError(f"{name!r} is a source that is not in the collection: name an article")
        return self.articles[name]

    def _known(self, name: str) -> None:
        if name not in self.articles and name not in self.sources:
            raise UsageError(f"no article or source {name!r} in this result: see articles.jsonl")


def _derivation(row: Mapping[str, Any]) -> Derivation:
    return Derivation(
        child=row["child"],
        parent=row["parent"],
        parent_kind=row["parent_kind"],
        relation=RelationKind(row["relation"]),
        probability=row["probability"],
        decided=row["decided"],
        reasons=tuple(row["reasons"]),
        order=row["order"] or 1,
        share=row["share"],
    )


def _grouped(rows: tuple[Derivation, ...], end: str) -> dict[str, tuple[Derivation, ...]]:
    grouped: dict[str, list[Derivation]] = {}
    for row in sorted(rows, key=lambda d: (d.order, -d.probability, d.parent, d.child)):
        grouped.setdefault(getattr(row, end), []).append(row)
    return {name: tuple(found) for name, found in grouped.items()}
