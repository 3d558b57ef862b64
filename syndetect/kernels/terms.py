"""The heaviest terms of each row: keys counted in a small table, the best kept in order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from syndetect.kernels.sealed import sealed


@njit(cache=True, nogil=True)
def _count(
    stems: Any, kept: Any, tokens: Any, keys: Any, places: Any, first: Any, times: Any
) -> int:
    """Tell the different stems that are kept, where each stands first, and how often.

    *places* has -1 wherever *keys* is free, and again when the call is over.
    """
    mask = np.uint64(len(keys) - 1)
    some = np.uint64(0)
    for token in range(len(stems)):  # without a branch: which are kept is hard to guess
        tokens[some] = token
        some += np.uint64(kept[token])
    count = 0
    for place in range(some):
        stem = stems[tokens[place]]
        at = stem & mask
        while places[at] >= 0 and keys[at] != stem:
            at = (at + np.uint64(1)) & mask
        if places[at] < 0:
            keys[at] = stem
            places[at] = count
            first[count] = tokens[place]
            times[count] = 0
            count += 1
        times[places[at]] += 1
    for term in range(count):
        at = stems[first[term]] & mask
        while places[at] >= 0:  # nothing is looked up any more: a gap does no harm
            places[at] = -1
            at = (at + np.uint64(1)) & mask
    return count


@njit(cache=True, nogil=True)
def _fill_heaviest(
    offsets: Any, stems: Any, rarities: Any, kept: Any, most: int, tokens: Any,
    keys: Any, places: Any,
    first: Any, times: Any, ends: Any, terms: Any, weights: Any,
) -> None:  # fmt: skip
    done = 0
    for row in range(len(offsets) - 1):
        some = slice(offsets[row], offsets[row + 1])
        stem, rarity = stems[some], rarities[some]
        count = _count(stem, kept[some], tokens, keys, places, first, times)
        chosen = 0  # the heaviest so far, from done on; of equal ones the smaller key is first
        for term in range(count):
            key = stem[first[term]]
            weight = rarity[first[term]]
            often = times[term]
            while often > 1:
                weight += rarity[first[term]]
                often >>= 1
            at = done + chosen
            if chosen < most:
                chosen += 1
            elif weight < weights[at - 1] or (weight == weights[at - 1] and key > terms[at - 1]):
                continue
            else:
                at -= 1
            while at > done and (
                weights[at - 1] < weight or (weights[at - 1] == weight and terms[at - 1] > key)
            ):
                terms[at], weights[at] = terms[at - 1], weights[at - 1]
                at -= 1
            terms[at], weights[at] = key, weight
        for place in range(done + 1, done + chosen):
            key, weight, at = terms[place], weights[place], place
            while at > done and terms[at - 1] > key:
                terms[at], weights[at] = terms[at - 1], weights[at - 1]
                at -= 1
            terms[at], weights[at] = key, weight
        done += chosen
        ends[row + 1] = done


def heaviest_rows(
    offsets: Any, stems: Any, rarities: Any, kept: Any, most: int
) -> tuple[Any, Any, Any]:
    """The *most* heaviest stems of each row of tokens: offsets, stems ascending, weights (int32).

    Row i covers the tokens ``offsets[i]`` to ``offsets[i + 1]``; *stems* (uint64, hashes),
    *rarities* (int32), and *kept* (bool) which tokens count. A stem weighs the rarity of its
    first token times 1 + log2 of how often it is kept, in whole steps; of equally heavy ones the
    smaller hash goes first.
    """
    longest = int(np.diff(offsets).max(initial=0))
    room = 1 << (2 * longest + 1).bit_length()
    size = int(np.minimum(np.diff(offsets), most).sum())
    ends = np.zeros(len(offsets), dtype=np.int64)
    terms, weights = np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.int32)
    _fill_heaviest(
        sealed(offsets, np.int64),
        sealed(stems, np.uint64),
        sealed(rarities, np.int32),
        sealed(kept, np.bool_),
        most,
        np.empty(longest + 1, dtype=np.int32),
        np.empty(room, dtype=np.uint64),
        np.full(room, -1, dtype=np.int32),
        np.empty(longest, dtype=np.int32),
        np.empty(longest, dtype=np.int32),
        ends,
        terms,
        weights,
    )
    return ends, terms[: ends[-1]], weights[: ends[-1]]
