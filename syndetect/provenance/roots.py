"""What hangs on what in a result, by rows: of each child its first parent, of each node its tree.

Articles count from 0, and sources go on behind the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.kernels.forest import components
from syndetect.kernels.grouped import Grouped
from syndetect.provenance.lineage import SOURCE


class Roots:
    """Trees of the first parents: *up* (int32) is the parent of a node, -1 of a root; *tree*
    (int32) has one label for all nodes of a tree.

    The first parent of a child is the likeliest of the first order. A ring, which should not be,
    is cut at its smallest id, which then has no parent. What no table knows is no end.
    """

    def __init__(
        self, articles: pa.ChunkedArray, sources: pa.ChunkedArray, derivations: pa.Table
    ) -> None:
        count, child = len(articles), schema.places(derivations["child"], articles)
        parent = schema.places(derivations["parent"], articles)
        behind = schema.places(derivations["parent"], sources)
        unseen = pc.equal(derivations["parent_kind"], SOURCE).to_numpy()
        parent[unseen] = np.where(behind < 0, -1, behind + count)[unseen]
        rows = _best_first(derivations, child, np.flatnonzero((child >= 0) & (parent >= 0)))
        child, parent = child[rows], parent[rows]
        first = np.flatnonzero(np.diff(child, prepend=-1))
        self.up = np.full(count + len(sources), -1, dtype=np.int32)
        self.up[child[first]] = parent[first]
        self.tree: schema.I32 = components(child[first], parent[first], len(self.up))
        for ring in self._rings():
            names = articles.take(pa.array(ring)).to_pylist()
            self.up[ring[names.index(min(names))]] = -1
        self._rows = rows
        self._of = Grouped(np.where(self.up[child] < 0, -1, child), count)

    def rows(self, articles: schema.I64) -> schema.I64:
        """The rows of the derivations of *articles*, of each child those of its first parent
        first."""
        found: schema.I64 = self._rows[self._of.of_all(articles)]
        return found

    def _rings(self) -> Iterator[list[int]]:
        """The nodes of each ring: what has no root leads into one."""
        for start in np.setdiff1d(self.tree, self.tree[self.up < 0]).tolist():
            way: dict[int, int] = {}
            node = start
            while node not in way:
                way[node] = len(way)
                node = int(self.up[node])
            yield list(way)[way[node] :]


def above(
    articles: pa.ChunkedArray, derivations: pa.Table, names: Sequence[str]
) -> tuple[schema.I64, schema.I64]:
    """Some articles and all that they come from by derivations: the rows of these articles, and of
    these derivations, ascending."""
    child, parent = (schema.places(derivations[end], articles) for end in ("child", "parent"))
    parent[pc.equal(derivations["parent_kind"], SOURCE).to_numpy()] = -1
    of = Grouped(child, len(articles))
    queue = [
        at
        for at in schema.places(pa.chunked_array([names], pa.string()), articles).tolist()
        if at >= 0
    ]
    known, joins = set(queue), list[int]()
    for at in queue:
        rows = of.of(at)
        joins += rows.tolist()
        new = set(parent[rows].tolist()) - known - {-1}
        known |= new
        queue += sorted(new)
    return np.sort(np.array(queue, dtype=np.int64)), np.sort(np.array(joins, dtype=np.int64))


def _best_first(derivations: pa.Table, child: schema.I32, known: schema.I64) -> schema.I64:
    """The *known* rows by child; of each, first parents before second ones, then the likeliest."""
    keys = derivations.select(["order", "probability", "parent"]).take(pa.array(known))
    keys = keys.set_column(0, "order", pc.fill_null(keys["order"], 1))
    keys = keys.append_column("child", pa.array(child[known]))
    by = [("child", "ascending"), ("order", "ascending")]
    by += [("probability", "descending"), ("parent", "ascending")]
    order: schema.I64 = pc.sort_indices(keys, by).to_numpy().astype(np.int64)
    return known[order]
