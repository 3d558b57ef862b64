"""Whose articles are, asked of many pairs at once; of one pair it is ``witness.same_hand``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from syndetect import schema
from syndetect.ingest.outlets import same_outlet
from syndetect.provenance.ties import Flags
from syndetect.provenance.witness import Witness, bare_url


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
        self._names = [one.outlet for one in witnesses]
        self._outlet = numbered(self._names)
        self._agency = numbered([one.agency or one.own_agency for one in witnesses])
        self._url = numbered([bare_url(one.url) or None for one in witnesses])

    def same(self, left: schema.I32 | schema.I64, right: schema.I32 | schema.I64) -> Flags:
        """Which pairs are of one outlet or one URL."""
        outlet, url = self._outlet, self._url
        found = (url[left] >= 0) & (url[left] == url[right])
        named = np.flatnonzero((outlet[left] >= 0) & (outlet[right] >= 0))
        # Names are many, pairs of names are more: each is looked at once.
        one, other = outlet[left[named]], outlet[right[named]]
        both = one * (int(outlet.max(initial=0)) + 1) + other
        _, first, place = np.unique(both, return_index=True, return_inverse=True)
        ends = zip(left[named[first]].tolist(), right[named[first]].tolist(), strict=True)
        told = [same_outlet(self._names[a], self._names[b]) for a, b in ends]
        found[named] |= np.array(told, dtype=np.bool_)[place]
        return found

    def credited(self, left: schema.I32, right: schema.I32) -> Flags:
        """Which pairs credit one agency, or are of it."""
        agency = self._agency
        found: Flags = (agency[left] >= 0) & (agency[left] == agency[right])
        return found
