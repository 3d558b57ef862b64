"""What an earlier run has found of the same articles, for a run that goes on from it.

What a stage makes of an article hangs on that article, and on little that others tell of it. A run
that goes on makes anew what is new, or what others tell otherwise than before, and takes the rest
as it was made. Which is which, each stage says itself; nothing it takes may differ from what it
would make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema

Flags = npt.NDArray[np.bool_]
_ROWS = 1 << 13  # rows put together at a time: memory, never the result


@dataclass(frozen=True, slots=True)
class Earlier:
    """Tables of an earlier run, a row for each of its articles, in any order.

    *row* is that of each article now, -1 where it is new; *keys* (uint64) name the articles now by
    what they say. In *ledger*, whose columns are those of ``evidence.ledger.LEDGER``, ``left`` and
    ``right`` are rows, and the id of the left is the smaller, as it is now.
    """

    row: schema.I32
    keys: schema.U64
    looks: pa.Table  # credits, own furniture, lines, sentences, quotations
    asides: schema.U64  # digest of the spans that are no words of the story
    readings: pa.Table  # packed
    lexicon: pa.Table  # with keys
    forms: pa.Table  # of house style
    contexts: schema.U64  # digest of what surrounded each, see ``evidence.context``
    stock: pa.Table  # outlet (string) and its stock wording
    ledger: pa.Table
    outcomes: Mapping[str, pa.Table]  # of families, events and quotations, by name, under keys

    @property
    def new(self) -> Flags:
        """Which articles now are new."""
        return self.row < 0

    def now(self) -> schema.I32:
        """Of each row the article now, -1 where it is not there any more."""
        known = np.flatnonzero(self.row >= 0).astype(np.int32)
        found = np.full(len(self.asides), -1, dtype=np.int32)
        found[self.row[known]] = known
        return found

    def completed(
        self, then: pa.Table, again: Flags, made: Iterable[pa.Table]
    ) -> Iterator[pa.Table]:
        """A row for each article now, some at a time: of *then*, a table of the earlier run, or
        where it is made *again*, of *made*, which has these rows in their order.
        """
        parts = pa.concat_tables([then, *made])
        at = self.row.astype(np.int64)
        at[again] = then.num_rows + np.arange(int(again.sum()))
        for begin in range(0, len(at), _ROWS):
            yield schema.rows_of(parts, at[begin : begin + _ROWS])
