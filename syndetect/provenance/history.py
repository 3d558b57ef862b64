"""Verdicts to history: families, parents, unseen sources, roles and voices, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.model import Derivation, Event, RelationKind, Role, Source, Trust
from syndetect.provenance.families import components_of, families, voices
from syndetect.provenance.sources import unseen
from syndetect.provenance.tree import Choice, Family
from syndetect.provenance.witness import Tie, Witness, same_hand
from syndetect.settings import Provenance

_ONE_TEXT = 0.5  # share of a text that stands in another from which both are of one dispatch


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family by name: its event, its origin where one is found, its articles in order of id."""

    id: str
    event: str
    origin: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What the graph is made of; ``roles`` and ``family`` have one entry an article."""

    derivations: tuple[Derivation, ...]
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    families: tuple[FamilyRow, ...]
    roles: tuple[Role, ...]
    family: tuple[str | None, ...]
    event: tuple[str, ...]


def write(
    witnesses: Sequence[Witness],
    ties: Sequence[Tie],
    representative: schema.I32,
    events: schema.I32,
    digests: frozenset[int],
    settings: Provenance,
) -> History:
    """The history of all articles.

    *ties* are derived pairs of class representatives, (a, a) where the copies of a class derive
    from each other; *digests* are representatives too. Copies hang on one of their class.
    """
    digests = frozenset(a for a, first in enumerate(representative.tolist()) if first in digests)
    joined = [
        t
        for t in _between_classes(witnesses, ties, representative)
        if t.left not in digests and t.right not in digests and _joins(t, witnesses, events)
    ]
    labels = families(joined, len(witnesses))
    members: dict[int, list[Witness]] = {}
    for one in witnesses:
        members.setdefault(int(labels[one.article]), []).append(one)
    inside: dict[int, list[Tie]] = {}
    for tie in joined:
        inside.setdefault(int(labels[tie.left]), []).append(tie)
    chosen: dict[int, Choice] = {}
    for label in sorted(members):
        family = Family(members[label], inside.get(label, []), settings)
        chosen.update(family.choose())
    keys = _source_keys(chosen, joined, labels)
    sources = _sources(witnesses, keys)
    derivations = _derivations(witnesses, chosen, keys, sources)
    roles = _roles(witnesses, chosen, digests)
    names = _event_names(witnesses, events)
    rows = _families(members, derivations, names)
    return History(
        derivations=derivations,
        sources=tuple(sorted(set(sources.values()), key=lambda s: s.id)),
        events=_events(witnesses, derivations, sources.values(), names, digests),
        families=rows,
        roles=roles,
        family=_family_of(witnesses, rows),
        event=names,
    )


def _joins(tie: Tie, witnesses: Sequence[Witness], events: schema.I32) -> bool:
    """Whether a derived pair is history: an outlet repeats its own background for years, and only
    within one event, or as a whole, is that a version of a story.
    """
    if tie.kind is RelationKind.REPRINT or events[tie.left] == events[tie.right]:
        return True
    return not same_hand(witnesses[tie.left], witnesses[tie.right])


def _between_classes(
    witnesses: Sequence[Witness], ties: Sequence[Tie], representative: schema.I32
) -> list[Tie]:
    """Ties with each class stood for by one article, and the copies tied to it, where the verdict
    on the class with itself is that it is derived: two lines alike are no history.
    """
    copies: dict[int, list[int]] = {}
    for article, first in enumerate(representative.tolist()):
        copies.setdefault(first, []).append(article)
    hub = {first: _earliest(witnesses, found) for first, found in copies.items()}
    moved = [_placed(tie, hub[tie.left], hub[tie.right]) for tie in ties if tie.left != tie.right]
    whole = {tie.left: tie for tie in ties if tie.left == tie.right}
    for first, tie in sorted(whole.items()):
        moved += [_placed(tie, hub[first], a) for a in copies[first] if a != hub[first]]
    return moved


def _placed(tie: Tie, left: int, right: int) -> Tie:
    """*tie* between two other articles with the same texts."""
    if left < right:
        return replace(tie, left=left, right=right)
    return replace(tie, left=right, right=left, own_left=tie.own_right, own_right=tie.own_left)


def _earliest(witnesses: Sequence[Witness], articles: Sequence[int]) -> int:
    """The article that stands for a class: an agency's own, else the one that its date puts first,
    else the first by id. A clock on a page puts nobody first.
    """
    return min(articles, key=lambda a: (witnesses[a].own_agency is None, _until(witnesses[a]), a))


def _until(one: Witness) -> float:
    if one.window is None or one.trust in (None, Trust.PAGE, Trust.FILE):
        return np.inf
    return float(one.window.end)


def _source_keys(
    chosen: Mapping[int, Choice], ties: Sequence[Tie], labels: schema.I32
) -> dict[int, tuple[int, str]]:
    """Which unseen source each article has: the children of one agency, or of nobody known, have
    one source as far as they are held together by their text.

    They are where one speaks for the other's source, and where half of a text stands in the other:
    an agency's dispatches are many.
    """
    source = {a: c.parent.source for a, c in chosen.items() if c.parent.source is not None}
    joined = [(a, chosen[a].parent.kin) for a in source if chosen[a].parent.kin in source]
    joined += [(t.left, t.right) for t in ties if max(t.own_left, t.own_right) >= _ONE_TEXT]
    pairs = [(a, b) for a, b in joined if b is not None and source.get(a) == source.get(b, a)]
    inside = components_of(pairs, len(labels))
    return {a: (int(inside[a]), name) for a, name in sorted(source.items())}


def _sources(
    witnesses: Sequence[Witness], keys: Mapping[int, tuple[int, str]]
) -> dict[tuple[int, str], Source]:
    """The unseen sources by their keys."""
    children: dict[tuple[int, str], list[Witness]] = {}
    for article, key in keys.items():
        children.setdefault(key, []).append(witnesses[article])
    return {key: unseen(key[1], found) for key, found in sorted(children.items())}


def _derivations(
    witnesses: Sequence[Witness],
    chosen: Mapping[int, Choice],
    keys: Mapping[int, tuple[int, str]],
    sources: Mapping[tuple[int, str], Source],
) -> tuple[Derivation, ...]:
    rows = []
    for article, choice in sorted(chosen.items()):
        parent = choice.parent
        if parent.article is not None:
            name, kind = witnesses[parent.article].id, "article"
        else:
            name, kind = sources[keys[article]].id, "source"
        rows.append(
            Derivation(
                child=witnesses[article].id,
                parent=name,
                parent_kind=kind,
                relation=parent.relation,
                probability=round(choice.probability, 6),  # as the result folder has it
                decided=parent.decided,
                reasons=parent.reasons,
            )
        )
    return tuple(rows)


def _roles(
    witnesses: Sequence[Witness], chosen: Mapping[int, Choice], digests: frozenset[int]
) -> tuple[Role, ...]:
    parents = {c.parent.article for c in chosen.values()}
    roles = []
    for one in witnesses:
        if one.article in digests:
            roles.append(Role.DIGEST)
        elif one.article in chosen:
            roles.append(Role.DERIVATIVE)
        elif one.article in parents:
            roles.append(Role.ORIGIN)
        else:
            roles.append(Role.NO_SOURCE_FOUND)
    return tuple(roles)


def _event_names(witnesses: Sequence[Witness], events: schema.I32) -> tuple[str, ...]:
    return tuple(f"event:{witnesses[label].id}" for label in events.tolist())


def _families(
    members: Mapping[int, Sequence[Witness]],
    derivations: Sequence[Derivation],
    names: Sequence[str],
) -> tuple[FamilyRow, ...]:
    """Families of several articles, or of one article and its unseen source."""
    parent = {d.child: d.parent for d in derivations}
    rows = []
    for label, found in sorted(members.items()):
        ids = [one.id for one in found]
        if len(ids) < 2 and ids[0] not in parent:
            continue
        roots = {_root(one, parent) for one in ids}
        origin = roots.pop() if len(roots) == 1 else None
        rows.append(FamilyRow(f"family:{ids[0]}", names[label], origin, tuple(sorted(ids))))
    return tuple(rows)


def _root(name: str, parent: Mapping[str, str]) -> str:
    while name in parent:
        name = parent[name]
    return name


def _family_of(witnesses: Sequence[Witness], rows: Sequence[FamilyRow]) -> tuple[str | None, ...]:
    found = {article: row.id for row in rows for article in row.articles}
    return tuple(found.get(one.id) for one in witnesses)


def _events(
    witnesses: Sequence[Witness],
    derivations: Sequence[Derivation],
    sources: Iterable[Source],
    names: Sequence[str],
    digests: frozenset[int],
) -> tuple[Event, ...]:
    parent = {d.child: d.parent for d in derivations}
    parents = set(parent.values())
    agency = {s.id: s.agency for s in sources}
    named = set(agency.values())
    by_event: dict[str, list[Witness]] = {}
    for one, name in zip(witnesses, names, strict=True):
        by_event.setdefault(name, []).append(one)
    rows = []
    for name, found in sorted(by_event.items()):
        roots: dict[str, int] = {}
        alone: list[Witness] = []
        for one in found:
            if one.article in digests:
                continue
            root = _root(one.id, parent)
            if root == one.id and one.id not in parents:
                alone.append(one)
                continue
            # An agency is one voice, however many dispatches it sends.
            voice = agency.get(root) or root
            roots[voice] = roots.get(voice, 0) + 1
        known = {root for root in roots if root in named and root != UNSPECIFIED}
        known |= {one.own_agency for one in found if one.own_agency}
        least, most, reason = voices(len(found), roots, frozenset(known), len(alone), _hands(alone))
        ids = tuple(sorted(one.id for one in found))
        rows.append(Event(name, ids, least, most, reason))
    return tuple(rows)


def _hands(alone: Sequence[Witness]) -> int:
    """How many outlets the articles without a source are of; unknown outlets count one each."""
    known = {one.outlet.casefold() for one in alone if one.outlet}
    return len(known) + sum(one.outlet is None for one in alone)
