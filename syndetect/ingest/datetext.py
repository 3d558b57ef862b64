"""Dates as people and machines write them, turned into ISO 8601 with honest precision.

Order of day and month is never guessed: ``07/08/2018`` is no date unless an American zone
stands beside it. A zone that is not known stays unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1800, 2100

_ENGLISH = "january february march april may june july august september october november december"
_MONTH_NAMES = (  # whole names; short forms are read in English only, "ago" is no August there
    _ENGLISH,
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
MONTHS = {name: n for names in _MONTH_NAMES for n, name in enumerate(names.split(), 1)}
MONTHS |= {name[:3]: n for n, name in enumerate(_ENGLISH.split(), 1)} | {"sept": 9}

# Zones that mean one offset. "CST" and "IST" mean several and stay unknown.
_OFFSETS = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 60, "cet": 60, "cest": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cdt": -300, "mdt": -360, "mst": -420, "pst": -480, "pdt": -420,
    "hkt": 480, "jst": 540, "aest": 600, "aedt": 660,
}  # fmt: skip
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}  # winter; summer adds an hour
_AMERICAN_NAMES = frozenset(_AMERICAN) | {"est", "edt", "cdt", "mdt", "mst", "pst", "pdt", "cst"}

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=lambda name: (-len(name), name))) + ")"
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi"
    "|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì"
    "|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag"
    "|zaterdag|zondag|(?:segunda|terça|quarta|quinta|sexta)-feira"
)
_ZONE = (
    r"\(?(?P<zone>(?:utc|gmt)?[+-]\d\d?:?(?:\d\d)?\b|(?:z|utc|gmt|bst|ces?t|eest|msk|[ecmp][sd]?t"
    r"|ist|hkt|jst|ae[sd]t)\b)\)?"
)
_CLOCK = (
    r"(?:(?P<h1>\d\d?)(?:[:.](?P<n1>\d\d))?(?::\d\d)?\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?P<h2>\d\d?)[:h](?P<n2>\d\d)(?P<s2>:\d\d(?:[.,]\d+)?)?"
    r"|(?P<h3>\d\d)(?P<n3>\d\d)(?=\s?(?:gmt|utc)\b))(?!\d)(?:\s?" + _ZONE + ")?"
)
_GAP = r"[\s,;|/@—–·•-]*"
_DATE = re.compile(
    rf"\b(?P<m1>{_MONTH})\.?\s*(?P<d1>\d\d?)(?:st|nd|rd|th)?(?:\s*[,.]\s*|\s+)(?P<y1>\d{{4}})(?!\d)"
    rf"|(?<![\d:.])(?P<d2>\d\d?)(?:st|nd|rd|th|er|\.)?[\s-]+(?:de\s+|of\s+)?(?P<m2>{_MONTH})\b\.?"
    r",?[\s-]+(?:de\s+|del\s+)?(?P<y2>\d{4})(?!\d)"
    r"|(?<![\d/.-])(?P<y3>\d{4})(?P<sep>[-/])(?P<m3>\d\d?)(?P=sep)(?P<d3>\d\d?)(?![\d/-])"
    r"|(?<![\d/.-])(?P<a4>\d\d?)/(?P<b4>\d\d?)/(?P<y4>\d{4}|\d\d)(?![\d/])"
    r"|(?<![\d/.-])(?P<d5>\d\d?)\.\s?(?P<m5>\d\d?)\.\s?(?P<y5>\d{4})(?!\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"T?{_GAP}(?:(?:at|um|à)\s+)?{_CLOCK}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s\(\d{{4}}\s[a-z]{{3,4}}\))?{_GAP}(?:on\s+)?(?:(?:{_WEEKDAYS})\b\.?)?"
    rf"{_GAP}$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:{_WEEKDAYS})\b\.?", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_YEAR_MONTH = re.compile(rf"(\d{{4}})-(\d\d)|({_MONTH})\.?,?\s+(?:de\s+)?(\d{{4}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a line: where it stands with its clock and weekday, and its ISO form."""

    begin: int
    end: int
    iso: str

    @property
    def has_clock(self) -> bool:
        return "T" in self.iso


def find_stamp(text: str, begin: int = 0) -> Stamp | None:
    """The first whole date in *text* from *begin* on, with a clock right before or after it."""
    for match in _DATE.finditer(text, begin):
        before = _BEFORE.search(text[begin : match.start()][-60:])
        after = None if before else _AFTER.match(text, match.end())
        clock = before or after
        zone = clock["zone"] if clock else None
        day = _day(match, american=bool(zone) and str(zone).lower() in _AMERICAN_NAMES)
        if day is None:
            continue
        start = match.start() - (len(before[0]) if before else 0)
        iso = day.isoformat() + (_clock(clock, day) if clock else "")
        return Stamp(start, after.end() if after else match.end(), iso)
    return None


def without_weekdays(text: str) -> str:
    """*text* with the names of weekdays taken out."""
    return _WEEKDAY.sub(" ", text)


def compact(text: str) -> str | None:
    """ISO form of ``20180715`` and ``20180715T101500Z``, written without marks."""
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    day = make_day(int(match[1]), int(match[2]), int(match[3]))
    if day is None or match[4] is None:
        return day.isoformat() if day else None
    return day.isoformat() + _time(int(match[4]), int(match[5]), match[7], day)


def year_month(text: str) -> str | None:
    """ISO form of ``2018-07`` and ``July 2018``."""
    match = _YEAR_MONTH.fullmatch(text)
    if match is None:
        return None
    year = int(match[1] or match[4])
    month = int(match[2]) if match[2] else MONTHS[match[3].lower()]
    day = make_day(year, month, 1)
    return day.isoformat()[:7] if day else None


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is no such day or the year is out of 1800 to 2100."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _day(match: re.Match[str], *, american: bool) -> date | None:
    if match["m1"]:
        return make_day(int(match["y1"]), MONTHS[match["m1"].lower()], int(match["d1"]))
    if match["m2"]:
        return make_day(int(match["y2"]), MONTHS[match["m2"].lower()], int(match["d2"]))
    if match["y3"]:
        return make_day(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    if match["y5"]:
        return make_day(int(match["y5"]), int(match["m5"]), int(match["d5"]))
    first, second, year = int(match["a4"]), int(match["b4"]), int(match["y4"])
    if len(match["y4"]) == 2:
        year += 2000 if year < 69 else 1900  # as POSIX reads two digits
    if american or second > 12 or first == second:
        return make_day(year, first, second)
    return make_day(year, second, first) if first > 12 else None


def _clock(match: re.Match[str], day: date) -> str:
    hour = int(match["h1"] or match["h2"] or match["h3"])
    minute = int(match["n1"] or match["n2"] or match["n3"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour == minute == 0 and match["s2"] and not match["s2"].strip(":0.,"):
        return ""  # 00:00:00 is how software writes a day without a time
    return _time(hour, minute, match["zone"], day)


def _time(hour: int, minute: int, zone: str | None, day: date) -> str:
    if hour > 23 or minute > 59:
        return ""
    return f"T{hour:02d}:{minute:02d}" + _offset(zone, day)


def _offset(zone: str | None, day: date) -> str:
    """``+hh:mm`` of a zone, empty where it is unknown."""
    name = (zone or "").lower()
    if name in _AMERICAN and day.year >= 2007:
        minutes = _AMERICAN[name] + (60 if _american_summer(day) else 0)
    elif name in _OFFSETS:
        minutes = _OFFSETS[name]
    else:
        match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?", name)
        if match is None:
            return ""
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        minutes = -minutes if match[1] == "-" else minutes
    if abs(minutes) > 14 * 60:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _american_summer(day: date) -> bool:
    """Whether summer time holds in the United States (rule of 2007: March to November)."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begin = march.replace(day=8 + (6 - march.weekday()))
    end = november.replace(day=1 + (6 - november.weekday()))
    return begin <= day < end
