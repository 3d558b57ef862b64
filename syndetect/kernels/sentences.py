"""Sentences of one text laid along those of another: how well, and in how steady an order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_DAMP = 200.0  # hundredths: weight that a short sentence lacks, so that scraps do not match
_CHANCE = 0.1  # likeness that any two sentences on one event have
_BELOW = 0.0099  # a little less than its square
_MET = 0.25  # likeness from which two sentences are a pair
_POOR = 1500.0  # weight below which a whole text is damped
_STEADY = 6.0  # pairs from which their order tells something


@njit(cache=True, nogil=True)
def mentioned(spots: Any, at: Any, sentences: Any, counted: Any, quoted: Any, rarities: Any) -> Any:
    """The mentions of each stem: it once in each sentence, where it stands free if it does.

    Stem k stands at the words ``at[spots[k]:spots[k + 1]]``, ascending, of which those count that
    are *counted*; *sentences* (int64) has the sentence of each word, *quoted* (bool) whether it is.
    Returns how many mentions each stem has (int32), and of each mention, those of a stem side by
    side, the sentence (int64), the weight (int16; half of the rarity if quoted) and whether it is
    quoted (bool).
    """
    counts = np.zeros(len(spots) - 1, dtype=np.int32)
    chosen = np.empty(len(at), dtype=np.int64)
    total = 0
    for k in range(len(spots) - 1):
        first = total
        for entry in range(spots[k], spots[k + 1]):
            word = at[entry]
            if not counted[word]:
                continue
            if total > first and sentences[chosen[total - 1]] == sentences[word]:
                if quoted[chosen[total - 1]] and not quoted[word]:
                    chosen[total - 1] = word
                continue
            chosen[total] = word
            total += 1
        counts[k] = total - first
    where = np.empty(total, dtype=np.int64)
    weights = np.empty(total, dtype=np.int16)
    aside = np.empty(total, dtype=np.bool_)
    for m in range(total):
        word = chosen[m]
        where[m] = sentences[word]
        weights[m] = rarities[word] // 2 if quoted[word] else rarities[word]
        aside[m] = quoted[word]
    return counts, where, weights, aside


@njit(cache=True, nogil=True)
def _meet(
    met_a: Any,
    met_b: Any,
    lists: Any,
    places: Any,
    weights: Any,
    columns: int,
    shared: Any,
    cells: Any,
) -> int:
    """Add the weight in common of each two sentences to *shared*, a grid of so many *columns* and 0
    before, list the cells that are not 0 any more (row, column), and return how many these are."""
    count = 0
    for m in range(len(met_a)):
        first, last = lists[met_b[m]], lists[met_b[m] + 1]
        for x in range(lists[met_a[m]], lists[met_a[m] + 1]):
            row, weight = places[x], weights[x]
            for y in range(first, last):
                least = min(weight, weights[y])
                cell = row * columns + places[y]
                cells[0, count], cells[1, count] = row, places[y]  # no branch: it is a toss-up
                count += (shared[cell] == 0) & (least > 0)
                shared[cell] += least
    return count


@njit(cache=True, nogil=True)
def _weigh(
    cells: Any,
    count: int,
    shared: Any,
    totals_a: Any,
    totals_b: Any,
    gains: Any,
    heads: Any,
    others: Any,
    likest: Any,
    counterparts: Any,
) -> None:
    """Turn the weight that *count* cells have in *shared*, which is 0 again, into *gains* beyond
    chance, list those of each row that have one, and find the row's likest counterpart, of equal
    ones the first.

    The list of a row begins with the cell ``heads[row]``, and goes on with ``others[cell]``; -1
    ends it.
    """
    columns = len(totals_b)
    few = 0
    for at in range(count):
        x, y = cells[0, at], cells[1, at]
        cell = x * columns + y
        weight = shared[cell]
        shared[cell] = 0
        means = (totals_a[x] + _DAMP) * (totals_b[y] + _DAMP)
        cells[0, few], cells[1, few], gains[few] = x, y, weight
        # Most are no more alike than by chance, and no root is needed to know it.
        few += weight * weight >= _BELOW * means
    for at in range(few):
        x, y = cells[0, at], cells[1, at]
        alike = gains[at] / np.sqrt((totals_a[x] + _DAMP) * (totals_b[y] + _DAMP))
        gains[at] = max(alike - _CHANCE, 0.0)
        others[at] = heads[x]
        heads[x] = at
        if alike > likest[x] or (alike == likest[x] and y < counterparts[x]):
            likest[x], counterparts[x] = alike, y


@njit(cache=True, nogil=True)
def _in_order(
    cells: Any, gains: Any, heads: Any, others: Any, totals: Any, whole: int, best: Any
) -> float:
    """Weight share of the first text, of *whole* weight, that the best order-keeping alignment
    explains; *gains*, listed as in ``_weigh``, is how far beyond chance sentences are alike.

    *best* is room for what is explained best up to each sentence of the second text. Only where
    two sentences are alike does it grow, and from there on as far as it is less.
    """
    best[:] = 0.0
    for x in range(len(totals)):
        at = heads[x]
        while at >= 0:  # each by what was best before this sentence
            gains[at] = best[cells[1, at]] + totals[x] * gains[at]
            at = others[at]
        at = heads[x]
        while at >= 0:
            y = cells[1, at]
            while y < len(best) and best[y] < gains[at]:
                best[y] = gains[at]
                y += 1
            at = others[at]
    return float(best[len(best) - 1] / max(whole, _POOR))


@njit(cache=True, nogil=True)
def _order(likest: Any, counterparts: Any, rows: int) -> float:
    """Kendall's tau of the best counterparts, damped where they are few; 0 where it is negative."""
    met = np.empty(rows, dtype=np.int64)
    count = 0
    for x in range(rows):
        if likest[x] > _MET:
            met[count] = counterparts[x]
            count += 1
    if count < 2:
        return 0.0
    steady = 0
    for x in range(count):
        for y in range(x):
            if met[x] >= met[y]:
                steady += 1
    tau = 4.0 * steady / (count * (count - 1)) - 1.0
    return max(tau, 0.0) * min(1.0, count / _STEADY)


@njit(cache=True, nogil=True)
def _comes_first(
    a: int, b: int, offsets: Any, keys: Any, lists: Any, totals_a: Any, totals_b: Any
) -> bool:
    """Whether *a* is lighter than *b*, or of the same weight and less by sentences, then mentions:
    never by the side it is on."""
    if totals_a.sum() != totals_b.sum():
        return bool(totals_a.sum() < totals_b.sum())
    if len(totals_a) != len(totals_b):
        return len(totals_a) < len(totals_b)
    for x in range(len(totals_a)):
        if totals_a[x] != totals_b[x]:
            return bool(totals_a[x] < totals_b[x])
    i, j = offsets[a], offsets[b]
    rest_a, rest_b = lists[offsets[a + 1]] - lists[i], lists[offsets[b + 1]] - lists[j]
    while rest_a > 0 and rest_b > 0:
        many, others = lists[i + 1] - lists[i], lists[j + 1] - lists[j]
        if many == 0 or others == 0:
            i += many == 0
            j += others == 0
            continue
        if keys[i] != keys[j]:
            return bool(keys[i] < keys[j])
        rest_a, rest_b = rest_a - min(many, others), rest_b - min(many, others)
        if many != others and rest_a > 0 and rest_b > 0:
            return bool(many > others)  # one mentions the word once more, the other a later one
        i += 1
        j += 1
    return bool(rest_b > rest_a)


@njit(cache=True, nogil=True)
def align_sentences(
    left: Any,
    right: Any,
    met: Any,
    met_l: Any,
    met_r: Any,
    offsets: Any,
    keys: Any,
    lists: Any,
    places: Any,
    weights: Any,
    sentence_offsets: Any,
    totals: Any,
) -> Any:
    """For each pair: the share of the poorer text that an order-keeping alignment explains, and
    how steady the order of the best counterparts is (both float64, 0 to 1).

    Stems ``keys`` ascend within an article, without doubles; *met*, *met_l* and *met_r* are what
    ``meetings.meet`` says of the pairs. The mentions of stem k are ``lists[k]`` to
    ``lists[k + 1]``; ``places`` number the sentences of its article, whose weights are ``totals``.
    Two sentences are alike by their shared weight over the geometric mean of their weights. The
    lighter text is laid along the other, whichever is on the left.
    """
    longest = 0
    for a in range(len(sentence_offsets) - 1):
        longest = max(longest, sentence_offsets[a + 1] - sentence_offsets[a])
    likest, counterparts = np.empty(longest), np.empty(longest, dtype=np.int64)
    heads, best = np.empty(longest, dtype=np.int32), np.empty(longest)
    shared, gains = np.zeros(0, dtype=np.int64), np.empty(0)
    cells, others = np.empty((2, 0), dtype=np.int32), np.empty(0, dtype=np.int32)
    result = np.zeros((len(left), 2))
    for p in range(len(left)):
        a, b = left[p], right[p]
        some_a, some_b = met_l[met[p] : met[p + 1]], met_r[met[p] : met[p + 1]]
        totals_a = totals[sentence_offsets[a] : sentence_offsets[a + 1]]
        totals_b = totals[sentence_offsets[b] : sentence_offsets[b + 1]]
        rows, columns = len(totals_a), len(totals_b)
        if rows == 0 or columns == 0:
            continue
        if _comes_first(b, a, offsets, keys, lists, totals_b, totals_a):
            some_a, some_b = some_b, some_a
            totals_a, totals_b = totals_b, totals_a
            rows, columns = columns, rows
        if rows * columns > len(gains):
            room = rows * columns
            shared, gains = np.zeros(room, dtype=np.int64), np.empty(room)
            cells = np.empty((2, room + 1), dtype=np.int32)  # one more: it may be written in vain
            others = np.empty(room, dtype=np.int32)
        count = _meet(some_a, some_b, lists, places, weights, columns, shared, cells)
        heads[:rows] = -1
        likest[:rows] = 0.0
        _weigh(cells, count, shared, totals_a, totals_b, gains, heads, others, likest, counterparts)
        whole = totals_a.sum()
        result[p, 0] = _in_order(cells, gains, heads, others, totals_a, whole, best[:columns])
        result[p, 1] = _order(likest, counterparts, rows)
    return result
