"""Credits without an agency's name: "(Reporting by ...; Editing by ...)", "With inputs from agencies"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import CreditRole
from .agencies import UNSPECIFIED
from .zones import Page

_JOBS = r"(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslat(?:ed|ing))"
_DESK = re.compile(
    rf"(?P<open>\()?\b(?:Additional |Additonal |With additional )?{_JOBS}\s[Bb]y\s[A-ZÀ-Þ][^()]{{2,900}}?"
    r"(?P<close>\)|(?=\n\s*\n)|$|(?=Our Standards))"
)
_JOB = re.compile(rf"{_JOBS}\s[Bb]y\s")
_GENERIC = (
    (
        re.compile(
            r"(?:[Ww]ith|WITH)\s(?:[\w-]+\s){0,3}(?:from|by)\s(?:[\w ,&]{0,50}\s(?:and|&)\s)?"
            r"(?:the\s)?(?:news\s|wire\s|other\s|international\s)*(?:[Aa]gencies|wires?(?: services| reports)?|wire services)\b"
            r"|[Ww]ith (?:[\w]+ )?(?:[Ww]ires|[Ww]ire [Ss]ervices|[Aa]gencies|[Aa]gency (?:inputs|reports|material))\b"
            r"|\b(?:[Nn]ews|[Ww]ire) (?:agencies|services|service reports|reports) (?:also )?contributed"
            r"|\b[Aa]gencies contributed|\(avec (?:les )?agences\)|\bavec (?:les )?agences\b"
            r"|\bmit (?:Agenturmaterial|Material von Agenturen|Agenturen)\b|\bcon (?:información de )?agencias\b"
            r"|\bcom (?:informações de )?agências\b|\(con agencias\)"
        ),
        CreditRole.CONTRIBUTION,
        0.8,
    ),
    (
        re.compile(
            r"\b(?:published|generated|taken|auto-generated|sourced) from (?:a|an|the) (?:[\w-]+ ){0,3}"
            r"(?:feed|agency feed|wire)\b|^(?:By |BY )?(?:Agencies|AGENCIES|Wire [Ss]ervices|From wire reports)\.?$"
            r"|^[A-Z][\w .,]{2,40}\((?:Agencies|AGENCIES)\)\s?[-–—:]",
            re.MULTILINE,
        ),
        CreditRole.TEXT,
        0.75,
    ),
)
_HINTS = ("gencies", "GENCIES", "wire", "Wire", "WIRE", "gences", "gentur", "agencias", "agências", " feed")
_DESK_HINTS = ("iting by ", "iting By ", "porting by ", "porting By ")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A credit that the words alone carry; offsets are into the body."""

    agency: str
    role: CreditRole
    strength: float
    begin: int
    end: int


def read_unnamed(body: str, page: Page) -> list[Unnamed]:
    """All credits of *body* that name no agency, in order."""
    found: list[Unnamed] = []
    if any(hint in body for hint in _DESK_HINTS):
        found.extend(_desks(body, page))
    if any(hint in body for hint in _HINTS):
        for pattern, role, strength in _GENERIC:
            found.extend(
                Unnamed(UNSPECIFIED, role, strength, match.start(), match.end())
                for match in pattern.finditer(body)
            )
    return sorted(found, key=lambda item: (item.begin, item.end))


def _desks(body: str, page: Page) -> list[Unnamed]:
    """Reuters' own sign-off: who reported, wrote and edited, in one bracket or sentence."""
    found = []
    for match in _DESK.finditer(body):
        jobs = len(_JOB.findall(match.group(0)))
        bracketed = bool(match.group("open")) and match.group("close") == ")"
        starts = bracketed or body[: match.start()].rstrip(" (")[-1:] in "\n"
        index = page.index_at(match.start())
        if not page.prose_before[index] and not page.lines[index].prose:
            continue
        if jobs >= 2 and starts:
            strength = 0.82
        elif bracketed:
            strength = 0.7
        else:
            continue
        found.append(Unnamed("Reuters", CreditRole.TEXT, strength, match.start(), match.end()))
    return found
