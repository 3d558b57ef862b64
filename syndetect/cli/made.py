"""Records that are made when somebody looks at them, so that nobody holds all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Made(Sequence[T]):
    """A sequence of what *make* makes of *rows* (a range or an array), anew each time; a slice of
    it is one too.
    """

    def __init__(self, rows: Any, make: Callable[[Any], Iterator[T]]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[T]:
        return self._make(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Made[T]: ...
    def __getitem__(self, at: int | slice) -> T | Made[T]:
        if isinstance(at, slice):
            return Made(self._rows[at], self._make)
        row = range(len(self))[at]
        return next(self._make(self._rows[row : row + 1]))
