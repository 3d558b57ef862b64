"""Facts to verdicts to history, for a fresh scan and for a finished result alike.

Everything here can be done again with other settings without comparing any two texts again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.crowds import crowds
from syndetect.engines.contract import Engine
from syndetect.evidence import verdict
from syndetect.provenance import history
from syndetect.provenance.hands import Hands
from syndetect.provenance.merges import Compared
from syndetect.provenance.parents import LEAST
from syndetect.provenance.remembered import Remembered
from syndetect.provenance.ties import KINDS, SIDES, Ties
from syndetect.provenance.witness import Side
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Settings, Verdict
from syndetect.shelf import Shelf
from syndetect.stored import Rows, parts_of

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
_NAMES = pa.array([kind.value for kind in KINDS], type=pa.string())
_FACTS = pa.schema(
    [(name, pa.float64()) for name in ("probability", "novel_left", "novel_right")]
)  # what history asks of any pair
TIES_LEFT_OUT = "kin beyond the closest of an article"  # what the summary calls them


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some compared pairs by ordinals (left < right, ascending), with their signals as columns."""

    left: schema.I32
    right: schema.I32
    columns: verdict.Columns


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict on some pairs, and the derived ones among them, as history wants them; *kind*
    has numbers of ``ties.KINDS``.
    """

    kind: npt.NDArray[np.int8]
    probabilities: Floats
    one_outlet: Flags
    ties: Ties

    @property
    def kinds(self) -> pa.Array:
        """The kind of relation of each pair, in words."""
        return _NAMES.take(pa.array(self.kind))

    def counts(self) -> schema.I64:
        """How many pairs are of each kind."""
        return np.bincount(self.kind, minlength=len(KINDS))


@dataclass(frozen=True, slots=True)
class Told:
    """What history asks of all compared pairs, which stand in the order of *left* and *right*."""

    left: schema.I32
    right: schema.I32
    probability: Floats
    novel_left: Floats  # share of the left's content that the right lacks
    novel_right: Floats
    counts: schema.I64  # pairs of each kind
    ties: Ties

    @classmethod
    def of(
        cls,
        ends: tuple[schema.I32, schema.I32],
        counts: schema.I64,
        ties: list[Ties],
        related: Rows,
        shelf: Shelf,
    ) -> Told:
        """What the rows of ``relations.parquet`` tell of the pairs *ends*; *ties* come in parts,
        and are emptied on the way."""
        known = shelf.keep_flat("facts", _FACTS, parts_of(related, _FACTS.names))
        tied = Ties.together(ties, lambda some: shelf.keep_flat("sides", SIDES, some))
        facts = {name: schema.plain(known, name) for name in _FACTS.names}
        return cls(*ends, counts=counts, ties=tied, **facts)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many verdicts there are of each kind, and the history that follows from them."""

    kinds: Mapping[str, int]
    history: history.History

    def counts(self) -> dict[str, int]:
        """What was judged, for the summary."""
        past = self.history
        roles = past.columns["role"].value_counts().to_pylist()
        return {
            "relations": sum(self.kinds.values()),
            "events": past.events.num_rows,
            "families": past.families.num_rows,
            "derivations": past.derivations.num_rows,
            "unseen sources": past.sources.num_rows,
            **{f"relations: {kind}": n for kind, n in sorted(self.kinds.items())},
            **dict(sorted((f"role: {one['values']}", one["counts"]) for one in roles)),
        }


def weigh(
    pairs: Pairs, hands: Hands, representative: schema.I32, events: schema.I32, settings: Settings
) -> Verdicts:
    """The verdict on each of *pairs*, which no other pair has a say in.

    *representative* is the class of each article, *events* its event.
    """
    probabilities = verdict.probability(pairs.columns)
    one_outlet = hands.same(pairs.left, pairs.right)
    one_hand = one_outlet | hands.credited(pairs.left, pairs.right)
    same_event = events[pairs.left] == events[pairs.right]
    kind = verdict.kinds(pairs.columns, probabilities, same_event, one_hand, settings.verdict)
    ties = _ties(pairs, probabilities, kind, representative)
    return Verdicts(kind, probabilities, one_outlet, ties)


def judge(
    witnesses: Witnesses,
    told: Told,
    representative: schema.I32,
    events: schema.I32,
    groups: schema.I32,
    digests: frozenset[int],
    settings: Settings,
    engine: Engine,
    hands: Hands,
    remembered: Remembered | None = None,
) -> Judgement:
    """Place every article, from what is *told* of all pairs.

    *groups* are labels of near-duplicates, *digests* the pages that hold pieces of everything. What
    is *remembered* of an earlier history is not judged again (``history.write``).
    """
    crowd = crowds(representative, groups)
    compared = Compared(
        told.left, told.right, told.probability, told.novel_left, told.novel_right, representative,
        crowd,
    )  # fmt: skip
    past = history.write(
        witnesses, _once(told.ties), representative, events, digests, settings.provenance, compared,
        _least(settings), engine, hands, remembered,
    )  # fmt: skip
    counts = zip(_NAMES.to_pylist(), told.counts.tolist(), strict=True)
    kinds = {name: n for name, n in counts if n}
    return Judgement(kinds, past)


def _least(settings: Settings) -> float:
    """The least probability of an article that is named as parent: who asks to be surer that a
    pair is derived asks as much of the parents.
    """
    return LEAST * max(1.0, settings.verdict.derived / Verdict().derived)


def _ties(
    pairs: Pairs,
    probabilities: Floats,
    kind: npt.NDArray[np.int8],
    representative: schema.I32,
) -> Ties:
    """The derived pairs of classes: between two first articles, or inside a class.

    A tie inside a class has the class's first article on both sides.
    """
    first_l, first_r = representative[pairs.left], representative[pairs.right]
    between = (first_l == pairs.left) & (first_r == pairs.right)
    same = (first_l == first_r) & ((first_l == pairs.left) | (first_r == pairs.right))
    derived = np.array([one.derived for one in KINDS], dtype=np.bool_)
    rows = np.flatnonzero((between | same) & derived[kind])
    same = same[rows]
    found = {
        name: np.asarray(pairs.columns[name][rows], dtype=np.float64)
        for name in ("own_left", "own_right", "passage_words", "likeness", "signed", "between")
    }
    return Ties.made(
        left=first_l[rows].astype(np.int64),
        right=first_r[rows].astype(np.int64),
        kind=kind[rows],
        probability=probabilities[rows],
        own_left=found["own_left"],
        own_right=found["own_right"],
        passage_words=found["passage_words"],
        likeness=np.where(same, 1.0, found["likeness"]),
        signed=found["signed"] != 0,
        between=np.where(same, 0.0, found["between"]),
        told=~same,
        left_has=_sides(pairs.columns, "left", rows),
        right_has=_sides(pairs.columns, "right", rows),
    )


def _once(ties: Ties) -> Ties:
    """*ties* with one inside a class, the first."""
    inside = np.flatnonzero(ties.left == ties.right)
    again = np.ones(len(inside), dtype=np.bool_)
    again[np.unique(ties.left[inside], return_index=True)[1]] = False
    kept = np.ones(len(ties), dtype=np.bool_)
    kept[inside[again]] = False
    return ties.take(kept)


def _sides(columns: verdict.Columns, side: str, rows: schema.I64) -> Floats:
    """The fields of ``Side`` for one end of the pairs *rows*."""
    return np.column_stack([columns[f"{name}_{side}"][rows] for name in Side._fields])
