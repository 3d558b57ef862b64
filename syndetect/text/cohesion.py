"""Whether one text is many: pages of pieces that have nothing to do with one another.

A story keeps its terms: who and what it is about comes back from the first paragraph to the last.
A page of many stories drops them: what a piece is about is said a few times close together and
never again. So of the pairs of places at which a term stands, the share that lie close together
is measured against chance. This is the lexical cohesion of Hearst's TextTiling (1997) without its
boundaries, for paragraphs are not to be had of every page.

Essays, interviews and long lists of advice wander too, but name few people and places; stories of
many events name many. Both are asked for. Scripts without capital letters show no names: no text
in them is called scattered. In German every noun has one, and the second question asks nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.kernels.cohesion import NEAR, recurrences

_STRETCH = 10  # content words in a stretch, about a sentence
_LEAST = 30  # stretches below which chance has too much of a say
_TIMES = (11, 4)  # close pairs over those of chance, as a fraction: from here on it is scattered
_NAMES = 18  # words to one new name, at most

_ASIDE = schema.FURNITURE | schema.REPEATED


class _Pairs(NamedTuple):
    """Pairs of stretches with a term in common, and pairs of stretches at all, by article."""

    near: schema.I64
    all: schema.I64
    near_by_chance: schema.I64
    all_by_chance: schema.I64


def scattered(readings: pa.Table) -> npt.NDArray[np.bool_]:
    """Which of *readings* (``stem`` and ``flags`` of ``schema.READINGS``) are made of pieces that
    share no terms.

    Each row depends on its own text alone. Short texts are never scattered.
    """
    found = _count(readings)
    pairs = _pairs(found)
    more, than = _TIMES
    wanders = than * pairs.near * pairs.all_by_chance >= more * pairs.all * pairs.near_by_chance
    telling, names, own = found[:, 2:].T
    many_names = _NAMES * names >= own
    long = telling // _STRETCH >= _LEAST
    return np.asarray(long & (pairs.all > 0) & wanders & many_names, dtype=np.bool_)


def _count(readings: pa.Table) -> schema.I64:
    offsets, stems = schema.flat(readings, "stem")
    _, flags = schema.flat(readings, "flags")
    found: schema.I64 = recurrences(
        offsets, stems, flags, _ASIDE, schema.COMMON, schema.NAME, _STRETCH
    )
    return found


def _pairs(found: schema.I64) -> _Pairs:
    n = np.maximum(found[:, 2] // _STRETCH, NEAR)
    chance_near = NEAR * n - NEAR * (NEAR + 1) // 2
    return _Pairs(found[:, 0], found[:, 1], chance_near, n * (n - 1) // 2)
