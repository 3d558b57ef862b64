"""Rows that have a key in common, found by it."""

from __future__ import annotations

from typing import Any

import numpy as np


class Grouped:
    """The rows of a column of keys (integers), by key; in each group they ascend.

    Keys from 0 up to below *count* are known; a row with another is in no group.
    """

    def __init__(self, keys: Any, count: int) -> None:
        self._order = np.argsort(keys, kind="stable")
        self._bounds = np.searchsorted(keys[self._order], np.arange(count + 1))

    def sizes(self) -> Any:
        """How many rows each group has (int64)."""
        return np.diff(self._bounds)

    def of(self, key: int) -> Any:
        """The rows (int64) of one key."""
        return self._order[self._bounds[key] : self._bounds[key + 1]]

    def of_all(self, keys: Any) -> Any:
        """The rows (int64) of some *keys* (integers), one group behind the other."""
        sizes = self._bounds[keys + 1] - self._bounds[keys]
        begins = self._bounds[keys] - (np.cumsum(sizes) - sizes)
        return self._order[np.repeat(begins, sizes) + np.arange(sizes.sum())]
