"""Articles with one and the same text, or nearly so, as one node of the history.

A class of copies is judged by one of them, the head, with the credits of all; what the head has
its text from, all have. Only dates, links and an agency's own page put one copy before another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from syndetect.credits import UNSPECIFIED
from syndetect.model import Credit, RelationKind, Trust
from syndetect.provenance import wording
from syndetect.provenance.direction import AHEAD, judge
from syndetect.provenance.kinship import log_sum
from syndetect.provenance.parents import UNKNOWN, Choice, Parent, surest
from syndetect.provenance.witness import Tie, Witness, bare_url, same_hand
from syndetect.settings import Provenance


@dataclass(frozen=True, slots=True)
class Copies:
    """A class of copies whose verdict is derived: its head, the others, their tie."""

    head: Witness  # with the credits of all
    others: tuple[Witness, ...]
    tie: Tie
    exact: frozenset[int] = frozenset()  # those that have the very text of the head

    @classmethod
    def of(
        cls, head: Witness, others: Sequence[Witness], tie: Tie, exact: frozenset[int]
    ) -> Copies:
        """The class of *head* and *others*, with the credits of all."""
        copies = sorted((head, *others), key=lambda one: one.article)
        return cls(_pooled(head, copies), tuple(others), tie, exact)

    def between(self, other: Witness) -> Tie:
        """The tie of the head with another copy."""
        left, right = sorted((self.head.article, other.article))
        return replace(self.tie, left=left, right=right)

    def settle(self, choice: Choice | None, limits: Provenance) -> dict[int, Choice]:
        """The parents of all copies, from what was chosen for the head."""
        if self.head.own_agency:
            found = {w.article: self._of_agency(w) for w in self.others}
            return found if choice is None else {self.head.article: choice, **found}
        later = {w.article: self._after(w, limits) for w in self.others}
        if choice is None:
            return self._without(later)
        choice = self._reprinted(choice)
        found = {self.head.article: choice}
        for one in self.others:
            found[one.article] = later[one.article] or self._shared_parent(one, choice)
        return found

    def _without(self, later: Mapping[int, Choice | None]) -> dict[int, Choice]:
        """No source is found: the first copy is the origin where dates tell, else nobody is."""
        found = {article: one for article, one in later.items() if one is not None}
        rest = [w for w in self.others if w.article not in found]
        if any(not same_hand(self.head, w) for w in rest):
            return found | {w.article: self._open(w) for w in (self.head, *rest)}
        if found:
            return found | {w.article: self._from_head(w, False, ()) for w in rest}
        return {}

    def _of_agency(self, one: Witness) -> Choice:
        agency = self.head.own_agency
        decided = one.own_agency in (None, agency)
        if one.own_agency == agency:
            said = f"both are pages of {agency}, an agency"
        elif one.agency == agency:
            said = f"the child credits {agency}, whose own article the parent is"
        else:
            said = f"the parent is a page of {agency}, an agency"
        return self._from_head(one, decided, (said,))

    def _after(self, one: Witness, limits: Provenance) -> Choice | None:
        """The head as parent, where a decided direction says so."""
        tie = self.between(one)
        pooled = replace(one, agency=self.head.agency)
        by_article = {self.head.article: self.head, one.article: pooled}
        direction = judge(tie, by_article[tie.left], by_article[tie.right])
        way = direction.from_parent(tie, self.head.article)
        if direction.best is not way or direction.lead < limits.margin:
            return None
        way_of = direction.weights[way] - log_sum(direction.weights.values())
        return self._from_head(one, True, tuple(direction.reasons[way]), math.exp(way_of))

    def _from_head(
        self, one: Witness, decided: bool, reasons: tuple[str, ...], likely: float = 1.0
    ) -> Choice:
        said = (*reasons, self._same(one))
        shared = self.tie.probability
        parent = Parent(self.head.article, None, 0.0, shared, self.tie.kind, decided, said)
        return Choice(parent, surest(shared * likely))

    def _same(self, one: Witness, other: str | None = None) -> str:
        """That a copy is one, of the head or of *other* that lent its credit."""
        if one.article in self.exact or not self.exact:
            return f"the child is identical to {other or self.head.id}"
        return f"the child is {other or self.head.id} but for a few words"

    def _reprinted(self, choice: Choice) -> Choice:
        """What copies have from the agency they credit is the whole text."""
        if choice.parent.source is None or choice.parent.source != self.head.agency:
            return choice
        kind = self.tie.kind
        kind = RelationKind.PARTIAL if kind is RelationKind.UPDATE else kind
        return replace(choice, parent=replace(choice.parent, relation=kind))

    def _shared_parent(self, one: Witness, choice: Choice) -> Choice:
        parent = choice.parent
        if parent.source is not None and parent.source == one.agency and one.credit is not None:
            said: tuple[str, ...] = (
                wording.credit(parent.source, one.credit.text, None, part=False),
            )
        elif parent.source and parent.source == self.head.agency:
            copy = self.head.lent_by or self.head.id
            said = (f"{self._same(one, copy)}, which credits {parent.source}",)
        else:
            said = (self._same(one), *parent.reasons)
        probability = min(choice.probability, surest(self.tie.probability))
        parent = replace(parent, reasons=said, kin=self.head.article)
        return replace(choice, parent=parent, probability=probability)

    def _open(self, one: Witness) -> Choice:
        kin = self.others[0] if one.article == self.head.article else self.head
        said = wording.in_common(self.tie.own_left, self.tie.passage_words, kin.id)
        reasons = (said, wording.NOBODY_FIRST)
        shared = self.tie.probability
        parent = Parent(None, UNKNOWN, 0.0, shared, self.tie.kind, False, reasons, kin.article)
        # One of all may be the first, or a source of all, which starts ahead.
        first = math.exp(-AHEAD)
        return Choice(parent, surest(shared * (1 - first / (1 + (1 + len(self.others)) * first))))


def last_copies(
    chosen: Mapping[int, Choice], witnesses: Mapping[int, Witness], copies: Iterable[Copies]
) -> dict[int, Choice]:
    """*chosen*, where the next version of a text that its hand put out several times hangs on the
    last of these before it, not on the first.
    """
    members = {one.head.article: (one.head, *one.others) for one in copies}
    found = dict(chosen)
    for article, choice in chosen.items():
        child, parent = witnesses[article], choice.parent
        if parent.article not in members or child.window is None:
            continue
        if any(child.article == one.article for one in members[parent.article]):
            continue
        before = [
            (one.window.begin, one.article)
            for one in members[parent.article]
            if one.window is not None
            and one.window.end <= child.window.begin
            and same_hand(witnesses[one.article], child)
        ]
        last = max(before, default=(0, parent.article))[1]
        if last != parent.article:
            again = f"the parent has the text of {witnesses[parent.article].id} again"
            parent = replace(parent, article=last, reasons=(*parent.reasons, again))
            found[article] = replace(choice, parent=parent)
    return found


def first(copies: Sequence[Witness]) -> Witness:
    """The copy that stands for all: an agency's own, else the one that others name as their
    source, else the one that its date puts first. Ids decide only between copies that do not
    differ in anything else.
    """
    return min(copies, key=Standing(copies))


class Standing:
    """The order in which some articles stand for each other, as ``first`` has it: small is first.

    Who is named as a source is named by those that are still there: when one has left
    (``leave``), others may stand further behind, and nobody further ahead.
    """

    def __init__(self, copies: Iterable[Witness]) -> None:
        self._named: dict[str, set[int]] = {}
        for one in copies:
            for url in one.declared_sources:
                self._named.setdefault(bare_url(url), set()).add(one.article)

    def __call__(self, one: Witness) -> tuple[Any, ...]:
        pointed = bool(one.url) and bool(self._named.get(bare_url(one.url), set()) - {one.article})
        credit = one.credit.strength if one.credit else 0.0
        said = (one.own_agency or "", one.published or "", one.outlet or "", one.url or "")
        by = (one.agency or "", -credit)
        return (one.own_agency is None, not pointed, _until(one), *said, *by, one.article)

    def leave(self, one: Witness) -> None:
        """*one* is there no more."""
        for url in one.declared_sources:
            self._named[bare_url(url)].discard(one.article)


def _until(one: Witness) -> float:
    """When an article was out at the latest; a clock on a page puts nobody first."""
    if one.window is None or one.trust in (None, Trust.PAGE, Trust.FILE):
        return np.inf
    return float(one.window.end)


def _pooled(head: Witness, copies: Sequence[Witness]) -> Witness:
    """The head with the strongest credit of any copy."""
    votes = Counter(w.agency for w in copies)

    def strength(one: Witness) -> tuple[bool, float, int, str]:
        credit = one.credit
        named = one.agency != UNSPECIFIED
        return (named, credit.strength if credit else 0.0, votes[one.agency], one.agency or "")

    credited = [w for w in copies if w.agency and w.credit]
    parts = [w.part for w in copies if w.part]
    part = max(parts, key=_part_strength, default=None)
    if not credited:
        return replace(head, part=part)
    best = max(credited, key=lambda w: (strength(w), -w.article))
    if best.agency == head.agency and head.credit and best.credit:
        same = head.credit.strength >= best.credit.strength
        best = head if same else best
    lent = None if best.article == head.article else best.id
    return replace(head, agency=best.agency, credit=best.credit, part=part, lent_by=lent)


def _part_strength(credit: Credit) -> tuple[float, str, str]:
    return credit.strength, credit.agency, credit.text
