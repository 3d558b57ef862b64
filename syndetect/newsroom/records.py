"""What a newsroom is when it is done: articles as they are printed, and the truth on each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as readers see it, and nothing of where it is from."""

    id: str
    outlet: str
    url: str
    published: str | None
    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Parent:
    """A source of an article, in the order of their parts.

    ``share`` is the share of the article's own words that stand in pieces from it.
    A span is (begin, end, begin in the parent, end in the parent, 1 where the words are equal).
    """

    id: str
    share: float
    spans: tuple[tuple[int, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One use of an operator: the spans of the body it touched, and (parent, begin, end) of what it
    left out. ``headline`` where it changed the title."""

    name: str
    strength: float
    spans: tuple[tuple[int, int], ...]
    gone: tuple[tuple[str, int, int], ...] = ()
    headline: bool = False


@dataclass(frozen=True, slots=True)
class TrueCredit:
    """A credit in the body; ``true`` says whether the article owes its text to that agency."""

    agency: str
    form: str
    true: bool
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class TrueSlip:
    """A wrong form that stands in the body; ``own`` where it was made here, not taken over."""

    right: str
    wrong: str
    own: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of an article, hidden or not.

    ``role``: wire, version, staff (these three are independent reports), copy, merge, digest,
    template. ``kind_of_text``: articles with equal words have an equal one. ``roots`` are the
    independent reports it goes back to. ``written`` is the body, for hidden articles only.
    """

    id: str
    event: str | None
    domain: str | None
    role: str
    hidden: bool
    outlet: str
    agency: str | None
    time: str
    clock: str
    depth: int
    chain: str | None
    version: int
    recipe: str
    kind_of_text: str
    roots: tuple[str, ...]
    parents: tuple[Parent, ...]
    operators: tuple[Operation, ...]
    credits: tuple[TrueCredit, ...]
    slips: tuple[TrueSlip, ...]
    furniture: tuple[tuple[int, int], ...]
    written: str | None = None

    def as_mapping(self) -> dict[str, Any]:
        """The record as plain values; ``written`` only where there is one."""
        plain = asdict(self)
        if plain["written"] is None:
            del plain["written"]
        return plain
