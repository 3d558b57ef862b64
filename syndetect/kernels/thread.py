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
    before, best = 0, 0  # heaviest up to the last place, and of all
    begin, here = 0, 0  # the first anchor within reach, and the first at this place
    for k in range(count):
        if k > 0 and first[k] != first[k - 1]:
            before, here = best, k
        while first[k] - first[begin] > _REACH:
            begin += 1
        top = max(0, before - _ANEW)
        for q in range(begin, here):
            ahead = second[k] - second[q]
            if ahead > 0:
                gap = min(abs(ahead - (first[k] - first[q])), ahead)
                top = max(top, reached[q] - costs[min(gap, _LONGEST)])
        reached[k] = top + weights[k]
        best = max(best, reached[k])
    return best


@njit(cache=True, nogil=True)
def _anchors(
    met_a: Any, met_b: Any, weights: Any, lists: Any, places: Any, stands: Any, anchors: Any
) -> int:
    """Write the anchors of two articles to *anchors* (place in *a*, place in *b*, weight), by
    place in *a*, then in *b*, and return how many there are.

    *stands* is 0 everywhere, before and after: one more than the entry of ``met_a`` that stands
    at each place of *a*.
    """
    begin, end = len(stands), 0
    for m in range(len(met_a)):
        i, j = met_a[m], met_b[m]
        many = lists[i + 1] - lists[i]
        if many > _OFTEN or lists[j + 1] - lists[j] > _OFTEN or lists[j + 1] == lists[j]:
            continue
        for x in range(lists[i], lists[i + 1]):
            place = places[x] >> 1
            stands[place] = 2 * (m + 1) + (places[x] & 1)
            begin, end = min(begin, place), max(end, place + 1)
    count = 0
    for place in range(begin, end):
        if stands[place] == 0:
            continue
        m = (stands[place] >> 1) - 1
        i, j = met_a[m], met_b[m]
        weight = min(weights[i], weights[j])
        for y in range(lists[j], lists[j + 1]):
            anchors[0, count] = place
            anchors[1, count] = places[y] >> 1
            quoted = (stands[place] | places[y]) & 1
            anchors[2, count] = weight // _ASIDE if quoted else weight
            count += 1
        stands[place] = 0
    return count


@njit(cache=True, nogil=True)
def _precedes(a: int, b: int, offsets: Any, keys: Any, lists: Any, places: Any, whole: Any) -> bool:
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
        x, y = lists[offsets[a] + k], lists[offsets[b] + k]
        many, others = lists[offsets[a] + k + 1] - x, lists[offsets[b] + k + 1] - y
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
    met: Any,
    met_l: Any,
    met_r: Any,
    offsets: Any,
    keys: Any,
    weights: Any,
    lists: Any,
    places: Any,
    whole: Any,
) -> Any:
    """For each pair: the weight of the heaviest thread (int64), in the unit of ``weights``.

    Content words ``keys`` ascend within an article, without doubles; *met*, *met_l* and *met_r*
    are what ``meetings.meet`` says of the pairs. Word *k* stands at
    ``places[lists[k]:lists[k + 1]]``, ascending, each a place times two, plus one where it is
    quoted. *whole* is what ``whole_weight`` says of the articles.
    """
    longest = 0
    for a in range(len(offsets) - 1):
        longest = max(longest, lists[offsets[a + 1]] - lists[offsets[a]])
    stands = np.zeros(longest, dtype=np.int64)
    anchors = np.empty((3, _OFTEN * longest), dtype=np.int64)
    result = np.zeros(len(left), dtype=np.int64)
    for p in range(len(left)):
        some_l, some_r = met_l[met[p] : met[p + 1]], met_r[met[p] : met[p + 1]]
        if _precedes(left[p], right[p], offsets, keys, lists, places, whole):
            count = _anchors(some_l, some_r, weights, lists, places, stands, anchors)
        else:
            count = _anchors(some_r, some_l, weights, lists, places, stands, anchors)
        found = anchors[:, :count]
        result[p] = _heaviest(found[0], found[1], found[2], _COSTS)
    return result


@njit(cache=True, nogil=True)
def whole_weight(offsets: Any, weights: Any, lists: Any, places: Any) -> Any:
    """The weight of all places of each article (int64): what a thread can reach at most."""
    result = np.zeros(len(offsets) - 1, dtype=np.int64)
    for article in range(len(result)):
        for k in range(offsets[article], offsets[article + 1]):
            for x in range(lists[k], lists[k + 1]):
                result[article] += weights[k] // _ASIDE if places[x] & 1 else weights[k]
    return result
