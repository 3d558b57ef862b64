"""What leads up from an article, by whoever knows its parents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from syndetect.archive.world import World, called
from syndetect.model import Derivation
from syndetect.provenance.graph import ProvenanceGraph, derivation
from syndetect.provenance.lineage import ARTICLE, DIGITS, SOURCE

Above = Callable[[str], list[Derivation]]  # how an article came by its text, first parent first


def known(one: Derivation, told: ProvenanceGraph, world: World) -> Derivation:
    """*one*, with its source under the name that it has in the archive, where one of its other
    children is there."""
    if one.parent_kind != SOURCE:
        return one
    others = [
        other.child for other in told.children_of(one.parent, SOURCE) if other.child != one.child
    ]
    for child in others:
        for before in stored(child, world):
            if before.parent_kind == SOURCE:
                return replace(one, parent=before.parent)
    return one


def stored(child: str, world: World) -> list[Derivation]:
    """The derivations of an article of the archive."""
    return [derivation(row) for row in called(world.derivations, child)]


def line(article: str, above: Above) -> list[Derivation]:
    """What leads up from an article: its parents, then theirs."""
    found: list[Derivation] = []
    coming, seen = [article], {article}
    while coming:
        for one in above(coming.pop(0)):
            found.append(one)
            if one.parent_kind == ARTICLE and one.parent not in seen:
                seen.add(one.parent)
                coming.append(one.parent)
    return found


def origin(article: str, above: Above) -> tuple[str | None, str | None, float | None]:
    """What stands at the top of the line of first parents, its kind, and how likely that is."""
    name, kind, likely = article, ARTICLE, 1.0
    while kind == ARTICLE and (parents := above(name)):
        name, kind = parents[0].parent, parents[0].parent_kind
        likely *= parents[0].probability
    if name == article:
        return None, None, None
    return name, kind, round(likely, DIGITS)


def renamed(one: Derivation, asked: str, name: str) -> Derivation:
    """*one* with the *asked* article under its own *name*, which a source may be called after."""
    return replace(
        one, child=one.child.replace(asked, name), parent=one.parent.replace(asked, name)
    )
