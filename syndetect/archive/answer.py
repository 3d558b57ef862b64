"""What an archive says of one article: with what it shares text, where that is from, who has it."""

from __future__ import annotations

from dataclasses import dataclass

from syndetect.model import Article, Credit, Derivation, Relation, Source


@dataclass(frozen=True, slots=True)
class Match:
    """An article of the archive that is worth comparing with the asked one, and the verdict.

    ``relation`` has the asked article on the left, with evidence and passages. ``found_by`` names
    the channels that brought the two together. ``article`` is without its body.
    """

    article: Article
    relation: Relation
    found_by: str

    @property
    def derived(self) -> bool:
        """Whether the two share text, one from the other or both from a third."""
        return self.relation.kind.derived


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows for *asked*, as it would if it were added now; the archive stays as it is.

    ``matches`` are likeliest first. ``derivations`` lead up from it: those whose child it is, and
    those above its parents, up to ``origin``, which is an article or one of ``sources`` (None where
    no source was found). ``children`` are those that would have their text from it. ``carriers``
    are the articles, without bodies, that share text with it, one from the other or both from a
    third: the earliest first, at most as many as were asked for, of ``carried`` in all. ``family``
    counts all articles that derivation joins with these. ``same`` is the id of an article that says
    the very same.
    """

    asked: Article
    matches: tuple[Match, ...]
    derivations: tuple[Derivation, ...]
    children: tuple[Derivation, ...]
    sources: tuple[Source, ...]
    origin: str | None
    origin_kind: str | None  # article, source
    origin_probability: float | None
    carriers: tuple[Article, ...]
    carried: int
    family: int
    credits: tuple[Credit, ...]
    event: str | None
    same: str | None = None

    @property
    def parents(self) -> tuple[Derivation, ...]:
        """How the asked article came by its text, the first parent first."""
        return tuple(one for one in self.derivations if one.child == self.asked.id)
