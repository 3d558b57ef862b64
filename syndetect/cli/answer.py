"""What an archive says of one article, as plain data without bodies."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from syndetect.model import Article, PassageKind

if TYPE_CHECKING:
    from syndetect.archive.answer import Answer, Match

_OWN = (PassageKind.VERBATIM, PassageKind.EDITED)  # not what everybody may quote or print


def shared_words(match: Match) -> int:
    """Words in the passages that the two share outside quotations and page furniture."""
    return sum(one.words for one in match.relation.evidence.passages if one.kind in _OWN)


def longest(answer: Answer, match: Match) -> str:
    """The longest of these passages, as the asked article has it; empty where there is none."""
    own = [one for one in match.relation.evidence.passages if one.kind in _OWN]
    if not own:
        return ""
    span = max(own, key=lambda one: (one.words, -one.left.begin)).left
    return answer.asked.body[span.begin : span.end]


def plain(answer: Answer) -> dict[str, Any]:
    """An answer as JSON has it."""
    return {
        "asked": _article(answer.asked),
        "same": answer.same,
        "itself": answer.itself,
        "event": answer.event,
        "origin": answer.origin,
        "origin_kind": answer.origin_kind,
        "origin_probability": answer.origin_probability,
        "derivations": [dataclasses.asdict(one) for one in answer.derivations],
        "children": [dataclasses.asdict(one) for one in answer.children],
        "sources": [dataclasses.asdict(one) for one in answer.sources],
        "carried": answer.carried,
        "family": answer.family,
        "carriers": [_article(one) for one in answer.carriers],
        "credits": [dataclasses.asdict(one) for one in answer.credits],
        "matches": [_match(one) for one in answer.matches],
    }


def _match(match: Match) -> dict[str, Any]:
    relation = match.relation
    return {
        "article": _article(match.article),
        "kind": str(relation.kind),
        "derived": match.derived,
        "probability": relation.probability,
        "shared_words": shared_words(match),
        "found_by": match.found_by,
        "signals": dict(relation.evidence.signals),
        "passages": [dataclasses.asdict(one) for one in relation.evidence.passages],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        one.name: getattr(article, one.name)
        for one in dataclasses.fields(article)
        if one.name != "body"
    }
