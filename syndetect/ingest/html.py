"""Web pages: the text of the article and what the page says about it.

The text, and the title, come from trafilatura; dates do not: its search falls back on guesses
that depend on today's date. A page that declares no date is left to the dates of URL and text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from syndetect.ingest.pagemeta import page_fields

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE
)
# A search for dates that is cheap, as its result is not used, and that no clock bounds.
_NO_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
_TALKERS = ("trafilatura", "htmldate", "courlan", "charset_normalizer")


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that a page names in its first 4,096 bytes."""
    match = _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match else None


def html_fields(text: str) -> Mapping[str, object]:
    """The fields of a web page, *text* being its source; without ``text`` if no article is found.

    ``declared_sources`` holds what the page's metadata names as its source.
    """
    with _silent():
        tree = _tree(text)
        if tree is None:
            return {}
        fields = page_fields(tree, text)
        document = _extract(tree)
    if document is None or not document.text:
        return fields
    fields["text"] = document.text
    if document.title:
        fields["headline"] = document.title
    if document.author:
        fields.setdefault("byline", document.author)
    if document.sitename:
        fields.setdefault("outlet", document.sitename)
    return fields


def _tree(text: str) -> Any:
    from trafilatura.utils import load_html  # slow to import

    try:
        return load_html(text)
    except Exception:  # noqa: BLE001  a parser's failure on one page is a skip, whatever its kind
        return None


def _extract(tree: Any) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=_NO_DATES
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
