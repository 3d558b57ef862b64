"""What a result claims of who took it from whom, in the form that truth is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import syndetect
from syndetect.model import CreditRole


@dataclass(frozen=True)
class Claim:
    """One parent of an article: another article, or an unseen source by the result's name for it.

    ``probability`` is None where the maker gives none.
    """

    parent: str
    unseen: bool = False
    probability: float | None = None
    decided: bool = True


@dataclass(frozen=True)
class Range:
    """The voices of one event: its articles, and how many hands they are at least and at most."""

    articles: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True)
class Claims:
    """All claims: the parents of each article, likeliest first; the voices of events; the agency
    of each source that has a name, and of each article that is an agency's own.
    """

    above: Mapping[str, tuple[Claim, ...]]
    ranges: tuple[Range, ...] = ()
    agencies: Mapping[str, str] = field(default_factory=dict)

    def line(self, article: str) -> list[Claim]:
        """The likeliest parents from *article* upward, ending where none is named."""
        found: list[Claim] = []
        seen = {article}
        here = article
        while self.above.get(here):
            step = self.above[here][0]
            found.append(step)
            if step.unseen or step.parent in seen:
                break
            here = step.parent
            seen.add(here)
        return found

    def origin(self, article: str) -> str:
        """Where the likeliest line upward ends: an unseen source, an article, or *article*."""
        return next((one.parent for one in reversed(self.line(article))), article)

    def ancestors(self, article: str, decided: bool = False) -> frozenset[str]:
        """The articles above *article*; with *decided*, by decided claims only."""
        found: set[str] = set()
        queue = [article]
        for here in queue:
            for one in self.above.get(here, ()):
                if one.unseen or one.parent in found or (decided and not one.decided):
                    continue
                found.add(one.parent)
                queue.append(one.parent)
        return frozenset(found - {article})


def of_findings(findings: syndetect.Findings, back: Mapping[str, str]) -> Claims:
    """The claims of a scan, with ids given *back*."""
    graph = findings.graph
    above = {
        back[name]: tuple(
            Claim(
                parent=d.parent if d.parent_kind == "source" else back[d.parent],
                unseen=d.parent_kind == "source",
                probability=d.probability,
                decided=d.decided,
            )
            for d in graph.parents_of(name)
        )
        for name in graph.articles
    }
    ranges = tuple(
        Range(frozenset(back[a] for a in e.articles), e.voices_least, e.voices_most)
        for e in graph.events.values()
    )
    agencies = {name: one.agency for name, one in graph.sources.items() if one.agency}
    for credit in findings.credits.to_pylist():
        if credit["role"] == CreditRole.OWN:
            agencies[back[credit["article"]]] = credit["agency"]
    return Claims(above, ranges, agencies)
