"""Which of many fixed strings stand in a text: one pass, however many they are.

Rules of punctuation and wording are slow to try, and most texts have nothing of what they ask
for. So each set of rules names strings of which a text that they know has one, and only where
these stand are the rules tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from syndetect import schema
from syndetect.kernels.needles import mark_found
from syndetect.kernels.sealed import sealed

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]


def codes_of(text: str) -> Codes:
    """The code points of *text*: uint8 where all are ASCII, else uint32."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    # Lone surrogates stand in some scraped text.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


class Needles:
    """A set of strings, none of them empty, to look for in one pass."""

    def __init__(self, strings: Iterable[str]) -> None:
        self.strings = tuple(dict.fromkeys(strings))
        alphabet = sorted({ord(character) for string in self.strings for character in string})
        classes = np.zeros(max(alphabet, default=0) + 1, dtype=np.uint16)
        classes[alphabet] = np.arange(1, len(alphabet) + 1)
        self._width = len(alphabet) + 1
        words = [[int(classes[ord(character)]) for character in s] for s in self.strings]
        steps, ends = _automaton(words, self._width)
        self._classes = sealed(classes, np.uint16)
        self._steps, self._ends = sealed(steps, np.int32), sealed(ends, np.int32)

    @property
    def tables(self) -> tuple[Any, Any, int]:
        """Classes, steps and width, as ``kernels.needles.mark_found`` takes them."""
        return self._classes, self._steps, self._width

    def found(self, text: str) -> frozenset[str]:
        """Those of the strings that stand in *text*."""
        found = np.zeros(len(self.strings), dtype=np.bool_)
        if not mark_found(
            codes_of(text), self._classes, self._steps, self._width, self._ends, found
        ):
            return frozenset()
        return frozenset(self.strings[at] for at in np.flatnonzero(found).tolist())


def _automaton(words: Sequence[Sequence[int]], width: int) -> tuple[schema.I32, schema.I32]:
    """The tables of ``kernels.needles.mark_found`` for *words* of classes from 1 to *width* - 1."""
    children: list[dict[int, int]] = [{}]
    needles = [-1]
    for number, word in enumerate(words):
        state = 0
        for kind in word:
            if kind not in children[state]:
                children[state][kind] = len(children)
                children.append({})
                needles.append(-1)
            state = children[state][kind]
        needles[state] = number
    steps = np.zeros((len(children), width), dtype=np.int32)
    shorter = [0] * len(children)  # the longest other beginning of a needle that a state ends in
    also = [0] * len(children)  # of the states along that chain, the first where a needle ends
    queue = [0]
    for state in queue:  # by length, so that shorter ones are known
        if state:
            steps[state] = steps[shorter[state]]
            also[state] = _ending(shorter[state], needles, also)
        for kind, child in children[state].items():
            shorter[child] = int(steps[shorter[state], kind]) if state else 0
            steps[state, kind] = child
            queue.append(child)
    ended = np.array([n >= 0 or a > 0 for n, a in zip(needles, also, strict=True)])
    places = np.arange(len(children), dtype=np.int32) * width
    places[ended] = ~places[ended]
    return places[steps].ravel(), np.column_stack((needles, also)).astype(np.int32)


def _ending(state: int, needles: Sequence[int], also: Sequence[int]) -> int:
    return state if needles[state] >= 0 else also[state]
