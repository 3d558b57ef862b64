"""Markdown files: one article a file.

YAML front matter is metadata: it is read, and the body begins after it, exactly as it stands. A
first heading is read, and stays in the body too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats.tables import Row
from syndetect.ingest.formats.whole import whole
from syndetect.ingest.records import Columns

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
# Between two lines of dashes may also stand prose: every line must look like YAML.
_YAML = re.compile(r"[\w-]+[ \t]*:(?:[ \t].*)?|[ \t].*|-(?:[ \t].*)?|#.*|[\]}]?[ \t]*")
_ENTRY = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*")
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)")
_KEYS = {
    "title": "headline", "headline": "headline", "date": "published", "published": "published",
    "outlet": "outlet", "publisher": "outlet", "url": "url", "canonical_url": "url",
    "author": "byline", "byline": "byline", "language": "language", "lang": "language",
    "crawled": "crawled", "id": "id",
}  # fmt: skip


def rows(file: BinaryIO, name: str, _columns: Columns, ledger: Ledger) -> Iterator[Row]:
    """One row with what the file says."""
    text = whole(file, name, ledger)
    if text is not None:
        yield 1, markdown_fields(text)


def markdown_fields(text: str) -> Mapping[str, object]:
    """The fields of a Markdown file: what front matter or heading say, and the text after the
    front matter, exactly as it stands.

    Of front matter only ``key: value`` lines are read; nested values are left alone.
    """
    fields: dict[str, object] = {}
    front = front_matter(text)
    for line in front[1].splitlines() if front else ():
        entry = _ENTRY.fullmatch(line)
        ours = _KEYS.get(entry[1].lower()) if entry else None
        if entry and ours:
            fields.setdefault(ours, _unquoted(entry[2]))
    body = text[front.end() :] if front else text
    heading = _HEADING.match(body)
    if heading:
        fields.setdefault("headline", heading[1])
    return {**fields, "text": body}


def front_matter(text: str) -> re.Match[str] | None:
    """Where *text* begins with front matter in YAML, its match; else None."""
    front = _FRONT.match(text)
    if front is None:
        return None
    lines = front[1].splitlines()
    yaml = all(map(_YAML.fullmatch, lines)) and any(":" in line for line in lines)
    return front if yaml else None


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()
