"""Parents of all articles, family by family; in a family a class of copies is one article."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from syndetect import schema
from syndetect.engines.contract import Engine
from syndetect.provenance.classes import Classes
from syndetect.provenance.families import batches
from syndetect.provenance.placing import CHOICES, Batch, Placed, placed
from syndetect.provenance.reprints import LookedUp
from syndetect.provenance.ties import Flags, Floats, Ties
from syndetect.provenance.witnesses import Witnesses
from syndetect.settings import Provenance

_LARGE = 1 << 14  # articles of a family that is not sent to a process: that would be a second copy


class Families(NamedTuple):
    """What parents are chosen by: which articles are *asked* for theirs, the *ties* between these,
    their *labels*, and the *copies* that follow them.
    """

    witnesses: Witnesses
    asked: Flags
    ties: Ties
    labels: schema.I32
    copies: Classes
    settings: Provenance
    compared: LookedUp
    least: float

    @classmethod
    def of(
        cls,
        witnesses: Witnesses,
        judged: Flags,
        joined: Ties,
        labels: schema.I32,
        copies: Classes,
        settings: Provenance,
        compared: LookedUp,
        least: float,
    ) -> Families:
        """The families by *labels*, of which articles that are *judged* and no copies are asked, as
        far as they may have a parent."""
        judged = judged.copy()
        judged[copies.others] = False
        inside = joined.take(judged[joined.left] & judged[joined.right])
        # Who is tied to nobody, and credits nobody, has its text from nobody.
        asked = np.bincount(labels[judged], minlength=len(labels))[labels] > 1
        for name in ("credit", "part"):
            asked |= witnesses.table.column(name).is_valid().to_numpy()
        asked[copies.heads] = True
        asked &= judged
        return cls(witnesses, asked, inside, labels, copies, settings, compared, least)

    def sizes(self) -> schema.I64:
        """How many of the family of each article are asked."""
        return np.bincount(self.labels[self.asked], minlength=len(self.labels))[self.labels]

    def batches(self, of: Flags, sent: bool) -> Iterator[Batch]:
        """The families of some of the asked, some at a time; small enough to be *sent*."""
        head = np.full(len(self.labels), -1)
        head[self.copies.heads] = np.arange(len(self.copies.heads))
        ties = self.ties.take(of[self.ties.left])
        for articles, some in batches(np.flatnonzero(of), ties, self.labels):
            rows = head[articles]
            its = self.copies.some(rows[rows >= 0])
            named = np.concatenate([articles, its.others])
            yield Batch(
                articles, self.labels[articles].astype(np.int64), some.packed() if sent else some,
                its, named, self.witnesses.rows(named), self.settings,
                self.compared.among(articles) if sent else self.compared, self.least,
            )  # fmt: skip


class Chosen(NamedTuple):
    """Parents (``placing.CHOICES``, by child); and for each article, asked or not, how likely
    nothing is above it, and how many of its ties to later ones were not weighed.
    """

    choices: pa.Table
    nobody: Floats
    left_out: schema.I64

    @classmethod
    def joined(cls, parts: list[Placed], articles: int) -> Chosen:
        """What was found of some families."""
        nobody, left_out = np.ones(articles), np.zeros(articles, dtype=np.int64)
        for one in parts:
            nobody[one.articles], left_out[one.articles] = one.nobody, one.left_out
        choices = pa.concat_tables([CHOICES.empty_table(), *(one.choices for one in parts)])
        order = np.lexsort([schema.plain(choices, name) for name in ("order", "child")])
        return cls(schema.rows_of(choices, order), nobody, left_out)


def chosen(given: Families, of: Flags, engine: Engine) -> list[Placed]:
    """What is found of the families of some of the asked, a part a batch."""
    large = given.sizes() > _LARGE
    sent = engine.over(placed, given.batches(of & ~large, sent=True), interpreted=True)
    return list(chain(sent, map(placed, given.batches(of & large, sent=False))))
