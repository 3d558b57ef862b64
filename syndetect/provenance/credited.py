"""Agencies as unseen sources: those that an article credits, and those that its kin credit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from syndetect import schema
from syndetect.credits import UNSPECIFIED
from syndetect.model import Credit, RelationKind
from syndetect.provenance import wording
from syndetect.provenance.directions import COMMON, RIGHT_FROM_LEFT
from syndetect.provenance.entries import Entries
from syndetect.provenance.kinship import Kin, from_source, log_sum, logit, shared
from syndetect.provenance.parents import Parent
from syndetect.provenance.ties import Flags, Floats
from syndetect.settings import Provenance

_CREDIT = 2.0  # log-weight of the article's own credit beside an article as its parent
_PART = 2.0  # the same of a credit for a part


class Agency(NamedTuple):
    """An agency that an article may have its text from, and what that weighs. ``credit`` is the
    article's own credit, ``part`` that it is for a part; else ``lender`` is the entry of its kin
    whose credit it is.
    """

    name: str
    weight: float  # log-likelihood beside the article's other choices
    shared: float  # probability that there is a derivation at all
    credit: Credit | None = None
    part: bool = False
    lender: int = -1


class Credited:
    """The agencies of some families' articles, as sources with their weights."""

    def __init__(self, kin: Kin, entries: Entries, settings: Provenance) -> None:
        self._kin, self._entries, self._settings = kin, entries, settings
        tie, facts = entries.tie, kin.facts
        self._agency = facts.agency[entries.other]
        up = kin.weights[tie, entries.up]
        first, left_first = kin.likeliest_first()
        lends = facts.lendable & (facts.strength >= settings.credit)
        clear = first & (kin.leads() >= settings.margin)
        self.lends = lends[entries.other] & ~clear[tie]  # the other's credit speaks for its kin
        led = first[tie] & (left_first[tie] == (entries.up == RIGHT_FROM_LEFT))
        led &= up - kin.weights[tie, COMMON] >= settings.margin
        led &= (self._agency == facts.agency[entries.node]) & kin.hand[tie]
        self._earlier = self._any(led)  # it likely is the next version of a text of the same hand
        own = facts.own[entries.other]
        self._own_kin = _sets(entries, own, own >= 0)
        seen = (own >= 0) & (up >= kin.weights[tie, 1 - entries.up])
        # Agencies whose own dispatch is kin of an article, and not rather later than it: what other
        # kin credit to these is explained by what is there, and by no source unseen.
        self._seen = _sets(entries, own, seen)
        self.explained = self._explained()
        self._plain = self._most(kin.odds / 2 - kin.sums)
        self._alike = self._most(kin.odds / 2 + np.maximum(kin.alike, 0.0) - kin.sums)
        mine = [self._own(at) for at in range(len(kin.members))]
        self.named: Flags = np.array(
            [one is not None and one.name != UNSPECIFIED for one in mine], dtype=np.bool_
        )
        lent = self._of_kin()
        self.sources: list[Sequence[Agency]] = [
            lent.get(at) or (() if one is None else (one,)) for at, one in enumerate(mine)
        ]
        self._mine = mine
        # Log-weight of no source at all: the chance that the article's own credit is none.
        strengths = [0.0 if one is None else one.shared for one in mine]
        self.nobody: Floats = np.array([math.log(max(1.0 - s, 0.005)) for s in strengths])

    def parent(self, at: int, agency: Agency) -> Parent:
        """*agency* as the parent of the article at that place."""
        return self._lent(at, agency) if agency.credit is None else self._credited(at, agency)

    def _any(self, some: Flags) -> Flags:
        """Which articles have such an entry."""
        found = np.zeros(len(self._kin.members), dtype=np.bool_)
        found[self._entries.node[some]] = True
        return found

    def _most(self, weights: Floats) -> list[float]:
        """The most that any of an article's ties weighs."""
        found = np.full(len(self._kin.members), -np.inf)
        np.maximum.at(found, self._entries.node, weights[self._entries.tie])
        listed: list[float] = found.tolist()
        return listed

    def _explained(self) -> Flags:
        """For each entry, whether what the other credits is there to see."""
        node, agency = self._entries.node, self._agency
        found = np.zeros(len(node), dtype=np.bool_)
        some = np.zeros(len(self._kin.members), dtype=np.bool_)
        some[list(self._seen)] = True
        for row in np.flatnonzero(some[node] & (agency >= 0)).tolist():
            found[row] = agency[row] in self._seen[int(node[row])]
        return found

    def _own(self, at: int) -> Agency | None:
        """The agency that the article itself credits, with the text or with a part of it."""
        child = self._kin.members[at]
        if child.own_agency:
            return None
        credit, least = child.credit, self._settings.credit
        part = credit is None or credit.strength < least
        if credit is not None and not part:
            ahead = _CREDIT + logit(min(credit.strength, 0.98)) / 2
            if self._earlier[at] or self._number(credit.agency) in self._seen.get(at, ()):
                ahead = -ahead  # the version before it, or the dispatch itself, is there
        else:
            credit, ahead = child.part, _PART
            if credit is None or credit.strength < least:
                return None
        beside = self._beside(at, ahead, credit.agency)
        weight = log_sum([math.log(credit.strength), beside])
        return Agency(credit.agency, weight, credit.strength, credit, part)

    def _number(self, agency: str) -> int:
        return self._kin.facts.numbers.get(agency, -2)

    def _beside(self, at: int, weight: float, agency: str) -> float:
        """*weight* beside the hypotheses on the child's kin. How alike these are speaks for the
        agency as much as for them, but not where the agency's own page is among them.
        """
        seen = self._number(agency) in self._own_kin.get(at, ())
        return weight + (self._plain if seen else self._alike)[at]

    def _of_kin(self) -> dict[int, list[Agency]]:
        """Agencies that articles with the same text credit, where nobody is clearly the parent, by
        the places of those that name none themselves.
        """
        kin, entries = self._kin, self._entries
        asked = ~self.named & (kin.facts.own < 0)
        rows = np.flatnonzero(self.lends & asked[entries.node] & ~self.explained)
        tie, other = entries.tie[rows], entries.other[rows]
        scores = kin.ties.probability[tie] * kin.facts.strength[other]
        weights = kin.weight(tie, COMMON)
        names = [kin.members[at].agency or "" for at in other.tolist()]
        found: dict[tuple[int, str], list[tuple[float, float, int]]] = {}
        for node, name, score, weight, at, row in zip(
            entries.node[rows].tolist(), names, scores.tolist(), weights.tolist(), other.tolist(),
            rows.tolist(), strict=True,
        ):  # fmt: skip
            credit = kin.members[at].credit
            assert credit is not None
            whole = weight + math.log(credit.strength)
            found.setdefault((node, name), []).append((score, whole, row))
        lent: dict[int, list[Agency]] = {}
        for (node, name), some in sorted(found.items()):
            score, _, row = max(some, key=lambda one: one[0])
            weight = log_sum(whole for _, whole, _ in some)
            lent.setdefault(node, []).append(Agency(name, weight, score, lender=row))
        return lent

    def _credited(self, at: int, agency: Agency) -> Parent:
        assert agency.credit is not None
        surest = self._surest(at, agency.name)
        otherwise = RelationKind.PARTIAL if agency.part else RelationKind.CREDITED
        kin, entries = self._kin, self._entries
        relation = otherwise if surest is None else from_source(kin.ties[entries.tie[surest]].kind)
        copy = None if agency.part else kin.members[at].lent_by
        reason = wording.credit(agency.name, agency.credit.text, copy, part=agency.part)
        other = None
        if agency.part and surest is not None:
            other = kin.members[entries.other[surest]].article
        return Parent(
            None, agency.name, agency.weight, agency.shared, relation, True, (reason,), other
        )

    def _surest(self, at: int, agency: str) -> int | None:
        """The entry of the surest tie to an article that credits *agency* with its text."""
        number = self._number(agency)
        ties, tie = self._kin.ties, self._entries.tie
        return max(
            (entry for entry in self._entries.at(at) if self._agency[entry] == number),
            key=lambda e: (ties.probability[tie[e]], -ties.left[tie[e]], -ties.right[tie[e]]),
            default=None,
        )

    def _lent(self, at: int, agency: Agency) -> Parent:
        entries = self._entries
        tie, other = self._kin.ties[entries.tie[agency.lender]], entries.other[agency.lender]
        lender = self._kin.members[other]
        told = "tells the same as" if tie.kind is RelationKind.REWRITE else "shares text with"
        copy = f"{lender.id}, a copy of {lender.lent_by}" if lender.lent_by else lender.id
        said = f"the child {told} {copy}, which credits {agency.name}"
        found = Parent(
            article=None,
            source=agency.name,
            weight=agency.weight,
            shared=agency.shared,
            relation=from_source(tie.kind),
            decided=True,
            reasons=(said, shared(tie, at, lender.id)),
            kin=lender.article,
        )
        if (own := self._mine[at]) is None:
            return found
        # "Agencies" without a name are the ones that articles with the same text do name.
        return replace(found, reasons=(*self._credited(at, own).reasons, *found.reasons))


def _sets(entries: Entries, values: schema.I64, some: Flags) -> dict[int, set[int]]:
    """The *values* of *some* entries, by the articles that have any."""
    found: dict[int, set[int]] = {}
    for node, value in zip(entries.node[some].tolist(), values[some].tolist(), strict=True):
        found.setdefault(node, set()).add(value)
    return found
