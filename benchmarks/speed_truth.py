"""The exact truth on near-duplicates, found without any of the detector's code, and how labels
are scored against it.

Words are what blanks part; a shingle is five of them. Shingles are numbered, not hashed (two
shingles never have one number), so that resemblance is exact. Pairs of resemblance t or more are
found by the prefix filter (Chaudhuri et al. 2006; Bayardo et al. 2007): with all shingles in one
order, the rarest first, both texts must share one of their first n - ceil(t n) + 1. What shares one
is compared in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

WIDTH = 5
THRESHOLD = 0.7
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Truth:
    """Pairs (left < right) of *THRESHOLD* or more, identical texts told apart from the rest.

    *first* is for each text the position of the first text with the same words; *left* and
    *right* are pairs of such firsts; *groups* is the first text of what pairs connect.
    """

    first: I64
    left: I64
    right: I64
    groups: I64

    @property
    def pairs(self) -> int:
        """How many pairs of texts, copies among them, are near-duplicates."""
        size = np.bincount(self.first, minlength=len(self.first))
        return int((size * (size - 1) // 2).sum() + (size[self.left] * size[self.right]).sum())


def truth(texts: Sequence[str], threshold: float = THRESHOLD) -> Truth:
    """All pairs of *texts* whose word shingles have a resemblance of *threshold* or more.

    A text without words is like no other; one of fewer than five words is one shingle.
    """
    first = _firsts(texts)
    whole = np.flatnonzero(first == np.arange(len(texts)))
    rows = _ordered(*shingles([texts[at] for at in whole.tolist()]))
    pairs = np.array(sorted(_alike(rows, threshold)) or np.empty((0, 2)), dtype=np.int64).reshape(
        -1, 2
    )
    left, right = whole[pairs[:, 0]], whole[pairs[:, 1]]
    groups = connected(len(texts), zip(left.tolist(), right.tolist(), strict=True))
    return Truth(first, left, right, groups[first])


def _firsts(texts: Sequence[str]) -> I64:
    seen: dict[str, int] = {}
    return np.array(
        [seen.setdefault(text, at) if text else at for at, text in enumerate(texts)],
        dtype=np.int64,
    )


def shingles(texts: Sequence[str], width: int = WIDTH) -> tuple[I64, I64]:
    """Offsets and numbers of the distinct shingles of each text, ascending within it."""
    known: dict[str, int] = {}
    words: list[int] = []
    sizes: list[int] = []
    for text in texts:
        of_text = [known.setdefault(word, len(known) + 1) for word in text.split()]
        of_text += [0] * (width - len(of_text)) if of_text else []
        sizes.append(len(of_text))
        words += of_text
    numbers, size = np.array(words, dtype=np.int64), np.array(sizes, dtype=np.int64)
    row = np.repeat(np.arange(len(texts)), size)
    flat = numbers.copy()
    for more in range(1, width):  # a pair of numbers becomes one number, exactly
        tail = np.concatenate([numbers[more:], np.zeros(min(more, len(numbers)), dtype=np.int64)])
        flat = np.unique(flat << 32 | tail, return_inverse=True)[1].astype(np.int64)
    begin = np.cumsum(size) - size
    whole = np.arange(len(flat)) - begin[row] <= size[row] - width
    keyed = np.unique(row[whole].astype(np.int64) << 40 | flat[whole])
    offsets = np.searchsorted(keyed >> 40, np.arange(len(texts) + 1))
    return offsets.astype(np.int64), keyed & ((1 << 40) - 1)


def _ordered(offsets: I64, numbers: I64) -> list[I64]:
    """The shingles of each text, the rarest of the collection first, as places in that order."""
    count = np.bincount(numbers) if len(numbers) else np.zeros(0, dtype=np.int64)
    rank = np.empty(len(count), dtype=np.int64)
    rank[np.argsort(count, kind="stable")] = np.arange(len(count))
    ranked = rank[numbers]
    return [np.sort(ranked[a:b]) for a, b in pairwise(offsets.tolist())]


def _alike(rows: list[I64], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs of rows of *threshold* or more, each once."""
    posted: dict[int, list[int]] = {}
    sets = [frozenset(row.tolist()) for row in rows]
    for at in sorted(range(len(rows)), key=lambda row: (len(sets[row]), row)):
        mine = sets[at]
        # A hair below, so that a product that is rounded up costs no pair.
        prefix = rows[at][: len(mine) - math.ceil(threshold * len(mine) - 1e-9) + 1].tolist()
        met = {other for shingle in prefix for other in posted.get(shingle, ())}
        for other in met:
            if len(sets[other]) / len(mine) >= threshold:
                both = len(mine & sets[other])
                if both / (len(mine) + len(sets[other]) - both) >= threshold:
                    yield min(at, other), max(at, other)
        for shingle in prefix if mine else ():
            posted.setdefault(shingle, []).append(at)


def connected(count: int, pairs: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> I64:
    """For each of *count* things the first of those that *pairs* connect with it."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return np.array([root(one) for one in range(count)], dtype=np.int64)


def score(labels: npt.NDArray[np.integer], true: Truth) -> tuple[float, float]:
    """Pair recall and precision of groups, *labels* saying which texts are in one.

    Recall: share of the true pairs that are in one group. Precision: share of the pairs that are in
    one group which true pairs connect.
    """
    found = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    # Copies of one text are counted cell by cell of (text, group).
    cells, counts = np.unique(true.first << 32 | found, return_counts=True)
    held = _pairs(counts)
    of_text: dict[int, dict[int, int]] = {}
    for key, count in zip(cells.tolist(), counts.tolist(), strict=True):
        of_text.setdefault(key >> 32, {})[key & 0xFFFFFFFF] = count
    for one, other in zip(true.left.tolist(), true.right.tolist(), strict=True):
        there = of_text[other]
        held += sum(count * there.get(group, 0) for group, count in of_text[one].items())
    together = _pairs(np.bincount(found))
    joint = np.unique(found << 32 | true.groups, return_counts=True)[1]
    recall = held / true.pairs if true.pairs else 1.0
    return recall, _pairs(joint) / together if together else 1.0


def _pairs(sizes: npt.NDArray[np.integer]) -> int:
    counts = sizes.astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())
