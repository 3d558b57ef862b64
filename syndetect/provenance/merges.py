"""Articles made of two: what one parent leaves over, another that has nothing to do with it has.

How much of a child's content (C) two parents have together is not stored for each three articles;
it is bounded from pairs. What the second (Q) has of the child and the first (P) cannot have is
at least

    w(C and Q) - w(P and Q),

and w(C - P) is what the first leaves over. A parent's parent or another child of the first shares
as much with the first as with the child, so that nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.candidates.gather import find_pairs
from syndetect.provenance.entries import Entries
from syndetect.provenance.ties import Flags, Floats, Ties
from syndetect.provenance.witness import Side

LEFT_OVER = 1 / 3  # share of what the first parent leaves over that makes another one
_APART = 0.5  # probability of derivation below which two are not kin
_CLOSEST = 6  # kin of an article that are looked at in pairs
_GAIN = 2.0  # log-odds that an article comes from both of two that are not kin
_LOSS = 0.3  # share of a text that an article lacks, from which it is not just its whole
_AT_ONCE = 1 << 12  # articles whose kin are paired at a time
_ROWS_OF = 1 << 12  # articles whose pairs are looked up at a time
_NOVEL = Side._fields.index("novel")


@dataclass(frozen=True, slots=True)
class Compared:
    """All pairs of classes that were compared, kin or not, by their first articles: *left* <
    *right*, ascending. An entry a pair: how likely the two are kin, and the share of each one's
    content that the other lacks; they may lie in a file.
    """

    left: schema.I32
    right: schema.I32
    probability: Floats
    novel_left: Floats
    novel_right: Floats
    representative: schema.I32
    crowd: schema.I32  # labels of very large groups of near-duplicates (``crowds``), else -1

    def __call__(self, one: schema.I64, other: schema.I64) -> tuple[Floats, Floats]:
        """For each pair of articles the probability that they are kin, and the share of the
        first's content that the other lacks. Two that had nothing worth comparing are strangers,
        but of a crowd few pairs are compared, and all are kin.
        """
        a, b = self.representative[one], self.representative[other]
        together = (self.crowd[a] >= 0) & (self.crowd[a] == self.crowd[b])
        kin = np.where(together | (a == b), 1.0, 0.0)
        apart = 1.0 - kin
        place = find_pairs(self.left, self.right, a, b)
        known = np.flatnonzero(place >= 0)
        at, turned = place[known], (a > b)[known]
        kin[known] = self.probability[at]
        apart[known] = np.where(turned, self.novel_right[at], self.novel_left[at])
        return kin, apart

    def among(self, articles: schema.I64) -> Compared:
        """What is known of *articles* alone, which are named by their places here: ascending, and
        with each one its ``representative``.
        """
        known = articles.astype(self.left.dtype)
        parts = [self._among(known, at) for at in range(0, max(len(known), 1), _ROWS_OF)]
        left, right, *facts = (np.concatenate(some) for some in zip(*parts, strict=True))
        classes = np.searchsorted(articles, self.representative[articles]).astype(np.int32)
        likely, novel_left, novel_right = facts
        return Compared(left, right, likely, novel_left, novel_right, classes, self.crowd[articles])

    def _among(self, articles: schema.I32, begin: int) -> tuple[npt.NDArray[Any], ...]:
        """The columns of the pairs whose left is one of some *articles*, from *begin* on."""
        some = articles[begin : begin + _ROWS_OF]
        starts, ends = (np.searchsorted(self.left, some, side) for side in ("left", "right"))
        sizes = ends - starts
        left = begin + np.repeat(np.arange(len(some), dtype=np.int32), sizes)
        rows = np.arange(len(left)) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        place = np.searchsorted(articles, self.right[rows]).astype(np.int32)
        kept = np.flatnonzero(articles[np.minimum(place, len(articles) - 1)] == self.right[rows])
        rows = rows[kept]
        facts = (self.probability[rows], self.novel_left[rows], self.novel_right[rows])
        return left[kept], place[kept], *facts


Lookup = Callable[[schema.I64, schema.I64], tuple[Floats, Floats]]


class Both(NamedTuple):
    """For each entry of an article's kin, where it rather comes from it: another of its kin that
    has what that one leaves over, and that one's entry (both -1 where there is none); the log-odds
    that both are parents, and the share of what is left over.
    """

    other: schema.I64
    entry: schema.I64
    gain: Floats
    part: Floats


def of_both(kin: Entries, ties: Ties, articles: schema.I64, compared: Lookup) -> Both:
    """Of the kin of each article, those that it rather comes from, because it has what another of
    them has as well and the two are not kin.

    One that stands between two that are not kin comes from both: were it their source, they
    would be kin (Spirtes, Glymour and Scheines 1993, "Causation, prediction and search", on
    colliders). Unless they are two cuts of it: so each must have much that it lacks. *articles*
    are the ordinals that *compared* knows the articles by.
    """
    closest = _closest(kin, ties)
    left = kin.node == ties.left[kin.tie]
    one, other = ties.left_has[kin.tie, _NOVEL], ties.right_has[kin.tie, _NOVEL]
    own, its = np.where(left, one, other), np.where(left, other, one)
    count = len(kin.node)
    found = Both(np.full(count, -1), np.full(count, -1), np.zeros(count), np.zeros(count))
    for begin in range(0, len(closest), _AT_ONCE):
        some = closest[begin : begin + _AT_ONCE]
        shape = (len(some), _CLOSEST, _CLOSEST)
        firsts = np.broadcast_to(some[:, :, None], shape).ravel()
        seconds = np.broadcast_to(some[:, None, :], shape).ravel()
        rows = np.flatnonzero((firsts >= 0) & (seconds >= 0) & (firsts != seconds))
        first, second = firsts[rows], seconds[rows]
        related, apart = compared(articles[kin.other[first]], articles[kin.other[second]])
        part = _left_over(own[first], its[first], own[second], apart)
        gain = _GAIN * np.minimum(1.0, its[first] / _LOSS) * (1.0 - related)
        rows = np.flatnonzero((related < _APART) & (part >= LEFT_OVER))
        # The one that says most; of equals the closest.
        rows = rows[np.lexsort((rows, -(gain * part)[rows], first[rows]))]
        at, place = np.unique(first[rows], return_index=True)
        best = rows[place]
        found.entry[at] = second[best]
        found.other[at] = kin.other[second[best]]
        found.gain[at], found.part[at] = gain[best], part[best]
    return found


def _closest(kin: Entries, ties: Ties) -> schema.I64:
    """The entries of the closest kin of each article that has several, the most alike first, -1
    where there are no more: int64 of shape (articles, 6).
    """
    known = np.flatnonzero(ties.told[kin.tie])
    tie, node = kin.tie[known], kin.node[known]
    order = np.lexsort((ties.right[tie], ties.left[tie], -ties.likeness[tie], node))
    known, node = known[order], node[order]
    starts = np.searchsorted(node, np.arange(len(kin.begins) - 1))
    within = np.arange(len(node)) - starts[node]
    found = np.full((len(starts), _CLOSEST), -1)
    near = within < _CLOSEST
    found[node[near], within[near]] = known[near]
    several: schema.I64 = found[found[:, 1] >= 0]
    return several


def _left_over(
    lacks_first: Floats, first_lost: Floats, lacks_second: Floats, apart: Floats
) -> Floats:
    """The share of what the first leaves over that the second has at least.

    *lacks_first* and *lacks_second* are the shares of the child's content that each parent lacks,
    *first_lost* of the first's that the child lacks, *apart* of the first's that the second lacks.
    """
    # The first's content, by the child's.
    of_first = (1.0 - lacks_first) / np.maximum(1.0 - first_lost, 0.01)
    more = (1.0 - lacks_second) - (1.0 - apart) * of_first
    found: Floats = more / np.maximum(lacks_first, 0.05)
    return found


class Made(NamedTuple):
    """An article made of two: the entries of its first parent, and of the kin that the rest of it
    may be from.
    """

    first: int
    seconds: tuple[int, ...]
    part: float  # share of what the first leaves over that the second has at least


def made_of_two(
    kin: Entries, ties: Ties, articles: schema.I64, both: Both, above: Flags, compared: Lookup
) -> dict[int, Made]:
    """What articles are made of, where the direction of both pairs says that they come from them:
    *above* tells for which entries it does. The first parent is the one that explains more.
    """
    above = above & (both.entry >= 0)
    some = np.flatnonzero(above)
    some = some[above[both.entry[some]]]
    order = np.lexsort((kin.other[some], -ties.likeness[kin.tie[some]], kin.node[some]))
    nodes, place = np.unique(kin.node[some[order]], return_index=True)
    firsts = some[order][place]
    begins, ends = kin.begins[nodes], kin.begins[nodes + 1]
    of = np.repeat(np.arange(len(nodes)), ends - begins)  # the rest of the kin of each
    more = np.concatenate([np.empty(0, dtype=np.int64), *map(np.arange, begins, ends)])
    first, entry = firsts[of], both.entry[firsts][of]
    rows = np.flatnonzero((more != first) & (more != entry))
    one = articles[kin.other[more[rows]]]
    rows, one = _related(compared, articles[kin.other[entry[rows]]], one, rows, True)
    rows, _ = _related(compared, articles[kin.other[first[rows]]], one, rows, False)
    seconds: dict[int, list[int]] = {}
    for at, row in zip(of[rows].tolist(), more[rows].tolist(), strict=True):
        seconds.setdefault(at, []).append(row)
    return {
        node: Made(top, (int(both.entry[top]), *seconds.get(at, ())), float(both.part[top]))
        for at, (node, top) in enumerate(zip(nodes.tolist(), firsts.tolist(), strict=True))
    }


def _related(
    compared: Lookup, one: schema.I64, other: schema.I64, rows: schema.I64, kin: bool
) -> tuple[schema.I64, schema.I64]:
    """Those *rows*, each with its *other*, where the two are kin, or are not."""
    kept = (compared(one, other)[0] >= _APART) == kin
    return rows[kept], other[kept]
