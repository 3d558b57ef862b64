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
    """What follows for *asked*; the archive stays as it is.

    The partners that share text with it are those of a scan, and what it has in common with each is
    what a scan measures. History is judged for it and its kin alone, and other articles are not
    judged anew: parents, children, origin and probabilities are nearly those of a scan, not always.

    ``matches`` are likeliest first. ``derivations`` lead up from it: those whose child it is, and
    those above its parents, up to ``origin``, which is an article or one of ``sources`` (None where
    no source was found). ``children`` are those that would have their text from it. ``carriers``
    are the articles, without bodies, that share text with it, one from the other or both from a
    third: the earliest first, at most as many as were asked for, of ``carried`` in all. ``family``
    counts all articles that derivation joins with these. ``same`` is the id of an article that says
    the very same. ``itself`` are the ids under which the archive has the asked article, which are
    neither among the carriers nor counted there: what says the very same and has its id, or was
    read from the file that was asked, where outlets do not speak against it, or is of the same
    outlet and has the same address or date. A bare text is nobody's.
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
    itself: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[Derivation, ...]:
        """How the asked article came by its text, the first parent first."""
        return tuple(one for one in self.derivations if one.child == self.asked.id)
