"""Classes of copies as numbers: who is of each, who stands for it, and what ties it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from syndetect import schema
from syndetect.provenance.copies import Copies, first
from syndetect.provenance.families import whole
from syndetect.provenance.ties import Ties
from syndetect.provenance.witness import Witness
from syndetect.provenance.witnesses import Witnesses


class Classes(NamedTuple):
    """Classes whose copies derive from one another: a head each, and others from ``begins[i]`` to
    ``begins[i + 1]``, ascending. *ties* have a row a class; *texts* are equal for articles with the
    very same text, by ordinal for heads and others.
    """

    heads: schema.I64
    begins: schema.I64
    others: schema.I64
    ties: Ties
    head_texts: schema.I32
    texts: schema.I32

    def some(self, rows: schema.I64) -> Classes:
        """Some of the classes."""
        sizes = np.diff(self.begins)[rows]
        begins = np.concatenate([[0], np.cumsum(sizes)])
        at = np.arange(begins[-1]) + np.repeat(self.begins[rows] - begins[:-1], sizes)
        return Classes(
            self.heads[rows], begins, self.others[at], self.ties.take(rows),
            self.head_texts[rows], self.texts[at],
        )  # fmt: skip

    def of_each(self) -> schema.I64:
        """The head of each of the others."""
        return np.repeat(self.heads, np.diff(self.begins))

    def tied(self) -> Ties:
        """The others tied to their heads."""
        ties = self.ties.take(np.repeat(np.arange(len(self.heads)), np.diff(self.begins)))
        heads = self.of_each()
        return replace(
            ties, left=np.minimum(heads, self.others), right=np.maximum(heads, self.others)
        )

    def copies(self, witnesses: Mapping[int, Witness]) -> list[Copies]:
        """The classes as records; *witnesses* has heads and others."""
        found = []
        for at, head in enumerate(self.heads.tolist()):
            some = slice(self.begins[at], self.begins[at + 1])
            others = self.others[some]
            exact = [head, *others[self.texts[some] == self.head_texts[at]].tolist()]
            rest = [witnesses[one] for one in others.tolist()]
            found.append(Copies.of(witnesses[head], rest, self.ties[at], frozenset(exact)))
        return found


def heads(witnesses: Witnesses, labels: schema.I32) -> schema.I64:
    """The article that stands for each class, at the place of the class's label; *labels* are the
    classes of the articles.
    """
    found = np.arange(len(labels))
    sizes = np.bincount(labels, minlength=len(labels))
    several = np.flatnonzero(sizes[labels] > 1)
    several = several[np.argsort(labels[several], kind="stable")]
    for some in whole(labels[several]):
        records = witnesses.some(several[some])
        for label, copies in groupby(records, key=lambda one: int(labels[one.article])):
            found[label] = first(list(copies)).article
    return found


def classes(hub: schema.I64, ties: Ties, labels: schema.I32, representative: schema.I32) -> Classes:
    """The classes of several articles that are derived within themselves, by *ties* (a, a).

    *labels* are the classes of the articles, *hub* their heads; articles of one *representative*
    have the very same text.
    """
    inside = np.flatnonzero(ties.left == ties.right)
    inside = inside[np.argsort(ties.left[inside], kind="stable")]
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], [ties.left[inside], ties.left[inside] + 1])
    starts, sizes = bounds[0], bounds[1] - bounds[0]
    several = sizes > 1
    inside, starts, sizes = inside[several], starts[several], sizes[several]
    ends = np.cumsum(sizes)
    members = order[np.arange(sizes.sum()) + np.repeat(starts - ends + sizes, sizes)]
    at_head = hub[ties.left[inside]]
    others = members[members != np.repeat(at_head, sizes)]
    return Classes(
        heads=at_head,
        begins=np.concatenate([[0], np.cumsum(sizes - 1)]),
        others=others,
        ties=ties.take(inside),
        head_texts=representative[at_head],
        texts=representative[others],
    )
