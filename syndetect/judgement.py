"""Facts to verdicts to history, for a fresh scan and for a finished result alike.

Everything here can be done again with other settings without comparing any two texts again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.evidence import verdict
from syndetect.model import RelationKind
from syndetect.provenance import history
from syndetect.provenance.merges import Compared
from syndetect.provenance.parents import LEAST
from syndetect.provenance.witness import Side, Tie, Witness, bare_url, same_hand
from syndetect.settings import Settings, Verdict

Flags = npt.NDArray[np.bool_]
TIES_LEFT_OUT = "kin beyond the closest of an article"  # what the summary calls them


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compared pairs by ordinals (left < right, ascending), with their signals as columns."""

    left: schema.I32
    right: schema.I32
    columns: verdict.Columns


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on each pair, and the history that follows."""

    kinds: list[str]
    probabilities: npt.NDArray[np.float64]
    one_outlet: Flags
    history: history.History

    def counts(self) -> dict[str, int]:
        """What was judged, for the summary."""
        past = self.history
        return {
            "relations": len(self.kinds),
            "events": len(past.events),
            "families": len(past.families),
            "derivations": len(past.derivations),
            "unseen sources": len(past.sources),
            **{f"relations: {kind}": n for kind, n in sorted(Counter(self.kinds).items())},
            **{f"role: {role}": n for role, n in sorted(Counter(past.roles).items())},
        }


def judge(
    witnesses: Sequence[Witness],
    pairs: Pairs,
    representative: schema.I32,
    events: schema.I32,
    digests: frozenset[int],
    settings: Settings,
) -> Judgement:
    """Judge all pairs, and place every article.

    *representative* is the class of each article, *events* its event, *digests* the pages that
    hold pieces of everything.
    """
    probabilities = verdict.probability(pairs.columns)
    one_outlet, one_hand = _hands(pairs, witnesses)
    same_event = events[pairs.left] == events[pairs.right]
    kinds = verdict.kinds(pairs.columns, probabilities, same_event, one_hand, settings.verdict)
    ties = _ties(pairs, probabilities, kinds, representative)
    compared = _compared(pairs, probabilities, representative)
    past = history.write(
        witnesses, ties, representative, events, digests, settings.provenance, compared.pair,
        _least(settings),
    )  # fmt: skip
    return Judgement(kinds, probabilities, one_outlet, past)


def _least(settings: Settings) -> float:
    """The least probability of an article that is named as parent: who asks to be surer that a
    pair is derived asks as much of the parents.
    """
    return LEAST * max(1.0, settings.verdict.derived / Verdict().derived)


def _hands(pairs: Pairs, witnesses: Sequence[Witness]) -> tuple[Flags, Flags]:
    """Which pairs are of one outlet, and which of one outlet or one credited agency."""
    agencies = [one.agency or one.own_agency for one in witnesses]
    outlet = np.zeros(len(pairs.left), dtype=np.bool_)
    agency = np.zeros(len(pairs.left), dtype=np.bool_)
    urls = [bare_url(one.url) for one in witnesses]
    known: dict[tuple[str | None, str | None], bool] = {}
    for row, (a, b) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        left, right = witnesses[a], witnesses[b]
        names = (left.outlet, right.outlet)
        if urls[a] and urls[a] == urls[b]:
            outlet[row] = True
        else:
            if names not in known:
                known[names] = same_hand(left, right)
            outlet[row] = known[names]
        agency[row] = agencies[a] is not None and agencies[a] == agencies[b]
    return outlet, outlet | agency


def _ties(
    pairs: Pairs,
    probabilities: npt.NDArray[np.float64],
    kinds: Sequence[str],
    representative: schema.I32,
) -> list[Tie]:
    """The derived pairs of classes: between two first articles, or inside a class.

    A tie inside a class has the class's first article on both sides.
    """
    first_l, first_r = representative[pairs.left], representative[pairs.right]
    between = (first_l == pairs.left) & (first_r == pairs.right)
    inside = (first_l == first_r) & ((first_l == pairs.left) | (first_r == pairs.right))
    ties = []
    seen: set[int] = set()
    derived = np.array([RelationKind(kind).derived for kind in kinds], dtype=np.bool_)
    sides = {name: _sides(pairs.columns, name) for name in ("left", "right")}
    for row in np.flatnonzero((between | inside) & derived).tolist():
        kind = RelationKind(kinds[row])
        left, right = int(first_l[row]), int(first_r[row])
        if inside[row]:
            if left in seen:
                continue
            seen.add(left)
        ties.append(
            Tie(
                left=left,
                right=right,
                kind=kind,
                probability=float(probabilities[row]),
                own_left=float(pairs.columns["own_left"][row]),
                own_right=float(pairs.columns["own_right"][row]),
                passage_words=float(pairs.columns["passage_words"][row]),
                likeness=1.0 if inside[row] else float(pairs.columns["likeness"][row]),
                signed=bool(pairs.columns["signed"][row]),
                between=0.0 if inside[row] else float(pairs.columns["between"][row]),
                left_has=None if inside[row] else Side(*sides["left"][row].tolist()),
                right_has=None if inside[row] else Side(*sides["right"][row].tolist()),
            )
        )
    return ties


def _compared(
    pairs: Pairs, probabilities: npt.NDArray[np.float64], representative: schema.I32
) -> Compared:
    """What is known of all pairs of classes."""
    between = (representative[pairs.left] == pairs.left) & (
        representative[pairs.right] == pairs.right
    )
    left, right = pairs.left[between].astype(np.int64), pairs.right[between]
    return Compared(
        representative,
        left * len(representative) + right,
        probabilities[between],
        pairs.columns["novel_left"][between],
        pairs.columns["novel_right"][between],
    )


def _sides(columns: verdict.Columns, side: str) -> npt.NDArray[np.float64]:
    """The fields of ``Side`` for one end of every pair, a row a pair."""
    return np.column_stack([columns[f"{name}_{side}"] for name in Side._fields])
