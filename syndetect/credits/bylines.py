"""Bylines: "By JANE DOE, Associated Press", a line that is only "Reuters", "Reuters India•".

A line that is only an agency's name may sign the text above which it stands, or the picture
below which it stands. Its neighbours decide: a date or a dateline after it, a person's name
before it make a byline; a caption before it makes a picture's credit.
"""

from __future__ import annotations

import re

from ..model import CreditRole
from .images import lone_image
from .mentions import without_names
from .spots import Reading, Spot, reading, whole_line
from .words import any_of
from .zones import is_byline, is_caption, is_credited, is_date, is_names, opens_dateline

_BY = re.compile(
    rf"(?:^|(?<=[\s|•·—–(.,!?\-\d”\"]))(?:By|BY|{any_of('by')}|Text by|Written by|Story by"
    r"|Reported by|Analysis by|Posted by)[:\s]\s*"
    r"|(?:^|(?:Posted|Published|Updated)\b[^.!?]{0,60}\s)by\s"
)
_TITLE = (
    r"(?:[A-Z][\w&-]+\s){0,3}(?:[Ww]riters?|[Cc]orrespondents?|[Rr]eporters?"
    r"|[Ee]ditors?(?:-at-[Ll]arge)?"
    r"|[Ss]taff|[Cc]olumnists?|[Aa]nalysts?|[Jj]ournalists?|[Pp]roducers?|WRITERS?|Business"
    r"|Politics)"
)
_AFTER_BY = re.compile(
    rf"^(?:['’]s\s|\s?$|\s?[,|•·/();—–-]|\s+(?:{_TITLE})|\s+(?:News|Service|Staff|Media|Opinion"
    rf"|Business)\b"
    r"|\s+(?:on|Published|Posted|Updated|via)\b|\s+\d|[A-Z]"
    r"|\s+(?:[A-Z][a-z]{2,8}day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|\s{2,})"
)
_SUFFIX = re.compile(
    r"^(?:\.com)?(?:\s(?:India|UK|US|Staff|News|Newswire|News Service|Wire|Service|Agency"
    r"|News Agency))?"
    r"\s*(?:\([A-Z]{2,5}\))?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_BUTTON = re.compile(
    r"(?i)^(?:share|save|e-?mail|tweet|print|comments?|purchase|more|facebook|twitter|reprints?"
    r"|\d+\b|copy"
    r"|follow|text size|a a|advertisement|close|\W+$)"
)
_DASHED_LEAD = re.compile(r"^\s*[—–|-]\s*(?:By\s|BY\s)?(?P<names>[^—–|]{3,160}?)(?:\s[—–|-]\s.*)?$")
_FOR = r"\s(?:of|for|at|[Ss]pecial to|from)$"
_LONGEST = 260  # characters of a line that may still be a byline
_TOP = 2  # paragraphs above which no byline stands
_LEADING = frozenset((
    "the", "from", "agencia", "agência", "agence", "agenzia", "redazione", "di", "la", "and", "und",
    "et", "y", "e", "&", "–", "—", "-", "|",
))  # fmt: skip


def byline(spot: Spot) -> Reading | None:
    """The spot as the agency of a byline, or None."""
    if spot.paragraphs_above > _TOP or len(_single_spaced(spot.line.text)) > _LONGEST:
        return None
    return _by_names(spot) or _of_own_people(spot) or _names_first(spot) or _name_leads(spot)


def own_line(spot: Spot) -> Reading | None:
    """The spot as a line of its own: a byline, a sign-off or a picture's credit; or None."""
    if len(spot.line.text) > 120 or not _only_names(spot):
        return None
    rest = _SUFFIX.match(spot.after)
    tail = without_names(rest.group("rest") if rest else spot.after, spot.known)
    if tail.strip().startswith("•") or tail.strip() == "•":
        return whole_line(spot, CreditRole.TEXT, 0.9, "byline") if spot.at_top else None
    dated = tail.strip(" |•·,/()–—-")
    if dated and not is_date(dated):
        return None
    if spot.paragraphs_above > _TOP and not spot.in_tail:
        return lone_image(spot, 0.5)
    if dated:
        return whole_line(spot, CreditRole.TEXT, 0.9, "byline") if spot.at_top else None
    if spot.in_tail and not spot.at_top:
        return _sign_off(spot)
    return _between_neighbours(spot)


def _single_spaced(text: str) -> str:
    return " ".join(text.split()) if "  " in text else text


def tagged(spot: Spot) -> Reading | None:
    """ "AP FACT CHECK: ..." as a headline above the text."""
    tags = spot.mention.agency.tags
    if not tags or spot.before or not spot.at_top or spot.opens_text:
        return None
    if any(spot.after.startswith(f" {tag}") for tag in tags):
        return whole_line(spot, CreditRole.TEXT, 0.65, "head")
    return None


def _only_names(spot: Spot) -> bool:
    """Whether nothing but articles and other agencies stands before the name."""
    before = spot.before
    plain = without_names(before, spot.known).replace("(", " ").replace("/", " ").replace(",", " ")
    words = plain.casefold().split()
    if "(" in before and len(before.strip()) == 1:
        return False
    return all(word in _LEADING for word in words)


def _by_names(spot: Spot) -> Reading | None:
    """ "By NAME, AGENCY", "By AGENCY", "NAME for AGENCY"."""
    openings = list(_BY.finditer(spot.before))
    found = openings[-1] if openings else None
    if found is None or not _AFTER_BY.match(spot.after):
        return None
    names = spot.lead[found.end() :].strip()
    if spot.mention.short and names and names[-1] not in ",|/-–—(;" and _ambiguous(spot):
        return None
    middle = re.sub(_FOR, "", names)
    glued = bool(names) and spot.before[-1:].isalpha()
    if middle and not (is_names(_without_titles(middle)) or glued):
        return None
    if re.search(r"(?i)\bphotos?\b", spot.before[: found.end()]):
        return None
    if spot.opens_text and found.start() > 160:
        return None
    return reading(spot, CreditRole.TEXT, 0.93, "byline", found.start(), _end_of_credit(spot))


def _ambiguous(spot: Spot) -> bool:
    """A short name right behind a person's: only a title makes it an agency."""
    return not re.match(rf"^\s(?:{_TITLE})", spot.after) and spot.mention.agency.name != "CNN"


def _without_titles(names: str) -> str:
    """Names without what stands between them: titles and other houses' names."""
    names = re.sub(rf"\b{_TITLE}", " ", names)
    return names.replace("(", " ").replace(")", " ")


def _of_own_people(spot: Spot) -> Reading | None:
    """ "From CNN's Jane Doe" as a line of its own."""
    if not re.match(r"^(?:From|By)\s(?:the\s|The\s)?$", spot.before):
        return None
    if not re.match(r"^['’]s\s[A-Z]", spot.after) or not is_names(spot.after[2:]):
        return None
    return whole_line(spot, CreditRole.TEXT, 0.75, "byline")


def _names_first(spot: Spot) -> Reading | None:
    """ "JANE DOE and JOHN ROE, Associated Press" without "By"."""
    if not spot.at_top or len(spot.line.text) > 200 or _only_names(spot):
        return None
    mark = spot.lead[-1]
    names = re.sub(_FOR, "", spot.lead.rstrip(" ,|—–-(/"))
    glued = spot.before[-1:].isalpha()
    if (
        not (is_names(_without_titles(names)) or (glued and is_names(names)))
        or len(names.split()) < 2
    ):
        return None
    titled = re.match(rf"^\s(?:{_TITLE})\b", spot.after)
    word = spot.mention.short and not spot.line.text[len(spot.before) :][:2].isupper()
    if word and mark not in ",|—–-(/" and not titled:
        return None  # "By Michael Bloomberg"
    after = spot.after[titled.end() :] if titled else spot.after
    plain = after.strip(" ).,|•·—–-")
    if plain and not is_date(plain) and not re.match(r"^(?:Published|Updated|Posted)\b", plain):
        return None
    alone = not titled and not plain and " and " not in names
    if alone and (mark in "/(" or (mark == "|" and spot.mention.short)):
        return None
    strength = _strength_of_names(spot, names, titled=bool(titled), dated=bool(plain), glued=glued)
    role = CreditRole.TEXT if strength else CreditRole.IMAGE
    return whole_line(spot, role, strength or 0.5, "byline" if strength else "head")


def _strength_of_names(spot: Spot, names: str, *, titled: bool, dated: bool, glued: bool) -> float:
    """How surely names and an agency sign the text; 0 where they rather sign a picture."""
    if titled or dated:
        return 0.88
    if is_date(spot.next) or opens_dateline(spot.next):
        return 0.85
    if re.search(r"\band\b|,", names) or glued:
        return 0.85
    if _under_picture(spot) or _signed_above(spot):
        return 0.0
    if spot.mention.short and spot.mention.agency.kind == "agency":
        return 0.0
    if spot.index and spot.previous[-1:] in '.”"':
        return 0.0
    return 0.65


def _under_picture(spot: Spot) -> bool:
    """Whether a caption stands right above or below."""
    beside = is_caption(spot.next) or is_caption(spot.previous)
    return beside or re.match(r"^(?:FILE|In this)\b", spot.next) is not None


def _signed_above(spot: Spot) -> bool:
    """Whether another line of the head is a byline already."""
    return any(is_byline(line.text) for line in spot.page.lines[: spot.index])


def _name_leads(spot: Spot) -> Reading | None:
    """ "AGENCY — By NAME - AGENCY"."""
    if spot.lead or not spot.at_top:
        return None
    found = _DASHED_LEAD.match(spot.after)
    if not found or not is_names(_without_titles(found.group("names"))):
        return None
    if len(spot.line.text) > 200:
        return None
    return whole_line(spot, CreditRole.TEXT, 0.9, "byline")


def _sign_off(spot: Spot) -> Reading:
    """An agency's name alone below the text."""
    last = spot.index >= len(spot.page.lines) - 2
    if not last or is_caption(spot.previous):
        return lone_image(spot, 0.5)
    sure = 0.75 if (not spot.mention.short or spot.mention.agency.signs) else 0.5
    return whole_line(spot, CreditRole.TEXT, sure, "tail")


def _between_neighbours(spot: Spot) -> Reading:
    """An agency's name alone near the top: what stands above and below decides."""
    above, below = spot.previous, spot.next
    long = not spot.mention.short or bool(spot.before.strip())
    named = bool(above) and spot.index > 1 and is_names(above) and len(above) < 80
    if is_date(below) or (opens_dateline(below) and not is_caption(above)):
        return whole_line(spot, CreditRole.TEXT, 0.9, "byline")
    if long and is_credited(above) and not is_caption(below):
        return whole_line(spot, CreditRole.TEXT, 0.8, "byline")
    if is_caption(above) or re.match(r"^(?:FILE|In this)\b", below):
        return lone_image(spot, 0.7)
    if named or is_byline(above):
        return whole_line(spot, CreditRole.TEXT, 0.85, "byline")
    if above and above[-1] in '.”"’' and len(above) > 40:
        return lone_image(spot, 0.7)
    if long and _BUTTON.match(below) and not is_caption(below):
        return whole_line(spot, CreditRole.TEXT, 0.8, "byline")
    if long and len(above) > 20 and not is_date(above):
        return whole_line(spot, CreditRole.TEXT, 0.75, "byline")
    if is_date(above) and long:
        return whole_line(spot, CreditRole.TEXT, 0.75, "byline")
    return lone_image(spot, 0.6)


def _end_of_credit(spot: Spot) -> int:
    """Where the byline ends in its line: behind a title, or behind the name."""
    size = len(spot.line.text) - len(spot.after)
    titled = re.match(rf"^\s(?:{_TITLE})\b", spot.after)
    return size + (titled.end() if titled else 0)
