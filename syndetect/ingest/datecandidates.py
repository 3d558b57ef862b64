"""Every date that an article or its page may go by, its source and trust; and why one is refused.

The one that is gone by is chosen among those that are not refused. Nothing here asks what day it
is today: a date is late only against the day on which the page was fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from syndetect.ingest.dates import (
    best_date,
    date_from_url,
    date_in_head,
    parse_published,
    window,
)
from syndetect.model import Article, Trust

WEB_BEGINS = "1990"
_DAY = 86_400
_CLOCK = 120  # seconds from the crawl at which a weak source is the page's own clock
_ZERO_DAYS = ("1970-01-01", "1900-01-01", "1980-01-01", "1899-12-30", "1899-12-31")
_SHAPED = re.compile(r"\s*(\d{4})-?(\d\d)(?:-?(\d\d))?(?!\d)")


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date as it is *written*, and as it is *published* in ISO 8601 where it can be read.

    ``source`` says where it stands, ``rejected`` why it is not gone by; None where it could be.
    ``chosen`` is True of those that make the date of the article: one, or a finer one that agrees.
    """

    written: str
    published: str | None
    source: str
    trust: Trust
    rejected: str | None = None
    chosen: bool = False


def candidate(
    written: object,
    source: str,
    trust: Trust = Trust.DECLARED,
    *,
    url: str | None = None,
    crawled: str | None = None,
    weak: bool = False,
) -> DateCandidate:
    """The date that a page at *url*, fetched at *crawled*, gives in *source*, judged.

    A *weak* source is one in which pages put their own clock too.

    >>> candidate("2018-13-01", "meta date").rejected
    'there is no such day'
    """
    published = parse_published(written)
    if published is None:
        return DateCandidate(str(written), None, source, trust, _unread(str(written)))
    why = _out_of_time(published, url) or _against_crawl(published, crawled, weak=weak)
    return DateCandidate(str(written), published, source, trust, why)


def _unread(written: str) -> str:
    shaped = _SHAPED.match(written)
    if shaped is None:
        return "not a date, or one whose order of day and month is open"
    year = int(shaped[1])
    return "there is no such day" if 1800 <= year <= 2100 else "a year that cannot be"


def _out_of_time(published: str, url: str | None) -> str | None:
    """Why a web page can hardly be of that day; a page of an archive says the year in its URL."""
    if published[:10] in _ZERO_DAYS:
        return "a clock at zero"
    if published < WEB_BEGINS and (date_from_url(url) or "")[:4] != published[:4]:
        return "before there were web pages"
    return None


def _against_crawl(published: str, crawled: str | None, *, weak: bool) -> str | None:
    said, fetched = window(published), window(crawled) if crawled else None
    if said is None or fetched is None:
        return None
    if said.begin >= fetched.end + _DAY:
        return f"after the page was fetched ({crawled})"
    exact = "T" in published and "T" in (crawled or "")
    if weak and exact and abs(said.begin - fetched.begin) <= _CLOCK:
        return f"the page's own clock: it was fetched then ({crawled})"
    return None


def choose(candidates: Sequence[DateCandidate]) -> tuple[DateCandidate, ...]:
    """*candidates*, most trusted first, with the chosen ones marked.

    The first that is not refused is chosen, or the finest that agrees with it: tags of one page
    may differ in precision.
    """
    free = [one for one in candidates if one.rejected is None and one.published]
    if not free:
        return tuple(candidates)
    agreeing = [one for one in free if one.published and one.published.startswith(_iso(free[0]))]
    best = max(agreeing, key=lambda one: len(_iso(one)))
    return tuple(replace(one, chosen=True) if one is best else one for one in candidates)


def _iso(one: DateCandidate) -> str:
    return one.published or ""


def article_dates(article: Article) -> tuple[DateCandidate, ...]:
    """The dates of *article*: the declared one, its URL's, and what stands above its text.

    Chosen is what ``best_date`` goes by. A declared date is believed whatever the crawl says.
    """
    bare = replace(article, published=None, published_trust=None)
    inferred = best_date(bare)
    declared = (article.published, article.published_trust or Trust.DECLARED)
    if article.published is None or declared == inferred:
        chosen, found = inferred, []
    else:
        chosen, found = declared, [(article.published, "declared", declared[1])]
    in_url = date_from_url(article.url)
    if in_url is not None:
        found.append((in_url, "url", Trust.URL))
    head = date_in_head(article.body, headline_apart=article.headline is not None)
    if head is not None:
        found.append((head[0], "above the text", head[1]))
    if chosen[0] is not None and not any(
        (iso, trust) == chosen for iso, _, trust in found
    ):  # a dateline whose year is told elsewhere
        found.append((chosen[0], "dateline", chosen[1] or Trust.DATELINE))
    made = []
    for iso, source, trust in found:
        late = None if source == "declared" else _against_crawl(iso, article.crawled, weak=False)
        made.append(DateCandidate(iso, iso, source, trust, late, (iso, trust) == chosen))
    return tuple(made)
