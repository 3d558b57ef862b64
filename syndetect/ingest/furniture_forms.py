"""What a single line of a page looks like when it is furniture: its form, whatever stands around it.

The phrases live in ``furniture.toml``; here they become tables that answer in a few lookups,
because every line of every article passes through. Shapes that phrases cannot say (captions,
clocks, bylines, credit and copyright lines) are the regular expressions below.
Where in the article the line stands is the business of ``furniture``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

_MARKS = re.compile(r"[\W\d_]+")
_DEFAULT_MOST = 25
# A word may touch a mark; splitting at white space is all the time there is for long lines.
_TOUCHING = ("", ".", ",", "!", ":", ";", "?", ")", '"', "”")
_BEFORE = ("", "(", '"', "“")


@dataclass(frozen=True, slots=True)
class Form:
    """A known form of furniture.

    ``edge``: counts only before the first or after the last paragraph of the story.
    ``opens``: what may belong to it below: "headlines", "headline", "rest", "labels", "name" or "".
    """

    reason: str
    edge: bool = False
    opens: str = ""
    most: int = _DEFAULT_MOST
    both: bool = False


CAPTION = Form("photo caption")
PHOTO_CREDIT = Form("photo credit")
AGENCY_LINE = Form("agency line")
CLOCK = Form("page clock", edge=True)
BYLINE = Form("byline", edge=True)
CREDIT_LINE = Form("credit line")
COPYRIGHT_LINE = Form("copyright line")
AUTHOR_CARD = Form("author card", edge=True)
MENU = Form("menu")
COUNTER = Form("share buttons")


def fold(text: str) -> str:
    """*text* case-folded, with every run of marks, digits and white space as one space."""
    return _MARKS.sub(" ", text.casefold()).strip()


class _Tables:
    """The phrases of ``furniture.toml``, arranged for lookup."""

    def __init__(self, forms: list[dict[str, Any]]) -> None:
        self.whole: dict[str, Form] = {}
        self.begins: dict[str, list[tuple[str, Form, tuple[str, ...]]]] = {}
        self.holds: dict[str, list[tuple[str, Form]]] = {}
        self.longest = 0
        for raw in forms:
            self._add(raw)

    def _add(self, raw: dict[str, Any]) -> None:
        form = Form(
            raw["reason"],
            raw.get("edge", False),
            raw.get("opens", ""),
            raw.get("most", _DEFAULT_MOST),
            raw.get("both", False),
        )
        for phrase in raw.get("line", ()):
            self.whole.setdefault(fold(phrase), Form(form.reason, opens=form.opens))
        holds = tuple(raw.get("holds", ()))
        for phrase in raw.get("begins", ()):
            first = _first_word(phrase.split())
            needs = holds if form.both else ()
            self.begins.setdefault(first, []).append((phrase, form, needs))
        if not form.both:
            for phrase in holds:
                trigger = max(phrase.split(), key=len)
                for before in _BEFORE:
                    for after in _TOUCHING:
                        self.holds.setdefault(before + trigger + after, []).append((phrase, form))
                self.longest = max(self.longest, form.most)
        self.triggers = frozenset(self.holds)


def _first_word(words: list[str]) -> str:
    """The first word without marks; the mark itself where a line begins with a lone one."""
    return words[0].strip(":|.,…-–—") or words[0]


def _load() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_DATA = _load()
_TABLES = _Tables(_DATA["form"])
_CLOCK_WORDS = frozenset(_DATA["clock"]["words"])
_CLOCK_PARTS = re.compile(r"\d+(?:st|nd|rd|th|er|º|ª)?|[^\W\d_]+(?:\.[^\W\d_]\b)?")

# Agencies whose name marks a picture when it stands behind a slash, a bar, a comma or "via".
_PICTURES = (
    r"(?:AP(?: Photo)?|AFP(?: Photo)?|EPA(?:-EFE)?|EFE|REUTERS|Reuters|UPI|dpa|DPA|ANSA|TASS|TT|NTB"
    r"|Getty(?: Images)?|GETTY(?: IMAGES)?|Shutterstock|SHUTTERSTOCK|iStock(?:photo)?|Alamy"
    r"|Bloomberg|Lehtikuva|Sipa(?: USA)?|SIPA|Rex|REX|Xinhua|Kyodo|PTI|ANI|Associated Press"
    r"|(?:The )?Canadian Press|PA(?: Wire| Images| Media)?|imago|IMAGO|Keystone|Anadolu(?: Agency)?"
    r"|NurPhoto|WireImage|FilmMagic|AAP|ZUMA(?: Press)?|Zuma|Imago|picture alliance"
    r"|Press Association|CP|Pool(?: Photo)?|POOL)"
)
_CAPTION_BEGINS = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE| PICTURE)?\s*(?:[-–—:]|\()|File (?:photo|picture|image)\b"
    r"|(?:Image|Media|Photo|Video|Picture) (?:copyright|caption|source|credit|courtesy)\b"
    r"|Enlarge this image|Hide caption|Slideshow \(|Image \d+ of \d+|(?:prev|next) Image \d"
    r"|(?:Photo|Photos|Photograph|Picture|Pic|Image|Foto|Bild|Fotos|Imagen|Immagine|Imagem|Crédits?"
    r"|Credit|Credits|Photo credit|Bildquelle|Copyright photo|Fotografía|Fotografia|Fonte foto)"
    r"\s?:\s*\S"
    r"|(?:Pool )?(?:Photo|Photograph|Picture|Image|Illustration)s? (?:by|via|from) [A-Z])"
)
_CAPTION_ENDS = re.compile(
    r"(?:\((?:[^()]{0,60}[/|,]\s?|[^()]{0,40}\bvia )?" + _PICTURES + r"(?:[/|,][^()]{0,60})\)"
    r"|\([^()]{0,70}(?:Getty|AP Photo|AFP PHOTO|Shutterstock|iStock|via AP|via Reuters)[^()]{0,40}\)"
    r"|\((?:(?:File )?[Pp](?:hoto|icture|ic)s?|Image|Foto|Bild|Credit|Crédit|Photo credit)"
    r"(?: by|:| courtesy| credit| via|\s?/)[^()]{1,90}\)"
    r"|[/|]\s?" + _PICTURES + r"|\b(?:Getty Images|AP Photo|EPA-EFE)"
    r"|\b(?:REUTERS|AFP|EPA|AP Photo|AFP PHOTO|Reuters)\s?/\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
    r"|\b(?:Hide [Cc]aption|toggle caption)(?: \d+ of \d+)?)"
    r"(?: ORIG [A-Z0-9: _]+| ORG XMIT: \w+)?[\s.]*$"
)
_PHOTO_CREDIT = re.compile(
    r"\(?(?:Photo: |Pool photo by |Photo by )?(?:[A-ZÀ-Þ][\w.'’-]*[ ,]*){1,6}(?:\||/|,|\bvia|-)\s?"
    + _PICTURES
    + r"\)?(?:[/|,]? ?"
    + _PICTURES
    + r"\)?)*\s*$"
)
_LONE_AGENCY = re.compile(
    r"[-–—(]*\s*(?:(?:The|THE) )?(?:AP|AFP|REUTERS|Reuters|EFE|ANSA|PTI|ANI|IANS|UPI|TASS|dpa|DPA|EPA"
    r"|Xinhua|Kyodo|Bloomberg|CNN|Associated Press|ASSOCIATED PRESS|PA Media|Getty Images"
    r"|Canadian Press)(?: (?:News|Photo|Images))?\s*[-–—)]*$"
)
_BYLINE = re.compile(
    r"(?:By|BY|From|Analysis by|ANALYSIS BY|Opinion by|Story by|Posted by|Written by|Authored by|by)"
    r":?\s+(?:[A-ZÀ-Þ0-9@&|,/•·–-][^\s]*|and|of|for|the|de|la|von|van|der|in|at|et|y|e|und|di)"
    r"(?:\s+(?:[A-ZÀ-Þ0-9@&|,/•·–-][^\s]*|and|of|for|the|de|la|von|van|der|in|at|et|y|e|und|di))*$"
    r"|(?:Von|Par|Por|Di|De|Door|Av|Af)\s+[A-ZÀ-Þ][\w.'’-]+\s+[A-ZÀ-Þ][\w.'’-]+$"
)
_CREDIT_LINE = re.compile(
    r"[(\[]?\s*(?:(?:Additional|Other|Further)\s+)?(?:Reporting|Reported|Writing|Written|Editing|Edited"
    r"|Compiled|Translated|Produced|Reportage|Reportaje|Redaktion|Bearbeitung|Redacción|Editado"
    r"|Escrito|Edité|Rédigé|Reportagem|Edição|A cura)\b(?: and [a-z]+)? (?:by|von|par|de|por|di)\b"
    r"|[(\[]?(?:With|with) (?:additional )?(?:inputs?|files|reporting|reports) (?:from|by)\b"
    r"|Contributing: |Contributors?: "
)
_CREDIT_HOLDS = re.compile(
    r"\bcontribut(?:ed|ing) to (?:this|the) (?:report|story|article|post|piece)\b"
    r"|\breported from [A-Z][\w., ]+\.$|\bis an? (?:AP|Associated Press|Reuters|AFP) (?:\w+ ){0,3}"
    r"(?:writer|reporter|correspondent|editor)"
)
_TAIL_CREDIT = re.compile(
    r"\((?:(?:Additional|Other|Further|Compiled) )?(?:[Rr]eport(?:ing|ed)|[Ww]rit(?:ing|ten)"
    r"|[Ee]dit(?:ing|ed)|[Cc]ompiled|[Tt]ranslated|Reporte|Reportaje|Editado|Reportage|Édité|Edité"
    r"|Reportagem|Edição|Bearbeitet|geschrieben)\b[^()]{3,600}\)[\s.]*$"
)
_COPYRIGHT = re.compile(
    r"(?:\W{0,3}(?:copyright|©|\(c\)|™)[\W_]{0,4}){1,3}(?:\d{4}|by\b|[A-Z])"
    r"|(?:[A-Z][\w.&]+ ){1,4}© ?(?:copyright )?",
)
_CARD = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]+ ){2,4}(?:is|was|covers|writes|reports|joined|has been) (?:an? |the )?"
    r"(?:[\w'’,&.-]+ ){0,12}?(?:reporter|journalist|writer|correspondent|editor|columnist|contributor"
    r"|author|producer|fellow|professor|blogger|analyst|host|photographer|freelancer|intern)s?\b"
    r"|(?:[Cc]ontact|[Ff]ollow|[Rr]each|[Ee]mail|E-mail|Write to|Tweet)\b[^@]{0,60}\S*@\w"
)
_COUNTER = re.compile(
    r"\d+(?:[.,]\d+)?[KkM]?\s*(?:shares?|comments?|retweets|likes?|views?|replies|votes?|Kommentare?"
    r"|commentaires?|comentarios?|commenti|comentários?|condivisioni|Aufrufe)\s*$",
    re.IGNORECASE,
)


def by_phrase(text: str, folded: str, words: list[str]) -> Form | None:
    """The form whose phrase the line has.

    *text* is the line, *folded* the same case-folded, *words* the latter split at white space.
    """
    count = len(words)
    if count <= 9:
        key = _MARKS.sub(" ", folded).strip()
        form = _TABLES.whole.get(key)
        if form is not None:
            return form
    for phrase, form, needs in _TABLES.begins.get(_first_word(words), ()):
        if count <= form.most and folded.startswith(phrase.rstrip()) and _ends_word(folded, phrase):
            if not needs or any(part in folded for part in needs):
                return form
    if count <= _TABLES.longest and not _TABLES.triggers.isdisjoint(words):
        for word in words:
            for phrase, form in _TABLES.holds.get(word, ()):
                if count <= form.most and phrase in folded:
                    return form
    return None


def _ends_word(folded: str, phrase: str) -> bool:
    """Whether *phrase* at the start of *folded* ends where a word ends."""
    bare = phrase.rstrip()
    return len(folded) == len(bare) or not (bare[-1].isalnum() and folded[len(bare)].isalnum())


def by_shape(text: str, folded: str, words: list[str]) -> Form | None:
    """The form whose shape the line has: caption, clock, byline, credit, copyright, author card."""
    count = len(words)
    if count <= 16:
        form = _short_shape(text, folded, count)
        if form is not None:
            return form
    if count <= 80:
        if _CREDIT_LINE.match(text) or (count <= 45 and _credit_inside(text)):
            return CREDIT_LINE
        if ("copyright" in folded[:24] or "©" in text[:60]) and _COPYRIGHT.match(text):
            return COPYRIGHT_LINE
    if count <= 120 and _is_caption(text, folded):
        return CAPTION
    if 4 <= count <= 70 and _CARD.match(text):
        return AUTHOR_CARD
    return None


def _short_shape(text: str, folded: str, count: int) -> Form | None:
    if text[0].isdigit() and _COUNTER.match(text):
        return COUNTER
    if is_clock(folded):
        return CLOCK
    if count <= 4 and _LONE_AGENCY.match(text):
        return AGENCY_LINE
    if text[-1] not in "?!:" and _BYLINE.match(text):
        return BYLINE
    if count <= 10 and _PHOTO_CREDIT.match(text):
        return PHOTO_CREDIT
    if _is_bar_menu(text, count):
        return MENU
    return None


def _credit_inside(text: str) -> bool:
    return (
        "contribut" in text or " reported from " in text or " is a" in text
    ) and _CREDIT_HOLDS.search(text) is not None


def _is_caption(text: str, folded: str) -> bool:
    if _CAPTION_BEGINS.match(text):
        return True
    tail = text[-130:]
    return (
        "/" in tail or "|" in tail or "(" in tail or folded.endswith(("images", "caption", "-efe"))
    ) and _CAPTION_ENDS.search(tail) is not None


def _is_bar_menu(text: str, count: int) -> bool:
    """Whether the line is cells between bars: "Home | Business | Weather | Contact"."""
    for bar in ("|", "•", "›", "»", " > "):
        cells = text.count(bar) + 1
        if cells >= 4 and count - cells + 1 <= 3 * cells:
            return True
    return False


def is_clock(folded: str) -> bool:
    """Whether a case-folded line is made of a date or a time and nothing else."""
    digits = False
    for part in _CLOCK_PARTS.findall(folded):
        if part[0].isdigit():
            digits = True
        elif part not in _CLOCK_WORDS:
            return False
    return digits and (":" in folded or _has_word(folded))


def _has_word(folded: str) -> bool:
    """Whether some word stands beside the digits: a bare number is no clock, 2018-07-16 is one."""
    return any(c.isalpha() for c in folded) or re.search(r"\d[-./]\d+[-./]\d", folded) is not None


def is_bare_time(folded: str) -> bool:
    """Whether a clock names no day: such lines also head the entries of a running story."""
    return re.fullmatch(r"\W*\d{1,2}[:.]\d{2}\W*(?:[ap]\.?\s?m\.?)?(?: [a-z]{2,4})?\W*", folded) is not None


def tail_credit(text: str) -> tuple[int, int] | None:
    """Where a credit in brackets ends the line, as (begin, end) in *text*."""
    if ")" not in text[-3:]:
        return None
    low = max(0, len(text) - 640)
    found = _TAIL_CREDIT.search(text, low)
    return None if found is None or found.start() == 0 else (found.start(), len(text.rstrip()))
