"""Verdicts to history: families, parents, unseen sources, roles and voices, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.engines import Local
from syndetect.engines.contract import Engine
from syndetect.model import RelationKind, Role
from syndetect.provenance import lineage
from syndetect.provenance.choosing import Chosen, Families, chosen
from syndetect.provenance.classes import Classes, classes, heads
from syndetect.provenance.families import families
from syndetect.provenance.hands import Hands
from syndetect.provenance.lineage import ROLES, Lines, number
from syndetect.provenance.merges import Lookup
from syndetect.provenance.parents import LEAST, surest
from syndetect.provenance.remembered import Remembered, events_anew, parents_anew
from syndetect.provenance.reprints import gathered, looked_up
from syndetect.provenance.sources import sources
from syndetect.provenance.ties import KINDS, Flags, Ties
from syndetect.provenance.tree import nothing
from syndetect.provenance.voices import Ends, by_id, events_of
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

_ONE_TEXT = 0.5  # share of both texts that two versions by one hand have in common
_Numbers = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class History:
    """What the graph is made of, as the tables of the result folder; but derivations have no spans.

    *ends* are the child and the parent of each derivation by ordinals, the parent -1 where it is a
    source. *columns* are those that articles have of their history: role, event, family, and what
    ``lineage.columns`` tells.
    """

    derivations: pa.Table
    ends: tuple[schema.I32, schema.I32]
    sources: pa.Table
    events: pa.Table
    families: pa.Table
    columns: Mapping[str, pa.Array]
    ties_left_out: int = 0  # derived pairs not weighed for parents: others were stronger
    remembered: Remembered | None = None  # what the next one may go on from, where asked for


def write(
    witnesses: Witnesses,
    ties: Ties,
    representative: schema.I32,
    events: schema.I32,
    digests: frozenset[int],
    settings: Provenance,
    compared: Lookup = nothing,
    least: float = LEAST,
    engine: Engine | None = None,
    hands: Hands | None = None,
    remembered: Remembered | None = None,
) -> History:
    """The history of all articles.

    *ties* are derived pairs of class representatives, (a, a) where the copies of a class derive
    from each other; *digests* are representatives too. Copies hang on one of their class.
    *compared* tells of any two articles how much they differ (``merges.Compared``); an article
    less likely than *least* is nobody's parent. The *engine* takes families and events, some at a
    time; *hands* are those of the witnesses. What is *remembered* of an earlier history, with other
    articles, is not judged again; then *compared* is ``merges.Compared``, or ``tree.nothing``.
    """
    engine = engine or Local(threads=1)
    aside = np.isin(representative, list(digests))
    ties = ties.take(~aside[ties.left] & ~aside[ties.right])
    hands = hands or Hands.of_all(witnesses)
    ties, label = gathered(witnesses, hands, ties, representative)
    known = looked_up(compared, representative, label)
    hub = heads(witnesses, label)
    copies = classes(hub, ties, label, representative)
    ties = _between_classes(ties, hub, copies)
    ties = ties.take(_joins(ties, hands, events))
    labels = families(ties, len(witnesses))
    asked = Families.of(witnesses, ~aside, ties, labels, copies, settings, known, least)
    found, kept = _choose(asked, engine, remembered)
    choices, nobody = found.choices, found.nobody
    unseen, source = sources(witnesses, choices, ties)
    names = pa.concat_arrays([witnesses.ids, unseen.column("source").combine_chunks()])
    roles = _roles(choices, aside)
    parent, likely = _first_parents(choices, source, len(aside))
    lines = lineage.lines(parent, likely)
    above = np.zeros(len(aside), dtype=np.bool_)
    above[choices.column("article").drop_null().to_numpy()] = True
    ends = Ends(labels, lines.root, aside, ~above & (parent < 0))
    if remembered is None or kept is None:
        told = events_of(witnesses, events, ends, unseen.column("agency").combine_chunks(), engine)
    else:
        told, of_events = events_anew(witnesses, events, ends, unseen, engine, remembered)
        kept = replace(kept, events=of_events)
    rows, of_family = _families(labels, lines, parent, names, events)
    return History(
        derivations=_derivations(choices, source, names),
        ends=(
            schema.plain(choices, "child"),
            choices.column("article").fill_null(-1).to_numpy(),
        ),
        sources=unseen,
        events=told,
        families=rows,
        columns={
            "role": pa.array([role.value for role in ROLES]).take(pa.array(roles)),
            "event": _called("event", names, events),
            "family": of_family,
            **lineage.columns(lines, roles, nobody, names),
        },
        ties_left_out=int(found.left_out.sum()),
        remembered=kept,
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


def _between_classes(ties: Ties, hub: schema.I64, copies: Classes) -> Ties:
    """Ties with each class stood for by one article, and the copies tied to it, where the verdict
    on the class with itself is that it is derived: two lines alike are no history.
    """
    between = ties.take(ties.left != ties.right)
    between = between.between_others(hub[between.left], hub[between.right])
    return Ties.joined([between, copies.tied()])


def _choose(
    given: Families, engine: Engine, remembered: Remembered | None
) -> tuple[Chosen, Remembered | None]:
    """The parents of all articles. In a family a class of copies is one article; the copies
    follow. With them what is known now, where anything is *remembered*.
    """
    kept = None
    if remembered is None:
        found = Chosen.joined(chosen(given, given.asked, engine), len(given.labels))
    else:
        found, kept = parents_anew(given, engine, remembered)
    nobody = found.nobody
    nobody[given.copies.others] = nobody[given.copies.of_each()]  # what is true of the head
    return found._replace(nobody=np.minimum(nobody, surest(1.0))), kept


def _first_parents(
    choices: pa.Table, source: schema.I32, count: int
) -> tuple[schema.I64, npt.NDArray[np.float64]]:
    """The first parent of each of *count* articles as ``_parents``, -1 where it has none; and how
    likely it is."""
    first = choices.filter(pc.field("order") == 1)
    child = schema.plain(first, "child")
    parent, likely = np.full(count, -1), np.ones(count)
    parent[child], likely[child] = _parents(first, source), schema.plain(first, "probability")
    return parent, likely


def _parents(choices: pa.Table, source: schema.I32) -> schema.I64:
    """The parent of each of *choices* by ordinal, a source behind the last article."""
    article = choices.column("article").fill_null(-1).to_numpy().astype(np.int64)
    unseen = len(source) + source[schema.plain(choices, "child")]
    found: schema.I64 = np.where(article >= 0, article, unseen)
    return found


def _derivations(choices: pa.Table, source: schema.I32, names: pa.Array) -> pa.Table:
    of_source = choices.column("source").is_valid().to_numpy()
    kinds = pa.array([lineage.ARTICLE, lineage.SOURCE])
    taken = ("relation", "probability", "decided", "reasons", "order", "share")
    return schema.build(
        schema.RESULT_DERIVATIONS,
        {
            **{name: choices.column(name) for name in taken},
            "child": names.take(choices.column("child").combine_chunks()),
            "parent": names.take(pa.array(_parents(choices, source))),
            "parent_kind": kinds.take(pa.array(of_source.astype(np.int8))),
            "spans": pa.nulls(len(choices), schema.SPANS),
        },
    )


def _roles(choices: pa.Table, digests: Flags) -> _Numbers:
    """The number of each article's role."""
    roles = np.full(len(digests), number(Role.NO_SOURCE_FOUND), dtype=np.int8)
    roles[choices.column("article").drop_null().to_numpy()] = number(Role.ORIGIN)
    roles[schema.plain(choices, "child")] = number(Role.DERIVATIVE)
    roles[digests] = number(Role.DIGEST)
    return roles


def _families(
    labels: schema.I32, lines: Lines, parent: schema.I64, names: pa.Array, events: schema.I32
) -> tuple[pa.Table, pa.Array]:
    """Families of several articles, or of one article and its unseen source, with their articles by
    id; and for each article the name of its own, null where it has none.
    """
    count = len(labels)
    of_one = np.bincount(labels, minlength=count)[labels] == 1
    inside = np.flatnonzero(~of_one | (parent >= 0))
    inside = inside[np.lexsort((by_id(names.slice(0, count))[inside], labels[inside]))]
    label, starts = np.unique(labels[inside], return_index=True)
    root = lines.root[inside]
    several = np.zeros(len(label), dtype=np.bool_)
    if len(label):
        several = np.minimum.reduceat(root, starts) != np.maximum.reduceat(root, starts)
    bounds = np.append(starts, len(inside)).astype(np.int32)
    rows = schema.build(
        schema.RESULT_FAMILIES,
        {
            "family": _called("family", names, label),
            "event": _called("event", names, events[label]),
            "origin": names.take(pa.array(root[starts], mask=several)),
            "articles": pa.ListArray.from_arrays(pa.array(bounds), names.take(pa.array(inside))),
        },
    )
    own = pa.array(labels, mask=of_one & (parent < 0))
    return rows, _called("family", names, own)


def _called(what: str, names: pa.Array, labels: schema.I32 | pa.Array) -> pa.Array:
    """What families or events are called: after the articles that their *labels* are."""
    return pc.binary_join_element_wise(what, names.take(pa.array(labels)), ":")
