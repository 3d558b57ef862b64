"""Ties as columns: a collection has millions of them, and an object each would fill memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.model import RelationKind
from syndetect.provenance.witness import Side, Tie

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
KINDS = tuple(RelationKind)  # by the numbers that ``Ties.kind`` has for them


SIDES = pa.schema([("left", pa.float64()), ("right", pa.float64())])  # row behind row
_NOTHING = np.empty((0, len(Side._fields)))


class Sides(NamedTuple):
    """What both ends of some pairs have and the other lacks: shape (pairs, fields of ``Side``)."""

    left: Floats
    right: Floats


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties, row for row; columns as in ``Tie``. What the ends have stands in ``sides``, which ties
    made of others share with them, at ``place``, exchanged where it is ``turned``; it is of any
    value where it is not ``told``.
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
    place: schema.I32
    turned: Flags
    sides: Sides

    @classmethod
    def made(cls, left_has: Floats, right_has: Floats, **columns: npt.NDArray[Any]) -> Ties:
        """Ties of *columns*, with sides of their own."""
        count = len(left_has)
        place, turned = np.arange(count, dtype=np.int32), np.zeros(count, dtype=np.bool_)
        return cls(place=place, turned=turned, sides=Sides(left_has, right_has), **columns)

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
        return cls.made(
            left=np.array([tie.left for tie in some], dtype=np.int64),
            right=np.array([tie.right for tie in some], dtype=np.int64),
            kind=np.array([KINDS.index(tie.kind) for tie in some], dtype=np.int8),
            signed=np.array([tie.signed for tie in some], dtype=np.bool_),
            told=np.array([tie.sides(tie.left) is not None for tie in some], dtype=np.bool_),
            left_has=sides("left_has"),
            right_has=sides("right_has"),
            **found,
        )

    @classmethod
    def joined(cls, parts: Sequence[Ties]) -> Ties:
        """*parts*, which share their sides, one behind the other."""
        columns = {name: [getattr(one, name) for one in parts] for name in _COLUMNS}
        return cls(
            sides=parts[0].sides, **{name: np.concatenate(some) for name, some in columns.items()}
        )

    @classmethod
    def together(cls, parts: list[Ties], keep: Callable[[Iterator[pa.Table]], pa.Table]) -> Ties:
        """*parts*, one behind the other, with their sides where *keep* puts them: it makes one
        table of some of ``SIDES``. The list is emptied on the way.
        """
        told: list[Ties] = []

        def sides() -> Iterator[pa.Table]:
            while parts:
                one = parts.pop(0)
                told.append(replace(one, sides=Sides(_NOTHING, _NOTHING)))
                yield pa.table([one.left_has.ravel(), one.right_has.ravel()], schema=SIDES)

        table = keep(sides())
        left, right = (
            schema.plain(table, name).reshape(-1, _NOTHING.shape[1]) for name in SIDES.names
        )
        if not told:
            return cls.of(())
        found = cls.joined(told)
        count = len(found)
        return replace(
            found, place=np.arange(count, dtype=np.int32), turned=np.zeros(count, dtype=np.bool_),
            sides=Sides(left, right),
        )  # fmt: skip

    @property
    def left_has(self) -> Floats:
        """What the left has and the right lacks, of shape (rows, fields of ``Side``)."""
        return self._has(self.turned)

    @property
    def right_has(self) -> Floats:
        """What the right has and the left lacks."""
        return self._has(~self.turned)

    def _has(self, right: Flags) -> Floats:
        found = self.sides.left[self.place]
        found[right] = self.sides.right[self.place[right]]
        return found

    def packed(self) -> Ties:
        """The same ties, with sides of their own: small, where few of those shared are theirs."""
        return Ties.made(
            self.left_has, self.right_has,
            **{name: getattr(self, name) for name in _COLUMNS if name not in ("place", "turned")},
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, row: int) -> Tie:
        """One tie as a record."""
        told, place = bool(self.told[row]), self.place[row]
        sides = [Side(*some[place].tolist()) if told else None for some in self.sides]
        one, other = reversed(sides) if self.turned[row] else sides
        return Tie(
            left=int(self.left[row]),
            right=int(self.right[row]),
            kind=KINDS[self.kind[row]],
            signed=bool(self.signed[row]),
            left_has=one,
            right_has=other,
            **{name: float(getattr(self, name)[row]) for name in _REAL},
        )

    def __iter__(self) -> Iterator[Tie]:
        return (self[row] for row in range(len(self)))

    def take(self, rows: npt.NDArray[np.integer] | Flags) -> Ties:
        """Some of the rows, by their numbers or by a flag for each."""
        if rows.dtype == np.bool_ and rows.all():
            return self
        return Ties(sides=self.sides, **{name: getattr(self, name)[rows] for name in _COLUMNS})

    def between_others(self, left: schema.I64, right: schema.I64) -> Ties:
        """The same ties between other articles that have the same texts, row for row; whichever
        end is smaller becomes the left.
        """
        turned = left > right
        if not turned.any():
            return replace(self, left=left, right=right)
        return replace(
            self,
            left=np.minimum(left, right),
            right=np.maximum(left, right),
            own_left=np.where(turned, self.own_right, self.own_left),
            own_right=np.where(turned, self.own_left, self.own_right),
            turned=self.turned ^ turned,
        )


_COLUMNS = tuple(one.name for one in fields(Ties) if one.name != "sides")
_REAL = ("probability", "own_left", "own_right", "passage_words", "likeness", "between")


def exactly(function: Callable[[float], float], values: Floats) -> Floats:
    """*function*, one of ``math``, of each value: numpy's own of that name may differ in the last
    digit from one machine to the next.
    """
    return np.array(list(map(function, values.ravel().tolist())), dtype=np.float64).reshape(
        values.shape
    )
