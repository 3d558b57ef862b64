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

_STEMS = 3  # content stems of a sentence that is looked at
_NEAR = 8  # hundredths by which two numbers may differ and yet be meant as one


@njit(cache=True, nogil=True)
def differences(left: Any, right: Any, offsets: Any, keys: Any, weights: Any, marks: Any) -> Any:
    """For each pair, int64 of shape (pairs, 8): the weight of the keys in common; then of the
    left and of the right the private keys that are facts, the weight of private keys that are
    met, and the private keys that are times; last the weight of the keys in common that no third
    has.

    Row i is ``keys[offsets[i]:offsets[i + 1]]``, ascending without doubles; a shared key weighs
    the smaller of its two weights.
    """
    result = np.zeros((len(left), 8), dtype=np.int64)
    for p in range(len(left)):
        i, i_end = offsets[left[p]], offsets[left[p] + 1]
        j, j_end = offsets[right[p]], offsets[right[p] + 1]
        while i < i_end or j < j_end:
            if i < i_end and j < j_end and keys[i] == keys[j]:
                least = min(weights[i], weights[j])
                result[p, 0] += least
                if marks[i] & marks[j] & TWO:
                    result[p, 7] += least
                i += 1
                j += 1
                continue
            if j == j_end or (i < i_end and keys[i] < keys[j]):
                side, k = 0, i
                i += 1
            else:
                side, k = 1, j
                j += 1
            result[p, 1 + side] += marks[k] & FACT
            if marks[k] & MET:
                result[p, 3 + side] += weights[k]
            result[p, 5 + side] += marks[k] & TIME != 0
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
def own_sentences(
    left: Any,
    right: Any,
    offsets: Any,
    keys: Any,
    places: Any,
    sentence_offsets: Any,
    said_offsets: Any,
    said: Any,
    marks: Any,
) -> Any:
    """For each pair, of the left and of the right: the sentences of which the other has less than
    half of the stems, and those of them that are not spoken for the better half and hold no name
    or number. int64 of shape (pairs, 4).

    Mentions ``keys[offsets[i]:offsets[i + 1]]`` ascend; ``places`` number the sentences of article
    i, which are ``sentence_offsets[i]`` to ``sentence_offsets[i + 1]``. ``said`` are its stems,
    ascending without doubles, with their ``marks``.
    """
    result = np.zeros((len(left), 4), dtype=np.int64)
    for p in range(len(left)):
        for side in range(2):
            own = left[p] if side == 0 else right[p]
            other = right[p] if side == 0 else left[p]
            count = sentence_offsets[own + 1] - sentence_offsets[own]
            stems = np.zeros(count, dtype=np.int64)
            private = np.zeros(count, dtype=np.int64)
            spoken = np.zeros(count, dtype=np.int64)
            facts = np.zeros(count, dtype=np.bool_)
            i, i_end = said_offsets[own], said_offsets[own + 1]
            j, j_end = said_offsets[other], said_offsets[other + 1]
            for at in range(offsets[own], offsets[own + 1]):
                while i < i_end and said[i] < keys[at]:
                    i += 1
                while j < j_end and said[j] < keys[at]:
                    j += 1
                stems[places[at]] += 1
                private[places[at]] += not (j < j_end and said[j] == keys[at])
                if i < i_end and said[i] == keys[at]:
                    spoken[places[at]] += marks[i] & SPOKEN != 0
                    facts[places[at]] |= marks[i] & FACT != 0
            for sentence in range(count):
                half = stems[sentence] // 2
                if stems[sentence] >= _STEMS and private[sentence] > half:
                    result[p, 2 * side] += 1
                    result[p, 2 * side + 1] += not facts[sentence] and spoken[sentence] <= half
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
