"""Agencies as unseen sources: those that an article credits, and those that its kin credit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syndetect.credits import UNSPECIFIED
from syndetect.model import RelationKind
from syndetect.provenance import wording
from syndetect.provenance.direction import Way
from syndetect.provenance.kinship import Kinship, from_source, log_sum, logit, shared
from syndetect.provenance.parents import Parent
from syndetect.provenance.witness import Tie, Witness, same_hand
from syndetect.settings import Provenance

_CREDIT = 2.0  # log-weight of the article's own credit beside an article as its parent
_PART = 2.0  # the same of a credit for a part


@dataclass(frozen=True, slots=True)
class Credited:
    """The agencies of one family's articles, as parents with their weights."""

    by_article: Mapping[int, Witness]
    kin: Mapping[int, Sequence[tuple[Tie, Kinship]]]
    settings: Provenance

    def sources(self, child: Witness) -> list[Parent]:
        """The agencies that may be the source of *child*."""
        own = self._own_credit(child)
        if child.own_agency is None and not self.named(child):
            of_kin = self._credits_of_kin(child)
            # "Agencies" without a name are the ones that articles with the same text do name.
            unnamed = own[0].reasons if own else ()
            return [replace(p, reasons=(*unnamed, *p.reasons)) for p in of_kin] or own
        return own

    def named(self, child: Witness) -> bool:
        """Whether *child* itself names the agency that it has its text from."""
        return any(p.source != UNSPECIFIED for p in self._own_credit(child))

    def lends(self, kinship: Kinship, other: Witness) -> bool:
        """Whether *other*'s credit speaks for its kin: none of the two is clearly the parent."""
        if other.agency is None or other.credit is None or other.own_agency:
            return False
        direction = kinship.direction
        first = direction.best is not Way.COMMON and direction.lead >= self.settings.margin
        return other.credit.strength >= self.settings.credit and not first

    def _own_credit(self, child: Witness) -> list[Parent]:
        """The agency that the article itself credits, with the text or with a part of it."""
        credit = child.credit
        if child.own_agency or credit is None or credit.strength < self.settings.credit:
            return self._own_part(child)
        relation = self._relation_to(child, credit.agency, RelationKind.CREDITED)
        reason = wording.credit(credit.agency, credit.text, child.lent_by, part=False)
        ahead = _CREDIT + logit(min(credit.strength, 0.98)) / 2
        if self._earlier_version(child) or credit.agency in self.seen(child):
            ahead = -ahead  # the version before it, or the dispatch itself, is there
        beside = self._beside(child, ahead, credit.agency)
        weight = log_sum([math.log(credit.strength), beside])
        return [Parent(None, credit.agency, weight, credit.strength, relation, True, (reason,))]

    def _earlier_version(self, child: Witness) -> bool:
        """Whether *child* likely is the next version of a text of the same hand and credit."""
        for tie, kinship in self.kin[child.article]:
            other = self.by_article[tie.other(child.article)]
            weights = kinship.direction.weights
            before = kinship.direction.from_parent(tie, other.article)
            direct = weights[before] - weights[Way.COMMON] >= self.settings.margin
            led = direct and kinship.direction.best is before
            if led and other.agency == child.agency and same_hand(child, other):
                return True
        return False

    def _own_part(self, child: Witness) -> list[Parent]:
        """The agency that the article credits with a part of it, and who else has that part."""
        credit = child.part
        if child.own_agency or credit is None or credit.strength < self.settings.credit:
            return []
        relation = self._relation_to(child, credit.agency, RelationKind.PARTIAL)
        reason = wording.credit(credit.agency, credit.text, None, part=True)
        tie = self._surest(child, credit.agency)
        kin = tie.other(child.article) if tie else None
        strength = credit.strength
        weight = log_sum([math.log(strength), self._beside(child, _PART, credit.agency)])
        return [Parent(None, credit.agency, weight, strength, relation, True, (reason,), kin)]

    def _relation_to(self, child: Witness, agency: str, otherwise: RelationKind) -> RelationKind:
        """How the article relates to the surest of its kin that credit *agency* too."""
        tie = self._surest(child, agency)
        return from_source(tie.kind) if tie else otherwise

    def _surest(self, child: Witness, agency: str) -> Tie | None:
        """The surest tie to an article that credits *agency* with its text."""
        ties = [
            tie
            for tie, _ in self.kin[child.article]
            if self.by_article[tie.other(child.article)].agency == agency
        ]
        return max(ties, key=lambda t: (t.probability, -t.left, -t.right), default=None)

    def nobody(self, child: Witness) -> float:
        """Log-weight of no source at all: the chance that the article's own credit is none."""
        strength = max((p.shared for p in self._own_credit(child)), default=0.0)
        return math.log(max(1.0 - strength, 0.005))

    def _beside(self, child: Witness, weight: float, agency: str) -> float:
        """*weight* beside the hypotheses on the child's kin. How alike these are speaks for the
        agency as much as for them, but not where the agency's own page is among them.
        """
        kin = [(self.by_article[t.other(child.article)], k) for t, k in self.kin[child.article]]
        seen = any(other.own_agency == agency for other, _ in kin)
        found = [
            kinship.odds / 2
            + (0.0 if seen else max(kinship.alike, 0.0))
            - log_sum(kinship.direction.weights.values())
            for _, kinship in kin
        ]
        return weight + max(found, default=-math.inf)

    def seen(self, child: Witness) -> frozenset[str]:
        """Agencies whose own dispatch is kin of *child*, and not rather later than it: what other
        kin credit to these is explained by what is there, and by no source unseen.
        """
        found = set()
        for tie, kinship in self.kin[child.article]:
            other = self.by_article[tie.other(child.article)]
            weights, direction = kinship.direction.weights, kinship.direction
            up = weights[direction.from_parent(tie, other.article)]
            if other.own_agency and up >= weights[direction.from_parent(tie, child.article)]:
                found.add(other.own_agency)
        return frozenset(found)

    def _credits_of_kin(self, child: Witness) -> list[Parent]:
        """Agencies that articles with the same text credit, where nobody is clearly the parent."""
        by_agency: dict[str, list[tuple[float, float, Tie, Witness]]] = {}
        seen = self.seen(child)
        for tie, kinship in self.kin[child.article]:
            other = self.by_article[tie.other(child.article)]
            if other.agency is None or other.credit is None or not self.lends(kinship, other):
                continue
            if other.agency in seen:
                continue
            score = tie.probability * other.credit.strength
            weight = kinship.weight(Way.COMMON) + math.log(other.credit.strength)
            by_agency.setdefault(other.agency, []).append((score, weight, tie, other))
        return [self._lent(child, agency, some) for agency, some in sorted(by_agency.items())]

    def _lent(
        self, child: Witness, agency: str, some: Sequence[tuple[float, float, Tie, Witness]]
    ) -> Parent:
        score, _, tie, other = max(some, key=lambda one: one[0])
        told = "tells the same as" if tie.kind is RelationKind.REWRITE else "shares text with"
        copy = f"{other.id}, a copy of {other.lent_by}" if other.lent_by else other.id
        said = f"the child {told} {copy}, which credits {agency}"
        return Parent(
            article=None,
            source=agency,
            weight=log_sum(weight for _, weight, _, _ in some),
            shared=score,
            relation=from_source(tie.kind),
            decided=True,
            reasons=(said, shared(tie, child.article, other.id)),
            kin=other.article,
        )
