"""Pairs that stay undecided, as ``scan`` tells them: gathered by article, within one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syndetect.cli.forest import Forest
from syndetect.model import RelationKind
from syndetect.settings import Verdict

if TYPE_CHECKING:
    from syndetect.findings import Findings

_USUAL = Verdict().derived  # from here on a pair is likelier derived than not
_SCRAPS = 40  # own words of the shorter text below which there is too little to judge by
_Pair = tuple[str, str, float, bool, bool]  # ids, probability, scraps, short of the threshold


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article and those of which the evidence does not settle how it relates to them."""

    article: str
    others: tuple[tuple[str, float], ...]  # id and probability, likeliest first
    scraps: bool  # whether there is too little text to judge by
    asked: float | None = None  # ``verdict.derived``, where that alone keeps the pair undecided


def doubts_of(
    findings: Findings, articles: Mapping[str, Any], forest: Forest
) -> dict[str | None, list[Doubt]]:
    """Undecided pairs within one event that no tree joins anyway, by event.

    Where both ends have a source already, that they may share text too is no open question.
    """
    asked = float(findings.summary["settings"].get("verdict", {}).get("derived", _USUAL))
    pairs: dict[str | None, list[_Pair]] = {}
    for relation in findings.relations_of(RelationKind.UNDECIDED):
        left, right = relation.left, relation.right
        if left not in articles or right not in articles:
            continue
        event = articles[left]["event"]
        apart = forest.root_of[("article", left)] != forest.root_of[("article", right)]
        open_end = any(("article", name) not in forest.parents for name in (left, right))
        if apart and open_end and event == articles[right]["event"]:
            likely = relation.probability
            short = _USUAL <= likely < asked
            scraps = not short and relation.evidence.signals.get("own_words", 0.0) < _SCRAPS
            pairs.setdefault(event, []).append((left, right, likely, scraps, short))
    return {event: _gathered(some, asked) for event, some in pairs.items()}


def _gathered(pairs: Sequence[_Pair], asked: float) -> list[Doubt]:
    """Each pair told with that of its ends that is in most pairs."""
    often = Counter(name for pair in pairs for name in pair[:2])
    groups: dict[tuple[str, bool, bool], list[tuple[str, float]]] = {}
    for left, right, probability, scraps, short in pairs:
        first, second = sorted((left, right), key=lambda name: (-often[name], name))
        groups.setdefault((first, scraps, short), []).append((second, probability))
    doubts = [
        Doubt(
            article=name,
            others=tuple(sorted(others, key=lambda other: (-other[1], other[0]))),
            scraps=scraps,
            asked=asked if short else None,
        )
        for (name, scraps, short), others in groups.items()
    ]
    return sorted(doubts, key=lambda doubt: (-doubt.others[0][1], doubt.article, doubt.scraps))
