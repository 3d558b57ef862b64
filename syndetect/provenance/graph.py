"""The provenance graph as a person asks it: parents, children, origin, event, voices, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect.errors import ResultError, UsageError
from syndetect.model import Derivation, Event, RelationKind, Role, Source, Span
from syndetect.provenance import flows
from syndetect.provenance.lineage import ARTICLE, SOURCE, End

if TYPE_CHECKING:
    import networkx as nx


class ProvenanceGraph:
    """Read-only view of the result tables; every answer is made of ids and records.

    Where an article and a source have one and the same id, the id means the article, unless
    ``kind="source"`` is said. Every question about an id that is not there is a UsageError.
    """

    def __init__(
        self, articles: pa.Table, derivations: pa.Table, sources: pa.Table, events: pa.Table
    ) -> None:
        self._tables = articles, derivations, sources
        self.articles: dict[str, dict[str, Any]] = {row["id"]: row for row in articles.to_pylist()}
        self.sources: dict[str, Source] = {
            row["source"]: source(row) for row in sources.to_pylist()
        }
        self.derivations: tuple[Derivation, ...] = tuple(
            derivation(row) for row in derivations.to_pylist()
        )
        self.events: dict[str, Event] = {row["event"]: _event(row) for row in events.to_pylist()}

    @cached_property
    def _up(self) -> Mapping[End, tuple[Derivation, ...]]:
        return _grouped(((ARTICLE, d.child), d) for d in self.derivations)

    @cached_property
    def _down(self) -> Mapping[End, tuple[Derivation, ...]]:
        return _grouped(((d.parent_kind, d.parent), d) for d in self.derivations)

    def parents_of(self, article: str) -> tuple[Derivation, ...]:
        """How the article came by its text, the first parent first; empty where no source was
        found, and for a source.
        """
        return self._up.get(self._end(article), ())

    def children_of(self, name: str, kind: str | None = None) -> tuple[Derivation, ...]:
        """What derives from an article or an unseen source, likeliest first; first parents before
        second ones.
        """
        return self._down.get(self._end(name, kind), ())

    def origin_of(self, article: str) -> tuple[str, float] | None:
        """The article or source at the top of the line, and how likely that is the article's
        origin (``lineage.lines`` says how it is reckoned).

        None where no source was found, which is not to say that the article is an origin, and for
        a digest. An unseen source is its own.
        """
        if self._end(article)[0] == SOURCE:
            return article, 1.0
        self.depth_of(article)
        row = self.articles[article]
        return None if row["origin"] is None else (row["origin"], row["origin_probability"])

    def depth_of(self, article: str) -> int | None:
        """Steps of derivation below the origin: 0 for an origin and where no source was found;
        None for a digest.
        """
        depth: int | None = self._article(article)["depth"]
        if depth is None and self.role_of(article) is not Role.DIGEST:
            raise _lacking("origin and depth of articles")
        return depth

    def role_of(self, article: str) -> Role:
        """The part the article plays."""
        return Role(self._article(article)["role"])

    def event_of(self, article: str) -> Event:
        """The event of an article."""
        name = self._article(article)["event"]
        if name is None:
            raise UsageError(f"{article!r} belongs to no event in this result")
        return self.event(name)

    def event(self, name: str) -> Event:
        """An event by its name."""
        if name not in self.events:
            raise UsageError(f"no event {name!r} in this result: see events.jsonl")
        return self.events[name]

    def voices(self, event: str) -> tuple[int, int]:
        """The least and the most voices of an event; its ``reason`` says why it is a range."""
        found = self.event(event)
        return found.voices_least, found.voices_most

    def first_appearance(self, event: str) -> tuple[str | None, str | None]:
        """The first of the usable dates of an event, as given, and the article that was surely
        first; None for what is not known.
        """
        found = self._dated(event)
        return found.first, found.first_article

    def spread(self, event: str) -> float | None:
        """The hours that surely lie between the first and the last appearance of an event; None
        below two usable dates.
        """
        return self._dated(event).spread_hours

    def path(self, a: str, b: str) -> tuple[Derivation, ...]:
        """The derivations that join two articles or sources: the shortest way from *a* up to what
        the two have in common, which may be one of them, then that of *b*. Empty where nothing
        joins them.
        """
        left, right = (self._above(self._end(name)) for name in (a, b))
        common = left.keys() & right.keys()
        if not common:
            return ()
        nearest = min(common, key=lambda end: (left[end][0] + right[end][0], end))
        return (*_way(left, nearest), *_way(right, nearest))

    def explain(self, child: str) -> tuple[str, ...]:
        """The reasons for the article's parents, the first parent first, each with the parent that
        it is about.
        """
        told = []
        for one in self.parents_of(child):
            lead = "from" if one.order == 1 else "also from"
            name = self._called(one)
            told += [f"{lead} {name}: {reason}" for reason in one.reasons]
        return tuple(told)

    def flows(self) -> pa.Table:
        """Which outlets and agencies feed which outlets: ``provenance.flows``."""
        return flows.flows(*self._tables)

    def matrix(self) -> tuple[tuple[str, ...], tuple[str, ...], npt.NDArray[np.int64]]:
        """Outlets, origins, and how many articles of each outlet (a row) have their first parent
        from each origin (a column): int64, of shape (outlets, origins).
        """
        return flows.matrix(self.flows())

    def to_networkx(self) -> nx.DiGraph:
        """Articles and sources as nodes, derivations as edges from parent to child, first parents
        before second ones; every value a str, int, float or bool, so that any writer of networkx
        takes it.

        What is not known is left out; lists are joined, reasons by "; ". Nodes have ``kind``
        (article, source) and the columns of their table; a source that is called like an article
        gets "source:" before its name.
        """
        import networkx as nx

        graph = nx.DiGraph()
        for name, row in self.articles.items():
            graph.add_node(name, kind=ARTICLE, **_plain(row))
        names = {(ARTICLE, name): name for name in self.articles}
        for name, one in self.sources.items():
            called = name
            while called in graph:
                called = f"{SOURCE}:{called}"
            names[SOURCE, name] = called
            facts = {"agency": one.agency, "url": one.url, "published": one.published}
            graph.add_node(called, kind=SOURCE, **_plain({**facts, "reasons": one.reasons}))
        for d in sorted(self.derivations, key=lambda one: one.order):
            ends = names[d.parent_kind, d.parent], names[ARTICLE, d.child]
            if graph.has_edge(*ends):
                continue  # of two ways from one to the other the first tells more
            fields = ("probability", "decided", "order", "share", "reasons")
            facts = {name: getattr(d, name) for name in fields}
            graph.add_edge(*ends, relation=d.relation.value, **_plain(facts))
        return graph

    def _above(self, start: End) -> dict[End, tuple[int, Derivation | None]]:
        """*start* and each of its ancestors, with the steps to it and the last of them."""
        found: dict[End, tuple[int, Derivation | None]] = {start: (0, None)}
        queue = [start]
        for here in queue:
            for one in self._up.get(here, ()):
                parent = (one.parent_kind, one.parent)
                if parent not in found:
                    found[parent] = found[here][0] + 1, one
                    queue.append(parent)
        return found

    def _called(self, one: Derivation) -> str:
        """A parent as one names it to a person."""
        if one.parent_kind == ARTICLE:
            return one.parent
        found = self.sources.get(one.parent)
        name = found.called if found is not None else one.parent
        return f"{name} (not in the collection)"

    def _end(self, name: str, kind: str | None = None) -> End:
        """What an id means: an article first, unless *kind* says which."""
        for known, ids in ((ARTICLE, self.articles), (SOURCE, self.sources)):
            if kind in (None, known) and name in ids:
                return known, name
        what = kind or "article or source"
        raise UsageError(f"no {what} {name!r} in this result: see articles.jsonl")

    def _article(self, name: str) -> dict[str, Any]:
        if self._end(name)[0] == SOURCE:
            raise UsageError(f"{name!r} is a source that is not in the collection: name an article")
        return self.articles[name]

    def _dated(self, event: str) -> Event:
        found = self.event(event)
        if found.dated is None:
            raise _lacking("the first appearance and spread of events")
        return found


def derivation(row: Mapping[str, Any]) -> Derivation:
    """A row of ``schema.RESULT_DERIVATIONS`` as a record; older ones lack its last columns."""
    return Derivation(
        child=row["child"],
        parent=row["parent"],
        parent_kind=row["parent_kind"],
        relation=RelationKind(row["relation"]),
        probability=row["probability"],
        decided=bool(row["decided"]),
        reasons=tuple(row["reasons"] or ()),
        order=row["order"] or 1,
        share=row["share"],
        spans=tuple(Span(one["begin"], one["end"]) for one in row["spans"] or ()),
    )


def source(row: Mapping[str, Any]) -> Source:
    """A row of ``schema.RESULT_SOURCES`` as a record."""
    reasons = tuple(row["reasons"] or ())
    ends = (row["source"], row["agency"], row["url"], row["published"])
    return Source(*ends, reasons, row["style"])


def _way(above: Mapping[End, tuple[int, Derivation | None]], end: End) -> list[Derivation]:
    """The steps that lead up to *end*."""
    way = []
    while (step := above[end][1]) is not None:
        way.append(step)
        end = (ARTICLE, step.child)
    return way[::-1]


def _event(row: Mapping[str, Any]) -> Event:
    fields = {name: row[name] for name in ("voices_least", "voices_most", "first", "last")}
    fields |= {name: row[name] for name in ("first_article", "spread_hours", "dated")}
    return Event(row["event"], tuple(row["articles"]), reason=row["reason"] or "", **fields)


def _grouped(rows: Iterable[tuple[End, Derivation]]) -> dict[End, tuple[Derivation, ...]]:
    """Derivations by one of their ends, in the order in which they are told."""
    grouped: dict[End, list[Derivation]] = {}
    for end, row in rows:
        grouped.setdefault(end, []).append(row)
    return {
        end: tuple(sorted(found, key=lambda d: (d.order, -d.probability, d.parent, d.child)))
        for end, found in grouped.items()
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """*row* without what is not known, lists as text."""
    told = {name: _text(name, value) for name, value in row.items()}
    return {name: value for name, value in told.items() if value is not None}


def _text(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ("; " if name == "reasons" else " ").join(value) or None
    return value


def _lacking(what: str) -> ResultError:
    return ResultError(
        f"the result is of an older version and lacks {what}: judge it again (`rejudge`), or scan "
        "again"
    )
