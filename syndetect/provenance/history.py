"""Verdicts to history: families, parents, unseen sources, roles and voices, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syndetect import schema
from syndetect.model import Derivation, Event, RelationKind, Role, Source
from syndetect.provenance.copies import Copies, classes, first, last_copies
from syndetect.provenance.families import components_of, families
from syndetect.provenance.lineage import DIGITS, Line, lines, primary, root_of
from syndetect.provenance.merges import Lookup
from syndetect.provenance.parents import LEAST, Choice, surest
from syndetect.provenance.reprints import gathered, looked_up
from syndetect.provenance.sources import unseen
from syndetect.provenance.tree import Family, nothing, of_lone
from syndetect.provenance.voices import events_of
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
    """What the graph is made of; ``roles``, ``family``, ``event`` and ``lines`` have one entry an
    article.
    """

    derivations: tuple[Derivation, ...]
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    families: tuple[FamilyRow, ...]
    roles: tuple[Role, ...]
    family: tuple[str | None, ...]
    event: tuple[str, ...]
    ties_left_out: int = 0  # derived pairs not weighed for parents: others were stronger
    lines: tuple[Line, ...] = ()


def write(
    witnesses: Sequence[Witness],
    ties: Sequence[Tie],
    representative: schema.I32,
    events: schema.I32,
    digests: frozenset[int],
    settings: Provenance,
    compared: Lookup = nothing,
    least: float = LEAST,
) -> History:
    """The history of all articles.

    *ties* are derived pairs of class representatives, (a, a) where the copies of a class derive
    from each other; *digests* are representatives too. Copies hang on one of their class.
    *compared* tells of any two articles how much they differ (``merges.Compared``); an article
    less likely than *least* is nobody's parent.
    """
    digests = frozenset(a for a, one in enumerate(representative.tolist()) if one in digests)
    texts = representative.tolist()
    told_of = [t for t in ties if t.left not in digests and t.right not in digests]
    ties, label = gathered(witnesses, told_of, representative)
    compared = looked_up(compared, representative, label)
    classed: dict[int, list[int]] = {}
    for article, one in enumerate(label.tolist()):
        classed.setdefault(one, []).append(article)
    copies = classes(witnesses, ties, classed, texts)
    joined = [
        t
        for t in _between_classes(witnesses, ties, classed, copies)
        if _joins(t, witnesses, events)
    ]
    labels = families(joined, len(witnesses))
    members: dict[int, list[Witness]] = {}
    for witness in witnesses:
        members.setdefault(int(labels[witness.article]), []).append(witness)
    told = [one for one in witnesses if one.article not in digests]
    chosen, nobody, left_out = _choose(told, joined, labels, copies, settings, compared, least)
    chosen = last_copies(chosen, witnesses, copies)
    keys = _source_keys(chosen, joined, labels)
    sources = _sources(witnesses, keys)
    derivations = _derivations(witnesses, chosen, keys, sources)
    roles = _roles(witnesses, chosen, digests)
    names = _event_names(witnesses, events)
    rows = _families(members, derivations, names)
    ids = [one.id for one in witnesses]
    alone = {ids[a]: surest(p) for a, p in nobody.items()}
    for found in copies:  # what is true of the head is true of its copies
        alone.update((w.id, alone[found.head.id]) for w in found.others)
    return History(
        derivations=derivations,
        sources=tuple(sorted(set(sources.values()), key=lambda s: s.id)),
        events=events_of(witnesses, derivations, sources.values(), names, labels, digests),
        families=rows,
        roles=roles,
        family=_family_of(witnesses, rows),
        event=names,
        ties_left_out=left_out,
        lines=lines(ids, roles, derivations, alone),
    )


def _joins(tie: Tie, witnesses: Sequence[Witness], events: schema.I32) -> bool:
    """Whether a derived pair is history: an outlet repeats its own background for years, and only
    within one event, or as a whole, or as versions that have half in common, is that a story.
    """
    if tie.kind is RelationKind.REPRINT or events[tie.left] == events[tie.right]:
        return True
    if tie.kind is RelationKind.UPDATE and min(tie.own_left, tie.own_right) >= _ONE_TEXT:
        return True
    return not same_hand(witnesses[tie.left], witnesses[tie.right])


def _between_classes(
    witnesses: Sequence[Witness],
    ties: Sequence[Tie],
    members: Mapping[int, Sequence[int]],
    copies: Sequence[Copies],
) -> list[Tie]:
    """Ties with each class stood for by one article, and the copies tied to it, where the verdict
    on the class with itself is that it is derived: two lines alike are no history.
    """
    hub = {k: first([witnesses[a] for a in found]).article for k, found in members.items()}
    moved = [_placed(tie, hub[tie.left], hub[tie.right]) for tie in ties if tie.left != tie.right]
    return moved + [one.between(other) for one in copies for other in one.others]


def _placed(tie: Tie, left: int, right: int) -> Tie:
    """*tie* between two other articles with the same texts."""
    if (left, right) == (tie.left, tie.right):
        return tie
    moved = replace(tie, left=left, right=right)
    return moved if left < right else moved.turned()


def _choose(
    witnesses: Sequence[Witness],
    joined: Sequence[Tie],
    labels: schema.I32,
    copies: Sequence[Copies],
    settings: Provenance,
    compared: Lookup,
    least: float,
) -> tuple[dict[int, Choice], dict[int, float], int]:
    """The parent of each article that has one, how likely nothing is above each, and how many ties
    were not weighed. In a family a class of copies is one article; the copies follow.
    """
    heads = {one.head.article: one.head for one in copies}
    others = {w.article for one in copies for w in one.others}
    judged: dict[int, list[Witness]] = {}
    for one in witnesses:
        if one.article not in others:
            judged.setdefault(int(labels[one.article]), []).append(heads.get(one.article, one))
    inside: dict[int, list[Tie]] = {}
    for tie in joined:
        if tie.left not in others and tie.right not in others:
            inside.setdefault(int(labels[tie.left]), []).append(tie)
    chosen: dict[int, Choice] = {}
    nobody: dict[int, float] = {}
    left_out = 0
    for label in sorted(judged):
        members = judged[label]
        if len(members) == 1:
            choice, nobody[members[0].article] = of_lone(members[0], settings)
            if choice is not None:
                chosen[members[0].article] = choice
            continue
        family = Family(members, inside.get(label, []), settings, compared, least)
        chosen.update(family.choose())
        nobody.update(family.alone)
        left_out += family.left_out
    for found in copies:
        chosen.update(found.settle(chosen.get(found.head.article), settings))
    return chosen, nobody, left_out


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
    joined += [(a, one) for a in source for one in chosen[a].siblings]
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
        for order, one in enumerate((choice, choice.second), 1):
            if one is None:
                continue
            parent = one.parent
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
                    probability=round(one.probability, DIGITS),
                    decided=parent.decided,
                    reasons=parent.reasons,
                    order=order,
                    share=None if one.share is None else round(one.share, DIGITS),
                )
            )
    return tuple(rows)


def _roles(
    witnesses: Sequence[Witness], chosen: Mapping[int, Choice], digests: frozenset[int]
) -> tuple[Role, ...]:
    parents = {
        one.parent.article for c in chosen.values() for one in (c, c.second) if one is not None
    }
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
    first = primary(derivations)
    rows = []
    for label, found in sorted(members.items()):
        ids = [one.id for one in found]
        if len(ids) < 2 and ids[0] not in first:
            continue
        roots = {root_of(one, first) for one in ids}
        origin = roots.pop()[1] if len(roots) == 1 else None
        rows.append(FamilyRow(f"family:{ids[0]}", names[label], origin, tuple(sorted(ids))))
    return tuple(rows)


def _family_of(witnesses: Sequence[Witness], rows: Sequence[FamilyRow]) -> tuple[str | None, ...]:
    found = {article: row.id for row in rows for article in row.articles}
    return tuple(found.get(one.id) for one in witnesses)
