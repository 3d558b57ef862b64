"""Whose text does an article say it is? The credits of one article, read off it alone.

Every name of an agency is tried against the rules in one order, strongest form first; the first
that knows the place decides: dateline, byline, picture, line of its own, notice, citation. What
no rule knows is a mere mention and no credit. Credits are read before page furniture is set
aside, because they often stand in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from syndetect.agency import Agency
from syndetect.text.needles import Needles

from ..model import Article, CreditRole
from .agencies import Lexicon, is_own, lexicon, speaks
from .bylines import byline, own_line, tagged
from .citations import citation
from .datelines import dateline
from .fields import read_fields
from .images import image
from .links import HINTS, Link, date_in_words, read_links
from .mentions import Mention, find_mentions, surfaces
from .notices import (
    contribution_notice,
    copyright_notice,
    labelled_notice,
    origin_notice,
    signed_notice,
    staff_notice,
)
from .spots import Reading, Spot, spot_at
from .told import Told
from .unnamed import DESK_HINTS, GENERIC_HINTS, read_unnamed
from .words import GATED, any_of, hints
from .zones import Page

Rule = Callable[[Spot], Reading | None]
RULES: tuple[tuple[str, Rule], ...] = (
    ("dateline", dateline),
    ("byline", byline),
    ("a line of its own", own_line),
    ("picture's credit", image),
    ("tag of a headline", tagged),
    ("copyright notice", copyright_notice),
    ("label of a source", labelled_notice),
    ("notice of a contribution", contribution_notice),
    ("notice of origin", origin_notice),
    ("note on the writer", staff_notice),
    ("sign-off", signed_notice),
    ("words cited", citation),
)

_BETWEEN = 12  # characters between two agencies that are named in a row
_ROW = re.compile(
    r"\s?(?:[,;/|&]|\b(?:and|und|y|et|e|i|og|och|en|и|та)\b|,\s(?:and|und)\b)\s?(?:(?:the|The)\s)?"
)
HABIT = 4  # citations of one agency from which they strengthen its credit
HABIT_GAIN = 0.1  # how much
_SOURCE_OF = re.compile(
    r"(?i)(?:source|credit|original(?:ly)?(?: (?:article|story|source))?|published (?:at|on|in)"
    r"|appeared (?:at|on|in)"
    rf"|{any_of('source')}|via)\W{{0,3}}(?:\w+\W{{1,3}}){{0,2}}$"
)


SIGNS = (*GENERIC_HINTS, *DESK_HINTS, *HINTS)
_ONLY_HINTS = frozenset(hint for kind in GATED for hint in hints(kind)).difference(SIGNS)


def read_credits(article: Article, known: Lexicon | None = None) -> list[Told]:
    """The credits of *article*, in the order of the text; those in fields come last.

    A pure function of the article and of the agencies *known*, which are the package's own by
    default. Offsets are code points into ``article.body``. A credit to
    the agency on whose own pages the article stands has the role *own*.

    >>> found = read_credits(Article("1", "OSLO, 3 May (Reuters) - The port reopened on Friday."))
    >>> [(credit.agency, str(credit.role), credit.zone) for credit in found]
    [('Reuters', 'text', 'dateline')]
    """
    known = known or lexicon()
    fields = read_fields(article, known)
    signs = _signs(known).found(article.body)
    if signs <= _ONLY_HINTS:
        return _strengthened(_owned(article, fields, known))
    page = Page(article.body)
    marks = [*_named(article, page, signs, known), *_unnamed(article, page, signs)]
    if not signs.isdisjoint(HINTS):
        marks = _with_links(article, page, marks, known)
    marks.sort(key=lambda credit: (credit.begin or 0, credit.end or 0, credit.agency))
    return _strengthened(_owned(article, _once(marks) + fields, known))


@lru_cache(maxsize=16)
def _signs(known: Lexicon) -> Needles:
    """The strings of which a body with credits has one, and what tells which rules to try."""
    names = (form.text for form in surfaces(known))
    return Needles((*names, *SIGNS, *(hint for kind in GATED for hint in sorted(hints(kind)))))


def _named(article: Article, page: Page, signs: AbstractSet[str], known: Lexicon) -> list[Told]:
    mentions = [
        mention
        for mention in find_mentions(article.body, known, signs)
        if not mention.short or speaks(mention.agency, article.language)
    ]
    found = [_read(spot_at(page, mention, known, signs)) for mention in mentions]
    _share(article.body, mentions, found)
    return [
        _credit(article, mention.agency.name, *one)
        for mention, one in zip(mentions, found, strict=True)
        if one is not None
    ]


def _read(spot: Spot) -> tuple[Reading, str] | None:
    """What the first rule that knows the spot makes of it, with the form."""
    for form, rule in RULES:
        found = rule(spot)
        if found is not None:
            return found, form
    return None


def _share(body: str, mentions: list[Mention], found: list[tuple[Reading, str] | None]) -> None:
    """Agencies named in a row are read alike: "with AFP, AP and Reuters" has each of them give a
    part, and "By NAME, AP and Reuters" is of both.
    """
    pairs = [
        at
        for at, (one, other) in enumerate(pairwise(mentions))
        if other.begin - one.end <= _BETWEEN and _ROW.fullmatch(body, one.end, other.begin)
    ]
    for at in pairs:
        first = found[at]
        if first and first[0].role is CreditRole.CONTRIBUTION and _is_weak(found[at + 1]):
            found[at + 1] = first
    for at in reversed(pairs):
        last = found[at + 1]
        if last and last[1] == "byline" and last[0].role is CreditRole.TEXT and not found[at]:
            found[at] = last


def _is_weak(found: tuple[Reading, str] | None) -> bool:
    return found is None or found[0].role in (CreditRole.IMAGE, CreditRole.CITATION)


def _credit(article: Article, agency: str, found: Reading, form: str) -> Told:
    text = article.body[found.begin : found.end]
    return Told(
        article=article.id,
        agency=agency,
        role=found.role,
        begin=found.begin,
        end=found.end,
        text=text,
        zone=found.zone,
        strength=found.strength,
        published=date_in_words(text) if found.role is not CreditRole.IMAGE else None,
        form=form,
    )


def _unnamed(article: Article, page: Page, signs: AbstractSet[str]) -> list[Told]:
    return [
        _credit(
            article,
            found.agency,
            Reading(found.role, found.strength, page.zone_at(found.begin), found.begin, found.end),
            found.form,
        )
        for found in read_unnamed(article.body, page, signs)
    ]


def _with_links(article: Article, page: Page, marks: list[Told], known: Lexicon) -> list[Told]:
    """Give each credit the URL beside or below it; URLs left over are credits of their own."""
    marks = list(marks)
    for link in read_links(article.body):
        agency = known.of_url(link.host)
        at = _credit_above(article.body, marks, link, agency)
        if at is not None:
            marks[at] = replace(marks[at], url=link.url, published=link.published)
        elif agency is not None:
            marks.append(_linked(article, page, link, agency))
    return marks


def _credit_above(body: str, marks: list[Told], link: Link, agency: Agency | None) -> int | None:
    """The credit of the link's agency that holds the link or stands right above it."""
    for at, credit in enumerate(marks):
        if agency is None or credit.agency != agency.name or credit.role is CreditRole.IMAGE:
            continue
        if credit.begin is None or credit.end is None or credit.url:
            continue
        if credit.begin <= link.begin < credit.end:
            return at
        if credit.end <= link.begin and not body[credit.end : link.begin].strip(" \t\r\n\xa0:-–—("):
            return at
    return None


def _linked(article: Article, page: Page, link: Link, agency: Agency) -> Told:
    """A URL on an agency's domain without a credit line of that agency beside it."""
    before = article.body[max(0, link.begin - 60) : link.begin].rstrip(" \t\r\n:")
    zone = page.zone_at(link.begin)
    role, strength = CreditRole.CITATION, 0.3
    if _SOURCE_OF.search(before):
        role, strength = CreditRole.TEXT, 0.8 if zone == "tail" else 0.55
    elif page.lines[page.index_at(link.begin)].begin == link.begin:
        strength = 0.5
    return Told(
        article.id, agency.name, role, link.begin, link.end, link.url, zone, strength, link.url,
        link.published, "link to its pages",
    )  # fmt: skip


def _once(marks: Iterable[Told]) -> list[Told]:
    """One credit where a line names its agency twice; the stronger one stays."""
    kept: dict[tuple[str, CreditRole, int | None, int | None], Told] = {}
    for credit in marks:
        key = (credit.agency, credit.role, credit.begin, credit.end)
        if key not in kept or kept[key].strength < credit.strength:
            kept[key] = credit
    return list(kept.values())


def _owned(article: Article, marks: list[Told], known: Lexicon) -> list[Told]:
    """An agency on its own pages credits itself; pictures stay pictures."""
    if not article.outlet and not article.url:
        return marks
    named = {credit.agency for credit in marks}
    own = {
        agency.name
        for agency in known.agencies
        if agency.name in named and is_own(agency, article.outlet, article.url, known)
    }
    return [
        replace(credit, role=CreditRole.OWN)
        if credit.agency in own and credit.role is not CreditRole.IMAGE
        else credit
        for credit in marks
    ]


def _strengthened(marks: list[Told]) -> list[Told]:
    """Citing one agency again and again makes a credit of its text surer, and none by itself."""
    cited = Counter(credit.agency for credit in marks if credit.role is CreditRole.CITATION)
    return [
        replace(credit, strength=round(min(0.99, credit.strength + HABIT_GAIN), 2))
        if credit.role is CreditRole.TEXT and cited[credit.agency] >= HABIT
        else credit
        for credit in marks
    ]
