"""All there is to say about two articles, as data: painting it is for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syndetect.errors import ResultError
from syndetect.model import Article, Derivation, Evidence, Passage, Relation, Source


@dataclass(frozen=True, slots=True)
class SharedText:
    """A shared passage with its words; None for both where texts were left out."""

    passage: Passage
    left: str | None
    right: str | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A part of the evidence, its value, and what it added to the log-odds of "derived"."""

    name: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two articles, their relation and its grounds.

    ``relation`` is None where the two were not compared. ``identical`` says that both are copies
    of one text. ``texts`` is False where bodies were left out: passages have offsets only.
    ``directions`` are the derivations that join the two, directly or over what both come from
    (None where nobody asked, as for two files by themselves); ``sources`` are the unseen sources
    among their parents.
    """

    left: Article
    right: Article
    relation: Relation | None
    passages: tuple[SharedText, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    directions: tuple[Derivation, ...] | None = None
    sources: tuple[Source, ...] = ()
    identical: bool = False
    texts: bool = True


def explain_pair(
    left: Article, right: Article, relation: Relation | None, *, texts: bool = True
) -> Explanation:
    """The explanation of one pair by itself; *relation* has *left* on its left."""
    if relation is None:
        return Explanation(left, right, None, texts=texts)
    from syndetect.evidence.verdict import account

    shared = _shared(left.body, right.body, relation.evidence.passages, texts=texts)
    try:
        ledger = tuple(LedgerLine(*line) for line in account(relation.evidence.signals))
    except KeyError as error:
        raise ResultError(
            f"the result is of another version and lacks {error.args[0]}: scan again"
        ) from None
    return Explanation(left, right, relation, shared, ledger, texts=texts)


def turned(relation: Relation) -> Relation:
    """The same relation with its sides exchanged, signals and passages too."""
    old = relation.evidence
    signals = {name: old.signals[_other_side(name, old.signals)] for name in old.signals}
    passages = tuple(replace(one, left=one.right, right=one.left) for one in old.passages)
    passages = tuple(sorted(passages, key=lambda one: (one.left.begin, one.right.begin)))
    evidence = Evidence(old.right, old.left, signals, passages)
    return replace(relation, left=relation.right, right=relation.left, evidence=evidence)


def _other_side(name: str, signals: Mapping[str, float]) -> str:
    for here, there in (("_left", "_right"), ("_right", "_left")):
        if name.endswith(here) and name.removesuffix(here) + there in signals:
            return name.removesuffix(here) + there
    return name


def _shared(
    left: str, right: str, passages: Sequence[Passage], *, texts: bool
) -> tuple[SharedText, ...]:
    if not texts:
        return tuple(SharedText(one, None, None) for one in passages)
    return tuple(
        SharedText(one, left[one.left.begin : one.left.end], right[one.right.begin : one.right.end])
        for one in passages
    )
