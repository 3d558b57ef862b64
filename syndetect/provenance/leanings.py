"""What two texts say by themselves of who has it from whom: from facts on each side to log-odds.

A leaning is odd: exchanged sides give the same number with the other sign. Each is squashed, so
that no single fact decides. The numbers are in ``direction.json``, with what they were fitted on;
``benchmarks/fit_direction.py`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from syndetect.provenance.ties import Floats, exactly
from syndetect.provenance.witness import Side
from syndetect.provenance.wording import CHILD, PARENT, counted

_MOST = 2.0  # log-odds that novelty on both sides adds at most: few siblings are known
_BETWEEN = 0.05  # share of the common content that only two have: squashed by it
Leaning = tuple[float, str]  # log-odds, sentence


@lru_cache(maxsize=1)
def coefficients() -> dict[str, Any]:
    """What ``direction.json`` holds: weights by kind of leaning, and the record of the fit."""
    text = resources.files("syndetect.provenance").joinpath("direction.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


class _Measure(NamedTuple):
    """An asymmetry: the field of ``Side`` that it compares, by its difference or, where *shrink* is
    told, by the logarithm of its ratio, and what that is divided by before it is squashed.
    """

    field: str
    scale: float
    shrink: float | None = None


_MEASURES = {
    "quotations held whole": _Measure("wholes", 1.5),
    "words in quotations": _Measure("quoted", 0.08),
    "words that others have": _Measure("attested", 0.6, 10.0),
    "names and numbers": _Measure("private_facts", 0.6, 2.0),
    "days, months and clocks": _Measure("times", 2.0),
    "more exact numbers": _Measure("finer", 1.0),
    "sentences without a fact": _Measure("filler", 0.15),
    "odd forms": _Measure("odd", 1.0),
    "wording of its own": _Measure("novel", 0.1),
    "names in the sign-off": _Measure("signed", 2.0),
}


def measures(one: Side, other: Side) -> dict[str, float]:
    """Each asymmetry as an odd number between -1 and 1, positive where *one* has more."""
    return {name: _measured(name, one, other) for name in _MEASURES}


def _measured(name: str, one: Side, other: Side) -> float:
    field, scale, shrink = _MEASURES[name]
    mine, its = getattr(one, field), getattr(other, field)
    apart = mine - its if shrink is None else math.log((mine + shrink) / (its + shrink))
    return math.tanh(apart / scale)


def all_of(kind: str, left: Floats, right: Floats) -> Floats:
    """The sum of ``parent`` or ``version`` (*kind*), for many pairs: *left* and *right* have a row
    a pair, and a column a field of ``Side``.
    """
    whole = np.zeros(len(left))
    for name, weight in coefficients()[kind].items():
        field, scale, shrink = _MEASURES[name]
        mine, its = (side[:, Side._fields.index(field)] for side in (left, right))
        if shrink is None:
            apart = mine - its
        else:
            apart = exactly(math.log, (mine + shrink) / (its + shrink))
        whole += weight * exactly(math.tanh, apart / scale)
    return whole


def parent(left: Side, right: Side) -> list[Leaning]:
    """Log-odds that the left is the parent of the right, rather than its child, with reasons."""
    return _weighed("parent", left, right)


def version(left: Side, right: Side) -> list[Leaning]:
    """The same for two versions by one hand: a running story grows."""
    return _weighed("version", left, right)


def apart(left: Side, right: Side) -> float:
    """How much each has that the other lacks: shares of wording and of facts, both ways, 0 to 4."""
    return left.novel + right.novel + left.novel_facts + right.novel_facts


def common(left: Side, right: Side) -> float:
    """Log-odds that both are from one source unseen: each has much that the other lacks."""
    fitted = coefficients()["common"]
    gain = fitted["weight"] * (apart(left, right) - fitted["even"])
    return float(max(-_MOST, min(_MOST, gain)))


def all_common(left: Floats, right: Floats) -> Floats:
    """``common`` for many pairs, as ``all_of`` has them."""
    fitted = coefficients()["common"]
    novel, facts = (Side._fields.index(name) for name in ("novel", "novel_facts"))
    lacked = left[:, novel] + right[:, novel] + left[:, facts] + right[:, facts]
    found: Floats = np.clip(fitted["weight"] * (lacked - fitted["even"]), -_MOST, _MOST)
    return found


def squashed(between: float) -> float:
    """The share of the common content that no third has, between 0 and 1."""
    return math.tanh(between / _BETWEEN)


def through_others(between: float) -> float:
    """Log-odds, 0 or less, that one of two is from the other, rather than each by itself from
    others that both are kin with: a child carries what its parent alone has, and two children of
    one parent do not carry each other's. *between* is the share of their common content that
    nobody else on the event has.
    """
    fitted = coefficients()["through others"]
    return float(min(0.0, fitted["weight"] * (squashed(between) - fitted["even"])))


def all_through_others(between: Floats) -> Floats:
    """``through_others`` for many pairs."""
    fitted = coefficients()["through others"]
    squashed_ = exactly(math.tanh, between / _BETWEEN)
    found: Floats = np.minimum(0.0, fitted["weight"] * (squashed_ - fitted["even"]))
    return found


def said_apart(left: Side, right: Side, names: tuple[str, str]) -> str:
    """What each of two articles has that the other lacks, of those that go by *names*."""
    return (
        f"{names[0]} and {names[1]} each have what the other lacks: "
        f"{left.novel:.0%} and {right.novel:.0%} of their wording, "
        f"{left.novel_facts:.0%} and {right.novel_facts:.0%} of their names and numbers"
    )


def _weighed(kind: str, left: Side, right: Side) -> list[Leaning]:
    found = []
    for name, weight in coefficients()[kind].items():
        gain = weight * _measured(name, left, right)
        if not gain:
            continue
        # The reason is told from the side that the gain speaks for as the parent.
        upper, lower = (left, right) if gain > 0 else (right, left)
        found.append((gain, sentence(name, upper, lower)))
    return found


def sentence(name: str, parent: Side, child: Side) -> str:
    """The reason in words, of the measure *name*, which speaks for *parent* as the parent."""
    return _SENTENCES[name](parent, child)


def _wholes(count: float) -> str:
    if round(count) == 1:
        return f"a quotation of {CHILD} stands in a longer one of {PARENT}"
    return f"{count:.0f} quotations of {CHILD} stand in longer ones of {PARENT}"


def _private(parent: Side, child: Side) -> str:
    more = counted(parent.private_facts, "name or number", "names and numbers")
    return f"{CHILD} lacks {more} of {PARENT}, which lacks {child.private_facts:.0f} of {CHILD}"


def _times(parent: Side, child: Side) -> str:
    more = counted(parent.times, "day, month or hour", "days, months or hours")
    fewer = f"{CHILD} {child.times:.0f} that {PARENT} does not"
    return f"{PARENT} names {more} that {CHILD} does not, and {fewer}"


def _finer(parent: Side, child: Side) -> str:
    more = counted(parent.finer, "number is", "numbers are")
    return f"{more} more exact in {PARENT}, {child.finer:.0f} in {CHILD}"


_SENTENCES: Mapping[str, Callable[[Side, Side], str]] = {
    "quotations held whole": lambda parent, _: _wholes(parent.wholes),
    "words in quotations": lambda parent, child: (
        f"{CHILD} quotes less: {child.quoted:.0%} of its words, {PARENT} {parent.quoted:.0%}"
    ),
    "words that others have": lambda *_: (
        "further articles on the event have more of what only "
        f"{PARENT} says than of what only {CHILD} says"
    ),
    "names and numbers": _private,
    "days, months and clocks": _times,
    "more exact numbers": _finer,
    "sentences without a fact": lambda *_: (
        f"more of what only {CHILD} says is without names and numbers"
    ),
    "odd forms": lambda *_: (
        f"{CHILD} has odd forms of words where {PARENT} reads as most on the event"
    ),
    "wording of its own": lambda parent, child: (
        f"a later version grows: {child.novel:.0%} of {CHILD} is new, "
        f"{parent.novel:.0%} of {PARENT} is gone"
    ),
    "names in the sign-off": lambda *_: f"more names sign {CHILD} at its end than {PARENT}",
}
