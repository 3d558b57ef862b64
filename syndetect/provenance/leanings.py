"""What two texts say by themselves of who has it from whom: from facts on each side to log-odds.

A leaning is odd: exchanged sides give the same number with the other sign. Each is squashed, so
that no single fact decides. The numbers are in ``direction.json``, with what they were fitted on;
``benchmarks/fit_direction.py`` writes it.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib import resources
from typing import Any

from syndetect.provenance.witness import Side

_LEAST = 0.15  # log-odds below which a leaning is not worth a sentence
_MOST = 2.0  # log-odds that novelty on both sides adds at most: few siblings are known
Leaning = tuple[float, str]


@lru_cache(maxsize=1)
def coefficients() -> dict[str, Any]:
    """What ``direction.json`` holds: weights by kind of leaning, and the record of the fit."""
    text = resources.files("syndetect.provenance").joinpath("direction.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def measures(one: Side, other: Side) -> dict[str, float]:
    """Each asymmetry as an odd number between -1 and 1, positive where *one* has more."""
    return {
        "quotations held whole": math.tanh((one.wholes - other.wholes) / 1.5),
        "words in quotations": math.tanh((one.quoted - other.quoted) / 0.08),
        "words that others have": math.tanh(_ratio(one.attested, other.attested, 10.0) / 0.6),
        "names and numbers": math.tanh(_ratio(one.private_facts, other.private_facts, 2.0) / 0.6),
        "wording of its own": math.tanh((one.novel - other.novel) / 0.1),
    }


def parent(left: Side, right: Side) -> list[Leaning]:
    """Log-odds that the left is the parent of the right, rather than its child, with reasons."""
    return _weighed("parent", left, right)


def version(left: Side, right: Side) -> list[Leaning]:
    """The same for two versions by one hand: a running story grows."""
    return _weighed("version", left, right)


def apart(left: Side, right: Side) -> float:
    """How much each has that the other lacks: shares of wording and of facts, both ways, 0 to 4."""
    return left.novel + right.novel + left.novel_facts + right.novel_facts


def common(left: Side, right: Side) -> Leaning:
    """Log-odds that both are from one source unseen: each has much that the other lacks."""
    fitted = coefficients()["common"]
    gain = fitted["weight"] * (apart(left, right) - fitted["even"])
    reason = (
        f"each has what the other lacks: {left.novel:.0%} and {right.novel:.0%} of the wording, "
        f"{left.novel_facts:.0%} and {right.novel_facts:.0%} of names and numbers"
    )
    return max(-_MOST, min(_MOST, gain)), reason


def _weighed(kind: str, left: Side, right: Side) -> list[Leaning]:
    found = []
    values = measures(left, right)
    for name, weight in coefficients()[kind].items():
        gain = weight * values[name]
        if not gain:
            continue
        # The reason is told from the side that the gain speaks for as the parent.
        upper, lower = (left, right) if gain > 0 else (right, left)
        found.append((gain, _said(name, upper, lower)))
    return found


def _ratio(one: float, other: float, shrink: float) -> float:
    return math.log((one + shrink) / (other + shrink))


def _said(name: str, parent: Side, child: Side) -> str:
    """The reason, as it is told of the child."""
    if name == "quotations held whole":
        return f"{parent.wholes:.0f} of its quotations stand in longer ones of the other"
    if name == "words in quotations":
        return f"fewer of its words are quoted: {child.quoted:.0%} against {parent.quoted:.0%}"
    if name == "words that others have":
        return "more of what only the other has stands in further articles on the event"
    if name == "names and numbers":
        count = f"{parent.private_facts:.0f} names and numbers of the other"
        return f"lacks {count}, which lacks {child.private_facts:.0f} of its own"
    gone = f"{parent.novel:.0%} of the other is gone"
    return f"a later version grows: {child.novel:.0%} of it is new, {gone}"
