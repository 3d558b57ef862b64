"""What provenance knows of an article and of a pair: small records made from the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from syndetect.credits import text_agency
from syndetect.ingest.dates import Window, window
from syndetect.ingest.outlets import hostname, keys
from syndetect.model import Article, Credit, CreditRole, RelationKind, Trust
from syndetect.provenance.styles import Written


@dataclass(frozen=True, slots=True)
class Witness:
    """One article as a witness: who prints it, when, and whose text it says it is.

    ``agency`` is whom it credits with the text, with the ``credit``; ``part`` credits a part of
    it; ``own_agency`` is set where the outlet is an agency itself.
    """

    article: int
    id: str
    outlet: str | None
    url: str | None
    window: Window | None
    trust: Trust | None
    published: str | None
    agency: str | None = None
    credit: Credit | None = None
    part: Credit | None = None
    own_agency: str | None = None
    declared_sources: tuple[str, ...] = ()
    lent_by: str | None = None  # the copy of it whose credit this is
    forms: tuple[Written, ...] = ()  # the house style it is written in, as far as it has any


class Side(NamedTuple):
    """What one of two articles has and the other lacks: ``evidence.asymmetry`` has the meanings."""

    novel: float
    novel_facts: float
    private_facts: float
    attested: float
    quoted: float
    wholes: float
    times: float = 0.0
    finer: float = 0.0
    filler: float = 0.0
    odd: float = 0.0
    signed: float = 0.0


@dataclass(frozen=True, slots=True)
class Tie:
    """A compared pair of articles (ordinals, left < right) with its verdict and main facts."""

    left: int
    right: int
    kind: RelationKind
    probability: float
    own_left: float  # share of the left's own weight that the right has
    own_right: float
    passage_words: float
    likeness: float = 1.0
    signed: bool = False  # both are signed at the end by those who wrote them
    between: float = 0.0  # of the content in common, the share that no third on the event has
    left_has: Side | None = None  # what each has and the other lacks; None where nobody looked
    right_has: Side | None = None

    def sides(self, first: int) -> tuple[Side, Side] | None:
        """What *first*, an end, has and the other lacks, and the other way round."""
        if self.left_has is None or self.right_has is None:
            return None
        if first == self.left:
            return self.left_has, self.right_has
        return self.right_has, self.left_has


def witness(
    article: int, given: Article, credits: Sequence[Credit], forms: tuple[Written, ...] = ()
) -> Witness:
    """The witness of one article, from what it carries, whom it credits and how it spells."""
    credited = _text_credit(credits)
    own = [c.agency for c in credits if c.role is CreditRole.OWN]
    return Witness(
        article=article,
        id=given.id,
        outlet=given.outlet,
        url=given.url,
        window=window(given.published) if given.published else None,
        trust=given.published_trust,
        published=given.published,
        agency=credited.agency if credited else None,
        credit=credited,
        part=max(
            (c for c in credits if c.role is CreditRole.CONTRIBUTION),
            key=lambda c: (c.strength, -(c.begin or 0)),
            default=None,
        ),
        own_agency=min(own) if own else None,
        declared_sources=given.declared_sources,
        forms=forms,
    )


def _text_credit(credits: Sequence[Credit]) -> Credit | None:
    """The surest credit of the text, with the URL and date of any other credit of that agency."""
    agency = text_agency(credits)
    found = [c for c in credits if c.role is CreditRole.TEXT and c.agency == agency]
    if not found:
        return None
    surest = max(found, key=lambda c: (c.strength, -(c.begin or 0)))
    urls = [c.url for c in found if c.url]
    dates = [c.published for c in found if c.published]
    return replace(
        surest,
        url=surest.url or (urls[0] if urls else None),
        published=surest.published or (dates[0] if dates else None),
    )


def same_hand(left: Witness, right: Witness) -> bool:
    """Whether two articles are of one outlet or one URL: versions or double crawls."""
    return not hands(left).isdisjoint(hands(right))


def hands(one: Witness) -> frozenset[str]:
    """What tells whose hand an article is of: two are of one hand where they share any of it."""
    return _hands(one.outlet, one.url)


@lru_cache(maxsize=1 << 14)
def _hands(outlet: str | None, url: str | None) -> frozenset[str]:
    """The keys of the outlet, and the bare URL behind a blank, which no key has."""
    named = keys(outlet) if outlet else frozenset[str]()
    bare = bare_url(url)
    return named | {f" {bare}"} if bare else named


def points_to(child: Witness, parent: Witness) -> bool:
    """Whether *child*'s page names *parent*'s URL as its source."""
    return bool(parent.url) and any(
        bare_url(url) == bare_url(parent.url) for url in child.declared_sources
    )


@lru_cache(maxsize=1 << 14)
def bare_url(url: str | None) -> str:
    """A URL without scheme, query, fragment, last slash and mirror host, for comparing."""
    text = (url or "").strip().split("://", 1)[-1].split("#", 1)[0].split("?", 1)[0].rstrip("/")
    host, slash, path = text.partition("/")
    return (_host(host) or host.lower()) + slash + path


@lru_cache(maxsize=1 << 14)
def _host(name: str) -> str | None:
    return hostname(name)
