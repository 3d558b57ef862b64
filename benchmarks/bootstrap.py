"""Intervals by bootstrap: whole blocks (events, cascades, tasks) are drawn, never single pairs.

The same draws serve every figure of a set, so that the difference of two scores is paired.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
_SEED = 20180716
_ROUNDS = 400


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def data(self) -> dict[str, Any]:
        return {"value": self.value, "low": self.low, "high": self.high}

    def __str__(self) -> str:
        return f"{self.value:6.3f} [{self.low:6.3f} {self.high:6.3f}]"


class Draws:
    """Draws of rows by whole blocks; seeded, so that a figure has one interval."""

    def __init__(self, blocks: Sequence[str], true: npt.NDArray[np.float64]) -> None:
        rows_of: dict[str, list[int]] = {}
        for row, block in enumerate(blocks):
            rows_of.setdefault(block, []).append(row)
        groups = [np.array(rows) for rows in rows_of.values()]
        random = np.random.default_rng(_SEED)
        self.every = np.arange(len(blocks))
        self.blocks = len(groups)
        self.draws: list[Rows] = []
        both = len(set(true.tolist()))
        for _ in range(_ROUNDS):
            drawn = random.integers(0, len(groups), len(groups))
            rows = np.concatenate([groups[g] for g in drawn])
            if len(set(true[rows].tolist())) == both:  # else there is nothing to tell apart
                self.draws.append(rows)

    def estimate(self, figure: Callable[[Rows], float]) -> Estimate:
        """*figure* of all rows, and where 95 % of its values on the draws lie."""
        values = [figure(rows) for rows in self.draws]
        low, high = np.percentile(values, [2.5, 97.5])
        return Estimate(figure(self.every), float(low), float(high))


def interval(figure: Callable[[Rows], float], blocks: Sequence[str]) -> tuple[float, float]:
    """The 95 % interval of a figure of chosen rows; draws where it is not defined have no say."""
    draws = Draws(blocks, np.ones(len(blocks))).draws
    low, high = np.nanpercentile([figure(rows) for rows in draws], [2.5, 97.5])
    return float(low), float(high)
