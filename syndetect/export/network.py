"""The graph of derivations as nodes and edges with plain facts, for every format that draws one.

All strings are fit for XML: control characters and lone surrogates become visible escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from syndetect.export.jsonlines import ENCODER, rounded, rows
from syndetect.export.openings import named

if TYPE_CHECKING:
    from syndetect.export import Results

Fact = str | bool | int | float
Columns = dict[str, list[Any]]  # facts by name, None where one is not known

_BATCH = 4096  # rows turned into Python values at a time

# Facts that a node or an edge may have, and their types.
NODE_FACTS: Mapping[str, type] = {
    "kind": str,  # article, source
    "outlet": str,  # of a source: its agency
    "headline": str,  # or the line that opens the text
    "published": str,
    "role": str,
    "event": str,
    "family": str,
    "url": str,
    "origin": str,  # the name of a node
    "origin_probability": float,
    "depth": int,
}
EDGE_FACTS: Mapping[str, type] = {
    "relation": str,
    "probability": float,
    "decided": bool,
    "order": int,
    "share": float,
    "reasons": str,  # a JSON list
}

# What XML 1.0 has no character for; and the carriage return, which readers turn into a newline.
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """An article or an unseen source; *facts* are some of ``NODE_FACTS``, none of them empty."""

    name: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """From parent to child, both named like their nodes; *facts* are some of ``EDGE_FACTS``."""

    parent: str
    child: str
    facts: Mapping[str, Any]


def legal(text: str) -> str:
    """*text* with an escape (``\\u0000``) for each character that XML cannot hold."""
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


class Network:
    """The nodes and edges of *findings*, row by row.

    A node is named by its id. A source that is called like an article gets "source:" before its
    name. An end of a derivation that no table knows is a node of which nothing else is known.
    """

    def __init__(self, findings: Results) -> None:
        self._findings = findings
        self._names: dict[tuple[str, str], str] = {}
        self._used: set[str] = set()
        for one in findings.articles.column("id").to_pylist():
            self._add("article", one)
        for one in findings.sources.column("source").to_pylist():
            self._add("source", one)
        self._strangers: list[str] = []
        for kind, one in sorted(self._ends() - self._names.keys()):
            self._strangers.append(self._add(kind, one))

    def nodes(self, *, by_event: bool = False) -> Iterator[Node]:
        """Articles, then sources. *by_event*: articles in the order of their events, the rest of
        them last; otherwise in the order of the table.
        """
        for names, told in self.node_columns(by_event=by_event):
            yield from map(Node, names, _known(told, len(names)))

    def edges(self) -> Iterator[Edge]:
        """An edge for each derivation, in their order."""
        for parents, children, told in self.edge_columns():
            yield from map(Edge, parents, children, _known(told, len(parents)))

    def node_columns(self, *, by_event: bool = False) -> Iterator[tuple[list[str], Columns]]:
        """The same nodes, some at a time: their names, and each fact of all of them."""
        articles = named(self._findings)
        for some in _batches(self._by_event(articles) if by_event else articles):
            own = [self._names["article", one] for one in some["id"]]
            kinds = some.get("origin_kind") or [None] * len(own)
            ends = zip(kinds, some.get("origin", kinds), strict=True)
            facts = {
                **some,
                "kind": ["article"] * len(own),
                "origin": [
                    one and self._names.get((kind or "article", one), one) for kind, one in ends
                ],
            }
            yield own, _fit(facts, NODE_FACTS)
        for some in _batches(self._findings.sources):
            own = [self._names["source", one] for one in some["source"]]
            facts = {**some, "kind": ["source"] * len(own), "outlet": some["agency"]}
            yield own, _fit(facts, NODE_FACTS)
        if self._strangers:
            yield self._strangers, {}

    def edge_columns(self) -> Iterator[tuple[list[str], list[str], Columns]]:
        """The same edges, some at a time: parents, children, and each fact of all of them."""
        for some in _batches(self._findings.derivations):
            ends = zip(some["parent_kind"], some["parent"], strict=True)
            parents = [self._names[end] for end in ends]
            facts = {
                **some,
                "decided": [bool(one) for one in some["decided"]],
                "order": [one or 1 for one in some.get("order") or [None] * len(parents)],
                "reasons": [ENCODER.encode(one or []) for one in some["reasons"]],
            }
            children = [self._names["article", one] for one in some["child"]]
            yield parents, children, _fit(facts, EDGE_FACTS)

    def _add(self, kind: str, one: str) -> str:
        name = legal(one)
        while name in self._used:
            name = f"{kind}:{name}"
        self._used.add(name)
        self._names[kind, one] = name
        return name

    def _ends(self) -> set[tuple[str, str]]:
        ends: set[tuple[str, str]] = set()
        for row in rows(self._findings.derivations.select(["child", "parent", "parent_kind"])):
            ends.update({("article", row["child"]), (row["parent_kind"], row["parent"])})
        return ends

    def _by_event(self, articles: pa.Table) -> pa.Table:
        place = pc.index_in(articles["event"], self._findings.events["event"].combine_chunks())
        keyed = pa.table({"event": place, "row": pa.array(range(articles.num_rows), pa.int64())})
        order = pc.sort_indices(keyed, [("event", "ascending"), ("row", "ascending")])
        return articles.take(order)


def _batches(table: pa.Table) -> Iterator[dict[str, list[Any]]]:
    """*table* as columns of plain values, some rows at a time."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield batch.to_pydict()


def _known(told: Columns, rows: int) -> Iterator[dict[str, Fact]]:
    """For each of some *rows* what is known there."""
    if not told:
        yield from ({} for _ in range(rows))
    for values in zip(*told.values(), strict=True):
        yield {n: v for n, v in zip(told, values, strict=True) if v is not None}


def _fit(columns: Mapping[str, list[Any]], fields: Mapping[str, type]) -> Columns:
    """Those of *fields* that *columns* have, rounded and legal."""
    found: Columns = {}
    for name in fields:
        values = columns.get(name)
        if values is None:
            continue
        if fields[name] is not str:
            values = [rounded(one) for one in values]
        elif _ILLEGAL.search("".join([one for one in values if one is not None])) is not None:
            values = [one and legal(one) for one in values]
        found[name] = values
    return found
