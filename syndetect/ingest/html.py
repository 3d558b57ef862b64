"""Web pages: the text of the article, its credit lines, and what the page says about itself.

The text, and the title, come from trafilatura; dates do not: its search falls back on guesses
that depend on today's date. A page that declares no date is left to the dates of URL and text.
Credit lines beside the text, which an extractor throws away, are found in the page and kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from syndetect.ingest.blocks import Block, blocks_of
from syndetect.ingest.creditlines import restore
from syndetect.ingest.datecandidates import DateCandidate
from syndetect.ingest.linkeddata import items_of
from syndetect.ingest.pagedates import page_dates
from syndetect.ingest.pagemeta import in_one, page_fields, tags_of
from syndetect.ingest.signing import credited

LARGEST = 40_000
"""Elements of a page from which its text is taken plainly: choosing takes minutes there."""

DEEPEST = 250
"""Levels of elements from which a page is taken without those that only nest: the parser, which
stops some levels deeper, would drop the rest of it."""

_NESTING = re.compile(
    r"</?(?:div|span|b|i|u|em|strong|font|center|small|big|section|article|blockquote|table|tbody"
    r"|tr|td|ul|ol|li|dl|dd|dt|a|p|form|main|nobr|ins|del|sub|sup|tt|code)\b[^<>]*>",
    re.IGNORECASE,
)
_FRAMES = re.compile(r"<frameset\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE
)
# A search for dates that is cheap, as its result is not used, and that no clock bounds.
_NO_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
_TALKERS = ("trafilatura", "htmldate", "courlan", "charset_normalizer")
_PLAIN_LEAST = 60  # characters of a block that is taken for text where the choice is plain


class Extraction(StrEnum):
    """What is taken for the text where that is open."""

    PRECISION = "precision"  # rather too little
    BALANCED = "balanced"
    RECALL = "recall"  # rather too much


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that a page names in its first 4,096 bytes."""
    match = _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match else None


def html_fields(
    text: str,
    *,
    extraction: Extraction | str = Extraction.BALANCED,
    url: str | None = None,
    crawled: str | None = None,
) -> Mapping[str, object]:
    """The fields of a web page, *text* being its source; without ``text`` if no article is found.

    *url* and *crawled* (ISO 8601) are where and when it was fetched, where that is known.
    ``declared_sources`` holds what the page's metadata names as its source; ``byline`` holds
    agencies that sign the text in metadata or beside it. Never raises, whatever the page.
    """
    with _silent():
        tree = _tree(text)
        if tree is None:
            return {}
        fields = page_fields(tree, text, url=url, crawled=crawled)
        blocks, deepest = blocks_of(tree)
        if deepest >= DEEPEST:
            flat = _tree(_NESTING.sub(" <br> ", text))
            return _plain([] if flat is None else blocks_of(flat)[0], fields)
        if tree.xpath("count(//*)") > LARGEST:
            return _plain(blocks, fields)
        document = _extract(tree, Extraction(extraction))
    if document is None or not document.text:
        return fields
    if document.title:
        fields["headline"] = document.title
    if document.author:
        fields.setdefault("byline", in_one([document.author]))
    if document.sitename:
        fields.setdefault("outlet", document.sitename)
    return _with_credits(blocks, document.text, fields)


def why_unread(text: str) -> str:
    """Why a page, *text* being its source, has no article that could be read; in a few words."""
    if not text.strip():
        return "it is empty"
    if _FRAMES.search(text):
        return "it is made of frames: its article is another page"
    with _silent():
        tree = _tree(text)
        if tree is None:
            return "it is no HTML"
        blocks, deepest = blocks_of(tree)
    if deepest >= DEEPEST:
        return f"its elements are nested {DEEPEST} deep or more, and no text is left of it"
    letters = sum(len(block.text) for block in blocks)
    return f"{letters} characters of text, and none that reads as an article"


def declared_dates(
    text: str, *, url: str | None = None, crawled: str | None = None
) -> tuple[DateCandidate, ...]:
    """The dates that a web page declares, each with its source, trust and fate.

    *text* is its source, *url* and *crawled* are as in ``html_fields``.
    """
    with _silent():
        tree = _tree(text)
        if tree is None:
            return ()
        tags, items = tags_of(tree), items_of(tree)
        own = url or page_fields(tree, text).get("url")
        return page_dates(tree, tags, items, url=str(own) if own else None, crawled=crawled)


def _with_credits(
    blocks: Sequence[Block], text: str, fields: dict[str, object]
) -> dict[str, object]:
    outlet, url = (str(fields[name]) if name in fields else None for name in ("outlet", "url"))
    restored = restore(blocks, text, outlet, url)
    fields["text"] = restored.text
    byline = str(fields.get("byline") or "")
    for line in restored.bylines:
        if not credited(line) <= credited(byline):
            # "By JANE DOE, Agency" says what "Jane Doe" says, and more.
            whole = not byline or byline.casefold() in line.casefold()
            byline = line if whole else f"{byline} | {line}"
    return fields | ({"byline": byline} if byline else {})


def _plain(blocks: Sequence[Block], fields: dict[str, object]) -> dict[str, object]:
    """The blocks of a huge page that read as text."""
    lines = [
        block.text
        for block in blocks
        if len(block.text) >= _PLAIN_LEAST and block.linked < 0.3 and not block.around
    ]
    title = next((block.text for block in blocks if block.tag == "h1"), None)
    text = "\n".join(dict.fromkeys(lines))
    return fields | ({"text": text} if text else {}) | ({"headline": title} if title else {})


def _tree(text: str) -> Any:
    from trafilatura.utils import load_html  # slow to import

    try:
        return load_html(text)
    except Exception:  # noqa: BLE001  a parser's failure on one page is a skip, whatever its kind
        return None


def _extract(tree: Any, extraction: Extraction) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            favor_precision=extraction is Extraction.PRECISION,
            favor_recall=extraction is Extraction.RECALL,
            date_extraction_params=_NO_DATES,
        )
    except Exception:  # noqa: BLE001
        return None


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the parsers' own talk off stderr: what they drop is in our account."""
    loggers = [logging.getLogger(name) for name in _TALKERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
