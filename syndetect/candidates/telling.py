"""Who tells of the same things as one new article: ``salient`` for it alone.

One look at the terms of all stored ones finds who has its terms, and how many do. How alike the
last neighbour is that each stored one has kept is known from before it came.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from syndetect import schema
from syndetect.candidates.known import Asked, Flags, Floats, Known, looked_through
from syndetect.candidates.salient import STANDING, Each, group_counts
from syndetect.kernels import asked as kernels
from syndetect.kernels import buckets, inverted
from syndetect.settings import Candidates as Limits


def telling(
    asked: Asked,
    known: Known,
    joined: schema.I32,
    limits: Limits,
    window: int,
    each: Each,
    dropped: Counter[str],
) -> tuple[schema.I32, Floats]:
    """The rows (ascending) that are most alike to *asked* by terms, or that it is most alike to,
    and how alike they are; *joined* are the groups that it is of."""
    if not asked.long:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float64)
    most = limits.common
    columns = (known.offsets, known.terms, known.groups, known.searched, asked.terms)
    rows, which, places, common = looked_through(
        known,
        each,
        # Groups that the asked one makes one of count once.
        lambda first, last: kernels.holders(first, last, *columns, most + len(joined)),
    )
    above: Flags = np.logical_or.reduce(common.reshape(-1, len(asked.terms)))
    frequency = _frequency(which, known.groups[rows], joined, above, most)
    usable = frequency <= most
    dropped["terms too common to bring articles together"] += int((~usable).sum())
    # One more article has a term that is now too common: who had neighbours by it has others.
    turned = np.unique(rows[(frequency == most + 1)[which]])
    used = usable[which]
    rows, places, which = rows[used], places[used], which[used]
    near = _in_window(asked, known, rows, window) & (rows != asked.twin)
    rows, places, which = rows[near], places[near], which[near]
    starts = buckets.runs(rows)[:-1]
    shares = known.weights[places].astype(np.int64) * asked.weights[which]
    sums, rows = np.add.reduceat(np.append(shares, 0), starts), rows[starts]
    norm = inverted.norms(np.array([0, len(asked.weights)]), asked.weights)[0]
    likeness = sums / (norm * known.norms[rows])
    enough = likeness >= limits.alike
    rows, likeness = rows[enough], likeness[enough]
    listed = np.flatnonzero(known.standing[rows])
    best = listed[np.lexsort((rows[listed], -likeness[listed]))][: limits.neighbours]
    dropped["neighbours beyond the most alike"] += len(listed) - len(best)
    least = np.where(np.isin(rows, turned), 0, known.least[rows])
    kept = (likeness >= least) & _stands(asked, known, joined)
    kept[best] = True
    return rows[kept], likeness[kept]


def _stands(asked: Asked, known: Known, joined: schema.I32) -> bool:
    """Whether *asked*, last of its group, stands in the lists of its terms for others to find."""
    if asked.twin >= 0:
        return bool(known.standing[asked.twin])
    return len(known.members.rows(joined)) < STANDING


def _frequency(
    which: schema.I32, groups: schema.I32, joined: schema.I32, above: Flags, most: int
) -> schema.I64:
    """In how many groups each term stands, the asked one's among them; *which* stands in *groups*.
    What is *above* all measure has a number that is far more than *most*."""
    some = ~above[which]
    merged = np.where(np.isin(groups[some], joined), 0, groups[some] + 1)  # 0: the asked one's own
    found = group_counts(
        np.concatenate([which[some], np.arange(len(above))]),
        np.concatenate([merged, np.zeros(len(above), dtype=np.int32)]),
        len(above),
    )
    return np.where(above, 2 * most + 2, found)


def _in_window(asked: Asked, known: Known, rows: schema.I32, window: int) -> Flags:
    """Which of *rows* are no more than *window* seconds before or after *asked*."""
    earliest, latest = known.times[rows].T
    near: Flags = (earliest - asked.latest <= window) & (asked.earliest - latest <= window)
    return near
