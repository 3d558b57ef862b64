"""Whose articles are, asked of many pairs at once; of one pair it is ``witness.same_hand``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from syndetect import schema
from syndetect.ingest.outlets import keys
from syndetect.provenance.ties import Flags
from syndetect.provenance.witness import Witness, bare_url
from syndetect.provenance.witnesses import Witnesses

_Numbers = npt.NDArray[np.integer]


def numbered(names: Sequence[str | None], known: dict[str, int] | None = None) -> schema.I64:
    """A number for each name, equal for equal names; -1 where there is none. *known* has the
    numbers that are given already.
    """
    number: dict[str, int] = {} if known is None else known
    return np.array(
        [-1 if one is None else number.setdefault(one, len(number)) for one in names],
        dtype=np.int64,
    )


class Hands:
    """Whose some articles are; articles go by their places among them."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._keys = _keys([one.outlet for one in witnesses])
        self._agency: _Numbers = numbered([one.agency or one.own_agency for one in witnesses])
        self._url: _Numbers = numbered([bare_url(one.url) or None for one in witnesses])

    @classmethod
    def of_all(cls, witnesses: Witnesses) -> Hands:
        """Whose all articles are, without a record of each."""
        found, table = cls(()), witnesses.table
        outlet, names = _numbers(table.column("outlet"))
        found._keys = _keys([*names, None])[outlet]  # -1: the last
        found._agency, _ = _numbers(pc.coalesce(table.column("agency"), table.column("own_agency")))
        found._url, _ = _numbers(table.column("bare"))
        return found

    def same(self, left: schema.I32 | schema.I64, right: schema.I32 | schema.I64) -> Flags:
        """Which pairs are of one outlet or one URL: whether two names have a key in common."""
        found: Flags = (self._url[left] >= 0) & (self._url[left] == self._url[right])
        one, other = self._keys[left], self._keys[right]
        for mine in one.T:
            for its in other.T:
                found |= (mine >= 0) & (mine == its)
        return found

    def credited(self, left: schema.I32, right: schema.I32) -> Flags:
        """Which pairs credit one agency, or are of it."""
        agency = self._agency
        found: Flags = (agency[left] >= 0) & (agency[left] == agency[right])
        return found


def _keys(outlets: Sequence[str | None]) -> schema.I32:
    """The numbers of the keys of each outlet, -1 behind them: of shape (outlets, most keys)."""
    names = [one or None for one in outlets]
    outlet, known = numbered(names), dict.fromkeys(name for name in names if name)
    number: dict[str, int] = {}
    listed = [sorted(keys(name)) for name in known]
    # A name has a few keys; a row of none behind them for articles of no known outlet.
    table = np.full((len(listed) + 1, max(map(len, listed), default=0)), -1, dtype=np.int32)
    for row, some in enumerate(listed):
        table[row, : len(some)] = numbered(some, number)
    return table[outlet]


def _numbers(column: pa.ChunkedArray) -> tuple[schema.I32, list[str]]:
    """A number for each name, -1 where there is none, and the names by their numbers."""
    chunks = column.dictionary_encode().unify_dictionaries().chunks
    if not chunks:
        return np.empty(0, dtype=np.int32), []
    places = [pc.fill_null(chunk.indices, -1).to_numpy() for chunk in chunks]
    return np.concatenate(places), chunks[0].dictionary.to_pylist()
