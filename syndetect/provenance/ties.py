"""Ties as columns: a collection has millions of them, and an object each would fill memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.model import RelationKind
from syndetect.provenance.witness import Side, Tie

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
KINDS = tuple(RelationKind)  # by the numbers that ``Ties.kind`` has for them


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties, row for row; columns as in ``Tie``. ``sides`` are float64 of shape (rows, fields of
    ``Side``), of any value where they are not ``told``.
    """

    left: schema.I64
    right: schema.I64
    kind: npt.NDArray[np.int8]
    probability: Floats
    own_left: Floats
    own_right: Floats
    passage_words: Floats
    likeness: Floats
    signed: Flags
    between: Floats
    told: Flags
    left_has: Floats
    right_has: Floats

    @classmethod
    def of(cls, ties: Iterable[Tie]) -> Ties:
        """The columns of some ties."""
        some = list(ties)
        nothing = (0.0,) * len(Side._fields)

        def column(name: str, dtype: npt.DTypeLike) -> npt.NDArray[np.generic]:
            return np.array([getattr(tie, name) for tie in some], dtype=dtype)

        def sides(name: str) -> Floats:
            rows = [getattr(tie, name) or nothing for tie in some]
            return np.array(rows, dtype=np.float64).reshape(len(some), len(nothing))

        found = {one.name: column(one.name, np.float64) for one in fields(cls) if one.name in _REAL}
        return cls(
            left=np.array([tie.left for tie in some], dtype=np.int64),
            right=np.array([tie.right for tie in some], dtype=np.int64),
            kind=np.array([KINDS.index(tie.kind) for tie in some], dtype=np.int8),
            signed=np.array([tie.signed for tie in some], dtype=np.bool_),
            told=np.array([tie.sides(tie.left) is not None for tie in some], dtype=np.bool_),
            left_has=sides("left_has"),
            right_has=sides("right_has"),
            **found,  # type: ignore[arg-type]
        )

    @classmethod
    def joined(cls, parts: Sequence[Ties]) -> Ties:
        """*parts*, one behind the other."""
        if len(parts) == 1:
            return parts[0]
        parts = parts or [cls.of(())]
        return cls(*(np.concatenate([getattr(one, f.name) for one in parts]) for f in fields(cls)))

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, row: int) -> Tie:
        """One tie as a record."""
        told = bool(self.told[row])
        return Tie(
            left=int(self.left[row]),
            right=int(self.right[row]),
            kind=KINDS[self.kind[row]],
            signed=bool(self.signed[row]),
            left_has=Side(*self.left_has[row].tolist()) if told else None,
            right_has=Side(*self.right_has[row].tolist()) if told else None,
            **{name: float(getattr(self, name)[row]) for name in _REAL},
        )

    def __iter__(self) -> Iterator[Tie]:
        return (self[row] for row in range(len(self)))

    def take(self, rows: npt.NDArray[np.integer] | Flags) -> Ties:
        """Some of the rows, by their numbers or by a flag for each."""
        if rows.dtype == np.bool_ and rows.all():
            return self
        return Ties(*(getattr(self, one.name)[rows] for one in fields(self)))

    def between_others(self, left: schema.I64, right: schema.I64) -> Ties:
        """The same ties between other articles that have the same texts, row for row; whichever
        end is smaller becomes the left.
        """
        turned = left > right
        if not turned.any():
            return replace(self, left=left, right=right)
        wide = turned[:, None]
        return replace(
            self,
            left=np.minimum(left, right),
            right=np.maximum(left, right),
            own_left=np.where(turned, self.own_right, self.own_left),
            own_right=np.where(turned, self.own_left, self.own_right),
            left_has=np.where(wide, self.right_has, self.left_has),
            right_has=np.where(wide, self.left_has, self.right_has),
        )


_REAL = ("probability", "own_left", "own_right", "passage_words", "likeness", "between")


def exactly(function: Callable[[float], float], values: Floats) -> Floats:
    """*function*, one of ``math``, of each value: numpy's own of that name may differ in the last
    digit from one machine to the next.
    """
    return np.array(list(map(function, values.ravel().tolist())), dtype=np.float64).reshape(
        values.shape
    )
