"""A likely parent for every derived article: another article, or an unseen source.

In a family (articles joined by derivation) each article chooses among the articles that a
decided direction makes its parent, the agency that it credits itself, the agencies that its kin
credit, and a source without a name. The parents are then placed best first; one that would close
a circle gives way to the next best.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from syndetect.credits import UNSPECIFIED
from syndetect.model import RelationKind
from syndetect.provenance.direction import Direction, Way, judge
from syndetect.provenance.parents import (
    LEAST,
    UNKNOWN,
    Choice,
    Parent,
    rank,
    source_of_many,
    surest,
    weighed,
)
from syndetect.provenance.witness import Tie, Witness, same_hand
from syndetect.settings import Provenance

_VERSION = 2.0  # an outlet's own earlier version, beside the credit that both carry
_PART = 0.5  # weight of a credit for a part of the text
_MOST = 60  # ties of an article that are weighed; a wire's copies have thousands, all alike


@dataclass(slots=True)
class Family:
    """One family: its witnesses, the ties inside, and the directions judged for them."""

    members: Sequence[Witness]
    ties: Sequence[Tie]
    settings: Provenance
    by_article: dict[int, Witness] = field(init=False)
    kin: dict[int, list[tuple[Tie, Direction]]] = field(init=False)
    left_out: int = field(init=False)  # ties that neither end weighs

    def __post_init__(self) -> None:
        self.by_article = {w.article: w for w in self.members}
        self.kin = {w.article: [] for w in self.members}
        weighed: dict[int, Direction] = {}
        for article, places in self._strongest().items():
            for place in places:
                tie = self.ties[place]
                if place not in weighed:
                    left, right = self.by_article[tie.left], self.by_article[tie.right]
                    weighed[place] = judge(tie, left, right)
                self.kin[article].append((tie, weighed[place]))
        self.left_out = len(self.ties) - len(weighed)

    def _strongest(self) -> dict[int, list[int]]:
        """The places in ``ties`` of the ties that each article weighs, the strongest first: those
        with an agency's own page, a credit or an early date before others as likely.
        """
        found: dict[int, list[int]] = {w.article: [] for w in self.members}
        for place, tie in enumerate(self.ties):
            found[tie.left].append(place)
            found[tie.right].append(place)
        if all(len(places) <= _MOST for places in found.values()):
            return found
        standing = {w.article: rank(w) for w in self.members}

        def strength(place: int, article: int) -> tuple[object, ...]:
            tie = self.ties[place]
            other = tie.other(article)
            shares = tie.own_left + tie.own_right
            return (-round(tie.probability, 1), *standing[other], -shares, other)

        for article, places in found.items():
            if len(places) > _MOST:
                found[article] = heapq.nsmallest(_MOST, places, key=lambda p: strength(p, article))
        return found

    def choose(self) -> dict[int, Choice]:
        """The parent of each article that has one; never a circle."""
        options = {a: self._options(a) for a in sorted(self.by_article)}
        ranked = sorted(
            (
                (-share * option.shared, article, place, option)
                for article, found in options.items()
                for place, (share, option) in enumerate(found)
            ),
            key=lambda row: row[:3],
        )
        chosen: dict[int, Choice] = {}
        for score, article, _, option in ranked:
            if article in chosen:
                continue
            if -score < LEAST and (option.article is None or option.shared < LEAST):
                continue
            if option.article is not None and self._descends(option.article, article, chosen):
                continue
            chosen[article] = Choice(weighed(option, -score), surest(-score))
        for article in sorted(a for a, c in chosen.items() if c.probability < LEAST):
            found = self._first_of_many(article, options[article], chosen)
            if found is None:
                del chosen[article]
            else:
                chosen[article] = found
        return chosen

    def _first_of_many(
        self, article: int, options: Sequence[tuple[float, Parent]], chosen: Mapping[int, Choice]
    ) -> Choice | None:
        """The article that the many likely parents come from, where it is one of them: which of
        them was at hand cannot be told, but all lead there.
        """
        likely: dict[int, list[float]] = {}
        articles = {p.article: p for _, p in options if p.article is not None}
        for share, option in options:
            if option.article is None or self._descends(option.article, article, chosen):
                continue
            line = option.article
            while line in chosen and chosen[line].parent.article is not None:
                line = chosen[line].parent.article or 0
            likely.setdefault(line, []).append(share * option.shared)
        best = max(likely, key=lambda a: (sum(likely[a]), -a), default=None)
        if best is None or best not in articles or sum(likely[best]) < LEAST:
            return source_of_many(likely, chosen)
        count = len(likely[best])
        said = f"the first of {count} articles that it may come from"
        parent = articles[best]
        parent = replace(parent, decided=False, reasons=(*parent.reasons, said))
        return Choice(parent, surest(sum(likely[best])))

    def _descends(self, article: int, ancestor: int, chosen: Mapping[int, Choice]) -> bool:
        """Whether *article* has its text, over any steps, from *ancestor*."""
        here: int | None = article
        while here is not None:
            if here == ancestor:
                return True
            here = chosen[here].parent.article if here in chosen else None
        return False

    def _options(self, article: int) -> list[tuple[float, Parent]]:
        """The parents that *article* may have with their shares, likeliest first."""
        child = self.by_article[article]
        own = self._own_credit(child)
        found = self._articles(child)
        if child.own_agency is None and not any(p.source != UNSPECIFIED for p in own):
            of_kin = self._credits_of_kin(child)
            # "Agencies" without a name are the ones that articles with the same text do name.
            unnamed = own[0].reasons if own else ()
            own = [replace(p, reasons=(*unnamed, *p.reasons)) for p in of_kin] or own
        found += own
        if not found:
            found = self._unknown(child)
        if not found:
            return []
        top = max(p.weight for p in found)
        total = sum(math.exp(p.weight - top) for p in found)
        shares = [(math.exp(p.weight - top) / total, p) for p in found]
        return sorted(shares, key=lambda s: (-s[0], s[1].source or "", s[1].article or 0))

    def _articles(self, child: Witness) -> list[Parent]:
        """Articles that a decided direction makes parents."""
        parents = []
        for tie, direction in self.kin[child.article]:
            other = tie.other(child.article)
            way = direction.from_parent(tie, other)
            if direction.best is not way or direction.lead < self.settings.margin:
                continue
            reasons = (*direction.reasons[way], _shared(tie, child.article))
            weight = direction.weights[way] + _logit(tie.probability) / 2
            if same_hand(child, self.by_article[other]):
                weight += _VERSION
            parents.append(Parent(other, None, weight, tie.probability, tie.kind, True, reasons))
        return parents

    def _own_credit(self, child: Witness) -> list[Parent]:
        """The agency that the article itself credits, with the text or with a part of it."""
        credit = child.credit
        if child.own_agency or credit is None or credit.strength < self.settings.credit:
            return self._own_part(child)
        relation = self._relation_to(child, credit.agency, RelationKind.UNDECIDED)
        lent = f"a copy of it, {child.lent_by}, " if child.lent_by else ""
        reason = f"{lent}credits {credit.agency}: “{_short(credit.text)}”"
        weight = 2.0 + _logit(min(credit.strength, 0.98)) / 2
        return [Parent(None, credit.agency, weight, credit.strength, relation, True, (reason,))]

    def _own_part(self, child: Witness) -> list[Parent]:
        """The agency that the article credits with a part of it, and who else has that part."""
        credit = child.part
        if child.own_agency or credit is None or credit.strength < self.settings.credit:
            return []
        relation = self._relation_to(child, credit.agency, RelationKind.PARTIAL)
        reason = f"credits a part to {credit.agency}: “{_short(credit.text)}”"
        tie = self._surest(child, credit.agency)
        kin = tie.other(child.article) if tie else None
        strength = credit.strength
        return [Parent(None, credit.agency, _PART, strength, relation, True, (reason,), kin)]

    def _relation_to(self, child: Witness, agency: str, otherwise: RelationKind) -> RelationKind:
        """How the article relates to the surest of its kin that credit *agency* too."""
        tie = self._surest(child, agency)
        return _from_source(tie.kind) if tie else otherwise

    def _surest(self, child: Witness, agency: str) -> Tie | None:
        """The surest tie to an article that credits *agency* with its text."""
        ties = [
            tie
            for tie, _ in self.kin[child.article]
            if self.by_article[tie.other(child.article)].agency == agency
        ]
        return max(ties, key=lambda t: (t.probability, -t.left, -t.right), default=None)

    def _credits_of_kin(self, child: Witness) -> list[Parent]:
        """Agencies that articles with the same text credit, where nobody is clearly the parent."""
        best: dict[str, tuple[float, Tie, Witness]] = {}
        for tie, direction in self.kin[child.article]:
            other = self.by_article[tie.other(child.article)]
            if other.agency is None or other.credit is None or other.own_agency:
                continue
            if other.credit.strength < self.settings.credit:
                continue
            if direction.best is not Way.COMMON and direction.lead >= self.settings.margin:
                continue
            score = tie.probability * other.credit.strength
            if other.agency not in best or score > best[other.agency][0]:
                best[other.agency] = (score, tie, other)
        parents = []
        for agency, (score, tie, other) in sorted(best.items()):
            told = "tells the same as" if tie.kind is RelationKind.REWRITE else "shares text with"
            copy = f"{other.id}, a copy of {other.lent_by}" if other.lent_by else other.id
            reason = f"{told} {copy}, which credits {agency}"
            parents.append(
                Parent(
                    article=None,
                    source=agency,
                    weight=_logit(min(score, 0.98)) / 2,
                    shared=score,
                    relation=_from_source(tie.kind),
                    decided=True,
                    reasons=(reason, _shared(tie, child.article)),
                    kin=other.article,
                )
            )
        return parents

    def _unknown(self, child: Witness) -> list[Parent]:
        """A source without a name, where kin share text and nobody can be called first."""
        open_ties = [
            (tie, direction)
            for tie, direction in self.kin[child.article]
            if (direction.best is Way.COMMON or direction.lead < self.settings.margin)
            and not same_hand(child, self.by_article[tie.other(child.article)])
        ]
        if not open_ties:
            return []
        tie, direction = max(
            open_ties, key=lambda td: (td[0].probability, -td[0].left, -td[0].right)
        )
        undecided = direction.lead < self.settings.margin or not direction.reasons[Way.COMMON]
        said = "who was first cannot be told from the texts and dates"
        reasons = (_shared(tie, child.article), *direction.reasons[Way.COMMON])
        return [
            Parent(
                article=None,
                source=UNKNOWN,
                weight=0.0,
                shared=tie.probability,
                relation=_from_source(tie.kind),
                decided=not undecided,
                reasons=(*reasons, said),
                kin=tie.other(child.article),
            )
        ]


def _from_source(kind: RelationKind) -> RelationKind:
    """Two of kin may be versions of one story; what each has of a source unseen is a part."""
    return RelationKind.PARTIAL if kind is RelationKind.UPDATE else kind


def _logit(probability: float) -> float:
    bounded = min(max(probability, 0.005), 0.995)
    return math.log(bounded / (1.0 - bounded))


def _shared(tie: Tie, article: int) -> str:
    """What the pair has in common, seen from *article*."""
    own = tie.own_left if article == tie.left else tie.own_right
    return f"{own:.0%} of its own wording and {tie.passage_words:.0f} words in passages are shared"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:69] + "…"
