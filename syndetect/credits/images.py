"""Credits of pictures: "AP Photo/Jane Doe", "(Doe/Pool via AP)", "REUTERS/Jane Doe", "Getty".

A picture's credit says nothing of whose text it is. It is read before anything weaker than a
dateline or a "By" line may take the name for more.
"""

from __future__ import annotations

import re

from ..model import CreditRole
from .spots import Reading, Spot, around, whole_line
from .words import any_of
from .zones import is_caption, is_names

_AFTER = re.compile(
    r"^(?:\s?[,|]?\s?(?:[Pp]hotos?|PHOTOS?|[Ff]ile\b|FILE\b|Images?|[Pp]ool\b|[Vv]ideos?|VIDEO"
    r"|[Pp]ictures?|"
    r"Foto|foto|Archive)|\s?/\s?\S|\s?\|\s?Getty|,?\s(?:via )?Getty|\s?[|/]\s?Landov|\s\d{4}\s/)"
)
_VIA = re.compile(r"(?:\bvia\s?|\b(?:VIA|Via)\s?|[/|]\s?)(?:The |the )?$")
_LABEL = re.compile(
    r"(?i)(?:^|\W)(?:photos?|photograph|photographer|image|picture|pictures"
    r"|video|graphic"
    r"|illustration|caption|still|screenshot|handout)s?(?:\s(?:by|credit|courtesy(?: of)?"
    r"|copyright|credit"
    r"s?))?\s?[:：=/©]?\s?[^.!?;)]{0,60}$"
)
_LABEL_ABROAD = re.compile(  # a mark or a person's name must follow
    rf"(?:^|\W){any_of('photo')}(?:\s?[:：=/©|][^.!?;)]{{0,60}}"
    r"|\s(?:[A-ZÀ-ÞĀ-ŽЀ-Я][\w.'’-]*[\s,/]{1,3}){0,5})$"
)
_LABEL_HINTS = (
    "photo", "image", "pictur", "video", "graphic", "illustr", "caption", "still", "screens",
    "handout",
)  # fmt: skip
_OPEN_SENTENCE = re.compile(r"[.!?]\s+[A-Z][^.!?]{30,}$")
_BESIDE = re.compile(rf"(?i)^(?:with|{any_of('beside')})(?!\w)")
_CREDIT_ROW = re.compile(r"^(?:Credit|CREDIT|Crédit|Crédito|Credits)\s?:?\s?(?:The )?$")
_DATE_TAIL = re.compile(r"(?:[.!?)\]”\"]|\(\w+\.? \d{1,2}\))\s*$")


def image(spot: Spot) -> Reading | None:
    """The spot as a picture's credit, or None."""
    if _copyright_of_picture(spot) and is_caption(spot.line.text):
        return _image(spot, 0.9)
    if _AFTER.match(spot.after) and not _slashed_pair(spot):
        return _image(spot, 0.95)
    if _VIA.search(spot.before[-12:]) and not spot.after[:1].isalnum():
        return _image(spot, 0.9)
    if _labelled(spot):
        return _image(spot, 0.9)
    if _in_closing_parens(spot) or _ends_caption(spot):
        return _image(spot, 0.8)
    if _CREDIT_ROW.match(spot.before) and _is_row(spot):
        return _image(spot, 0.85)
    return None


def lone_image(spot: Spot, strength: float) -> Reading:
    """A line of its own that signs a picture or a box, not the text."""
    zone = spot.page.zone_at(spot.mention.begin)
    return whole_line(spot, CreditRole.IMAGE, strength, zone)


def _image(spot: Spot, strength: float) -> Reading:
    zone = spot.page.zone_at(spot.mention.begin)
    return around(spot, CreditRole.IMAGE, strength, zone)


def _slashed_pair(spot: Spot) -> bool:
    """ "AP/Reuters" or "dpa/afp" inside a sign-off or dateline: two agencies, no photographer."""
    return bool(
        re.match(r"^/(?:[A-Z]{2,4}|Reuters|dpa|afp|[a-z]{2,4})\b(?!\s?/)(?!\s[A-Z])", spot.after)
    )


def _copyright_of_picture(spot: Spot) -> bool:
    """ "... (AP Photo/Doe) (Copyright 2017 The Associated Press.)" on one caption line."""
    if "©" not in spot.before and "opyright" not in spot.before:
        return False
    mark = re.search(r"(?:©|\([cC]\)|[Cc]opyright)[^.]{0,30}$", spot.before)
    return bool(mark) and len(spot.before) - len(mark.group(0) if mark else "") > 30


def _labelled(spot: Spot) -> bool:
    near = spot.before[-110:]
    low = near.casefold()
    found = _LABEL.search(near) if any(hint in low for hint in _LABEL_HINTS) else None
    if not found and spot.may("photo"):
        found = _LABEL_ABROAD.search(near)
    if not found:
        return False
    return not _OPEN_SENTENCE.search(found.group(0)) and _closes(spot.after)


def _closes(after: str) -> bool:
    """Whether the credit ends behind the name."""
    return re.match(r"^\s?(?:$|[).,;|\]/]|\s{2}|[A-Z(])", after) is not None


def _in_closing_parens(spot: Spot) -> bool:
    """ "Words of the caption (AP)", "(Jane Doe, AP)", "(Jane Doe/Reuters)" at the end of a line."""
    opening = spot.before.rfind("(")
    if opening < 0 or not re.match(r"^[^)]{0,12}\)\s*\S{0,3}$", spot.after):
        return False
    inner, above = spot.before[opening + 1 :], spot.before[:opening].strip()
    if ")" in inner or _BESIDE.search(inner):
        return False
    named = bool(inner) and (is_names(inner) or "/" in inner or "," in inner)
    if spot.mention.agency.signs:
        return named
    return named or len(above) > 8 or not above


def _ends_caption(spot: Spot) -> bool:
    """ "... in May. Jane Doe AP", "... on Sunday. (May 3) AP" at the very end of a longer line."""
    if spot.after.strip(" .") or len(spot.before) < 40:
        return False
    before = spot.before.rstrip()
    if _DATE_TAIL.search(before):
        return True
    last = re.split(r"[.!?)]\s+", before)[-1].rstrip(" ,|")
    return 0 < len(last) <= 40 and is_names(last) and len(last) < len(before)


def _is_row(spot: Spot) -> bool:
    """A "Credit:" row among pictures: above the text, repeated, or followed by a caption."""
    rows = sum(line.text == spot.line.text for line in spot.page.lines)
    return rows > 1 or (spot.at_top and not spot.in_tail) or is_caption(spot.next)
