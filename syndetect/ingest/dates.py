"""When an article was published, and how far to trust that.

Trust falls from a declared date over the URL and the head of the text to some clock on the page.
A file's own clock (its modification time) is never read: it tells when the copy was made.
``crawled`` bounds a date from above and never stands in for it.
"""

from __future__ import annotations

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from numbers import Integral, Real
from urllib.parse import urlsplit

from syndetect.ingest.datetext import (
    MONTHS,
    Stamp,
    compact,
    find_stamp,
    make_day,
    without_weekdays,
    year_month,
)
from syndetect.model import Article, Trust

UNKNOWN_ZONE = 14 * 3600  # seconds: no zone lies further from UTC
_HEAD_LINES, _HEAD_CHARACTERS, _PROSE_WORDS = 12, 800, 60
# A dateline without a year is completed from the crawl only where the two lie this close (days).
_NEAR_CRAWL = 92

_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?"
)
_MONTH_PART = "|".join(sorted((name for name in MONTHS if name.isascii()), key=len, reverse=True))
_URL_DAYS = (
    re.compile(r"/(\d{4})/(\d\d?)/(\d\d?)(?=[/.]|$)"),
    re.compile(rf"/(\d{{4}})/({_MONTH_PART})/(\d\d?)(?=/|$)"),
    re.compile(r"/(\d{4})/(\d\d)(\d\d)(?=/|$)"),
    re.compile(r"(?<=[/_-])((?:19|20)\d\d)[-_](\d\d)[-_](\d\d)(?=[/._-]|$)"),
    re.compile(r"(?<=[/_-])((?:19|20)\d\d)(\d\d)(\d\d)(?=[/._-]|$)"),
)
_URL_MONTHS = (
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(?=/|$)"),
    re.compile(rf"/((?:19|20)\d\d)/({_MONTH_PART})(?=/|$)"),
)
_URL_YEAR = re.compile(r"/((?:19|20)\d\d)(?=/|$)")
_LABEL = re.compile(
    r"(?:originally\s+|first\s+|last\s+)?(?:published|posted|updated|modified|created|date|datum"
    r"|veröffentlicht|publié|publicado|pubblicato)(?:\s+(?:on|at|am|le|el|il))?(?=[\s:]|$)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
_NO_BYLINE = re.compile(
    r"@\w|\b(?:file|photos?|image|pictured?|getty|copyright|ago|forecast)\b", re.IGNORECASE
)
_SMALL_WORDS = frozenset({"and", "at", "by", "for", "of", "the", "de", "von", "van"})
_EDGES = " \t\xa0,;:.|/@—–-·•()[]"
_DATELINE = re.compile(
    r"\b[A-Z][A-Z'’./ -]{2,40}(?:,\s[A-Z][\w. ]{1,30})?,\s"
    r"(?:(?P<m1>[A-Z][a-z]{2,8})\.?\s(?P<d1>\d\d?)|(?P<d2>\d\d?)\s(?P<m2>[A-Z][a-z]{2,8})\.?)"
    r"(?:,?\s(?P<y>\d{4}))?\s*(?:\([^()\n]{2,40}\)\s*[-–—:]|[-–—]{1,2}\s)"
)


@dataclass(frozen=True, slots=True)
class Window:
    """When something was published at the earliest and at the latest: half-open, POSIX seconds."""

    begin: int
    end: int


def same_zone_windows(one: str, other: str) -> tuple[Window, Window] | None:
    """The windows of two times of one and the same unknown zone, which needs no widening.

    None where either has a zone or is no ISO date.
    """
    found = []
    for published in (one, other):
        match, wide = _ISO.fullmatch(published), window(published)
        if match is None or wide is None or match[6] is not None:
            return None
        found.append(Window(wide.begin + UNKNOWN_ZONE, wide.end - UNKNOWN_ZONE))
    return found[0], found[1]


@lru_cache(maxsize=1 << 16)  # articles of one minute, and one article in several stages
def window(published: str) -> Window | None:
    """The time that *published* may mean, as wide as its precision; None if it is no ISO date.

    Where the zone is unknown the window is 14 hours wider on both sides.
    >>> window("2025-03-18T14:05+01:00")
    Window(begin=1742303100, end=1742303160)
    """
    match = _ISO.fullmatch(published)
    day = make_day(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    if match is None or day is None:
        return None
    begin = timegm(day.timetuple())
    if match[3] is None:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return Window(begin - UNKNOWN_ZONE, timegm(following.timetuple()) + UNKNOWN_ZONE)
    if match[4] is None:
        return Window(begin - UNKNOWN_ZONE, begin + 86_400 + UNKNOWN_ZONE)
    begin += int(match[4]) * 3600 + int(match[5]) * 60
    zone = match[6]
    if zone is None:
        return Window(begin - UNKNOWN_ZONE, begin + 60 + UNKNOWN_ZONE)
    if zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
        begin -= -offset if zone[0] == "-" else offset
    return Window(begin, begin + 60)


def parse_published(value: object) -> str | None:
    """*value* as ISO 8601 to the month, day or minute, as precise as it is; None if it is no date.

    Reads ISO forms, RFC 2822, dates with month names, ``date`` and ``datetime`` values. A number
    is seconds or milliseconds since 1970, or a day written 20180715; digits in a string are not.
    Midnight to the second is how software writes a day, and comes out as one. Years outside 1800
    to 2100 and days whose order of month and day is open give None.
    """
    if isinstance(value, datetime):
        value = value.isoformat()  # covers pandas timestamps too
    elif isinstance(value, date):
        value = value.isoformat()
    elif type(value).__name__ == "datetime64":
        value = str(value)
    elif isinstance(value, Real) and not isinstance(value, bool):
        return _from_number(float(value), whole=isinstance(value, Integral))
    if not isinstance(value, str) or len(value) > 200:
        return None
    text = " ".join(value.split())
    stamp = find_stamp(text)
    if stamp is None:
        return compact(text) or year_month(text)
    return stamp.iso if not _rest(text, stamp) else None


def _from_number(value: float, *, whole: bool) -> str | None:
    if whole and 18_000_101 <= value <= 21_001_231:
        return compact(str(int(value)))
    seconds = value / 1000 if abs(value) >= 1e11 else value
    if not 1e8 <= seconds < 4_133_980_800:  # 1973 to 2100; NaN fails too
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M+00:00")


def date_from_url(url: str | None) -> str | None:
    """The day, or else the month, in the path of *url*, such as ``/2018/07/15/``."""
    try:
        path = urlsplit(url or "").path.lower()
    except ValueError:
        return None
    for pattern in (*_URL_DAYS, *_URL_MONTHS):
        for match in pattern.finditer(path):
            parts = match.groups()
            month = MONTHS.get(parts[1]) or int(parts[1])
            day = make_day(int(parts[0]), month, int(parts[2]) if len(parts) == 3 else 1)
            if day is not None:
                return day.isoformat()[: 10 if len(parts) == 3 else 7]
    return None


def date_in_head(body: str, *, headline_apart: bool = False) -> tuple[str, Trust] | None:
    """A date that stands on a line of its own, or ends a byline, near the top of *body*.

    Such a line below the headline is DATELINE. A bare line above everything, or one that is
    printed twice, looks like the page's clock: PAGE. *headline_apart* says that the headline is
    not part of *body*, so that a bare day on the first line is the article's.
    """
    lines = _head(body)
    dated = [(n, line, stamp) for n, line in enumerate(lines) if (stamp := _date_line(line, n))]
    repeated = {line for _, line, _ in dated if lines.count(line) > 1 and not _LABEL.search(line)}
    updated, page = None, None
    for n, line, stamp in dated:
        labelled = bool(_rest(line, stamp)) or bool(_LABEL.search(line))
        on_top = n == 0 and not labelled and (stamp.has_clock or not headline_apart)
        if line in repeated or on_top:
            page = page or stamp.iso
        elif _UPDATED.search(line[: stamp.begin]):
            updated = updated or stamp.iso
        else:
            return stamp.iso, Trust.DATELINE
    if updated:
        return updated, Trust.DATELINE
    return (page, Trust.PAGE) if page else None


def _head(body: str) -> list[str]:
    """Lines before the text: the first few that are not empty, up to the first long paragraph."""
    lines: list[str] = []
    for line in body[: _HEAD_CHARACTERS + 200].split("\n"):
        text = " ".join(line.split())
        if len(lines) == _HEAD_LINES or text.count(" ") >= _PROSE_WORDS:
            break
        if text:
            lines.append(text)
    return lines


def _date_line(line: str, place: int) -> Stamp | None:
    """The date of *line* if the line is one: bare, labelled, or at the end of a byline."""
    if len(line) > 160 or not any(c.isdigit() for c in line):
        return None
    stamp = find_stamp(line)
    if stamp is None:
        return None
    before, after = _bare(line[: stamp.begin]), _bare(line[stamp.end :])
    if not before and not after:
        return stamp
    words = (before or after).split()
    if len(words) > 14 or _NO_BYLINE.search(before + " " + after):
        return None
    if after and not after.lower().startswith("by "):
        return None
    signed = _LABEL.search(line) or words[0].lower() in {"by", "by:"}
    return stamp if signed or (place > 0 and _is_name(words)) else None


def _is_name(words: list[str]) -> bool:
    return len(words) <= 6 and all(w[0].isupper() or w in _SMALL_WORDS or w == "|" for w in words)


def _rest(line: str, stamp: Stamp) -> str:
    """What *line* says beside its dates, their labels and weekdays."""
    return (_bare(line[: stamp.begin]) + " " + _bare(line[stamp.end :])).strip()


def _bare(part: str) -> str:
    """*part* of a line without further dates, labels, weekdays and the marks between them."""
    if not part:  # as on both sides of what is a date alone
        return part
    while (other := find_stamp(part)) is not None:  # "Published ... | Updated ..."
        part = part[: other.begin] + " " + part[other.end :]
    return _LABEL.sub(" ", without_weekdays(part)).strip(_EDGES)


def best_date(article: Article) -> tuple[str | None, Trust | None]:
    """The date to go by and its trust: declared, else URL, else dateline, else a page clock.

    A date that lies more than a day after the crawl is left out, unless it is declared. Where the
    URL tells only the month and the dateline a day in it, the day is given, as a dateline.
    """
    if article.published is not None:
        return article.published, article.published_trust or Trust.DECLARED
    url = _not_after_crawl(date_from_url(article.url), article)
    if url is not None and len(url) == 10:
        return url, Trust.URL
    found = date_in_head(article.body, headline_apart=article.headline is not None)
    head, trust = found or (None, None)
    head = _not_after_crawl(head, article)
    if trust is not Trust.DATELINE or head is None:
        line = _not_after_crawl(_dateline(article, url), article)
        if line is not None:
            head, trust = line, Trust.DATELINE
    if url is not None and not (trust is Trust.DATELINE and head and head.startswith(url)):
        return url, Trust.URL
    return (head, trust) if head is not None else (None, None)


def _not_after_crawl(found: str | None, article: Article) -> str | None:
    if found is None or article.crawled is None:
        return found
    crawled = date.fromisoformat(f"{article.crawled}-01"[:10])
    if len(article.crawled) == 7:  # the last day of that month
        crawled = (crawled + timedelta(days=31)).replace(day=1)
    latest = crawled + timedelta(days=1)
    return found if found[:10] <= latest.isoformat() else None


def _dateline(article: Article, url_month: str | None) -> str | None:
    """The day of a dateline in capitals, once URL or crawl tell its year."""
    match = _DATELINE.search(article.body[: _HEAD_CHARACTERS + 200])
    if match is None:
        return None
    month = MONTHS.get((match["m1"] or match["m2"]).lower())
    number = int(match["d1"] or match["d2"])
    if month is None:
        return None
    if match["y"]:
        day = make_day(int(match["y"]), month, number)
        return day.isoformat() if day else None
    path = urlsplit(article.url).path if article.url and "[" not in article.url else ""
    year = _URL_YEAR.search(path)
    if url_month or year:
        day = make_day(int((url_month or (year[1] if year else ""))[:4]), month, number)
        return day.isoformat() if day else None
    if article.crawled is None or len(article.crawled) < 10:
        return None
    crawled = date.fromisoformat(article.crawled[:10])
    days = [make_day(crawled.year - back, month, number) for back in (0, 1)]
    near = [d for d in days if d and -1 <= (crawled - d).days <= _NEAR_CRAWL]
    return near[0].isoformat() if near else None
