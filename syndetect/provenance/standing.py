"""Where every article of a result stands: in which tree, and under which event it is told.

By columns: of a million articles there are some numbers each, and rows only of the events that
are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.kernels.buckets import runs
from syndetect.kernels.grouped import Grouped
from syndetect.model import RelationKind, Role
from syndetect.provenance.lineage import ARTICLE, SOURCE, End
from syndetect.provenance.roots import Roots
from syndetect.stored import Rows, parts_of, together

Row = dict[str, Any]
Open = tuple[str, str, float, float]  # ids, probability, own words of the shorter text
_ARTICLE = (
    "id", "outlet", "headline", "url", "published", "published_trust", "role", "copy_of", "signs",
)  # fmt: skip
_DERIVATION = (
    "child", "parent", "parent_kind", "relation", "probability", "decided", "reasons",
)  # fmt: skip
_OPEN = pa.schema(
    [
        ("left", pa.int32()),
        ("right", pa.int32()),
        ("event", pa.int32()),
        ("probability", pa.float64()),
        ("own_words", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some events, and the rows to tell them by: of their articles, of the trees told under them,
    and of the derivations of both, the first parent of a child before others."""

    events: list[Row]  # without their articles
    members: list[list[str]]  # the articles of each
    roots: list[list[End]]  # of the trees told under each
    open: list[list[Open]]  # pairs within each that are undecided
    articles: dict[str, Row]
    sources: dict[str, Row]
    derivations: list[Row]


class Standing:
    """Trees and events of the tables of a result (``schema.RESULT_*``).

    A tree is told under the event that most of its articles belong to, an article of no tree
    under its own. Events go by their row; behind the last there is one more, of the articles that
    belong to none.
    """

    def __init__(
        self,
        articles: pa.Table,
        derivations: pa.Table,
        sources: pa.Table,
        events: pa.Table,
        related: Rows,
    ) -> None:
        self._articles, self._derivations = articles, derivations
        self._sources, self._events = sources, events
        self._ids, self._none = articles.column("id"), events.num_rows
        self._roots = Roots(self._ids, sources.column("source"), derivations)
        self._event = _events_of(articles.column("event"), events.column("event"))
        self._rank = _ranks(events.column("event"))
        grown = np.bincount(self._roots.tree, minlength=1)[self._roots.tree] > 1
        place = self._places(grown)
        self._told = Grouped(place, self._none + 1)
        listed, of = self._listed()
        several = np.bincount(of, minlength=self._none + 2) > 1
        self._worth = several | (np.bincount(place[grown], minlength=self._none + 2) > 0)
        self._worth[self._none + 1] = False
        self._members = listed[listed >= 0]
        self._members_of = Grouped(of[listed >= 0], self._none + 1)
        self.derived = int(np.count_nonzero((self._roots.up >= 0) & self._worth[place]))
        self._open = self._undecided(related)
        self._open_of = Grouped(schema.plain(self._open, "event"), self._none + 1)

    def worthwhile(self) -> schema.I64:
        """The events of several articles or with a tree, the largest first."""
        rows = np.flatnonzero(self._worth)
        return rows[np.lexsort((self._rank[rows], -self.sizes()[rows]))]

    def sizes(self) -> schema.I64:
        """How many articles each event has."""
        found: schema.I64 = self._members_of.sizes()
        return found

    def count(self, role: Role) -> tuple[int, int]:
        """How many articles have a role, and how many of these are of no event worth a line."""
        has = pc.equal(self._articles.column("role"), str(role)).to_numpy()
        return int(has.sum()), int(np.count_nonzero(has & ~self._worth[self._event]))

    def below(self) -> schema.I64:
        """How many articles each source has in its tree."""
        trees = self._roots.tree
        return np.bincount(trees, minlength=1)[trees][len(self._ids) :] - 1

    def articles_of(self, events: schema.I64) -> schema.I64:
        """The rows of the articles that are named where some events are told, ascending."""
        nodes = self._nodes(events)
        return nodes[: np.searchsorted(nodes, len(self._ids))]

    def part(self, events: schema.I64, called: pa.Array) -> Part:
        """What there is to tell of some events. *called* has for each article what stands for its
        headline, or null."""
        nodes, some = self._nodes(events), self.articles_of(events)
        articles = schema.rows_of(self._articles.select(_ARTICLE), some).to_pylist()
        for row, line in zip(articles, called.take(pa.array(some)).to_pylist(), strict=True):
            row["headline"] = line or row["headline"]
        unseen = nodes[len(some) :] - len(self._ids)
        sources = schema.rows_of(self._sources, unseen).to_pylist()
        ends: list[End] = [(ARTICLE, row["id"]) for row in articles]
        ends += [(SOURCE, row["source"]) for row in sources]
        named = dict(zip(nodes.tolist(), ends, strict=True))
        derivations = self._derivations.select(_DERIVATION)
        each = events.tolist()
        return Part(
            events=self._rows(events),
            members=[[named[row][1] for row in self._members_in(one).tolist()] for one in each],
            roots=[[named[row] for row in self._roots_in(one).tolist()] for one in each],
            open=[self._open_in(one) for one in each],
            articles={row["id"]: row for row in articles},
            sources={row["source"]: row for row in sources},
            derivations=schema.rows_of(derivations, self._roots.rows(some)).to_pylist(),
        )

    def _rows(self, events: schema.I64) -> list[Row]:
        table = self._events.drop_columns("articles")
        known = schema.rows_of(table, events[events < self._none]).to_pylist()
        none = {**dict.fromkeys(table.column_names), "reason": ""}
        found = iter(known)
        return [next(found) if one < self._none else none for one in events.tolist()]

    def _nodes(self, events: schema.I64) -> schema.I64:
        """Articles of some events and nodes of the trees told there, ascending."""
        members = self._members[self._members_of.of_all(events)]
        return np.unique(np.concatenate((members, self._told.of_all(events))))

    def _members_in(self, event: int) -> schema.I32:
        rows: schema.I64 = self._members_of.of(event)
        return self._members[rows]

    def _roots_in(self, event: int) -> schema.I64:
        nodes: schema.I64 = self._told.of(event)
        return nodes[self._roots.up[nodes] < 0]

    def _open_in(self, event: int) -> list[Open]:
        pairs = self._open.take(pa.array(self._open_of.of(event)))
        ends = (self._ids.take(pairs[side]).to_pylist() for side in ("left", "right"))
        facts = (pairs[name].to_pylist() for name in ("probability", "own_words"))
        return list(zip(*ends, *facts, strict=True))

    def _places(self, grown: npt.NDArray[np.bool_]) -> schema.I32:
        """The event that each node is told under; *grown* are those that are not alone."""
        count, events = len(self._ids), self._none + 2
        place = np.full(len(grown), self._none + 1, dtype=np.int32)
        place[:count] = self._event
        some = np.flatnonzero(grown[:count])
        cells = np.sort(self._roots.tree[some] * np.int64(events) + self._rank[self._event[some]])
        bounds = runs(cells)
        tree, rank = np.divmod(cells[bounds[:-1]], events)
        best = np.lexsort((rank, -np.diff(bounds), tree))
        best = best[np.flatnonzero(np.diff(tree[best], prepend=-1))]
        chosen = np.empty(len(grown), dtype=np.int32)
        chosen[tree[best]] = np.argsort(self._rank)[rank[best]]
        place[grown] = chosen[self._roots.tree[grown]]
        return place

    def _listed(self) -> tuple[schema.I32, schema.I64]:
        """The articles that events list, -1 for one that is not there; and of which event."""
        lists = self._events.column("articles")
        of = np.repeat(np.arange(self._none), schema.lengths(self._events, "articles"))
        stray = np.flatnonzero(self._event == self._none).astype(np.int32)
        found = schema.places(pc.list_flatten(lists), self._ids)
        both = np.concatenate((of, np.full(len(stray), self._none)))
        return np.concatenate((found, stray)), both

    def _undecided(self, related: Rows) -> pa.Table:
        """The undecided pairs within one event that no tree joins, one of them without a parent:
        where both have one, that they may share text too is no open question."""
        names = ["left", "right", "kind", "probability"]
        names += [name for name in ("own_words",) if name in related.column_names]
        found = [_OPEN.empty_table()]
        parts = parts_of(related, names)
        kind = str(RelationKind.UNDECIDED)
        for some in together(part.filter(pc.equal(part["kind"], kind)) for part in parts):
            ends = [schema.places(some[side], self._ids) for side in ("left", "right")]
            left, right = ends
            event = self._event[left]
            kept = (np.minimum(left, right) >= 0) & (event == self._event[right])
            kept &= self._roots.tree[left] != self._roots.tree[right]
            kept &= np.minimum(self._roots.up[left], self._roots.up[right]) < 0
            words = some["own_words"] if "own_words" in names else pa.nulls(len(some), pa.float64())
            columns = {"left": left, "right": right, "event": event}
            columns |= {"probability": some["probability"], "own_words": pc.fill_null(words, 0.0)}
            found.append(schema.build(_OPEN, columns).filter(pa.array(kept)))
        return pa.concat_tables(found).combine_chunks()


def _events_of(named: pa.ChunkedArray, events: pa.ChunkedArray) -> schema.I32:
    """The row of each article's event; behind the last where it names none, and one further
    where the one it names is not there."""
    found = schema.places(named, events)
    found[found < 0] = len(events) + 1
    found[named.is_null().to_numpy()] = len(events)
    return found


def _ranks(events: pa.ChunkedArray) -> schema.I64:
    """The place of each event by name; no name goes first, and an unknown event last."""
    rank = np.empty(len(events) + 2, dtype=np.int64)
    rank[pc.sort_indices(events).to_numpy()] = np.arange(1, len(events) + 1)
    rank[len(events) :] = 0, len(events) + 1
    return rank
