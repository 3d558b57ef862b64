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
from syndetect.candidates.crowds import crowds
from syndetect.evidence import verdict
from syndetect.ingest.outlets import same_outlet
from syndetect.model import RelationKind
from syndetect.provenance import history
from syndetect.provenance.merges import Compared
from syndetect.provenance.parents import LEAST
from syndetect.provenance.witness import Side, Tie, Witness, bare_url
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
    groups: schema.I32,
    digests: frozenset[int],
    settings: Settings,
) -> Judgement:
    """Judge all pairs, and place every article.

    *representative* is the class of each article, *events* its event, *groups* its group of
    near-duplicates, *digests* the pages that hold pieces of everything.
    """
    probabilities = verdict.probability(pairs.columns)
    one_outlet, one_hand = _hands(pairs, witnesses)
    same_event = events[pairs.left] == events[pairs.right]
    kinds = verdict.kinds(pairs.columns, probabilities, same_event, one_hand, settings.verdict)
    ties = _ties(pairs, probabilities, kinds, representative)
    compared = _compared(pairs, probabilities, representative, groups)
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
    agency = _numbered([one.agency or one.own_agency for one in witnesses])
    url = _numbered([bare_url(one.url) or None for one in witnesses])
    outlet = _numbered([one.outlet for one in witnesses])
    left, right = pairs.left, pairs.right
    # Names are many, pairs of names are more: each is looked at once.
    names = np.where((outlet[left] < 0) | (outlet[right] < 0), -1, outlet[left])
    both = names * (int(outlet.max(initial=0)) + 1) + outlet[right]
    _, first, place = np.unique(
        np.where(names < 0, -1, both), return_index=True, return_inverse=True
    )
    told = [
        names[row] >= 0 and same_outlet(witnesses[left[row]].outlet, witnesses[right[row]].outlet)
        for row in first.tolist()
    ]
    one_outlet = (
        np.array(told, dtype=np.bool_)[place] if len(first) else np.zeros(0, dtype=np.bool_)
    )
    one_outlet |= (url[left] >= 0) & (url[left] == url[right])
    return one_outlet, one_outlet | ((agency[left] >= 0) & (agency[left] == agency[right]))


def _numbered(names: Sequence[str | None]) -> schema.I64:
    """A number for each name, equal for equal names; -1 where there is none."""
    number: dict[str, int] = {}
    return np.array(
        [-1 if one is None else number.setdefault(one, len(number)) for one in names],
        dtype=np.int64,
    )


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
    names = [kind.value for kind in RelationKind if kind.derived]
    rows = np.flatnonzero((between | inside) & np.isin(np.array(kinds, dtype=object), names))
    same = inside[rows]
    fresh = np.ones(len(rows), dtype=np.bool_)  # of the ties inside a class the first
    _, one_each = np.unique(first_l[rows[same]], return_index=True)
    fresh[same] = np.isin(np.arange(int(same.sum())), one_each)
    rows, same = rows[fresh], same[fresh]
    found = {
        name: pairs.columns[name][rows].tolist()
        for name in ("own_left", "own_right", "passage_words", "likeness", "signed", "between")
    }
    sides = {name: _sides(pairs.columns, name, rows) for name in ("left", "right")}
    return [
        Tie(
            left=left,
            right=right,
            kind=RelationKind(kinds[row]),
            probability=probability,
            own_left=found["own_left"][at],
            own_right=found["own_right"][at],
            passage_words=found["passage_words"][at],
            likeness=1.0 if alone else found["likeness"][at],
            signed=bool(found["signed"][at]),
            between=0.0 if alone else found["between"][at],
            left_has=None if alone else Side(*sides["left"][at]),
            right_has=None if alone else Side(*sides["right"][at]),
        )
        for at, (row, left, right, alone, probability) in enumerate(
            zip(
                rows.tolist(),
                first_l[rows].tolist(),
                first_r[rows].tolist(),
                same.tolist(),
                probabilities[rows].tolist(),
                strict=True,
            )
        )
    ]


def _compared(
    pairs: Pairs,
    probabilities: npt.NDArray[np.float64],
    representative: schema.I32,
    groups: schema.I32,
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
        crowds(representative, groups),
    )


def _sides(columns: verdict.Columns, side: str, rows: schema.I64) -> list[list[float]]:
    """The fields of ``Side`` for one end of the pairs *rows*."""
    found: list[list[float]] = np.column_stack(
        [columns[f"{name}_{side}"][rows] for name in Side._fields]
    ).tolist()
    return found
