"""Derivations as trees to print: each child under its likeliest parent, copies folded.

A child of several parents hangs on the likeliest and names the others; a ring, which should not
be, is cut at its smallest id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

End = tuple[str, str]  # kind (article, source) and id


class Forest:
    """Nodes are ``End``; ``roots`` holds every article and source that hangs on nothing."""

    def __init__(
        self,
        articles: Mapping[str, Mapping[str, Any]],
        sources: Mapping[str, Mapping[str, Any]],
        derivations: Iterable[Mapping[str, Any]],
    ) -> None:
        self._articles, self._sources = articles, sources
        self.parents: dict[End, list[Mapping[str, Any]]] = {}
        for row in sorted(
            derivations, key=lambda d: (d.get("order") or 1, -d["probability"], d["parent"])
        ):
            parent, child = (row["parent_kind"], row["parent"]), ("article", row["child"])
            if self._known(parent) and self._known(child):
                self.parents.setdefault(child, []).append(row)
        self.children: dict[End, list[End]] = {}
        for child in sorted(self.parents, key=self.order):
            first = self.parents[child][0]
            self.children.setdefault((first["parent_kind"], first["parent"]), []).append(child)
        self.root_of: dict[End, End] = {}
        self.roots = self._rooted()
        self.twins: dict[End, list[str]] = {}  # filled while folding: copies that are siblings

    def node(self, end: End) -> Mapping[str, Any]:
        """The row of an article or source."""
        return (self._sources if end[0] == "source" else self._articles)[end[1]]

    def when(self, end: End) -> str:
        """Its date, what has none last."""
        return self.node(end)["published"] or "9999"

    def order(self, end: End) -> tuple[str, End]:
        """By date, then by id."""
        return self.when(end), end

    def below(self, root: End) -> list[End]:
        """*root* and all that hangs on it."""
        found = [root]
        for end in found:
            found.extend(self.children.get(end, ()))
        return found

    def size(self, root: End) -> int:
        """How many nodes a tree has."""
        return len(self.below(root))

    def folded(self, end: End) -> tuple[list[End], list[str]]:
        """The children to print under *end*, and the leaves that are copies of *end* itself.

        Copies among the children are told with the first of them (``twins``).
        """
        own = self._class_of(end)
        copies: list[str] = []
        shown: list[End] = []
        first_of: dict[str, End] = {}
        children = self.children.get(end, [])
        # Children with children of their own stay; leaves of the same class fold into them.
        for child in sorted(
            children, key=lambda one: (not self.children.get(one), self.order(one))
        ):
            copy_of, leaf = self._class_of(child), not self.children.get(child)
            if copy_of is None:
                shown.append(child)
            elif leaf and copy_of == own:
                copies.append(child[1])
            elif leaf and copy_of in first_of:
                self.twins.setdefault(first_of[copy_of], []).append(child[1])
            else:
                shown.append(child)
                first_of.setdefault(copy_of, child)
        return sorted(shown, key=self.order), copies

    def _class_of(self, end: End) -> str | None:
        found: str | None = self.node(end).get("copy_of")
        return found

    def _known(self, end: End) -> bool:
        return end[1] in (self._sources if end[0] == "source" else self._articles)

    def _rooted(self) -> list[End]:
        """All roots; every node gets the root it hangs on."""
        ends: list[End] = [("article", name) for name in self._articles]
        ends += [("source", name) for name in self._sources]
        roots = [end for end in ends if end not in self.parents]
        for root in roots:
            self._claim(root)
        for end in sorted(ends):
            if end not in self.root_of:  # in a ring, or below one
                cut = min(self._ring(end))
                first = self.parents.pop(cut)[0]
                self.children[first["parent_kind"], first["parent"]].remove(cut)
                roots.append(cut)
                self._claim(cut)
        return roots

    def _claim(self, root: End) -> None:
        for end in self.below(root):
            self.root_of[end] = root

    def _ring(self, end: End) -> list[End]:
        """The ring that the way up from *end* leads into."""
        way: list[End] = []
        while end not in way:
            way.append(end)
            first = self.parents[end][0]
            end = (first["parent_kind"], first["parent"])
        return way[way.index(end) :]
