"""Credits that name no agency.

"(Reporting by ...; Editing by ...)" is Reuters' own form; "With inputs from agencies" leaves the
agency unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..model import CreditRole
from .agencies import UNSPECIFIED
from .words import any_of, hints
from .zones import Page

_JOBS = r"(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslat(?:ed|ing))"
_DESK = re.compile(
    rf"(?P<open>\()?\b(?:Additional |Additonal "
    rf"|With additional )?{_JOBS}\s[Bb]y\s[A-ZÀ-Þ][^()]{{2,900}}?"
    r"(?P<close>\)|(?=\n\s*\n)|$|(?=Our Standards))"
)
_JOB = re.compile(rf"{_JOBS}\s[Bb]y\s")
_GENERIC = (
    (
        re.compile(
            r"(?:[Ww]ith|WITH)\s(?:[\w-]+\s){0,3}(?:from|by)\s(?:[\w ,&]{0,50}\s(?:and|&)\s)?"
            r"(?:the\s)?(?:news\s|wire\s|other\s|international\s)*(?:[Aa]gencies"
            r"|wires?(?: services| reports)?|wire services)\b"
            r"|\b(?:[Nn]ews|[Ww]ire) (?:agencies|services|service reports"
            r"|reports) (?:also )?contributed"
            r"|\b[Aa]gencies contributed"
            rf"|(?<!\w){any_of('unnamed')}(?!\w)|\({any_of('closing')}\)"
            # Running prose speaks of agencies too: these must close a bracket or a short line.
            r"|(?:(?<=\()|(?:^|(?<=\n))(?:(?:[A-ZÀ-Þ][\w.]*|by|and),? ){0,6})"
            r"(?:[Ww]ith (?:[\w]+ )?(?:[Ww]ires"
            r"|[Ww]ire [Ss]ervices|[Aa]gencies|[Aa]gency (?:inputs|reports|material))"
            rf"|{any_of('closing')})"
            r"\s*(?:\)|\.?\s*(?:$|(?=\n)))"
        ),
        CreditRole.CONTRIBUTION,
        0.8,
    ),
    (
        re.compile(
            r"\b(?:published|generated|taken|auto-generated|sourced) from (?:a|an"
            r"|the) (?:[\w-]+ ){0,3}"
            r"(?:feed|agency feed|wire)\b|^(?:By |BY )?(?:Agencies|AGENCIES|Wire [Ss]ervices"
            r"|From wire reports)\.?$"
            r"|^[A-Z][\w .,]{2,40}\((?:Agencies|AGENCIES)\)\s?[-–—:]",
            re.MULTILINE,
        ),
        CreditRole.TEXT,
        0.75,
    ),
)
GENERIC_HINTS = (
    "gencies", "GENCIES", "wire", "Wire", "WIRE", " feed",
    *sorted(hints("unnamed") | hints("closing")),
)  # fmt: skip
HEAD, TAIL = 800, 3000  # characters of a body in which a generic credit stands
_DESK_BEFORE, _DESK_AFTER = 45, 1000
_JOBS_LEAST = 2  # jobs that make a sign-off without a bracket
_BEFORE, _AFTER = 110, 50  # characters around a hint in which a generic credit stands
DESK_HINTS = ("diting ", "porting by ", "porting By ", "riting by ")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A credit that the words alone carry; offsets are into the body."""

    agency: str
    role: CreditRole
    strength: float
    begin: int
    end: int
    form: str


def read_unnamed(body: str, page: Page, signs: AbstractSet[str]) -> list[Unnamed]:
    """All credits of *body* that name no agency, in order; *signs* are the hints in it."""
    found: list[Unnamed] = []
    found.extend(_desks(body, page, signs))
    found.extend(_generic(body, signs))
    return sorted(found, key=lambda item: (item.begin, item.end))


def _generic(body: str, signs: AbstractSet[str]) -> list[Unnamed]:
    """ "With inputs from agencies" and the like, looked for around words that they hold."""
    found: dict[int, Unnamed] = {}
    for hint in GENERIC_HINTS:
        if hint not in signs:
            continue
        at = body.find(hint)
        while at >= 0:
            if HEAD < at < len(body) - TAIL:
                at = body.find(hint, len(body) - TAIL)
                continue
            begin = max(0, at - _BEFORE)
            begin = max(begin, body.rfind("\n", begin, at) + 1)
            for pattern, role, strength in _GENERIC:
                match = pattern.search(body, begin, at + len(hint) + _AFTER)
                if match and match.end() not in found:
                    found[match.end()] = Unnamed(
                        UNSPECIFIED, role, strength, match.start(), match.end(), "agencies, unnamed"
                    )
            at = body.find(hint, at + len(hint))
    return list(found.values())


def _desks(body: str, page: Page, signs: AbstractSet[str]) -> list[Unnamed]:
    """Reuters' own sign-off: who reported, wrote and edited, in one bracket or sentence."""
    found: dict[int, Unnamed] = {}
    for hint in DESK_HINTS:
        if hint not in signs:
            continue
        at = body.find(hint)
        while at >= 0:
            match = _DESK.search(body, max(0, at - _DESK_BEFORE), at + _DESK_AFTER)
            if match and match.start() <= at:
                strength = _desk_strength(body, page, match)
                if strength and match.end() not in found:
                    found[match.end()] = Unnamed(
                        "Reuters",
                        CreditRole.TEXT,
                        strength,
                        match.start(),
                        match.end(),
                        "names of the desk",
                    )
            at = body.find(hint, max(at + len(hint), match.end() if match else 0))
    return list(found.values())


def _desk_strength(body: str, page: Page, match: re.Match[str]) -> float:
    jobs = len(_JOB.findall(match.group(0)))
    bracketed = bool(match.group("open")) and match.group("close") == ")"
    if not bracketed and (
        jobs < _JOBS_LEAST
        or body[max(0, match.start() - 9) : match.start()].rstrip(" (")[-1:] != "\n"
    ):
        return 0.0
    index = page.index_at(match.start())
    if not page.paragraphs_above(index) and not page.opens_text(index):
        return 0.0
    return 0.82 if jobs >= _JOBS_LEAST else 0.7
