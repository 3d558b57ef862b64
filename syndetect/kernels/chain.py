"""Passages two token rows share: seed by equal shingles, extend, chain over small gaps.

Seed-and-extend with greedy tiling (Wise 1993, "Running Karp-Rabin matching and greedy string
tiling"), one pass over the right text; neighbouring runs in step make one edited passage.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

SHORTEST = 4  # words of a run that may join an edited passage
_REPEATS = 12  # places of one shingle in the left text that are tried


@njit(cache=True, nogil=True)
def _lowest(keys: Any, begin: int, end: int, key: Any) -> int:
    """First place in ``keys[begin:end]`` (ascending) that is not below *key*."""
    while begin < end:
        middle = (begin + end) // 2
        if keys[middle] < key:
            begin = middle + 1
        else:
            end = middle
    return begin


@njit(cache=True, nogil=True)
def _runs(words_l: Any, keys_l: Any, places_l: Any, words_r: Any, hashes_r: Any, runs: Any) -> int:
    """Fill *runs* with (left, right, length) of equal stretches, disjoint, ascending on the right.

    ``keys_l`` are the left shingle hashes ascending, ``places_l`` where each begins;
    ``hashes_r`` the right shingle hashes in text order. Returns how many runs there are.
    """
    found = 0
    j = 0
    while j < len(hashes_r):
        at = _lowest(keys_l, 0, len(keys_l), hashes_r[j])
        best = 0
        best_i = 0
        tried = 0
        while at < len(keys_l) and keys_l[at] == hashes_r[j] and tried < _REPEATS:
            i = places_l[at]
            length = 0
            while (
                i + length < len(words_l)
                and j + length < len(words_r)
                and words_l[i + length] == words_r[j + length]
            ):
                length += 1
            # An equally long run that goes on where the last one ended is the better one.
            follows = found > 0 and i >= runs[found - 1, 0] + runs[found - 1, 2]
            if length > best or (
                length == best
                and follows
                and best_i < i
                and not (found > 0 and best_i >= runs[found - 1, 0] + runs[found - 1, 2])
            ):
                best = length
                best_i = i
            at += 1
            tried += 1
        if best >= SHORTEST:
            runs[found, 0] = best_i
            runs[found, 1] = j
            runs[found, 2] = best
            found += 1
            j += best
        else:
            j += 1
    return found


@njit(cache=True, nogil=True)
def _aside(flags_l: Any, flags_r: Any, i: int, j: int, length: int, bit: int) -> int:
    """Words of a run for which *bit* is set on either side."""
    count = 0
    for k in range(length):
        if (flags_l[i + k] | flags_r[j + k]) & bit:
            count += 1
    return count


@njit(cache=True, nogil=True)
def align(
    left: Any,
    right: Any,
    offsets: Any,
    words: Any,
    flags: Any,
    shingle_offsets: Any,
    hashes: Any,
    keys: Any,
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
    Needs: ``keys`` ascending within each article, ``places`` where each begins, ``hashes`` the
    same shingles in text order. Pairs are independent; rows come in the order of ``chosen``.
    """
    rows = np.empty((1024, 10), dtype=np.int32)
    count = 0
    longest = 0
    for a in range(len(offsets) - 1):
        longest = max(longest, offsets[a + 1] - offsets[a])
    runs = np.empty((longest // SHORTEST + 2, 3), dtype=np.int64)
    for c in range(len(chosen)):
        p = chosen[c]
        a, b = left[p], right[p]
        words_l = words[offsets[a] : offsets[a + 1]]
        words_r = words[offsets[b] : offsets[b + 1]]
        flags_l = flags[offsets[a] : offsets[a + 1]]
        flags_r = flags[offsets[b] : offsets[b + 1]]
        found = _runs(
            words_l,
            keys[shingle_offsets[a] : shingle_offsets[a + 1]],
            places[shingle_offsets[a] : shingle_offsets[a + 1]],
            words_r,
            hashes[shingle_offsets[b] : shingle_offsets[b + 1]],
            runs,
        )
        first = 0
        while first < found:
            last = first
            while last + 1 < found:
                left_gap = runs[last + 1, 0] - runs[last, 0] - runs[last, 2]
                right_gap = runs[last + 1, 1] - runs[last, 1] - runs[last, 2]
                if left_gap < 0 or left_gap > gap or right_gap > gap:
                    break
                last += 1
            equal = 0
            in_quotes = 0
            in_furniture = 0
            own = 0
            for r in range(first, last + 1):
                i, j, length = runs[r, 0], runs[r, 1], runs[r, 2]
                equal += length
                in_quotes += _aside(flags_l, flags_r, i, j, length, quoted)
                in_furniture += _aside(flags_l, flags_r, i, j, length, furniture)
                own += length - _aside(flags_l, flags_r, i, j, length, quoted | furniture)
            if equal >= shortest:
                if count == len(rows):
                    grown = np.empty((2 * count, 10), dtype=np.int32)
                    grown[:count] = rows
                    rows = grown
                rows[count, 0] = p
                rows[count, 1] = runs[first, 0]
                rows[count, 2] = runs[last, 0] + runs[last, 2]
                rows[count, 3] = runs[first, 1]
                rows[count, 4] = runs[last, 1] + runs[last, 2]
                rows[count, 5] = equal
                rows[count, 6] = in_quotes
                rows[count, 7] = in_furniture
                rows[count, 8] = own
                rows[count, 9] = 1 if last > first else 0
                count += 1
            first = last + 1
    return rows[:count]
