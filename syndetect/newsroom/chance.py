"""Chance by name: the same name gives the same numbers on every machine.

Only ``random.Random(text).random`` is used, the one method whose sequence Python promises to keep;
what is drawn from it (choices, orders, lags) is worked out here.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """A stream of chances that belongs to a name: ``Chance(seed, "event", 7)``."""

    __slots__ = ("unit",)

    def __init__(self, *name: object) -> None:
        self.unit = random.Random("/".join(map(str, name))).random

    def maybe(self, probability: float) -> bool:
        """True as often as *probability* says."""
        return self.unit() < probability

    def below(self, count: int) -> int:
        """A whole number from 0 to *count* - 1."""
        return int(self.unit() * count)

    def between(self, least: int, most: int) -> int:
        """A whole number from *least* to *most*, both included."""
        return least + self.below(most - least + 1)

    def spread(self, least: float, most: float) -> float:
        """A number from *least* up to *most*."""
        return least + self.unit() * (most - least)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of *items*, which may not be empty."""
        return items[self.below(len(items))]

    def heavy(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """One of *items*, each as often as its weight says."""
        left = self.unit() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """*items* in another order."""
        rest = list(items)
        for last in range(len(rest) - 1, 0, -1):
            other = self.below(last + 1)
            rest[last], rest[other] = rest[other], rest[last]
        return rest

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """At most *count* different ones of *items*, in chance order."""
        return self.shuffled(items)[:count]

    def normal(self) -> float:
        """Nearly normal, mean 0 and deviation 1: twelve chances, less six."""
        return sum(self.unit() for _ in range(12)) - 6.0

    def lag(self, median: float, spread: float) -> int:
        """Whole minutes, at least one, log-normal round *median* with *spread* in logarithms."""
        return max(1, round(median * math.exp(spread * self.normal())))
