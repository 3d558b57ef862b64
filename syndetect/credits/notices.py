"""Notices around a text: copyright, "contributed to this report", "originally published by".

An agency that contributes gave a part; an agency's own writer who contributes signs the
agency's story, unless the outlet lists other people beside.
"""

from __future__ import annotations

import re

from ..model import CreditRole
from .spots import Reading, Spot, around, reading, whole_line
from .words import any_of, words
from .zones import is_names

_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT|\b[cC]\.\s?\d{4})(?:[\s©,.:0-9–-]|\([cC]\)"
    r"|[Cc]opyright|by\b|BY\b"
    r"|[Tt]he\b|THE\b|Agencia\b){0,12}$"
)
_COPYRIGHT_HINTS = ("©", "opyright", "OPYRIGHT", "(c)", "(C)", "c.", "C.")
_JOB = (
    r"(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Jj]ournalists?|[Ss]taff(?:ers)?"
    r"|[Pp]roducers?"
    r"|[Ee]ditors?|[Rr]esearchers?|[Cc]olumnists?|[Bb]ureau)"
)
_OWN_WRITER = re.compile(
    rf"^\s(?:(?:[A-Z][\w-]+|staff|sports|business|political|national"
    rf"|investigative)\s){{0,3}}{_JOB}\b|^['’]s?\s[A-Z]\w+\s[A-Z]"
)
_CONTRIBUTED = re.compile(
    r"^[^\n“”\"]{0,400}?\b(?:contribut(?:ed|es|ing)|helped report|assisted)\b\s*(?:[.,)]|$"
    r"|(?:\w+\s){0,2}to\s(?:this|the)\s"
    r"(?:\w+\s)?(?:report|story|article|post|piece|reporting|dispatch|coverage)|from\s[A-Z]"
    r"|reporting|research|including)"
)
_GAVE = ("contribut", "helped", "assisted")
_GIVEN = "|".join(
    (
        r"\b(?:[Ww]ith|WITH)\s(?:[\w-]+\s){0,4}(?:from|by|FROM|BY)",
        r"\b[Ww]ith contributions?(?: from)?",
        r"\b[Cc]ontribut(?:ing|ors?|ion by|ions by)\s?:?",
        r"\b(?:[Aa]dditional|[Ff]urther)\s(?:[\w-]+\s)?(?:reporting|material|information)\s(?:by|from)",
        (r"\b(?:[Ii]nformation|[Mm]aterial|[Ii]nputs?|[Ff]iles)\s(?:from|by)"),
        (
            r"\b(?:information|report|story|article)s?\s(?:for this \w+\s)?"
            r"(?:came|comes|includes? (?:\w+\s){1,3}?from|used)\s?(?:from)?"
        ),
    )
)
_OTHERS = (  # then, perhaps, other names and a conjunction
    r"\s(?:[\w ,;&/|’']{0,60}(?:[,;&/|]|\b(?:and|und|y|et|e))\s?)?(?:(?:[Tt]he|THE|la)\s)?$"
)
_WITH = re.compile(rf"(?:{_GIVEN}){_OTHERS}")
_WITH_ABROAD = re.compile(rf"(?<!\w){any_of('given')}{_OTHERS}")
_OPENED = ("(with", *(f"({word}" for word in words("beside")))
_WITH_HINTS = (
    "ith ", "WITH", "ontribut", "dditional", "urther", "nformation", "aterial", "nput", "iles",
    "report", "story", "article",
)  # fmt: skip
_BESIDE = re.compile(rf"(?:^|[\s(])(?:with|{any_of('beside')})\s?$", re.IGNORECASE)
_THIS = (
    r"(?:(?:An?\s\w+\s|A\s)?[Vv]ersion of\s)?[Tt]his\s(?:[\w’'-]+\s){0,2}?(?:story|article|report"
    r"|content|piece|dispatch"
    r"|column|post|essay|analysis|text|item|version|reporting)s?"
)
_ORIGIN = re.compile(
    rf"(?:^|[.!?*(\[_–—•]\s{{0,3}}|\s{{2,}}|\bThis post )(?:\W{{0,3}}{_THIS}\s(?:is|was|has been"
    rf"|have been|also)?\s?"
    r"(?:\w+\s)?(?:appeared|published|posted|reported|ran|featured|republished|reprinted"
    r"|reproduced|syndicated"
    r"|distributed|provided|produced|supplied|written|generated|created|reposted|comes|came|taken"
    r"|courtesy)"
    r"|(?:\W{0,3}[Oo]riginally\s|\W{0,3})(?:[Pp]ublished|[Aa]ppeared|[Dd]istributed|[Pp]rovided"
    r"|[Rr]epublished"
    r"|[Rr]eprinted|[Rr]eproduced|[Ss]yndicated|[Ss]upplied))"
    r"(?:\s(?:here|first|content|and distributed|with permission"
    r"|with the permission))*"
    r"\s(?:on|in|by|from|at|with|of|as part of|to)\s(?:[Tt]he\s|a\s"
    r"|permission (?:from|of) (?:the )?)?$"
)
# One of the last words where either matches.
_BEHIND_ORIGIN = frozenset(("on", "in", "by", "from", "at", "with", "of", "to"))
_ORIGIN_ABROAD = re.compile(
    rf"(?:^|[.!?*(\[_–—•]\s{{0,3}}|\s{{2,}}){any_of('origin')}\s(?:\w+\s)?$"
)
_CREATED = re.compile(r"\b[Cc]ontent created by (?:[Tt]he\s)?$")
_THIS_BY = re.compile(rf"^\W{{0,3}}{_THIS}\sby\s(?:[Tt]he\s)?$")
_LABEL = re.compile(
    r"(?:^|[.!?”\"]\s{0,3}|\s{2,}|\(|/\s)(?:[Cc]redits?|CREDIT|(?P<source>[Ss]ources?|SOURCE"
    rf"|{any_of('source')}|Original source|News source)"
    r"|[Cc]ourtesy(?: of)?)\s?[:：|-]?\s?(?:The )?$"
)
_SIGNED = re.compile(r"(?:^|[\s.!?”\"])(?:--|[-–—])\s?(?:[Ww]ith\s)?$")
_DESK = re.compile(r"^(?:\s(?:[A-Za-z]{2,5}|[a-z]{2,4}/[a-z]{2,4})){0,4}\W{0,3}$")
_SLASHED = re.compile(r"^(?:/\w{2,9})?/?\W{0,2}$")
_IS_A = re.compile(
    r"(?:^|[.!?_]\s{0,2}|\s{2,})(?P<who>[A-Z][^.!?]{3,60}?)\s(?:is|are)\s(?:an?\s)?(?:the\s)?$"
)
_STAFF = re.compile(rf"^\s(?:[\w-]+\s){{0,2}}{_JOB}\b(?! of)")
_TRUST = re.compile(r"^\s(?:Trust Principles)")
_PLACE_OF_NOTICE = 3  # paragraphs above which a notice belongs to the page's furniture


def copyright_notice(spot: Spot) -> Reading | None:
    """ "Copyright 2025 AGENCY", "© AGENCY", of the text or of a picture."""
    near = spot.before[-70:]
    found = _COPYRIGHT.search(near) if any(mark in near for mark in _COPYRIGHT_HINTS) else None
    if _TRUST.match(spot.after):
        return whole_line(spot, CreditRole.TEXT, 0.9, "tail")
    if not found:
        return None
    begin = len(spot.before) - len(found.group(0))
    bracketed = spot.before[:begin].rstrip().endswith("(")
    zone = "tail" if spot.in_tail else spot.page.zone_at(spot.mention.begin)
    if bracketed and (begin > 30 or not spot.in_tail):
        return reading(spot, CreditRole.IMAGE, 0.8, zone, begin, _sentence_end(spot))
    if spot.at_top and not spot.opens_text and not spot.in_tail:
        role = CreditRole.IMAGE if begin else CreditRole.TEXT
        return reading(spot, role, 0.6, zone, begin, _sentence_end(spot))
    return reading(spot, CreditRole.TEXT, 0.8, zone, begin, _sentence_end(spot))


def labelled_notice(spot: Spot) -> Reading | None:
    """ "Credit: AGENCY", "Source: AGENCY": of the text only above it or at its end."""
    near = max(0, len(spot.before) - 30)
    found = _LABEL.search(spot.before, near)
    if not found or not re.match(
        r"^(?:\s?[,/|&]\s?[\w ]{2,20}|\)|\s\w{2,8})?\s*:?\s*(?:$|https?:|www\.|\()", spot.after
    ):
        return None
    begin = found.start()
    linked = "://" in spot.after or spot.next.startswith(("http", "www."))
    if spot.in_tail or linked:
        return reading(
            spot, CreditRole.TEXT, 0.9 if linked else 0.85, "tail", begin, len(spot.line.text)
        )
    if spot.at_top and found.group("source"):
        return reading(spot, CreditRole.TEXT, 0.75, "head", begin, len(spot.line.text))
    return reading(spot, CreditRole.CITATION, 0.4, "body", begin, len(spot.line.text))


def contribution_notice(spot: Spot) -> Reading | None:
    """ "AGENCY contributed to this report", "With files from AGENCY"."""
    near = spot.after[:420]
    if any(hint in near for hint in _GAVE) and _CONTRIBUTED.match(_until_stop(near)):
        sentence = re.split(r"(?<=[a-z\d)”\"][.!?])\s+|_{2,}", spot.before)[-1]
        own = _OWN_WRITER.match(spot.after)
        alone = re.fullmatch(r"[\s(•*\-–—_]*(?:The\s|the\s)?", sentence) is not None
        if own and alone and "•" not in sentence:
            ruled = spot.previous.startswith("_") or spot.mention.agency.name == "CNN"
            return around(spot, CreditRole.TEXT, 0.75 if ruled else 0.66, _below(spot))
        return around(spot, CreditRole.CONTRIBUTION, 0.9, _below(spot))
    near = spot.before[-160:]
    if (any(hint in near for hint in _WITH_HINTS) and _WITH.search(near)) or (
        spot.may("given") and _WITH_ABROAD.search(near)
    ):
        return around(spot, CreditRole.CONTRIBUTION, 0.85, _below(spot))
    if _BESIDE.search(spot.before[-12:]) and (spot.at_top or spot.in_tail) and _short_line(spot):
        return around(spot, CreditRole.CONTRIBUTION, 0.8, _below(spot))
    return None


def origin_notice(spot: Spot) -> Reading | None:
    """ "This story was originally published by AGENCY"."""
    near = spot.before[-110:]
    if spot.may("origin") and _ORIGIN_ABROAD.search(near):
        return around(spot, CreditRole.TEXT, 0.85, _below(spot))
    if not near[-1:].isspace() or _BEHIND_ORIGIN.isdisjoint(near.split()[-4:]):
        return None
    if _CREATED.search(near):
        return around(spot, CreditRole.TEXT, 0.8, _below(spot))
    told = _THIS_BY.search(near) and re.match(r"^\s(?:was|is)\s(?:first|orig)", spot.after)
    if not told and not _ORIGIN.search(near):
        return None
    return around(spot, CreditRole.TEXT, 0.85, _below(spot))


def staff_notice(spot: Spot) -> Reading | None:
    """ "NAME is an Associated Press writer." below the text."""
    if not _STAFF.match(spot.after):
        return None
    found = _IS_A.search(spot.before[-100:])
    if not found or not spot.in_tail:
        return None
    if re.search(r"(?i)best-?\s?sell", spot.after[:40]) or not is_names(found.group("who")):
        return None
    strength = 0.75 if spot.mention.agency.kind == "agency" else 0.62
    return around(spot, CreditRole.TEXT, strength, "tail")


def signed_notice(spot: Spot) -> Reading | None:
    """ "- PTI", "--IANS ab/cd", "(ANI)" behind the last words of the text."""
    agency = spot.mention.agency
    close = len(spot.after) < 30 and (not spot.before or spot.before[-1] in " -–—(/©")
    if agency.kind != "agency" or not close or not (spot.in_tail or not spot.next):
        return None
    if len(spot.before) > 2 and spot.paragraphs_above == 0 and not spot.opens_text:
        return None
    if _SIGNED.search(spot.before) and _DESK.match(spot.after):
        return reading(
            spot, CreditRole.TEXT, 0.8, "tail", max(0, len(spot.before) - 3), len(spot.line.text)
        )
    last = spot.index >= len(spot.page.lines) - 4
    slashed = spot.before.endswith("/") and not spot.before[-2:-1].strip()
    if agency.signs and last and slashed and _SLASHED.match(spot.after):
        return reading(
            spot, CreditRole.TEXT, 0.75, "tail", len(spot.before) - 1, len(spot.line.text)
        )
    if (
        agency.signs
        and last
        and spot.before.endswith(("(", "(©", "（"))
        and re.match(r"^[)）]\W{0,2}$", spot.after)
    ):
        return reading(
            spot, CreditRole.TEXT, 0.75, "tail", len(spot.before) - 1, len(spot.line.text)
        )
    if (
        agency.signs
        and last
        and not spot.before
        and re.match(r"^(?:\s[A-Z]{2,4}){1,4}$", spot.after)
    ):
        return whole_line(spot, CreditRole.TEXT, 0.8, "tail")
    return None


def _below(spot: Spot) -> str:
    zone = spot.page.zone_at(spot.mention.begin)
    return "tail" if zone == "body" and spot.paragraphs_above >= _PLACE_OF_NOTICE else zone


def _short_line(spot: Spot) -> bool:
    return len(spot.line.text) < 90 or spot.before.rstrip().endswith(_OPENED)


def _until_stop(after: str) -> str:
    """What follows up to the end of the sentence; initials and short forms do not end it."""
    stop = re.search(r"(?<=[a-z]{4})[.!?](?=\s+[A-Z_]|$)", after)
    return after[: stop.end()] if stop else after


def _sentence_end(spot: Spot) -> int:
    size = len(spot.line.text) - len(spot.after)
    return size + min(len(spot.after), 160)
