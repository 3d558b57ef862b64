"""What people hand in and receive: small frozen records.

Between the doors everything is Arrow tables (``schema.py``); these records appear at the ends.
All offsets are code points into ``Article.body`` as given, half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """Where a date comes from, most trusted first. Evidence, never a hard constraint."""

    DECLARED = "declared"  # metadata of the page or a column of the file
    URL = "url"  # the date in a URL
    DATELINE = "dateline"  # "LONDON, 3 May (Agency) -", or a line that is only a date
    PAGE = "page"  # some clock on the page; often the time of the visit
    FILE = "file"  # the file's own clock


class CreditRole(StrEnum):
    """What a credit claims."""

    TEXT = "text"  # the text is the agency's
    CONTRIBUTION = "contribution"  # the agency gave a part
    CITATION = "citation"  # "told Reuters": a source of words, not of the text
    IMAGE = "image"  # a picture's credit
    OWN = "own"  # the outlet is the agency, or signs the text as its own


class RelationKind(StrEnum):
    """How two articles relate, from strong to none. The first four are *derived*."""

    REPRINT = "reprint"  # wholly the same text
    UPDATE = "update"  # two versions of one running story
    PARTIAL = "partial"  # a passage of one stands in the other, or both took it from a third
    REWRITE = "rewrite"  # paraphrase: the same facts in the same selection and order
    QUOTES_ONLY = "quotes_only"  # only public words are shared
    SAME_EVENT = "same_event"  # one event, told independently as far as the texts show
    FURNITURE_ONLY = "furniture_only"  # only page furniture is shared
    UNRELATED = "unrelated"
    UNDECIDED = "undecided"  # the evidence is not enough
    CREDITED = (
        "credited"  # of a derivation: a credit names the source, and no text is there to tell
    )

    @property
    def derived(self) -> bool:
        return self in DERIVED_KINDS


DERIVED_KINDS = frozenset(
    {RelationKind.REPRINT, RelationKind.UPDATE, RelationKind.PARTIAL, RelationKind.REWRITE}
)


class Role(StrEnum):
    """The part an article plays in the history of its event."""

    ORIGIN = "origin"  # others derive from it, and it from nothing seen
    DERIVATIVE = "derivative"
    NO_SOURCE_FOUND = "no_source_found"  # absence of evidence, not proof of independence
    DIGEST = "digest"  # a page that holds pieces of everything


class PassageKind(StrEnum):
    """What a shared passage is made of."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    QUOTED = "quoted"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open stretch of a body, in code points as given."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as given; nothing in it is normalised.

    ``published`` is ISO 8601 and as precise as what is known: ``2025-03``, ``2025-03-18``,
    ``2025-03-18T14:05`` (zone unknown) or ``2025-03-18T14:05+00:00``.
    ``crawled`` is the crawler's clock: the article is not younger than that.
    ``path`` and ``row`` say where it was read; row counts from 1, None for a whole file.
    ``declared_sources`` are URLs that the page's own metadata names as its source.
    """

    id: str
    body: str
    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    published_trust: Trust | None = None
    crawled: str | None = None
    language: str | None = None
    path: str | None = None
    row: int | None = None
    declared_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was not read: where (file, row from 1), why, and the id where one is known."""

    path: str
    row: int | None
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that a page repeats around articles, with the reason it was taken for that.

    ``repeated`` is True where other articles of the outlet told it (context that grows with the
    collection), False where its form or position did (a fact of the article alone).
    """

    begin: int
    end: int
    reason: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where the text names whose text (or picture, or words) it is.

    ``begin``/``end`` are None where the credit stands in a field beside the body (byline, URL).
    ``strength`` is 0 to 1: how surely this form means this role.
    """

    article: str
    agency: str
    role: CreditRole
    begin: int | None
    end: int | None
    text: str
    zone: str  # head, byline, dateline, body, tail
    strength: float
    url: str | None = None
    published: str | None = None  # a date that stands in the credit or its URL


@dataclass(frozen=True, slots=True)
class Passage:
    """An aligned stretch of two bodies."""

    left: Span
    right: Span
    kind: PassageKind
    words: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Symmetric facts on a pair: one number a signal, and the passages. No verdict."""

    left: str
    right: str
    signals: Mapping[str, float]
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A verdict on a pair: its kind and the probability that the pair is derived."""

    left: str
    right: str
    kind: RelationKind
    probability: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is not in the collection."""

    id: str
    agency: str | None
    url: str | None
    published: str | None
    reasons: tuple[str, ...] = ()
    style: str | None = None  # the agency whose house style it has, where nobody credits one

    @property
    def called(self) -> str:
        """What a person calls it: by its agency, doubtful where only its style names one."""
        perhaps = f"perhaps {self.style}" if self.style else "a source without a name"
        return self.agency or perhaps


@dataclass(frozen=True, slots=True)
class Derivation:
    """A directed claim: *child* has its text from *parent*, an article or an unseen source.

    A child made of two has two, of which the first explains more. ``spans`` are the stretches of
    the child's body that stand in the parent, word for word or edited; of a second parent, what
    the first does not have. They are empty for a source, whose text nobody has.
    """

    child: str
    parent: str
    parent_kind: str  # article, source
    relation: RelationKind
    probability: float
    decided: bool = True  # False: the text is shared for sure, who was first is not known
    reasons: tuple[str, ...] = ()
    order: int = 1  # 2: another parent, of what the first leaves over
    share: float | None = None  # of a second parent: share of the child's content, at least
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Articles on one event, how many voices they may be, and when they appeared.

    ``first`` and ``last`` are dates as given, ``spread_hours`` what surely lies between; clocks
    of pages and files, and digests, do not count. ``dated`` is how many articles have a usable
    date; None in a result of an older version, which lacks all of these.
    """

    id: str
    articles: tuple[str, ...]
    voices_least: int
    voices_most: int
    reason: str = ""
    first: str | None = None
    first_article: str | None = None  # None where the dates do not tell who was first
    last: str | None = None
    spread_hours: float | None = None  # None below two usable dates
    dated: int | None = None
