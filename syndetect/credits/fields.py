"""Credits beside the body: the byline, the headline, the sources that the page declares."""

from __future__ import annotations

import re

from syndetect.agency import Agency

from ..model import Article, CreditRole
from .agencies import UNSPECIFIED, Lexicon, host_of, speaks
from .links import date_in_url
from .mentions import Mention, find_mentions, surfaces
from .told import Told
from .words import any_of

_PART = re.compile(
    rf"(?i)(?:\b(?:with|{any_of('beside')}|files from|inputs? from)(?!\w))[\w\s,&/.]{{0,40}}$"
)
_PHOTO = re.compile(rf"(?i)\b(?:photos?|photograph\w*|{any_of('photo')}|images?|video)\b")
_GENERIC = re.compile(
    rf"(?i)^(?:by\s)?(?:news\s|wire\s)?(?:agencies|agencias|agences|agenturen|wire services|wires"
    rf"|{any_of('closing')})$"
)
_MARK = re.compile(
    rf"(?:^|[,|/(•–—-]|\b(?:by|{any_of('by')}|of|for|and|the|with|avec|mit|con))\s*$", re.IGNORECASE
)
_BY = re.compile(rf"(?i)^(?:by|{any_of('by')})\s+")
_TITLE = re.compile(
    r"^\s(?:[A-Z]\w+\s){0,2}(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Ss]taff)"
)
_FORMS = {"byline": "byline field", "head": "headline"}
_UPDATE = re.compile(r"^(?:UPDATE|WRAPUP|RPT|REFILE)\s?\d{0,2}-")


def read_fields(article: Article, known: Lexicon) -> list[Told]:
    """Credits of *article* that stand in a field; their offsets are None."""
    return [
        *_in_byline(article, known),
        *_in_headline(article, known),
        *_declared(article, known),
    ]


def _credit(
    article: Article, agency: str, role: CreditRole, text: str, zone: str, strength: float
) -> Told:
    form = _FORMS[zone]
    return Told(article.id, agency, role, None, None, text, zone, strength, form=form)


def _in_byline(article: Article, known: Lexicon) -> list[Told]:
    byline = (article.byline or "").strip()
    if not byline:
        return []
    if _GENERIC.match(byline):
        return [_credit(article, UNSPECIFIED, CreditRole.TEXT, byline, "byline", 0.75)]
    whole = _whole_name(byline, known)
    if whole:
        return [_credit(article, whole.name, CreditRole.TEXT, byline, "byline", 0.93)]
    marks = []
    for mention in find_mentions(byline, known):
        before, after = byline[: mention.begin], byline[mention.end :]
        if not _counts(mention, before, after, article.language):
            continue
        role, strength = CreditRole.TEXT, 0.9
        if _PHOTO.search(byline):
            role = CreditRole.IMAGE
        elif _PART.search(before):
            role, strength = CreditRole.CONTRIBUTION, 0.85
        marks.append(_credit(article, mention.agency.name, role, byline, "byline", strength))
    return marks


def _whole_name(byline: str, known: Lexicon) -> Agency | None:
    """The agency where the byline is only its name, whatever the case: "Afp Afp"."""
    plain = _BY.sub("", byline.casefold()).removeprefix("the ").strip()
    words = plain.split()
    if len(set(words)) == 1:
        plain = words[0]
    for form in surfaces(known):
        if plain == form.text.casefold().strip("()"):
            return form.agency
    return None


def _counts(mention: Mention, before: str, after: str, language: str | None) -> bool:
    """A full name always counts; a short one behind a mark or before a title."""
    if not mention.short:
        return True
    if not speaks(mention.agency, language):
        return False
    return bool(_MARK.search(before) or _TITLE.match(after))


def _in_headline(article: Article, known: Lexicon) -> list[Told]:
    headline = (article.headline or "").strip()
    if not headline:
        return []
    if _UPDATE.match(headline):
        return [_credit(article, "Reuters", CreditRole.TEXT, headline, "head", 0.65)]
    marks = []
    for mention in find_mentions(headline, known):
        before, after = headline[: mention.begin], headline[mention.end :]
        agency = mention.agency
        found = _headline_role(agency, before, after)
        if found:
            marks.append(_credit(article, agency.name, found[0], headline, "head", found[1]))
    return marks


def _headline_role(agency: Agency, before: str, after: str) -> tuple[CreditRole, float] | None:
    if not before and any(after.startswith(f" {tag}") for tag in agency.tags):
        return CreditRole.TEXT, 0.65
    if re.fullmatch(r"\s*", after) and re.search(r"\|\s*(?:The )?$", before):
        return CreditRole.TEXT, 0.62
    ends = re.fullmatch(r"[)\s]*", after) and re.search(r"[-–—(]\s*(?:The )?$", before)
    if ends or (not before and after.startswith(":")) or re.search(r"\btold\s(?:the )?$", before):
        return CreditRole.CITATION, 0.5
    return None


def _declared(article: Article, known: Lexicon) -> list[Told]:
    """The page's own metadata names where its text is from."""
    if not article.declared_sources:
        return []
    own = {host_of(article.url or ""), host_of(article.outlet or "")} - {""}
    marks = []
    for url in article.declared_sources:
        host = host_of(url)
        if not host:
            continue
        agency = known.of_url(url)
        name = agency.name if agency else host
        role = CreditRole.OWN if host in own else CreditRole.TEXT
        marks.append(
            Told(
                article.id,
                name,
                role,
                None,
                None,
                url,
                "head",
                0.85,
                url,
                date_in_url(url),
                "source that the page declares",
            )
        )
    return marks
