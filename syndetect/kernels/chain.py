"""Passages two token rows share: seed by equal shingles, extend, tile, chain over small gaps.

Greedy string tiling (Wise 1993, "Running Karp-Rabin matching and greedy string tiling"): the
longest equal stretch first, each word of either text at most once. Neighbouring runs in step
make one edited passage. Exchanging the two texts exchanges the sides of the passages.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit

SHORTEST = 4  # words of a run that may join an edited passage
_REPEATS = 12  # places of one shingle in either text that all meet; of more, nth meets nth


@njit(cache=True, nogil=True)
def _meet(met_l: Any, met_r: Any, lists: Any, places: Any, begins: Any, ends: Any) -> int:
    """Write for each place on the right which of the left's *places* it is tried with, as a range,
    and return the first place behind all that are tried; *begins* and *ends* are 0 before.

    Key ``met_l[m]`` of the left is key ``met_r[m]`` of the right, and key k stands at
    ``places[lists[k]:lists[k + 1]]``. One that is too frequent meets only the one of its rank.
    """
    behind = 0
    for m in range(len(met_l)):
        x, last_x = lists[met_l[m]], lists[met_l[m] + 1]
        y, last_y = lists[met_r[m]], lists[met_r[m] + 1]
        if max(last_x - x, last_y - y) <= _REPEATS:
            for at in range(y, last_y):
                begins[places[at]], ends[places[at]] = x, last_x
                behind = max(behind, places[at] + 1)
        else:
            for rank in range(min(last_x - x, last_y - y)):
                at = places[y + rank]
                begins[at], ends[at] = x + rank, x + rank + 1
                behind = max(behind, at + 1)
    return behind


@njit(cache=True, nogil=True)
def _stretches(
    words_l: Any, words_r: Any, places: Any, begins: Any, ends: Any, behind: int, reached: Any
) -> Any:
    """Every longest equal stretch (left, right, length) that holds a meeting of shingles, all of
    which lie before the place *behind* on the right.

    ``begins``, ``ends`` and ``reached`` are 0 afterwards; the last is so before as well, and tells
    how far each diagonal is known.
    """
    found: Any = [(np.int64(0), np.int64(0), np.int64(0)) for _ in range(0)]
    middle = len(words_l)
    for j in range(behind):
        for at in range(begins[j], ends[j]):
            i: Any = np.int64(places[at])
            if reached[middle + j - i] > j:
                continue
            length = 0
            while (
                i + length < len(words_l)
                and j + length < len(words_r)
                and words_l[i + length] == words_r[j + length]
            ):
                length += 1
            if length == 0:
                continue
            reached[middle + j - i] = j + length
            back = 0
            while back < min(i, j) and words_l[i - back - 1] == words_r[j - back - 1]:
                back += 1
            found.append((i - back, j - back, length + back))
        begins[j] = 0
        ends[j] = 0
    for i, j, _ in found:
        reached[middle + j - i] = 0
    return found


@njit(cache=True, nogil=True)
def _tile(found: Any, used_l: Any, used_r: Any, runs: Any) -> int:
    """Take the longest stretch of *found* whose words are all free, until none is left.

    A stretch that is taken in part goes on as what is free of it. Of equally long ones that
    counts which is more in step with the longest of all, then which comes first in both texts.
    Fills *runs*, marks the words used, and returns how many runs there are.
    """
    best: Any = (np.int64(0), np.int64(0), np.int64(0), np.int64(0))
    for i, j, length in found:
        key = (-length, i + j, abs(i - j), i)
        if key < best:
            best = key
    step = best[1] - 2 * best[3]
    heap: Any = [(best[0], step, step, step, step) for _ in range(0)]
    for i, j, length in found:
        if length >= SHORTEST:
            heappush(heap, (-length, abs(j - i - step), i + j, abs(i - j), i))
    count = 0
    while len(heap) > 0:
        top = heappop(heap)
        length, i = -top[0], top[4]
        j = top[2] - i
        begin = 0
        for k in range(length + 1):
            if k < length and not used_l[i + k] and not used_r[j + k]:
                continue
            if begin == 0 and k == length:
                used_l[i : i + length] = True
                used_r[j : j + length] = True
                runs[count, 0], runs[count, 1], runs[count, 2] = i, j, length
                count += 1
            elif k - begin >= SHORTEST:
                heappush(heap, (begin - k, top[1], i + j + 2 * begin, top[3], i + begin))
            begin = k + 1
    return count


@njit(cache=True, nogil=True)
def _comes_first(one: Any, other: Any) -> bool:
    """Whether *one* is the shorter text, or of equally long ones not the greater in its words."""
    if len(one) != len(other):
        return len(one) < len(other)
    for k in range(len(one)):
        if one[k] != other[k]:
            return bool(one[k] < other[k])
    return True


@njit(cache=True, nogil=True)
def _in_step(runs: Any, at: int, gap: int, used_l: Any) -> bool:
    """Whether the next run follows within *gap* words on both sides, with no other between."""
    begin = runs[at, 0] + runs[at, 2]
    left_gap = runs[at + 1, 0] - begin
    right_gap = runs[at + 1, 1] - runs[at, 1] - runs[at, 2]
    if left_gap < 0 or left_gap > gap or right_gap > gap:
        return False
    return not np.any(used_l[begin : begin + left_gap])


@njit(cache=True, nogil=True)
def _aside(flags_l: Any, flags_r: Any, i: int, j: int, length: int, bit: int) -> int:
    """Words of a run for which *bit* is set on either side."""
    count = 0
    for k in range(length):
        if (flags_l[i + k] | flags_r[j + k]) & bit:
            count += 1
    return count


@njit(cache=True, nogil=True)
def _write(row: Any, runs: Any, flags_l: Any, flags_r: Any, quoted: int, furniture: int) -> None:
    """Fill *row*, behind the pair, with the passage that *runs* are."""
    last = len(runs) - 1
    row[1], row[2] = runs[0, 0], runs[last, 0] + runs[last, 2]
    row[3], row[4] = runs[0, 1], runs[last, 1] + runs[last, 2]
    row[5:9] = 0
    for r in range(len(runs)):
        i, j, length = runs[r, 0], runs[r, 1], runs[r, 2]
        row[5] += length
        row[6] += _aside(flags_l, flags_r, i, j, length, quoted)
        row[7] += _aside(flags_l, flags_r, i, j, length, furniture)
        row[8] += length - _aside(flags_l, flags_r, i, j, length, quoted | furniture)
    row[9] = 1 if last > 0 else 0


@njit(cache=True, nogil=True)
def _by_right(runs: Any, found: int, turned: bool) -> None:
    """Bring runs in the order of the right text, sides exchanged first where they are *turned*.

    Written out, for numpy's own indexing costs a cold start many seconds of compiling.
    """
    if turned:
        for r in range(found):
            runs[r, 0], runs[r, 1] = runs[r, 1], runs[r, 0]
    for r in range(1, found):
        i, j, length = runs[r, 0], runs[r, 1], runs[r, 2]
        at = r
        while at > 0 and runs[at - 1, 1] > j:
            runs[at, 0], runs[at, 1] = runs[at - 1, 0], runs[at - 1, 1]
            runs[at, 2] = runs[at - 1, 2]
            at -= 1
        runs[at, 0], runs[at, 1], runs[at, 2] = i, j, length


@njit(cache=True, nogil=True)
def _grown(rows: Any) -> Any:
    """The same rows with as much room again; written out, as in ``_by_right``."""
    grown = np.empty((2 * len(rows), 10), dtype=np.int32)
    for r in range(len(rows)):
        for k in range(10):
            grown[r, k] = rows[r, k]
    return grown


@njit(cache=True, nogil=True)
def _passages(
    pair: int,
    runs: Any,
    found: int,
    used_l: Any,
    flags_l: Any,
    flags_r: Any,
    shortest: int,
    gap: int,
    quoted: int,
    furniture: int,
    rows: Any,
    count: int,
) -> Any:
    """Join *found* runs that are in step, and add what is long enough to *rows*, which grow."""
    first: Any = np.int64(0)  # no literal, as in ``align``
    while first < found:
        last = first
        while last + 1 < found and _in_step(runs, last, gap, used_l):
            last += 1
        equal = 0
        for r in range(first, last + 1):
            equal += runs[r, 2]
        if equal >= shortest:
            if count == len(rows):
                rows = _grown(rows)
            rows[count, 0] = pair
            _write(rows[count], runs[first : last + 1], flags_l, flags_r, quoted, furniture)
            count += 1
        first = last + 1
    return rows, count


@njit(cache=True, nogil=True)
def align(
    left: Any,
    right: Any,
    offsets: Any,
    words: Any,
    flags: Any,
    bounds: Any,
    met_l: Any,
    met_r: Any,
    lists: Any,
    places: Any,
    chosen: Any,
    shortest: int,
    gap: int,
    quoted: int,
    furniture: int,
) -> Any:
    """Passages of the pairs ``chosen``, one row each:

    pair, left begin, left end, right begin, right end (tokens), equal words, quoted words,
    furniture words, own words, 1 where words between the runs differ.
    Needs: the shingles in common (*bounds*, *met_l*, *met_r* of ``meetings.meet``); shingle k
    begins at ``places[lists[k]:lists[k + 1]]`` of its article, ascending. Pairs are independent;
    rows come in the order of ``chosen``, within a pair ascending on the right. No word of either
    text is in two of its rows' runs.
    """
    rows = np.empty((1024, 10), dtype=np.int32)
    count: Any = np.int64(0)  # as a literal it would have what it is handed to compiled twice
    longest = 0
    for a in range(len(offsets) - 1):
        longest = max(longest, offsets[a + 1] - offsets[a])
    runs = np.empty((longest // SHORTEST + 2, 3), dtype=np.int64)
    begins, ends = np.zeros(longest, dtype=np.int64), np.zeros(longest, dtype=np.int64)
    reached = np.zeros(2 * longest + 1, dtype=np.int64)
    used = np.empty((2, longest), dtype=np.bool_)
    for c in range(len(chosen)):
        p = chosen[c]
        words_l = words[offsets[left[p]] : offsets[left[p] + 1]]
        words_r = words[offsets[right[p]] : offsets[right[p] + 1]]
        flags_l = flags[offsets[left[p]] : offsets[left[p] + 1]]
        flags_r = flags[offsets[right[p]] : offsets[right[p] + 1]]
        first, last = met_l[bounds[p] : bounds[p + 1]], met_r[bounds[p] : bounds[p + 1]]
        # Ties are broken by side at last, so that the texts themselves must name the sides.
        turned = not _comes_first(words_l, words_r)
        one, other = (words_r, words_l) if turned else (words_l, words_r)
        if turned:
            first, last = last, first
        used[0, : len(one)] = False
        used[1, : len(other)] = False
        behind = _meet(first, last, lists, places, begins, ends)
        stretches = _stretches(one, other, places, begins, ends, behind, reached)
        found = _tile(stretches, used[0], used[1], runs)
        _by_right(runs, found, turned)
        used_l = used[1] if turned else used[0]
        rows, count = _passages(
            p, runs, found, used_l, flags_l, flags_r, shortest, gap, quoted, furniture, rows, count
        )
    return rows[:count]
