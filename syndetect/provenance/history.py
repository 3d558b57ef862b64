"""Verdicts to history: families, parents, unseen sources, roles and voices, in that order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from syndetect import schema
from syndetect.engines import Local
from syndetect.engines.contract import Engine
from syndetect.model import Derivation, Event, RelationKind, Role, Source
from syndetect.provenance.copies import Copies, classes, first, last_copies
from syndetect.provenance.families import batches, components_of, families
from syndetect.provenance.hands import Hands
from syndetect.provenance.lineage import DIGITS, Line, lines, primary, root_of
from syndetect.provenance.merges import Lookup
from syndetect.provenance.parents import LEAST, Choice, surest
from syndetect.provenance.reprints import LookedUp, gathered, looked_up
from syndetect.provenance.sources import unseen
from syndetect.provenance.ties import KINDS, Flags, Ties
from syndetect.provenance.tree import nothing, of_families, of_lone
from syndetect.provenance.voices import events_of
from syndetect.provenance.witness import Witness
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
    ties: Ties,
    representative: schema.I32,
    events: schema.I32,
    digests: frozenset[int],
    settings: Provenance,
    compared: Lookup = nothing,
    least: float = LEAST,
    engine: Engine | None = None,
    hands: Hands | None = None,
) -> History:
    """The history of all articles.

    *ties* are derived pairs of class representatives, (a, a) where the copies of a class derive
    from each other; *digests* are representatives too. Copies hang on one of their class.
    *compared* tells of any two articles how much they differ (``merges.Compared``); an article
    less likely than *least* is nobody's parent. The *engine* takes families, some at a time;
    *hands* are those of the witnesses.
    """
    aside = np.isin(representative, list(digests))
    digests = frozenset(np.flatnonzero(aside).tolist())
    ties = ties.take(~aside[ties.left] & ~aside[ties.right])
    hands = hands or Hands(witnesses)
    ties, label = gathered(witnesses, hands, ties, representative)
    known = looked_up(compared, representative, label)
    classed: dict[int, list[int]] = {}
    for article, one in enumerate(label.tolist()):
        classed.setdefault(one, []).append(article)
    copies = classes(witnesses, ties, classed, representative.tolist())
    ties = _between_classes(witnesses, ties, classed, copies)
    ties = ties.take(_joins(ties, hands, events))
    labels = families(ties, len(witnesses))
    told = [one for one in witnesses if one.article not in digests]
    chosen, nobody, left_out = _choose(
        told, ties, labels, copies, settings, known, least, engine or Local(threads=1)
    )
    chosen = last_copies(chosen, witnesses, copies)
    keys = _source_keys(chosen, ties, labels)
    sources = _sources(witnesses, keys)
    derivations = _derivations(witnesses, chosen, keys, sources)
    roles = _roles(witnesses, chosen, digests)
    ids = [one.id for one in witnesses]
    names = tuple(f"event:{ids[label]}" for label in events.tolist())
    rows = _families(witnesses, labels, derivations, names)
    family = {article: row.id for row in rows for article in row.articles}
    # What is true of the head is true of its copies.
    nobody.update((w.article, nobody[c.head.article]) for c in copies for w in c.others)
    alone = {ids[a]: surest(p) for a, p in nobody.items()}
    return History(
        derivations=derivations,
        sources=tuple(sorted(set(sources.values()), key=lambda s: s.id)),
        events=events_of(witnesses, derivations, sources.values(), names, labels, digests),
        families=rows,
        roles=roles,
        family=tuple(map(family.get, ids)),
        event=names,
        ties_left_out=left_out,
        lines=lines(ids, roles, derivations, alone),
    )


def _joins(ties: Ties, hands: Hands, events: schema.I32) -> Flags:
    """Which derived pairs are history: an outlet repeats its own background for years, and only
    within one event, or as a whole, or as versions that have half in common, is that a story.
    """
    found: Flags = events[ties.left] == events[ties.right]
    found |= ties.kind == KINDS.index(RelationKind.REPRINT)
    versions = ties.kind == KINDS.index(RelationKind.UPDATE)
    found |= versions & (np.minimum(ties.own_left, ties.own_right) >= _ONE_TEXT)
    return found | ~hands.same(ties.left, ties.right)


def _between_classes(
    witnesses: Sequence[Witness],
    ties: Ties,
    members: Mapping[int, Sequence[int]],
    copies: Sequence[Copies],
) -> Ties:
    """Ties with each class stood for by one article, and the copies tied to it, where the verdict
    on the class with itself is that it is derived: two lines alike are no history.
    """
    hub = np.arange(len(witnesses))
    for one, found in members.items():
        hub[one] = first([witnesses[a] for a in found]).article if len(found) > 1 else found[0]
    between = ties.take(ties.left != ties.right)
    between = between.between_others(hub[between.left], hub[between.right])
    return Ties.joined([between, Ties.of(c.between(other) for c in copies for other in c.others)])


def _choose(
    witnesses: Sequence[Witness],
    joined: Ties,
    labels: schema.I32,
    copies: Sequence[Copies],
    settings: Provenance,
    compared: LookedUp,
    least: float,
    engine: Engine,
) -> tuple[dict[int, Choice], dict[int, float], int]:
    """The parent of each article that has one, how likely nothing is above each, and how many ties
    were not weighed. In a family a class of copies is one article; the copies follow.
    """
    heads = {one.head.article: one.head for one in copies}
    others = [w.article for one in copies for w in one.others]
    judged = np.zeros(len(labels), dtype=np.bool_)
    judged[[one.article for one in witnesses]] = True
    judged[others] = False
    by_article = {one.article: heads.get(one.article, one) for one in witnesses}
    inside = joined.take(judged[joined.left] & judged[joined.right])
    tied = judged & (np.bincount(labels[judged], minlength=len(labels))[labels] > 1)
    alone = [by_article[article] for article in np.flatnonzero(judged & ~tied).tolist()]
    chosen: dict[int, Choice] = {}
    nobody: dict[int, float] = {}
    left_out = 0
    for one, (choice, unlikely) in zip(alone, of_lone(alone, settings), strict=True):
        nobody[one.article] = unlikely
        if choice is not None:
            chosen[one.article] = choice

    def some_families() -> Iterator[tuple[Any, ...]]:
        for articles, some in batches(np.flatnonzero(tied), inside, labels):
            members = [by_article[article] for article in articles.tolist()]
            asked = np.unique([one.article for one in members])
            of_each = labels[articles].astype(np.int64)
            yield members, some, settings, compared.among(asked), least, of_each

    for parents, of_nobody, cut in engine.over(of_families, some_families(), interpreted=True):
        chosen.update(parents)
        nobody.update(of_nobody)
        left_out += cut
    for found in copies:
        chosen.update(found.settle(chosen.get(found.head.article), settings))
    return chosen, nobody, left_out


def _source_keys(
    chosen: Mapping[int, Choice], ties: Ties, labels: schema.I32
) -> dict[int, tuple[int, str]]:
    """Which unseen source each article has: the children of one agency, or of nobody known, have
    one source as far as they are held together by their text.

    They are where one speaks for the other's source, and where half of a text stands in the other:
    an agency's dispatches are many.
    """
    source = {a: c.parent.source for a, c in chosen.items() if c.parent.source is not None}
    joined = [(a, chosen[a].parent.kin) for a in source if chosen[a].parent.kin in source]
    joined += [(a, one) for a in source for one in chosen[a].siblings]
    children = np.zeros(len(labels), dtype=np.bool_)
    children[list(source)] = True
    alike = np.maximum(ties.own_left, ties.own_right) >= _ONE_TEXT
    alike &= children[ties.left] & children[ties.right]
    joined += zip(ties.left[alike].tolist(), ties.right[alike].tolist(), strict=True)
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


def _families(
    witnesses: Sequence[Witness],
    labels: schema.I32,
    derivations: Sequence[Derivation],
    names: Sequence[str],
) -> tuple[FamilyRow, ...]:
    """Families of several articles, or of one article and its unseen source."""
    first = primary(derivations)
    members: dict[int, list[Witness]] = {}
    for one, label in zip(witnesses, labels.tolist(), strict=True):
        members.setdefault(label, []).append(one)
    rows = []
    for label, found in sorted(members.items()):
        ids = [one.id for one in found]
        if len(ids) < 2 and ids[0] not in first:
            continue
        roots = {root_of(one, first) for one in ids}
        origin = roots.pop()[1] if len(roots) == 1 else None
        rows.append(FamilyRow(f"family:{ids[0]}", names[label], origin, tuple(sorted(ids))))
    return tuple(rows)
