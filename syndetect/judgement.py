"""Facts to verdicts to history, for a fresh scan and for a finished result alike.

Everything here can be done again with other settings without comparing any two texts again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
Floats = npt.NDArray[np.float64]
Novel = Callable[[schema.I64], tuple[Floats, Floats]]
TIES_LEFT_OUT = "kin beyond the closest of an article"  # what the summary calls them


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some compared pairs by ordinals (left < right, ascending), with their signals as columns."""

    left: schema.I32
    right: schema.I32
    columns: verdict.Columns


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict on some pairs, and the derived ones among them, as history wants them."""

    left: schema.I32
    right: schema.I32
    kinds: list[str]
    probabilities: Floats
    one_outlet: Flags
    ties: list[Tie]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many verdicts there are of each kind, and the history that follows from them."""

    kinds: Mapping[str, int]
    history: history.History

    def counts(self) -> dict[str, int]:
        """What was judged, for the summary."""
        past = self.history
        return {
            "relations": sum(self.kinds.values()),
            "events": len(past.events),
            "families": len(past.families),
            "derivations": len(past.derivations),
            "unseen sources": len(past.sources),
            **{f"relations: {kind}": n for kind, n in sorted(self.kinds.items())},
            **{f"role: {role}": n for role, n in sorted(Counter(past.roles).items())},
        }


class Hands:
    """Whose the articles are, for asking of many pairs at once whether they are of one hand."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._names = [one.outlet for one in witnesses]
        self._outlet = _numbered(self._names)
        self._agency = _numbered([one.agency or one.own_agency for one in witnesses])
        self._url = _numbered([bare_url(one.url) or None for one in witnesses])

    def of(self, left: schema.I32, right: schema.I32) -> tuple[Flags, Flags]:
        """Which pairs are of one outlet, and which of one outlet or one credited agency."""
        outlet, agency, url = self._outlet, self._agency, self._url
        # Names are many, pairs of names are more: each is looked at once.
        names = np.where((outlet[left] < 0) | (outlet[right] < 0), -1, outlet[left])
        both = names * (int(outlet.max(initial=0)) + 1) + outlet[right]
        _, first, place = np.unique(
            np.where(names < 0, -1, both), return_index=True, return_inverse=True
        )
        told = [
            names[row] >= 0 and same_outlet(self._names[left[row]], self._names[right[row]])
            for row in first.tolist()
        ]
        one_outlet = np.array(told, dtype=np.bool_)[place]
        one_outlet |= (url[left] >= 0) & (url[left] == url[right])
        return one_outlet, one_outlet | ((agency[left] >= 0) & (agency[left] == agency[right]))


def weigh(
    pairs: Pairs, hands: Hands, representative: schema.I32, events: schema.I32, settings: Settings
) -> Verdicts:
    """The verdict on each of *pairs*, which no other pair has a say in.

    *representative* is the class of each article, *events* its event.
    """
    probabilities = verdict.probability(pairs.columns)
    one_outlet, one_hand = hands.of(pairs.left, pairs.right)
    same_event = events[pairs.left] == events[pairs.right]
    kinds = verdict.kinds(pairs.columns, probabilities, same_event, one_hand, settings.verdict)
    ties = _ties(pairs, probabilities, kinds, representative)
    return Verdicts(pairs.left, pairs.right, kinds, probabilities, one_outlet, ties)


def judge(
    witnesses: Sequence[Witness],
    verdicts: Sequence[Verdicts],
    novel: Novel,
    representative: schema.I32,
    events: schema.I32,
    groups: schema.I32,
    digests: frozenset[int],
    settings: Settings,
) -> Judgement:
    """Place every article, from the *verdicts* on all pairs, in their order.

    *novel* gives, for rows among all these pairs, ``novel_left`` and ``novel_right``; *groups*
    are labels of near-duplicates, *digests* the pages that hold pieces of everything.
    """
    ties = _once([tie for some in verdicts for tie in some.ties])
    compared = _compared(verdicts, ties, novel, representative, groups)
    past = history.write(
        witnesses, ties, representative, events, digests, settings.provenance, compared.pair,
        _least(settings),
    )  # fmt: skip
    kinds: Counter[str] = Counter()
    for some in verdicts:
        kinds.update(some.kinds)
    return Judgement(kinds, past)


def _least(settings: Settings) -> float:
    """The least probability of an article that is named as parent: who asks to be surer that a
    pair is derived asks as much of the parents.
    """
    return LEAST * max(1.0, settings.verdict.derived / Verdict().derived)


def _numbered(names: Sequence[str | None]) -> schema.I64:
    """A number for each name, equal for equal names; -1 where there is none."""
    number: dict[str, int] = {}
    return np.array(
        [-1 if one is None else number.setdefault(one, len(number)) for one in names],
        dtype=np.int64,
    )


def _ties(
    pairs: Pairs,
    probabilities: Floats,
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


def _once(ties: Sequence[Tie]) -> list[Tie]:
    """*ties* with one inside a class, the first."""
    seen: set[int] = set()
    found = []
    for tie in ties:
        if tie.left == tie.right:
            if tie.left in seen:
                continue
            seen.add(tie.left)
        found.append(tie)
    return found


def _compared(
    verdicts: Sequence[Verdicts],
    ties: Sequence[Tie],
    novel: Novel,
    representative: schema.I32,
    groups: schema.I32,
) -> Compared:
    """What is known of the pairs of classes that have kin: nobody asks for others."""
    tied = np.zeros(len(representative), dtype=np.bool_)
    for tie in ties:
        tied[tie.left] = tied[tie.right] = True
    left, right, probability = (
        np.concatenate([np.empty(0, dtype=dtype), *(getattr(some, name) for some in verdicts)])
        for name, dtype in (("left", np.int32), ("right", np.int32), ("probabilities", np.float64))
    )
    first_l, first_r = representative[left] == left, representative[right] == right
    rows = np.flatnonzero(first_l & first_r & tied[left] & tied[right])
    novel_left, novel_right = novel(rows)
    return Compared(
        representative,
        left[rows].astype(np.int64) * len(representative) + right[rows],
        probability[rows],
        novel_left,
        novel_right,
        crowds(representative, groups),
    )


def _sides(columns: verdict.Columns, side: str, rows: schema.I64) -> list[list[float]]:
    """The fields of ``Side`` for one end of the pairs *rows*."""
    found: list[list[float]] = np.column_stack(
        [columns[f"{name}_{side}"][rows] for name in Side._fields]
    ).tolist()
    return found
