"""Datelines: "CITY, 3 May (Agency) -", "CITY, May 3. /AGENCY/.", "AGENCY.- Text", 【パリ共同】.

The agency comes from the closed list, so a local call sign in the same place is nothing.
A dateline below several paragraphs of other text opens an excerpt, not the article.
"""

from __future__ import annotations

import re

from ..model import CreditRole
from .mentions import Mention
from .spots import Reading, Spot, reading
from .words import any_of
from .zones import is_place

_INNER_BEFORE = re.compile(r"^(?:\W?|Thomson\s|[\w.]{2,12}\s?[/-]\s?|(?:\w{2,9}/){2})$")
_INNER_AFTER = re.compile(
    r"^(?:\s?[/-]\s?[\w.]{2,14}|\.com|\.RU"
    r"|\s(?:Business|Breakingviews|Health|Life!?|News|Money|Politics|Sport|Sports|Newsource"
    r"|Foundation"
    r"|en Español|Español|Brasil|Wire|Video|Investigates|Exclusive|Radio|IANS|ANI))*$"
)
_DASH = re.compile(r"^\s?[.:]?\s{0,3}(?:--|[-–—―‒:=])\s?|^\s?\.-\s?")
_CITY = re.compile(  # a city in capitals right before the agency, on a line that holds more
    r"(?:^|(?<=[\s\W\da-z]))(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]{2,}(?:\s[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+){0,3}"
    r"(?:,\s?[A-Z][\w.]+(?:\s[A-Z]\w+)?)?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    r"|\d{1,2}\s[A-Z]\w{2,8}))?)\s*$"
)
_TITLE_CITY = re.compile(
    r"(?:^|[.!?”\"]\s|\s{2,}|\d{4}\s"
    r"|[ap]\.?m\.?\s)(?P<place>[A-Z][a-zà-ÿ]{2,}(?:[\s,]{1,2}[A-Z][\w.]+){0,3})\s*$"
)
_BRACKETS = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】"}
_LEAST_TEXT = 5  # characters of text that follow a bracket
_IN_BRACKETS = 24  # characters before and behind the name that a bracket holds
_RUN = re.compile(rf"^(?=\D{{0,20}}\d)[^\s,，.。:：;；!！?？(（]{{2,24}}?{any_of('wired')}")
_SPELT = re.compile(
    r"(?:[A-Z][\w'’&-]*|of|the|and|for|&)(?:\s(?:[A-Z][\w'’&-]*|of|the|and|for|&))+\s*$"
)
_SMALL = frozenset(("of", "the", "and", "for", "&"))
_DEEP = 4  # paragraphs above from which a dateline opens an excerpt


def dateline(spot: Spot) -> Reading | None:
    """The spot as a dateline's agency, or None."""
    opens = spot.mention.agency.opens
    if "parens" in opens:
        found = _in_parens(spot)
        if found:
            return found
    if "brackets" in opens:
        found = _in_brackets(spot)
        if found:
            return found
    if "run" in opens and not spot.before.strip(" \xa0\u3000(（【["):
        run = _RUN.match(spot.after)
        if run:
            return _placed(spot, 0.95, 0, len(spot.line.text) - len(spot.after) + run.end())
    if "slashes" in opens and spot.before.endswith("/") and spot.after.startswith("/"):
        return _between_slashes(spot)
    if "lead" in opens:
        return _leading(spot)
    return None


def _in_parens(spot: Spot) -> Reading | None:
    opening = spot.before.rfind("(")
    closing = spot.after.find(")")
    if opening < 0 or not 0 <= closing <= 30:
        return None
    if not _INNER_BEFORE.match(spot.before[opening + 1 :]):
        return None
    if not _INNER_AFTER.match(spot.after[:closing]):
        return None
    prefix, rest = spot.before[:opening], spot.after[closing + 1 :]
    if spot.mention.short and _spells(prefix, spot.mention):
        return None
    if spot.mention.agency.dated and not _is_dated(prefix):
        return None
    dash = _DASH.match(rest)
    strength, start = _opening_strength(spot, prefix, rest, dashed=dash is not None)
    if not strength:
        return None
    end = len(spot.line.text) - len(rest) + (dash.end() if dash else 0)
    return _placed(spot, strength, start, end)


def _spells(prefix: str, mention: Mention) -> bool:
    """Whether the name is the initials of the words before it: "Unified Payments Interface (UPI)",
    which says what they stand for, and no place.
    """
    found = _SPELT.search(prefix)
    words = [word for word in found.group(0).split() if word not in _SMALL] if found else []
    size = mention.end - mention.begin
    some = words[-size:]
    return (
        len(some) == size
        and any(not word.isupper() for word in some)
        and any(
            "".join(word[0] for word in some) == name.strip("()") for name in mention.agency.short
        )
    )


def _is_dated(prefix: str) -> bool:
    """Whether a place before an ambiguous name has a day, or is written in capitals."""
    city = re.search(r"[^\W\d_]{3,}", prefix)
    return any(map(str.isdigit, prefix)) or (city is not None and city.group(0).isupper())


def _in_brackets(spot: Spot) -> Reading | None:
    """ "【パリ共同】Text", "(서울=연합뉴스) Text", "[AFP=時事]" at the very start of a line."""
    text = spot.line.text
    close = _BRACKETS.get(text[0])
    size = len(text) - len(spot.after)
    end = text.find(close, size) if close else -1
    if not 0 < len(spot.before) <= _IN_BRACKETS or not 0 <= end - size <= _IN_BRACKETS:
        return None
    inside = spot.before[1:] + spot.after[: end - size]
    if close is None or close in spot.before or len(text) < end + _LEAST_TEXT:
        return None
    if not re.fullmatch(r"[\w\s=＝・･/、,.-]*", inside) or _is_latin(inside):
        return None
    return _placed(spot, 0.9, 0, end + 1)


def _is_latin(inside: str) -> bool:
    """Whether what stands beside the name in a bracket is a Latin word, as in "(Photo Reuters)"."""
    return re.search(r"[A-Za-zÀ-ÿ]{3}", inside) is not None


def _opening_strength(spot: Spot, prefix: str, rest: str, *, dashed: bool) -> tuple[float, int]:
    """How surely *prefix* and *rest* make a dateline (0: not), and where it begins."""
    bare_start = not prefix.strip(' \t\xa0•*-–—"“')
    place = not bare_start and is_place(prefix)
    if dashed:
        if bare_start or place:
            return 0.95, 0
        city = _CITY.search(prefix) or _TITLE_CITY.search(prefix)
        return (0.85, city.start("place")) if city else (0.0, 0)
    text = rest.strip()
    if not text:
        only = spot.mention.agency.bare and len(prefix) < 60
        return (0.8, 0) if only and (bare_start or place) else (0.0, 0)
    caseless = text[0].isalpha() and not text[0].islower()
    begins = caseless or text[0].isdigit() or text[0] in "\"“‘'«„"
    if begins and len(text) > 40 and (place or bare_start):
        sure = spot.mention.agency.bare or (place and bool(re.search(r"\d", prefix)))
        return (0.88 if sure else 0.75), 0
    city = _CITY.search(prefix)
    if begins and city and spot.mention.agency.bare:
        return 0.75, city.start("place")
    return 0.0, 0


def _between_slashes(spot: Spot) -> Reading | None:
    prefix = spot.before[:-1]
    if prefix.strip() and not is_place(prefix.rstrip(" .-–—")):
        return None
    end = len(spot.line.text) - len(spot.after) + 1
    return _placed(spot, 0.95 if prefix.strip() else 0.85, 0, end)


def _leading(spot: Spot) -> Reading | None:
    """ "EFE.- Text", "CITY, 10 Feb — AGENCY. Text", "City. 8 May. AGENCY - Text"."""
    size = len(spot.line.text) - len(spot.after)
    prefix = spot.before.strip()
    if not prefix or (prefix[-1] == "." and is_place(prefix)):
        dash = re.match(r"^\s?\.?\s?[-–—]{1,2}\s", spot.after)
        return _placed(spot, 0.85, 0, size + dash.end()) if dash else None
    if prefix[-1] in "-–—" and spot.after[:1] in ".,:" and is_place(prefix):
        return _placed(spot, 0.9, 0, size + 1)
    return None


def _placed(spot: Spot, strength: float, begin: int, end: int) -> Reading:
    """The reading at its depth: an excerpt's dateline says little of the article."""
    above = spot.paragraphs_above
    if above >= _DEEP:
        return reading(spot, CreditRole.TEXT, 0.4, "body", begin, end)
    strength -= 0.05 * max(0, above - 1)
    return reading(spot, CreditRole.TEXT, round(strength, 2), "dateline", begin, end)
