"""The thread of a story: content words that two texts have in one order, gaps paid for.

Words in common are anchors, (place in one text, place in the other). A thread is a chain of
anchors that goes forward in both; going on costs the logarithm of the gap, starting anew
elsewhere in the second text costs ``_ANEW``, and the heaviest way through the first is found.
This is collinear chaining with concave gap costs, as genome aligners do it (Eppstein, Galil,
Giancarlo and Italiano 1992; Li 2018, "Minimap2"), and a weighted longest common subsequence (Lin
2004, ROUGE-W) that forgives moved paragraphs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

_STEP = 25.0  # hundredths that a gap costs, times the natural logarithm of one more than its length
_ANEW = 400  # what it costs to go on anywhere else
_REACH = 32  # content words of the first text over which a thread may go on
_LONGEST = 4095  # words of a gap beyond which it costs no more
_OFTEN = 8  # a word with more places than this in a text marks none of them
_ASIDE = 4  # a quoted word weighs so many times less


def _costs() -> npt.NDArray[np.int64]:
    """What a gap of so many words costs, in whole hundredths; longer ones cost as the last."""
    return np.rint(_STEP * np.log1p(np.arange(_LONGEST + 1))).astype(np.int64)


@njit(cache=True, nogil=True)
def _heaviest(first: Any, second: Any, weights: Any, costs: Any) -> int:
    """The weight of the heaviest way through anchors, which ascend by place in the first text."""
    count = len(first)
    reached = np.zeros(count, dtype=np.int64)
    before, here, best = 0, 0, 0  # heaviest up to the last place, at this one, and of all
    for k in range(count):
        if k > 0 and first[k] != first[k - 1]:
            before = max(before, here)
        top = max(0, before - _ANEW)
        q = k - 1
        while q >= 0 and first[k] - first[q] <= _REACH:
            if first[q] < first[k] and second[q] < second[k]:
                ahead = second[k] - second[q]
                gap = min(abs(ahead - (first[k] - first[q])), ahead)
                top = max(top, reached[q] - costs[min(gap, _LONGEST)])
            q -= 1
        reached[k] = top + weights[k]
        here = max(here, reached[k])
        best = max(best, reached[k])
    return best


@njit(cache=True, nogil=True)
def _anchors(
    a: int, b: int, offsets: Any, keys: Any, weights: Any, bounds: Any, places: Any
) -> Any:
    """Anchors of two articles, by place in *a*, then in *b*: int64 of shape (3, anchors)."""
    room = 0
    for fill in range(2):
        if fill:
            found = np.empty((3, room), dtype=np.int64)
            room = 0
        i, j = offsets[a], offsets[b]
        while i < offsets[a + 1] and j < offsets[b + 1]:
            if keys[i] < keys[j]:
                i += 1
            elif keys[i] > keys[j]:
                j += 1
            else:
                many_i, many_j = bounds[i + 1] - bounds[i], bounds[j + 1] - bounds[j]
                if many_i <= _OFTEN and many_j <= _OFTEN:
                    if fill:
                        for x in range(bounds[i], bounds[i + 1]):
                            for y in range(bounds[j], bounds[j + 1]):
                                quoted = places[x] & 1 or places[y] & 1
                                weight = min(weights[i], weights[j])
                                found[0, room] = places[x] >> 1
                                found[1, room] = places[y] >> 1
                                found[2, room] = weight // _ASIDE if quoted else weight
                                room += 1
                    else:
                        room += many_i * many_j
                i += 1
                j += 1
    order = np.argsort(found[0] * (2**31) + found[1])
    return found[:, order]


@njit(cache=True, nogil=True)
def _precedes(
    a: int, b: int, offsets: Any, keys: Any, bounds: Any, places: Any, whole: Any
) -> bool:
    """Whether *a* is the first text: the lighter, else the one whose words, or whose places of
    the same words, come first."""
    if whole[a] != whole[b]:
        return bool(whole[a] < whole[b])
    i, j = offsets[a], offsets[b]
    while i < offsets[a + 1] and j < offsets[b + 1]:
        if keys[i] != keys[j]:
            return bool(keys[i] < keys[j])
        i += 1
        j += 1
    if i < offsets[a + 1] or j < offsets[b + 1]:
        return bool(j < offsets[b + 1])
    for k in range(offsets[a + 1] - offsets[a]):
        x, y = bounds[offsets[a] + k], bounds[offsets[b] + k]
        many, others = bounds[offsets[a] + k + 1] - x, bounds[offsets[b] + k + 1] - y
        if many != others:
            return bool(many < others)
        for s in range(many):
            if places[x + s] != places[y + s]:
                return bool(places[x + s] < places[y + s])
    return True


_COSTS = _costs()


@njit(cache=True, nogil=True)
def thread(
    left: Any,
    right: Any,
    offsets: Any,
    keys: Any,
    weights: Any,
    bounds: Any,
    places: Any,
    whole: Any,
) -> Any:
    """For each pair: the weight of the heaviest thread (int64), in the unit of ``weights``.

    Content words ``keys`` ascend within an article, without doubles; word *k* stands at
    ``places[bounds[k]:bounds[k + 1]]``, ascending, each a place times two, plus one where it is
    quoted. *whole* is what ``whole_weight`` says of the articles.
    """
    result = np.zeros(len(left), dtype=np.int64)
    for p in range(len(left)):
        a, b = left[p], right[p]
        if not _precedes(a, b, offsets, keys, bounds, places, whole):
            a, b = b, a
        found = _anchors(a, b, offsets, keys, weights, bounds, places)
        result[p] = _heaviest(found[0], found[1], found[2], _COSTS)
    return result


@njit(cache=True, nogil=True)
def whole_weight(offsets: Any, weights: Any, bounds: Any, places: Any) -> Any:
    """The weight of all places of each article (int64): what a thread can reach at most."""
    result = np.zeros(len(offsets) - 1, dtype=np.int64)
    for article in range(len(result)):
        for k in range(offsets[article], offsets[article + 1]):
            for x in range(bounds[k], bounds[k + 1]):
                result[article] += weights[k] // _ASIDE if places[x] & 1 else weights[k]
    return result
