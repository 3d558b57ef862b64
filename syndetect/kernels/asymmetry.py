"""What one of two articles has and the other has not, counted in one pass over sorted rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

FACT = 1  # the key stands somewhere as a name or number
MET = 2  # other classes on the event have it
TWO = 4  # one other class on the event has it, and no third
TIME = 8  # the key is a word of the calendar
SPOKEN = 16  # the key stands in quotations only
SAID = 32  # it stands outside furniture

_STEMS = 3  # content stems of a sentence that is looked at
_NEAR = 8  # hundredths by which two numbers may differ and yet be meant as one


@njit(cache=True, nogil=True)
def differences(
    left: Any,
    right: Any,
    met: Any,
    met_l: Any,
    met_r: Any,
    weights: Any,
    marks: Any,
    facts: Any,
    known: Any,
    times: Any,
) -> Any:
    """For each pair, int64 of shape (pairs, 8): the weight of the keys in common; then of the
    left and of the right the private keys that are facts, the weight of private keys that are
    met, and the private keys that are times; last the weight of the keys in common that no third
    has.

    *met*, *met_l* and *met_r* are what ``meetings.meet`` says of the pairs; keys count that are
    ``SAID``, and a shared one weighs the smaller of its two weights. Of each row, *facts* is how
    many of its keys are facts, *known* the weight of those that are met, *times* how many are so.
    """
    result = np.zeros((len(left), 8), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            row = left[p] if side == 0 else right[p]
            result[p, 1 + side] = facts[row]
            result[p, 3 + side] = known[row]
            result[p, 5 + side] = times[row]
        for at in range(met[p], met[p + 1]):
            i, j = met_l[at], met_r[at]
            if not marks[i] & marks[j] & SAID:
                continue
            least = min(weights[i], weights[j])
            result[p, 0] += least
            if marks[i] & marks[j] & TWO:
                result[p, 7] += least
            for side in range(2):
                k = i if side == 0 else j
                result[p, 1 + side] -= marks[k] & FACT != 0
                if marks[k] & MET:
                    result[p, 3 + side] -= weights[k]
                result[p, 5 + side] -= marks[k] & TIME != 0
    return result


@njit(cache=True, nogil=True)
def inside(
    left: Any, right: Any, offsets: Any, words: Any, opening: Any, keys: Any, places: Any
) -> Any:
    """How many quotations of the right stand inside a longer one of the left, and of the left in
    one of the right: int64 of shape (pairs, 2).

    ``words[offsets[i]:offsets[i + 1]]`` are the quoted words of article i, with a 0 after each
    quotation; ``opening`` has at each place the key of the words that begin there, 0 where they
    are too few. ``keys`` are the same keys ascending a row, ``places`` where each begins.
    """
    result = np.zeros((len(left), 2), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            whole = left[p] if side == 0 else right[p]
            part = right[p] if side == 0 else left[p]
            at, end = offsets[part], offsets[part + 1]
            while at < end:
                stop = at
                while words[stop] != 0:
                    stop += 1
                if opening[at] != 0 and _stands_inside(
                    at, stop, opening[at], offsets[whole], offsets[whole + 1], words, keys, places
                ):
                    result[p, side] += 1
                at = stop + 1
    return result


@njit(cache=True, nogil=True)
def _stands_inside(
    at: int, stop: int, key: Any, begin: int, end: int, words: Any, keys: Any, places: Any
) -> bool:
    low, high = begin, end
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    while low < end and keys[low] == key:
        here = places[low]
        k = 0
        while at + k < stop and words[begin + here + k] == words[at + k]:
            k += 1
        before = here > 0 and words[begin + here - 1] != 0
        if at + k == stop and (before or words[begin + here + k] != 0):
            return True
        low += 1
    return False


@njit(cache=True, nogil=True)
def told(offsets: Any, marks: Any, lists: Any, places: Any, sentences: Any) -> Any:
    """Of each sentence how many stems it mentions (int32), and whether it may be filler (bool): it
    holds no name or number, and is not spoken for the better half.

    Stems ``offsets[i]`` to ``offsets[i + 1]`` are of row i, whose sentences are ``sentences[i]`` to
    ``sentences[i + 1]``; stem k is mentioned in those of the numbers
    ``places[lists[k]:lists[k + 1]]``.
    """
    total = sentences[len(sentences) - 1]
    stems = np.zeros(total, dtype=np.int32)
    spoken = np.zeros(total, dtype=np.int32)
    filler = np.ones(total, dtype=np.bool_)
    for row in range(len(offsets) - 1):
        for k in range(offsets[row], offsets[row + 1]):
            for at in range(lists[k], lists[k + 1]):
                sentence = sentences[row] + places[at]
                stems[sentence] += 1
                spoken[sentence] += marks[k] & SPOKEN != 0
                if marks[k] & FACT:
                    filler[sentence] = False
    for sentence in range(total):
        if spoken[sentence] > stems[sentence] // 2:
            filler[sentence] = False
    return stems, filler


@njit(cache=True, nogil=True)
def own_sentences(
    left: Any,
    right: Any,
    met: Any,
    met_l: Any,
    met_r: Any,
    marks: Any,
    lists: Any,
    places: Any,
    sentences: Any,
    stems: Any,
    filler: Any,
) -> Any:
    """For each pair, of the left and of the right: the sentences of which the other has less than
    half of the stems, and those of them that may be *filler*. int64 of shape (pairs, 4).

    *met*, *met_l* and *met_r* are what ``meetings.meet`` says of the pairs; a stem in common
    counts where the other has ``SAID`` it. The rest is as in ``told``, which gives *stems* and
    *filler*.
    """
    longest = 0
    for row in range(len(sentences) - 1):
        longest = max(longest, sentences[row + 1] - sentences[row])
    private = np.empty(longest, dtype=np.int64)
    result = np.zeros((len(left), 4), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            own = left[p] if side == 0 else right[p]
            mine = met_l if side == 0 else met_r
            theirs = met_r if side == 0 else met_l
            begin = sentences[own]
            count = sentences[own + 1] - begin
            for sentence in range(count):
                private[sentence] = stems[begin + sentence]
            for at in range(met[p], met[p + 1]):
                if marks[theirs[at]] & SAID:
                    for mention in range(lists[mine[at]], lists[mine[at] + 1]):
                        private[places[mention]] -= 1
            for sentence in range(count):
                many = stems[begin + sentence]
                if many >= _STEMS and private[sentence] > many // 2:
                    result[p, 2 * side] += 1
                    result[p, 2 * side + 1] += filler[begin + sentence]
    return result


@njit(cache=True, nogil=True)
def finer(left: Any, right: Any, offsets: Any, values: Any, figures: Any) -> Any:
    """How many numbers of the left, and of the right, are more exact than a near number of the
    other that it has not itself: int64 of shape (pairs, 2).

    ``values[offsets[i]:offsets[i + 1]]`` are the numbers of article i, ascending without doubles,
    ``figures`` how many figures each has that are not rounded.
    """
    result = np.zeros((len(left), 2), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            own = left[p] if side == 0 else right[p]
            other = right[p] if side == 0 else left[p]
            mine = values[offsets[own] : offsets[own + 1]]
            theirs = values[offsets[other] : offsets[other + 1]]
            for x in range(len(mine)):
                if _has(theirs, mine[x]):
                    continue
                for y in range(len(theirs)):
                    near = 100 * abs(mine[x] - theirs[y]) <= _NEAR * mine[x]
                    rounder = figures[offsets[other] + y] < figures[offsets[own] + x]
                    if near and rounder and not _has(mine, theirs[y]):
                        result[p, side] += 1
                        break
    return result


@njit(cache=True, nogil=True)
def _has(values: Any, value: int) -> bool:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < len(values) and values[low] == value


@njit(cache=True, nogil=True)
def private(left: Any, right: Any, offsets: Any, keys: Any) -> Any:
    """How many keys only the left and only the right has, 0 and 0 where either has no keys; and
    whether both have some. int64 of shape (pairs, 3); rows ascend without doubles.
    """
    result = np.zeros((len(left), 3), dtype=np.int64)
    for p in range(len(left)):
        i, i_end = offsets[left[p]], offsets[left[p] + 1]
        j, j_end = offsets[right[p]], offsets[right[p] + 1]
        if i == i_end or j == j_end:
            continue
        result[p, 2] = 1
        result[p, 0], result[p, 1] = i_end - i, j_end - j
        while i < i_end and j < j_end:
            if keys[i] == keys[j]:
                result[p, 0] -= 1
                result[p, 1] -= 1
            low = keys[i] <= keys[j]
            j += keys[j] <= keys[i]
            i += low
    return result
