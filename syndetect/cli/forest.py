"""Derivations as trees to print: each child under its first parent, copies folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

End = tuple[str, str]  # kind (article, source) and id


class Forest:
    """Nodes are ``End``; of the *derivations* the first of a child is the one it hangs by."""

    def __init__(
        self,
        articles: Mapping[str, Mapping[str, Any]],
        sources: Mapping[str, Mapping[str, Any]],
        derivations: Iterable[Mapping[str, Any]],
    ) -> None:
        self._articles, self._sources = articles, sources
        self.parents: dict[End, list[Mapping[str, Any]]] = {}
        for row in derivations:
            self.parents.setdefault(("article", row["child"]), []).append(row)
        self.children: dict[End, list[End]] = {}
        for child in sorted(self.parents, key=self.order):
            first = self.parents[child][0]
            self.children.setdefault((first["parent_kind"], first["parent"]), []).append(child)
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

    def size(self, root: End) -> int:
        """How many nodes a tree has."""
        found = [root]
        for end in found:
            found.extend(self.children.get(end, ()))
        return len(found)

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
