"""How likely each parent of each article of some families is, over all that each may have been."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from syndetect import schema
from syndetect.provenance import wording
from syndetect.provenance.credited import Agency, Credited
from syndetect.provenance.direction import Way
from syndetect.provenance.directions import COMMON
from syndetect.provenance.kinship import Kin, log_sum, nameless, shared
from syndetect.provenance.parents import UNKNOWN, Parent
from syndetect.provenance.shares import Arrows, Shares, shares
from syndetect.provenance.ties import Flags, Floats, exactly
from syndetect.provenance.witness import Witness
from syndetect.settings import Provenance

_VERSION = 2.0  # log-weight of an outlet's own earlier version beside the credit that both carry
_SUPERSEDED = 8.0
_EVEN = 1e-6  # two arrows that differ by less are equal: nobody is first
_LIKELIER = 0.5
_WAYS = tuple(Way)


class Unseen(NamedTuple):
    """A source that an article may have: its probability, and whose it is, where anybody's."""

    share: float
    name: str
    agency: Agency | None


class Part(NamedTuple):
    """One family among several: the places of its articles, and its entries."""

    nodes: schema.I64
    rows: schema.I64
    shares: Shares


class Forest:
    """All forests of each family, by the share of each arrow in their weight.

    *family* has a label for each article of *kin*; *cut* are ties that are weighed apart. ``up``
    is, for each entry, the probability that its article has its text from the other, ``down`` the
    other way round; ``rather`` tells which others rather are parents than children.
    """

    def __init__(self, kin: Kin, family: schema.I64, cut: Flags, settings: Provenance) -> None:
        self.settings, self.kin = settings, kin
        self.entries = kin.entries.kept(~cut[kin.entries.tie]) if cut.any() else kin.entries
        self._credited = Credited(kin, self.entries, settings)
        count = len(kin.members)
        none = self._credited.nobody
        self._roots = np.array(
            [
                log_sum([own, *(source.weight for source in some)]) if some else own
                for own, some in zip(none.tolist(), self._credited.sources, strict=True)
            ]
        )
        self._above, self._seen, shared_ = np.zeros(count), np.zeros(count), np.zeros(count)
        size = len(self.entries.node)
        self.up, self.down, into, out = (np.zeros(size) for _ in range(4))
        self.families = list(self._split(family))
        place = np.zeros(count, dtype=np.int64)
        for nodes, rows, found in self.families:
            place[nodes] = np.arange(len(nodes))
            one, other = place[self.entries.other[rows]], place[self.entries.node[rows]]
            self.up[rows], self.down[rows] = found.direct(one, other), found.direct(other, one)
            into[rows], out[rows] = found.common(one, other), found.common(other, one)
            self._above[nodes], self._seen[nodes] = found.above, found.seen
            shared_[nodes] = found.shared
        alone = self._above * exactly(math.exp, none - self._roots)
        self.nobody = np.maximum(0.0, alone - shared_)  # has its text from nobody, seen or unseen
        self.unseen = np.maximum(0.0, 1.0 - self._seen)  # has it from no article that is seen
        self.rather = (self.up > 0.0) & (self.up > self.down * (1.0 + _EVEN))
        self._unknown = self._nameless(into, out, alone)

    def _weights(self) -> tuple[Floats, Floats]:
        """Of each entry, what the arrow from the other weighs, and that from its source."""
        kin, some, credited = self.kin, self.entries, self._credited
        direct = kin.weight(some.tie, some.up) + np.where(kin.run[some.tie], _VERSION, 0.0)
        direct -= np.where(self._superseded(), _SUPERSEDED, 0.0)
        sourced = np.array([bool(one) for one in credited.sources], dtype=np.bool_)
        lent = (sourced[some.node] | credited.explained) & credited.lends
        apart = ~(credited.named[some.node] | lent | kin.hand[some.tie])
        return direct, np.where(apart, kin.weight(some.tie, COMMON), -np.inf)

    def _superseded(self) -> Flags:
        """Entries of two versions by one hand between which there is another of them: a running
        story goes on from its last version. Both ways: the two are not neighbors.
        """
        kin, facts, (_, node, other, tie, _) = self.kin, self.kin.facts, self.entries
        before = kin.hand[tie] & facts.dated[node] & facts.dated[other]
        before &= facts.end[other] <= facts.begin[node]
        last = np.full(len(kin.members), np.iinfo(np.int64).min)
        np.maximum.at(last, node[before], facts.begin[other[before]])
        passed = np.zeros(len(kin.ties), dtype=np.bool_)
        passed[tie[before & (facts.end[other] <= last[node])]] = True
        found: Flags = passed[tie]
        return found

    def _split(self, family: schema.I64) -> Iterator[Part]:
        """Each family with what its arrows weigh."""
        direct, common = self._weights()
        node, other = self.entries.node, self.entries.other
        by_node, by_row = np.argsort(family, kind="stable"), np.argsort(family[node], kind="stable")
        labels, starts = np.unique(family[by_node], return_index=True)
        bounds = np.searchsorted(family[node][by_row], labels)
        place = np.zeros(len(family), dtype=np.int64)
        split = zip(np.split(by_node, starts[1:]), np.split(by_row, bounds[1:]), strict=True)
        for nodes, rows in split if len(labels) else ():
            place[nodes] = np.arange(len(nodes))
            arrows = Arrows(place[other[rows]], place[node[rows]], direct[rows], common[rows])
            yield Part(nodes, rows, shares(arrows, self._roots[nodes]))

    def _nameless(self, into: Floats, out: Floats, alone: Floats) -> list[float]:
        """How likely each article has a source without a name, where kin share text and nobody can
        be called first. *into* and *out* are the arrows by a source of both.
        """
        apart = ~self.kin.hand[self.entries.tie]
        level = np.abs(self.up - self.down) <= _EVEN * (self.up + self.down)
        into = into + np.where(level, self.up, 0.0)
        out = out + np.where(level, self.down, 0.0)
        self._common = np.where(apart, into + out, -1.0)
        node, count = self.entries.node, len(self.kin.members)
        inside = np.bincount(node, weights=np.where(apart, into, 0.0), minlength=count)
        outside = np.zeros(count)  # what hangs on its source does so together
        np.maximum.at(outside, node, np.where(apart, out, 0.0))
        found: list[float] = np.minimum(inside + outside, inside + alone).tolist()
        return found

    def sources(self, at: int) -> list[Unseen]:
        """The sources, no articles, that the article may have, likeliest first."""
        above, root = self._above[at], self._roots[at]
        found = [
            Unseen(float(above * math.exp(source.weight - root)), source.name, source)
            for source in self._credited.sources[at]
        ]
        if self._unknown[at]:
            found.append(Unseen(self._unknown[at], UNKNOWN, None))
        return sorted(found, key=lambda one: (-one.share, one.name))

    def source(self, at: int, one: Unseen) -> Parent:
        """One of ``sources`` as the parent."""
        if one.agency is not None:
            return self._credited.parent(at, one.agency)
        entry = self._closest(at)
        row = int(self.entries.tie[entry])
        tie, direction = self.kin.ties[row], self.kin.direction(row)
        kin = self.kin.members[self.entries.other[entry]]
        grounds = direction.grounds[Way.COMMON]
        undecided = direction.lead < self.settings.margin or not grounds
        reasons = (
            *wording.with_common(grounds, shared(tie, at, kin.id)),
            *([wording.NOBODY_FIRST] if undecided else []),
        )
        return nameless(tie, kin.article, not undecided, reasons)

    def _closest(self, at: int) -> int:
        """The entry of the article that most likely has a source in common with that at *at*."""
        tie, ties = self.entries.tie, self.kin.ties
        return max(
            self.entries.at(at),
            key=lambda e: (self._common[e], -ties.left[tie[e]], -ties.right[tie[e]]),
        )

    def articles(self, at: int) -> list[int]:
        """The entries of the articles that rather are its parents than its children, the likeliest
        first.
        """
        up, other = self.up, self.entries.other
        some = [entry for entry in self.entries.at(at) if self.rather[entry]]
        return sorted(some, key=lambda entry: (-up[entry], other[entry]))

    def article(self, entry: int) -> Parent:
        """One of ``articles`` as the parent."""
        at, up, down = self.entries.node[entry], float(self.up[entry]), float(self.down[entry])
        whole, way = self._seen[at], int(self.entries.up[entry])
        row = int(self.entries.tie[entry])
        tie, direction = self.kin.ties[row], self.kin.direction(row)
        decided = bool(whole >= _LIKELIER and up >= down * math.exp(self.settings.margin))
        reasons = wording.with_common(direction.grounds[_WAYS[way]], shared(tie, at))
        if not decided:
            reasons += wording.told(direction.grounds[_WAYS[1 - way]], against=True)
            reasons += wording.told(direction.grounds[Way.COMMON])
            reasons.append(wording.FIRST_UNCLEAR)
        if up < _LIKELIER:
            reasons.append(_how_likely(whole, decided))
        parent = self.kin.members[self.entries.other[entry]].article
        return Parent(parent, None, up, tie.probability, tie.kind, decided, tuple(reasons))


def _how_likely(whole: float, decided: bool) -> str:
    """Why a parent is less likely than not, where some parent has the probability *whole*."""
    if whole < _LIKELIER:
        return wording.THIN
    return wording.OLDER_UNCLEAR if decided else wording.OTHER_AS_LIKELY


def lone(
    members: Sequence[Witness], settings: Provenance
) -> list[tuple[float, list[tuple[float, Parent]]]]:
    """For each article without kin, the probability that it has its text from nobody, and the
    agencies that it may have it from with theirs, likeliest first: what ``Forest`` says of it.
    """
    kin = Kin.strangers([one for one in members if one.credit or one.part])
    credited = Credited(kin, kin.entries, settings)
    place = {one.article: at for at, one in enumerate(kin.members)}
    found: list[tuple[float, list[tuple[float, Parent]]]] = []
    for one in members:
        at = place.get(one.article)
        if at is None or one.own_agency:
            found.append((1.0, []))
            continue
        none, sources = float(credited.nobody[at]), credited.sources[at]
        root = log_sum([none, *(source.weight for source in sources)])
        options = [(math.exp(s.weight - root), credited.parent(at, s)) for s in sources]
        options.sort(key=lambda s: (-s[0], s[1].source or ""))
        found.append((math.exp(none - root), options))
    return found
