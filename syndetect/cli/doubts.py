"""Pairs that stay undecided, as ``scan`` tells them: gathered by article, within one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syndetect.settings import Verdict

if TYPE_CHECKING:
    from syndetect.provenance.standing import Open

_USUAL = Verdict().derived  # from here on a pair is likelier derived than not
_SCRAPS = 40  # own words of the shorter text below which there is too little to judge by


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article and those of which the evidence does not settle how it relates to them."""

    article: str
    others: tuple[tuple[str, float], ...]  # id and probability, likeliest first
    scraps: bool  # whether there is too little text to judge by
    asked: float | None = None  # ``verdict.derived``, where that alone keeps the pair undecided


def asked_of(summary: Mapping[str, Any]) -> float:
    """The probability from which on the settings of a result call a pair derived."""
    return float(summary["settings"].get("verdict", {}).get("derived", _USUAL))


def doubts(pairs: Sequence[Open], asked: float) -> list[Doubt]:
    """The undecided *pairs* of one event, the likeliest first; each told with that of its ends
    that is in most pairs."""
    often = Counter(name for pair in pairs for name in pair[:2])
    groups: dict[tuple[str, bool, bool], list[tuple[str, float]]] = {}
    for left, right, probability, words in pairs:
        short = _USUAL <= probability < asked
        scraps = not short and words < _SCRAPS
        first, second = sorted((left, right), key=lambda name: (-often[name], name))
        groups.setdefault((first, scraps, short), []).append((second, probability))
    found = [
        Doubt(
            article=name,
            others=tuple(sorted(others, key=lambda other: (-other[1], other[0]))),
            scraps=scraps,
            asked=asked if short else None,
        )
        for (name, scraps, short), others in groups.items()
    ]
    return sorted(found, key=lambda doubt: (-doubt.others[0][1], doubt.article, doubt.scraps))
