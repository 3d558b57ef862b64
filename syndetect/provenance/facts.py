"""What is known of the articles of some families, as columns, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from syndetect import schema
from syndetect.provenance.direction import TRUSTED, ordered
from syndetect.provenance.hands import Hands, numbered
from syndetect.provenance.ties import Flags, Floats
from syndetect.provenance.witness import Witness, points_to


@dataclass(frozen=True, slots=True)
class Facts:
    """One entry an article, by its place; numbers of agencies are -1 where there is none."""

    members: Sequence[Witness]
    hands: Hands
    numbers: dict[str, int]  # of agencies, by their names
    agency: schema.I64
    own: schema.I64  # the agency that it is of
    lendable: Flags  # it credits an agency with its text, and is no agency's own
    strength: Floats  # of that credit
    dated: Flags
    begin: schema.I64
    end: schema.I64
    trust: Floats  # log-likelihood that its date is worth; 0 where nobody knows
    nowhere: Flags  # the outlet is not known
    pointing: Flags  # its page names addresses as its source

    @classmethod
    def of(cls, members: Sequence[Witness]) -> Facts:
        """What *members* carry."""
        numbers: dict[str, int] = {}
        windows = [one.window for one in members]
        return cls(
            members=members,
            hands=Hands(members),
            numbers=numbers,
            agency=numbered([one.agency for one in members], numbers),
            own=numbered([one.own_agency for one in members], numbers),
            lendable=np.array(
                [
                    one.agency is not None and one.credit is not None and not one.own_agency
                    for one in members
                ],
                dtype=np.bool_,
            ),
            strength=np.array([one.credit.strength if one.credit else 0.0 for one in members]),
            dated=np.array([w is not None for w in windows], dtype=np.bool_),
            begin=np.array([w.begin if w else 0 for w in windows], dtype=np.int64),
            end=np.array([w.end if w else 0 for w in windows], dtype=np.int64),
            trust=np.array([TRUSTED[one.trust] if one.trust else 0.0 for one in members]),
            nowhere=np.array([one.outlet is None for one in members], dtype=np.bool_),
            pointing=np.array([bool(one.declared_sources) for one in members], dtype=np.bool_),
        )

    def running(self, left: schema.I64, right: schema.I64, one_hand: Flags) -> Flags:
        """Which pairs may be versions of one running story (``direction.running``); *one_hand*
        tells which are of one hand.
        """
        agency = (self.agency[left] >= 0) & (self.agency[left] == self.agency[right])
        found: Flags = one_hand | (agency & self.nowhere[left] & self.nowhere[right])
        return found

    def ordered(self, left: schema.I64, right: schema.I64, run: Flags) -> Floats:
        """Log-likelihood that the left was first, by times; 0 where they do not tell. *run* tells
        which pairs may be versions.
        """
        weight = np.minimum(self.trust[left], self.trust[right])
        before, after = self.end[left] <= self.begin[right], self.end[right] <= self.begin[left]
        told = self.dated[left] & self.dated[right]
        found: Floats = np.where(told, np.where(before, weight, np.where(after, -weight, 0.0)), 0.0)
        for row in np.flatnonzero(run & told & (weight > 0)).tolist():  # one clock of one zone
            found[row] = ordered(self.members[left[row]], self.members[right[row]])
        return found

    def pointed(self, parent: schema.I64, child: schema.I64) -> Flags:
        """Whether the child's page names the parent's address as its source."""
        found = np.zeros(len(parent), dtype=np.bool_)
        for row in np.flatnonzero(self.pointing[child]).tolist():
            found[row] = points_to(self.members[child[row]], self.members[parent[row]])
        return found
