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
        for x in range(lists[met_a[m]], lists[met_a[m] + 1]):
            for y in range(lists[met_b[m]], lists[met_b[m] + 1]):
                least = min(weights[x], weights[y])
                cell = places[x] * columns + places[y]
                if shared[cell] == 0 and least > 0:
                    cells[0, count], cells[1, count] = places[x], places[y]
                    count += 1
                shared[cell] += least
    return count


@njit(cache=True, nogil=True)
def _weigh(
    cells: Any,
    shared: Any,
    totals_a: Any,
    totals_b: Any,
    gains: Any,
    gaining: Any,
    likest: Any,
    counterparts: Any,
) -> None:
    """Turn the weight that *cells* have in *shared*, which is 0 again, into *gains* beyond chance,
    and find the likest counterpart of each row, of equal ones the first."""
    columns = len(totals_b)
    for at in range(cells.shape[1]):
        x, y = cells[0, at], cells[1, at]
        cell = x * columns + y
        weight = shared[cell]
        shared[cell] = 0
        means = (totals_a[x] + _DAMP) * (totals_b[y] + _DAMP)
        if weight * weight < _BELOW * means:
            continue  # no more alike than by chance, and no root is needed to know it
        alike = weight / np.sqrt(means)
        gains[cell] = max(alike - _CHANCE, 0.0)
        gaining[x] = True
        if alike > likest[x] or (alike == likest[x] and y < counterparts[x]):
            likest[x], counterparts[x] = alike, y


@njit(cache=True, nogil=True)
def _in_order(gains: Any, gaining: Any, rows: int, columns: int, totals: Any) -> float:
    """Weight share of the first text that the best order-keeping alignment explains; *gains* is
    how far beyond chance sentences are alike, and all 0 in rows that are not *gaining*."""
    best = np.zeros(columns)
    whole = 0.0
    for x in range(rows):
        whole += totals[x]
        if not gaining[x]:
            continue  # it explains nothing, and leaves the best as it is
        reached = 0.0
        for y in range(columns):
            reached = max(reached, best[y])  # best up to y, before this sentence
            best[y] = reached + totals[x] * gains[x * columns + y]
    top = 0.0
    for y in range(columns):
        top = max(top, best[y])
    return top / max(whole, _POOR)


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
    gaining = np.empty(longest, dtype=np.bool_)
    shared, gains = np.zeros(0, dtype=np.int64), np.zeros(0)
    cells = np.empty((2, 0), dtype=np.int32)
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
            shared, gains = np.zeros(room, dtype=np.int64), np.zeros(room)
            cells = np.empty((2, room), dtype=np.int32)
        count = _meet(some_a, some_b, lists, places, weights, columns, shared, cells)
        gaining[:rows] = False
        likest[:rows] = 0.0
        some = cells[:, :count]
        _weigh(some, shared, totals_a, totals_b, gains, gaining, likest, counterparts)
        result[p, 0] = _in_order(gains, gaining, rows, columns, totals_a)
        result[p, 1] = _order(likest, counterparts, rows)
        for at in range(count):
            gains[cells[0, at] * columns + cells[1, at]] = 0.0
    return result
